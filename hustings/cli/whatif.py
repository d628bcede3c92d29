"""`hustings whatif`: count as it was and as it is supposed, write what was asked for, show both."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from hustings.ballot import interpret
from hustings.cli.outputs import STANDARD_OUTPUT, check_place
from hustings.cli.terminal import printing, report, say, watching
from hustings.contest import Contest
from hustings.count import Lot, Lots
from hustings.declaration.wording import lot_sentence
from hustings.errors import RuleError
from hustings.facade import EXAMPLE, load
from hustings.formats import Loaded, lots_as_csv, read_lots, write_atomically
from hustings.formats.files import refuse_overwriting
from hustings.report.whatif_text import Kind, whatif_lines
from hustings.reported import Reported
from hustings.track.whatif import Assumptions, Endorsement, Weight, WhatIf, fitted, what_if
from hustings.track.whatif_assumptions import candidate_meant, rule_meant, section_meant
from hustings.track.whatif_ballots import supposed_contest
from hustings.track.whatif_document import whatif_as_json
from hustings.track.whatif_link import (
    assumptions_from_query,
    assumptions_to_query,
    base_of,
    endorsement_of,
    weight_of,
)
from hustings.track.whatif_ranges import Ranges, ranges_asked

__all__ = ["Supposed", "Wanted", "whatif_path"]

NO_VOTES = 1
LOT_NEEDED = 3
NARROWEST = 60

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Supposed:
    """The assumptions as the options give them."""

    withdraw: tuple[str, ...] = ()
    endorse: tuple[str, ...] = ()
    weight: tuple[str, ...] = ()
    pool: bool = False
    base: str | None = None
    rule: str | None = None
    link: str | None = None

    def assumptions(self, contest: Contest) -> Assumptions:
        """What they say, fitted to the contest; RuleError or FormatError naming what does not."""
        if self.link is not None:
            if self != Supposed(link=self.link):
                raise RuleError("--link holds all assumptions: leave out the other options")
            return assumptions_from_query(self.link, contest)
        rule = None if self.rule is None else _said("--rule", self.rule, rule_meant)
        found = Assumptions(
            _each("--withdraw", self.withdraw, lambda text: candidate_meant(text, contest)),
            _each("--endorse", self.endorse, lambda text: _endorsement(text, contest)),
            _each("--weight", self.weight, lambda text: _weight(text, contest)),
            self.pool,
            None if self.base is None else base_of(self.base),
            rule,
        )
        return fitted(found, contest)


def _each(option: str, texts: Iterable[str], read: Callable[[str], T]) -> tuple[T, ...]:
    return tuple(_said(option, text, read) for text in texts)


def _said(option: str, text: str, read: Callable[[str], T]) -> T:
    """What an option says; a RuleError about it names the option."""
    try:
        return read(text)
    except RuleError as error:
        raise RuleError(f"{option} {text}: {error}") from None


def _endorsement(text: str, contest: Contest) -> Endorsement:
    one = endorsement_of(text, {t for c in contest.candidates for t in (c.id, c.name)})
    return Endorsement(
        candidate_meant(one.candidate, contest), candidate_meant(one.to, contest), one.share
    )


def _weight(text: str, contest: Contest) -> Weight:
    one = weight_of(text)
    return Weight(section_meant(one.section, contest), one.weight)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the outputs go; None where one was not asked for. ``json`` may be ``-``."""

    json: str | None = None
    html: Path | None = None

    def __post_init__(self) -> None:
        if str(self.html) == STANDARD_OUTPUT:
            raise RuleError("--html -: only --json goes to standard output; name a file")

    @property
    def files(self) -> dict[str, Path]:
        """The options that name a file, and the file."""
        named = {"--json": self.json, "--html": self.html}
        return {
            option: Path(target)
            for option, target in named.items()
            if target is not None and target != STANDARD_OUTPUT
        }


def whatif_path(
    path: str, supposed: Supposed, wanted: Wanted, *, lots: Path | None, from_: str | None = None
) -> int:
    """Count what lies at the path as it was and as it is supposed; the exit code."""
    with watching("Reading") as progress:
        loaded = load(path, format=from_, progress=progress)
    if isinstance(loaded, Reported):
        raise RuleError(
            f"{path}: there are no ballots to count under other assumptions, only reported shares"
        )
    report(loaded.findings)
    contest, profile = loaded.contest, interpret(loaded.records, loaded.contest.marks)
    assumed = supposed.assumptions(contest)
    drawn = read_lots(lots, contest=supposed_contest(contest, assumed)) if lots else None
    found = what_if(contest, profile, assumed, lots=loaded.lots, supposed_lots=drawn)
    ranges = ranges_asked(contest, profile, assumed, lots=loaded.lots)
    _write(found, ranges, wanted, _command(path, assumed, lots), loaded, lots)
    if wanted.json != STANDARD_OUTPUT:
        _show(found, ranges)
    return _code(found, Lots() if drawn is None else drawn)


def _command(path: str, assumed: Assumptions, lots: Path | None) -> str:
    """The command that counts the same again beside the contest, wherever that lies."""
    name = path if path.startswith(EXAMPLE) else Path(path).resolve().name
    words = ["hustings", "whatif", name, "--link", assumptions_to_query(assumed)]
    return shlex.join([*words, *(["--lots", lots.name] if lots else [])])


def _write(
    found: WhatIf,
    ranges: tuple[Ranges, ...],
    wanted: Wanted,
    command: str,
    loaded: Loaded,
    lots: Path | None,
) -> None:
    """Make every output that was asked for, and only then write the first."""
    from hustings.report.whatif_page import whatif_page

    refuse_overwriting(wanted.files, [*loaded.files, *([lots] if lots else [])])
    for file in wanted.files.values():
        check_place(file)
    json = whatif_as_json(found, ranges).encode() if wanted.json is not None else b""
    if wanted.html is not None:
        page = whatif_page(found, ranges, command=command)
        write_atomically(wanted.html, [page.encode()])
    if wanted.json == STANDARD_OUTPUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(json)
        sys.stdout.buffer.flush()
    elif wanted.json is not None:
        write_atomically(Path(wanted.json), [json])


_STYLES = {
    Kind.TITLE: "dim",
    Kind.RESULT: "bold green",
    Kind.WARNING: "bold yellow",
    Kind.HEADING: "bold",
    Kind.PLAIN: "",
    Kind.QUIET: "dim",
}


def _show(found: WhatIf, ranges: tuple[Ranges, ...]) -> None:
    from rich.text import Text

    with printing() as console:
        for line in whatif_lines(found, ranges, width=max(console.width - 2, NARROWEST)):
            console.print(Text(line.text, style=_STYLES[line.kind]), soft_wrap=True)


def _code(found: WhatIf, drawn: Lots) -> int:
    needed, contest = found.supposed.lot_needed, found.supposed.contest
    if needed:
        first = needed.candidates[0]
        answer = Lots((*drawn, Lot(needed.stage, frozenset(needed.candidates), first)))
        say(f"hustings: {lot_sentence(contest, needed)}")
        say(f"hustings: if it falls on {contest.name_of(first)}, the file for --lots says")
        for line in lots_as_csv(answer).decode().splitlines():
            say(f"    {line}")
        return LOT_NEEDED
    if found.supposed.no_votes:
        say("hustings: under these assumptions there is no valid paper to count")
        return NO_VOTES
    return 0
