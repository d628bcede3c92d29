"""The content policy, made once: whatever is asked first, each page has its own."""

from __future__ import annotations

import pytest
from csp.decorators import csp_exempt, csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from hustings.web.project.policy import ContentPolicy

HEADER = "Content-Security-Policy"


def plain(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("plain")


@csp_update({"frame-ancestors": ["https://example.org"]})
def framed(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("framed")


@csp_exempt()
def exempt(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("exempt")


def with_header(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("own", headers={HEADER: "default-src 'none'"})


VIEWS = {"plain": plain, "framed": framed, "exempt": exempt, "own": with_header}


def parts(answer: object) -> set[str]:
    assert isinstance(answer, HttpResponse)
    return set(answer.get(HEADER, "").split("; "))


@pytest.mark.parametrize("first", VIEWS)
def test_each_page_has_the_policy_that_django_csp_gives_it(first: str) -> None:
    ours = ContentPolicy(lambda request: VIEWS[request.path_info[1:]](request))
    theirs = CSPMiddleware(lambda request: VIEWS[request.path_info[1:]](request))
    for view in (first, *VIEWS, *VIEWS):
        asked = (RequestFactory().get(f"/{view}") for _ in range(2))
        assert parts(ours(next(asked))) == parts(theirs(next(asked))), view
