"""Letters to be written in tests: made-up people of Northwick, a place that does not exist."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import zxingcpp
from pypdfium2.raw import FPDFText_GetFontSize, FPDFText_IsGenerated  # type: ignore[import-untyped]

from hustings.report.letters import Letter, LetterDesign, Summary, write_letters

WHEN = datetime(2026, 4, 20, tzinfo=UTC)
POINTS = 72 / 25.4
"""In a millimetre."""

NAMES = (
    "Siân Ŵyn-Ŷnys Llewelyn",
    "Ann Example",
    "Władysław Żółć-Jędrzejewski",
    "Çağrı Şahin İpek",
    "Maximiliana Wilhelmina Featherstonehaugh-Cholmondeley of Marjoribanks and Beauchamp",
    "José Núñez O’Brien",
    "Đorđe Šćekić",
    "Li",
    "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessenschafe",
)
"""Names that the letters' own faces can print."""

ADDRESS = (
    "Flat 3, The Old Maltings",
    "14 Upper Mill Lane",
    "Little Northwick",
    "Northwick",
    "NW9 4AA",
)

DESIGN = LetterDesign(
    organisation="Northwick Constituency Party",
    title="Northwick primary 2026",
    question="Whom should Northwick’s MP support as party leader?",
    opens="Monday 4 May 2026, 9 am",
    closes="Friday 15 May 2026, 5 pm",
    officer="Winifred Penhaligon",
    contact="12 Station Parade, Northwick NW9 4ZZ\n01632 960 123\nreturning@northwick.example",
    privacy="Your name and address are held to run this vote. They are erased after three months.",
)


def letters(count: int, *, names: Sequence[str] = NAMES) -> list[Letter]:
    """So many letters, each with a code of its own, with one to five lines of address."""
    draw = random.Random(20260420)
    codes = ["".join(draw.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=21)) for _ in range(count)]
    return [
        Letter(
            names[n % len(names)],
            ADDRESS[n % 5 :],
            "-".join(code[k : k + 7] for k in range(0, 21, 7)),
            f"https://vote.northwick.example/v#{code}",
            f"Roll no. {n + 1}",
        )
        for n, code in enumerate(codes)
    ]


@dataclass(frozen=True)
class Written:
    """What a run wrote, opened again; everything is closed as soon as it was read."""

    data: bytes
    summary: Summary

    @cached_property
    def count(self) -> int:
        """How many pages there are."""
        with closing(pypdfium2.PdfDocument(self.data)) as document:
            return len(document)

    @cached_property
    def metadata(self) -> dict[str, str]:
        """What the document says of itself."""
        with closing(pypdfium2.PdfDocument(self.data)) as document:
            return dict(document.get_metadata_dict())

    @contextmanager
    def _text(self, page: int) -> Iterator[Any]:
        with (
            closing(pypdfium2.PdfDocument(self.data)) as document,
            closing(document[page]) as opened,
            closing(opened.get_textpage()) as text,
        ):
            yield text

    def text(self, page: int) -> str:
        """All text of a page, with single spaces."""
        with self._text(page) as text:
            return " ".join(text.get_text_bounded().split())

    def within(self, page: int, left: float, top: float, right: float, low: float) -> str:
        """The text inside a rectangle of a page, in millimetres from its top left corner."""
        box = (left * POINTS, (297 - low) * POINTS, right * POINTS, (297 - top) * POINTS)
        with self._text(page) as text:
            return " ".join(text.get_text_bounded(*box).split())

    def type_sizes(self, page: int) -> set[float]:
        """The sizes of type on a page, in points."""
        with self._text(page) as text:
            printed = (n for n in range(text.count_chars()) if not FPDFText_IsGenerated(text, n))
            return {round(FPDFText_GetFontSize(text, n), 2) for n in printed}

    def image(self, page: int, *, dots: int = 150) -> Any:
        """The page as grey pixels, so many to an inch."""
        with (
            closing(pypdfium2.PdfDocument(self.data)) as document,
            closing(document[page]) as opened,
        ):
            return opened.render(scale=dots / 72, grayscale=True).to_pil().copy()

    def squares(self, page: int) -> list[str]:
        """What the QR codes of a page hold."""
        return [found.text for found in zxingcpp.read_barcodes(self.image(page))]

    def square_heights(self, page: int) -> tuple[float, float]:
        """From where to where down the page its one QR code reaches, in millimetres."""
        (found,) = zxingcpp.read_barcodes(self.image(page))
        at = found.position
        corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
        heights = [corner.y / 150 * 25.4 for corner in corners]
        return min(heights), max(heights)


def written(given: Sequence[Letter], design: LetterDesign = DESIGN, **options: Any) -> Written:
    """Write the letters and open what was written."""
    target = BytesIO()
    summary = write_letters(target, given, design, total=len(given), created=WHEN, **options)
    return Written(target.getvalue(), summary)
