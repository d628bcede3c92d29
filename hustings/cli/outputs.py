"""The files that `hustings count` writes: all are made before the first is written."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hustings.errors import RuleError
from hustings.facade import Result
from hustings.formats import write_atomically
from hustings.formats.files import refuse_overwriting
from hustings.language import ENGLISH, say, to_say

__all__ = ["Outputs", "check_place", "make_folder", "write_outputs"]

STANDARD_OUTPUT = "-"

_WHAT = {
    "json": to_say("the declaration: every figure, exactly (JSON)"),
    "csv": to_say("the stage sheet (CSV)"),
    "text": to_say("the declaration as it is read out (text)"),
    "svg": to_say("the pictures (SVG)"),
    "rcvis": to_say("a summary that rcvis draws (JSON)"),
}


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where each output goes; None where it was not asked for. ``json`` may be ``-``.

    ``language`` is the code of the one that page, pictures and texts are in.
    """

    json: str | None = None
    html: Path | None = None
    svg: Path | None = None
    csv: Path | None = None
    text: Path | None = None
    rcvis: Path | None = None
    language: str = ENGLISH.code

    def __post_init__(self) -> None:
        for option in ("html", "svg", "csv", "text", "rcvis"):
            if str(getattr(self, option)) == STANDARD_OUTPUT:
                raise RuleError(f"--{option} -: only --json goes to standard output; name a file")

    @property
    def asked(self) -> dict[str, Path]:
        """The options that name a file or folder, and what they name."""
        named = {o: getattr(self, o) for o in ("json", "html", "svg", "csv", "text", "rcvis")}
        return {
            f"--{option}": Path(target)
            for option, target in named.items()
            if target is not None and target != STANDARD_OUTPUT
        }

    @property
    def files(self) -> dict[str, Path]:
        """The options that name a file, and the file."""
        return {option: path for option, path in self.asked.items() if option != "--svg"}

    @property
    def only_json(self) -> bool:
        """Whether standard output belongs to the JSON alone."""
        return self.json == STANDARD_OUTPUT

    def beside_page(self) -> dict[str, str]:
        """The other outputs as the page links them: relative address to what it is."""
        if self.html is None:
            return {}
        named = {say(what): getattr(self, kind) for kind, what in _WHAT.items()}
        return {
            Path(os.path.relpath(target, self.html.parent)).as_posix(): what
            for what, target in named.items()
            if target is not None and target != STANDARD_OUTPUT
        }


def write_outputs(
    result: Result, outputs: Outputs, *, command: str, inputs: Sequence[Path] = ()
) -> None:
    """Make every output that was asked for, and only then write the first.

    ``command`` counts the same again, for the page to say. RuleError, with nothing written, where
    an output would overwrite one of the ``inputs`` or another output, or has no folder to stand in.
    """
    made = list(_contents(result, outputs, command))
    files = {target: Path(target) for target, _ in made if target != STANDARD_OUTPUT}
    refuse_overwriting(outputs.files, inputs)
    refuse_overwriting(files, inputs)
    if outputs.svg is not None:
        make_folder(outputs.svg)
    for path in files.values():
        check_place(path)
    for target, content in made:
        if target == STANDARD_OUTPUT:
            sys.stdout.flush()
            sys.stdout.buffer.write(content.encode())  # JSON is UTF-8, whatever the terminal is
            sys.stdout.buffer.flush()
        else:
            write_atomically(Path(target), [content.encode()])


def check_place(path: Path) -> None:
    """RuleError where a file of that name cannot be written; asked before the first is written."""
    folder = path.parent
    if not folder.is_dir():
        raise RuleError(f"{path}: there is no folder {folder}; make it first")
    if path.is_dir():
        raise RuleError(f"{path}: this is a folder; name a file")
    if not os.access(folder, os.W_OK) and not path.exists():
        raise RuleError(f"{path}: the folder {folder} may not be written to")


def make_folder(path: Path) -> None:
    """Make a folder to write into, and those above it; RuleError if that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise RuleError(f"{path}: a file is in the way; name a folder") from None
    except OSError as error:
        raise RuleError(f"{path}: the folder cannot be made: {error.strerror}") from None


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
