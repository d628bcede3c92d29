"""Doubtful papers: the queue, one paper with its marks as it stands, what somebody objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hustings.contest import Heading
from hustings.errors import HustingsError
from hustings.rounding import grouped
from hustings.web.contests import orders
from hustings.web.contests.models import Candidate, Contest, State
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide, page_of
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.papers.actions.adjudicating import Proposal, agree, object_to, propose
from hustings.web.papers.actions.verifying import hindrances
from hustings.web.papers.doubt import suggested
from hustings.web.papers.forms.adjudicating import ObjectionForm, ProposalForm
from hustings.web.papers.models import Adjudication, Reading, Scan, Verification
from hustings.web.papers.queries import shows_pictures
from hustings.web.papers.scans import is_whole
from hustings.web.papers.sights import Look, looks_at
from hustings.web.papers.tallying import figures
from hustings.web.papers.telling import decided_words, reasons, suggested_words
from hustings.web.post.numbers import read_shown

__all__ = ["doubtful", "doubtful_paper", "objection"]

GET_OR_POST = ["GET", "HEAD", "POST"]
_OVER = frozenset({State.CLOSED, State.COUNTED, State.PROVISIONAL, State.DECLARED})


@dataclass(frozen=True, slots=True)
class Line:
    """A doubtful paper in the queue, in words. ``adjudication`` is None until one is proposed."""

    look: Look
    why: list[str]
    said: str
    adjudication: Adjudication | None
    objections: int
    own: bool

    @property
    def waits_for_this_officer(self) -> bool:
        """Whether this officer can bring it on."""
        return self.look.undecided and not self.own


@require_safe
@for_officers()
def doubtful(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The queue of doubtful papers, and those decided."""
    contest = contest_for(actor, slug)
    if contest.state not in _OVER:
        why = _("No paper is judged before voting is closed.")
        return page_of(request, "contests/not_now.html", actor, contest, status=409, why=why)
    lines = _lines(contest, actor)
    found = figures(contest)
    return page_of(
        request,
        "papers/doubtful.html",
        actor,
        contest,
        here=_("Doubtful papers"),
        waiting=[line for line in lines if line.look.undecided],
        decided=[line for line in lines if not line.look.undecided],
        mine=sum(line.waits_for_this_officer for line in lines),
        figures=found,
        verified=Verification.objects.filter(contest=contest).first(),
        hindrances=hindrances(contest, found),
        zone=contest.timezone,
    )


def _lines(contest: Contest, actor: Actor) -> list[Line]:
    decisions = {
        decision.reading_id: decision
        for decision in Adjudication.objects.filter(reading__batch__contest=contest)
        .select_related("first_by", "second_by")
        .annotate(objected=Count("objections"))
    }
    return [
        _line(look, decisions.get(look.reading), actor)
        for look in looks_at(contest)
        if look.doubtful
    ]


def _line(look: Look, decision: Any, actor: Actor) -> Line:
    if decision is None:
        said = suggested_words(look.sight, look.contest)
        return Line(look, reasons(look.sight, look.contest), said, None, 0, False)
    said = decided_words(decision.heading, decision.marks, look.contest)
    own = decision.first_by_id == actor.user.pk
    why = reasons(look.sight, look.contest)
    return Line(look, why, said, decision, decision.objected, own)


