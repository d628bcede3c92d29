"""What the records are about, besides the contest: bodies, people, primaries, published ballots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from hustings.ballot import Ranking
from hustings.contest import is_id
from hustings.declaration import Declaration
from hustings.errors import RuleError
from hustings.reported import Reported, Source
from hustings.track.bars import Threshold
from hustings.track.when import When

__all__ = [
    "Body",
    "BodyKind",
    "Person",
    "Primary",
    "PublishedBallots",
    "Source",
    "WorthClaim",
]


class BodyKind(StrEnum):
    """What those of a body are; it changes words only."""

    MEMBERS = "members"  # of a parliament, who nominate each for themselves
    PARTIES = "parties"  # constituency parties
    AFFILIATES = "affiliates"


@dataclass(frozen=True, slots=True)
class Body:
    """Those who nominate: MPs, constituency parties, affiliates.

    ``one`` and ``many`` name them in a sentence ("MP", "MPs"). ``threshold`` is what a candidate
    needs of them, ``closes`` the last day on which they nominate; None where there is none.
    ``all_named`` says that every nomination is recorded by name, so that what is not recorded was
    not made. ``sources`` are those of size, threshold and closing date.
    """

    id: str
    one: str
    many: str
    kind: BodyKind = BodyKind.MEMBERS
    threshold: Threshold | None = None
    closes: date | None = None
    all_named: bool = False
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _checked("body", self.id, one=self.one, many=self.many)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts in several records under several names: ``also`` are the other names."""

    name: str
    also: tuple[str, ...] = ()
    seat: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise RuleError("a person has no name")


@dataclass(frozen=True, slots=True)
class Primary:
    """A primary that advises an elector of the contest, and what is known of its result.

    ``advises`` is the elector's name, or empty; ``section`` the section of his or her vote.
    ``result`` is a declaration where ballots were counted, what others reported where they were
    not, and None before it was held. ``announced`` is the day from which the result is known.
    """

    id: str
    title: str
    short: str
    held: When
    advises: str = ""
    section: str = ""
    result: Reported | Declaration | None = None
    announced: date | None = None
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _checked("primary", self.id, title=self.title, short=self.short)

    @property
    def known(self) -> date:
        """The day from which its result counts as known: as announced, else when it was over."""
        return self.announced or self.held.last


@dataclass(frozen=True, slots=True)
class PublishedBallots:
    """The ballots of a whole section, published without names: from that day its declared votes.

    ``rows`` hold each distinct ranking (numbers of the contest's candidates) and its papers.
    """

    section: str
    when: When
    rows: tuple[tuple[Ranking, int], ...]
    sources: tuple[str, ...] = ()

    @property
    def papers(self) -> int:
        """How many ballots there are."""
        return sum(papers for _, papers in self.rows)


@dataclass(frozen=True, slots=True)
class WorthClaim:
    """What somebody published of the worth of one vote, letter for letter, and on which base.

    One vote of section ``one`` is worth ``figure`` votes of section ``of``, or, where ``of`` is
    empty, per cent of the whole. ``says`` holds the words around the figure. ``papers`` are the
    electors of each section that it rests on; or ``stage`` names a stage of the count whose live
    votes it rests on; neither where the source does not say. ``when`` it was published, None where
    that is not known.
    """

    one: str
    figure: str
    of: str
    sources: tuple[str, ...]
    says: str = ""
    papers: tuple[tuple[str, int], ...] = ()
    stage: int | None = None
    base: str = ""
    when: When | None = None

    def __post_init__(self) -> None:
        if self.papers and self.stage is not None:
            raise RuleError("a worth rests on electors or on a stage of the count, not on both")
        if not self.sources:
            raise RuleError(f"the worth {self.figure!r} has no source; say who published it")

    @property
    def printed(self) -> Fraction | None:
        """The figure as a number; None where it is not one, as "4 to 5"."""
        text = self.figure.replace(",", "")
        try:
            return Fraction(text)
        except ValueError:
            return None

    @property
    def places(self) -> int:
        """How many decimal places were printed."""
        return len(self.figure.partition(".")[2])


def _checked(what: str, id_: str, **texts: str) -> None:
    if not is_id(id_):
        raise RuleError(f"a {what}'s id cannot hold '>' or a control character: {id_!r}")
    for name, text in texts.items():
        if not text.strip():
            raise RuleError(f"{what} {id_!r} has no {name}")
