"""`hustings count`: read, count, write every output asked for, then show the result."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from hustings.cli.outputs import Outputs, write_outputs
from hustings.cli.terminal import printing, report, say, watching
from hustings.count import Lot, LotNeeded, Lots
from hustings.declaration import Declaration
from hustings.declaration.wording import lot_sentence
from hustings.errors import RuleError
from hustings.facade import EXAMPLE, load, run_count
from hustings.formats import lots_as_csv, read_lots, write_atomically
from hustings.language import ENGLISH, Language, speaking
from hustings.report.languages import language_of
from hustings.reported import Reported

__all__ = ["Options", "count_path"]

NO_VOTES = 1
LOT_NEEDED = 3


@dataclass(frozen=True, slots=True)
class Options:
    """How to count, where it is not as the contest itself says."""

    rule: str | None = None
    seats: int | None = None
    base: str | None = None
    to_two: bool = False
    lots: Path | None = None

    @property
    def given(self) -> list[str]:
        """The options that were given."""
        values = (self.rule, self.seats, self.base, self.to_two or None, self.lots)
        options = ("--rule", "--seats", "--base", "--to-two", "--lots")
        return [option for option, value in zip(options, values, strict=True) if value is not None]

    def command(self, path: str, from_: str | None = None) -> str:
        """The command that counts the same again beside the file, wherever that lies."""
        name = path if path.startswith(EXAMPLE) else Path(path).resolve().name
        words = ["hustings", "count", name, *(["--from", from_] if from_ else [])]
        for option, value in (("rule", self.rule), ("seats", self.seats), ("base", self.base)):
            words.extend([] if value is None else [f"--{option}", str(value)])
        words.extend(["--to-two"] if self.to_two else [])
        words.extend(["--lots", self.lots.name] if self.lots else [])
        return shlex.join(words)


def count_path(path: str, options: Options, outputs: Outputs, *, from_: str | None = None) -> int:
    """Count what lies at the path; the exit code.

    Pages, pictures and texts are in the language asked for; messages on standard error, and every
    file of data, are in English.
    """
    with speaking(_asked(outputs.language)):
        return _count(path, options, outputs, from_)


def _asked(language: str) -> Language:
    try:
        return language_of(language)
    except LookupError as error:
        raise RuleError(f"--language {language}: {error.args[0]}") from None


def _count(path: str, options: Options, outputs: Outputs, from_: str | None) -> int:
    with watching("Reading") as progress:
        loaded = load(path, format=from_, progress=progress)
    if isinstance(loaded, Reported):
        return _show_reported(path, loaded, options, outputs)
    report(loaded.findings)
    lots = read_lots(options.lots, contest=loaded.contest) if options.lots else None
    result = run_count(
        loaded,
        rule=options.rule,
        seats=options.seats,
        base=options.base,
        to_two=options.to_two,
        lots=lots,
    )
    inputs = [*loaded.files, *([options.lots] if options.lots else [])]
    write_outputs(result, outputs, command=options.command(path, from_), inputs=inputs)
    if not outputs.only_json:
        from hustings.cli.tables import show_declaration

        with printing() as console:
            show_declaration(result.declaration, console)
    return _code(result.declaration, loaded.lots if lots is None else lots)


def _code(declaration: Declaration, lots: Lots) -> int:
    if declaration.lot_needed:
        _ask_for_lot(declaration, declaration.lot_needed, lots)
        return LOT_NEEDED
    if declaration.no_votes:
        say("hustings: there is no valid paper to count")
        return NO_VOTES
    return 0


def _ask_for_lot(declaration: Declaration, needed: LotNeeded, drawn: Lots) -> None:
    """Say which lot to draw, and show the file that would record it with those drawn before."""
    contest, first = declaration.contest, needed.candidates[0]
    answer = Lots((*drawn, Lot(needed.stage, frozenset(needed.candidates), first)))
    with speaking(ENGLISH):
        say(f"hustings: {lot_sentence(contest, needed)}")
    say(f"hustings: if it falls on {contest.name_of(first)}, the file for --lots says")
    for line in lots_as_csv(answer).decode().splitlines():
        say(f"    {line}")


def _show_reported(path: str, reported: Reported, options: Options, outputs: Outputs) -> int:
    """Show what others reported; there is nothing to count, and nothing is made up to count."""
    from hustings.report.reported_page import reported_page
    from hustings.report.reported_text import reported_text
    from hustings.reported.document import as_json

    refused = [*options.given, *(o for o in outputs.asked if o not in ("--json", "--html"))]
    if refused:
        raise RuleError(
            f"{path}: only reported shares are known, nothing is counted: leave out "
            f"{', '.join(refused)} (--json and --html show what was reported)"
        )
    say(f"hustings: {path}: nothing was counted; this is what others reported")
    if outputs.html is not None:
        write_atomically(outputs.html, [reported_page(reported).encode()])
    if outputs.only_json:
        sys.stdout.buffer.write(as_json(reported).encode())
        return 0
    if outputs.json is not None:
        write_atomically(Path(outputs.json), [as_json(reported).encode()])
    sys.stdout.write(reported_text(reported))
    return 0
