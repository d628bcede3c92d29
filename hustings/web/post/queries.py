"""What is known of posted papers: read here, written in ``actions``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404
from django.utils.translation import gettext as _

from hustings.rounding import grouped
from hustings.web.booth.models import Participation
from hustings.web.contests.models import Contest
from hustings.web.post.models import (
    Alarm,
    Bag,
    Fate,
    Outcome,
    PostSetup,
    Receipt,
    Refusal,
    ReturnEnvelope,
)

__all__ = [
    "PostFigures",
    "ShownBag",
    "accepted_by",
    "alarm_for",
    "alarms_unanswered",
    "asks_declaration",
    "bag_for",
    "bags_of",
    "close_blockers",
    "curable",
    "deadline",
    "electors_sent",
    "figures",
    "receipt_for",
    "refusals",
    "refused_receipts",
    "takes_post",
]


def takes_post(contest: Contest) -> bool:
    """Whether the contest takes posted papers: an officer set it up so."""
    return PostSetup.objects.filter(contest=contest).exists()


def asks_declaration(contest: Contest) -> bool:
    """Whether a declaration on the return envelope must be completed."""
    return PostSetup.objects.filter(contest=contest, asks_declaration=True).exists()


def deadline(contest: Contest) -> datetime | None:
    """Until when posted papers must have arrived, that moment included; None if it is not set."""
    return contest.post_closes_at or contest.closes_at


@dataclass(frozen=True, slots=True)
class PostFigures:
    """Envelopes: ``received = accepted + refused``, whatever they held.

    ``sent`` counts return envelopes printed for electors and not held back, ``waiting`` those that
    were counted in bags and not yet scanned, ``cured`` those of the accepted that were refused
    first; ``fates`` those sent that are good no longer.
    """

    sent: int
    received: int
    accepted: int
    refused: Mapping[Refusal, int]
    waiting: int
    fates: Mapping[Fate, int]
    cured: int

    @property
    def refused_in_all(self) -> int:
        """Under whatever heading."""
        return sum(self.refused.values())


def figures(contest: Contest) -> PostFigures:
    """The figures of the post at this moment."""
    received, refused = refusals(contest)
    cured = contest.receipts.filter(cured_at__isnull=False).count()
    counted = contest.bags.aggregate(n=Sum("envelopes"))["n"] or 0
    by_fate = _counted(_envelopes(contest), "fate")
    withdrawn = by_fate.get(Fate.WITHDRAWN, 0)
    return PostFigures(
        sent=sum(by_fate.values()) - withdrawn,
        received=received,
        accepted=received - sum(refused.values()),
        refused=refused,
        waiting=counted - received,
        fates={fate: by_fate.get(fate, 0) for fate in Fate if fate != Fate.GOOD},
        cured=cured,
    )


def _envelopes(contest: Contest) -> QuerySet[ReturnEnvelope]:
    return ReturnEnvelope.objects.filter(contest=contest, run__test=False)


def _counted(rows: QuerySet[ReturnEnvelope] | QuerySet[Receipt], by: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(by).annotate(n=Count("pk")))


def refusals(contest: Contest) -> tuple[int, dict[Refusal, int]]:
    """How many envelopes were received, and how many are refused under each heading now."""
    rows = contest.receipts.order_by().values_list("outcome", "heading")
    found = {(outcome, heading): n for outcome, heading, n in rows.annotate(n=Count("pk"))}
    refused = {heading: found.get((Outcome.REFUSED, heading), 0) for heading in Refusal}
    return sum(found.values()), refused


def accepted_by(contest: Contest) -> Mapping[tuple[str, str], int]:
    """How many envelopes are accepted of each section and basis: so many are to be opened."""
    rows = contest.receipts.filter(outcome=Outcome.ACCEPTED).order_by()
    counted = rows.values_list("section", "basis").annotate(n=Count("pk"))
    return {(section, basis): n for section, basis, n in counted}


def electors_sent(contest: Contest) -> int:
    """How many electors were sent a return envelope, once each however often it was replaced."""
    sent = _envelopes(contest).exclude(fate=Fate.WITHDRAWN)
    if contest.erased_at is not None:  # nobody's by now: whoever was sent another is counted there
        return sent.filter(fate=Fate.GOOD).count()
    on_roll = Q(elector__struck_at=None) | Q(elector__participation__isnull=False)
    return sent.filter(on_roll).values("elector").distinct().count()


@dataclass(frozen=True, slots=True)
class ShownBag:
    """A bag and how far it is."""

    bag: Bag
    received: int
    accepted: int
    late: bool

    @property
    def left(self) -> int:
        """Envelopes still to be scanned."""
        return self.bag.envelopes - self.received

    @property
    def refused(self) -> int:
        """Received and refused."""
        return self.received - self.accepted

    @property
    def held(self) -> bool:
        """Whether it waits for a second officer."""
        return self.bag.needs_confirming and self.bag.confirmed_at is None


def bags_of(contest: Contest) -> Sequence[ShownBag]:
    """The contest's bags, newest first."""
    until = deadline(contest)
    rows = contest.bags.select_related("confirmed_by").annotate(
        n_received=Count("receipts"),
        n_accepted=Count("receipts", filter=Q(receipts__outcome=Outcome.ACCEPTED)),
    )
    return [
        ShownBag(
            bag,
            bag.n_received,
            bag.n_accepted,
            until is not None and bag.arrived_at > until,
        )
        for bag in rows.order_by("-number")
    ]


