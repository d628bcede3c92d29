"""From rows to what the API says to an organisation's own programs: numbers, as officers see them.

Never an elector, and nothing of a count before it is published.
"""

from __future__ import annotations

from typing import Any

from hustings.web.api import schemas as told
from hustings.web.api.models import Token
from hustings.web.booth.turnout import Row, turnout
from hustings.web.contests.models import Contest
from hustings.web.contests.queries import ballots_cast, electors_on_roll, phase
from hustings.web.contests.tasks import Task, tasks_of
from hustings.web.papers import queries as papers
from hustings.web.papers.models import Verification
from hustings.web.post.queries import figures, takes_post

__all__ = ["inside", "organisation_of", "papers_told", "post_told", "tasks_told", "turnout_told"]

_QUIET = frozenset({"count", "publish"})
"""Parts of the task list whose notes may say who won before anybody may know."""


def organisation_of(token: Token) -> told.OrganisationInside:
    """Whose token it is."""
    held = token.organisation
    contests = Contest.objects.filter(organisation=held).count()
    return told.OrganisationInside(
        id=held.slug, name=held.name, token=token.name, contests=contests
    )


def inside(contest: Contest) -> told.Inside:
    """How far a contest is."""
    candidates = contest.candidates.count()
    standing = contest.candidates.filter(withdrawn_at=None).count()
    return told.Inside(
        id=contest.slug,
        title=contest.title,
        **_kinds(contest),
        test=contest.test_mode,
        fictional=contest.fictional,
        opens_at=contest.opens_at,
        closes_at=contest.closes_at,
        post_closes_at=contest.post_closes_at,
        timezone=contest.timezone,
        created_at=contest.created_at,
        ready_at=contest.ready_at,
        closed_at=contest.closed_at,
        candidates=candidates,
        withdrawn=candidates - standing,
        roll=_roll(contest),
        voted=ballots_cast(contest),
        opening_key=contest.public_key is not None,
        key_tested_at=contest.key_tested_at,
        takes_post=takes_post(contest),
        retention_until=contest.retention_until,
    )


def _kinds(contest: Contest) -> dict[str, Any]:
    return {"state": contest.state, "phase": phase(contest).value, "origin": contest.origin}


def _roll(contest: Contest) -> told.RollInside:
    live = electors_on_roll(contest)
    return told.RollInside(
        electors=live,
        struck=contest.electors.count() - live,
        frozen_at=contest.roll_frozen_at,
        fingerprint=contest.roll_fingerprint or None,
    )


def tasks_told(contest: Contest) -> list[told.TaskTold]:
    """The task list, without what may hold a result."""
    return [told.TaskTold(**_task(task)) for task in tasks_of(contest)]


def _task(task: Task) -> dict[str, Any]:
    return {
        "group": task.group,
        "title": str(task.title),
        "state": task.state.value,
        "note": "" if task.group in _QUIET else str(task.note),
        "needed_to_open": task.needed_to_open,
    }


def turnout_told(contest: Contest) -> told.TurnoutTold:
    """How many have voted; of a draft, how many trial ballots."""
    found = turnout(contest)
    return told.TurnoutTold(
        test=contest.test_mode,
        cast=found.cast,
        on_roll=found.on_roll,
        issued=found.issued,
        days=[told.TurnoutDay(day=d.day, cast=d.cast, so_far=d.so_far) for d in found.days],
        channels=[_row(row) for row in found.channels],
        sent=[_row(row) for row in found.able],
        given=[_row(row) for row in found.given],
        bases=[_row(row) for row in found.bases],
    )


def _row(row: Row) -> told.TurnoutRow:
    return told.TurnoutRow(keys=list(row.keys), cast=row.cast, of=row.of)


def post_told(contest: Contest) -> told.PostTold:
    """What came by post, in envelopes."""
    found = figures(contest)
    return told.PostTold(
        sent=found.sent,
        received=found.received,
        accepted=found.accepted,
        refused={str(heading.value): n for heading, n in found.refused.items()},
        refused_in_all=found.refused_in_all,
        cured=found.cured,
        waiting=found.waiting,
        fates={str(fate.value): n for fate, n in found.fates.items()},
    )


def papers_told(contest: Contest) -> told.PapersTold:
    """What was found in the envelopes, in papers."""
    found = papers.figures(contest)
    verified = Verification.objects.filter(contest=contest).first()
    return told.PapersTold(
        envelopes=found.envelopes,
        extra=found.extra,
        empty=found.empty,
        found=found.found,
        keyed_once=found.keyed_once,
        keyed_twice=found.keyed_twice,
        mismatches=found.mismatches,
        doubtful=found.doubtful,
        undecided=found.undecided,
        valid=found.valid,
        rejected={str(heading.value): n for heading, n in found.rejected.items()},
        rejected_in_all=found.rejected_total,
        verified_at=verified.at if verified else None,
    )
