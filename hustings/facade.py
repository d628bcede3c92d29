"""The short way in: load a contest, count it, and show the result in a terminal or a notebook.

Everything here only joins the rooms; whoever needs more takes the rooms themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

from hustings.contest import Base, Contest
from hustings.count import Lots
from hustings.declaration import Declaration, declare
from hustings.errors import RuleError
from hustings.examples import example_path
from hustings.formats import Loaded, Progress, load_path, read_lots
from hustings.reported import Reported

__all__ = ["EXAMPLE", "Result", "load", "path_of", "run_count", "with_options"]

EXAMPLE = "example:"
"""A path that begins so names a contest folder that comes with hustings."""


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """A counted contest that shows itself: as text in a terminal, as HTML in a notebook."""

    declaration: Declaration

    @property
    def elected(self) -> tuple[str, ...]:
        """Ids of those elected, or chosen; empty while a lot is needed and without valid papers."""
        return self.declaration.elected

    def document(self) -> dict[str, Any]:
        """The declaration as plain values, in the shape of docs/spec/declaration.md."""
        from hustings.declaration.document import as_document

        return as_document(self.declaration)

    def json(self) -> str:
        """The declaration as JSON text."""
        from hustings.declaration.document import as_json

        return as_json(self.declaration)

    def text(self) -> str:
        """The declaration as it is read out."""
        from hustings.report.text import declaration_text

        return declaration_text(self.declaration)

    def html(self, *, files: Mapping[str, str] | None = None, command: str | None = None) -> str:
        """The result page: one self-contained HTML document.

        ``files`` lie beside it, address to description; ``command`` counts the contest again.
        """
        from hustings.report.page import declaration_page

        return declaration_page(self.declaration, files=files, command=command)

    def stage_sheet(self) -> str:
        """The stage sheet as CSV, in the shape of docs/spec/stage-sheet.md."""
        from hustings.report.sheet import stage_sheet

        return stage_sheet(self.declaration)

    def rcvis(self) -> str:
        """A summary in RCTab's form, which rcvis draws; docs/spec/rcvis.md."""
        from hustings.report.summary import rcvis_summary

        return rcvis_summary(self.declaration)

    def pictures(self) -> dict[str, str]:
        """Every picture of the result, file stem to SVG."""
        from hustings.picture import pictures

        return pictures(self.declaration)

    def __repr__(self) -> str:
        from hustings.declaration.wording import headline

        return f"<Result of {self.declaration.contest.title}: {headline(self.declaration)}>"

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from hustings.report.notebook import notebook_html

        return notebook_html(self.declaration)


def path_of(path: str | PathLike[str]) -> Path:
    """Where a contest lies: the path itself, or the folder of a shipped example.

    Raises RuleError for an example that does not exist, naming those that do.
    """
    text = str(path)
    return example_path(text.removeprefix(EXAMPLE)) if text.startswith(EXAMPLE) else Path(path)


def load(
    path: str | PathLike[str],
    *,
    format: str | None = None,  # noqa: A002  (the reader's own word)
    progress: Progress | None = None,
) -> Loaded | Reported:
    """Read a contest folder, a ballot file or ``example:NAME``.

    A folder that holds only what others reported gives a :class:`~hustings.reported.Reported`.
    Raises FormatError with every defect of the first file that has any.
    """
    return load_path(path_of(path), name=str(path), format=format, progress=progress)


def with_options(
    contest: Contest,
    *,
    rule: str | None = None,
    seats: int | None = None,
    base: str | None = None,
    to_two: bool = False,
) -> Contest:
    """The contest with the options given in place of its own; RuleError where one is off."""
    bases = [known.value for known in Base]
    if base is not None and base not in bases:
        raise RuleError(f"there is no base {base!r}; a share is of {' or '.join(bases)}")
    return replace(
        contest,
        rule=contest.rule if rule is None else rule,
        seats=contest.seats if seats is None else seats,
        base=contest.base if base is None else Base(base),
        to_two=contest.to_two or to_two,
    )


def run_count(
    source: str | PathLike[str] | Loaded | Reported,
    *,
    rule: str | None = None,
    seats: int | None = None,
    base: str | None = None,
    to_two: bool = False,
    lots: str | PathLike[str] | Lots | None = None,
) -> Result:
    """Read and count: ``source`` is a path, ``example:NAME`` or what :func:`load` gave.

    The options take the place of the contest's own. ``lots`` is a file of recorded lots, or the
    lots; without it those that the folder records, unless an option asks for another count. Raises
    FormatError and RuleError, each with what to do; what is known only as reported is such a
    RuleError.
    """
    loaded = source if isinstance(source, (Loaded, Reported)) else load(source)
    if isinstance(loaded, Reported):
        raise RuleError(f"{loaded.id}: there are no ballots to count, only what others reported")
    contest = with_options(loaded.contest, rule=rule, seats=seats, base=base, to_two=to_two)
    if lots is None:
        drawn = loaded.lots if contest == loaded.contest else Lots()
    else:
        drawn = lots if isinstance(lots, Lots) else read_lots(Path(lots), contest=contest)
    return Result(declare(contest, loaded.records, drawn))
