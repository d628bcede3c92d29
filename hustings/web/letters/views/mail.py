"""Mailings: written, looked at, sent to oneself, sent, gone on with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hustings.errors import RuleError
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.models import Contest
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide
from hustings.web.jobs.models import JobState
from hustings.web.letters import queries
from hustings.web.letters.actions import lists, mailings
from hustings.web.letters.audience import Audience, LeftOut, for_mail
from hustings.web.letters.design import SAMPLE_CODE
from hustings.web.letters.forms import MailForm
from hustings.web.letters.languages import ENGLISH, WELSH, speakers, tag_of
from hustings.web.letters.messages import sender_of, standard_subject, subject_in, texts_of
from hustings.web.letters.models import DeliveryState, Mailing, MailKind
from hustings.web.letters.queries import ShownMailing
from hustings.web.letters.state import MailState, not_now
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
from hustings.web.project.languages import in_language

__all__ = ["change", "discard", "go_on", "list_of_emails", "mailing", "new", "send", "to_me"]

_WRITTEN = (MailKind.INVITATION, MailKind.REMINDER)
_A_PAGE = 100


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def new(request: HttpRequest, actor: Actor, slug: str, kind: str) -> HttpResponse:
    """Write the words of a mailing; nothing is sent yet."""
    contest = contest_for(actor, slug)
    if kind not in _WRITTEN:
        raise Http404
    of_kind = MailKind(kind)
    if why := not_now(contest, of_kind):
        return letters_page(
            request, "letters/not_now.html", actor, contest, here=_headings()[of_kind], why=why
        )
    initial = {"subject": standard_subject(contest, of_kind)}
    if welsh := speakers(contest, WELSH) > 0:
        with in_language(WELSH):
            initial["subject_welsh"] = standard_subject(contest, of_kind)
    form = MailForm(of_kind, posted_data(request), initial=initial, welsh=welsh)
    written: list[Mailing] = []

    def save() -> str:
        written.append(mailings.draft(contest, of_kind, form.draft(), by=actor))
        return _("Nothing is sent yet: look at the e-mail first.")

    response = _write(request, actor, contest, of_kind, form, save)
    return redirect(letters_url(contest, "mailing", written[0].pk)) if written else response


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def change(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Other words for a draft."""
    contest = contest_for(actor, slug)
    found = queries.mailing_for(contest, number)
    kind = MailKind(found.kind)
    initial = {name: getattr(found, name) for name in MailForm.base_fields}
    welsh = speakers(contest, WELSH) > 0
    form = MailForm(kind, posted_data(request), initial=initial, welsh=welsh)

    def save() -> str:
        mailings.change(found, form.draft())
        return _("Changed. Nothing is sent yet.")

    back = letters_url(contest, "mailing", found.pk)
    return _write(request, actor, contest, kind, form, save, back=back)


def _headings() -> dict[MailKind, str]:
    return {
        MailKind.INVITATION: _("Invite by e-mail"),
        MailKind.REMINDER: _("Remind by e-mail"),
        MailKind.REISSUE: _("A code issued again, by e-mail"),
    }


def _write(
    request: HttpRequest,
    actor: Actor,
    contest: Contest,
    kind: MailKind,
    form: MailForm,
    save: Callable[[], str],
    *,
    back: str = "",
) -> HttpResponse:
    lead = {
        MailKind.INVITATION: _("To those with an e-mail address who were sent none yet."),
        MailKind.REMINDER: _("To those with an e-mail address who have not voted."),
    }
    decision = Decision(
        _headings()[kind],
        _("Look at the e-mail"),
        form,
        save,
        lead.get(kind, ""),
        back=back or letters_url(contest),
    )
    return decide(request, actor, contest, decision)


