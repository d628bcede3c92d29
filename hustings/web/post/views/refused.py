"""Envelopes that are refused: by heading, whom to write to, and the cure of a declaration."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hustings.web.contests.models import State
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide
from hustings.web.contests.zoned import moment_words
from hustings.web.letters.views.pages import GET_OR_POST, as_file, posted_data
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.post import queries
from hustings.web.post.actions import receiving as acts
from hustings.web.post.forms.receiving import CureForm
from hustings.web.post.models import Receipt, Refusal
from hustings.web.post.numbers import envelope_shown, read_shown
from hustings.web.post.sheets import electors_sheet
from hustings.web.post.views.pages import post_url, receiving_page

__all__ = ["cure", "electors", "overview"]

_ON_A_PAGE = 50


@require_safe
@for_officers()
def overview(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Refused envelopes, all or of one heading; they lie unopened where the officer keeps them."""
    contest = contest_for(actor, slug)
    heading = request.GET.get("heading", "")
    heading = heading if heading in Refusal.values else ""
    found = queries.figures(contest)
    page = Paginator(queries.refused_receipts(contest, heading), _ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    may_cure = set(queries.curable(contest).values_list("pk", flat=True))
    return receiving_page(
        request,
        "post/refused.html",
        actor,
        contest,
        here=_("Refused envelopes"),
        found=found,
        headings=[(h.label, n, h.value) for h, n in found.refused.items() if n],
        heading=heading,
        page=page,
        rows=[_row(receipt, may_cure) for receipt in page],
        curable=len(may_cure),
        deadline=queries.deadline(contest),
        zone=contest.timezone,
        open=contest.state == State.READY,
    )


def _row(receipt: Receipt, may_cure: set[int]) -> dict[str, object]:
    envelope = receipt.envelope
    return {
        "receipt": receipt,
        "number": envelope_shown(envelope.number) if envelope else read_shown(receipt.read) or "–",
        "heading": Refusal(receipt.heading).label,
        "may_cure": receipt.pk in may_cure,
    }


@require_POST
@for_officers(acting=True)
def electors(_request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The list of those who can still complete their declaration; that it left is journalled."""
    contest = contest_for(actor, slug)
    return as_file(electors_sheet(contest, by=actor), f"{contest.slug}-declarations.csv")


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def cure(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Accept an envelope whose declaration was completed after all."""
    contest = contest_for(actor, slug)
    receipt = queries.receipt_for(contest, number)
    form = CureForm(contest, posted_data(request))

    def save() -> str:
        acts.cure(receipt, by=actor, **form.cleaned_data)
        return _("The envelope is accepted. Take it from those refused to those accepted.")

    shown = _row(receipt, set())
    decision = Decision(
        _("Accept envelope %(number)s after all?") % {"number": shown["number"]},
        _("The declaration is completed: accept it"),
        form,
        save,
        lead=_("It must have been completed by %(at)s.")
        % {"at": moment_words(contest, queries.deadline(contest))},
        template="contests/confirm.html",
        back=post_url(contest, "refused"),
        more={
            "consequences": [
                _("Its elector has voted by post from then on, and her voting codes are dead."),
                _("It cannot be taken back."),
            ]
        },
    )
    return decide(request, actor, contest, decision)
