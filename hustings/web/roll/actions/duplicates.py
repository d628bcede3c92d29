"""Electors that may be one person: found, and decided by an officer pair by pair."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from django.db import transaction

from hustings.errors import RuleError
from hustings.roll import Entry, likely_duplicates
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.project.plurals import number_of
from hustings.web.roll import hooks
from hustings.web.roll.actions.locking import held, open_roll
from hustings.web.roll.actions.telling import tell
from hustings.web.roll.entries import entries_of
from hustings.web.roll.models import Duplicate, Elector, Verdict

__all__ = ["find", "keep_all", "same_person", "take_back", "two_people"]

_SAME_REFERENCE = 80
_GROUP_MAX = 20
_Found = dict[tuple[int, int], tuple[int, list[str]]]


def find(contest: Contest) -> int:
    """Look through the roll for pairs; how many wait to be looked at. Verdicts given stay."""
    live = Elector.objects.filter(contest=contest, struck_at=None)
    found = _pairs(list(entries_of(live)))
    with transaction.atomic():
        now = held(contest)
        if now.roll_frozen_at is not None:
            return 0
        _keep(now, found)
        return Duplicate.objects.filter(contest=now, verdict="").count()


def _pairs(entries: list[Entry]) -> _Found:
    found: _Found = {}
    for pair in likely_duplicates(entries):
        key = (min(pair.a.row, pair.b.row), max(pair.a.row, pair.b.row))
        found[key] = (pair.score, list(pair.reasons))
    for key in _with_one_reference(entries):
        score, reasons = found.get(key, (0, []))
        found[key] = (max(score, _SAME_REFERENCE), [*reasons, "the same number in your records"])
    return found


def _with_one_reference(entries: list[Entry]) -> Iterator[tuple[int, int]]:
    """Pairs with one reference; more than a handful are no two persons but a column misread."""
    groups: dict[str, list[int]] = {}
    for entry in entries:
        if entry.reference:
            groups.setdefault(entry.reference.casefold(), []).append(entry.row)
    for rows in groups.values():
        if 1 < len(rows) <= _GROUP_MAX:
            yield from combinations(sorted(rows), 2)


def _keep(contest: Contest, found: _Found) -> None:
    """Replace the open pairs by those found now, save those already decided."""
    pairs = Duplicate.objects.filter(contest=contest)
    pairs.filter(verdict="").delete()
    decided = set(pairs.values_list("one_id", "other_id"))
    there = set(
        Elector.objects.filter(contest=contest, struck_at=None).values_list("pk", flat=True)
    )
    Duplicate.objects.bulk_create(
        (
            Duplicate(contest=contest, one_id=one, other_id=other, score=score, reasons=reasons)
            for (one, other), (score, reasons) in found.items()
            if (one, other) not in decided and one in there and other in there
        ),
        batch_size=2_000,
    )


@transaction.atomic
def two_people(pair: Duplicate, *, by: Actor) -> None:
    """They are two people: both stay."""
    contest = open_roll(pair.contest)
    if _decide(pair, Verdict.TWO):
        sentence = f"Electors {_numbers(pair)} are two people: both stay on the roll."
        tell(contest, by, "pair-kept", sentence)


@transaction.atomic
def same_person(pair: Duplicate, *, keep: int, by: Actor) -> None:
    """They are one person: the one that is not kept is struck. RuleError for any other ``keep``."""
    contest = open_roll(pair.contest)
    if keep not in (pair.one_id, pair.other_id):
        raise RuleError("Say which of the two entries stays.")
    if not _decide(pair, Verdict.ONE):
        return
    gone, stays = (pair.other, pair.one) if keep == pair.one_id else (pair.one, pair.other)
    gone.struck_at = clock.now()
    gone.struck_why = f"the same person as elector {stays.journal_number}"
    gone.save(update_fields=["struck_at", "struck_why"])
    Duplicate.objects.filter(contest=contest, verdict="", one=gone).delete()
    Duplicate.objects.filter(contest=contest, verdict="", other=gone).delete()
    hooks.struck(gone)
    sentence = f"Elector {gone.journal_number} struck: {gone.struck_why}."
    tell(contest, by, "pair-struck", sentence)


@transaction.atomic
def take_back(pair: Duplicate, *, by: Actor) -> None:
    """Look at the pair anew: whoever was struck for it is on the roll again."""
    contest = open_roll(pair.contest)
    changed = Duplicate.objects.filter(pk=pair.pk).exclude(verdict="").update(verdict="")
    if not changed:
        return
    if pair.verdict == Verdict.ONE:
        both = Elector.objects.filter(pk__in=(pair.one_id, pair.other_id))
        both.filter(struck_why__startswith="the same person").update(struck_at=None, struck_why="")
    tell(contest, by, "pair-opened", f"Electors {_numbers(pair)} are to be looked at again.")


@transaction.atomic
def keep_all(contest: Contest, *, below: int, by: Actor) -> int:
    """All pairs with a lower score that were not looked at are two people each; how many."""
    now = open_roll(contest)
    waiting = Duplicate.objects.filter(contest=now, verdict="", score__lt=below)
    count = waiting.update(verdict=Verdict.TWO)
    if count:
        pairs = number_of(count, "likely pair")
        sentence = f"Kept both of {pairs} of duplicates with a score below {below}."
        tell(now, by, "pairs-kept", sentence)
    return count


def _decide(pair: Duplicate, verdict: Verdict) -> bool:
    """Whether the pair was still open; a second click changes nothing."""
    return bool(Duplicate.objects.filter(pk=pair.pk, verdict="").update(verdict=verdict))


def _numbers(pair: Duplicate) -> str:
    return f"{pair.one.journal_number} and {pair.other.journal_number}"
