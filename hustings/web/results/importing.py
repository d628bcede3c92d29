"""The contest folders that come with hustings, as contests of the site: counted here, or reported.

Each is carried over file by file, so that whoever downloads the folder counts what lies in the
package. What is there already stays as it is.
"""

from __future__ import annotations

from django.db import transaction

from hustings import contest as core
from hustings.contest import Purpose
from hustings.declaration.document import as_json
from hustings.declaration.wording import headline
from hustings.examples import example_path
from hustings.formats import Loaded
from hustings.reported import Reported, document
from hustings.reported import wording as reported_wording
from hustings.web.contests.models import Candidate, Contest, Origin, Section, State
from hustings.web.journal import actions as journal
from hustings.web.officers.models import Organisation
from hustings.web.project import clock
from hustings.web.results.folders import declared_from, read_zip, zip_of_folder
from hustings.web.results.models import Stage, Version

__all__ = ["import_example"]

_BY = "the site"


@transaction.atomic
def import_example(name: str, organisation: Organisation) -> Contest:
    """A shipped contest folder as a declared contest with one version; once, however often called.

    Its address is the folder's name. RuleError, naming those there are, for an unknown name.
    """
    folder = zip_of_folder(example_path(name), name)
    known = Contest.objects.filter(slug=name, origin__in=(Origin.IMPORTED, Origin.REPORTED)).first()
    if known is not None:
        return known
    found = read_zip(folder)
    if isinstance(found, Loaded):
        contest = _counted(found.contest, name, organisation)
        declaration = declared_from(folder)
        _version(contest, folder, as_json(declaration), headline(declaration))
    else:
        contest = _reported(found, name, organisation)
        _version(contest, folder, document.as_json(found), reported_wording.headline(found))
    return contest


def _counted(form: core.Contest, name: str, organisation: Organisation) -> Contest:
    contest = Contest.objects.create(
        organisation=organisation,
        slug=name,
        origin=Origin.IMPORTED,
        state=State.DECLARED,
        title=form.title,
        purpose=form.purpose,
        question=form.question,
        rule=form.rule,
        seats=form.seats,
        base=form.base,
    )
    _add_candidates(contest, form.candidates)
    for section in form.sections:
        weight = section.weight
        Section.objects.create(
            contest=contest,
            key=section.id,
            name=section.name,
            weight_over=weight.numerator if weight else None,
            weight_under=weight.denominator if weight else None,
        )
    return contest


def _reported(found: Reported, name: str, organisation: Organisation) -> Contest:
    contest = Contest.objects.create(
        organisation=organisation,
        slug=name,
        origin=Origin.REPORTED,
        state=State.DECLARED,
        title=found.title,
        purpose=Purpose(found.purpose),
        question=found.question,
        rule=found.rule,
    )
    _add_candidates(contest, found.candidates)
    return contest


def _add_candidates(contest: Contest, candidates: tuple[core.Candidate, ...]) -> None:
    Candidate.objects.bulk_create(
        Candidate(contest=contest, number=number, key=candidate.id, name=candidate.name)
        for number, candidate in enumerate(candidates, start=1)
    )


def _version(contest: Contest, folder: bytes, text: str, said: str) -> None:
    now = clock.now()
    Version.objects.create(
        contest=contest,
        number=1,
        stage=Stage.DECLARED,
        folder=folder,
        document=text,
        headline=said,
        counted_at=now,
        counted_by=_BY,
        declared_at=now,
        published_at=now,
    )
    journal.write(
        chain=contest.organisation.slug,
        by=_BY,
        act="imported",
        sentence=f"Imported {contest.title} from the folder {contest.slug} that comes with "
        f"hustings: {said}.",
        contest=contest.slug,
    )
