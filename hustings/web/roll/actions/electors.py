"""One elector at a time: added, corrected, struck, put back. Before the freeze only."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from hustings.errors import RuleError
from hustings.roll import Entry
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.roll import hooks
from hustings.web.roll.actions.locking import open_roll
from hustings.web.roll.actions.telling import tell
from hustings.web.roll.entries import elector_of, entry_of
from hustings.web.roll.models import Elector

__all__ = ["add", "correct", "put_back", "refuse_twin", "strike"]

_KEPT = (
    "section",
    "basis",
    "language",
    "household",
    "reference",
    "name",
    "address",
    "postcode",
    "email",
)


@transaction.atomic
def add(contest: Contest, entry: Entry, *, by: Actor) -> Elector:
    """Put one more elector on the roll. RuleError for one who is there, word for word."""
    now = open_roll(contest)
    refuse_twin(now, entry)
    elector = elector_of(entry, now)
    elector.save()
    tell(now, by, "elector-added", f"Elector {elector.journal_number} was added to the roll.")
    return elector


@transaction.atomic
def correct(elector: Elector, entry: Entry, *, by: Actor) -> Elector:
    """Put the elector's particulars right."""
    contest = open_roll(elector.contest)
    now = Elector.objects.select_for_update(of=("self",)).get(pk=elector.pk)
    before = entry_of(now)
    if before == replace(entry, row=now.pk, household=before.household, part=0):
        return now
    fresh = elector_of(entry, contest)
    for name in _KEPT:
        setattr(now, name, getattr(fresh, name))
    now.save(update_fields=_KEPT)
    tell(contest, by, "elector-corrected", f"Elector {now.journal_number} was corrected.")
    return now


@transaction.atomic
def strike(elector: Elector, *, why: str, by: Actor) -> None:
    """Take the elector off the roll, visibly; ``why`` is kept until the erasure."""
    contest = open_roll(elector.contest)
    struck = Elector.objects.filter(pk=elector.pk, struck_at=None)
    if struck.update(struck_at=clock.now(), struck_why=why[:200]):
        hooks.struck(elector)
        tell(contest, by, "elector-struck", f"Elector {elector.journal_number} was struck.")


@transaction.atomic
def put_back(elector: Elector, *, by: Actor) -> None:
    """The elector is on the roll again."""
    contest = open_roll(elector.contest)
    struck = Elector.objects.filter(pk=elector.pk).exclude(struck_at=None)
    if struck.update(struck_at=None, struck_why=""):
        sentence = f"Elector {elector.journal_number} was put back on the roll."
        tell(contest, by, "elector-put-back", sentence)


def refuse_twin(contest: Contest, entry: Entry) -> None:
    """RuleError if somebody of that name and address, or name and e-mail, is on the roll."""
    same = Elector.objects.filter(contest=contest, struck_at=None, name__iexact=entry.name)
    at_home = entry.address and same.filter(
        address__iexact="\n".join(entry.address), postcode=entry.postcode
    )
    if (at_home and at_home.exists()) or (
        entry.email and same.filter(email__iexact=entry.email).exists()
    ):
        raise RuleError(
            "Somebody of this name and address is on the roll already. If these are two people, "
            "write what tells them apart after the name, such as Junior."
        )