def bag_for(contest: Contest, number: int) -> Bag:
    """A bag of the contest by its number; Http404 for any other."""
    bag = contest.bags.filter(number=number).first()
    if bag is None:
        raise Http404
    bag.contest = contest
    return bag


def receipt_for(contest: Contest, key: int) -> Receipt:
    """A receipt of the contest; Http404 for any other."""
    found = contest.receipts.select_related("bag", "envelope__elector").filter(pk=key).first()
    if found is None:
        raise Http404
    found.contest = contest
    return found


def refused_receipts(contest: Contest, heading: str = "") -> QuerySet[Receipt]:
    """Envelopes that are refused now, the newest first; of one heading if it is named."""
    found = contest.receipts.filter(outcome=Outcome.REFUSED).select_related(
        "bag", "envelope__elector"
    )
    return (found.filter(heading=heading) if heading else found).order_by("-pk")


def curable(contest: Contest) -> QuerySet[Receipt]:
    """Refused for want of the declaration alone: their electors can still put it right.

    Whoever has voted since, was struck, or was sent another envelope is not among them.
    """
    return refused_receipts(contest, Refusal.DECLARATION).filter(
        envelope__fate=Fate.GOOD,
        envelope__elector__struck_at=None,
        envelope__elector__participation=None,
        envelope__elector__isnull=False,
    )


def alarm_for(contest: Contest, heading: str) -> Alarm:
    """The contest's alarm of that heading; Http404 if it has not rung."""
    alarm = contest.alarms.filter(heading=heading).first()
    if alarm is None:
        raise Http404
    alarm.contest = contest
    return alarm


def alarms_unanswered(contest: Contest) -> Sequence[Alarm]:
    """Alarms that nobody has answered, newest first."""
    return list(contest.alarms.filter(heard_at=None))


def close_blockers(contest: Contest) -> list[str]:
    """Why the poll cannot be closed yet: envelopes not scanned, figures that do not balance."""
    waiting = [shown for shown in bags_of(contest) if shown.bag.finished_at is None]
    told = [
        _("Bag %(bag)d: %(left)s of %(all)s envelopes are still to be scanned.")
        % {
            "bag": shown.bag.number,
            "left": grouped(shown.left),
            "all": grouped(shown.bag.envelopes),
        }
        for shown in reversed(waiting)
    ]
    if takes_post(contest):
        told += _unbalanced(contest)
    return told


def _unbalanced(contest: Contest) -> list[str]:
    """The sections in which votes by post are not as many as accepted envelopes."""
    rows = Participation.objects.filter(contest=contest, channel="post").order_by()
    voted = dict(rows.values_list("elector__section").annotate(n=Count("pk")))
    accepted = _counted(contest.receipts.filter(outcome=Outcome.ACCEPTED), "section")
    return [
        _(
            "%(section)s: %(voted)s electors are marked as having voted by post, but %(accepted)s "
            "envelopes were accepted. Restore the last backup, or ask for help."
        )
        % {
            "section": section,
            "voted": grouped(voted.get(section, 0)),
            "accepted": grouped(accepted.get(section, 0)),
        }
        for section in sorted({*voted, *accepted})
        if voted.get(section, 0) != accepted.get(section, 0)
    ]
