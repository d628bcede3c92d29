"""What everybody reads: front page, the notice of a contest, its result, files, frame, feeds."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode

from csp.utils import build_policy
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from hustings.report.document import NoPango
from hustings.web.contests.models import Contest
from hustings.web.contests.queries import phase
from hustings.web.project import clock
from hustings.web.project.languages import chosen_in, in_language
from hustings.web.results import hooks, queries
from hustings.web.results.downloads import IN_EACH_LANGUAGE, Download, downloads_of, file_of
from hustings.web.results.feeds import feed_of_contest, feed_of_site
from hustings.web.results.models import Version
from hustings.web.results.pages.front import front
from hustings.web.results.pages.notice import notice_context
from hustings.web.results.pages.result_page import result_context
from hustings.web.results.views.caching import answer, marks_of

__all__ = [
    "contest_feed",
    "download",
    "embed",
    "home",
    "notice",
    "result",
    "result_version",
    "send",
    "site_feed",
]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is open, to come, counted and reported."""
    return render(request, "results/front.html", {"front": front()})


@require_safe
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """The notice of a contest; of one that others reported, its result."""
    contest = queries.public_contest(slug)
    return render(request, "results/notice.html", notice_context(contest))


@require_safe
def result(request: HttpRequest, slug: str) -> HttpResponse:
    """The result as it stands; before that, a page that says when there will be one."""
    contest = queries.public_contest(slug)
    version = queries.current(contest)
    if version is None:
        context = {
            "contest": contest,
            "organisation": contest.organisation,
            "phase": phase(contest, clock.now()).value,
            "zone": contest.timezone,
        }
        return render(request, "results/not_yet.html", context, status=404)
    return _page(request, contest, version)


@require_safe
def result_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version of a result, which never changes."""
    contest = queries.public_contest(slug)
    return _page(request, contest, queries.version_numbered(contest, number))


def _page(request: HttpRequest, contest: Contest, version: Version) -> HttpResponse:
    known = list(queries.published(contest).values_list("number", flat=True))
    seen = list(queries.published_precounts(contest).values_list("number", flat=True))
    etag, _changed = marks_of(contest, version, "page", known, hooks.said_of(version), seen)

    def make() -> HttpResponse:
        return render(request, "results/result.html", result_context(contest, version))

    return answer(request, (etag, None), make)  # a time would be that of the other language, too


@require_safe
def download(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """A file of a version."""
    contest = queries.public_contest(slug)
    version = queries.version_numbered(contest, number)
    language = _language_of_file(request, name)
    marks = marks_of(contest, version, "file", name, language, hooks.said_of(version))
    return answer(request, marks, lambda: send(request, contest, version, name))


def _language_of_file(request: HttpRequest, name: str) -> str:
    asked = chosen_in(request) if name in IN_EACH_LANGUAGE else None
    return asked or settings.LANGUAGE_CODE


def send(request: HttpRequest, contest: Contest, version: Version, name: str) -> HttpResponse:
    """The file; pictures and documents are shown, others saved. Http404 for any other name."""
    language = _language_of_file(request, name)
    with in_language(language):
        response = _sent(request, contest, version, name)
    response["Content-Language"] = language
    return response


def _sent(request: HttpRequest, contest: Contest, version: Version, name: str) -> HttpResponse:
    content = file_of(version, contest, name)
    if content is None:
        raise Http404
    if isinstance(content, NoPango):
        context = {"contest": contest, "version": version, "message": content.message}
        return render(request, "results/no_pango.html", context, status=503)
    offered: dict[str, Download] = {d.name: d for d in downloads_of(version, contest)}
    response = HttpResponse(content, content_type=offered[name].kind)
    trial = "TEST-" if version.test else ""
    shown = name.endswith((".svg", ".html", ".pdf", ".txt"))
    how = "inline" if shown else "attachment"
    filename = f"{trial}{contest.slug}-{version.number}-{_named_by_language(name)}"
    response["Content-Disposition"] = f'{how}; filename="{filename}"'
    if name.endswith((".html", ".svg")):
        response["Content-Security-Policy"] = _own_style_alone(content)
    return response


def _named_by_language(name: str) -> str:
    """The name of a file that is not in English has the language's code in it."""
    language = get_language() or settings.LANGUAGE_CODE
    stem, dot, kind = name.rpartition(".")
    return name if language == settings.LANGUAGE_CODE else f"{stem}-{language}{dot}{kind}"


def _own_style_alone(document: bytes) -> str:
    """The policy of a document that carries its style and letters inside: nothing else may load."""
    inside = re.findall(rb"<style>(.*?)</style>", document, re.DOTALL)
    digests = [b64encode(hashlib.sha256(style).digest()).decode() for style in inside]
    styles = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return f"default-src 'none'; style-src {styles}; font-src data:; frame-ancestors 'none'"


@require_safe
@xframe_options_exempt
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """The result in a frame of another site: one sentence, one picture, a link."""
    contest = queries.public_contest(slug)
    version = queries.current(contest)
    if version is None:
        raise Http404

    def make() -> HttpResponse:
        return render(request, "results/embed.html", result_context(contest, version))

    response = answer(request, marks_of(contest, version, "embed"), make)
    response["Content-Security-Policy"] = build_policy(replace={"frame-ancestors": ["*"]})
    return response


@require_safe
def contest_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What was published of a contest, as an Atom feed."""
    contest = queries.public_contest(slug)
    return _atom(feed_of_contest(contest, request.build_absolute_uri))


@require_safe
def site_feed(request: HttpRequest) -> HttpResponse:
    """Every result and notice of the site, newest first, as an Atom feed."""
    return _atom(feed_of_site(request.build_absolute_uri))


def _atom(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
