"""The lots that were drawn, each with what it did: told to officers and to readers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hustings.count import Act
from hustings.declaration import Declaration
from hustings.declaration.wording.words import passive_words
from hustings.web.contests.models import Contest
from hustings.web.results.actions.acting import as_sentence
from hustings.web.results.counting import counted, form_of
from hustings.web.results.folders import declared_from
from hustings.web.results.models import Lot, Version

__all__ = ["LotTold", "lots_told"]


@dataclass(frozen=True, slots=True)
class LotTold:
    """A lot, on whom it fell, what that did ("drawn to be excluded"), and how it was drawn."""

    lot: Lot
    name: str
    did: str
    how: str


def lots_told(contest: Contest, version: Version | None, *, asked: bool = False) -> list[LotTold]:
    """Every lot recorded, by time, as the count of ``version`` used it; or, where that count is yet
    to come or has stopped for another lot (``asked``), as the papers' count of now does.
    """
    lots = list(Lot.objects.filter(contest=contest).order_by("at", "id"))
    if not lots:
        return []
    if version is None or asked:
        declaration = counted(contest, form_of(contest, version)).declaration
    else:
        declaration = declared_from(bytes(version.folder))
    names = dict(contest.candidates.values_list("key", "name"))
    return [
        LotTold(lot, names[lot.drawn], _did(declaration, lot), as_sentence(lot.how)) for lot in lots
    ]


def _did(declaration: Declaration, lot: Lot) -> str:
    """Of a lot that the count no longer asks for, only that it was drawn."""
    for stage in declaration.stages:
        for tie in stage.ties:
            if tie.by_lot and stage.number == lot.stage and set(tie.level) == set(lot.candidates):
                return _("drawn to be excluded") if tie.act is Act.EXCLUDE else _chosen(declaration)
    return _("drawn")


def _chosen(declaration: Declaration) -> str:
    return _("drawn to be %(chosen)s") % {"chosen": passive_words(declaration.contest)}
