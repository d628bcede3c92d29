"""Polls, and reader surveys, which are something else.

A **poll** asks a sample of a named population, by a method, in the days of its fieldwork. A
**reader survey** asks whoever cares to answer. They are two types without a common one, so that no
function for polls takes a survey: the type checker refuses it, and at run time :func:`average`.

Shares are per cent as they were published, kept letter for letter. Nothing here prints a margin:
what a sample allows to infer depends on how it was drawn, and a bare plus-or-minus hides that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from hustings.contest import is_id
from hustings.errors import RuleError
from hustings.language import say, to_say
from hustings.phrases import day, listed
from hustings.reported.printed import Sense, Share
from hustings.rounding import grouped, percent
from hustings.track.swing import Kind, Swing, swing

__all__ = [
    "VOTERS",
    "Average",
    "Method",
    "PastVote",
    "Poll",
    "PollHouse",
    "PollSwing",
    "ReaderSurvey",
    "average",
    "average_sentence",
    "latest_of_each_house",
    "lead_sentence",
    "poll_sentence",
    "poll_swing",
    "survey_sentence",
]

VOTERS = "voters"
"""The population of a poll of voters at large; any other is the id of a section."""


class Method(StrEnum):
    """How the sample was reached."""

    ONLINE = "online"
    TELEPHONE = "telephone"
    FACE_TO_FACE = "face-to-face"
    POST = "post"
    MIXED = "mixed"

    @property
    def words(self) -> str:
        """The method as it stands in a sentence."""
        return say(_METHODS[self])


_METHODS = {
    Method.ONLINE: to_say("online"),
    Method.TELEPHONE: to_say("by telephone"),
    Method.FACE_TO_FACE: to_say("face to face"),
    Method.POST: to_say("by post"),
    Method.MIXED: to_say("by several methods"),
}


@dataclass(frozen=True, slots=True)
class PollHouse:
    """A company that polls; ``council`` is the body whose rules it publishes by, if any."""

    id: str
    name: str
    council: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not is_id(self.id):
            raise RuleError(f"a poll house's id cannot be {self.id!r}")
        if not self.name.strip():
            raise RuleError(f"poll house {self.id!r} has no name")


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll as it was published.

    ``sample`` are those who were asked, ``base`` says of whom ``shares`` are per cent; ``first``
    and ``last`` are the days of its fieldwork.
    """

    id: str
    house: str
    population: str
    sample: int
    method: Method
    first: date
    last: date
    question: str
    base: str
    shares: Mapping[str, Share]
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check(self)
        if self.sample < 1:
            raise RuleError(f"{self.id}: a sample has one person at least, found {self.sample}")
        for name in ("house", "population"):
            if not is_id(getattr(self, name)):
                raise RuleError(f"{self.id}: say the {name}; it cannot be {getattr(self, name)!r}")

    def share(self, option: str) -> Fraction:
        """What was published of an option, of the base = 1; KeyError where nothing was."""
        return self.shares[option].value / 100


@dataclass(frozen=True, slots=True)
class ReaderSurvey:
    """What an outlet's readers said who cared to answer; ``answers`` is how many, if published."""

    id: str
    outlet: str
    first: date
    last: date
    question: str
    base: str
    shares: Mapping[str, Share]
    answers: int | None = None
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check(self)
        if not self.outlet.strip():
            raise RuleError(f"{self.id}: say whose readers answered")
        if self.answers is not None and self.answers < 1:
            raise RuleError(f"{self.id}: one reader at least answered, found {self.answers}")


def _check(asked: Poll | ReaderSurvey) -> None:
    """What a poll and a survey have in common: days, a question, a base, shares that can be."""
    object.__setattr__(asked, "shares", MappingProxyType(dict(asked.shares)))
    if not is_id(asked.id):
        raise RuleError(f"an id cannot be {asked.id!r}")
    if asked.last < asked.first:
        raise RuleError(f"{asked.id}: it ends on {asked.last}, before it begins on {asked.first}")
    for name, why in (("question", "what was asked"), ("base", "of whom the shares are per cent")):
        if not getattr(asked, name).strip():
            raise RuleError(f"{asked.id}: say {why} ({name})")
    if not asked.shares:
        raise RuleError(f"{asked.id}: no share is given")
    for option, share in asked.shares.items():
        if share.sense is not Sense.AS_PRINTED:
            raise RuleError(
                f"{asked.id}: {option}: a poll's share is a figure, found {share.text!r}"
            )
    whole = sum((s.value for s in asked.shares.values()), Fraction(0))
    slack = sum((s.rounding for s in asked.shares.values()), Fraction(0))
    if whole > 100 + slack:
        raise RuleError(
            f"{asked.id}: the shares add up to {_plain(whole)} per cent, more than rounding allows"
        )


