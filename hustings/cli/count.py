"""`hustings count`: read, count, write every output asked for, then show the result."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hustings.cli.terminal import printing, report, say, watching
from hustings.count import Lots
from hustings.declaration import Declaration
from hustings.declaration.wording import lot_sentence
from hustings.errors import RuleError
from hustings.facade import Result, load, run_count
from hustings.formats import write_atomically
from hustings.reported import Reported

__all__ = ["NO_VOTES", "Options", "Outputs", "count_path", "write_outputs"]

STANDARD_OUTPUT = "-"
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


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where each output goes; None where it was not asked for. ``json`` may be ``-``."""

    json: str | None = None
    html: Path | None = None
    svg: Path | None = None
    csv: Path | None = None
    text: Path | None = None
    rcvis: Path | None = None

    @property
    def only_json(self) -> bool:
        """Whether standard output belongs to the JSON alone."""
        return self.json == STANDARD_OUTPUT


def count_path(
    path: str,
    options: Options,
    outputs: Outputs,
    *,
    from_: str | None = None,
) -> int:
    """Count what lies at the path; the exit code."""
    with watching("Reading") as progress:
        loaded = load(path, format=from_, progress=progress)
    if isinstance(loaded, Reported):
        return _show_reported(path, loaded, outputs)
    report(loaded.findings)
    result = run_count(
        loaded,
        rule=options.rule,
        seats=options.seats,
        base=options.base,
        to_two=options.to_two,
        lots=options.lots or Lots(),
    )
    write_outputs(result, outputs)
    if not outputs.only_json:
        from hustings.cli.tables import show_declaration

        with printing() as console:
            show_declaration(result.declaration, console)
    return _code(result.declaration)


def _code(declaration: Declaration) -> int:
    if declaration.lot_needed:
        needed = declaration.lot_needed
        row = f"{needed.stage},{'>'.join(needed.candidates)},{needed.candidates[0]}"
        say(f"hustings: {lot_sentence(declaration.contest, needed)}")
        say(
            f"hustings: if it falls on {declaration.contest.name_of(needed.candidates[0])}, write\n"
            f"    stage,candidates,drawn\n    {row}\nto a file and give it with --lots FILE"
        )
        return LOT_NEEDED
    if declaration.no_votes:
        say("hustings: there is no valid paper to count")
        return NO_VOTES
    return 0


def write_outputs(result: Result, outputs: Outputs) -> None:
    """Make every output that was asked for, and only then write the first."""
    made = [(target, content) for target, content in _contents(result, outputs)]
    if outputs.svg is not None:
        outputs.svg.mkdir(parents=True, exist_ok=True)
    for target, content in made:
        if target == STANDARD_OUTPUT:
            sys.stdout.write(content)
            sys.stdout.flush()
        else:
            write_atomically(Path(target), [content.encode()])


def _contents(result: Result, outputs: Outputs) -> Iterator[tuple[str, str]]:
    if outputs.json is not None:
        yield outputs.json, result.json()
    makers: list[tuple[Path | None, Callable[[], str]]] = [
        (outputs.html, result.html),
        (outputs.csv, lambda: _sheet(result)),
        (outputs.text, result.text),
        (outputs.rcvis, lambda: _summary(result)),
    ]
    for target, make in makers:
        if target is not None:
            yield str(target), make()
    if outputs.svg is not None:
        for stem, picture in result.pictures().items():
            yield str(outputs.svg / f"{stem}.svg"), picture


def _sheet(result: Result) -> str:
    from hustings.report.sheet import stage_sheet

    return stage_sheet(result.declaration)


def _summary(result: Result) -> str:
    from hustings.report.summary import rcvis_summary

    return rcvis_summary(result.declaration)


def _show_reported(path: str, reported: Reported, outputs: Outputs) -> int:
    """Show what others reported; there is nothing to count, and nothing is made up to count."""
    from hustings.report.reported_page import reported_page
    from hustings.report.reported_text import reported_text
    from hustings.reported.document import as_json

    refused = [f"--{n}" for n in ("svg", "csv", "text", "rcvis") if getattr(outputs, n)]
    if refused:
        raise RuleError(f"{path}: only reported shares are known, so there is no {refused[0]}")
    say(f"hustings: {path}: nothing was counted; this is what others reported")
    if outputs.html is not None:
        write_atomically(outputs.html, [reported_page(reported).encode()])
    if outputs.json == STANDARD_OUTPUT:
        sys.stdout.write(as_json(reported))
    else:
        if outputs.json is not None:
            write_atomically(Path(outputs.json), [as_json(reported).encode()])
        sys.stdout.write(reported_text(reported))
    return 0
