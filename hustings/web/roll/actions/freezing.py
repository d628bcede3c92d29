"""The roll is frozen: its fingerprint and counts are published, and each elector gets her order."""

from __future__ import annotations

import secrets
from collections import Counter
from typing import Any

from django.db import transaction

from hustings.errors import RuleError
from hustings.roll import fingerprint_of
from hustings.web.contests.models import Contest, OrderPolicy, State
from hustings.web.contests.orders import deal_rotations
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.project.plurals import number_of
from hustings.web.roll import queries
from hustings.web.roll.actions.locking import held, open_roll
from hustings.web.roll.actions.telling import tell
from hustings.web.roll.entries import entry_of, public_text
from hustings.web.roll.models import Elector, Question, Sheet, Upload

__all__ = ["assign_rotations", "deal_again", "freeze", "one_rotation", "unfreeze"]

_AT_ONCE = 5_000


@transaction.atomic
def freeze(contest: Contest, *, by: Actor) -> Contest:
    """Fix the roll: fingerprint, counts and orders are stored, what was uploaded is emptied.

    RuleError for a roll without electors, one that is frozen, or one with an unknown section.
    """
    now = open_roll(contest)
    electors = list(queries.live_electors(now).order_by("pk"))
    _refuse_unfit(now, electors)
    found = fingerprint_of(
        [entry_of(elector) for elector in electors],
        [public_text(elector.public_id) for elector in electors],
    )
    assign_rotations(now, [elector.pk for elector in electors])
    now.roll_frozen_at = clock.now()
    now.roll_fingerprint = found.sha256
    now.roll_counts = _counts(electors) | {"candidates": now.candidates.count()}
    now.save(update_fields=["roll_frozen_at", "roll_fingerprint", "roll_counts"])
    _empty_uploads(now)
    tell(
        now,
        by,
        "roll-frozen",
        f"Froze the roll: {number_of(found.electors, 'elector')}, fingerprint {found.sha256}.",
    )
    return now


def _refuse_unfit(contest: Contest, electors: list[Elector]) -> None:
    if not electors:
        raise RuleError("The roll has no elector: upload a list first.")
    known = set(contest.sections.values_list("key", flat=True))
    if strange := {elector.section for elector in electors} - known:
        named = ", ".join(sorted(strange))
        raise RuleError(f"Some electors are in a section that the contest does not have: {named}.")
    if len({elector.public_id for elector in electors}) < len(electors):
        _draw_ids_anew(electors)


def _draw_ids_anew(electors: list[Elector]) -> None:
    """Two of the random ids fell together: give the later one another."""
    seen: set[int] = set()
    for elector in electors:
        while elector.public_id in seen:
            elector.public_id = secrets.randbelow(10**12)
            elector.save(update_fields=["public_id"])
        seen.add(elector.public_id)


def _counts(electors: list[Elector]) -> dict[str, Any]:
    """What is published: numbers alone."""
    homes = Counter(elector.household for elector in electors if elector.household)
    return {
        "electors": len(electors),
        "basis": dict(sorted(Counter(e.basis for e in electors).items())),
        "section": dict(sorted(Counter(e.section for e in electors).items())),
        "households": len(homes),
        "post": sum(1 for e in electors if e.address and e.postcode),
        "email": sum(1 for e in electors if e.email),
    }


def _empty_uploads(contest: Contest) -> None:
    """What was in the files is on the roll or refused: keep no second copy."""
    uploads = Upload.objects.filter(contest=contest)
    uploads.update(content=b"", preview=[], findings=[])
    Question.objects.filter(upload__contest=contest).delete()
    Sheet.objects.filter(upload__contest=contest).delete()


# --- the orders on the papers ---------------------------------------------------------------------


def assign_rotations(contest: Contest, keys: list[int]) -> None:
    """Give each elector the rotation of her paper, where the contest rotates; else none."""
    places = contest.candidates.count()
    if contest.order_policy != OrderPolicy.ROTATION or places < 2:
        Elector.objects.filter(contest=contest).update(rotation=None)
        return
    dealt = deal_rotations(len(keys), places, draw=secrets.SystemRandom())
    for rotation in range(places):
        own = [key for key, given in zip(keys, dealt, strict=True) if given == rotation]
        for start in range(0, len(own), _AT_ONCE):
            Elector.objects.filter(pk__in=own[start : start + _AT_ONCE]).update(rotation=rotation)


def one_rotation(contest: Contest) -> int | None:
    """The rotation of one who joins a frozen roll: any, at random."""
    places = contest.candidates.count()
    if contest.order_policy != OrderPolicy.ROTATION or places < 2:
        return None
    return secrets.randbelow(places)


@transaction.atomic
def deal_again(contest: Contest, *, by: Actor) -> None:
    """The candidates or the order policy changed after the freeze: deal the orders anew."""
    now = held(contest)
    if now.roll_frozen_at is None or now.state != State.DRAFT:
        raise RuleError("Orders are dealt at the freeze, and again only while this is a draft.")
    electors = Elector.objects.filter(contest=now).order_by("pk")
    assign_rotations(now, list(electors.values_list("pk", flat=True)))
    now.roll_counts |= {"candidates": now.candidates.count()}
    now.save(update_fields=["roll_counts"])
    tell(now, by, "orders-dealt", "Dealt the orders of the papers again.")


# --- and back -------------------------------------------------------------------------------------


@transaction.atomic
def unfreeze(contest: Contest, *, by: Actor) -> Contest:
    """Open the roll again. RuleError once the contest has left its draft or a code was issued."""
    now = held(contest)
    if now.roll_frozen_at is None:
        return now
    if now.state != State.DRAFT:
        raise RuleError("The contest has left its draft: its roll stays frozen.")
    if issued := queries.codes_issued(now):
        raise RuleError(
            f"{number_of(issued, 'code')} issued on this roll already: it stays frozen."
        )
    now.roll_frozen_at, now.roll_fingerprint, now.roll_counts = None, "", {}
    now.save(update_fields=["roll_frozen_at", "roll_fingerprint", "roll_counts"])
    Elector.objects.filter(contest=now).update(rotation=None, added_late=False)
    tell(now, by, "roll-unfrozen", "Opened the roll again: its fingerprint no longer holds.")
    return now
