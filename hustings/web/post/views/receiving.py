"""The scanning page of a bag: for the keyboard and the scanner, with or without scripts.

The script asks for the verdict alone (``X-Scan: verdict``); without it the page comes whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hustings.errors import RuleError
from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import contest_for
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.post import queries
from hustings.web.post.actions import receiving as acts
from hustings.web.post.models import Bag, Outcome, Receipt, Refusal
from hustings.web.post.numbers import envelope_shown, read_shown
from hustings.web.post.views.pages import alarms_shown, post_url, receiving_page

__all__ = ["bag", "scan"]

_LAST = 8
_MOST_TYPED = 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is shown large: ``kind`` is accepted, refused, asking, again or fault."""

    kind: str
    words: str
    number: str = ""
    detail: str = ""
    typed: str = ""
    receipt: Receipt | None = None


@require_safe
@for_officers()
def bag(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """The bag as it stands; ``?last=`` shows the verdict on that receipt once more."""
    contest = contest_for(actor, slug)
    found = queries.bag_for(contest, number)
    last = request.GET.get("last", "")
    receipt = (
        found.receipts.select_related("envelope").filter(pk=int(last)).first()
        if last.isdecimal() and len(last) < 15
        else None
    )
    verdict = _told(receipt, repeated="again" in request.GET) if receipt else None
    return _page(request, actor, contest, found, verdict)


def _page(
    request: HttpRequest,
    actor: Actor,
    contest: Contest,
    found: Bag,
    verdict: Verdict | None,
    *,
    status: int = 200,
) -> HttpResponse:
    return receiving_page(
        request,
        "post/bag.html",
        actor,
        contest,
        here=_("Bag %(n)d") % {"n": found.number},
        status=status,
        **_context(contest, found, verdict),
        may_scan=actor.may_act and contest.state == State.READY,
        zone=contest.timezone,
    )


def _context(contest: Contest, found: Bag, verdict: Verdict | None) -> dict[str, Any]:
    shown = next(s for s in queries.bags_of(contest) if s.bag.pk == found.pk)
    return {
        "shown": shown,
        "bag": shown.bag,
        "verdict": verdict,
        "last": [_told(receipt) for receipt in _last(found)],
        "asks": queries.asks_declaration(contest),
    }


def _last(found: Bag) -> list[Receipt]:
    return list(found.receipts.select_related("envelope").order_by("-pk")[:_LAST])


@require_POST
@for_officers(acting=True)
def scan(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Receive one envelope of the bag, or ask first whether its declaration is completed."""
    contest = contest_for(actor, slug)
    found = queries.bag_for(contest, number)
    typed = _typed(request)
    try:
        verdict = _received(request, actor, found, typed)
    except RuleError as error:
        verdict = Verdict("fault", _("Nothing was recorded"), detail=str(error), typed=typed)
    if request.headers.get("X-Scan") == "verdict":
        context = _context(contest, found, verdict) | {"alarms": alarms_shown(contest)}
        context |= {"contest": contest, "organisation": actor.organisation, "may_scan": True}
        response = render(request, "post/verdict.html", context)
        response["Cache-Control"] = "no-store"
        return response
    if verdict.receipt is None:
        status = 422 if verdict.kind == "fault" else 200
        return _page(request, actor, contest, found, verdict, status=status)
    again = "&again" if verdict.kind == "again" else ""
    return redirect(f"{post_url(contest, 'bag', number)}?last={verdict.receipt.pk}{again}")


def _typed(request: HttpRequest) -> str:
    """The number; for a second envelope of the same one, that of the verdict on the page."""
    typed = request.POST.get("envelope", "").strip()
    if not typed and request.POST.get("decision") == "another":
        typed = request.POST.get("envelope_again", "").strip()
    return typed[:_MOST_TYPED]


def _received(request: HttpRequest, actor: Actor, found: Bag, typed: str) -> Verdict:
    """Do what the button says: scan, complete, incomplete, another, or unread."""
    decision = request.POST.get("decision", "")
    after = request.POST.get("after", "")
    seen = int(after) if after.isdecimal() and len(after) < 9 else -1
    if decision == "unread":
        return _told(acts.receive_unread(found, typed, after=seen, by=actor))
    if decision == "" and acts.needs_looking_at(found, typed):
        return Verdict(
            "asking",
            _("Is the declaration completed?"),
            number=read_shown(typed),
            typed=typed,
        )
    got = acts.receive(
        found,
        typed,
        declaration=decision != "incomplete",
        another_after=seen if decision == "another" else None,
        by=actor,
    )
    return _told(got.receipt, repeated=got.repeated, typed=typed)


def _told(receipt: Receipt, *, repeated: bool = False, typed: str = "") -> Verdict:
    """The verdict on what was received."""
    envelope = receipt.envelope
    number = envelope_shown(envelope.number) if envelope else read_shown(receipt.read)
    if receipt.outcome == Outcome.ACCEPTED:
        words, detail = _("Accepted"), _("Lay it, unopened, with those accepted.")
        if receipt.cured_at:
            detail = _("The declaration was completed later.")
        kind = "accepted"
    else:
        label = Refusal(receipt.heading).label
        words = _("Refused: %(heading)s") % {"heading": label}
        detail = _("Keep it unopened with those refused under this heading.")
        kind = "refused"
    if repeated:
        detail = _("It was scanned before in this bag, and nothing was changed.")
        kind = "again"
    return Verdict(kind, words, number=number, detail=detail, typed=typed, receipt=receipt)
