"""From a table as it was sent to electors: what was fixed, what needs a decision, what is refused.

Every row ends in exactly one of three places: among the entries, waiting for a decision, or
refused. Nothing is guessed that changes who somebody is, and nothing is changed without being
reported. Answers are data: the same table with more answers is simply cleaned again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from hustings.contest import WHOLE_SECTION
from hustings.errors import RuleError
from hustings.roll.columns import ColumnMapping, Field
from hustings.roll.decisions import LEAVE_OUT, Asks, Choice, Decision, Questions, decision_id
from hustings.roll.drafts import Context, Defaults, Draft, Fixed, Refused, refuse
from hustings.roll.entry import Analysis, Basis, Entry
from hustings.roll.households import address_key
from hustings.roll.row_cleaning import clean_row
from hustings.roll.table import Table
from hustings.roll.vocabulary import LANGUAGES

__all__ = ["Cleaned", "clean"]

_WHOLE = MappingProxyType({WHOLE_SECTION: "All"})
_NO_ANSWERS: Mapping[str, str] = MappingProxyType({})
_PROGRESS_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of a table.

    ``fixed`` is of the rows that are not refused. ``decisions`` are open, ``answered`` have been
    applied, ``unused`` are ids of answers to questions that are no longer asked. ``pending`` rows
    wait for a decision and are not among the entries. ``analysis`` holds the columns kept for
    analysis, of the rows that became entries. ``rows`` is how many rows the table has.
    """

    entries: tuple[Entry, ...]
    fixed: tuple[Fixed, ...]
    decisions: tuple[Decision, ...]
    answered: tuple[Decision, ...]
    refused: tuple[Refused, ...]
    pending: tuple[int, ...]
    analysis: Analysis
    unused: tuple[str, ...]
    rows: int


def clean(
    table: Table,
    mapping: ColumnMapping,
    *,
    defaults: Defaults | None = None,
    sections: Mapping[str, str] = _WHOLE,
    bases: Collection[Basis] = tuple(Basis),
    languages: Mapping[str, str] = LANGUAGES,
    letters: bool = True,
    answers: Mapping[str, str] = _NO_ANSWERS,
    progress: Callable[[int, int], None] | None = None,
) -> Cleaned:
    """Clean a table.

    ``sections`` are the known ones, id to name; with one alone it is everybody's default.
    ``bases`` are those on which this contest admits electors. ``letters`` says that letters are to
    be posted, so that addresses have to be whole. ``answers`` are choices by decision id.
    ``progress`` is called with rows done and rows in all. RuleError for a mapping that does not
    fit the table, defaults that are not known, and an answer that is no choice of its decision.
    """
    chosen = _checked(defaults or Defaults(), sections, bases, languages)
    questions = Questions(answers)
    places = mapping.places(table.headers)
    context = Context(places, chosen, sections, languages, tuple(bases), letters, questions)
    drafts = list(_drafts(context, table, progress))
    _refuse_repeated(drafts)
    suffixes = _settle_references(context, drafts)
    return _cleaned(context, table, mapping, drafts, suffixes)


def _checked(
    defaults: Defaults,
    sections: Mapping[str, str],
    bases: Collection[Basis],
    languages: Mapping[str, str],
) -> Defaults:
    if not sections or not bases:
        raise RuleError("a roll needs at least one section and one basis")
    section = defaults.section or (next(iter(sections)) if len(sections) == 1 else None)
    if section is not None and section not in sections:
        raise RuleError(f"the default section {section!r} is none of {', '.join(sections)}")
    if defaults.basis is not None and defaults.basis not in bases:
        raise RuleError(f"this contest does not admit the default basis {defaults.basis.words!r}")
    if defaults.language not in languages:
        raise RuleError(f"the default language {defaults.language!r} is not known")
    return Defaults(defaults.basis, section, defaults.language)


def _drafts(
    context: Context, table: Table, progress: Callable[[int, int], None] | None
) -> Iterator[Draft]:
    total = len(table.rows)
    for done, (number, row) in enumerate(zip(table.numbers, table.rows, strict=True), start=1):
        yield clean_row(context, number, row)
        if progress is not None and (done % _PROGRESS_ROWS == 0 or done == total):
            progress(done, total)


