"""The acts that move a contest on: each tells its consequences in numbers before it is done."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hustings.web.contests import actions, hooks
from hustings.web.contests.advice import advice_problems
from hustings.web.contests.forms.acts import ConfirmForm, ReasonForm, WithdrawForm
from hustings.web.contests.forms.times import ExtendForm
from hustings.web.contests.models import Contest, State
from hustings.web.contests.pledge import pledge_words
from hustings.web.contests.queries import (
    Phase,
    ballots_cast,
    contest_for,
    electors_on_roll,
    last_closing,
    phase,
    standing,
    why_nobody_withdraws,
)
from hustings.web.contests.smallness import few_electors
from hustings.web.contests.tasks import blockers
from hustings.web.contests.views.pages import Decision, decide, for_drafts, page_of
from hustings.web.contests.views.preparing import GET_OR_POST, sent
from hustings.web.contests.zoned import moment_words
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.project import clock

__all__ = ["abandon", "back", "close", "extend", "ready", "withdraw", "withdraw_one"]

CONFIRM = "contests/confirm.html"


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
@for_drafts
def ready(request: HttpRequest, actor: Actor, contest: Contest) -> HttpResponse:
    """Fix the form, so that the timetable opens the poll; or what stands in the way."""

    def save() -> str:
        now = actions.make_ready(contest, by=actor)
        return _("The contest is ready. Voting opens on %(at)s.") % {
            "at": moment_words(now, now.opens_at)
        }

    problems, trials = [*advice_problems(contest)], ballots_cast(contest)
    electors = electors_on_roll(contest)
    consequences: list[object] = [
        {"number": electors, "text": ngettext(
            "elector can vote, %(when)s", "electors can vote, %(when)s", electors) % {
            "when": _opening(contest)}},
        {"number": standing(contest), "text": _("candidates stand on the paper, which is fixed")},
        *([_wiped(trials)] if trials else []),
        pledge_words(contest),
        *([few] if (few := few_electors(contest)) else []),
        _("The notice of the contest is published."),
        _("Until somebody votes, the contest can be taken back to its draft."),
    ]  # fmt: skip
    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Make the contest ready?"),
            _("Make it ready"),
            ConfirmForm(sent(request)),
            save,
            _("After this the form, the candidates, the rule, the key and the pledge stand."),
            "contests/ready.html",
            more={
                "consequences": consequences,
                "blockers": blockers(contest),
                "problems": problems,
            },
        ),
    )


def _wiped(trials: int) -> dict[str, object]:
    words = ngettext("trial ballot is wiped", "trial ballots are wiped", trials)
    return {"number": trials, "text": words}


def _opening(contest: Contest) -> str:
    at = contest.opens_at
    if at is not None and at <= clock.now():
        return _("at once: the opening time has passed")
    return _("from %(at)s") % {"at": moment_words(contest, at)}


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def back(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Take the contest back to its draft."""
    contest = contest_for(actor, slug)

    def save() -> str:
        actions.back_to_draft(contest, by=actor)
        return _("The contest is a draft again. Make it ready when it is right.")

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Take the contest back to its draft?"),
            _("Take it back"),
            ConfirmForm(sent(request)),
            save,
            _("Possible only while nobody has voted."),
            CONFIRM,
            more={
                "consequences": [
                    {"number": ballots_cast(contest), "text": _("have voted so far")},
                    {"number": electors_on_roll(contest), "text": _("electors cannot vote until "
                     "it is ready again; their codes stay good")},
                    _("The notice disappears from the public pages until then."),
                ],
            },
        ),
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def extend(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Keep the poll open longer."""
    contest = contest_for(actor, slug)
    if phase(contest) not in (Phase.UPCOMING, Phase.OPEN):
        return _not_now(request, actor, contest, _("Only a poll that has not ended is extended."))
    form = ExtendForm(contest, sent(request))

    def save() -> str:
        values = form.cleaned_data
        now = actions.extend(contest, values["closes_at"], values["reason"], by=actor)
        return _("Voting closes on %(at)s.") % {"at": moment_words(now, now.closes_at)}

    voted, electors = ballots_cast(contest), electors_on_roll(contest)
    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Extend the poll?"),
            _("Extend the poll"),
            form,
            save,
            _("Voting closes on %(at)s as it stands.")
            % {"at": moment_words(contest, contest.closes_at)},
            CONFIRM,
            more={
                "consequences": [
                    {"number": electors - voted, "text": ngettext("elector who has not voted "
                     "gets more time", "electors who have not voted get more time",
                     electors - voted)},
                    {"number": voted, "text": _("have voted; their ballots stay as they are")},
                    _("The new time and the reason are published at once. It cannot be undone."),
                ],
            },
        ),
    )  # fmt: skip


def _not_now(request: HttpRequest, actor: Actor, contest: Contest, why: str) -> HttpResponse:
    return page_of(request, "contests/not_now.html", actor, contest, status=409, why=why)


@require_safe
@for_officers(declaring=True)
def withdraw(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Choose who withdraws."""
    contest = contest_for(actor, slug)
    if why := why_nobody_withdraws(contest):
        return _not_now(request, actor, contest, why)
    return page_of(
        request,
        "contests/withdraw.html",
        actor,
        contest,
        here=_("A candidate withdraws"),
        candidates=contest.candidates.order_by("number"),
    )


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def withdraw_one(request: HttpRequest, actor: Actor, slug: str, key: str) -> HttpResponse:
    """Mark a candidate as withdrawn."""
    contest = contest_for(actor, slug)
    candidate = get_object_or_404(contest.candidates, key=key)
    if why := why_nobody_withdraws(contest):
        return _not_now(request, actor, contest, why)
    form, papers = WithdrawForm(sent(request)), ballots_cast(contest)

    def save() -> str:
        actions.withdraw_candidate(candidate, form.cleaned_data["reason"], by=actor)
        return _("%(name)s has withdrawn; a notice is published.") % {"name": candidate.name}

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Does %(name)s withdraw?") % {"name": candidate.name},
            _("Publish the withdrawal"),
            form,
            save,
            template=CONFIRM,
            more={
                "danger": True,
                "consequences": [
                    {"number": papers, "text": ngettext("paper is cast and stands; where it "
                     "ranks the name, the count passes it over", "papers are cast and stand; "
                     "wherever they rank the name, the count passes it over", papers)},
                    {"number": standing(contest) - 1, "text": _("candidates are left")},
                    _("The paper shows the name as withdrawn to whoever votes from now on."),
                    _("A notice is published at once. It cannot be undone."),
                ],
            },
        ),
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def close(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Close the poll after its last closing time."""
    contest = contest_for(actor, slug)

    def save() -> str:
        actions.close(contest, by=actor)
        return _("The poll is closed.")

    if contest.state == State.READY:
        why = [_too_early(contest)] if _too_early(contest) else hooks.on_close_blockers(contest)
        if why:
            return _not_now(request, actor, contest, " ".join(why))
    voted, electors = ballots_cast(contest), electors_on_roll(contest)
    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Close the poll?"),
            _("Close the poll"),
            ConfirmForm(sent(request)),
            save,
            template=CONFIRM,
            more={
                "consequences": [
                    {"number": voted, "text": _("have voted; what they cast online can "
                     "then be opened, once")},
                    {"number": electors - voted, "text": ngettext("elector has not voted and "
                     "cannot any more", "electors have not voted and cannot any more",
                     electors - voted)},
                    _("It cannot be undone."),
                ],
            },
        ),
    )  # fmt: skip


def _too_early(contest: Contest) -> str:
    ends: datetime | None = last_closing(contest)
    if ends is None or clock.now() >= ends:
        return ""
    return _("Voting goes on until %(at)s, %(left)s from now. A poll cannot be shortened.") % {
        "at": moment_words(contest, ends),
        "left": timeuntil(ends, clock.now()),
    }


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def abandon(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Give the contest up."""
    contest = contest_for(actor, slug)
    if contest.state == State.DECLARED:
        stands = _("A declared contest stands; a result is corrected, not abandoned.")
        return _not_now(request, actor, contest, stands)
    if contest.state == State.ABANDONED:
        return _not_now(request, actor, contest, _("The contest is abandoned already."))
    form, ballots = ReasonForm(sent(request)), ballots_cast(contest)

    def save() -> str:
        actions.abandon(contest, form.cleaned_data["reason"], by=actor)
        return _("The contest is abandoned.")

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Abandon the contest?"),
            _("Abandon the contest"),
            form,
            save,
            template=CONFIRM,
            more={
                "danger": True,
                "consequences": [
                    {"number": ballots, "text": ngettext("ballot is never counted",
                     "ballots are never counted", ballots)},
                    {"number": electors_on_roll(contest), "text": _("electors have had or would "
                     "have had a vote")},
                    _("It cannot be undone: a new contest is set up instead."),
                ],
            },
        ),
    )  # fmt: skip