# --- averages --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Average:
    """The plain mean of polls of one population on one base, each counting alike; exact."""

    polls: tuple[Poll, ...]
    shares: Mapping[str, Fraction] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def population(self) -> str:
        """Whom all of them asked."""
        return self.polls[0].population

    @property
    def base(self) -> str:
        """Of whom all shares are per cent."""
        return self.polls[0].base


def average(polls: Iterable[Poll]) -> Average:
    """The plain mean of polls that may be averaged: of one population, base and list of options.

    Raises RuleError for anything else, a reader survey before all: it is no poll of anybody.
    """
    given = tuple(polls)
    _refuse_surveys(given)
    if not given:
        raise RuleError("there is no poll to average")
    first = given[0]
    for other in given[1:]:
        if other.population != first.population:
            raise RuleError(
                f"{other.id} asked {other.population}, {first.id} asked {first.population}: "
                "polls of different people have no mean"
            )
        if other.base != first.base or set(other.shares) != set(first.shares):
            raise RuleError(
                f"{other.id} and {first.id} have other bases or options: average those alike"
            )
    shares = {o: sum((p.share(o) for p in given), Fraction(0)) / len(given) for o in first.shares}
    return Average(given, MappingProxyType(shares))


def _refuse_surveys(given: Iterable[object]) -> None:
    for one in given:
        if not isinstance(one, Poll):
            raise RuleError(
                f"{getattr(one, 'id', one)}: a reader survey cannot be averaged with polls, nor "
                "with another survey; it asked whoever cared to answer"
            )


def latest_of_each_house(polls: Iterable[Poll], on: date) -> tuple[Poll, ...]:
    """Of each house and population the poll whose fieldwork ended last by that day, in that order.

    Of two that ended on one day the one with the greater id stands.
    """
    latest: dict[tuple[str, str], Poll] = {}
    for poll in sorted(polls, key=lambda p: (p.last, p.id)):
        if poll.last <= on:
            latest[poll.house, poll.population] = poll
    return tuple(sorted(latest.values(), key=lambda p: (p.last, p.id)))


# --- change ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PastVote:
    """A vote in the past that polls are held against; ``shares`` of ``base``, the whole = 1."""

    name: str
    on: date
    base: str
    shares: Mapping[str, Fraction]

    def __post_init__(self) -> None:
        object.__setattr__(self, "shares", MappingProxyType(dict(self.shares)))
        if not self.base.strip():
            raise RuleError(f"{self.name}: say of what the shares are (base)")
        if not self.shares or sum(self.shares.values()) > 1 or min(self.shares.values()) < 0:
            raise RuleError(f"{self.name}: shares lie from 0 to 1 and add up to 1 at most")

    @classmethod
    def of_votes(cls, name: str, on: date, base: str, votes: Mapping[str, int]) -> PastVote:
        """The exact shares of votes, all of which are given."""
        whole = sum(votes.values())
        if whole < 1 or min(votes.values()) < 0:
            raise RuleError(f"{name}: give the votes, which are whole numbers from nought")
        return cls(name, on, base, {party: Fraction(n, whole) for party, n in votes.items()})


@dataclass(frozen=True, slots=True)
class PollSwing:
    """Both kinds of swing from a past vote to a poll.

    ``rounding`` is how far the rounding of the poll's shares can have moved the Butler swing; what
    the sample can have moved is another matter.
    """

    poll: Poll
    past: PastVote
    butler: Swing
    steed: Swing
    rounding: Fraction


