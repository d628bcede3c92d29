"""Batches: formed of opened envelopes, counted, closed once they balance, counted again.

Formed and balanced while the contest is ready or closed, so that envelopes can be opened as they
come; a batch tells how many envelopes were mixed in it, and never which.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.actions.writing import changes, locked, note
from hustings.web.contests.models import Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.papers.balance import why_not
from hustings.web.papers.batches import balance_of, left_for, next_number, verified
from hustings.web.papers.models import Batch, Entry, Keying, Reading
from hustings.web.post.queries import takes_post
from hustings.web.project import clock
from hustings.web.project.plurals import number_of

__all__ = [
    "Figures",
    "balance_batch",
    "count_again",
    "count_batch",
    "discard_batch",
    "form_batch",
    "locked_batch",
]

_NAMES = {
    "basis": "basis",
    "envelopes": "envelopes",
    "extra": "extra papers",
    "empty": "empty envelopes",
    "found": "papers found",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted by hand in a batch; ``basis`` is empty where several are mixed."""

    basis: str
    envelopes: int
    extra: int
    empty: int
    found: int


@transaction.atomic
def form_batch(
    contest: Contest, *, number: int, section: str, basis: str, envelopes: int, by: Actor
) -> Batch:
    """Put so many accepted envelopes into a new batch, which is to be the one of that number.

    RuleError where there are not so many, where too few would be mixed, and for a number that was
    taken meanwhile: the same form sent twice makes one batch.
    """
    contest = _open_to_batches(contest, by)
    if number != next_number(contest):
        raise RuleError(
            _("Batch %(n)s was formed already: look at it before you form another.") % {"n": number}
        )
    if why := why_not(envelopes, left_for(contest, (section, basis))):
        raise RuleError(why)
    batch = Batch.objects.create(
        contest=contest, number=number, section=section, basis=basis, envelopes=envelopes,
        by=by.words[:254], at=clock.now(),
    )  # fmt: skip
    kind = f"{basis or 'several bases'}, section {section}"
    opened = number_of(envelopes, "opened envelope")
    note(contest, by, "batch-formed", f"Formed batch {number} of {opened}: {kind}.")
    return batch


@transaction.atomic
def count_batch(batch: Batch, figures: Figures, *, by: Actor) -> Batch:
    """Write down what was counted in a batch that does not stand yet; figures put right at that.

    It may not balance: :func:`balance_batch` asks for that. RuleError for envelopes that there
    are not, and for a batch that is balanced.
    """
    contest, batch = locked_batch(batch, by, states=(State.READY, State.CLOSED))
    _still_counted(batch)
    kind = (batch.section, figures.basis)
    if (figures.basis, figures.envelopes) != (batch.basis, batch.envelopes) and (
        why := why_not(figures.envelopes, left_for(contest, kind, without=batch))
    ):
        raise RuleError(why)
    values = {name: getattr(figures, name) for name in _NAMES}
    told = changes(batch, values, _NAMES)
    for name, value in values.items():
        setattr(batch, name, value)
    batch.save(update_fields=list(values))
    if told:
        note(contest, by, "batch-counted", f"Counted batch {batch.number}: {told}.")
    return batch


@transaction.atomic
def balance_batch(batch: Batch, *, by: Actor) -> Batch:
    """Close the count of a batch, whose figures then stand; RuleError by how many it is out."""
    contest, batch = locked_batch(batch, by, states=(State.READY, State.CLOSED))
    _still_counted(batch)
    balance = balance_of(batch)
    if balance.out_by or balance.expected < 0:
        raise RuleError(balance.words())
    batch.balanced_at, batch.balanced_by = clock.now(), by.words[:254]
    if batch.found == 0:
        batch.settled_at = batch.balanced_at  # nothing to key
    batch.save(update_fields=["balanced_at", "balanced_by", "settled_at"])
    note(
        contest,
        by,
        "batch-balanced",
        f"Batch {batch.number} balances: {number_of(batch.found, 'paper')} found = "
        f"{number_of(batch.envelopes, 'envelope')} + {batch.extra} extra - {batch.empty} empty.",
    )
    return batch


@transaction.atomic
def discard_batch(batch: Batch, *, by: Actor) -> None:
    """Take back a batch that does not stand yet; its envelopes are to be put into another."""
    contest, batch = locked_batch(batch, by, states=(State.READY, State.CLOSED))
    _still_counted(batch)
    number, envelopes = batch.number, batch.envelopes
    batch.delete()
    told = f"Took batch {number} back: {number_of(envelopes, 'envelope')} wait again."
    note(contest, by, "batch-discarded", told)


@transaction.atomic
def count_again(batch: Batch, reason: str, *, by: Actor) -> Batch:
    """Open the figures of a balanced batch again, for a reason; what was keyed of it is thrown
    away, for it was of another number of papers. RuleError once a paper of it was adjudicated.
    """
    contest, batch = locked_batch(batch, by, states=(State.READY, State.CLOSED))
    if batch.balanced_at is None:
        raise RuleError(_("This batch is being counted as it is."))
    if Reading.objects.filter(batch=batch, adjudication__isnull=False).exists():
        raise RuleError(_("Officers decided on papers of this batch already: its figures stand."))
    if not reason.strip():
        raise RuleError(_("Say why the batch is counted again."))
    batch.balanced_at, batch.balanced_by, batch.settled_at = None, "", None
    batch.save(update_fields=["balanced_at", "balanced_by", "settled_at"])
    Reading.objects.filter(batch=batch).delete()
    keyed = Entry.objects.filter(keying__batch=batch).delete()[0]
    Keying.objects.filter(batch=batch).delete()
    gone = f" What was keyed of it is thrown away: {number_of(keyed, 'entry', 'entries')}."
    told = f"Counts batch {batch.number} again.{gone if keyed else ''} Reason: {reason.strip()}"
    note(contest, by, "batch-counted-again", told)
    return batch


def locked_batch(
    batch: Batch, by: Actor, *, states: tuple[State, ...], act: str = ""
) -> tuple[Contest, Batch]:
    """The contest and the batch as they are now, locked; RuleError in any other state, and once
    the papers are verified.
    """
    contest = locked(batch.contest, by, states=states, act=act or str(_("given batches of papers")))
    _not_verified(contest)
    now = Batch.objects.select_for_update(of=("self",)).filter(pk=batch.pk).first()
    if now is None:
        raise RuleError(_("This batch was taken back meanwhile."))
    now.contest = contest
    return contest, now


def _open_to_batches(contest: Contest, by: Actor) -> Contest:
    contest = locked(
        contest, by, states=(State.READY, State.CLOSED), act=_("given batches of papers")
    )
    if not takes_post(contest):
        raise RuleError(_("This contest takes no posted papers."))
    _not_verified(contest)
    return contest


def _not_verified(contest: Contest) -> None:
    if verified(contest):
        raise RuleError(_("The papers are verified: their figures stand."))


def _still_counted(batch: Batch) -> None:
    if batch.balanced_at is not None:
        raise RuleError(_("Batch %(n)s balances, and its figures stand.") % {"n": batch.number})