@require_safe
@for_officers()
def mailing(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """A draft as it will be read; or how far a mailing is, elector by elector."""
    contest = contest_for(actor, slug)
    found = queries.mailing_for(contest, number)
    shown = queries.shown_mailing(found)
    chosen = request.GET.get("state", "")
    listed = queries.deliveries_of(found, chosen)
    return letters_page(
        request,
        "letters/mailing.html",
        actor,
        contest,
        here=_("Mailing %(n)s") % {"n": found.pk},
        mailing=found,
        shown=shown,
        heading=_headings()[MailKind(found.kind)],
        sender=sender_of(contest),
        previews=_previews(found),
        to_me=actor.user.email,
        page=Paginator(listed, _A_PAGE).get_page(request.GET.get("page")),
        chosen=chosen,
        states=DeliveryState.choices,
        is_draft=shown.state is MailState.DRAFT,
        live=_may_still_change(shown),
        may_act=actor.may_act,
        **({} if chosen else progress_of(actor, found.job)),
    )


def _previews(found: Mailing) -> list[dict[str, str]]:
    """The e-mail as it is read, in each language of the roll: its name, if not the only one."""
    welsh = speakers(found.contest, WELSH)
    shown = []
    for language, name in ((ENGLISH, _("In English")), (WELSH, _("In Welsh"))):
        if language == ENGLISH or welsh:
            with in_language(language):
                text = texts_of(found, _("Sample Elector"), SAMPLE_CODE, language).text
            one = {"subject": subject_in(found, language), "text": text, "lang": tag_of(language)}
            shown.append(one | {"name": name if welsh else ""})
    return shown


def _may_still_change(shown: ShownMailing) -> bool:
    """Whether the page looks again: between two batches the one job is done, the next not begun."""
    job = shown.mailing.job
    between = job is not None and job.state == JobState.DONE and shown.counts.waiting > 0
    return shown.state is MailState.UNDER_WAY or between


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def send(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """How many are written to and who is left out; then the e-mails go."""
    contest = contest_for(actor, slug)
    found = queries.mailing_for(contest, number)
    due = for_mail(contest, MailKind(found.kind), also_with_code=found.also_with_code)

    def save() -> str:
        mailings.start(found, by=actor)
        return _("The e-mails are being sent.")

    decision = Decision(
        _("Send these e-mails?"),
        _("Send them"),
        ConfirmForm(posted_data(request)),
        save,
        found.subject,
        template="contests/confirm.html",
        back=letters_url(contest, "mailing", found.pk),
        more={"consequences": _consequences(found, due)},
    )
    return decide(request, actor, contest, decision)


def _consequences(found: Mailing, due: Audience) -> list[Any]:
    told: list[Any] = [
        {
            "number": len(due.keys),
            "text": ngettext(
                "elector gets an e-mail with a new code",
                "electors get an e-mail with a new code",
                len(due.keys),
            ),
        }
    ]
    left_out = {
        LeftOut.MAILED: _("were sent an e-mail with a code before and get none"),
        LeftOut.HAS_CODE: _("hold a code that works already and get none"),
        LeftOut.VOTED: _("have voted and get none"),
        LeftOut.OBJECTED: _("objected to being written to and get none"),
        LeftOut.NOWHERE: _("have no e-mail address on the roll and get none"),
    }
    told += [
        {"number": due.left_out[why], "text": words}
        for why, words in left_out.items()
        if due.left_out[why]
    ]
    told.append(on_roll(due.roll))
    batches = -(-len(due.keys) // found.batch_size)
    if batches > 1:
        words = ngettext(
            "batches, with %(pause)d minute between two",
            "batches, with %(pause)d minutes between two",
            found.pause_minutes,
        ) % {"pause": found.pause_minutes}
        told.append({"number": batches, "text": words})
    told.append(_("An e-mail that was sent cannot be called back."))
    return told


@require_POST
@for_officers(acting=True)
def to_me(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Send the e-mail to the officer herself, with a code that is none."""
    contest = contest_for(actor, slug)
    found = queries.mailing_for(contest, number)
    told = _("Sent to %(address)s, with a code that is none.") % {"address": actor.user.email}
    return _act(request, contest, found, lambda: mailings.send_to_me(found, by=actor), told)


@require_POST
@for_officers(acting=True)
def go_on(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Send to those who still wait, after a stop; or to those it failed for as well."""
    contest = contest_for(actor, slug)
    found = queries.mailing_for(contest, number)
    failed = request.POST.get("failed") == "1"
    return _act(
        request,
        contest,
        found,
        lambda: mailings.go_on(found, by=actor, failed_again=failed),
        _("The e-mails are being sent."),
    )


@require_POST
@for_officers(acting=True)
def discard(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Remove a draft."""
    contest = contest_for(actor, slug)
    found = queries.mailing_for(contest, number)
    try:
        mailings.discard(found)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect(letters_url(contest, "mailing", found.pk))
    messages.success(request, _("The draft is removed; nothing was sent."))
    return redirect(letters_url(contest))


@require_POST
@for_officers(acting=True)
def list_of_emails(_request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Every e-mail with its state, without codes."""
    contest = contest_for(actor, slug)
    found = queries.mailing_for(contest, number)
    return as_file(lists.deliveries_csv(found, by=actor), f"{contest.slug}-mailing-{found.pk}.csv")


def _act(
    request: HttpRequest,
    contest: Contest,
    found: Mailing,
    doing: Callable[[], object],
    told: str,
) -> HttpResponse:
    try:
        doing()
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)
    return redirect(letters_url(contest, "mailing", found.pk))
