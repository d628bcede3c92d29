"""After the second keying: what agrees is read, what differs is looked at again, paper in hand.

A reading takes the place that the paper has in the first keying. Whatever doubt either keying or
the third look saw stays with the reading: two officers decide on it, never one alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.actions.writing import note
from hustings.web.contests.models import Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.papers.actions.batching import locked_batch
from hustings.web.papers.matching import Keyed, Pair
from hustings.web.papers.mismatches import pairs_of
from hustings.web.papers.models import Batch, Reading
from hustings.web.post.numbers import Printed, read_paper
from hustings.web.project import clock

__all__ = ["Look", "Right", "lay_beside_each_other", "look_again"]


class Right(StrEnum):
    """What a third look found to be right."""

    FIRST = "first"
    SECOND = "second"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Look:
    """A paper as somebody read it who looked again: right as keyed, or anew as written here."""

    right: Right
    paper: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    doubt: str = ""
    note: str = ""


def lay_beside_each_other(batch: Batch) -> int:
    """Make readings of all papers on which the two keyings agree; how many differ.

    Inside the transaction that finished the second keying, the batch under lock.
    """
    pairs = pairs_of(batch)
    agreeing = [pair for pair in pairs if pair.agrees]
    Reading.objects.bulk_create(_reading(batch, pair, pair.first) for pair in agreeing)
    _settle_if_whole(batch)
    return len(pairs) - len(agreeing)


@transaction.atomic
def look_again(batch: Batch, place: int, look: Look, *, by: Actor) -> Reading:
    """Settle the paper at that place, over which the keyings differ, as it was read again.

    By either who keyed it, or a third; recorded who. RuleError where nothing differs, or where
    somebody else settled it meanwhile.
    """
    contest, batch = locked_batch(batch, by, states=(State.CLOSED,), act=_("keyed"))
    pair = next((pair for pair in pairs_of(batch) if pair.place == place), None)
    if pair is None or pair.agrees:
        raise RuleError(_("The two keyings agree on this paper."))
    held = Reading.objects.filter(batch=batch, place=place).first()
    if held is not None:
        raise RuleError(
            _("%(who)s looked at this paper again already.") % {"who": held.looked_again_by}
        )
    made = _reading(batch, pair, _right(pair, look))
    made.looked_again_by = by.words[:254]
    made.save()
    _settle_if_whole(batch)
    _note(contest, batch, place, look, by)
    return made


def _right(pair: Pair, look: Look) -> Keyed:
    if look.right is Right.FIRST:
        return pair.first
    if look.right is Right.SECOND:
        return pair.second
    return Keyed(pair.place, look.paper, look.marks, look.doubt, look.note)


def _reading(batch: Batch, pair: Pair, right: Keyed) -> Reading:
    paper = read_paper(batch.contest, right.paper) if right.paper else None
    doubts = {pair.first.doubt, pair.second.doubt, right.doubt} - {""}
    notes = dict.fromkeys(k.note for k in (pair.first, pair.second, right) if k.note)
    return Reading(
        batch=batch,
        place=pair.place,
        paper=right.paper,
        rotation=paper.rotation if isinstance(paper, Printed) else None,
        marks={key: text for key, text in right.marks.items() if text},
        doubts=sorted(doubts),
        notes="\n".join(notes),
    )


def _settle_if_whole(batch: Batch) -> None:
    if batch.readings.count() == batch.found:
        batch.settled_at = clock.now()
        batch.save(update_fields=["settled_at"])


def _note(contest: Contest, batch: Batch, place: int, look: Look, by: Actor) -> None:
    how = {
        Right.FIRST: "the first keying is right",
        Right.SECOND: "the second keying is right",
        Right.NEITHER: "neither keying is right",
    }[look.right]
    left = batch.found - batch.readings.count()
    rest = f"{left} to look at again." if left else "The batch is settled."
    told = f"Looked again at paper {place} of batch {batch.number}: {how}. {rest}"
    note(contest, by, "paper-looked-at-again", told)
