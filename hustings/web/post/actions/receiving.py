"""An envelope is received once: accepted with its vote, or refused under a heading; cured later.

One transaction holds the participation, the dead codes and the receipt. Whoever repeats a scan
gets the receipt that there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.booth import codes
from hustings.web.booth.models import Participation
from hustings.web.contests.actions.writing import note
from hustings.web.contests.models import Contest
from hustings.web.contests.zoned import moment_words
from hustings.web.officers.actor import Actor
from hustings.web.post import queries
from hustings.web.post.actions import alarm
from hustings.web.post.actions.bags import finish_if_balanced
from hustings.web.post.actions.locking import bag_held, contest_shared, elector_held
from hustings.web.post.models import Bag, Outcome, Receipt, Refusal, ReturnEnvelope
from hustings.web.post.numbers import read_envelope
from hustings.web.post.verdicts import Facts, refusal
from hustings.web.project import clock
from hustings.web.roll.models import Elector

__all__ = ["POST", "Received", "cure", "needs_looking_at", "receive", "receive_unread"]

POST = "post"
"""The channel of a participation that came in an envelope."""
_LONGEST_READ = 40


@dataclass(frozen=True, slots=True)
class Received:
    """The receipt of an envelope. ``repeated``: it was there already, and nothing was changed."""

    receipt: Receipt
    repeated: bool


@transaction.atomic
def receive(
    bag: Bag, text: str, *, declaration: bool = True, another_after: int | None = None, by: Actor
) -> Received:
    """Receive the envelope whose number was scanned or typed from the bag.

    ``declaration``: whether it is completed, where the contest asks for one. ``another_after``: it
    is a second envelope with a number that this bag had before, and so many receipts were in the
    bag when that was said. RuleError for a slip in the number, for a bag that takes no more, and
    for a contest that is not ready; then nothing is recorded.
    """
    contest = contest_shared(bag.contest, by)
    envelope = read_envelope(contest, text)
    elector = elector_held(envelope) if envelope else None
    bag = bag_held(bag)
    read = "" if envelope else _as_read(text)
    if another_after is None:
        known = Receipt.objects.filter(bag=bag, envelope=envelope, read=read).first()
        if known is not None:
            return Received(known, repeated=True)
    scanned = _may_take(bag, another_after)
    facts = facts_of(contest, bag, envelope, elector, declared=declaration)
    receipt = _record(contest, bag, envelope, elector, refusal(facts), read=read, by=by)
    _after(contest, bag, scanned + 1, by)
    return Received(receipt, repeated=False)


def needs_looking_at(bag: Bag, text: str) -> bool:
    """Whether all that is left to know of the envelope is if its declaration is completed.

    Records nothing. False where it is received or refused whatever the declaration says; RuleError
    for a slip in the number.
    """
    contest = bag.contest
    held = bag.needs_confirming and bag.confirmed_at is None
    if held or bag.finished_at is not None or not queries.asks_declaration(contest):
        return False
    envelope = read_envelope(contest, text)
    if envelope is None or bag.receipts.filter(envelope=envelope).exists():
        return False
    facts = facts_of(contest, bag, envelope, envelope.elector, declared=False)
    return refusal(facts) is Refusal.DECLARATION


@transaction.atomic
def receive_unread(bag: Bag, text: str, *, after: int, by: Actor) -> Receipt:
    """Refuse an envelope from the bag whose number cannot be read, or that bears none.

    ``text`` is what could be read; ``after`` how many receipts the bag had when that was said, so
    that a button pressed twice refuses one envelope. Errors as in :func:`receive`.
    """
    contest = contest_shared(bag.contest, by)
    bag = bag_held(bag)
    scanned = _may_take(bag, after)
    receipt = _record(
        contest, bag, None, None, Refusal.NOT_ON_ROLL, read=_as_read(text) or "–", by=by
    )
    _after(contest, bag, scanned + 1, by)
    return receipt


def _as_read(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_READ]


def _may_take(bag: Bag, after: int | None) -> int:
    """How many envelopes of the bag were scanned; RuleError if it takes no more."""
    scanned = bag.receipts.count()
    if after is not None and scanned != after:
        raise RuleError(
            _("Not recorded: an envelope of this bag was received since that page was made.")
        )
    if bag.finished_at is not None:
        raise RuleError(
            _(
                "All %(n)d envelopes that were counted in bag %(bag)d are received. If there is "
                "one more, correct the count of the bag first."
            )
            % {"n": bag.envelopes, "bag": bag.number}
        )
    if bag.needs_confirming and bag.confirmed_at is None:
        raise RuleError(
            _("Bag %(bag)d waits for a second officer, who confirms when it came.")
            % {"bag": bag.number}
        )
    return scanned


def facts_of(
    contest: Contest,
    bag: Bag,
    envelope: ReturnEnvelope | None,
    elector: Elector | None,
    *,
    declared: bool,
) -> Facts:
    """What decides of the envelope, as it stands now."""
    deadline = queries.deadline(contest)
    voted = Participation.objects.filter(elector=elector) if elector else None
    return Facts(
        known=envelope is not None and elector is not None and not envelope.run.test,
        struck=elector is not None and elector.struck_at is not None,
        late=deadline is not None and bag.arrived_at > deadline,
        voted_by=(voted.values_list("channel", flat=True).first() or "") if voted else "",
        fate=envelope.fate if envelope else "",
        declared=declared or not queries.asks_declaration(contest),
    )


def _record(
    contest: Contest,
    bag: Bag,
    envelope: ReturnEnvelope | None,
    elector: Elector | None,
    heading: Refusal | None,
    *,
    read: str,
    by: Actor,
) -> Receipt:
    if heading is None:
        assert elector is not None
        _take_part(contest, elector)
    accepted = heading is None and elector is not None
    return Receipt.objects.create(
        contest=contest,
        bag=bag,
        envelope=envelope,
        read=read,
        outcome=Outcome.ACCEPTED if accepted else Outcome.REFUSED,
        heading=heading or "",
        section=elector.section if accepted and elector else "",
        basis=elector.basis if accepted and elector else "",
        at=clock.now(),
        by=by.words[:254],
    )


def _take_part(contest: Contest, elector: Elector) -> None:
    """The vote is in, by post, and every code of the elector is dead."""
    day = clock.now().astimezone(ZoneInfo(contest.timezone)).date()
    Participation.objects.create(
        elector=elector, contest=contest, channel=POST, day=day, receipt="", nonce=b""
    )
    codes.kill(elector, codes.Death.POSTED)


def _after(contest: Contest, bag: Bag, scanned: int, by: Actor) -> None:
    finish_if_balanced(contest, bag, scanned, by)
    alarm.listen(contest)


@transaction.atomic
def cure(receipt: Receipt, *, completed_at: datetime, by: Actor) -> Receipt:
    """Accept an envelope after all: its elector has completed the declaration, in time.

    RuleError where it was refused for another reason, was cured already, the declaration came too
    late, or the elector has voted, was struck or was sent another envelope meanwhile.
    """
    contest = contest_shared(receipt.contest, by)
    envelope = receipt.envelope
    elector = elector_held(envelope) if envelope else None
    receipt = (
        Receipt.objects.select_for_update(of=("self",)).select_related("bag").get(pk=receipt.pk)
    )
    if receipt.outcome != Outcome.REFUSED or receipt.heading != Refusal.DECLARATION:
        raise RuleError(_("Only an envelope refused for want of the declaration can be cured."))
    _check_time(contest, completed_at)
    facts = facts_of(contest, receipt.bag, envelope, elector, declared=True)
    if why := refusal(facts):
        raise RuleError(_("It stays refused: %(why)s.") % {"why": why.label})
    assert elector is not None
    _take_part(contest, elector)
    receipt.outcome, receipt.section, receipt.basis = (
        Outcome.ACCEPTED,
        elector.section,
        elector.basis,
    )
    receipt.cured_at, receipt.cured_by = clock.now(), by.words[:254]
    receipt.save(update_fields=["outcome", "section", "basis", "cured_at", "cured_by"])
    note(
        contest,
        by,
        "post-cured",
        f"Accepted envelope {receipt.pk} of bag {receipt.bag.number} after all: its declaration "
        f"was completed on {moment_words(contest, completed_at)}.",
    )
    return receipt


def _check_time(contest: Contest, completed_at: datetime) -> None:
    deadline = queries.deadline(contest)
    if completed_at > clock.now():
        raise RuleError(_("The declaration cannot have been completed in the future."))
    if deadline is not None and completed_at > deadline:
        raise RuleError(
            _("The declaration had to be completed by %(at)s.")
            % {"at": moment_words(contest, deadline)}
        )
