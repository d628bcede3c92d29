"""The keying screen: a paper's number, then its marks, one paper after another.

Every step is a plain form. The script sends the same forms without loading the page anew and puts
what comes back in their place (``X-Requested-With: fetch``): the same words, the same checks.
Nobody is shown what another person keyed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from hustings.errors import RuleError
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.models import Candidate, Contest, State
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide, page_of
from hustings.web.contests.views.preparing import GET_OR_POST, sent
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.papers.actions import keying as acts
from hustings.web.papers.batches import batch_for, next_to_key
from hustings.web.papers.forms import keying as given
from hustings.web.papers.models import Batch, Entry, Keying, Scan
from hustings.web.papers.views.batches import batch_url, overview_url
from hustings.web.post.numbers import NotOurs, Printed, read_shown

__all__ = ["begin", "begin_next", "drop", "finish", "key", "undo"]

NUMBER, MARKS, WHOLE = "number", "marks", "whole"


@dataclass(frozen=True, slots=True)
class Step:
    """What the screen asks for now. ``faults`` are said; ``checked``: what was said already."""

    kind: str = NUMBER
    typed: str = ""
    checked: str = ""
    faults: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    ours: bool = False
    data: Any = field(default_factory=dict)
    status: int = 200


def _of_mine(contest: Contest, number: int, actor: Actor) -> Keying | None:
    """The officer's own keying of that batch; Http404 for a batch that there is not."""
    batch = batch_for(contest, number)
    mine = batch.keyings.filter(by=actor.user).first()
    if mine is not None:
        mine.batch = batch
    return mine


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def key(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Ask for the next paper's number, then, with it in the address, for its marks; store them."""
    contest = contest_for(actor, slug)
    mine = _of_mine(contest, number, actor)
    if mine is None or mine.done_at is not None or contest.state != State.CLOSED:
        return redirect(batch_url(batch_for(contest, number)))
    if request.method == "POST":
        return _stored(request, actor, contest, mine)
    return _shown(request, actor, contest, mine, _asked(contest, mine, request.GET))


def _asked(contest: Contest, mine: Keying, data: Any) -> Step:
    """The step that an address asks for: with a number in it the marks, unless it is doubtful."""
    if "paper" not in data:
        return Step(typed=data.get("again", "")[: given.LONGEST_NUMBER])
    typed, checked = data["paper"], data.get("checked")
    try:
        number, found = given.number_of_paper(contest, typed)
    except RuleError as error:
        return Step(typed=typed, faults=(str(error),), status=422)
    said = _doubts_of_number(contest, mine, number, found)
    if said and checked != f"={number}":
        return Step(typed=typed, checked=f"={number}", faults=said)
    return Step(
        MARKS,
        number,
        faults=said,
        candidates=tuple(given.in_paper_order(contest, found)),
        ours=isinstance(found, Printed),
    )


def _doubts_of_number(
    contest: Contest, mine: Keying, number: str, found: Printed | NotOurs | None
) -> tuple[str, ...]:
    """What is said at once of a number: none, not ours, or keyed before."""
    if not number:
        return (_("No number: is there none that can be read on the paper?"),)
    said: tuple[str, ...] = ()
    if isinstance(found, NotOurs):
        said = (_("Not one of this contest’s numbers: %(why)s.") % {"why": found.why},)
    return (*said, *_keyed_before(contest, mine, number))


def _keyed_before(contest: Contest, mine: Keying, number: str) -> tuple[str, ...]:
    """Where else the number was keyed; of this batch only what the officer keyed herself."""
    held = Entry.objects.filter(paper=number, keying__batch__contest=contest)
    own = held.filter(keying=mine).order_by("place").first()
    if own is not None:
        told = _("This number is keyed already, as paper %(n)s of this batch.")
        return (told % {"n": own.place},)
    other = held.exclude(keying__batch=mine.batch_id).select_related("keying__batch").first()
    if other is not None:
        told = _("This number is keyed already, in batch %(batch)s.")
        return (told % {"batch": other.keying.batch.number},)
    return ()


def _stored(request: HttpRequest, actor: Actor, contest: Contest, mine: Keying) -> HttpResponse:
    try:
        number, found = given.number_of_paper(contest, request.POST.get("paper", ""))
        candidates = given.in_paper_order(contest, found)
        sheet = acts.Sheet(
            place=given.place_of(request.POST),
            nonce=request.POST.get("nonce", "")[:32],
            paper=number,
            marks=given.marks_of(request.POST, candidates),
            doubt=given.doubt_of(request.POST),
            note=given.note_of(request.POST),
        )
    except RuleError as error:
        return _shown(request, actor, contest, mine, _kept(contest, request.POST, str(error)))
    try:
        acts.store(mine, sheet, by=actor)
    except RuleError as error:
        return _shown(request, actor, contest, mine, Step(faults=(str(error),), status=409))
    return _go_on(request, actor, contest, mine)


def _kept(contest: Contest, data: Any, fault: str) -> Step:
    """The marks as they were typed, with what is wrong with one of them."""
    try:
        number, found = given.number_of_paper(contest, data.get("paper", ""))
    except RuleError:
        return Step(faults=(fault,), status=422)
    order = tuple(given.in_paper_order(contest, found))
    ours = isinstance(found, Printed)
    return Step(MARKS, number, "", (fault,), order, ours, data, 422)


def _go_on(
    request: HttpRequest, actor: Actor, contest: Contest, mine: Keying, again: str = ""
) -> HttpResponse:
    """The next paper: for the script at once, else by an address that can be loaded again."""
    if _by_script(request):
        return _shown(request, actor, contest, mine, Step(typed=again))
    there = batch_url(mine.batch, "key")
    return redirect(f"{there}?{urlencode({'again': again})}" if again else there)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _shown(
    request: HttpRequest, actor: Actor, contest: Contest, mine: Keying, step: Step
) -> HttpResponse:
    last = mine.entries.order_by("-place").values_list("place", "paper").first()
    done = last[0] if last else 0
    place = done + 1
    whole = done >= mine.batch.found
    context = {
        "step": step,
        "kind": WHOLE if whole else step.kind,
        "batch": mine.batch,
        "place": place,
        "done": done,
        "last": last,
        "nonce": given.new_nonce(),
        "shown": read_shown(step.typed),
        "rows": [_row(step, candidate) for candidate in step.candidates],
        "doubts": given.DOUBTS,
        "doubt": step.data.get("doubt", ""),
        "note": step.data.get("note", ""),
        "back": batch_url(mine.batch),
        "key_url": batch_url(mine.batch, "key"),
        "undo_url": batch_url(mine.batch, "undo"),
        "finish_url": batch_url(mine.batch, "finish"),
        "scan": _scan(mine.batch, place),
    }
    if _by_script(request):
        answer = render(request, "papers/keying_step.html", context, status=step.status)
        answer["X-Step"] = str(context["kind"])
        return answer
    here = _("Keying batch %(n)s") % {"n": mine.batch.number}
    return page_of(
        request, "papers/keying.html", actor, contest, here=here, status=step.status, **context
    )


def _row(step: Step, candidate: Candidate) -> dict[str, Any]:
    name = f"{given.PREFIX}{candidate.key}"
    return {"candidate": candidate, "name": name, "mark": step.data.get(name, "")}


def _scan(batch: Batch, place: int) -> str:
    held = Scan.objects.filter(batch=batch, place=place).exists()
    return f"{batch_url(batch, 'scans')}{place}/" if held else ""


@require_POST
@for_officers(acting=True)
def begin(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Begin the keying of a batch, or go on with it."""
    return _begun(request, actor, batch_for(contest_for(actor, slug), number))


@require_POST
@for_officers(acting=True)
def begin_next(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Begin whatever batch comes next for this officer."""
    contest = contest_for(actor, slug)
    batch = next_to_key(contest, actor.user)
    if batch is None:
        messages.info(request, _("There is nothing for you to key now."))
        return redirect(overview_url(contest))
    batch.contest = contest
    return _begun(request, actor, batch)


def _begun(request: HttpRequest, actor: Actor, batch: Batch) -> HttpResponse:
    try:
        acts.begin(batch, by=actor)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect(batch_url(batch))
    return redirect(batch_url(batch, "key"))


@require_POST
@for_officers(acting=True)
def undo(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Take the last paper back, to key it anew."""
    contest = contest_for(actor, slug)
    mine = _of_mine(contest, number, actor)
    if mine is None:
        return redirect(batch_url(batch_for(contest, number)))
    try:
        paper = acts.take_back(mine, given.place_of(request.POST), by=actor)
    except RuleError as error:
        if mine.done_at is not None:
            messages.error(request, str(error))
            return redirect(batch_url(mine.batch))
        return _shown(request, actor, contest, mine, Step(faults=(str(error),), status=409))
    return _go_on(request, actor, contest, mine, paper)


@require_POST
@for_officers(acting=True)
def finish(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """End the keying of a batch."""
    contest = contest_for(actor, slug)
    mine = _of_mine(contest, number, actor)
    if mine is None:
        return redirect(batch_url(batch_for(contest, number)))
    try:
        batch = acts.finish(mine, by=actor)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect(batch_url(mine.batch, "key"))
    messages.success(request, _finished(batch))
    return redirect(overview_url(contest))


def _finished(batch: Batch) -> str:
    told = _("You have keyed batch %(n)s.") % {"n": batch.number}
    if batch.settled_at is not None:
        return f"{told} {_('Both keyings agree: the batch is settled.')}"
    if batch.keyings.filter(done_at__isnull=False).count() < 2:
        return f"{told} {_('Another person keys it the second time.')}"
    n = batch.found - batch.readings.count()
    differing = ngettext(
        "%(n)s paper differs from the other keying, and is to be looked at again.",
        "%(n)s papers differ from the other keying, and are to be looked at again.",
        n,
    )
    return f"{told} {differing % {'n': n}}"


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def drop(request: HttpRequest, actor: Actor, slug: str, number: int, turn: int) -> HttpResponse:
    """Throw an unfinished keying away: one's own, or for a returning officer anybody's."""
    contest = contest_for(actor, slug)
    batch = batch_for(contest, number)
    keying = batch.keyings.filter(turn=turn, done_at=None).select_related("by").first()
    if keying is None or not (keying.by_id == actor.user.pk or actor.may_declare):
        messages.warning(request, _("There is no unfinished keying that you could throw away."))
        return redirect(batch_url(batch))
    keying.batch = batch

    def save() -> str:
        acts.throw_away(keying, by=actor)
        return _("The keying is thrown away: another person can take its turn.")

    n = keying.entries.count()
    gone = ngettext("keyed paper is thrown away", "keyed papers are thrown away", n)
    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Throw away what %(who)s keyed of batch %(n)s?")
            % {"who": keying.by, "n": batch.number},
            _("Throw it away"),
            ConfirmForm(sent(request)),
            save,
            template="contests/confirm.html",
            back=batch_url(batch),
            more={"consequences": [{"number": n, "text": gone}], "danger": True},
        ),
    )
