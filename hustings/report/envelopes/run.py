"""A run of covering letters and labels, in the order given, into files of a few thousand each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import BinaryIO

from hustings.errors import RuleError
from hustings.report.envelopes.labels import LABELS_A_SHEET, back, front, place_of
from hustings.report.envelopes.letter import (
    Covering,
    compose_covering,
    outer_sheet,
    own_marks,
)
from hustings.report.envelopes.posting import EnvelopeDesign, EnvelopeSummary, Posting
from hustings.report.letters.marks import Watermark
from hustings.report.letters.paper import Paper, need_packages
from hustings.report.letters.run import Progress
from hustings.report.letters.typefaces import Typefaces

__all__ = ["ELECTORS_A_PART", "write_envelopes"]

ELECTORS_A_PART = 2_000
"""Memory holds the letters and labels of one part at a time."""
_TELL_EVERY = 50

Households = Iterable[Sequence[Posting]]


def write_envelopes(
    open_file: Callable[[str], AbstractContextManager[BinaryIO]],
    households: Households,
    design: EnvelopeDesign,
    *,
    total: int,
    created: datetime,
    per_part: int = ELECTORS_A_PART,
    progress: Progress | None = None,
) -> EnvelopeSummary:
    """Write a covering letter and a label for each elector, and say what was written.

    ``households`` are those who share an outer envelope: before several comes a sheet for it.
    ``open_file`` opens a file by its name, one at a time: ``1-covering-letters.pdf``, then
    ``1-return-labels.pdf``, both in the same order; then 2 and so on, a new pair after
    ``per_part`` electors or the end of a household. Equal arguments give equal bytes.

    RuleError where there is nobody, or where a text does not fit.
    """
    need_packages("covering letters")
    run = _Run(open_file, design, total, created, per_part, progress, Typefaces())
    coming = iter(households)
    first = next(coming, None)
    if first is None:
        raise RuleError("there is nobody to post to")
    run.all(chain([first], coming))
    lost = tuple(run.unprintable)
    return EnvelopeSummary(
        run.electors, run.outer, run.letter_sheets, run.label_sheets, run.files, lost
    )


@dataclass
class _Run:
    """What a run knows from one household to the next."""

    open_file: Callable[[str], AbstractContextManager[BinaryIO]]
    design: EnvelopeDesign
    total: int
    created: datetime
    per_part: int
    progress: Progress | None
    faces: Typefaces
    electors: int = 0
    outer: int = 0
    letter_sheets: int = 0
    label_sheets: int = 0
    files: int = 0
    unprintable: list[int] = field(default_factory=list)

    def all(self, households: Households) -> None:
        """Part after part, until nobody is left."""
        shared = compose_covering(self.design, self.faces)
        coming = iter(households)
        number, ended = 0, False
        while not ended:
            part, ended = self.take(coming)
            if part:
                number += 1
                self.part(number, part, shared)

    def take(self, coming: Iterator[Sequence[Posting]]) -> tuple[list[Sequence[Posting]], bool]:
        """The households of the next part, and whether they were the last."""
        taken: list[Sequence[Posting]] = []
        held = 0
        while held < self.per_part:
            household = next(coming, None)
            if household is None:
                return taken, True
            taken.append(household)
            held += len(household)
        return taken, False

    def part(self, number: int, part: Sequence[Sequence[Posting]], shared: Covering) -> None:
        """The pair of files of one part."""
        words = self.design.words
        with closing(self.paper(words.letters)) as letters:
            for household in part:
                self.household(letters, household, shared)
            both_sides = len(shared.pages) > 1
            with self.open_file(f"{number}-covering-letters.pdf") as file:
                letters.write(file, both_sides=both_sides)
            self.letter_sheets += letters.pages // len(shared.pages)
        with closing(self.paper(words.labels)) as labels:
            self.labels(labels, [one for household in part for one in household])
            with self.open_file(f"{number}-return-labels.pdf") as file:
                labels.write(file, both_sides=False)
            self.label_sheets += labels.pages
        self.files += 2
        self.tell()

    def household(self, paper: Paper, household: Sequence[Posting], shared: Covering) -> None:
        """The sheet for the outer envelope, if several share one, and each one's letter."""
        if len(household) > 1:
            self.outer += 1
            paper.page((), known_as="outer")
            for mark in outer_sheet(household, self.design, self.faces):
                paper.draw(mark)
            for _ in shared.pages[1:]:
                paper.page((), known_as="empty")
        for posting in household:
            self.electors += 1
            own, whole = own_marks(posting, shared, self.design, self.faces)
            if not whole:
                self.unprintable.append(self.electors)
            for number, marks in enumerate(shared.pages):
                paper.page(marks, known_as=number)
                if number == 0:
                    for mark in own:
                        paper.draw(mark)
            if self.electors % _TELL_EVERY == 0:
                self.tell()

    def labels(self, paper: Paper, postings: Sequence[Posting]) -> None:
        """The labels of a part, sheet after sheet."""
        each = 2 if self.design.declaration else 1
        for n, posting in enumerate(postings):
            place = n * each % LABELS_A_SHEET
            if place == 0:
                watermark = (Watermark(self.design.words.test),) if self.design.test else ()
                paper.page(watermark, known_as="labels")
            for mark in front(posting, self.design, self.faces, place_of(place)):
                paper.draw(mark)
            if self.design.declaration:
                for mark in back(posting, self.design, self.faces, place_of(place + 1)):
                    paper.draw(mark)

    def paper(self, what: str) -> Paper:
        """A new document, named after what it is and the contest, never after an elector."""
        title = f"{what}. {self.design.title}"
        if self.design.test:
            title = f"{self.design.words.test}. {title}"
        language = self.design.words.language
        return Paper(self.faces, title=title, language=language, created=self.created)

    def tell(self) -> None:
        """Tell whoever asked how far the run is."""
        if self.progress:
            self.progress(self.electors, max(self.total, self.electors))
