"""Runs of papers and of envelopes: how far they are; fetched, destroyed, posted."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hustings.errors import RuleError
from hustings.rounding import grouped
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide
from hustings.web.letters.forms import PostedForm
from hustings.web.letters.views.pages import GET_OR_POST, posted_data, progress_of
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.post import printed
from hustings.web.post.actions import printing as acts
from hustings.web.post.files import FILES
from hustings.web.post.models import EnvelopeRun, PaperRun
from hustings.web.post.state import Run, RunState
from hustings.web.post.views.pages import post_url
from hustings.web.post.views.printing import printing_page

__all__ = ["again", "destroy", "fetch", "posted", "run"]


def _heading(run: Run) -> str:
    if isinstance(run, PaperRun):
        return _("Paper run %(n)s") % {"n": run.pk}
    return _("Envelope run %(n)s") % {"n": run.pk}


@require_safe
@for_officers()
def run(request: HttpRequest, actor: Actor, slug: str, kind: str, number: int) -> HttpResponse:
    """One run: how far it is, and what comes next."""
    contest = contest_for(actor, slug)
    found = printed.run_for(contest, kind, number)
    shown = printed.shown(found)
    return printing_page(
        request,
        "post/run.html",
        actor,
        contest,
        here=_heading(found),
        heading=_heading(found),
        kind=kind,
        shown=shown,
        run=found,
        zipped=shown.has_file and _is_zip(found),
        unprintable=printed.unprintable_of(found),
        may_begin_again=shown.state is RunState.STOPPED,
        **progress_of(actor, found.job),
    )


def _is_zip(run: Run) -> bool:
    try:
        with FILES.path_of(run.file_name).open("rb") as file:
            return file.read(2) == b"PK"
    except FileNotFoundError:
        return False


@require_POST
@for_officers(acting=True)
def fetch(
    request: HttpRequest, actor: Actor, slug: str, kind: str, number: int
) -> HttpResponseBase:
    """The file itself, streamed; that it was fetched is noted first."""
    contest = contest_for(actor, slug)
    found = printed.run_for(contest, kind, number)
    try:
        path = acts.fetch(found, by=actor)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect(post_url(contest, "run", kind, number))
    is_zip = _is_zip(found)
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{contest.slug}-{kind}-{found.pk}.{'zip' if is_zip else 'pdf'}",
        content_type="application/zip" if is_zip else "application/pdf",
    )
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@for_officers(acting=True)
def again(request: HttpRequest, actor: Actor, slug: str, kind: str, number: int) -> HttpResponse:
    """Begin a run that stopped again."""
    contest = contest_for(actor, slug)
    found = printed.run_for(contest, kind, number)
    try:
        acts.begin_again(found, by=actor)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is being made."))
    return redirect(post_url(contest, "run", kind, number))


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def destroy(request: HttpRequest, actor: Actor, slug: str, kind: str, number: int) -> HttpResponse:
    """Printed: destroy it."""
    contest = contest_for(actor, slug)
    found = printed.run_for(contest, kind, number)

    def save() -> str:
        acts.destroy(found, by=actor)
        return _("The file is written over and removed.")

    decision = Decision(
        _("Destroy the file of this run?"),
        _("Printed: destroy it") if found.fetched_at else _("Destroy it"),
        ConfirmForm(posted_data(request)),
        save,
        template="contests/confirm.html",
        back=post_url(contest, "run", kind, number),
        more={"danger": True, "consequences": _destroyed(found)},
    )
    return decide(request, actor, contest, decision)


def _destroyed(run: Run) -> list[object]:
    """What it means that the file goes."""
    papers = isinstance(run, PaperRun)
    count = run.papers if isinstance(run, PaperRun) else run.envelopes
    what = (
        ngettext("ballot paper", "ballot papers", count)
        if papers
        else ngettext("covering letter with its label", "covering letters with their labels", count)
    )
    if run.fetched_at:
        then = _("cannot be printed again from here; what you printed stays good")
        more = _("Destroy the copy on your own computer and in the printer’s queue as well.")
    elif papers:
        then, more = _("are taken for ours no longer, since nobody has fetched the file"), ""
    else:
        then = _("are withdrawn, since nobody has fetched the file")
        more = _("The same electors are due an envelope again.")
    return [{"number": count, "text": f"{what} {then}"}, *([more] if more else [])]


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def posted(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Say when the envelopes were posted."""
    contest = contest_for(actor, slug)
    found = printed.run_for(contest, "envelopes", number)
    if not isinstance(found, EnvelopeRun):
        raise Http404
    envelope_run = found
    form = PostedForm(posted_data(request))

    def save() -> str:
        acts.say_posted(envelope_run, form.cleaned_data["on"], by=actor)
        return _("Noted.")

    decision = Decision(
        _("When were these envelopes posted?"),
        _("Note the day"),
        form,
        save,
        ngettext(
            "%(n)s return envelope of envelope run %(run)s.",
            "%(n)s return envelopes of envelope run %(run)s.",
            found.envelopes,
        )
        % {"n": grouped(found.envelopes), "run": found.pk},
        back=post_url(contest, "run", "envelopes", number),
    )
    return decide(request, actor, contest, decision)
