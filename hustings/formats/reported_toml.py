"""reported.toml: what others reported of a contest whose ballots were never published.

The keys, what may stand there and what holds without them: docs/spec/reported.md. A file is read to
its end whatever is wrong with it, so that every defect comes at once, each with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from hustings.contest import Candidate, Purpose, is_id
from hustings.count import RULES
from hustings.errors import FormatError, Place, RuleError
from hustings.formats.files import explain
from hustings.formats.reading import Defects, text_of
from hustings.formats.suggesting import did_you_mean
from hustings.formats.toml_places import read_toml
from hustings.formats.toml_table import Table
from hustings.reported import Claim, Line, Papers, Report, Reported, Share, Source, Topic

__all__ = ["REPORTED_FILE", "parse_reported", "read_reported"]

REPORTED_FILE = "reported.toml"
MOST_BYTES = 4_000_000
"""A larger file is not what somebody wrote down from reports."""

Made = TypeVar("Made")


def read_reported(folder: Path, *, name: str | None = None) -> Reported:
    """Read the reported.toml of a folder; FormatError with every defect if it has any.

    ``name`` is the folder as the user gave it, for messages.
    """
    shown = str(folder) if name is None else name
    file = f"{shown.rstrip('/')}/{REPORTED_FILE}"
    try:
        with (folder / REPORTED_FILE).open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise FormatError(Place(file), f"cannot be read: {explain(error)}") from None
    if len(data) > MOST_BYTES:
        raise FormatError(Place(file), f"longer than {MOST_BYTES:,} bytes; is it the right file?")
    defects = Defects(file)
    reported = parse_reported(text_of(data, defects), defects)
    if defects.errors:
        raise FormatError.of(sorted(defects.errors, key=lambda finding: finding.place))
    assert reported is not None  # without a defect there is a value
    return reported


def parse_reported(text: str, defects: Defects) -> Reported | None:
    """Read the text of a reported.toml; None where anything is wrong. Defects go to ``defects``."""
    document = None if defects.errors else read_toml(text, defects)
    if document is None:
        return None
    root = Table(document, defects, (), REPORTED_FILE, document.values)
    if not root.has("contest"):
        root.error("there is no table [contest]; begin with one, with an id, a title and a purpose")
    head = root.table("contest")
    known = _Known()
    candidates = _candidates(root.tables("candidates"), known)
    sources = _sources(root.tables("sources"), known)
    if not root.has("candidates"):
        root.error("there are no [[candidates]]; list each with an id and a name")
    reports = _reports(root.tables("reports"), known)
    claims = [_claim(table, known) for table in root.tables("claims")]
    root.done()
    return _contest(head, candidates, sources, reports, claims) if head else None


@dataclass(slots=True)
class _Known:
    """The ids that a file has defined so far, by kind; what refers to them must be one of these."""

    ids: dict[str, set[str]] = field(default_factory=dict)

    def define(self, table: Table, kind: str, key: str = "id") -> str:
        """A new id, or another text that must not stand twice; "" after noting what is wrong."""
        value = table.text(key, empty=False)
        taken = self.ids.setdefault(kind, set())
        if value in taken:
            table.error(f"{kind} {value!r} stands twice; each may stand once", key)
            return ""
        if key == "id" and value and not is_id(value):
            wanted = "no space around it, no '>' and no line break"
            table.error(f"{value!r} cannot be an id: {wanted}", key)
            return ""
        taken.add(value)
        return value

    def refer(self, table: Table, kind: str, value: str, *keys: str | int) -> bool:
        """Whether the id was defined; noted where it was not."""
        if value in self.ids.get(kind, set()):
            return True
        known = sorted(self.ids.get(kind, set()) - {""})
        otherwise = f"; there are {', '.join(known)}" if known else f"; list it under [[{kind}s]]"
        table.error(f"no {kind} {value!r} is listed{did_you_mean(value, known, otherwise)}", *keys)
        return False


def _made(table: Table, make: Callable[[], Made], *keys: str | int) -> Made | None:
    """What ``make`` gives, or None after noting what it refuses, at the place of the key."""
    try:
        return make()
    except RuleError as error:
        table.error(str(error), *keys)
        return None


def _require(table: Table, **examples: str) -> None:
    for key, example in examples.items():
        table.require(key, example)


# --- the parts ---------------------------------------------------------------------------------


def _contest(
    head: Table,
    candidates: list[Candidate | None],
    sources: list[Source | None],
    reports: list[Report | None],
    claims: list[Claim | None],
) -> Reported | None:
    _require(head, id='"oakdale-2010"', title='"Oakdale primary"', purpose='"advisory"')
    already = len(head.defects.errors)
    known = _Known()
    id_, title = known.define(head, "contest"), head.text("title", empty=False)
    purpose = head.choice("purpose", Purpose.ADVISORY)
    rule, rule_due = _rule(head, "rule"), _rule(head, "rule_due")
    date, question = head.day("date"), head.text("question")
    unknown = head.text("unknown", empty=False)
    head.done()
    if already or len(head.defects.errors) > already:
        return None
    return _made(
        head,
        lambda: Reported(
            id_,
            title,
            purpose,
            tuple(filter(None, candidates)),
            tuple(filter(None, sources)),
            tuple(filter(None, reports)),
            tuple(filter(None, claims)),
            rule,
            rule_due,
            date,
            question,
            unknown,
        ),
    )


def _rule(head: Table, key: str) -> str:
    value = head.text(key, empty=False)
    if value and value not in RULES:
        hint = did_you_mean(value, RULES, f"; the rules are {', '.join(RULES)}")
        head.error(f"{key}: there is no rule {value!r}{hint}", key)
    return value


def _candidates(tables: Iterable[Table], known: _Known) -> list[Candidate | None]:
    found: list[Candidate | None] = []
    for table in tables:
        _require(table, id='"ash"', name='"Rowan Ash"')
        id_ = known.define(table, "candidate")
        name = known.define(table, "candidate's name", "name")
        table.done()
        found.append(Candidate(id_, name) if id_ and name else None)
    return found


def _sources(tables: Iterable[Table], known: _Known) -> list[Source | None]:
    found: list[Source | None] = []
    for table in tables:
        _require(table, id='"S1"', title='"Oakdale votes"', publisher='"Oakdale Gazette"')
        id_ = known.define(table, "source")
        title, publisher = table.text("title", empty=False), table.text("publisher", empty=False)
        table.done()
        found.append(Source(id_, title, publisher) if id_ and title and publisher else None)
    return found


def _reports(tables: Iterable[Table], known: _Known) -> list[Report | None]:
    return [_report(table, known) for table in tables]


def _report(table: Table, known: _Known) -> Report | None:
    _require(table, id='"all"', title='"All votes"')
    id_, title = known.define(table, "report"), table.text("title", empty=False)
    partial = table.flag("partial")
    already = len(table.defects.errors)
    listed = table.tables("shares")
    if not listed and len(table.defects.errors) == already:
        table.error("[[reports]] has no [[reports.shares]]; add one for each candidate")
    seen = _Known(dict(known.ids))
    lines = [_line(one, seen) for one in listed]
    table.done()
    sound = [line for line in lines if line]
    if not (id_ and title and sound):
        return None
    return _made(table, lambda: Report(id_, title, tuple(sound), partial))


def _line(table: Table, known: _Known) -> Line | None:
    _require(table, candidate='"ash"', sources='["S1"]')
    candidate = known.define(table, "line of a candidate", "candidate")
    right = bool(candidate) and known.refer(table, "candidate", candidate, "candidate")
    share = _figure(table, "share", Share.read)
    votes = _figure(table, "votes", Papers.read)
    sources, note = _cited(table, known), table.text("note")
    if not (table.has("share") or table.has("votes")):
        table.error('neither share nor votes is given; add a line such as share = "50.3"')
    table.done()
    if not (right and sources and (share or votes)):
        return None
    return _made(table, lambda: Line(candidate, share, votes, sources, note))


def _figure(table: Table, key: str, read: Callable[[str], Made]) -> Made | None:
    """A printed figure. It stands in quotes, so that 48.0 keeps its nought."""
    value = table.values.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        table.asked.append(key)
        table.error(f"{key}: put the figure in quotes, letter for letter as it was printed", key)
        return None
    text = table.text(key, empty=False)
    return _made(table, lambda: read(text), key) if text else None


def _claim(table: Table, known: _Known) -> Claim | None:
    _require(table, about='"turnout"', says='"32%"', sources='["S1"]')
    already = len(table.defects.errors)
    about = table.choice("about", Topic.NOTE)
    says = table.text("says", empty=False)
    sources, note = _cited(table, known), table.text("note")
    table.done()
    if len(table.defects.errors) > already or not (says and sources and table.has("about")):
        return None
    return _made(table, lambda: Claim(about, says, sources, note), "says")


def _cited(table: Table, known: _Known) -> tuple[str, ...]:
    """The sources, each of them listed and named once; empty after noting what is wrong."""
    already = len(table.defects.errors)
    sources = table.texts("sources")
    if table.has("sources") and not sources and len(table.defects.errors) == already:
        table.error("sources is empty; say who reported it", "sources")
    for number, source in enumerate(sources):
        if source in sources[:number]:
            table.error(f"source {source!r} stands twice", "sources", number)
        else:
            known.refer(table, "source", source, "sources", number)
    return sources if len(table.defects.errors) == already else ()
