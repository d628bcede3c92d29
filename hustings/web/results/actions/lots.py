"""Lots: recorded where the count asks for one, and for nothing else."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from hustings.declaration.wording import listed, lot_sentence
from hustings.errors import RuleError
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.results.actions.acting import as_sentence, given, locked, note
from hustings.web.results.counting import counted, form_of
from hustings.web.results.models import Lot, Opening

__all__ = ["record_lot", "record_lot_anew"]


@transaction.atomic
def record_lot(
    contest: Contest, *, stage: int, candidates: Collection[str], drawn: str, how: str, by: Actor
) -> Lot:
    """Record the lot that the count asks for; RuleError, saying what it asks for, for any other.

    ``candidates`` and ``drawn`` are keys; ``how`` says how it was drawn, and before whom.
    """
    contest = locked(contest, by)
    if not Opening.objects.filter(contest=contest).exists():
        raise RuleError("The envelopes are not opened yet, so no count asks for a lot.")
    declaration = counted(contest, form_of(contest, contest.versions.last())).declaration
    needed = declaration.lot_needed
    if needed is None:
        raise RuleError("The count asks for no lot: nothing was recorded.")
    if (needed.stage, set(needed.candidates)) != (stage, set(candidates)):
        asked = lot_sentence(declaration.contest, needed)
        raise RuleError(f"The count asks for another lot, and nothing was recorded. {asked}")
    if drawn not in needed.candidates:
        names = listed([declaration.contest.name_of(c) for c in needed.candidates], "or")
        raise RuleError(f"The lot can only have fallen on {names}: nothing was recorded.")
    return _record(contest, stage, sorted(needed.candidates), drawn, how, by)


@transaction.atomic
def record_lot_anew(contest: Contest, *, lot: int, drawn: str, how: str, by: Actor) -> Lot:
    """Put right on whom a recorded lot fell, as a lot of its own; then count again.

    Lots of later stages, answers in a count that went another way, no longer hold.
    """
    contest = locked(contest, by)
    old = Lot.objects.filter(contest=contest, pk=lot).first()
    if old is None or drawn not in old.candidates:
        raise RuleError("That lot was not drawn in this contest, or not between these candidates.")
    if drawn == old.drawn:
        raise RuleError("The lot is recorded so already: nothing would change.")
    return _record(contest, old.stage, list(old.candidates), drawn, how, by, again=True)


def _record(
    contest: Contest,
    stage: int,
    tied: list[str],
    drawn: str,
    how: str,
    by: Actor,
    *,
    again: bool = False,
) -> Lot:
    said = given(how, "how the lot was drawn, and before whom")
    lot = Lot.objects.create(
        contest=contest,
        stage=stage,
        candidates=tied,
        drawn=drawn,
        how=said,
        by=by.words,
        at=clock.now(),
    )
    names = dict(contest.candidates.values_list("key", "name"))
    note(
        contest,
        by,
        "lot",
        f"{'Put right: at' if again else 'At'} stage {stage} the lot between "
        f"{listed([names[c] for c in tied])} fell on {names[drawn]}. {as_sentence(said)}",
    )
    return lot
