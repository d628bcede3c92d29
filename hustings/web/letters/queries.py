"""Reading letters and mail: who was reached and how, and how far each run and mailing is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from hustings.web.contests.models import Contest, State
from hustings.web.letters.audience import EMAILED, with_live_code
from hustings.web.letters.models import (
    Delivery,
    DeliveryState,
    Mailing,
    Printed,
    PrintKind,
    PrintRun,
)
from hustings.web.letters.state import (
    MailState,
    RunState,
    destroyed_at_latest,
    mail_state,
    run_state,
)
from hustings.web.roll.queries import live_electors, suppressed

__all__ = [
    "MailCounts",
    "Reach",
    "ShownMailing",
    "ShownRun",
    "deliveries_of",
    "files_lying_here",
    "mailing_for",
    "mailings_of",
    "reach",
    "run_for",
    "run_to_post",
    "runs_of",
    "shown_mailing",
    "shown_run",
    "unprintable_electors",
]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of those on the roll were given a code by which way.

    A letter counts from when its file was made, unless that was destroyed unread; an e-mail from
    when it was handed to the mail server, until it came back. Whoever holds a code that works or
    has voted, without either, was given one otherwise. A made letter is not a posted one: whom
    nothing else has reached, and who has not voted, is ``unfetched`` while the file lies here, and
    ``unposted`` until the officer says that the letters were posted.
    """

    electors: int
    letter: int
    email: int
    both: int
    otherwise: int  # neither by letter nor by e-mail: by hand, or voted on paper
    objected: int  # of those who were sent nothing
    nowhere: int  # of those who were sent nothing: neither address nor e-mail address
    unfetched: int = 0  # of letters: reached by nothing but a file that nobody has fetched
    unposted: int = 0  # of letters: fetched, and not said to be posted

    @property
    def letter_alone(self) -> int:
        """By letter and not by e-mail."""
        return self.letter - self.both

    @property
    def email_alone(self) -> int:
        """By e-mail and not by letter."""
        return self.email - self.both

    @property
    def nothing(self) -> int:
        """Sent nothing at all."""
        return self.electors - self.letter - self.email + self.both - self.otherwise


