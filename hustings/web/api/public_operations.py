"""What everybody may ask: contests, their notices, published results, what has changed."""
# ruff: noqa: ARG001  django-ninja gives every operation the request

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from ninja import Query, Router

from hustings.web.api import telling
from hustings.web.api.pages import Number, Size, page_of
from hustings.web.api.schemas import (
    ChangeTold,
    ContestNotice,
    ContestTold,
    Page,
    PhaseName,
    Problem,
    VersionShort,
    VersionTold,
)
from hustings.web.contests.models import Contest
from hustings.web.contests.queries import phase
from hustings.web.results import queries as results
from hustings.web.results.models import Version

__all__ = ["DOCUMENT", "router"]

router = Router(tags=["For everybody"])
LOST: dict[int, Any] = {404: Problem, 429: Problem}
READ: dict[int, Any] = LOST | {422: Problem}
DOCUMENT = {
    "responses": {
        200: {
            "description": "The declaration as it was published, byte for byte: "
            "docs/spec/declaration.md, or docs/spec/reported.md for what others reported.",
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["schema", "contest"],
                        "properties": {
                            "schema": {"enum": ["hustings/declaration/1", "hustings/reported/1"]},
                            "contest": {"type": "object"},
                        },
                    }
                }
            },
        }
    }
}


@router.get("/contests", url_name="contests", response=READ | {200: Page[ContestTold]})
def contests(
    request: HttpRequest,
    phase_: Annotated[
        PhaseName | None,
        Query(
            alias="phase", description="Only contests in this phase: upcoming, open, declared ..."
        ),
    ] = None,
    page: Number = 1,
    size: Size = 50,
) -> Page[ContestTold]:
    """Every contest that has left its draft, the last to close first."""
    known = results.lists_of_contests()
    if phase_ is not None:
        known = [contest for contest in known if phase(contest) == phase_]
    return page_of(known, page, size, telling.contests_told)


@router.get("/contests/{slug:contest}", url_name="contest", response=LOST | {200: ContestNotice})
def contest_notice(request: HttpRequest, contest: str) -> ContestNotice:
    """The notice of a contest: form, candidates, pledge, timetable, the roll's fingerprint."""
    return telling.notice_of(_contest(contest))


@router.get(
    "/contests/{slug:contest}/versions",
    url_name="versions",
    response=READ | {200: Page[VersionShort]},
)
def versions(
    request: HttpRequest, contest: str, page: Number = 1, size: Size = 50
) -> Page[VersionShort]:
    """The published versions of a result, the newest first; none before it is published."""
    found = _contest(contest)
    known = list(results.published(found).defer(*telling.BULKY))[::-1]
    return page_of(known, page, size, lambda shown: telling.versions_told(found, shown, known))


@router.get(
    "/contests/{slug:contest}/result", url_name="result", response=LOST | {200: VersionTold}
)
def result(request: HttpRequest, contest: str) -> VersionTold:
    """The version that stands."""
    found = _contest(contest)
    version = results.current(found)
    if version is None:
        raise Http404(_("There is no published result yet."))
    return telling.version_told(found, version, version.number)


@router.get(
    "/contests/{slug:contest}/versions/{int:number}",
    url_name="version",
    response=LOST | {200: VersionTold},
)
def one_version(request: HttpRequest, contest: str, number: int) -> VersionTold:
    """One published version, with what it put right and its files."""
    found = _contest(contest)
    version = results.version_numbered(found, number)
    current = results.current(found)
    return telling.version_told(found, version, current.number if current else 0)


@router.get(
    "/contests/{slug:contest}/versions/{int:number}/document",
    url_name="document",
    response=LOST,
    openapi_extra=DOCUMENT,
)
def document(request: HttpRequest, contest: str, number: int) -> HttpResponse:
    """The declaration document of a version, exactly as it was published."""
    version = results.version_numbered(_contest(contest), number)
    answer = HttpResponse(version.document.encode(), content_type="application/json")
    answer["Last-Modified"] = http_date(_changed(version).timestamp())
    return answer


@router.get("/changes", url_name="changes", response=READ | {200: Page[ChangeTold]})
def changes(
    request: HttpRequest,
    since: Annotated[
        datetime | None, Query(description="Only what was published then or later.")
    ] = None,
    contest: Annotated[str | None, Query(description="Of this contest alone.")] = None,
    page: Number = 1,
    size: Size = 50,
) -> Page[ChangeTold]:
    """What was published, the newest first: notices, provisional and declared results."""
    found = telling.changes(None if contest is None else _contest(contest).slug)
    if since is not None:
        aware = since if since.tzinfo else since.replace(tzinfo=UTC)
        found = [change for change in found if change.at >= aware]
    return page_of(found, page, size, list)


def _contest(slug: str) -> Contest:
    try:
        return results.public_contest(slug)
    except Http404:
        raise Http404(_("There is no such contest, or it is not public yet.")) from None


def _changed(version: Version) -> datetime:
    known = [t for t in (version.published_at, version.declared_at) if t is not None]
    return max(known)