def _refuse_repeated(drafts: Sequence[Draft]) -> None:
    """Refuse each row that says nothing but what an earlier one said, whatever its capitals."""
    first: dict[str, int] = {}
    for draft in drafts:
        if draft.refused:
            continue
        content = "\x1f".join(draft.cells.values()).casefold()
        earlier = first.setdefault(content, draft.row)
        if earlier != draft.row:
            refuse(
                draft,
                Field.NAME,
                "; ".join(draft.names),
                f"the same person, word for word, as in row {earlier}",
                f"nothing is to be done: row {earlier} is taken",
            )


def _settle_references(context: Context, drafts: Sequence[Draft]) -> dict[int, str]:
    """Ask about references that stand in several rows; gives a suffix to rows that keep theirs."""
    groups: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.reference and not draft.refused:
            groups.setdefault(draft.reference.casefold(), []).append(draft)
    suffixes: dict[int, str] = {}
    for group in groups.values():
        if len(group) > 1:
            suffixes.update(_settle_reference(context, group))
    return suffixes


def _settle_reference(context: Context, group: Sequence[Draft]) -> dict[int, str]:
    reference = group[0].reference
    marks = {_mark(draft): draft for draft in group}
    rows = ", ".join(str(draft.row) for draft in group)
    answer = context.questions.ask(
        Asks.REFERENCE_TWICE,
        [draft.row for draft in group],
        sorted(marks),
        field=Field.REFERENCE,
        found=reference,
        question=f"The number {reference!r} stands in rows {rows} with different data.",
        choices=(
            *(
                Choice(f"keep:{mark}", f"keep row {d.row} alone: {_described(d)}")
                for mark, d in marks.items()
            ),
            Choice("keep_all", "keep all: they are different people"),
            LEAVE_OUT,
        ),
    )
    if answer is None:
        for draft in group:
            draft.open = True
        return {}
    if answer == "keep_all":
        ordered = [marks[mark] for mark in sorted(marks)]
        return {draft.row: f"/{n}" for n, draft in enumerate(ordered, start=1)}
    for mark, draft in marks.items():
        if answer != f"keep:{mark}":
            refuse(
                draft,
                Field.REFERENCE,
                reference,
                "left out by the officer's decision: another row has the same number",
                "change the decision to take it after all",
                decided=True,
            )
    return {}


def _mark(draft: Draft) -> str:
    content = (f"{where}={text}" for where, text in sorted(draft.cells.items()))
    return decision_id(Asks.REFERENCE_TWICE, content)[:8]


def _described(draft: Draft) -> str:
    parts = (*draft.names, *draft.address, draft.postcode, draft.email)
    return ", ".join(filter(None, parts))


def _cleaned(
    context: Context,
    table: Table,
    mapping: ColumnMapping,
    drafts: Sequence[Draft],
    suffixes: Mapping[int, str],
) -> Cleaned:
    ready = [draft for draft in drafts if not draft.refused and not draft.open]
    questions = context.questions
    gone = {draft.row for draft in drafts if draft.refused}
    return Cleaned(
        entries=tuple(e for draft in ready for e in _entries(draft, suffixes.get(draft.row, ""))),
        fixed=tuple(fix for fix in context.fixed if fix.row not in gone),
        decisions=questions.decisions(answered=False, without=gone),
        answered=questions.decisions(answered=True),
        refused=tuple(draft.refused for draft in drafts if draft.refused),
        pending=tuple(d.row for d in drafts if d.open and not d.refused),
        analysis=_analysis(table, mapping, {draft.row for draft in ready}),
        unused=questions.unused(),
        rows=len(drafts),
    )


def _entries(draft: Draft, suffix: str) -> Iterator[Entry]:
    household = draft.household or address_key(draft.address, draft.postcode)
    for part, name in enumerate(draft.names):
        own = f"/{part + 1}" if part else ""
        yield Entry(
            row=draft.row,
            name=name,
            basis=draft.basis,
            section=draft.section,
            reference=f"{draft.reference}{suffix}{own}" if draft.reference else "",
            address=draft.address,
            postcode=draft.postcode,
            email=draft.email,
            phone=draft.phone,
            language=draft.language,
            household=household,
            part=part,
        )


def _analysis(table: Table, mapping: ColumnMapping, rows: set[int]) -> Analysis:
    places = mapping.analysis_places(table.headers)
    if not places:
        return Analysis((), {})
    cells = {
        number: tuple(row[place].strip() for place in places.values())
        for number, row in zip(table.numbers, table.rows, strict=True)
        if number in rows
    }
    return Analysis(tuple(places), cells)
