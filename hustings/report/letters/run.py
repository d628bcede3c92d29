"""A run of letters: one after another in the order given, into one file or into several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, field, fields
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from hustings.errors import RuleError
from hustings.report.letters.compose import Composition, compose
from hustings.report.letters.letter import Letter, LetterDesign, Summary, Unprintable
from hustings.report.letters.paper import Paper, need_packages, square_rows
from hustings.report.letters.sheet import own_sheet
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

    ``design`` is one, or one for each language, "en" for the languages that have none. ``total``
    is how many letters will come, for ``progress`` alone. Equal arguments give equal bytes;
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
    letters: int = 0
    files: int = 0
    unprintable: list[Unprintable] = field(default_factory=list)
    untranslated: list[str] = field(default_factory=list)
    designs: dict[str, LetterDesign] = field(default_factory=dict)
    composed: dict[tuple[str, str, int], Composition] = field(default_factory=dict)

    def part(self, target: BinaryIO, letters: Iterable[Letter]) -> None:
        """Set these letters, at least one, and write them to one file."""
        paper: Paper | None = None
        both_sides = False
        with ExitStack() as opened:
            for letter in letters:
                design = self.design_for(letter.language)
                paper = paper or opened.enter_context(closing(self.paper(design)))
                self.letters += 1
                both_sides |= self.set_letter(paper, letter, design) > 1
                if self.letters % _TELL_EVERY == 0:
                    self.tell()
            assert paper is not None
            paper.write(target, both_sides=both_sides)
            self.pages += paper.pages
        self.files += 1
        self.tell()

    def set_letter(self, paper: Paper, letter: Letter, design: LetterDesign) -> int:
        """Put one letter on paper: the shared marks, then the elector's own. Gives its pages."""
        rows = square_rows(letter.link)
        sheet = own_sheet(letter, self.letters, design, self.faces)
        self.unprintable += sheet.unprintable
        key = (letter.language, letter.typed_address, len(sheet.dear))
        if key not in self.composed:
            self.composed[key] = compose(
                design, self.faces, typed_address=letter.typed_address, dear_lines=len(sheet.dear)
            )
        shared, own = self.composed[key], list(sheet.marks(self.composed[key], self.faces))
        for number, marks in enumerate(shared.pages):
            paper.page(marks, known_as=(key, number))
            if shared.square.page == number:
                paper.square(rows, shared.square.x, shared.square.y, shared.square.breadth)
            for mark in (mark for page, mark in own if page == number):
                paper.draw(mark)
        return len(shared.pages)

    def tell(self) -> None:
        """Tell whoever asked how far the run is."""
        if self.progress:
            self.progress(self.letters, max(self.total, self.letters))

    def paper(self, design: LetterDesign) -> Paper:
        """A new document, named after the contest."""
        title = f"{design.words.test}. {design.title}" if design.test else design.title
        language = design.words.language
        return Paper(self.faces, title=title, language=language, created=self.created)

    def summary(self) -> Summary:
        """What was done."""
        lost, languages = tuple(self.unprintable), tuple(self.untranslated)
        return Summary(self.pages, self.letters, self.files, lost, languages)

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
        for known in (language, language.partition("-")[0]):
            if known in self.design:
                return self.design[known]
        if "en" not in self.design:
            raise RuleError(f"there is no design for letters in {language!r}, and none in English")
        self.untranslated.append(language)
        return self.design["en"]


def _texts(design: LetterDesign) -> Iterator[str]:
    """Every text of a design that somebody wrote for this contest."""
    values = (getattr(design, f.name) for f in fields(design))
    return (value for value in values if isinstance(value, str))
