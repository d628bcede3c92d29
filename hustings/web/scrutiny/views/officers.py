"""The officers' pages about agents: who watches, invitations, what is shown early, answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hustings.errors import RuleError
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide, page_of
from hustings.web.contests.zoned import moment_words
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.results.views.telling import sent
from hustings.web.scrutiny import actions, mailing, queries
from hustings.web.scrutiny.forms import AnswerForm, InviteForm, NewLinkForm
from hustings.web.scrutiny.links import address_of
from hustings.web.scrutiny.visits import works
from hustings.web.scrutiny.words import role_of

__all__ = ["agents", "answer", "invite", "new_link", "revoke", "show"]

GET_OR_POST = ["GET", "HEAD", "POST"]
CONFIRM = "contests/confirm.html"


@require_safe
@for_officers()
def agents(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Who watches, what they asked for and said, and what they are shown."""
    contest = contest_for(actor, slug)
    return page_of(
        request,
        "scrutiny/agents.html",
        actor,
        contest,
        here=_("Agents and scrutineers"),
        agents=[
            {"agent": agent, "role": role_of(agent), "works": works(agent)}
            for agent in queries.agents_of(contest)
        ],
        requests=queries.requests_of(contest),
        statements=queries.statements_of(contest),
        early=queries.shows_early(contest),
        undone=queries.undone_recounts(contest),
        invitable=contest.state not in {State.DRAFT, State.ABANDONED},
        zone=contest.timezone,
    )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def invite(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Invite an agent. The answer to the form itself shows the link, which is kept nowhere."""
    contest = contest_for(actor, slug)
    form = InviteForm(contest, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            invited = actions.invite(
                contest,
                name=values["name"],
                email=values["email"],
                candidate=form.chosen(),
                until=values["until"],
                by=actor,
            )
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            return _link_page(request, actor, contest, invited)
    return page_of(
        request,
        "contests/decision.html",
        actor,
        contest,
        here=_("Invite an agent"),
        status=422 if form.errors else 200,
        heading=_("Invite an agent or a scrutineer"),
        lead=_("They see figures and decisions, object, sign, and ask for a recount. Nothing that "
               "they can do changes a figure."),
        act=_("Invite"),
        form=form,
        back_url=_url(contest, "agents"),
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def new_link(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Give an agent another link; the one before stops working."""
    contest = contest_for(actor, slug)
    agent = queries.agent_for(contest, number)
    form = NewLinkForm(contest, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = actions.new_link(agent, until=form.cleaned_data["until"], by=actor)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            return _link_page(request, actor, contest, invited)
    return page_of(
        request,
        CONFIRM,
        actor,
        contest,
        here=_("New link"),
        status=422 if form.errors else 200,
        heading=_("A new link for %(name)s?") % {"name": agent.name},
        consequences=[
            _("The link before stops working at once, also where a browser is let in by it."),
            _("What was signed or objected to stays."),
        ],
        act=_("Make a new link"),
        form=form,
        back_url=_url(contest, "agents"),
    )


def _link_page(
    request: HttpRequest, actor: Actor, contest: Contest, invited: actions.Invited
) -> HttpResponse:
    """The link, once; and whether it was mailed."""
    agent = invited.agent
    return page_of(
        request,
        "scrutiny/link.html",
        actor,
        contest,
        here=_("The link"),
        agent=agent,
        agent_role=role_of(agent),
        link=address_of(invited.token),
        sent=mailing.send_link(invited, by=actor) if agent.email else None,
        until=moment_words(contest, agent.expires_at),
        list_url=_url(contest, "agents"),
    )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def revoke(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Take an agent's link back."""
    contest = contest_for(actor, slug)
    agent = queries.agent_for(contest, number)

    def save() -> str:
        actions.revoke(agent, by=actor)
        return _("%(name)s is let in no longer.") % {"name": agent.name}

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Take back the link of %(name)s?") % {"name": agent.name},
            _("Take it back"),
            ConfirmForm(sent(request)),
            save,
            template=CONFIRM,
            back=_url(contest, "agents"),
            more={"danger": True, "consequences": [
                _("It shows nothing from this moment on, also where a browser is let in by it."),
                _("What was signed, objected to or asked for stays, by name."),
                _("A new link can be given later."),
            ]},
        ),
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def show(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Whether agents see a counted result before it is published."""
    contest = contest_for(actor, slug)
    early = queries.shows_early(contest)
    number = queries.let_in(contest)

    def save() -> str:
        actions.show_early(contest, shown=not early, by=actor)
        if early:
            return _("Agents see a result when it is published.")
        return _("Agents see a counted result before it is published.")

    told: list[object] = [{"number": number, "text": _("agents are let in now")}]
    if early:
        told.append(_("What they have seen they have seen: the journal says who, and when."))
    else:
        told += [
            _("As soon as it is counted they see every stage, and can take the papers away to "
              "count again, before anybody else."),
            _("The journal says who saw it, and when."),
        ]  # fmt: skip
    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Show agents a result only once it is published?")
            if early
            else _("Show agents the provisional result before it is published?"),
            _("Show it once published") if early else _("Show it to agents"),
            ConfirmForm(sent(request)),
            save,
            template=CONFIRM,
            back=_url(contest, "agents"),
            more={"consequences": told},
        ),
    )


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def answer(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Grant or decline a recount; granted, on to the page that counts again."""
    contest = contest_for(actor, slug)
    asked = queries.request_for(contest, number)
    form = AnswerForm(sent(request))
    if asked.answered_at is not None:
        messages.warning(request, _("This request was answered already."))
        return redirect(_url(contest, "agents"))

    def save() -> str:
        granted = form.cleaned_data["granted"] == "yes"
        actions.answer(asked, granted=granted, words=form.cleaned_data["answer"], by=actor)
        if granted:
            return _("The recount is granted. Count the same papers again now.")
        return _("The recount is declined, and the reason is published.")

    granted = form.is_bound and form.data.get("granted") == "yes"
    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Answer the request for a recount"),
            _("Answer it"),
            form,
            save,
            template="scrutiny/answer.html",
            back=_url(contest, "agents"),
            then=reverse("results:recount", args=[actor.organisation.slug, contest.slug])
            if granted
            else "",
            more={"asked": asked, "asked_role": role_of(asked.agent), "zone": contest.timezone},
        ),
    )


def _url(contest: Contest, page: str) -> str:
    return reverse(f"scrutiny:{page}", args=[contest.organisation.slug, contest.slug])
