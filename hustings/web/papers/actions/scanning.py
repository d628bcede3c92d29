"""Pictures of the papers of a batch, shown beside the keys: taken in, and taken out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.actions.writing import note
from hustings.web.contests.models import Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.papers import scans
from hustings.web.papers.actions.batching import locked_batch
from hustings.web.papers.models import Batch, Scan
from hustings.web.project.plurals import number_of

__all__ = ["MOST_AT_ONCE", "erase_scans", "remove_scans", "take_scans"]

MOST_AT_ONCE = 40


def take_scans(batch: Batch, first: int, files: Sequence[IO[bytes]], *, by: Actor) -> int:
    """Keep pictures of the papers from place ``first`` on, each taking the place of an older one.

    RuleError for a file that is no picture, naming which, and beyond the papers found; then none
    of them is kept.
    """
    made = [_picture(number, file) for number, file in enumerate(files, start=1)]
    if not 1 <= len(made) <= MOST_AT_ONCE:
        raise RuleError(_("Send 1 to %(most)s pictures at once.") % {"most": MOST_AT_ONCE})
    kept: list[str] = []
    try:
        with transaction.atomic():
            kept = _keep(batch, first, made, by)
    except BaseException:
        for name in kept:
            scans.forget(name)
        raise
    return len(kept)


def _picture(number: int, file: IO[bytes]) -> bytes:
    try:
        return scans.re_encoded(file)
    except RuleError as error:
        raise RuleError(_("Picture %(n)s: %(why)s") % {"n": number, "why": error}) from None


def _keep(batch: Batch, first: int, made: list[bytes], by: Actor) -> list[str]:
    states = (State.READY, State.CLOSED)
    contest, batch = locked_batch(batch, by, states=states, act=_("given pictures of papers"))
    if batch.balanced_at is None:
        raise RuleError(_("Count the batch first: pictures go by the place of a paper in it."))
    last = first + len(made) - 1
    if not 1 <= first <= last <= batch.found:
        raise RuleError(
            _("These pictures would be of papers %(first)s to %(last)s, and %(n)s were found.")
            % {"first": first, "last": last, "n": batch.found}
        )
    _remove(Scan.objects.filter(batch=batch, place__range=(first, last)))
    names = [scans.keep(content) for content in made]
    Scan.objects.bulk_create(
        Scan(batch=batch, place=place, file_name=name)
        for place, name in enumerate(names, start=first)
    )
    told = f"Added {number_of(len(names), 'picture')} to batch {batch.number}, papers from {first}."
    note(contest, by, "scans-added", told)
    return names


def remove_scans(batch: Batch, *, by: Actor) -> int:
    """Remove all pictures of a batch; how many there were."""
    with transaction.atomic():
        states = (State.READY, State.CLOSED)
        contest, batch = locked_batch(batch, by, states=states, act=_("rid of pictures"))
        removed = _remove(Scan.objects.filter(batch=batch))
        told = f"Removed {number_of(removed, 'picture')} of batch {batch.number}."
        note(contest, by, "scans-removed", told)
    return removed


def erase_scans(contest: Contest) -> None:
    """Remove every picture of the contest: its personal data is being erased."""
    _remove(Scan.objects.filter(batch__contest=contest))


def _remove(held: object) -> int:
    from django.db.models import QuerySet

    assert isinstance(held, QuerySet)
    names = list(held.values_list("file_name", flat=True))
    held.delete()
    for name in names:
        transaction.on_commit(partial(scans.forget, name))
    return len(names)
