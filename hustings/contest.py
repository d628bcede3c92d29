"""Contest, candidates, sections and the options that a count obeys: frozen nouns.

A primary and a leadership election are the same thing: a :class:`Contest` with candidates, a rule
and one or more sections. A primary has one section; the college of 2010 has three with weights.
A value that exists is valid: every constructor refuses what could not be counted, by
:class:`~hustings.errors.RuleError`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from hustings.errors import RuleError

__all__ = [
    "WHOLE_SECTION",
    "Base",
    "Candidate",
    "Contest",
    "Duplicates",
    "Figures",
    "Heading",
    "Majority",
    "MarkPolicy",
    "Names",
    "Overvote",
    "Purpose",
    "Section",
    "TieOrder",
    "folded",
    "ids_for",
    "is_id",
]

WHOLE_SECTION = "all"
"""The id of the one section that a bare ballot file has."""

_NOT_IN_ID = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029>]")


def is_id(text: str) -> bool:
    """Whether a text can be an id: not empty, no white space around it, no control sign, no '>'."""
    return bool(text) and text == text.strip() and not _NOT_IN_ID.search(text)


def ids_for(names: Iterable[str]) -> tuple[str, ...]:
    """Ids for candidates that a file only names: the name where it can be one, else its number."""
    names = tuple(names)
    taken = set(names)
    used: set[str] = set()
    ids: list[str] = []
    for number, name in enumerate(names, start=1):
        chosen = name
        if not is_id(name) or name in used:
            chosen = str(number)
            while chosen in taken:
                chosen = f"candidate-{chosen}"
        used.add(chosen)
        ids.append(chosen)
    return tuple(ids)


def folded(text: str) -> str:
    """A text without regard to the case of its letters and to how wide its spaces are."""
    return " ".join(text.casefold().split())


class Purpose(StrEnum):
    """What the contest decides. It changes words, never the count."""

    ADVISORY = "advisory"
    NOMINATION = "nomination"
    SELECTION = "selection"
    ELECTION = "election"


class Base(StrEnum):
    """What a share is a share of: the votes live at that stage, or those of the first stage."""

    LIVE = "live"
    FIRST = "first"


class TieOrder(StrEnum):
    """How earlier stages settle a tie: from the first forward, the last backward, or not at all."""

    FORWARD = "forward"
    BACKWARD = "backward"
    LOT = "lot"


class Majority(StrEnum):
    """What elects before two remain: more than all others together, or (Lords) as many."""

    MORE = "more"
    EQUAL_OR_EXCEED = "equal-or-exceed"


class Overvote(StrEnum):
    """Two candidates at one rank: the paper is good up to there, or goes on at the next rank."""

    EXHAUST = "exhaust"
    SKIP = "skip"


class Duplicates(StrEnum):
    """The same candidate ranked twice: the second mark is passed over, or the paper ends there."""

    SKIP = "skip"
    EXHAUST = "exhaust"


class Heading(StrEnum):
    """Why a paper is rejected: the headings of UK rules, and the declaration of a supporter."""

    OFFICIAL_MARK = "want_of_official_mark"
    MORE_THAN_ONE_FIRST = "more_than_one_first_preference"
    IDENTIFIABLE = "elector_identifiable"
    UNMARKED = "unmarked"
    UNCERTAIN = "void_for_uncertainty"
    DECLARATION = "declaration_not_completed"

    @property
    def words(self) -> str:
        """The heading as it is printed."""
        return _HEADING_WORDS[self]


_HEADING_WORDS: Mapping[Heading, str] = MappingProxyType(
    {
        Heading.OFFICIAL_MARK: "want of official mark",
        Heading.MORE_THAN_ONE_FIRST: "more than one first preference",
        Heading.IDENTIFIABLE: "writing or mark by which the elector could be identified",
        Heading.UNMARKED: "unmarked",
        Heading.UNCERTAIN: "void for uncertainty",
        Heading.DECLARATION: "declaration of support not completed",
    }
)


@dataclass(frozen=True, slots=True)
class MarkPolicy:
    """How marks become a ranking; docs/rules/marks.md. The defaults are those of the UK.

    ``skipped_ranks`` is the longest run of empty ranks that a paper survives; None allows any.
    """

    overvote: Overvote = Overvote.EXHAUST
    duplicates: Duplicates = Duplicates.SKIP
    skipped_ranks: int | None = None

    def __post_init__(self) -> None:
        if self.skipped_ranks is not None and self.skipped_ranks < 0:
            raise RuleError(f"skipped_ranks must be 0 or more, or any; found {self.skipped_ranks}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can be ranked. A withdrawn candidate is passed over wherever ranked."""

    id: str
    name: str
    withdrawn: bool = False

    def __post_init__(self) -> None:
        if not is_id(self.id):
            raise RuleError(f"a candidate's id cannot hold '>' or a control character: {self.id!r}")
        if not self.name.strip():
            raise RuleError(f"candidate {self.id!r} has no name")


