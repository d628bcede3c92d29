"""What a ballot paper is made of, and how all papers of one run look.

A paper is in one language, or in two at once: then every text of it stands in both, on all papers
alike, since a paper in its voter's own language would say something of who marked it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from hustings import language

__all__ = [
    "ENGLISH_PAPER",
    "BallotPaper",
    "Listed",
    "PaperDesign",
    "PaperSummary",
    "PaperText",
    "PaperWords",
    "Size",
    "paper_words",
]


class Size(Enum):
    """How large a paper is printed: breadth and height in millimetres, and whether in large print.

    Large print sets nothing smaller than 16 point.
    """

    A5 = (148.0, 210.0, False)
    A4 = (210.0, 297.0, False)
    LARGE = (210.0, 297.0, True)

    @property
    def page(self) -> tuple[float, float]:
        """Breadth and height in millimetres."""
        return self.value[:2]

    @property
    def is_large(self) -> bool:
        """Whether this is large print."""
        return self.value[2]


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the paper; a withdrawn candidate stands there without a box."""

    name: str
    about: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class BallotPaper:
    """One paper: nothing here leads to anybody.

    ``order`` are places in the design's candidates, from 0, as they stand on this paper.
    ``number`` and ``mark`` are printed as they are; ``code`` is what the square holds.
    """

    number: str
    mark: str
    code: str
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWords:
    """What every paper says in one language."""

    language: str
    paper: str
    how: str
    number: str
    mark: str
    withdrawn: str  # with {name}
    over: str
    goes_on: str
    page: str  # with {number}, {total}
    fictional: str
    test: str
    test_line: str
    unreviewed: str


def paper_words() -> PaperWords:
    """The words of a ballot paper in the language in force (:mod:`hustings.language`)."""
    _ = language.spoken().text
    return PaperWords(
        language=language.spoken().code,
        paper=_("Ballot paper"),
        how=_("How to mark this paper"),
        number=_("Paper number"),
        mark=_("Official mark"),
        withdrawn=_("{name} has withdrawn and cannot be chosen."),
        over=_("Turn over: more candidates are on the other side."),
        goes_on=_("Candidates, continued from the other side"),
        page=_("Side {number} of {total}"),
        fictional=_("Fictional: an invented contest. Nobody votes with this paper."),
        test=_("TEST"),
        test_line=_("TEST. This paper is for trying things out. It is not a vote."),
        unreviewed=_("The Welsh has not been reviewed by a speaker yet."),
    )


with language.speaking(language.ENGLISH):
    ENGLISH_PAPER = paper_words()


@dataclass(frozen=True, slots=True)
class PaperText:
    """What a paper says in one language; ``how`` are the lines that tell how to mark."""

    words: PaperWords
    how: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDesign:
    """What all papers of a run say and how they are set.

    ``how`` are the lines that tell how to mark, ``candidates`` the contest's own list. ``seed`` of
    8 bytes shapes the rosette around the official mark, so that one look tells papers of one
    contest from those of another. ``test`` writes TEST across the page and above its head;
    ``fictional`` says so in a line. ``beside`` is the same in a second language, side by side with
    the first; ``unreviewed`` says in a line that no speaker has reviewed the translation.
    """

    organisation: str
    title: str
    question: str
    how: tuple[str, ...]
    candidates: tuple[Listed, ...]
    seed: bytes
    size: Size = Size.A5
    test: bool = False
    fictional: bool = False
    words: PaperWords = ENGLISH_PAPER
    beside: PaperText | None = None
    unreviewed: bool = False

    def __post_init__(self) -> None:
        if not self.candidates:
            raise ValueError("a paper without candidates")
        if len(self.seed) != _SEED_BYTES:
            raise ValueError(f"a seed of {_SEED_BYTES} bytes, not of {len(self.seed)}")

    @property
    def texts(self) -> tuple[PaperText, ...]:
        """What the paper says in each of its languages, in their order."""
        first = PaperText(self.words, self.how)
        return (first, self.beside) if self.beside else (first,)


_SEED_BYTES = 8


@dataclass(frozen=True, slots=True)
class PaperSummary:
    """What was written; ``unprintable`` are texts with characters that no font at hand has."""

    pages: int
    papers: int
    files: int
    unprintable: tuple[str, ...] = ()
