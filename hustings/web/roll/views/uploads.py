"""An upload on its way: columns, report, questions, taking its rows, undoing that."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hustings.errors import HustingsError
from hustings.rounding import grouped
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.models import Contest
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.roll import background, queries
from hustings.web.roll.actions import duplicates, taking
from hustings.web.roll.actions import uploads as actions
from hustings.web.roll.forms.uploads import (
    BulkForm,
    ColumnsForm,
    QuestionsForm,
    SheetForm,
    sentence_of,
)
from hustings.web.roll.kinds import Kind, kinds_of
from hustings.web.roll.models import Elector, Sheet, Upload, UploadKind
from hustings.web.roll.views.pages import GET_OR_POST, roll_page, roll_url, sent, trail_to

__all__ = [
    "clean",
    "columns",
    "decide_all",
    "decisions",
    "download",
    "remove",
    "report",
    "sheet",
    "take",
    "undo",
]

QUESTIONS_A_PAGE = 20
REASONS_SHOWN = 20


def _found(actor: Actor, slug: str, number: int) -> tuple[Contest, Upload]:
    contest = contest_for(actor, slug)
    return contest, queries.upload_for(contest, number)


# --- columns -------------------------------------------------------------------------------------


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def columns(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """What each column is; then the rows are cleaned."""
    contest, upload = _found(actor, slug, number)
    if upload.taken_at is not None or not upload.headers or not upload.content:
        return redirect(roll_url(contest, "upload", upload.pk))
    form = ColumnsForm(upload, sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.map_columns(upload, form.choices(), form.defaults())
        except HustingsError as error:
            form.add_error(None, sentence_of(error))
        else:
            return _clean(request, actor, contest, upload)
    return roll_page(
        request,
        actor,
        contest,
        "roll/columns.html",
        here=_("Columns"),
        upload=upload,
        form=form,
        sheet_form=SheetForm(upload) if len(upload.sheets) > 1 else None,
        status=422 if form.errors else 200,
    )


@require_POST
@for_officers(acting=True)
def sheet(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Take another sheet of the workbook."""
    contest, upload = _found(actor, slug, number)
    form = SheetForm(upload, request.POST)
    if form.is_valid():
        try:
            actions.choose_sheet(upload, form.cleaned_data["sheet"])
            actions.read(upload)
        except HustingsError as error:
            messages.error(request, sentence_of(error))
            return redirect(roll_url(contest, "upload", upload.pk))
    return redirect(roll_url(contest, "columns", upload.pk))


