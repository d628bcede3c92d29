"""A small fictional contest to track, and ways to write its records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from hustings.contest import Candidate, Contest, Figures, Section
from hustings.reported import Source
from hustings.track.bars import Bar, Threshold
from hustings.track.ledger import Ledger
from hustings.track.position import Position, position
from hustings.track.records import (
    Aggregate,
    Endorsement,
    Nomination,
    Pledge,
    Record,
    Retraction,
    Vote,
)
from hustings.track.setting import Body, BodyKind, Primary
from hustings.track.when import When

CONTEST = Contest(
    "oakdale",
    "Leader of Oakdale",
    (
        Candidate("ash", "Rowan Ash"),
        Candidate("birch", "Silver Birch"),
        Candidate("elm", "Wych Elm"),
    ),
    (
        Section("mps", "MPs", Fraction(1, 3), Figures(issued=10)),
        Section("members", "Members", Fraction(2, 3)),
    ),
)
SETTING = Ledger(
    sources=(Source("G", "Who backs whom", "Gazette"), Source("H", "Said", "Herald")),
    bodies=(
        Body(
            "mps", "MP", "MPs", threshold=Threshold.share_of("12.5%", 257), closes=date(2010, 6, 9)
        ),
        Body("clps", "party", "parties", BodyKind.PARTIES),
    ),
    primaries=(
        Primary("dale", "Primary of the dale", "The dale", When.read("2010-07"), "Jo", "mps"),
    ),
)
JUNE = date(2010, 6, 9)


def common(id_: str, when: str, **more: Any) -> dict[str, Any]:
    told = When.read(when)
    known = more.pop("known", None)
    return {
        "id": id_,
        "when": told,
        "known": date.fromisoformat(known) if known else told.last,
        "sources": more.pop("sources", ("G",)),
        **more,
    }


def nomination(
    id_: str, who: str, candidate: str, when: str = "2010-06-01", *, body: str = "mps", **more: Any
) -> Nomination:
    return Nomination(**common(id_, when, **more), who=who, body=body, candidate=candidate)


def aggregate(
    id_: str,
    candidate: str,
    number: int,
    when: str = "2010-06-09",
    *,
    body: str = "mps",
    **more: Any,
) -> Aggregate:
    return Aggregate(**common(id_, when, **more), body=body, candidate=candidate, number=number)


def vote(
    id_: str, who: str, *ranking: str, when: str = "2010-07-26", section: str = "mps", **more: Any
) -> Vote:
    return Vote(**common(id_, when, **more), who=who, section=section, ranking=ranking)


def endorsement(
    id_: str, who: str, candidate: str, when: str = "2010-06-01", **more: Any
) -> Endorsement:
    return Endorsement(**common(id_, when, **more), who=who, candidate=candidate)


def pledge(
    id_: str,
    who: str,
    primary: str = "dale",
    when: str = "2010-06-20",
    *,
    bar: str = "",
    **more: Any,
) -> Pledge:
    read = Bar.read(bar) if bar else None
    return Pledge(**common(id_, when, **more), who=who, primary=primary, bar=read)


def retraction(id_: str, corrects: str, when: str = "2010-07-01", **more: Any) -> Retraction:
    return Retraction(**common(id_, when, corrects=corrects, **more))


def ledger(*records: Record, setting: Ledger = SETTING) -> Ledger:
    return replace(setting, records=records)


def at(day: str, *records: Record, known: str = "", setting: Ledger = SETTING) -> Position:
    """Where the contest stands on the day, by these records."""
    return position(
        ledger(*records, setting=setting),
        CONTEST,
        date.fromisoformat(day),
        known=date.fromisoformat(known) if known else None,
    )
