"""The picture of a contest, for those who show links to its pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hustings.web.api.card_picture import can_draw, png_of
from hustings.web.api.card_telling import card_of
from hustings.web.results import queries
from hustings.web.results.views.caching import answer, marks_of

__all__ = ["card"]


@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture as the contest stands; made once for each version."""
    contest = queries.public_contest(slug)
    if not can_draw():
        raise Http404
    told = card_of(contest)
    marks = marks_of(contest, queries.current(contest), "card", told)
    return answer(request, marks, lambda: HttpResponse(png_of(told), content_type="image/png"))
