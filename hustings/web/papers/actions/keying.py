"""Keying: begun, a paper at a time, the last one taken back, finished; by two people, each alone.

A paper is stored in a transaction of its own that locks the keying alone, so that many people key
at once. The form's place and number (nonce) make it exactly once: sent twice it is stored once,
and of two windows the slower learns that it came second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.actions.writing import note
from hustings.web.contests.models import State
from hustings.web.officers.actor import Actor
from hustings.web.papers.actions.batching import locked_batch
from hustings.web.papers.actions.settling import lay_beside_each_other
from hustings.web.papers.batches import verified
from hustings.web.papers.models import Batch, Entry, Keying
from hustings.web.project import clock
from hustings.web.project.plurals import number_of

__all__ = ["Sheet", "begin", "finish", "store", "take_back", "throw_away"]

_TURNS = {1: "first", 2: "second"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper as it was keyed. ``nonce`` is the form's own; ``marks`` by candidate's key."""

    place: int
    nonce: str
    paper: str
    marks: Mapping[str, str] = field(default_factory=dict)
    doubt: str = ""
    note: str = ""


@transaction.atomic
def begin(batch: Batch, *, by: Actor) -> Keying:
    """The officer's keying of the batch: the one she began, or the first or second that is free.

    RuleError before the close, before the batch balances, and for whoever keyed it already.
    """
    contest, batch = locked_batch(batch, by, states=(State.CLOSED,), act=_("keyed"))
    if batch.balanced_at is None:
        raise RuleError(_("This batch does not balance yet: nothing of it is keyed before."))
    held = {keying.turn: keying for keying in batch.keyings.all()}
    mine = next((keying for keying in held.values() if keying.by_id == by.user.pk), None)
    if mine is not None and mine.done_at is None:
        return mine
    free = [turn for turn in _TURNS if turn not in held]
    if mine is not None and free:
        raise RuleError(_("You keyed this batch: the second time is another person’s."))
    if not free or batch.settled_at is not None:
        raise RuleError(_("Two people key this batch, or have keyed it, already."))
    keying = Keying.objects.create(batch=batch, turn=free[0], by=by.user, began_at=clock.now())
    papers = number_of(batch.found, "paper")
    sentence = f"Began the {_TURNS[keying.turn]} keying of batch {batch.number}, {papers}."
    note(contest, by, "keying-begun", sentence)
    return keying


@transaction.atomic
def store(keying: Keying, sheet: Sheet, *, by: Actor) -> None:
    """Store the next paper; nothing is done for one that is stored already from the same form.

    RuleError for a place that another form filled or took back, and beyond the papers found.
    """
    keying = _mine(keying, by)
    last = _last_place(keying)
    if sheet.place <= last:
        same = keying.entries.filter(place=sheet.place, nonce=sheet.nonce).exists()
        if same:
            return
        raise RuleError(
            _("Paper %(n)s was keyed already, perhaps in another window: nothing was changed.")
            % {"n": sheet.place}
        )
    if sheet.place > last + 1:
        raise RuleError(
            _("Paper %(n)s was taken back in another window: key it before you go on.")
            % {"n": last + 1}
        )
    if sheet.place > keying.batch.found:
        raise RuleError(_beyond(keying.batch))
    Entry.objects.create(
        keying=keying, place=sheet.place, paper=sheet.paper, marks=dict(sheet.marks),
        doubt=sheet.doubt, note=sheet.note, nonce=sheet.nonce,
    )  # fmt: skip


def _beyond(batch: Batch) -> str:
    return _(
        "All %(n)s papers that were found in this batch are keyed. If there is one more in your "
        "hand, the batch was not counted right: have it counted again."
    ) % {"n": batch.found}


@transaction.atomic
def take_back(keying: Keying, place: int, *, by: Actor) -> str:
    """Take the last paper back, so that it is keyed anew; its number. Sent twice it is done once.

    RuleError for any other than the last.
    """
    keying = _mine(keying, by)
    last = _last_place(keying)
    if place > last:
        return ""
    if place < last:
        raise RuleError(_("Only the last paper, %(n)s, can be taken back.") % {"n": last})
    entry = keying.entries.get(place=place)
    entry.delete()
    return entry.paper


@transaction.atomic
def finish(keying: Keying, *, by: Actor) -> Batch:
    """End a keying of all papers that were found; after the second both are laid side by side.

    Done already, nothing happens. RuleError while a paper is left to key.
    """
    contest, batch = locked_batch(keying.batch, by, states=(State.CLOSED,), act=_("keyed"))
    keying = batch.keyings.get(pk=keying.pk)
    assert keying.by_id == by.user.pk
    if keying.done_at is not None:
        return batch
    left = batch.found - keying.entries.count()
    if left:
        raise RuleError(
            _("%(left)s of %(n)s papers are still to be keyed. If there are no more in your hand, "
              "the batch was not counted right: have it counted again.")
            % {"left": left, "n": batch.found}
        )  # fmt: skip
    keying.done_at = clock.now()
    keying.save(update_fields=["done_at"])
    differing = ""
    if batch.keyings.filter(done_at__isnull=False).count() == len(_TURNS):
        papers = lay_beside_each_other(batch)
        differing = f" {number_of(papers, 'paper')} to look at again." if papers else " All agree."
    turn = f"the {_TURNS[keying.turn]} keying of batch {batch.number}"
    note(contest, by, "keying-done", f"Finished {turn}: {batch.found} papers.{differing}")
    return batch


@transaction.atomic
def throw_away(keying: Keying, *, by: Actor) -> int:
    """Throw an unfinished keying away, so that another person can take its turn; its papers.

    Her own, or a returning officer anybody's. RuleError once it is finished.
    """
    contest, batch = locked_batch(keying.batch, by, states=(State.CLOSED,), act=_("keyed"))
    now = batch.keyings.filter(pk=keying.pk).select_related("by").first()
    if now is None:
        return 0
    if now.done_at is not None:
        raise RuleError(_("This keying is finished, and stands."))
    if now.by_id != by.user.pk and not by.may_declare:
        raise RuleError(_("Only a returning officer throws another person’s keying away."))
    papers = now.entries.all().delete()[0]
    now.delete()
    whose = f"the {_TURNS[now.turn]} keying of batch {batch.number}, begun by {now.by}"
    told = f"Threw away {whose}: {number_of(papers, 'paper')} keyed."
    note(contest, by, "keying-thrown-away", told)
    return papers


def _mine(keying: Keying, by: Actor) -> Keying:
    """The officer's own keying under lock, if it can go on."""
    held = Keying.objects.select_for_update(of=("self",)).select_related("batch__contest")
    now = held.filter(pk=keying.pk).first()
    if now is None:
        raise RuleError(_("This keying was thrown away meanwhile: begin the batch anew."))
    assert now.by_id == by.user.pk
    if now.done_at is not None:
        raise RuleError(_("You finished the keying of this batch."))
    if now.batch.contest.state != State.CLOSED or verified(now.batch.contest):
        raise RuleError(_("Nothing is keyed now: keying is between the close and the count."))
    return now


def _last_place(keying: Keying) -> int:
    return keying.entries.aggregate(last=Max("place"))["last"] or 0