@require_http_methods(GET_OR_POST)
@for_officers()
def doubtful_paper(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """A doubtful paper as it stands; a first officer proposes, a second agrees or does not."""
    contest = contest_for(actor, slug)
    look, reading = _found(contest, number)
    decision = Adjudication.objects.filter(reading=reading).first()
    on_paper = _on_paper(contest, look.rotation)
    names = [(candidate.key, candidate.name) for candidate in on_paper]
    form = ProposalForm(names, _first_proposal(look, decision))
    if request.method == "POST":
        if not actor.may_act:
            raise PermissionDenied
        if request.POST.get("verdict") == "agree" and decision is not None:
            return _agreed(request, actor, contest, decision)
        form = ProposalForm(names, None, request.POST)
        if form.is_valid() and _proposed(request, actor, reading, form):
            return redirect(_next(contest, actor))
    scan = _scan(actor, reading)
    return page_of(
        request,
        "papers/doubtful_paper.html",
        actor,
        contest,
        here=_("Batch %(batch)s, paper %(place)s")
        % {"batch": grouped(look.batch), "place": grouped(look.place)},
        status=422 if form.errors else 200,
        look=look,
        reading=reading,
        number=read_shown(reading.paper),
        rows=[(c.name, look.sight.marks.get(c.key, "")) for c in on_paper],
        why=reasons(look.sight, look.contest),
        suggestion=suggested_words(look.sight, look.contest),
        decision=decision,
        said=decided_words(decision.heading, decision.marks, look.contest) if decision else "",
        own=decision is not None and decision.first_by_id == actor.user.pk,
        seen=decision.first_at.isoformat() if decision else "",
        objections=list(decision.objections.all()) if decision else [],
        form=form,
        scan=scan,
        shows_pictures=shows_pictures(contest),
        agents_see=scan is not None and _agents_see(scan, contest),
        open_to_change=contest.state == State.CLOSED
        and not Verification.objects.filter(contest=contest).exists(),
        zone=contest.timezone,
        back_url=_url(contest, "doubtful"),
    )


def _url(contest: Contest, page: str, *more: object) -> str:
    return reverse(f"papers:{page}", args=[contest.organisation.slug, contest.slug, *more])


def _scan(actor: Actor, reading: Reading) -> Scan | None:
    """The picture of the paper, for officers who act."""
    held = Scan.objects.filter(batch=reading.batch, place=reading.place)
    return held.first() if actor.may_act else None


def _agents_see(scan: Scan, contest: Contest) -> bool:
    return scan.shown and shows_pictures(contest) and is_whole(scan.file_name)


def _found(contest: Contest, number: int) -> tuple[Look, Reading]:
    """The paper of that reading; Http404 for a plain one, and for any of another contest."""
    look = next(looks_at(contest, reading=number), None)
    if look is None or not look.doubtful:
        raise Http404
    return look, Reading.objects.select_related("batch__contest").get(pk=number)


def _on_paper(contest: Contest, rotation: int | None) -> Sequence[Candidate]:
    """The candidates as they stand on the paper."""
    candidates = list(contest.candidates.order_by("number"))
    return orders.order(candidates, contest.order_policy, rotation)


def _first_proposal(look: Look, decision: Adjudication | None) -> Proposal:
    """What stands in the form at first: what was proposed, else what the rules make of it."""
    if decision is not None:
        heading = Heading(decision.heading) if decision.heading else None
        return Proposal(heading, decision.marks, decision.why)
    found = suggested(look.sight, look.contest)
    marks = {key: str(n) for n, key in enumerate(found.ranking, start=1)}
    return Proposal(found.heading, marks)


def _proposed(request: HttpRequest, actor: Actor, reading: Reading, form: ProposalForm) -> bool:
    try:
        propose(reading, form.proposal(), by=actor)
    except HustingsError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Proposed. Another officer now has to agree."))
    return True


def _agreed(
    request: HttpRequest, actor: Actor, contest: Contest, decision: Adjudication
) -> HttpResponse:
    try:
        agree(decision, by=actor, seen=request.POST.get("seen", "nothing"))
    except HustingsError as error:
        messages.error(request, str(error))
        return redirect(_url(contest, "doubtful_paper", decision.reading_id))
    messages.success(request, _("Decided: both of you agreed."))
    return redirect(_next(contest, actor))


def _next(contest: Contest, actor: Actor) -> str:
    """The next paper that this officer can bring on, else the queue."""
    for line in _lines(contest, actor):
        if line.waits_for_this_officer:
            return _url(contest, "doubtful_paper", line.look.reading)
    return _url(contest, "doubtful")


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def objection(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Record that somebody objects to what was decided of a paper."""
    contest = contest_for(actor, slug)
    look, reading = _found(contest, number)
    decision = Adjudication.objects.filter(reading=reading).first()
    if decision is None:
        raise Http404
    form = ObjectionForm(request.POST if request.method == "POST" else None)

    def save() -> str:
        object_to(decision, by=actor, **form.cleaned_data)
        return _("The objection is recorded.")

    said = decided_words(decision.heading, decision.marks, look.contest)
    told = {"batch": grouped(look.batch), "place": grouped(look.place), "said": said}
    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Record an objection"),
            _("Record the objection"),
            form,
            save,
            _("Batch %(batch)s, paper %(place)s: %(said)s. An objection stands by name beside the "
              "decision and in the journal, and changes no figure.") % told,
            back=_url(contest, "doubtful_paper", reading.pk),
        ),
    )  # fmt: skip