@require_POST
@for_officers(acting=True)
def clean(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Clean the rows again, with the answers given so far."""
    contest, upload = _found(actor, slug, number)
    return _clean(request, actor, contest, upload)


def _clean(request: HttpRequest, actor: Actor, contest: Contest, upload: Upload) -> HttpResponse:
    if background.is_large(upload):
        job = background.start_cleaning(upload, by=actor)
        return redirect("jobs:job", actor.organisation.slug, job.pk)
    try:
        actions.clean_up(upload)
    except HustingsError as error:
        messages.error(request, sentence_of(error))
        return redirect(roll_url(contest, "columns", upload.pk))
    return redirect(roll_url(contest, "upload", upload.pk))


# --- the report ----------------------------------------------------------------------------------


@require_safe
@for_officers()
def report(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """What cleaning fixed, asks and refused."""
    contest, upload = _found(actor, slug, number)
    sheets = set(upload.downloads.values_list("name", flat=True))
    return roll_page(
        request,
        actor,
        contest,
        "roll/report.html",
        here=_("Report of an upload"),
        upload=upload,
        sheets=sheets,
        reasons=_reasons(upload),
        unanswered=upload.questions.filter(answer="").count(),
        answered=upload.questions.exclude(answer="").count(),
        frozen=upload.kind == UploadKind.ROLL and contest.roll_frozen_at is not None,
    )


def _reasons(upload: Upload) -> list[list[str]]:
    """Row, why and remedy of the first rows refused, of the sheet that may be downloaded."""
    found = Sheet.objects.filter(upload=upload, name="refused").first()
    if found is None:
        return []
    lines = csv.reader(io.StringIO(bytes(found.content).decode("utf-8-sig"), newline=""))
    return [line[:3] for line in islice(lines, 1, REASONS_SHOWN + 1)]


@require_safe
@for_officers()
def download(
    _request: HttpRequest, actor: Actor, slug: str, number: int, name: str
) -> HttpResponse:
    """What cleaning fixed, asks or refused, as CSV."""
    contest, upload = _found(actor, slug, number)
    found = Sheet.objects.filter(upload=upload, name=name).first()
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{contest.slug}-{name}.csv"'
    response["Cache-Control"] = "no-store"
    return response


# --- questions -----------------------------------------------------------------------------------


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def decisions(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """The questions without an answer, some at a time; ``?answered=1`` shows the others."""
    contest, upload = _found(actor, slug, number)
    shown = _questions(request, upload)
    page = Paginator(shown.order_by("asks", "pk"), QUESTIONS_A_PAGE).get_page(
        request.GET.get("page")
    )
    questions = list(page)
    if request.method == "POST":
        posted = [int(key) for key in request.POST.getlist("shown") if key.isdigit()]
        questions = list(upload.questions.filter(pk__in=posted).order_by("asks", "pk"))
    form = QuestionsForm(questions, sent(request))
    if request.method == "POST" and form.is_valid():
        actions.answer(upload, form.answers())
        return _go_on(request, actor, contest, upload)
    return roll_page(
        request,
        actor,
        contest,
        "roll/decisions.html",
        here=_("Questions"),
        upload=upload,
        form=form,
        page=page,
        answered="answered" in request.GET,
        bulk=[_bulk_form(kind) for kind in kinds_of(upload)],
        status=422 if form.errors else 200,
    )


def _questions(request: HttpRequest, upload: Upload) -> Any:
    if "answered" in request.GET:
        return upload.questions.exclude(answer="")
    return upload.questions.filter(answer="")


def _bulk_form(kind: Kind) -> dict[str, object]:
    return {"kind": kind, "form": BulkForm(kind.asks, kind.choices)}


@require_POST
@for_officers(acting=True)
def decide_all(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """One answer to all open questions of a kind."""
    contest, upload = _found(actor, slug, number)
    kinds = {kind.asks: kind for kind in kinds_of(upload)}
    kind = kinds.get(request.POST.get("asks", ""))
    if kind is not None:
        form = BulkForm(kind.asks, kind.choices, request.POST)
        if form.is_valid():
            count = actions.answer_all(upload, kind.asks, form.cleaned_data["choice"])
            told = ngettext("%(n)s question answered.", "%(n)s questions answered.", count)
            messages.success(request, told % {"n": grouped(count)})
    return _go_on(request, actor, contest, upload)


def _go_on(request: HttpRequest, actor: Actor, contest: Contest, upload: Upload) -> HttpResponse:
    """To the next questions; when none is left, clean again with the answers."""
    if upload.questions.filter(answer="").exists():
        return redirect(roll_url(contest, "decisions", upload.pk))
    return _clean(request, actor, contest, upload)


# --- taking, undoing, removing -------------------------------------------------------------------


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def take(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """The rows join the roll."""
    contest, upload = _found(actor, slug, number)
    if request.method == "POST" and upload.taken_at is None and background.is_large(upload):
        job = background.start_taking(upload, by=actor)
        return redirect("jobs:job", actor.organisation.slug, job.pk)
    is_roll = upload.kind == UploadKind.ROLL

    def save() -> str:
        taken = taking.take(upload, by=actor)
        if is_roll:
            duplicates.find(contest)
        return _told_of(taken)

    counts = upload.report
    joining, refused = counts.get("entries", 0), counts.get("refused", 0)
    left_out = counts.get("left_out", 0)
    joins = ngettext("person joins", "people join", joining)
    known = ngettext("person is known", "people are known", joining)
    gone = ngettext("row is refused and left out", "rows are refused and left out", refused)
    decided = ngettext(
        "row is left out by your decision", "rows are left out by your decision", left_out
    )
    heading = _("Take these rows into the roll?") if is_roll else _("Take these rows?")
    consequences = [
        _item(joining, joins if is_roll else known),
        _item(refused, gone),
        _item(left_out, decided) if left_out else "",
        _("It can be undone while the roll is not frozen.") if is_roll else "",
    ]
    page = _Page(heading, _("Take the rows"), save, consequences, "overview")
    return _confirm(request, actor, contest, upload, page)


def _told_of(taken: taking.Taken) -> str:
    told = ngettext("%(n)s person joined.", "%(n)s people joined.", taken.added)
    words = told % {"n": grouped(taken.added)}
    if taken.already:
        already = _("%(n)s were there already, word for word.")
        words = f"{words} {already % {'n': grouped(taken.already)}}"
    return words


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def undo(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """The rows leave the roll again."""
    contest, upload = _found(actor, slug, number)
    electors = Elector.objects.filter(upload=upload)
    is_roll = upload.kind == UploadKind.ROLL
    count = electors.count() if is_roll else upload.report.get("added", 0)

    def save() -> str:
        removed = taking.undo(upload, by=actor)
        if is_roll:
            duplicates.find(contest)
        told = ngettext(
            "%(n)s person was taken off again.", "%(n)s people were taken off again.", removed
        )
        return told % {"n": grouped(removed)}

    struck = electors.exclude(struck_at=None).count() if is_roll else 0
    consequences = [
        _item(count, _("people are taken off, with every correction made to them")),
        _item(struck, _("of them were struck: that is forgotten too")) if struck else "",
        _("The file and its answers stay, and can be taken again."),
    ]
    heading, act = _("Undo this upload?"), _("Take the rows off")
    page = _Page(heading, act, save, consequences, "upload", danger=True)
    return _confirm(request, actor, contest, upload, page)


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def remove(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Remove a file whose rows are not on the roll."""
    contest, upload = _found(actor, slug, number)

    def save() -> str:
        actions.discard(upload, by=actor)
        return _("The file is removed.")

    consequences = [
        _item(upload.rows, _("rows in the file; none of them is on the roll")),
        _item(upload.questions.exclude(answer="").count(), _("answers are forgotten")),
    ]
    after = "overview" if upload.kind == UploadKind.ROLL else "register"
    page = _Page(
        _("Remove this file?"), _("Remove the file"), save, consequences, after, danger=True
    )
    return _confirm(request, actor, contest, upload, page)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that confirms an act on an upload: where it goes back to, and on to."""

    heading: str
    act: str
    save: Callable[[], str]
    consequences: list[Any]
    after: str
    danger: bool = False


def _item(number: int, text: str) -> dict[str, Any]:
    return {"number": number, "text": text}


def _confirm(
    request: HttpRequest, actor: Actor, contest: Contest, upload: Upload, page: _Page
) -> HttpResponse:
    then = page.after
    if upload.kind == UploadKind.REGISTER and then == "overview":
        then = "register"
    return decide(
        request,
        actor,
        contest,
        Decision(
            page.heading,
            page.act,
            ConfirmForm(sent(request)),
            page.save,
            template="contests/confirm.html",
            back=roll_url(contest, "upload", upload.pk),
            then=roll_url(contest, then, *([upload.pk] if then == "upload" else [])),
            more={
                "consequences": [item for item in page.consequences if item],
                "danger": page.danger,
                "trail": trail_to(contest, page.heading),
            },
        ),
    )
