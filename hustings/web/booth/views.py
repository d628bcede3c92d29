"""What electors see. Nothing is kept between pages, and only a POST does anything."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hustings import seal
from hustings.errors import SealError
from hustings.seal import Marks, Typo, read_code
from hustings.web.booth import casting, pages, throttle
from hustings.web.booth.codes import digest_of, nonce_digest_of
from hustings.web.booth.marks import (
    Filled,
    Unreadable,
    field_of,
    read_fields,
    read_listed,
)
from hustings.web.booth.outcomes import Ballot, NotRecorded, Reason, Refused, refusal
from hustings.web.booth.pages import Carried
from hustings.web.booth.papers import Paper, paper_of
from hustings.web.booth.queries import Bearer, bearer_of
from hustings.web.project import clock
from hustings.web.project.languages import known_language, remembered

__all__ = ["cast", "check", "enter", "paper"]

View = Callable[[HttpRequest, Carried], HttpResponse]
_NONCE = re.compile(r"[0-9a-f]{32}")


def _in_the_booth(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """A page that no browser and no proxy keeps, that no report of an error quotes, and that
    answers a POST alone: whoever follows a link to it is shown where codes are entered.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    @sensitive_post_parameters()
    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" or view is _enter:
            carried = Carried.by(request)
            if carried.language:
                translation.activate(carried.language)
            response = view(request, carried)
        else:
            response = redirect("booth:enter")
        response["Cache-Control"] = "no-store"
        return response

    return wrapped


def _enter(request: HttpRequest, carried: Carried) -> HttpResponse:
    """Where the code is entered. A POST here is one of a page that was left lying about."""
    return pages.code_page(request, carried)


enter = _in_the_booth(_enter)


@dataclass(frozen=True, slots=True)
class _Admitted:
    """An elector whose code is known, and her contest's paper."""

    carried: Carried
    bearer: Bearer
    paper: Paper

    @property
    def must_declare(self) -> bool:
        """Whether she has yet to declare what the contest asks for."""
        return bool(self.paper.contest.declaration_text) and not self.carried.declared


def _known(request: HttpRequest, carried: Carried) -> _Admitted | HttpResponse:
    """Whose code it is, or a page that says what is wrong with it."""
    code = read_code(carried.code)
    if isinstance(code, Typo):
        return pages.code_page(request, carried, typo=code)
    bearer = bearer_of(digest_of(code))
    if bearer is None:
        return _unknown(request, carried)
    carried = carried.with_code(code).in_language(
        carried.language or remembered(request) or known_language(bearer.language)
    )
    translation.activate(carried.language or settings.LANGUAGE_CODE)
    return _Admitted(carried, bearer, paper_of(bearer.contest_id))


def _unknown(request: HttpRequest, carried: Carried) -> HttpResponse:
    if throttle.count_failure(request):
        return pages.throttled_page(request, carried, throttle.minutes())
    return pages.refusal_page(request, carried, Reason.UNKNOWN)


def _admitted(request: HttpRequest, carried: Carried) -> _Admitted | HttpResponse:
    """An elector who may vote now, or a page that says why not."""
    known = _known(request, carried)
    if isinstance(known, HttpResponse):
        return known
    reason = refusal(known.bearer.facts, clock.now())
    if reason is None and not known.paper.contest.public_key:
        reason = Reason.NOT_OPEN  # a trial before there is a key to seal to
    if reason is not None:
        return pages.refusal_page(request, known.carried, reason, known.bearer)
    return known


@_in_the_booth
def paper(request: HttpRequest, carried: Carried) -> HttpResponse:
    """The declaration, where there is one to make; then the ballot paper."""
    her = _admitted(request, carried)
    if isinstance(her, HttpResponse):
        return her
    if her.must_declare:
        left_out = "declaring" in request.POST
        return pages.declaration_page(request, her.carried, her.paper, left_out=left_out)
    return pages.ballot_page(
        request, her.carried, her.paper, her.bearer.rotation, marks=_marks_sent(request, her.paper)
    )