class Names:
    """Whom a text means among candidates: by id, else by name, else by how either reads.

    How a text reads is its letters without regard to case and to the width of its spaces.
    """

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        """Number the candidates from 0, in the order given."""
        self.candidates = tuple(candidates)
        self.exact = {c.name: n for n, c in enumerate(candidates)}
        self.exact |= {c.id: n for n, c in enumerate(candidates)}
        self._alike: dict[str, set[int]] = {}
        for number, candidate in enumerate(candidates):
            for text in (candidate.id, candidate.name):
                self._alike.setdefault(folded(text), set()).add(number)

    def meant(self, text: str) -> tuple[int, ...]:
        """The numbers of those who may be meant: one if it is clear, none if it is nobody."""
        if text in self.exact:
            return (self.exact[text],)
        return tuple(sorted(self._alike.get(folded(text), ())))


@dataclass(frozen=True, slots=True)
class Figures:
    """What the officer states of a section's papers; None where not stated. All in papers."""

    issued: int | None = None
    returned: int | None = None
    valid: int | None = None
    rejected: Mapping[Heading, int] = field(default_factory=lambda: MappingProxyType({}))
    rejected_total: int | None = None

    def __post_init__(self) -> None:
        stated = [self.issued, self.returned, self.valid, self.rejected_total]
        for number in [*stated, *self.rejected.values()]:
            if number is not None and number < 0:
                raise RuleError(f"a figure of papers cannot be below nought: {number}")

    @property
    def rejected_stated(self) -> int | None:
        """All papers stated as rejected, under headings or as a total; None where neither is."""
        if self.rejected_total is not None:
            return self.rejected_total
        return sum(self.rejected.values()) if self.rejected else None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the electorate with a roll of its own.

    ``weight`` is its share of the whole; None adds votes plainly. ``invented`` says, wherever the
    section is shown, that its rankings were made up, and why, so that nobody takes them for real.
    """

    id: str
    name: str
    weight: Fraction | None = None
    figures: Figures = Figures()
    invented: str = ""

    def __post_init__(self) -> None:
        if not is_id(self.id):
            raise RuleError(f"a section's id cannot hold '>' or a control character: {self.id!r}")
        if not self.name.strip():
            raise RuleError(f"section {self.id!r} has no name")
        if self.weight is not None and self.weight <= 0:
            raise RuleError(
                f"section {self.id}: a weight must be above nought, found {self.weight}"
            )


def _unique(what: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise RuleError(f"{what} {value!r} stands twice")
        seen.add(value)


@dataclass(frozen=True, slots=True)
class Contest:
    """What is to be decided, by whom, and by which rule.

    Candidates stand in the order of the ballot paper; no figure depends on that order.
    Weights, where given, are given for every section and add up to 1.
    """

    id: str
    title: str
    candidates: tuple[Candidate, ...]
    sections: tuple[Section, ...] = (Section(WHOLE_SECTION, "All electors"),)
    purpose: Purpose = Purpose.ELECTION
    rule: str = "av"
    seats: int = 1
    base: Base = Base.LIVE
    tie_order: TieOrder = TieOrder.FORWARD
    majority: Majority = Majority.MORE
    to_two: bool = False
    marks: MarkPolicy = MarkPolicy()
    question: str = ""
    date: str = ""
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.candidates:
            raise RuleError("a contest needs at least one candidate")
        if not self.sections:
            raise RuleError("a contest needs at least one section")
        _unique("candidate id", (c.id for c in self.candidates))
        _unique("candidate name", (c.name for c in self.candidates))
        _unique("section id", (s.id for s in self.sections))
        if not any(not c.withdrawn for c in self.candidates):
            raise RuleError("every candidate is withdrawn: nobody is left to count")
        if self.seats < 1:
            raise RuleError(f"seats must be 1 or more, found {self.seats}")
        weights = [s.weight for s in self.sections if s.weight is not None]
        if weights and len(weights) < len(self.sections):
            missing = ", ".join(s.id for s in self.sections if s.weight is None)
            raise RuleError(f"give every section a weight, or none: missing for {missing}")
        if weights and sum(weights) != 1:
            raise RuleError(
                f"the sections' weights must add up to 1, they add up to {sum(weights)}"
            )

    @property
    def weighted(self) -> bool:
        """Whether sections are weighed; a single section, or none with a weight, adds plainly."""
        return len(self.sections) > 1 and self.sections[0].weight is not None

    @property
    def standing(self) -> tuple[Candidate, ...]:
        """The candidates who are not withdrawn, in the order of the ballot paper."""
        return tuple(c for c in self.candidates if not c.withdrawn)

    def candidate(self, candidate_id: str) -> Candidate:
        """The candidate of that id; KeyError if there is none."""
        for candidate in self.candidates:
            if candidate.id == candidate_id:
                return candidate
        raise KeyError(candidate_id)

    def name_of(self, candidate_id: str) -> str:
        """The name of the candidate of that id."""
        return self.candidate(candidate_id).name