def poll_swing(poll: Poll, past: PastVote, *, loser: str, gainer: str) -> PollSwing:
    """The swing since a past vote, of both kinds; RuleError where one of the two has no share."""
    after = {option: poll.share(option) for option in poll.shares}
    kinds = [
        swing(past.shares, after, loser=loser, gainer=gainer, kind=kind)
        for kind in (Kind.BUTLER, Kind.STEED)
    ]
    slack = (poll.shares[loser].rounding + poll.shares[gainer].rounding) / 200
    return PollSwing(poll, past, kinds[0], kinds[1], slack)


# --- sentences -------------------------------------------------------------------------------


def _plain(value: Fraction) -> str:
    """A number to two places, without noughts at its end."""
    text = percent(value / 100)
    return text.rstrip("0").rstrip(".")


def _days(first: date, last: date) -> str:
    if first == last:
        return day(first.isoformat())
    return say("{first} to {last}", first=day(first.isoformat()), last=day(last.isoformat()))


def _shares(shares: Mapping[str, Share], base: str, names: Mapping[str, str]) -> str:
    told = [f"{names.get(o, o)} {s.text.removesuffix('%').rstrip()}" for o, s in shares.items()]
    return say("{shares} per cent of {base}", shares=", ".join(told), base=base)


def poll_sentence(
    poll: Poll,
    *,
    houses: Mapping[str, PollHouse] | None = None,
    names: Mapping[str, str] | None = None,
) -> str:
    """House, sample, method, fieldwork, shares with their base, and the question.

    ``names`` gives options and populations in words where ids stand for them.
    """
    names = names or {}
    house = (houses or {}).get(poll.house)
    return say(
        "{house} asked {sample} {population} {method}, {days}: {shares}. The question: {question}",
        house=house.name if house else poll.house,
        sample=grouped(poll.sample),
        population=names.get(poll.population, poll.population),
        method=poll.method.words,
        days=_days(poll.first, poll.last),
        shares=_shares(poll.shares, poll.base, names),
        question=poll.question,
    )


def lead_sentence(poll: Poll, *, names: Mapping[str, str] | None = None) -> str:
    """Who is ahead of whom by how much, and of what; level where they are."""
    names = names or {}
    ranked = sorted(poll.shares, key=lambda o: -poll.shares[o].value)
    top = [o for o in ranked if poll.shares[o].value == poll.shares[ranked[0]].value]
    if len(top) > 1 or len(ranked) == 1:
        told = listed([names.get(o, o) for o in top])
        share = _plain(poll.shares[top[0]].value)
        if len(top) > 1:
            return say("{names} are level at {share} per cent of {base}.", names=told, share=share,
                       base=poll.base)  # fmt: skip
        return say("{name} has {share} per cent of {base}.", name=told, share=share, base=poll.base)
    lead = poll.shares[ranked[0]].value - poll.shares[ranked[1]].value
    return say(
        "{name} is {lead} points ahead of {other}, of {base}.",
        name=names.get(ranked[0], ranked[0]),
        other=names.get(ranked[1], ranked[1]),
        lead=_plain(lead),
        base=poll.base,
    )


def survey_sentence(survey: ReaderSurvey, *, names: Mapping[str, str] | None = None) -> str:
    """What readers said, and that it is no poll."""
    answers = say("a number of answers that was not published")
    if survey.answers is not None:
        answers = say("{number} answers", number=grouped(survey.answers))
    return say(
        "A reader survey of {outlet}, {days}, {answers}: {shares}. Whoever answered chose to, so "
        "it is no poll and enters no average. The question: {question}",
        outlet=survey.outlet,
        days=_days(survey.first, survey.last),
        answers=answers,
        shares=_shares(survey.shares, survey.base, names or {}),
        question=survey.question,
    )


def average_sentence(found: Average, *, names: Mapping[str, str] | None = None) -> str:
    """The mean with what it is a mean of."""
    names = names or {}
    told = [f"{names.get(o, o)} {percent(s, 1)}" for o, s in found.shares.items()]
    return say(
        "Plain mean of {number} polls of {population}, fieldwork {days}, each counting alike: "
        "{shares} per cent of {base}.",
        number=len(found.polls),
        population=names.get(found.population, found.population),
        days=_days(min(p.first for p in found.polls), max(p.last for p in found.polls)),
        shares=", ".join(told),
        base=found.base,
    )
