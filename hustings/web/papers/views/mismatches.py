"""The mismatch queue: papers that the two keyings read differently, side by side, and settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hustings.errors import RuleError
from hustings.web.contests.models import Candidate, Contest
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import page_of
from hustings.web.contests.views.preparing import GET_OR_POST
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.papers.actions.settling import Look, Right, look_again
from hustings.web.papers.batches import batch_for
from hustings.web.papers.forms import keying as given
from hustings.web.papers.matching import Keyed, Pair
from hustings.web.papers.mismatches import both_done, mismatches
from hustings.web.papers.models import Batch, Doubt, Keying, Scan
from hustings.web.papers.views.batches import batch_url
from hustings.web.post.numbers import read_shown

__all__ = ["mismatch", "queue"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison: what it is about, and what each of the two wrote."""

    label: str
    first: str
    second: str
    differs: bool


def _compared(pair: Pair, candidates: list[Candidate]) -> list[Row]:
    """The number, each candidate in the order of the paper, and the doubt."""
    one, two = pair.first, pair.second
    rows = [Row(_("Paper number"), _number(one), _number(two), pair.other_number)]
    rows += [
        Row(c.name, one.marks.get(c.key, ""), two.marks.get(c.key, ""), c.key in pair.other_marks)
        for c in candidates
    ]
    return [*rows, Row(_("Doubt"), _doubt(one), _doubt(two), pair.other_doubt)]


def _number(keyed: Keyed) -> str:
    return read_shown(keyed.paper) or _("none")


def _doubt(keyed: Keyed) -> str:
    return str(Doubt(keyed.doubt).label) if keyed.doubt else ""


def _candidates(contest: Contest, pair: Pair) -> list[Candidate]:
    found = given.number_of_paper(contest, pair.first.paper)[1]
    return given.in_paper_order(contest, found)


def _kinds(pair: Pair) -> str:
    """What differs, in a few words."""
    kinds = [
        _("the number, or a paper that one of the two does not have") if pair.other_number else "",
        _("the marks") if pair.other_marks else "",
        _("the doubt") if pair.other_doubt else "",
    ]
    return ", ".join(kind for kind in kinds if kind)


@require_safe
@for_officers(acting=True)
def queue(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """All papers of the batch that wait for a third look."""
    contest = contest_for(actor, slug)
    batch = batch_for(contest, number)
    if not both_done(batch):
        return _not_yet(request, actor, contest)
    waiting = mismatches(batch)
    lines = [(_number(pair.first), pair, _kinds(pair)) for pair in waiting]
    return page_of(
        request,
        "papers/mismatches.html",
        actor,
        contest,
        here=_("Batch %(n)s: papers that differ") % {"n": number},
        batch=batch,
        lines=lines,
        looked=batch.readings.exclude(looked_again_by="").order_by("place"),
        back=batch_url(batch),
    )


def _not_yet(request: HttpRequest, actor: Actor, contest: Contest) -> HttpResponse:
    why = _("What differs is seen once both keyings are finished; before that nobody sees them.")
    return page_of(request, "contests/not_now.html", actor, contest, status=409, why=why)


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def mismatch(
    request: HttpRequest, actor: Actor, slug: str, number: int, place: int
) -> HttpResponse:
    """One paper as both keyed it; settled with the paper in hand."""
    contest = contest_for(actor, slug)
    batch = batch_for(contest, number)
    if not both_done(batch):
        return _not_yet(request, actor, contest)
    pair = next((pair for pair in mismatches(batch) if pair.place == place), None)
    if pair is None:
        messages.info(request, _("Paper %(n)s is settled.") % {"n": place})
        return redirect(batch_url(batch, "mismatches"))
    fault = ""
    if request.method == "POST":
        try:
            look_again(batch, place, _looked(contest, request.POST), by=actor)
        except RuleError as error:
            fault = str(error)
        else:
            return _next(request, batch)
    return _side_by_side(request, actor, contest, batch, pair, fault)


def _looked(contest: Contest, data: Any) -> Look:
    """What the officer who looked again says; RuleError for what no paper has."""
    right = data.get("right", "")
    if right not in {each.value for each in Right}:
        raise RuleError(_("Say which keying is right, or what stands on the paper."))
    if right != Right.NEITHER:
        return Look(Right(right))
    number, found = given.number_of_paper(contest, data.get("paper", ""))
    candidates = given.in_paper_order(contest, found)
    return Look(
        Right.NEITHER,
        number,
        given.marks_of(data, candidates),
        given.doubt_of(data),
        given.note_of(data),
    )


def _next(request: HttpRequest, batch: Batch) -> HttpResponse:
    left = mismatches(batch)
    if not left:
        messages.success(request, _("Nothing differs any more: the batch is settled."))
        return redirect(batch_url(batch))
    n = len(left)
    told = ngettext("%(n)s paper is left to look at.", "%(n)s papers are left to look at.", n)
    messages.success(request, told % {"n": n})
    return redirect(f"{batch_url(batch, 'mismatches')}{left[0].place}/")


def _side_by_side(
    request: HttpRequest, actor: Actor, contest: Contest, batch: Batch, pair: Pair, fault: str
) -> HttpResponse:
    candidates = _candidates(contest, pair)
    sent = request.POST if request.method == "POST" else {}
    people = {k.turn: k.by for k in Keying.objects.filter(batch=batch).select_related("by")}
    held = Scan.objects.filter(batch=batch, place=pair.place).exists()
    return page_of(
        request,
        "papers/mismatch.html",
        actor,
        contest,
        here=_("Batch %(batch)s, paper %(n)s") % {"batch": batch.number, "n": pair.place},
        status=422 if fault else 200,
        batch=batch,
        pair=pair,
        rows=_compared(pair, candidates),
        kinds=_kinds(pair),
        people=people,
        notes=[note for note in (pair.first.note, pair.second.note) if note],
        fields=[
            {
                "candidate": c,
                "name": f"{given.PREFIX}{c.key}",
                "mark": sent.get(f"{given.PREFIX}{c.key}", ""),
            }
            for c in candidates
        ],
        paper=sent.get("paper", pair.first.paper),
        doubts=given.DOUBTS,
        doubt=sent.get("doubt", ""),
        note=sent.get("note", ""),
        faults=[{"text": fault, "url": "#paper"}] if fault else [],
        scan=f"{batch_url(batch, 'scans')}{pair.place}/" if held else "",
        back=batch_url(batch, "mismatches"),
    )
