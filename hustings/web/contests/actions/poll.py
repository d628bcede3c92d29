"""While people vote: the poll is kept open longer, or a candidate withdraws. Both are published."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.count import misfits
from hustings.errors import RuleError
from hustings.rounding import grouped
from hustings.web.contests.actions.writing import locked, note
from hustings.web.contests.models import Candidate, Contest, Extension, Notice, State
from hustings.web.contests.queries import Phase, ballots_cast, phase, standing
from hustings.web.contests.zoned import moment_words
from hustings.web.officers.actor import Actor
from hustings.web.project import clock

__all__ = ["extend", "withdraw_candidate"]


@transaction.atomic
def extend(contest: Contest, closes_at: datetime, reason: str, *, by: Actor) -> Contest:
    """Keep the poll open longer, for a reason that is published.

    RuleError after its closing time: a poll that has ended is not opened again. The time of the
    post and of the count move with it where they would otherwise come before the close.
    """
    contest = locked(contest, by, states=(State.READY,), act=_("extended"))
    before = contest.closes_at
    assert before is not None
    _check_extension(contest, before, closes_at, reason)
    contest.closes_at = closes_at
    if contest.post_closes_at is not None and contest.post_closes_at == before:
        contest.post_closes_at = closes_at
    if contest.count_at is not None and contest.count_at < closes_at:
        contest.count_at += closes_at - before
    contest.save(update_fields=["closes_at", "post_closes_at", "count_at"])
    now = clock.now()
    Extension.objects.create(
        contest=contest,
        closed_before=before,
        closes_after=closes_at,
        reason=reason,
        by=by.words[:254],
        at=now,
    )
    was, will = moment_words(contest, before), moment_words(contest, closes_at)
    text = _("Voting stays open until %(will)s, instead of %(was)s. %(reason)s")
    words = {"will": will, "was": was, "reason": reason}
    Notice.objects.create(contest=contest, text=text % words, at=now)
    note(
        contest,
        by,
        "extended",
        f"Extended the poll from {was} to {will}, when {grouped(ballots_cast(contest))} had "
        f"voted: {reason}",
    )
    return contest


def _check_extension(contest: Contest, before: datetime, after: datetime, reason: str) -> None:
    if phase(contest) is Phase.TOO_LATE:
        raise RuleError(
            _("Voting ended on %(when)s, and a poll that has ended is not opened again.")
            % {"when": moment_words(contest, before)}
        )
    if after <= before:
        raise RuleError(
            _("Voting closes on %(when)s; it can be extended beyond that, never shortened.")
            % {"when": moment_words(contest, before)}
        )
    if not reason.strip():
        raise RuleError(_("Say why the poll is extended."))


@transaction.atomic
def withdraw_candidate(candidate: Candidate, reason: str = "", *, by: Actor) -> Candidate:
    """Mark a candidate as withdrawn after the paper was fixed; it is published and stands.

    Papers stay as they are, and the count passes the name over. RuleError once envelopes were
    opened, and where too few would be left to stand: then abandon the contest.
    """
    contest = locked(
        candidate.contest,
        by,
        states=(State.READY, State.CLOSED),
        act=_("withdrawn from"),
    )
    candidate = contest.candidates.get(pk=candidate.pk)
    _check_withdrawal(contest, candidate)
    now = clock.now()
    candidate.withdrawn_at = now
    candidate.save(update_fields=["withdrawn_at"])
    text = _(
        "%(name)s withdrew on %(when)s. Papers already cast stand: wherever the name is ranked, "
        "the count passes it over. %(reason)s"
    )
    words = {"name": candidate.name, "when": moment_words(contest, now), "reason": reason}
    Notice.objects.create(contest=contest, text=(text % words).strip(), at=now)
    note(
        contest,
        by,
        "withdrawn",
        f"{candidate.name} withdrew, when {grouped(ballots_cast(contest))} had voted."
        f" {reason}".strip(),
    )
    return candidate


def _check_withdrawal(contest: Contest, candidate: Candidate) -> None:
    if candidate.withdrawn_at is not None:
        raise RuleError(_("%(name)s has withdrawn already.") % {"name": candidate.name})
    if contest.opened_envelopes_at is not None:
        raise RuleError(_("The envelopes are opened: nobody can withdraw from the count."))
    left = standing(contest) - 1
    for _option, problem in misfits(contest.rule, contest.seats, left):
        raise RuleError(
            _("Without %(name)s %(problem)s. Abandon the contest instead.")
            % {"name": candidate.name, "problem": problem}
        )
