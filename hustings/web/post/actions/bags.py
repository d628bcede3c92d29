"""Bags of envelopes: when one came, how many were counted in it, and what was put right."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.actions.writing import locked, note
from hustings.web.contests.models import Contest, State
from hustings.web.contests.zoned import moment_words
from hustings.web.officers.actor import Actor
from hustings.web.post import queries
from hustings.web.post.actions.locking import bag_held, contest_shared
from hustings.web.post.models import Bag
from hustings.web.project import clock
from hustings.web.project.plurals import number_of

__all__ = ["MOST_IN_A_BAG", "confirm_bag", "correct_bag", "enter_bag", "finish_if_balanced"]

MOST_IN_A_BAG = 5_000


@transaction.atomic
def enter_bag(
    contest: Contest,
    *,
    arrived_at: datetime,
    envelopes: int,
    note_on_it: str = "",
    number: int | None = None,
    by: Actor,
) -> Bag:
    """Enter a bag: when it came, and how many envelopes were counted in it by hand.

    ``number`` is the one that its form was made for, so that a form sent twice enters one bag.
    RuleError for a time to come, for no envelopes, and where the contest takes no post.
    """
    contest = locked(contest, by, states=(State.READY,), act=_("given envelopes"))
    following = 1 + (contest.bags.aggregate(last=Max("number"))["last"] or 0)
    _check_bag(contest, arrived_at, envelopes, following, number)
    now, deadline = clock.now(), queries.deadline(contest)
    backdated = deadline is not None and arrived_at <= deadline < now
    bag = Bag.objects.create(
        contest=contest,
        number=following,
        arrived_at=arrived_at,
        envelopes=envelopes,
        note=note_on_it,
        by=by.words[:254],
        entered_by=by.user,
        needs_confirming=backdated,
        at=now,
    )
    late = " It waits for a second officer, for the time for posted papers is over."
    note(
        contest,
        by,
        "post-bag",
        f"Entered bag {following}: {number_of(envelopes, 'envelope')}, arrived on "
        f"{moment_words(contest, arrived_at)}.{late if backdated else ''}",
    )
    return bag


def _check_bag(
    contest: Contest, arrived_at: datetime, envelopes: int, following: int, number: int | None
) -> None:
    if not queries.takes_post(contest):
        raise RuleError(_("This contest takes no posted papers: set up the post first."))
    if number is not None and number != following:
        raise RuleError(
            _("Bag %(bag)d was entered meanwhile; look at the list before you enter another.")
            % {"bag": number}
        )
    if arrived_at > clock.now():
        raise RuleError(_("A bag cannot have come in the future."))
    if not 1 <= envelopes <= MOST_IN_A_BAG:
        raise RuleError(
            _("A bag holds from 1 to %(most)d envelopes; enter more as several bags.")
            % {"most": MOST_IN_A_BAG}
        )


@transaction.atomic
def confirm_bag(bag: Bag, *, by: Actor) -> Bag:
    """A second officer confirms when the bag came, and how many envelopes were in it.

    RuleError for whoever entered or corrected it, and where nothing waits for confirmation.
    """
    contest = contest_shared(bag.contest, by)
    bag = bag_held(bag)
    if not bag.needs_confirming or bag.confirmed_at is not None:
        raise RuleError(_("Bag %(bag)d needs no second officer.") % {"bag": bag.number})
    if by.user.pk in (bag.entered_by_id, bag.corrected_by_id):
        raise RuleError(
            _("You entered or corrected bag %(bag)d: another officer must confirm it.")
            % {"bag": bag.number}
        )
    bag.confirmed_by, bag.confirmed_at = by.user, clock.now()
    bag.save(update_fields=["confirmed_by", "confirmed_at"])
    note(
        contest,
        by,
        "post-bag",
        f"Confirmed that bag {bag.number} with {number_of(bag.envelopes, 'envelope')} arrived on "
        f"{moment_words(contest, bag.arrived_at)}.",
    )
    return bag


@transaction.atomic
def correct_bag(bag: Bag, envelopes: int, reason: str, *, by: Actor) -> Bag:
    """Put right how many envelopes the bag held, with a reason; it is finished if that balances.

    RuleError below the number of those received. After the deadline a higher count waits for a
    second officer, or a late envelope could join a bag that came in time.
    """
    contest = contest_shared(bag.contest, by)
    bag = bag_held(bag)
    was, scanned = bag.envelopes, bag.receipts.count()
    _check_correction(bag, envelopes, scanned, reason)
    deadline = queries.deadline(contest)
    bag.envelopes, bag.corrected_by, bag.finished_at = envelopes, by.user, None
    if envelopes > was and deadline is not None and bag.arrived_at <= deadline < clock.now():
        bag.needs_confirming, bag.confirmed_by, bag.confirmed_at = True, None, None
    bag.save()
    note(
        contest,
        by,
        "post-bag",
        f"Corrected the count of bag {bag.number} from {was} to "
        f"{number_of(envelopes, 'envelope')}: {reason}",
    )
    finish_if_balanced(contest, bag, scanned, by)
    return bag


def _check_correction(bag: Bag, envelopes: int, scanned: int, reason: str) -> None:
    if not scanned <= envelopes <= MOST_IN_A_BAG:
        raise RuleError(
            _("%(n)d envelopes of this bag are received: it held as many, or more, up to %(most)d.")
            % {"n": scanned, "most": MOST_IN_A_BAG}
        )
    if envelopes == bag.envelopes:
        raise RuleError(_("That is the count as it stands."))
    if not reason.strip():
        raise RuleError(_("Say why the count was wrong."))


def finish_if_balanced(contest: Contest, bag: Bag, scanned: int, by: Actor) -> None:
    """Finish the bag once as many envelopes were received as were counted."""
    if scanned != bag.envelopes:
        return
    bag.finished_at = clock.now()
    bag.save(update_fields=["finished_at"])
    outcomes = dict(bag.receipts.order_by().values_list("outcome").annotate(n=Count("pk")))
    note(
        contest,
        by,
        "post-bag",
        f"Bag {bag.number} balances: {number_of(scanned, 'envelope')} counted and received, "
        f"{outcomes.get('accepted', 0)} accepted, {outcomes.get('refused', 0)} refused.",
    )