def _marks_sent(request: HttpRequest, paper: Paper) -> dict[int, str]:
    """What stood in the fields, if the paper was filled in before."""
    ranking = _ranking_sent(request, paper)
    if ranking is not None:
        return {number: str(place) for place, number in enumerate(ranking, 1)}
    if not paper.ranked:
        chosen = request.POST.get("choice", "")
        return {n: "1" for n in paper.by_number if str(n) == chosen}
    return {n: request.POST.get(field_of(n), "").strip()[:20] for n in paper.by_number}


def _ranking_sent(request: HttpRequest, paper: Paper) -> tuple[int, ...] | None:
    """The ranking as the check page carries it."""
    return read_listed(
        request.POST.get("marks", ""), candidates=len(paper.candidates), choices=paper.choices
    )


@_in_the_booth
def check(request: HttpRequest, carried: Carried) -> HttpResponse:
    """The answers, before they are cast; or the paper again with what must be put right."""
    her = _admitted(request, carried)
    if isinstance(her, HttpResponse):
        return her
    if her.must_declare:
        return pages.declaration_page(request, her.carried, her.paper, left_out=False)
    filled = _filled(request, her.paper)
    if isinstance(filled, Unreadable):
        return pages.ballot_page(
            request,
            her.carried,
            her.paper,
            her.bearer.rotation,
            marks=_marks_sent(request, her.paper),
            wrong=filled,
        )
    return pages.check_page(request, her.carried, her.paper, filled, casting.new_nonce())


def _filled(request: HttpRequest, paper: Paper) -> Filled | Unreadable:
    """The paper as it was filled in, on the ballot page or, shown once more, on this one."""
    ranking = _ranking_sent(request, paper)
    if ranking is not None:
        return Filled(ranking)
    if not paper.ranked:
        return Filled(tuple(_marks_sent(request, paper)))
    return read_fields(request.POST, candidates=len(paper.candidates), choices=paper.choices)


@_in_the_booth
def cast(request: HttpRequest, carried: Carried) -> HttpResponse:
    """Cast the ballot and confirm it; sent again, the same form gets the same confirmation."""
    ballot = _ballot(request, carried)
    if isinstance(ballot, HttpResponse):
        return ballot
    try:
        answer = casting.cast(ballot)
    except NotRecorded:
        return pages.not_recorded_page(request, carried)
    if not isinstance(answer, Refused):
        return pages.confirmation_page(carried, answer)
    if answer.reason is Reason.UNKNOWN:
        return _unknown(request, carried)
    bearer = bearer_of(ballot.code_digest)
    return pages.refusal_page(request, carried, answer.reason, bearer)


def _ballot(request: HttpRequest, carried: Carried) -> Ballot | HttpResponse:
    """The ballot that the form holds, sealed by the page or else here; or a page in its place."""
    code, nonce = read_code(carried.code), request.POST.get("nonce", "")
    if isinstance(code, Typo):
        return pages.code_page(request, carried, typo=code)
    if not _NONCE.fullmatch(nonce):
        return _not_whole(request, carried)
    if carried.declared and "sealed" in request.POST:
        sealed = _from_base64(request.POST["sealed"])
    else:
        known = _known(request, carried)
        if isinstance(known, HttpResponse):
            return known
        if known.must_declare:
            return pages.declaration_page(request, known.carried, known.paper, left_out=False)
        sealed = _sealed_here(request, known)
    if sealed is None:
        return _not_whole(request, carried)
    return Ballot(digest_of(code), nonce_digest_of(nonce), sealed)


def _from_base64(text: str) -> bytes | None:
    """The envelope that the page made; whether it is as long as all others is seen at the cast."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return None


def _sealed_here(request: HttpRequest, known: _Admitted) -> bytes | None:
    """The marks sealed before anything is stored; None where the form holds none."""
    ranking = _ranking_sent(request, known.paper)
    if ranking is None:
        return None
    marks = Marks(ranking, known.paper.rotation_used(known.bearer.rotation))
    try:
        key = bytes(known.paper.contest.public_key or b"")
        return seal.seal(marks, len(known.paper.candidates), key)
    except SealError:
        return None


def _not_whole(request: HttpRequest, carried: Carried) -> HttpResponse:
    said = _("The form did not arrive whole, so nothing was cast. Enter your code again.")
    return pages.code_page(request, carried, said=said)
