"""Codes that are shown on a screen: for trying things out, and for demonstrations."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.booth import codes
from hustings.web.contests.models import Contest, State
from hustings.web.letters.telling import tell
from hustings.web.officers.actor import Actor
from hustings.web.project.plurals import number_of
from hustings.web.roll.queries import live_electors

__all__ = ["MOST_SHOWN", "codes_on_screen", "demo_codes"]

MOST_SHOWN = 50


@transaction.atomic
def codes_on_screen(contest: Contest, n: int, *, by: Actor) -> list[str]:
    """So many test codes, each of another elector who has not voted in the test, shown this once.

    RuleError unless the contest is a draft in test mode, or where the roll has nobody left.
    """
    now = Contest.objects.select_for_update(of=("self",)).get(pk=contest.pk)
    if now.state != State.DRAFT or not now.test_mode:
        raise RuleError(_("Codes are shown on the screen in test mode alone."))
    if not 1 <= n <= MOST_SHOWN:
        raise RuleError(_("Ask for 1 to %(most)d codes.") % {"most": MOST_SHOWN})
    shown = _codes(now, n, codes.Channel.TEST)
    tell(now, by.words, "test-codes", f"Had {number_of(len(shown), 'test code')} shown.")
    return shown


def demo_codes(contest: Contest, n: int) -> list[str]:
    """So many codes of a fictional contest's electors who have not voted, and hold none yet if
    there are enough of those. RuleError for any contest that is not marked as fictional.
    """
    if not contest.fictional:
        raise RuleError("Only a contest that is marked as fictional gives its codes away.")
    in_test = contest.state == State.DRAFT
    with transaction.atomic():
        return _codes(contest, n, codes.Channel.TEST if in_test else codes.Channel.OFFICER)


def _codes(contest: Contest, n: int, channel: codes.Channel) -> list[str]:
    waiting = live_electors(contest).filter(participation=None)
    electors = list(waiting.exclude(codes__dead="").order_by("pk")[:n])
    if len(electors) < n:
        known = [elector.pk for elector in electors]
        electors += waiting.exclude(pk__in=known).order_by("pk")[: n - len(electors)]
    if not electors:
        raise RuleError(_("Nobody on the roll is left to vote: upload the roll first."))
    return codes.issue_many(electors, channel=channel)
