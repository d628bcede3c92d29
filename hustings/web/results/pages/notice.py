"""The notice of a contest: all that an elector or a reader may know before there is a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hustings.rounding import grouped
from hustings.web.contests.models import Candidate, Contest, Origin, State
from hustings.web.contests.pledge import pledge_words
from hustings.web.contests.queries import Phase, electors_on_roll, moments, phase
from hustings.web.contests.rule_words import (
    RULE_SENTENCES,
    advised_rule_name,
    capital_first,
    tie_sentence,
)
from hustings.web.journal import queries as journal
from hustings.web.results import queries
from hustings.web.results.pages.result import told_of
from hustings.web.results.pages.words import basis_words
from hustings.web.roll.queries import late_counts

__all__ = ["notice_context"]


@dataclass(frozen=True, slots=True)
class Counted:
    """So many, and of what."""

    number: int
    what: str

    def __str__(self) -> str:
        return f"{self.what}: {grouped(self.number)}"


def notice_context(contest: Contest) -> dict[str, Any]:
    """What the notice page is given."""
    version = queries.current(contest)
    now = phase(contest)
    number, digest = journal.head(contest.organisation.slug)
    return {
        "contest": contest,
        "organisation": contest.organisation,
        "phase": now.value,
        "state": now.value,
        "version": version,
        "told": told_of(version, contest) if version else None,
        "run_here": contest.origin == Origin.RUN,
        "reported": contest.origin == Origin.REPORTED,
        "candidates": _candidates(contest),
        "statements": any(c.statement or c.photo for c in contest.candidates.all()),
        "pledge": contest.pledge_text or pledge_words(contest),
        "rule": capital_first(advised_rule_name(contest.rule)) if contest.rule else "",
        "rule_sentence": RULE_SENTENCES.get(contest.rule, ""),
        "ties": tie_sentence(contest.rule) if contest.origin == Origin.RUN else "",
        "advised": contest.advises.title if contest.advises else contest.advises_title,
        "moments": moments(contest),
        "zone": contest.timezone,
        "electors": electors_on_roll(contest) if contest.origin == Origin.RUN else None,
        "bases": _bases(contest),
        "late": _late(contest),
        "notices": list(contest.notices.all()),
        "may_ask": contest.asking_allowed and now in {Phase.UPCOMING, Phase.OPEN},
        "journal_number": number,
        "journal_digest": digest,
        "feed": True,
    }


def _candidates(contest: Contest) -> list[Candidate]:
    return list(contest.candidates.order_by("number"))


def _bases(contest: Contest) -> list[Counted]:
    """The frozen roll by basis, as it was counted with the fingerprint."""
    counts = contest.roll_counts.get("basis", {}) if contest.roll_frozen_at else {}
    return [Counted(int(n), basis_words(basis)) for basis, n in sorted(counts.items())]


def _late(contest: Contest) -> list[Counted]:
    """What two officers did to the frozen roll, and how many asked for a ballot."""
    if contest.state == State.DRAFT:
        return []
    counts = late_counts(contest)
    told = [
        Counted(counts.additions, _("addition to the roll")),
        Counted(counts.reissues, _("code issued again")),
        Counted(counts.strikes, _("struck from the roll")),
        Counted(counts.asked, _("asked for a ballot")),
        Counted(counts.approved, _("of them approved")),
        Counted(counts.refused, _("of them refused")),
    ]
    return [one for one in told if one.number]
