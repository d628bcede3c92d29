"""The files that `hustings count` writes: all are made before the first is written."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hustings.facade import Result
from hustings.formats import write_atomically

__all__ = ["STANDARD_OUTPUT", "Outputs", "write_outputs"]

STANDARD_OUTPUT = "-"

_WHAT = {
    "json": "the declaration: every figure, exactly (JSON)",
    "csv": "the stage sheet (CSV)",
    "text": "the declaration as it is read out (text)",
    "svg": "the pictures (SVG)",
    "rcvis": "a summary that rcvis draws (JSON)",
}


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

    def beside_page(self) -> dict[str, str]:
        """The other outputs as the page links them: relative address to what it is."""
        if self.html is None:
            return {}
        named = {what: getattr(self, kind) for kind, what in _WHAT.items()}
        return {
            Path(os.path.relpath(target, self.html.parent)).as_posix(): what
            for what, target in named.items()
            if target is not None and (target != STANDARD_OUTPUT or isinstance(target, Path))
        }


def write_outputs(result: Result, outputs: Outputs, *, command: str) -> None:
    """Make every output that was asked for, and only then write the first.

    ``command`` counts the same again, for the page to say.
    """
    made = list(_contents(result, outputs, command))
    if outputs.svg is not None:
        outputs.svg.mkdir(parents=True, exist_ok=True)
    for target, content in made:
        if target == STANDARD_OUTPUT:
            sys.stdout.write(content)
            sys.stdout.flush()
        else:
            write_atomically(Path(target), [content.encode()])


def _contents(result: Result, outputs: Outputs, command: str) -> Iterator[tuple[str, str]]:
    if outputs.json is not None:
        yield outputs.json, result.json()
    if outputs.html is not None:
        yield str(outputs.html), result.html(files=outputs.beside_page(), command=command)
    if outputs.csv is not None:
        yield str(outputs.csv), result.stage_sheet()
    if outputs.text is not None:
        yield str(outputs.text), result.text()
    if outputs.rcvis is not None:
        yield str(outputs.rcvis), result.rcvis()
    if outputs.svg is not None:
        for stem, picture in result.pictures().items():
            yield str(outputs.svg / f"{stem}.svg"), picture
