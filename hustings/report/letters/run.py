"""A run of letters: one after another in the order given, into one file or into several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field, fields
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from hustings.errors import RuleError
from hustings.report.letters.compose import Composition, compose
from hustings.report.letters.languages import FALLBACK, in_language
from hustings.report.letters.letter import Letter, LetterDesign, Summary, Unprintable
from hustings.report.letters.paper import Paper, need_packages, square_rows
from hustings.report.letters.sheet import Sheet, own_sheet
from hustings.report.letters.typefaces import SYSTEM_FONTS, Typefaces

__all__ = ["Progress", "write_letter_parts", "write_letters"]

Progress = Callable[[int, int], None]
"""Told how many letters are done, and of how many."""

Designs = LetterDesign | Mapping[str, LetterDesign]

_TELL_EVERY = 50


def write_letters(
    target: BinaryIO,
    letters: Iterable[Letter],
    design: Designs,
    *,
    total: int,
    created: datetime,
    progress: Progress | None = None,
    spare_fonts: Sequence[Path] = SYSTEM_FONTS,
) -> Summary:
    """Write all letters to one PDF, each on a sheet of its own, and say what was written.

    ``design`` is one, or one for each language, "en" for the languages that have none. Letters of
    several languages come in the order given. ``total`` is how many will come, for ``progress``
    alone. Equal arguments give equal bytes;
    ``created`` is the document's date. Nothing is written before the last letter is set. Memory
    grows with the letters. Raises RuleError where there is no letter, where a link is too long for
    a square, or where the site's packages are missing.
    """
    need_packages()
    run = _Run(design, total, created, progress, Typefaces(spare_fonts))
    coming = iter(letters)
    run.part(target, chain([_first(coming)], coming))
    return run.summary()


def write_letter_parts(
    open_part: Callable[[int], AbstractContextManager[BinaryIO]],
    letters: Iterable[Letter],
    design: Designs,
    *,
    total: int,
    created: datetime,
    per_part: int = 1000,
    progress: Progress | None = None,
    spare_fonts: Sequence[Path] = SYSTEM_FONTS,
) -> Summary:
    """Like :func:`write_letters`, in files of ``per_part`` letters, and in memory for so many.

    ``open_part`` opens the file of a part, from 1, as a context manager.
    """
    need_packages()
    run = _Run(design, total, created, progress, Typefaces(spare_fonts))
    coming = iter(letters)
    first: Letter | None = _first(coming)
    while first is not None:
        with open_part(run.files + 1) as target:
            run.part(target, chain([first], islice(coming, per_part - 1)))
        first = next(coming, None)
    return run.summary()


def _first(letters: Iterator[Letter]) -> Letter:
    first = next(letters, None)
    if first is None:
        raise RuleError("there are no letters to write: nobody on the list needs one")
    return first


@dataclass
class _Run:
    """What a run knows from one letter to the next."""

    design: Designs
    total: int
    created: datetime
    progress: Progress | None
    faces: Typefaces
    pages: int = 0
    sheets: int = 0
    letters: int = 0
    files: int = 0
    set_so_far: int = 0
    unprintable: list[Unprintable] = field(default_factory=list)
    untranslated: list[str] = field(default_factory=list)
    designs: dict[str, LetterDesign] = field(default_factory=dict)
    composed: dict[tuple[str, str, int], Composition] = field(default_factory=dict)

    def part(self, target: BinaryIO, letters: Iterable[Letter]) -> None:
        """Set these letters, at least one, and write them to one file.

        If one of them takes both sides of its sheet, the printer is told to use both, and a letter
        of one page is followed by an empty one: no sheet has two electors on it.
        """
        coming = [self.own(letter) for letter in letters]
        both_sides = any(len(self.shared(letter, own).pages) > 1 for letter, own in coming)
        with closing(self.paper({letter.language for letter, _ in coming})) as paper:
            for letter, own in coming:
                self.set_letter(paper, letter, own, both_sides=both_sides)
            paper.write(target, both_sides=both_sides)
            self.pages += paper.pages
            self.sheets += paper.pages // 2 if both_sides else paper.pages
        self.files += 1
        self.tell()

    def own(self, letter: Letter) -> tuple[Letter, Sheet]:
        """The letter with what its elector has on it for herself."""
        self.set_so_far += 1
        design = self.design_for(letter.language)
        sheet = own_sheet(letter, self.set_so_far, design, self.faces)
        self.unprintable += sheet.unprintable
        return letter, sheet

    def shared(self, letter: Letter, own: Sheet) -> Composition:
        """What the letter has in common with others."""
        key = self.key(letter, own)
        if key not in self.composed:
            self.composed[key] = compose(
                self.design_for(letter.language),
                self.faces,
                typed_address=letter.typed_address,
                dear_lines=len(own.dear),
            )
        return self.composed[key]

    def key(self, letter: Letter, own: Sheet) -> tuple[str, str, int]:
        """By what the shared part of a letter is known."""
        return letter.language, letter.typed_address, len(own.dear)

    def set_letter(self, paper: Paper, letter: Letter, own: Sheet, *, both_sides: bool) -> None:
        """Put one letter on paper: the shared marks, then the elector's own."""
        rows, key = square_rows(letter.link), self.key(letter, own)
        shared = self.shared(letter, own)
        placed = list(own.marks(shared, self.faces))
        for number, marks in enumerate(shared.pages):
            paper.page(marks, known_as=(key, number))
            if shared.square.page == number:
                paper.square(rows, shared.square.x, shared.square.y, shared.square.breadth)
            for mark in (mark for page, mark in placed if page == number):
                paper.draw(mark)
        if both_sides and len(shared.pages) == 1:
            paper.page((), known_as="empty")
        self.letters += 1
        if self.letters % _TELL_EVERY == 0:
            self.tell()

    def tell(self) -> None:
        """Tell whoever asked how far the run is."""
        if self.progress:
            self.progress(self.letters, max(self.total, self.letters))

    def paper(self, languages: set[str]) -> Paper:
        """A new document, named after the contest; in English where its letters differ in that."""
        several = len(languages) > 1 and FALLBACK in self.designs
        design = self.design_for(FALLBACK if several else min(languages))
        title = f"{design.words.test}. {design.title}" if design.test else design.title
        language = design.words.language
        return Paper(self.faces, title=title, language=language, created=self.created)

    def summary(self) -> Summary:
        """What was done."""
        lost, languages = tuple(self.unprintable), tuple(self.untranslated)
        return Summary(self.pages, self.letters, self.files, lost, languages, self.sheets)

    def design_for(self, language: str) -> LetterDesign:
        """The design of a language, read once for what no font can print."""
        if language not in self.designs:
            found = self.designs[language] = self._chosen(language)
            lost = [Unprintable(0, t, m) for t in _texts(found) if (m := self.faces.clean(t)[1])]
            self.unprintable += [one for one in lost if one not in self.unprintable]
        return self.designs[language]

    def _chosen(self, language: str) -> LetterDesign:
        if isinstance(self.design, LetterDesign):
            return self.design
        if found := in_language(self.design, language):
            return found
        if FALLBACK not in self.design:
            raise RuleError(f"there is no design for letters in {language!r}, and none in English")
        self.untranslated.append(language)
        return self.design[FALLBACK]


def _texts(design: LetterDesign) -> Iterator[str]:
    """Every text of a design that somebody wrote for this contest."""
    values = (getattr(design, f.name) for f in fields(design))
    return (value for value in values if isinstance(value, str))
