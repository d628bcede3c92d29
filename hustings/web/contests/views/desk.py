"""Where officers begin: their contests, a new one, and a contest's task list."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hustings.seal import fingerprint
from hustings.web.contests import actions
from hustings.web.contests.advice import advised_by
from hustings.web.contests.forms.contest_form import NewContestForm
from hustings.web.contests.models import Contest, State
from hustings.web.contests.pledge import pledge_words
from hustings.web.contests.queries import (
    Moment,
    Phase,
    ballots_cast,
    contest_for,
    desks_of,
    electors_on_roll,
    last_closing,
    moments,
    next_moment,
    phase,
    why_nobody_withdraws,
)
from hustings.web.contests.rule_words import advised_rule_name, capital_first
from hustings.web.contests.tasks import GROUPS, Task, TaskState, alerts_of, tasks_of
from hustings.web.contests.views.pages import desk_url, page_of
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Role, User
from hustings.web.project import clock

__all__ = ["contest_desk", "home", "new"]

_RANKS = {Role.OBSERVER: 0, Role.DEPUTY: 1, Role.RETURNING_OFFICER: 2}


@dataclass(frozen=True, slots=True)
class _Line:
    """A contest in the list: its address, how it stands, and its next date."""

    contest: Contest
    url: str
    state: str
    next: Moment | None


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """My organisations, each with its contests and their phase."""
    assert isinstance(request.user, User)
    desks = [
        (desk.actor, [_line(contest) for contest in desk.contests])
        for desk in desks_of(request.user)
    ]
    return render(request, "contests/home.html", {"desks": desks})


def _line(contest: Contest) -> _Line:
    state = phase(contest).value
    return _Line(contest, desk_url(contest), state, next_moment(contest))


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(acting=True)
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Make a contest: its title and purpose; everything else follows from the task list."""
    form = NewContestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        contest = actions.create_contest(by=actor, **form.cleaned_data)
        messages.success(request, _("The contest is a draft. Nobody outside sees it yet."))
        return redirect(desk_url(contest))
    context = {"organisation": actor.organisation, "role": actor.role.label, "form": form}
    return render(request, "contests/new.html", context, status=422 if form.errors else 200)


@require_safe
@for_officers()
def contest_desk(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The task list, and the contest as it stands; for observers without a way to act."""
    contest = contest_for(actor, slug)
    tasks = tasks_of(contest)
    now = phase(contest)
    return page_of(
        request,
        "contests/contest.html",
        actor,
        contest,
        alerts=alerts_of(contest),
        groups=_groups(contest, tasks, actor),
        summary=_summary(contest, tasks),
        moments=moments(contest),
        zone=contest.timezone,
        next=next_moment(contest),
        electors=electors_on_roll(contest),
        voted=ballots_cast(contest),
        candidates=contest.candidates.order_by("number"),
        rule=capital_first(advised_rule_name(contest.rule)),
        advised=advised_by(contest),
        pledge=contest.pledge_text or pledge_words(contest),
        fingerprint=fingerprint(bytes(contest.public_key)) if contest.public_key else "",
        notices=contest.notices.all(),
        can=_acts(contest, now, actor),
    )


def _groups(contest: Contest, tasks: list[Task], actor: Actor) -> list[dict[str, object]]:
    """The tasks under their headings; what was prepared stands last and folded once it is over."""
    titles = {
        "prepare": _("Prepare"),
        "poll": _("The poll"),
        "count": _("The count"),
        "publish": _("Publish"),
    }
    known = [g for g in GROUPS if any(t.group == g for t in tasks)]
    others = [g for g in dict.fromkeys(t.group for t in tasks) if g not in GROUPS]
    over = contest.state != State.DRAFT
    following = next((t for t in tasks if t.state is TaskState.NEXT), None)
    groups: list[dict[str, object]] = [
        {
            "title": titles.get(group, capital_first(group)),
            "tasks": [_shown(t, actor, t is following) for t in tasks if t.group == group],
            "folded": over and group == "prepare",
        }
        for group in (*known, *others)
    ]
    return sorted(groups, key=lambda group: bool(group["folded"]))


def _shown(task: Task, actor: Actor, is_following: bool) -> dict[str, str]:
    """A task as pieces/task_list.html shows it; without a link where the role has no page."""
    may = _RANKS[actor.role] >= _RANKS[task.least]
    state = _shown_state(task, is_following)
    return {
        "title": task.title,
        "url": task.url if may else "",
        "state": state,
        "note": "" if state == "blocked" else task.note,
        "reason": task.note if state == "blocked" else "",
    }


def _shown_state(task: Task, is_following: bool) -> str:
    """One task is next and the others to do; blocked is what has a fault that can be put right."""
    if task.state is TaskState.NEXT and not is_following:
        return "todo"
    if task.state is TaskState.BLOCKED and not (task.needed_to_open and task.url):
        return "held"
    return task.state.value


def _summary(contest: Contest, tasks: list[Task]) -> str:
    """How far it is, in a sentence."""
    left = [t for t in tasks if t.needed_to_open and t.state is not TaskState.DONE]
    if contest.state == State.DRAFT:
        needed = sum(t.needed_to_open for t in tasks)
        words = {"done": needed - len(left), "needed": needed}
        return _("%(done)d of %(needed)d things that voting needs are done.") % words
    following = next((t for t in tasks if t.state is TaskState.NEXT), None)
    if following is None:
        return ""
    return _("Next: %(title)s.") % {"title": following.title[:1].lower() + following.title[1:]}


def _acts(contest: Contest, now: Phase, actor: Actor) -> dict[str, bool]:
    """What else can be done from here, beside the tasks."""
    if not actor.may_declare:
        return {}
    ready = contest.state == State.READY
    ended = (last := last_closing(contest)) is not None and clock.now() >= last
    return {
        "extend": now in (Phase.UPCOMING, Phase.OPEN),
        "withdraw": not why_nobody_withdraws(contest),
        "back": ready and not ended and ballots_cast(contest) == 0,
        "abandon": contest.state not in (State.DECLARED, State.ABANDONED),
    }
