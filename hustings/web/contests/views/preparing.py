"""One decision a page, while the contest is a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hustings.rounding import grouped
from hustings.web.contests import actions
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.forms.contest_form import ContestForm
from hustings.web.contests.forms.details import OrderForm, PledgeForm, RetentionForm, VotersForm
from hustings.web.contests.forms.times import TimetableForm
from hustings.web.contests.models import Contest
from hustings.web.contests.pledge import pledge_words
from hustings.web.contests.queries import ballots_cast, contest_for
from hustings.web.contests.timetable import SHORT_POLL
from hustings.web.contests.views.pages import Decision, decide, for_drafts
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.project import clock

__all__ = ["order", "pledge", "retention", "test_mode", "the_form", "timetable", "voters"]

GET_OR_POST = ["GET", "HEAD", "POST"]


def sent(request: HttpRequest) -> Any:
    """What was posted; None on a GET, so that a form is not bound."""
    return request.POST if request.method == "POST" else None


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
@for_drafts
def the_form(request: HttpRequest, actor: Actor, contest: Contest) -> HttpResponse:
    """Title, purpose, question, rule, seats, base, and the contest that is advised."""
    form = ContestForm(contest, sent(request))

    def save() -> str:
        actions.set_form(contest, form.values(), by=actor)
        return _("The form is saved.")

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("What the contest is"),
            _("Save the form"),
            form,
            save,
            _("Everything here is published with the notice, and fixed once the contest is ready."),
        ),
    )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
@for_drafts
def voters(request: HttpRequest, actor: Actor, contest: Contest) -> HttpResponse:
    """Who may vote, and what they declare."""
    form = VotersForm(contest, sent(request))

    def save() -> str:
        actions.set_voters(contest, form.cleaned_data, by=actor)
        return _("Who may vote is saved.")

    return decide(request, actor, contest, Decision(_("Who may vote"), _("Save"), form, save))


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
@for_drafts
def order(request: HttpRequest, actor: Actor, contest: Contest) -> HttpResponse:
    """In which order candidates stand on the paper."""
    form = OrderForm(contest, sent(request))

    def save() -> str:
        actions.set_order(contest, form.cleaned_data["order_policy"], by=actor)
        return _("The order is saved.")

    lead = _("Standing first is worth votes: in studies of long papers up to a few per cent.")
    return decide(
        request,
        actor,
        contest,
        Decision(_("The order on the paper"), _("Save the order"), form, save, lead),
    )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
@for_drafts
def timetable(request: HttpRequest, actor: Actor, contest: Contest) -> HttpResponse:
    """When voting opens and closes, and when the count is."""
    form = TimetableForm(contest, sent(request), now=clock.now())

    def save() -> str:
        saved = actions.set_timetable(contest, form.values(), by=actor)
        _warn_if_short(request, saved)
        return _("The timetable is saved.")

    return decide(
        request,
        actor,
        contest,
        Decision(_("The timetable"), _("Save the timetable"), form, save),
    )


def _warn_if_short(request: HttpRequest, contest: Contest) -> None:
    assert contest.opens_at is not None
    assert contest.closes_at is not None
    length = contest.closes_at - contest.opens_at
    if length < SHORT_POLL:
        whole_days = length.days
        told = ngettext(
            "The poll is open for %(n)d day", "The poll is open for %(n)d days", whole_days
        ) % {"n": whole_days}
        if whole_days == 0:
            told = _("The poll is open for less than a day")
        messages.warning(
            request,
            _("%(told)s: with less than a week, letters may come too late to be used.")
            % {"told": told},
        )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
@for_drafts
def pledge(request: HttpRequest, actor: Actor, contest: Contest) -> HttpResponse:
    """How the result will be followed, with its words shown before they are saved."""
    form = PledgeForm(contest, sent(request))
    previewing = "preview" in request.POST

    def save() -> str:
        values = form.cleaned_data
        actions.set_pledge(
            contest,
            kind=values["pledge"],
            pledge_by=values["pledge_by"],
            hundredths=values["pledge_hundredths"],
            by=actor,
        )
        return _("The pledge is saved.")

    words = pledge_words(contest)
    if request.method == "POST" and form.is_valid():
        words = pledge_words(_as_written(contest, form))
    decision = Decision(
        _("How the result will be followed"),
        _("Save the pledge"),
        form,
        save,
        _("It is published before voting opens, and held to the result when that is declared."),
        "contests/pledge.html",
        more={"words": words, "previewing": previewing},
    )
    if previewing:
        request.method = "GET"
    return decide(request, actor, contest, decision)


def _as_written(contest: Contest, form: PledgeForm) -> Contest:
    """A contest, never saved, with the pledge as it is in the form."""
    values = form.cleaned_data
    return Contest(
        base=contest.base,
        pledge=values["pledge"],
        pledge_by=values["pledge_by"],
        pledge_hundredths=values["pledge_hundredths"],
    )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def retention(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Until when personal data are kept; can be changed after the draft too."""
    contest = contest_for(actor, slug)
    form = RetentionForm(contest, sent(request), today=clock.today())

    def save() -> str:
        actions.set_retention(contest, form.cleaned_data["retention_until"], by=actor)
        return _("The retention date is saved.")

    lead = _("A list of supporters reveals political opinions: keep it no longer than needed.")
    return decide(
        request,
        actor,
        contest,
        Decision(_("Until when personal data are kept"), _("Save the date"), form, save, lead),
    )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
@for_drafts
def test_mode(request: HttpRequest, actor: Actor, contest: Contest) -> HttpResponse:
    """Switch test mode on or off, each with what it does."""
    form, on = ConfirmForm(sent(request)), contest.test_mode

    def save() -> str:
        actions.set_test_mode(contest, not on, by=actor)
        return _("Test mode is off.") if on else _("Test mode is on.")

    trials = ballots_cast(contest)
    if on:
        consequences: list[object] = [
            {
                "number": trials,
                "text": ngettext(
                    "trial ballot is wiped, with all that came of it",
                    "trial ballots are wiped, with all that came of them",
                    trials,
                ),
            },
            _("Trial codes open nothing any more."),
        ]
        heading, button = _("End test mode?"), _("End test mode")
    else:
        consequences = [
            _("The booth takes ballots with trial codes, as often as you like."),
            _("They can be opened, counted and looked at as a result."),
            _("Every page, file and letter that comes of it says TEST."),
            _("All of it is wiped when test mode ends, or when the contest is made ready."),
        ]
        heading, button = _("Begin test mode?"), _("Begin test mode")
    told = _("%(n)s trial ballots so far.") % {"n": grouped(trials)} if on else ""
    return decide(
        request,
        actor,
        contest,
        Decision(
            heading,
            button,
            form,
            save,
            told,
            "contests/confirm.html",
            more={"consequences": consequences, "danger": on and trials > 0},
        ),
    )
