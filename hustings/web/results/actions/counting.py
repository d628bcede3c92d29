"""Counting, counting again, and counting with a figure put right: each makes a new version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.db.models import Max

from hustings import contest as core
from hustings.count import LotNeeded
from hustings.declaration.document import as_json
from hustings.declaration.wording import headline, lot_sentence
from hustings.errors import RuleError
from hustings.rounding import grouped
from hustings.web.contests.models import Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.project.plurals import number_of
from hustings.web.results.actions.acting import (
    as_sentence,
    given,
    is_trial,
    last_version,
    locked,
    note,
)
from hustings.web.results.actions.leaving import leave_no_trace
from hustings.web.results.counting import counted, form_of
from hustings.web.results.models import Opening, Stage, Version

__all__ = ["correct", "count", "recount"]


@transaction.atomic
def count(contest: Contest, *, by: Actor) -> Version | LotNeeded:
    """Count for the first time: a version that officers alone see, or the lot that is needed.

    RuleError if the envelopes are not opened, or the contest was counted already.
    """
    contest = locked(contest, by)
    if not Opening.objects.filter(contest=contest).exists():
        raise RuleError("The envelopes are not opened yet: open them, then count.")
    if contest.versions.exists():
        raise RuleError("This contest was counted already. To count it again, ask for a recount.")
    transaction.on_commit(lambda: leave_no_trace(contest))  # the opening may have been cut short
    return _count(contest, form_of(contest), by=by, why="")


@transaction.atomic
def recount(contest: Contest, *, reason: str, by: Actor) -> Version | LotNeeded:
    """Count the same rankings once more, as a new version that is not published yet."""
    contest = locked(contest, by)
    form = form_of(contest, last_version(contest))
    return _count(contest, form, by=by, why=f"Recount: {given(reason, 'why it is counted again')}")


@transaction.atomic
def correct(
    contest: Contest, *, issued: Mapping[str, int], reason: str, by: Actor
) -> Version | LotNeeded:
    """Count again with other numbers of papers issued, by section, as a new version.

    RuleError unless a number changes, none is below the papers returned, and a reason is given.
    """
    contest = locked(contest, by)
    before = form_of(contest, last_version(contest))
    form = replace(before, sections=tuple(_restated(s, issued) for s in before.sections))
    if form == before:
        raise RuleError("No figure would change. Put one right, or ask for a recount instead.")
    why = given(reason, "what was wrong and how it was found")
    return _count(contest, form, by=by, why=f"Correction: {why}")


def _restated(section: core.Section, issued: Mapping[str, int]) -> core.Section:
    number = issued.get(section.id, section.figures.issued)
    if number == section.figures.issued or number is None:
        return section
    if number < (returned := section.figures.returned or 0):
        raise RuleError(
            f"{section.name}: no fewer than {number_of(returned, 'paper')} can have been issued, "
            f"since so many were returned; found {grouped(number)}. Give that number or more."
        )
    return replace(section, figures=replace(section.figures, issued=number))


def _count(contest: Contest, form: core.Contest, *, by: Actor, why: str) -> Version | LotNeeded:
    """Count by that form: a version with its journal entry, or the lot that is needed first."""
    found = counted(contest, form)
    declaration = found.declaration
    if needed := declaration.lot_needed:
        note(contest, by, "lot_needed", f"Counted: {lot_sentence(form, needed)}")
        return needed
    version = Version.objects.create(
        contest=contest,
        number=(contest.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        stage=Stage.PROVISIONAL,
        folder=found.folder,
        document=as_json(declaration),
        headline=headline(declaration),
        counted_at=clock.now(),
        counted_by=by.words,
        correction=why,
        test=is_trial(contest),
    )
    if contest.state == State.CLOSED:
        Contest.objects.filter(pk=contest.pk).update(state=State.COUNTED)
    because = f" {as_sentence(why)}" if why else ""
    note(
        contest,
        by,
        "recounted" if why else "counted",
        f"Counted {grouped(declaration.valid)} valid papers in {len(declaration.stages)} "
        f"{'stage' if len(declaration.stages) == 1 else 'stages'}, version {version.number}: "
        f"{as_sentence(version.headline)}{because}",
    )
    return version
