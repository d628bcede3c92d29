"""Letters and mail at a glance; the sample letter; test codes on the screen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hustings.errors import RuleError
from hustings.rounding import grouped
from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import Phase, contest_for, phase
from hustings.web.letters import queries
from hustings.web.letters.actions.codes_shown import codes_on_screen
from hustings.web.letters.design import sample_letter
from hustings.web.letters.forms import CodesForm
from hustings.web.letters.languages import language_for
from hustings.web.letters.models import MailKind, PrintKind
from hustings.web.letters.queries import Reach, ShownMailing, ShownRun
from hustings.web.letters.state import MailState, RunState, not_now
from hustings.web.letters.task_list import not_posted
from hustings.web.letters.views.pages import GET_OR_POST, letters_page, posted_data
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor

__all__ = ["codes", "overview", "sample"]


@require_safe
@for_officers()
def overview(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Who was sent what, every print run and mailing, and what went wrong with its remedy."""
    contest = contest_for(actor, slug)
    reach = queries.reach(contest)
    runs, mailings = queries.runs_of(contest), queries.mailings_of(contest)
    return letters_page(
        request,
        "letters/overview.html",
        actor,
        contest,
        reach=reach,
        not_posted=[*not_posted(reach)] if phase(contest) in (Phase.UPCOMING, Phase.OPEN) else [],
        rows=_rows(reach),
        runs=runs,
        mailings=mailings,
        troubles=[*_run_troubles(runs), *_mail_troubles(mailings)],
        is_open=phase(contest) is Phase.OPEN,
        why_not={
            "letters": not_now(contest, PrintKind.FIRST),
            "reminders": not_now(contest, PrintKind.REMINDER),
            "mail": not_now(contest, MailKind.INVITATION),
        },
        in_test=contest.state == State.DRAFT and contest.test_mode,
        may_act=actor.may_act,
    )


def _rows(reach: Reach) -> list[tuple[str, int]]:
    return [
        (_("By letter alone"), reach.letter_alone),
        (_("By e-mail alone"), reach.email_alone),
        (_("By letter and by e-mail"), reach.both),
        (_("Given a code otherwise"), reach.otherwise),
        (_("Sent nothing"), reach.nothing),
    ]


def _run_troubles(runs: list[ShownRun]) -> list[dict[str, object]]:
    """What went wrong with letters, and what to do."""
    troubles: list[dict[str, object]] = []
    for one in runs:
        words = {"n": one.run.pk}
        if one.state is RunState.STOPPED:
            why = one.run.job.message if one.run.job else ""
            told = _("Print run %(n)s stopped before its file was done; none of its codes works.")
            remedy = _("Open it and begin again.")
            troubles.append({"text": f"{told % words} {why}", "remedy": remedy, "run": one.run.pk})
        elif one.state is RunState.WITHDRAWN:
            told = _("Nobody fetched the file of print run %(n)s in time; its codes are dead.")
            remedy = _("Make letters for the same electors again.")
            troubles.append({"text": told % words, "remedy": remedy, "run": one.run.pk})
        elif lost := len(one.run.unprintable):
            told = ngettext(
                "In print run %(n)s, %(lost)s letter is not quite as the elector’s entry.",
                "In print run %(n)s, %(lost)s letters are not quite as the electors’ entries.",
                lost,
            )
            remedy = _("Look at them before they are posted.")
            told = told % (words | {"lost": grouped(lost)})
            troubles.append({"text": told, "remedy": remedy, "run": one.run.pk})
    return troubles


def _mail_troubles(mailings: list[ShownMailing]) -> list[dict[str, object]]:
    """What went wrong with e-mails, and what to do."""
    troubles: list[dict[str, object]] = []
    for one in mailings:
        words = {"n": one.mailing.pk}
        if one.state is MailState.STOPPED:
            why = one.mailing.job.message if one.mailing.job else ""
            told = ngettext(
                "Mailing %(n)s stopped; %(left)s e-mail waits.",
                "Mailing %(n)s stopped; %(left)s e-mails wait.",
                one.counts.waiting,
            ) % (words | {"left": grouped(one.counts.waiting)})
            remedy = _("Open it and go on: nobody who was sent one is sent it again.")
            troubles.append({"text": f"{told} {why}", "remedy": remedy, "mailing": one.mailing.pk})
        if lost := one.counts.lost:
            told = ngettext(
                "%(lost)s e-mail of mailing %(n)s came back or could not be sent.",
                "%(lost)s e-mails of mailing %(n)s came back or could not be sent.",
                lost,
            )
            remedy = _(
                "Their codes are dead. Print first letters: these electors are among them if "
                "there is an address."
            )
            told = told % (words | {"lost": grouped(lost)})
            troubles.append({"text": told, "remedy": remedy, "mailing": one.mailing.pk})
    return troubles


@require_safe
@for_officers()
def sample(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """A letter to nobody, marked SAMPLE, whose code can never be one."""
    contest = contest_for(actor, slug)
    large = request.GET.get("large") == "1"
    language = language_for(request.GET.get("of", ""))
    pdf = sample_letter(contest, large_print=large, language=language)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{contest.slug}-sample-letter.pdf"'
    return response


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def codes(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Test codes, shown once: they are in the answer to this one request and nowhere else."""
    contest = contest_for(actor, slug)
    form = CodesForm(posted_data(request))
    shown = _shown(contest, actor, form)
    return letters_page(
        request,
        "letters/codes.html",
        actor,
        contest,
        here=_("Test codes"),
        status=422 if form.errors else 200,
        form=form,
        codes=shown,
        in_test=contest.state == State.DRAFT and contest.test_mode,
    )


def _shown(contest: Contest, actor: Actor, form: CodesForm) -> list[str]:
    if not form.is_bound or not form.is_valid():
        return []
    try:
        return codes_on_screen(contest, form.cleaned_data["n"], by=actor)
    except RuleError as error:
        form.add_error(None, str(error))
        return []