def reach(contest: Contest) -> Reach:
    """How far the codes of the contest have got."""
    held = Q(run__destroyed_at=None) | Q(run__fetched_at__isnull=False)
    letter = Printed.objects.filter(held, elector=OuterRef("pk")).exclude(run__kind=PrintKind.TEST)
    email = Delivery.objects.filter(elector=OuterRef("pk"), state__in=EMAILED)
    electors = (
        live_electors(contest)
        .order_by()
        .annotate(
            l=Exists(letter),
            e=Exists(email),
            c=with_live_code(),
            fetched=Exists(letter.filter(run__fetched_at__isnull=False)),
            posted=Exists(letter.filter(run__posted_on__isnull=False)),
        )
    )
    unsent = Q(l=False, e=False)
    given = Q(c=True)
    if contest.state != State.DRAFT:  # trial ballots are no sign that anything was sent
        given |= Q(participation__isnull=False)
    none = unsent & ~given
    made_alone = Q(l=True, e=False, posted=False, participation=None)
    n = electors.aggregate(
        n_all=Count("pk"),
        n_letter=Count("pk", filter=Q(l=True)),
        n_email=Count("pk", filter=Q(e=True)),
        n_both=Count("pk", filter=Q(l=True, e=True)),
        n_otherwise=Count("pk", filter=unsent & given),
        n_nowhere=Count("pk", filter=none & Q(address="", email="")),
        n_unfetched=Count("pk", filter=made_alone & Q(fetched=False)),
        n_unposted=Count("pk", filter=made_alone & Q(fetched=True)),
    )
    objected = suppressed(contest)
    unreached = electors.filter(none, pk__in=objected).count() if objected else 0
    return Reach(
        n["n_all"],
        n["n_letter"],
        n["n_email"],
        n["n_both"],
        n["n_otherwise"],
        unreached,
        n["n_nowhere"],
        n["n_unfetched"],
        n["n_unposted"],
    )


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A print run as pages show it."""

    run: PrintRun
    state: RunState
    latest: datetime | None  # when its file is destroyed at the latest

    @property
    def has_file(self) -> bool:
        """Whether there is something to fetch."""
        return self.state in (RunState.MADE, RunState.FETCHED)


def shown_run(run: PrintRun) -> ShownRun:
    """The print run and how far it is."""
    return ShownRun(run, run_state(run), destroyed_at_latest(run))


def runs_of(contest: Contest) -> list[ShownRun]:
    """The print runs of the contest, newest first."""
    return [shown_run(run) for run in contest.print_runs.select_related("job")]


def files_lying_here(contest: Contest) -> int:
    """How many files with codes of real letters wait to be printed and destroyed."""
    return sum(run.has_file for run in runs_of(contest) if run.run.kind != PrintKind.TEST)


def run_to_post(contest: Contest) -> PrintRun | None:
    """The one print run that waits for its day of posting; None where there is none, or several."""
    waiting = contest.print_runs.filter(made_at__isnull=False, posted_on=None)
    held = waiting.filter(Q(destroyed_at=None) | Q(fetched_at__isnull=False))
    found = list(held.exclude(kind=PrintKind.TEST)[:2])
    return found[0] if len(found) == 1 else None


def run_for(contest: Contest, number: int) -> PrintRun:
    """A print run of the contest; Http404 for any other."""
    run = contest.print_runs.select_related("job").filter(pk=number).first()
    if run is None:
        raise Http404
    run.contest = contest
    return run


def unprintable_electors(run: PrintRun) -> list[tuple[int, str]]:
    """Number and name of those whose letter is not quite as their entry, at most a hundred."""
    numbers = run.unprintable[:100]
    found = live_electors(run.contest).filter(journal_number__in=numbers)
    return sorted(found.values_list("journal_number", "name"))


@dataclass(frozen=True, slots=True)
class MailCounts:
    """How many e-mails of a mailing are in each state."""

    waiting: int
    sent: int  # handed to the mail server, or delivered
    delivered: int
    bounced: int
    failed: int
    left_out: int
    maybe_twice: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.waiting + self.sent + self.bounced + self.failed + self.left_out

    @property
    def lost(self) -> int:
        """Those that reached nobody, as far as is known."""
        return self.bounced + self.failed


@dataclass(frozen=True, slots=True)
class ShownMailing:
    """A mailing as pages show it."""

    mailing: Mailing
    state: MailState
    counts: MailCounts


def shown_mailing(mailing: Mailing) -> ShownMailing:
    """The mailing, how far it is, and its numbers."""
    states = mailing.deliveries.order_by().values_list("state").annotate(n=Count("pk"))
    n = {str(state): number for state, number in states}
    delivered = n.get(DeliveryState.DELIVERED, 0)
    counts = MailCounts(
        waiting=n.get(DeliveryState.WAITING, 0) + n.get(DeliveryState.SENDING, 0),
        sent=n.get(DeliveryState.SENT, 0) + delivered,
        delivered=delivered,
        bounced=n.get(DeliveryState.BOUNCED, 0),
        failed=n.get(DeliveryState.FAILED, 0),
        left_out=n.get(DeliveryState.LEFT_OUT, 0),
        maybe_twice=mailing.deliveries.filter(maybe_twice=True).count(),
    )
    return ShownMailing(mailing, mail_state(mailing), counts)


def mailings_of(contest: Contest) -> list[ShownMailing]:
    """The mailings of the contest, newest first."""
    return [shown_mailing(one) for one in contest.mailings.select_related("job")]


def mailing_for(contest: Contest, number: int) -> Mailing:
    """A mailing of the contest; Http404 for any other."""
    mailing = contest.mailings.select_related("job").filter(pk=number).first()
    if mailing is None:
        raise Http404
    mailing.contest = contest
    return mailing


def deliveries_of(mailing: Mailing, state: str = "") -> QuerySet[Delivery]:
    """The e-mails of the mailing, or those in that state, with their electors."""
    found = mailing.deliveries.select_related("elector").order_by("pk")
    return found.filter(state=state) if state in DeliveryState.values else found
