"""The returning officer's answer to a request for a recount, and what waits for it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.errors import RuleError
from hustings.rounding import grouped
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.scrutiny import queries
from hustings.web.scrutiny.actions.acting import held, note, plain
from hustings.web.scrutiny.models import RecountRequest
from hustings.web.scrutiny.words import role_on_record

__all__ = ["answer", "keep_until_answered"]


@transaction.atomic
def answer(asked: RecountRequest, *, granted: bool, words: str, by: Actor) -> RecountRequest:
    """Grant or decline a recount, with a reason, once. It is counted again by an act of its own."""
    contest = held(asked.version.contest, by, declaring=True)
    unanswered = RecountRequest.objects.filter(pk=asked.pk, answered_at=None)
    done = unanswered.update(
        granted=granted,
        answer=plain(words, _("why the recount is granted or declined")),
        answered_by=by.words,
        answered_at=clock.now(),
    )
    if not done:
        raise RuleError(_("This request was answered already."))
    did = "Granted" if granted else "Declined"
    agent = asked.agent
    told = (
        f"{did} the recount that {agent.name}, {role_on_record(agent)}, asked for: {words.strip()}"
    )
    note(contest, by, "recount granted" if granted else "recount declined", told)
    asked.refresh_from_db()
    return asked


def keep_until_answered(contest: Contest) -> None:
    """RuleError while a recount is asked for without an answer, or granted and not made."""
    if waiting := queries.open_requests(contest):
        told = ngettext(
            "%(n)s request for a recount must be answered first: go to Agents and scrutineers.",
            "%(n)s requests for a recount must be answered first: go to Agents and scrutineers.",
            waiting,
        )
        raise RuleError(told % {"n": grouped(waiting)})
    if queries.undone_recounts(contest):
        raise RuleError(
            _("A recount was granted and is not made yet: count the same papers again first.")
        )
