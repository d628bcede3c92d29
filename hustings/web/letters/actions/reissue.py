"""A code issued again, once two officers agreed: the old ones die at once, a new one is sent."""

from __future__ import annotations

from hustings.errors import RuleError
from hustings.web.booth import codes
from hustings.web.letters.background import enqueue_batch, enqueue_run
from hustings.web.letters.messages import standard_subject
from hustings.web.letters.models import Delivery, Mailing, MailKind, PrintKind, PrintRun
from hustings.web.letters.state import not_now
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.roll.models import Elector, LateAct, LateKind

__all__ = ["late_act_done", "reissue"]


def late_act_done(act: LateAct, by: Actor) -> None:
    """The roll's hook: within the transaction in which the second officer agreed."""
    if act.kind == LateKind.REISSUE and act.elector is not None:
        reissue(act.elector, by=by)


def reissue(elector: Elector, *, by: Actor) -> PrintRun | Mailing | None:
    """Kill the elector's codes and make a letter with a new one, or an e-mail where there is no
    address. Before the contest is ready, the old ones die and the first letters will include her.

    Called within a transaction. RuleError where she can be written to by neither way.
    """
    codes.kill(elector, codes.Death.REISSUED)
    contest = elector.contest
    if not elector.address.strip() and not elector.email.strip():
        raise RuleError(
            "This elector has neither address nor e-mail address on the roll, so a new code cannot "
            "be sent."
        )
    if not_now(contest, PrintKind.REISSUE):
        return None
    if elector.address.strip():
        run = PrintRun.objects.create(
            contest=contest,
            kind=PrintKind.REISSUE,
            elector=elector,
            at=clock.now(),
            by=by.words[:254],
        )
        enqueue_run(run, by=by)
        return run
    mailing = Mailing.objects.create(
        contest=contest,
        kind=MailKind.REISSUE,
        subject=standard_subject(contest, MailKind.REISSUE),
        at=clock.now(),
        by=by.words[:254],
        started_at=clock.now(),
    )
    Delivery.objects.create(mailing=mailing, elector=elector)
    enqueue_batch(mailing, by=by)
    return mailing
