"""Print runs: begun after their numbers were told, fetched, destroyed, posted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hustings.errors import RuleError
from hustings.rounding import grouped
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.models import Contest
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide
from hustings.web.letters import queries
from hustings.web.letters.actions import files_of_runs, lists
from hustings.web.letters.audience import Audience, LeftOut, for_letters
from hustings.web.letters.design import sheets_a_letter
from hustings.web.letters.forms import PostedForm, PrintForm, TestPrintForm
from hustings.web.letters.languages import WELSH, speakers
from hustings.web.letters.models import PrintKind, PrintRun
from hustings.web.letters.printing import starts_with
from hustings.web.letters.state import RunState, not_now
from hustings.web.letters.views.pages import (
    GET_OR_POST,
    as_file,
    letters_page,
    letters_url,
    on_roll,
    posted_data,
    progress_of,
)
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor

__all__ = ["again", "begin", "destroy", "fetch", "list_of_letters", "posted", "run"]

_BEGUN = (PrintKind.FIRST, PrintKind.REMINDER, PrintKind.TEST)


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def begin(request: HttpRequest, actor: Actor, slug: str, kind: str) -> HttpResponse:
    """How many letters and sheets, and who is left out; then the letters are made."""
    contest = contest_for(actor, slug)
    if kind not in _BEGUN:
        raise Http404
    of_kind = PrintKind(kind)
    if why := not_now(contest, of_kind):
        return letters_page(
            request, "letters/not_now.html", actor, contest, here=_headings()[of_kind], why=why
        )
    of_form = TestPrintForm if of_kind == PrintKind.TEST else PrintForm
    form = of_form(posted_data(request), welsh=speakers(contest, WELSH) > 0)
    begun: list[PrintRun] = []

    def save() -> str:
        begun.append(files_of_runs.start(contest, of_kind, by=actor, **form.cleaned_data))
        return _("The letters are being made.")

    due = for_letters(contest, of_kind, most=TestPrintForm.base_fields["most"].initial)
    decision = Decision(
        _headings()[of_kind],
        _("Make the letters"),
        form,
        save,
        template="letters/print.html",
        back=letters_url(contest),
        more={
            "consequences": _consequences(contest, of_kind, due),
            "nobody": not due.keys,
            "welsh": "words_welsh" in form.fields,
            "kind": of_kind,
        },
    )
    response = decide(request, actor, contest, decision)
    return redirect(letters_url(contest, "run", begun[0].pk)) if begun else response


def _headings() -> dict[PrintKind, str]:
    return {
        PrintKind.FIRST: _("Make letters with codes?"),
        PrintKind.REMINDER: _("Make reminder letters?"),
        PrintKind.TEST: _("Make test letters?"),
    }


def _consequences(contest: Contest, kind: PrintKind, due: Audience) -> list[Any]:
    letters = len(due.keys)
    if kind == PrintKind.TEST:
        return [_("Every page has TEST across it; the codes work in the test alone.")]
    told: list[Any] = [
        {
            "number": letters,
            "text": ngettext(
                "elector gets a letter with a new code",
                "electors get a letter with a new code",
                letters,
            ),
        },
        {
            "number": (sheets := _sheets(contest, due)),
            "text": ngettext(
                "sheet of A4, one envelope an elector, by postcode",
                "sheets of A4, one envelope an elector, by postcode",
                sheets,
            ),
        },
    ]
    if welsh := due.languages[WELSH]:
        words = ngettext("of these letters is in Welsh", "of these letters are in Welsh", welsh)
        told.append({"number": welsh, "text": words})
    left_out = {
        LeftOut.HAS_CODE: _("hold a code that works already and get none"),
        LeftOut.VOTED: _("have voted and get none"),
        LeftOut.OBJECTED: _("objected to being written to and get none"),
        LeftOut.NOWHERE: _("have no postal address on the roll and get none"),
    }
    told += [
        {"number": due.left_out[why], "text": words}
        for why, words in left_out.items()
        if due.left_out[why]
    ]
    told.append(on_roll(due.roll))
    if kind == PrintKind.REMINDER:
        told.append(_("A code that an elector holds already keeps working beside the new one."))
    told.append(
        _(
            "The codes stand in one file and nowhere else. Whoever holds it can vote in everyone’s "
            "place: fetch it, print it, and destroy it. After 24 hours it is destroyed here."
        )
    )
    return told


def _sheets(contest: Contest, due: Audience) -> int:
    """How many sheets so many letters take, as far as the samples of each language tell."""
    each = due.languages.items()
    return sum(n * sheets_a_letter(contest, language=one) for one, n in each if n)


@require_safe
@for_officers()
def run(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """One print run: how far it is, and what comes next."""
    contest = contest_for(actor, slug)
    found = queries.run_for(contest, number)
    shown = queries.shown_run(found)
    return letters_page(
        request,
        "letters/run.html",
        actor,
        contest,
        here=_("Print run %(n)s") % {"n": found.pk},
        shown=shown,
        run=found,
        unprintable=queries.unprintable_electors(found),
        several=shown.has_file and starts_with(found.file_name)[:2] == b"PK",
        may_act=actor.may_act,
        may_begin_again=shown.state is RunState.STOPPED,
        **progress_of(actor, found.job),
    )


@require_POST
@for_officers(acting=True)
def fetch(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponseBase:
    """The file itself, streamed; that it was fetched is noted first."""
    contest = contest_for(actor, slug)
    found = queries.run_for(contest, number)
    try:
        path = files_of_runs.fetch(found, by=actor)
    except RuleError as error:
        return _back(request, contest, found, str(error))
    is_zip = starts_with(found.file_name)[:2] == b"PK"
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{contest.slug}-letters-{found.pk}.{'zip' if is_zip else 'pdf'}",
        content_type="application/zip" if is_zip else "application/pdf",
    )
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@for_officers(acting=True)
def again(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Begin a run that stopped again."""
    contest = contest_for(actor, slug)
    found = queries.run_for(contest, number)
    return _act(request, contest, found, lambda: files_of_runs.begin_again(found, by=actor),
                _("The letters are being made."))  # fmt: skip


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def destroy(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Printed: destroy it."""
    contest = contest_for(actor, slug)
    found = queries.run_for(contest, number)

    def save() -> str:
        files_of_runs.destroy(found, by=actor)
        return _("The file is written over and removed.")

    letters = {
        "number": found.letters,
        "text": ngettext(
            "letter cannot be printed again from here",
            "letters cannot be printed again from here",
            found.letters,
        ),
    }
    fetched = _("The codes in the letters that you printed keep working.")
    unread = {
        "number": found.letters,
        "text": ngettext(
            "code stops working, since nobody has fetched the file",
            "codes stop working, since nobody has fetched the file",
            found.letters,
        ),
    }
    decision = Decision(
        _("Destroy the file of print run %(n)s?") % {"n": found.pk},
        _("Printed: destroy it") if found.fetched_at else _("Destroy it"),
        ConfirmForm(posted_data(request)),
        save,
        template="contests/confirm.html",
        back=letters_url(contest, "run", found.pk),
        more={
            "danger": True,
            "consequences": [
                letters,
                fetched if found.fetched_at else unread,
                _("Destroy the copy on your own computer and in the printer’s queue as well."),
            ],
        },
    )
    return decide(request, actor, contest, decision)


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def posted(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Say when the letters were posted."""
    contest = contest_for(actor, slug)
    found = queries.run_for(contest, number)
    form = PostedForm(posted_data(request))

    def save() -> str:
        files_of_runs.say_posted(found, form.cleaned_data["on"], by=actor)
        return _("Noted.")

    decision = Decision(
        _("When were these letters posted?"),
        _("Note the day"),
        form,
        save,
        ngettext(
            "%(n)s letter of print run %(run)s.",
            "%(n)s letters of print run %(run)s.",
            found.letters,
        )
        % {"n": grouped(found.letters), "run": found.pk},
        back=letters_url(contest, "run", found.pk),
    )
    return decide(request, actor, contest, decision)


@require_POST
@for_officers(acting=True)
def list_of_letters(_request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """To whom the letters go, in their order, without codes."""
    contest = contest_for(actor, slug)
    found = queries.run_for(contest, number)
    return as_file(lists.letters_csv(found, by=actor), f"{contest.slug}-print-run-{found.pk}.csv")


def _act(
    request: HttpRequest,
    contest: Contest,
    found: PrintRun,
    doing: Callable[[], object],
    told: str,
) -> HttpResponse:
    try:
        doing()
    except RuleError as error:
        return _back(request, contest, found, str(error))
    messages.success(request, told)
    return redirect(letters_url(contest, "run", found.pk))


def _back(request: HttpRequest, contest: Contest, found: PrintRun, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect(letters_url(contest, "run", found.pk))
