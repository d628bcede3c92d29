"""A run of ballot papers: one after another in the order given, into one file or into several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from typing import BinaryIO

from hustings.errors import RuleError
from hustings.report.letters.marks import Text
from hustings.report.letters.paper import Paper, need_packages, square_rows
from hustings.report.letters.run import Progress
from hustings.report.letters.typefaces import Typefaces
from hustings.report.papers.layout import Foot, Layout, lay_out
from hustings.report.papers.paper import BallotPaper, PaperDesign, PaperSummary

__all__ = ["PAPERS_A_PART", "write_paper_parts", "write_papers"]

PAPERS_A_PART = 2_500
"""Memory holds one part at a time."""
_TELL_EVERY = 50


def write_papers(
    target: BinaryIO,
    papers: Iterable[BallotPaper],
    design: PaperDesign,
    *,
    total: int,
    created: datetime,
    progress: Progress | None = None,
) -> PaperSummary:
    """Write all papers to one PDF, each on a sheet of its own, and say what was written.

    ``total`` is how many will come, for ``progress`` alone. Equal arguments give equal bytes;
    ``created`` is the document's date. Memory grows with the papers. Raises RuleError where there
    is no paper, where the candidates do not fit, or where the site's packages are missing.
    """
    return write_paper_parts(
        lambda _number: nullcontext(target),
        papers,
        design,
        total=total,
        created=created,
        per_part=None,
        progress=progress,
    )


def write_paper_parts(
    open_part: Callable[[int], AbstractContextManager[BinaryIO]],
    papers: Iterable[BallotPaper],
    design: PaperDesign,
    *,
    total: int,
    created: datetime,
    per_part: int | None = PAPERS_A_PART,
    progress: Progress | None = None,
) -> PaperSummary:
    """Like :func:`write_papers`, in files of ``per_part`` papers, and in memory for so many.

    ``open_part`` opens the file of a part, from 1, as a context manager.
    """
    need_packages("ballot papers")
    run = _Run(design, total, created, progress, Typefaces())
    coming = iter(papers)
    paper = next(coming, None)
    if paper is None:
        raise RuleError("there are no ballot papers to write")
    while paper is not None:
        rest = coming if per_part is None else islice(coming, per_part - 1)
        with open_part(run.files + 1) as target:
            run.part(target, chain([paper], rest))
        paper = next(coming, None)
    return run.summary()


@dataclass
class _Run:
    """What a run knows from one paper to the next."""

    design: PaperDesign
    total: int
    created: datetime
    progress: Progress | None
    faces: Typefaces
    pages: int = 0
    papers: int = 0
    files: int = 0
    layouts: dict[tuple[int, ...], Layout] = field(default_factory=dict)

    def part(self, target: BinaryIO, papers: Iterable[BallotPaper]) -> None:
        """Set these papers, at least one, and write them to one file."""
        said = [text.words for text in self.design.texts]
        title = f"{' / '.join(words.paper for words in said)}. {self.design.title}"
        if self.design.test:
            title = f"{' / '.join(words.test for words in said)}. {title}"
        sheet = Paper(
            self.faces,
            title=title,
            language=said[0].language,  # a PDF names one: that which stands first
            created=self.created,
            size=self.design.size.page,
        )
        with closing(sheet):
            both_sides = max(self.set_paper(sheet, paper) for paper in papers) > 1
            sheet.write(target, both_sides=both_sides)
            self.pages += sheet.pages
        self.files += 1
        self.tell()

    def set_paper(self, sheet: Paper, paper: BallotPaper) -> int:
        """Put one paper on its sheet: the shared marks, then its own. Gives its sides."""
        if paper.order not in self.layouts:
            self.layouts[paper.order] = lay_out(self.design, paper.order, self.faces)
        layout = self.layouts[paper.order]
        for number, marks in enumerate(layout.sides):
            sheet.page(marks, known_as=(paper.order, number))
            if number == 0:
                for own in _own(paper, layout.foot, self.faces):
                    sheet.draw(own)
                sheet.square(square_rows(paper.code), *layout.foot.square)
        self.papers += 1
        if self.papers % _TELL_EVERY == 0:
            self.tell()
        return len(layout.sides)

    def tell(self) -> None:
        """Tell whoever asked how far the run is."""
        if self.progress:
            self.progress(self.papers, max(self.total, self.papers))

    def summary(self) -> PaperSummary:
        """What was done."""
        texts = [self.design.organisation, self.design.title, self.design.question]
        texts += [text for one in self.design.candidates for text in (one.name, one.about)]
        lost = tuple(text for text in texts if self.faces.clean(text)[1])
        return PaperSummary(self.pages, self.papers, self.files, lost)


def _own(paper: BallotPaper, foot: Foot, faces: Typefaces) -> Iterator[Text]:
    """The number, and the official mark in the middle of its rosette."""
    yield Text(foot.number.x, foot.number.y, foot.number.style, paper.number)
    x, y = foot.middle_of_mark
    breadth = faces.breadth(paper.mark, foot.mark)
    yield Text(x - breadth / 2, y + foot.mark.size * 0.125, foot.mark, paper.mark)
