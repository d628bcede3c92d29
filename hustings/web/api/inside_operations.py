"""What an organisation's programs may ask with its token."""
# django-ninja gives every operation the request

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from ninja.security import HttpBearer

from hustings.web.api import telling_inside, tokens
from hustings.web.api.models import Token
from hustings.web.api.pages import Number, Size, page_of
from hustings.web.api.schemas import (
    Inside,
    OrganisationInside,
    Page,
    PapersTold,
    PostTold,
    Problem,
    TaskTold,
    TurnoutTold,
)
from hustings.web.contests.models import Contest
from hustings.web.post.queries import takes_post

__all__ = ["router"]


class ByToken(HttpBearer):
    """An organisation's token, in ``Authorization: Bearer``."""

    openapi_description = "A token that the organisation's returning officer made for a program."

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:  # noqa: ARG002 - ninja's own signature
        """The token, if it is good."""
        return tokens.token_for(token)


router = Router(tags=["With an organisation's token"], auth=ByToken())
ANSWERS: dict[int, Any] = {401: Problem, 429: Problem}
OF_ONE = ANSWERS | {404: Problem}


@router.get("/organisation", url_name="organisation", response=ANSWERS | {200: OrganisationInside})
def organisation(request: HttpRequest) -> OrganisationInside:
    """Whose token this is."""
    return telling_inside.organisation_of(_token(request))


@router.get(
    "/organisation/contests",
    url_name="inside_contests",
    response=OF_ONE | {422: Problem, 200: Page[Inside]},
)
def inside_contests(request: HttpRequest, page: Number = 1, size: Size = 50) -> Page[Inside]:
    """Every contest of the organisation, drafts too, the newest first."""
    held = Contest.objects.filter(organisation=_token(request).organisation)
    known = list(held.order_by("-created_at", "pk"))
    return page_of(known, page, size, lambda shown: [telling_inside.inside(c) for c in shown])


@router.get(
    "/organisation/contests/{slug:contest}",
    url_name="inside_contest",
    response=OF_ONE | {200: Inside},
)
def inside_contest(request: HttpRequest, contest: str) -> Inside:
    """How far one of its contests is."""
    return telling_inside.inside(_own(request, contest))


@router.get(
    "/organisation/contests/{slug:contest}/tasks",
    url_name="tasks",
    response=OF_ONE | {200: list[TaskTold]},
)
def tasks(request: HttpRequest, contest: str) -> list[TaskTold]:
    """The task list of one of its contests."""
    return telling_inside.tasks_told(_own(request, contest))


@router.get(
    "/organisation/contests/{slug:contest}/turnout",
    url_name="turnout",
    response=OF_ONE | {200: TurnoutTold},
)
def turnout(request: HttpRequest, contest: str) -> TurnoutTold:
    """How many have voted, by day, channel and basis."""
    return telling_inside.turnout_told(_own(request, contest))


@router.get(
    "/organisation/contests/{slug:contest}/post",
    url_name="post",
    response=OF_ONE | {200: PostTold},
)
def post(request: HttpRequest, contest: str) -> PostTold:
    """Envelopes sent, received, accepted and refused, of a contest that takes posted papers."""
    return telling_inside.post_told(_with_post(request, contest))


@router.get(
    "/organisation/contests/{slug:contest}/papers",
    url_name="papers",
    response=OF_ONE | {200: PapersTold},
)
def papers(request: HttpRequest, contest: str) -> PapersTold:
    """Papers found, keyed, doubtful, valid and rejected, of a contest that takes posted papers."""
    return telling_inside.papers_told(_with_post(request, contest))


def _token(request: HttpRequest) -> Token:
    held = getattr(request, "auth", None)
    assert isinstance(held, Token)
    return held


def _with_post(request: HttpRequest, slug: str) -> Contest:
    """Like :func:`_own`; Http404 where it takes no posted papers, too."""
    found = _own(request, slug)
    if not takes_post(found):
        raise Http404(_("This contest takes no posted papers."))
    return found


def _own(request: HttpRequest, slug: str) -> Contest:
    """A contest of the token's organisation; Http404 for any other, whether it is there or not."""
    held = Contest.objects.select_related("organisation").filter(
        organisation=_token(request).organisation, slug=slug
    )
    if (contest := held.first()) is None:
        raise Http404(_("Your organisation has no such contest."))
    return contest
