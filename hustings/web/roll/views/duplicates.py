"""Likely duplicates, a pair at a time: two people, or one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hustings.errors import HustingsError
from hustings.rounding import grouped
from hustings.web.contests.models import Contest
from hustings.web.contests.queries import contest_for
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.roll import queries
from hustings.web.roll.actions import duplicates as actions
from hustings.web.roll.forms.uploads import sentence_of
from hustings.web.roll.models import Duplicate
from hustings.web.roll.views.pages import GET_OR_POST, roll_page, roll_url

__all__ = ["decide", "duplicates", "find", "keep_all"]

SHOWN = 50
LIKELY = 60
"""Below this score pairs may be kept all at once."""


@require_safe
@for_officers()
def duplicates(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The pairs that wait, the likeliest first, and what was decided of others."""
    contest = contest_for(actor, slug)
    waiting = queries.waiting_pairs(contest)
    decided = Duplicate.objects.filter(contest=contest).exclude(verdict="")
    return roll_page(
        request,
        actor,
        contest,
        "roll/duplicates.html",
        here=_("Likely duplicates"),
        waiting=waiting.count(),
        pairs=waiting[:SHOWN],
        unlikely=waiting.filter(score__lt=LIKELY).count(),
        likely=LIKELY,
        decided=decided.select_related("one", "other").order_by("-pk")[:SHOWN],
        frozen=contest.roll_frozen_at is not None,
    )


@require_http_methods(GET_OR_POST)
@for_officers()
def decide(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """One pair side by side, and the verdict; then the next pair."""
    contest = contest_for(actor, slug)
    pair = _pair(contest, number)
    if request.method == "POST":
        if not actor.may_act:
            raise PermissionDenied
        try:
            _act(request.POST.get("verdict", ""), pair, actor)
        except HustingsError as error:
            messages.error(request, sentence_of(error))
        return redirect(_next(contest, pair))
    return roll_page(
        request,
        actor,
        contest,
        "roll/duplicate.html",
        here=_("A likely duplicate"),
        pair=pair,
        waiting=queries.waiting_pairs(contest).count(),
        later=_next(contest, pair),
        frozen=contest.roll_frozen_at is not None,
    )


def _act(verdict: str, pair: Duplicate, actor: Actor) -> None:
    if verdict == "two":
        actions.two_people(pair, by=actor)
    elif verdict == "open":
        actions.take_back(pair, by=actor)
    elif verdict in ("one", "other"):
        keep = pair.one_id if verdict == "one" else pair.other_id
        actions.same_person(pair, keep=keep, by=actor)


def _pair(contest: Contest, number: int) -> Duplicate:
    found = Duplicate.objects.select_related("one", "other").filter(contest=contest, pk=number)
    pair = found.first()
    if pair is None:
        raise Http404
    pair.contest = contest
    return pair


def _next(contest: Contest, pair: Duplicate) -> str:
    """The waiting pair after this one, else the list."""
    waiting = list(queries.waiting_pairs(contest).values_list("score", "pk"))
    rest = [key for score, key in waiting if (-score, key) > (-pair.score, pair.pk)]
    return roll_url(contest, "duplicate", rest[0]) if rest else roll_url(contest, "duplicates")


@require_POST
@for_officers(acting=True)
def find(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Look through the roll again."""
    contest = contest_for(actor, slug)
    count = actions.find(contest)
    told = ngettext("%(n)s pair is to be looked at.", "%(n)s pairs are to be looked at.", count)
    messages.success(request, told % {"n": grouped(count)})
    return redirect(roll_url(contest, "duplicates"))


@require_POST
@for_officers(acting=True)
def keep_all(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Both of every unlikely pair stay."""
    contest = contest_for(actor, slug)
    try:
        count = actions.keep_all(contest, below=LIKELY, by=actor)
    except HustingsError as error:
        messages.error(request, sentence_of(error))
    else:
        told = ngettext("Both of %(n)s pair stay.", "Both of each of %(n)s pairs stay.", count)
        messages.success(request, told % {"n": grouped(count)})
    return redirect(roll_url(contest, "duplicates"))
