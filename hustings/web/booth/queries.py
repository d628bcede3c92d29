"""Reading the booth's tables: whose a code is, and how many have voted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hustings.web.booth.models import Code
from hustings.web.booth.outcomes import Facts
from hustings.web.booth.turnout import Day, Row, Turnout, turnout

__all__ = ["Bearer", "Day", "Row", "Turnout", "bearer_of", "turnout"]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who holds a code, so far as her pages need it; her name is not read."""

    facts: Facts
    contest_id: int
    rotation: int | None
    language: str
    voted_on: date | None
    voted_by: str  # online | post


def bearer_of(code_digest: bytes) -> Bearer | None:
    """Whose the code is; None if it was never issued."""
    row = (
        Code.objects.filter(digest=code_digest)
        .values_list(
            "channel",
            "dead",
            "elector__struck_at",
            "contest__state",
            "contest__test_mode",
            "contest__opens_at",
            "contest__closes_at",
            "contest_id",
            "elector__rotation",
            "elector__language",
            "elector__participation__day",
            "elector__participation__channel",
        )
        .first()
    )
    if row is None:
        return None
    channel, dead, struck, state, test_mode, opens, closes = row[:7]
    contest, rotation, language, voted_on, voted_by = row[7:]
    facts = Facts(
        channel=channel,
        dead=dead,
        voted=voted_on is not None,
        struck=struck is not None,
        state=state,
        test_mode=test_mode,
        opens_at=opens,
        closes_at=closes,
    )
    return Bearer(facts, contest, rotation, language, voted_on, voted_by or "")
