"""The roll in numbers, and the lists that it comes from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hustings.roll import Basis
from hustings.web.contests.models import Contest
from hustings.web.contests.queries import contest_for
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.roll import queries
from hustings.web.roll.models import RegisterRow, Upload, UploadKind
from hustings.web.roll.views.pages import roll_page

__all__ = ["overview", "register"]


@require_safe
@for_officers()
def overview(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The roll in numbers."""
    contest = contest_for(actor, slug)
    numbers = queries.overview(contest)
    return roll_page(
        request,
        actor,
        contest,
        "roll/overview.html",
        numbers=numbers,
        bases=_named(numbers.by_basis, {b.value: b.words for b in Basis}, numbers.electors),
        sections=_named(numbers.by_section, _section_names(contest), numbers.electors),
        late=queries.late_counts(contest),
        uploads=_uploads(contest, UploadKind.ROLL),
    )


@require_safe
@for_officers()
def register(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The register against which those who ask for a ballot are matched."""
    contest = contest_for(actor, slug)
    return roll_page(
        request,
        actor,
        contest,
        "roll/register.html",
        here=_("Register"),
        rows=RegisterRow.objects.filter(contest=contest).count(),
        uploads=_uploads(contest, UploadKind.REGISTER),
    )


def _uploads(contest: Contest, kind: str) -> list[Upload]:
    found = Upload.objects.filter(contest=contest, kind=kind).select_related("by")
    return list(found.defer("content", "preview", "mapping", "findings"))


def _section_names(contest: Contest) -> dict[str, str]:
    return dict(contest.sections.values_list("key", "name"))


def _named(
    found: tuple[tuple[str, int], ...], names: dict[str, str], whole: int
) -> list[dict[str, object]]:
    """Rows of a table: in words, how many, of how many."""
    return [{"label": names.get(key, key), "n": n, "whole": whole} for key, n in found]
