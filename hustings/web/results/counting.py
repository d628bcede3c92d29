"""From the site's rows to a contest folder, and from the folder to the declaration.

Nothing is counted but what is in the folder: what is published is what was counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from django.db.models import Count, Q, Sum

from hustings import contest as core
from hustings.ballot import CastVoteRecords
from hustings.ballot.arrays import BLANK
from hustings.contest import Heading
from hustings.count import Lot as CoreLot
from hustings.count import Lots
from hustings.declaration import Declaration
from hustings.errors import Place
from hustings.formats import Loaded
from hustings.web.booth.models import Participation
from hustings.web.contests.models import Contest, State
from hustings.web.contests.nouns import core_contest
from hustings.web.papers.queries import found_by
from hustings.web.post.queries import takes_post
from hustings.web.results.folders import declared_from, read_zip, zip_of_contest
from hustings.web.results.models import Lot, Ranking, Version
from hustings.web.results.opening import POST
from hustings.web.results.reconciling import notes_of_post, post_of
from hustings.web.roll.models import Elector

__all__ = ["Counted", "counted", "drawn_lots", "form_of", "on_roll"]

FICTIONAL = "This contest is fictional: its candidates, its roll and its votes are made up."
ISSUED = "Issued: the electors on the roll when voting closed, each of whom could vote once."
TEST = "TEST: these are trial ballots, cast before voting opened. They are no result."


@dataclass(frozen=True, slots=True)
class Counted:
    """A folder and what counting it gives."""

    folder: bytes
    declaration: Declaration


def counted(contest: Contest, form: core.Contest | None = None) -> Counted:
    """Count the opened rankings of a contest by its form and the lots drawn so far.

    ``form`` is the contest with its figures; by default as the site's rows say. RuleError where the
    rule cannot serve it, or a lot answers no question that this count asks.
    """
    form = form_of(contest) if form is None else form
    folder = zip_of_contest(form, _records(contest, form), drawn_lots(contest))
    return Counted(folder, declared_from(folder))


def form_of(contest: Contest, version: Version | None = None) -> core.Contest:
    """The contest with what is stated of its papers: as a version counted it, or from the rows."""
    if version is not None:
        loaded = read_zip(bytes(version.folder))
        assert isinstance(loaded, Loaded)
        return loaded.contest
    form = core_contest(contest)
    stated = _stated(contest)
    sections = tuple(replace(s, figures=stated.get(s.id, core.Figures())) for s in form.sections)
    posted = notes_of_post(post_of(contest))
    notes = (*form.notes, ISSUED, *posted, *((FICTIONAL,) if contest.fictional else ()))
    title = form.title
    if contest.state == State.DRAFT and contest.test_mode:
        notes, title = (TEST, *notes), f"TEST – {title}"
    return replace(form, title=title, sections=sections, notes=notes)


def drawn_lots(contest: Contest) -> Lots:
    """The lots that were drawn. One that is recorded anew stands, and ends those of later stages:
    these were answers in a count that went another way.
    """
    held: dict[tuple[int, frozenset[str]], CoreLot] = {}
    for lot in Lot.objects.filter(contest=contest).order_by("at", "id"):
        tied = frozenset(lot.candidates)
        held = {question: drawn for question, drawn in held.items() if question[0] <= lot.stage}
        held[lot.stage, tied] = CoreLot(lot.stage, tied, lot.drawn, Place("lots"))
    return Lots(tuple(held[question] for question in sorted(held, key=_in_order)))


def _in_order(question: tuple[int, frozenset[str]]) -> tuple[int, list[str]]:
    return question[0], sorted(question[1])


def _records(contest: Contest, form: core.Contest) -> CastVoteRecords:
    """Every valid ranking once, with its papers by section; rejected papers are stated figures."""
    number = {c.id: n for n, c in enumerate(form.candidates)}
    place = {s.id: n for n, s in enumerate(form.sections)}
    held = (
        Ranking.objects.filter(contest=contest, heading="")
        .order_by()
        .values_list("section", "ranking")
        .annotate(total=Sum("papers"))
    )
    rows = list(held)
    marks = np.full((len(rows), max(len(form.candidates), 1)), BLANK, dtype=np.int32)
    papers = np.zeros((len(rows), len(form.sections)), dtype=np.int64)
    for row, (section, ranking, total) in enumerate(rows):
        keys = ranking.split(">")
        marks[row, : len(keys)] = [number[key] for key in keys]
        papers[row, place[section]] = total
    return CastVoteRecords.of(form.candidates, tuple(place), marks, papers)


def _stated(contest: Contest) -> Mapping[str, core.Figures]:
    """Of each section the papers issued, returned and rejected, as the site knows them.

    Returned are the ballots cast online and the papers found in the envelopes by post.
    """
    issued = on_roll(contest)
    cast = Participation.objects.filter(contest=contest).order_by()
    posted: Mapping[str, int] = {}
    if takes_post(contest):
        cast, posted = cast.exclude(channel=POST), found_by(contest)
    online = dict(cast.values_list("elector__section").annotate(n=Count("pk")))
    return {
        section: core.Figures(
            issued=issued.get(section, 0),
            returned=online.get(section, 0) + posted.get(section, 0),
            rejected=_rejected(contest, section),
        )
        for section in contest.sections.values_list("key", flat=True)
    }


def on_roll(contest: Contest) -> dict[str, int]:
    """How many electors of each section could vote: those struck from the roll only if they had."""
    could = Q(struck_at__isnull=True) | Q(participation__isnull=False)
    rows = Elector.objects.filter(could, contest=contest).order_by().values_list("section")
    return dict(rows.annotate(n=Count("pk")))


def _rejected(contest: Contest, section: str) -> Mapping[Heading, int]:
    """Rejected papers by heading; an envelope that held no ballot is void for uncertainty."""
    rows = Ranking.objects.filter(contest=contest, section=section).exclude(heading="")
    found = dict(rows.order_by().values_list("heading").annotate(n=Sum("papers")))
    return MappingProxyType({h: found[h.value] for h in Heading if found.get(h.value)})
