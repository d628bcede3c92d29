"""The file comes in: its size is judged before a byte of it is read."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from hustings.errors import FormatError, HustingsError, RuleError
from hustings.web.contests.models import Contest
from hustings.web.contests.queries import contest_for
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.roll import background
from hustings.web.roll.actions import uploads as actions
from hustings.web.roll.forms.uploads import MOST_BYTES, UploadForm, sentence_of, too_large
from hustings.web.roll.models import Upload, UploadKind
from hustings.web.roll.views.pages import GET_OR_POST, roll_page, roll_url, sent

__all__ = ["upload"]

_AROUND_THE_FILE = 64 << 10  # what a form adds to its file


@csrf_exempt  # the token stands in the body, which is not read before its length is judged
@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def upload(request: HttpRequest, actor: Actor, slug: str, kind: str) -> HttpResponseBase:
    """Upload a list: the roll, or a register to look people up in."""
    contest = contest_for(actor, slug)
    if _length(request) > MOST_BYTES + _AROUND_THE_FILE:
        form = UploadForm({})
        form.errors["file"] = form.error_class([too_large()])
        return _page(request, actor, contest, kind, form, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return _protected(request, actor, contest, kind)


def _length(request: HttpRequest) -> int:
    """The length that the request announces; without one Django reads nothing."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


@csrf_protect
def _protected(request: HttpRequest, actor: Actor, contest: Contest, kind: str) -> HttpResponse:
    form = UploadForm(sent(request), request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, actor, contest, kind, form)
    file = form.cleaned_data["file"]
    try:
        stored = actions.store(contest, kind, name=file.name, content=file.read(), by=actor)
        if background.is_large(stored):
            job = background.start_reading(stored, by=actor)
            return redirect("jobs:job", actor.organisation.slug, job.pk)
        _read_now(stored)
    except HustingsError as error:
        _tell(form, error)
        return _page(request, actor, contest, kind, form)
    return redirect(roll_url(contest, "columns", stored.pk))


def _read_now(stored: Upload) -> None:
    """Read a small file; of one that cannot be read nothing is kept."""
    try:
        actions.read(stored)
    except HustingsError:
        stored.delete()
        raise


def _tell(form: UploadForm, error: HustingsError) -> None:
    findings = error.findings if isinstance(error, FormatError) else ()
    for finding in findings[:20]:
        form.add_error("file", str(finding))
    if not findings:
        form.add_error(None if isinstance(error, RuleError) else "file", sentence_of(error))


def _page(
    request: HttpRequest,
    actor: Actor,
    contest: Contest,
    kind: str,
    form: UploadForm,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    heading = _("Upload the roll") if kind == UploadKind.ROLL else _("Upload a register")
    return roll_page(
        request,
        actor,
        contest,
        "roll/upload.html",
        here=heading,
        heading=heading,
        kind=kind,
        form=form,
        act=_("Upload the list"),
        back_url=roll_url(contest, "overview" if kind == UploadKind.ROLL else "register"),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors and status == 200 else status,
    )
