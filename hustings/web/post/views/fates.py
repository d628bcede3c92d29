"""Envelopes lost, spoilt, undelivered: found by number or by elector, and recorded."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hustings.errors import HustingsError
from hustings.web.booth.models import Participation
from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide
from hustings.web.letters.views.pages import GET_OR_POST, posted_data
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.post import queries
from hustings.web.post.actions.fates import record_fate
from hustings.web.post.forms.receiving import FateForm
from hustings.web.post.models import Fate, Outcome, ReturnEnvelope
from hustings.web.post.numbers import envelope_shown, read_envelope
from hustings.web.post.views.pages import post_url, receiving_page

__all__ = ["overview", "record"]

_MOST_SHOWN = 50


@require_safe
@for_officers(acting=True)
def overview(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """How many are good no longer, and a search for one that is lost, spoilt or came back."""
    contest = contest_for(actor, slug)
    asked = request.GET.get("q", "").strip()[:100]
    found = list(_found(contest, asked)[:_MOST_SHOWN]) if asked else []
    figures = queries.figures(contest)
    return receiving_page(
        request,
        "post/fates.html",
        actor,
        contest,
        here=_("Lost, spoilt, undelivered"),
        asked=asked,
        rows=[_row(envelope) for envelope in found],
        most=_MOST_SHOWN,
        fates=[(fate.label, n) for fate, n in figures.fates.items()],
        found=figures,
        open=contest.state == State.READY,
    )


def _found(contest: Contest, asked: str) -> QuerySet[ReturnEnvelope]:
    """Envelopes of that number, or of electors with that reference, name, postcode or number."""
    sent = contest.return_envelopes.filter(run__test=False).select_related("elector", "run")
    try:
        envelope = read_envelope(contest, asked)
    except HustingsError:
        envelope = None
    if envelope is not None:
        return sent.filter(pk=envelope.pk)
    of = Q(elector__name__icontains=asked) | Q(elector__reference__iexact=asked)
    of |= Q(elector__postcode__iexact=asked)
    if asked.isdecimal():
        of |= Q(elector__journal_number=int(asked[:12]))
    return sent.filter(of).order_by("elector__name", "pk")


def _row(envelope: ReturnEnvelope) -> dict[str, object]:
    receipt = envelope.receipt_set.order_by("-pk").first()
    accepted = receipt is not None and receipt.outcome == Outcome.ACCEPTED
    return {
        "envelope": envelope,
        "number": envelope_shown(envelope.number),
        "fate": Fate(envelope.fate).label if envelope.fate else "",
        "receipt": receipt,
        "open": not envelope.fate and not accepted,
        "may_replace": not accepted and _may_have_another(envelope),
    }


def _may_have_another(envelope: ReturnEnvelope) -> bool:
    """Whether its elector is on the roll, has not voted and holds no good envelope but this."""
    elector = envelope.elector
    if elector is None or elector.struck_at or Participation.objects.filter(elector=elector):
        return False
    good = ReturnEnvelope.objects.filter(elector=elector, fate=Fate.GOOD)
    return not good.exclude(pk=envelope.pk).exists()


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def record(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Say what became of an envelope; ``number`` is its row's."""
    contest = contest_for(actor, slug)
    sent = contest.return_envelopes.select_related("elector", "run")
    envelope = get_object_or_404(sent, pk=number)
    envelope.contest = contest
    form = FateForm(posted_data(request))

    def save() -> str:
        record_fate(envelope, Fate(form.cleaned_data["fate"]), by=actor)
        return _("It is recorded. If the envelope comes after all, it is refused.")

    name = envelope.elector.name if envelope.elector else ""
    decision = Decision(
        _("Envelope %(number)s is good no longer?") % {"number": envelope_shown(envelope.number)},
        _("Record it"),
        form,
        save,
        lead=_("Sent to %(name)s.") % {"name": name} if name else "",
        template="contests/confirm.html",
        back=post_url(contest, "fates"),
        more={
            "consequences": [
                _("If this envelope comes in, it is refused and stays unopened."),
                _("Her voting codes work as before, and another envelope can be sent to her."),
                _("It cannot be taken back."),
            ]
        },
    )
    return decide(request, actor, contest, decision)
