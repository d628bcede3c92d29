"""A run of covering letters and labels, in the order given, into files of a few thousand each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from hustings.report.envelopes.posting import (
    EnvelopeDesign,
    EnvelopeSummary,
    Posting,
    PostWords,
)
from hustings.report.letters.languages import FALLBACK, in_language
from hustings.report.letters.marks import Watermark
from hustings.report.letters.paper import Paper, need_packages
from hustings.report.letters.run import Progress
from hustings.report.letters.typefaces import Typefaces

__all__ = ["ELECTORS_A_PART", "write_envelopes"]

ELECTORS_A_PART = 2_000
"""Memory holds the letters and labels of one part at a time."""
_TELL_EVERY = 50

Households = Iterable[Sequence[Posting]]
Designs = EnvelopeDesign | Mapping[str, EnvelopeDesign]


def write_envelopes(
    open_file: Callable[[str], AbstractContextManager[BinaryIO]],
    households: Households,
    design: Designs,
    *,
    total: int,
    created: datetime,
    per_part: int = ELECTORS_A_PART,
    progress: Progress | None = None,
) -> EnvelopeSummary:
    """Write a covering letter and a label for each elector, and say what was written.

    ``households`` are those who share an outer envelope: before several comes a sheet for it, in
    each of their languages. ``design`` is one, or one for each language, "en" for the languages
    that have none; letters of several languages are one run, in the order given.
    ``open_file`` opens a file by its name, one at a time: ``1-covering-letters.pdf``, then
    ``1-return-labels.pdf``, both in the same order; then 2 and so on, a new pair after
    ``per_part`` electors or the end of a household. Equal arguments give equal bytes.

    RuleError where there is nobody, or where a text does not fit.
    """
    need_packages("covering letters")
    designs = {FALLBACK: design} if isinstance(design, EnvelopeDesign) else design
    if FALLBACK not in designs:
        raise RuleError("there is no design for letters in English")
    run = _Run(open_file, designs, total, created, per_part, progress, Typefaces())
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
    designs: Mapping[str, EnvelopeDesign]
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
    composed: dict[str, Covering] = field(default_factory=dict)

    def all(self, households: Households) -> None:
        """Part after part, until nobody is left."""
        coming = iter(households)
        number, ended = 0, False
        while not ended:
            part, ended = self.take(coming)
            if part:
                number += 1
                self.part(number, part)

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

    def design(self, posting: Posting) -> EnvelopeDesign:
        """The design of the elector's language."""
        return in_language(self.designs, posting.language) or self.designs[FALLBACK]

    def shared(self, design: EnvelopeDesign) -> Covering:
        """What all letters of a design have in common."""
        code = design.words.language
        if code not in self.composed:
            self.composed[code] = compose_covering(design, self.faces)
        return self.composed[code]

    def designs_of(self, part: Sequence[Sequence[Posting]]) -> list[EnvelopeDesign]:
        """The designs of those electors, each once, in their order."""
        found = {id(one): one for household in part for one in map(self.design, household)}
        return list(found.values())

    def part(self, number: int, part: Sequence[Sequence[Posting]]) -> None:
        """The pair of files of one part.

        All letters have as many pages as the longest needs, an even number if not one, so that no
        sheet has two electors on it.
        """
        longest = max(len(self.shared(one).pages) for one in self.designs_of(part))
        sides = longest if longest == 1 else longest + longest % 2
        with closing(self.paper(part, lambda words: words.letters)) as letters:
            for household in part:
                self.household(letters, household, sides)
            with self.open_file(f"{number}-covering-letters.pdf") as file:
                letters.write(file, both_sides=sides > 1)
            self.letter_sheets += letters.pages // min(sides, 2)
        with closing(self.paper(part, lambda words: words.labels)) as labels:
            self.labels(labels, [one for household in part for one in household])
            with self.open_file(f"{number}-return-labels.pdf") as file:
                labels.write(file, both_sides=False)
            self.label_sheets += labels.pages
        self.files += 2
        self.tell()

    def household(self, paper: Paper, household: Sequence[Posting], sides: int) -> None:
        """The sheet for the outer envelope, if several share one, and each one's letter."""
        if len(household) > 1:
            self.outer += 1
            paper.page((), known_as="outer")
            for mark in outer_sheet(household, self.designs_of([household]), self.faces):
                paper.draw(mark)
            if sides > 1:
                paper.page((), known_as="empty")
        for posting in household:
            self.electors += 1
            self.letter(paper, posting, sides)
            if self.electors % _TELL_EVERY == 0:
                self.tell()

    def letter(self, paper: Paper, posting: Posting, sides: int) -> None:
        """One elector's covering letter, with empty pages up to so many sides."""
        design = self.design(posting)
        common = self.shared(design)
        own, whole = own_marks(posting, common, design, self.faces)
        if not whole:
            self.unprintable.append(self.electors)
        for number, marks in enumerate(common.pages):
            paper.page(marks, known_as=(design.words.language, number))
            for mark in own if number == 0 else ():
                paper.draw(mark)
        for _ in range(len(common.pages), sides):
            paper.page((), known_as="empty")

    def labels(self, paper: Paper, postings: Sequence[Posting]) -> None:
        """The labels of a part, sheet after sheet."""
        each = 2 if any(one.declaration for one in self.designs.values()) else 1
        for n, posting in enumerate(postings):
            design, place = self.design(posting), n * each % LABELS_A_SHEET
            if place == 0:
                told = " · ".join(one.words.test for one in self.designs_of([postings]))
                watermark = (Watermark(told),) if design.test else ()
                paper.page(watermark, known_as="labels")
            for mark in front(posting, design, self.faces, place_of(place)):
                paper.draw(mark)
            if design.declaration:
                for mark in back(posting, design, self.faces, place_of(place + 1)):
                    paper.draw(mark)

    def paper(self, part: Sequence[Sequence[Posting]], what: Callable[[PostWords], str]) -> Paper:
        """A new document, named after what it is and the contest, never after an elector; in
        English where its electors differ in their language.
        """
        designs = self.designs_of(part)
        design = self.designs[FALLBACK] if len(designs) > 1 else designs[0]
        title = f"{what(design.words)}. {design.title}"
        if design.test:
            title = f"{design.words.test}. {title}"
        language = design.words.language
        return Paper(self.faces, title=title, language=language, created=self.created)

    def tell(self) -> None:
        """Tell whoever asked how far the run is."""
        if self.progress:
            self.progress(self.electors, max(self.total, self.electors))
