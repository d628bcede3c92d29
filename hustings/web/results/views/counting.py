"""The count: how far it is, counting, a lot, counting again, a figure put right."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hustings.count import Act
from hustings.declaration.wording import listed, lot_sentence
from hustings.web.booth.models import Envelope
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.queries import contest_for, electors_on_roll
from hustings.web.contests.views.pages import Decision, decide, page_of
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.results import actions, queries
from hustings.web.results.actions.opening import waits_for_papers
from hustings.web.results.counting import form_of
from hustings.web.results.forms.counting import CorrectForm, LotForm, RecountForm
from hustings.web.results.lots_told import lots_told
from hustings.web.results.models import Lot, Opening, Version
from hustings.web.results.views.telling import (
    CONFIRM,
    GET_OR_POST,
    address,
    figures,
    has_begun,
    not_now,
    sent,
    told,
)

__all__ = ["correct", "count", "lot", "lot_anew", "overview", "recount"]


@require_safe
@for_officers()
def overview(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """How far the count is, its versions and lots, and what can be done next."""
    contest = contest_for(actor, slug)
    if not has_begun(contest):
        why = _("Nothing can be opened or counted before the poll is closed.")
        return not_now(request, actor, contest, why)
    versions = list(contest.versions.order_by("-number"))
    asked = queries.lot_asked(contest)
    return page_of(
        request,
        "results/officer_overview.html",
        actor,
        contest,
        here=_("Count and result"),
        opening=Opening.objects.filter(contest=contest).first(),
        asked=asked,
        versions=versions,
        last=versions[0] if versions else None,
        lots=lots_told(contest, versions[0] if versions else None, asked=asked is not None),
        cast=Envelope.objects.filter(contest=contest).count(),
        waits=waits_for_papers(contest),
        zone=contest.timezone,
        embargoed=bool(versions) and versions[0].published_at is None,
    )


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def count(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Count for the first time."""
    contest = contest_for(actor, slug)
    opening = Opening.objects.filter(contest=contest).first()
    if opening is None:
        return not_now(request, actor, contest, _("The envelopes are not opened yet."))
    if (version := queries.last_made(contest)) is not None:
        return not_now(request, actor, contest, _counted_words(version))

    def save() -> str:
        return told(actions.count(contest, by=actor))

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Count the ballots?"),
            _("Count"),
            ConfirmForm(sent(request)),
            save,
            template=CONFIRM,
            back=address(contest, "overview"),
            more={
                "consequences": [
                    {"number": opening.envelopes, "text": ngettext(
                        "paper was opened", "papers were opened", opening.envelopes)},
                    *([{"number": opening.papers, "text": ngettext(
                        "posted paper was added", "posted papers were added", opening.papers)}]
                      if opening.papers else []),
                    {"number": opening.damaged, "text": _("of them without a ballot, "
                     "void for uncertainty")},
                    {"number": electors_on_roll(contest), "text": _("electors were on the roll")},
                    _("Only officers of this organisation see the result until you publish it."),
                ],
            },
        ),
    )  # fmt: skip


def _counted_words(version: Version) -> str:
    """Why nothing is counted for the first time any more, and where it is counted again."""
    stands = _("counted")
    if version.declared_at is not None:
        stands = _("declared")
    elif version.published_at is not None:
        stands = _("published as provisional")
    return _("The ballots were counted: version %(n)d is %(stands)s. To count the same papers "
             "again, go to Count and result, then Count the same papers again.") % {
        "n": version.number, "stands": stands,
    }  # fmt: skip


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def lot(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Record the lot that the count asks for, and count on."""
    contest = contest_for(actor, slug)
    asked = queries.lot_asked(contest)
    if asked is None:
        return not_now(request, actor, contest, _("No count of this contest asks for a lot."))
    out = asked.needed.act is Act.EXCLUDE
    label = _("Who goes out, by the lot") if out else _("Who is chosen, by the lot")
    form = LotForm(asked.needed.stage, asked.choices, label, sent(request))

    def save() -> str:
        actions.record_lot(
            contest,
            stage=form.cleaned_data["stage"],
            candidates=form.cleaned_data["tied"].split(">"),
            drawn=form.cleaned_data["drawn"],
            how=form.cleaned_data["how"],
            by=actor,
        )
        again = contest.versions.exists()
        reason = _("a lot was recorded")
        made = (
            actions.recount(contest, reason=reason, by=actor)
            if again
            else actions.count(contest, by=actor)
        )
        return told(made)

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("A lot is needed"),
            _("Record the lot and count on"),
            form,
            save,
            lot_sentence(asked.contest, asked.needed),
            "results/lot.html",
            back=address(contest, "overview"),
            more={
                "asked": asked,
                "names": listed([name for _key, name in asked.choices]),
                "out": out,
            },
        ),
    )


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def lot_anew(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Put right on whom a recorded lot fell; then the count is to be made again."""
    contest = contest_for(actor, slug)
    old = get_object_or_404(Lot, contest=contest, pk=number)
    names = dict(contest.candidates.values_list("key", "name"))
    choices = [(key, names[key]) for key in old.candidates]
    form = LotForm(old.stage, choices, _("On whom the lot fell in truth"), sent(request))

    def save() -> str:
        values = form.cleaned_data
        actions.record_lot_anew(
            contest, lot=old.pk, drawn=values["drawn"], how=values["how"], by=actor
        )
        return _("The lot is recorded anew. Count again, so that a version rests on it.")

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Was the lot recorded wrongly?"),
            _("Record it anew"),
            form,
            save,
            _("At stage %(stage)d it is recorded as having fallen on %(name)s. Both records stay.")
            % {"stage": old.stage, "name": names[old.drawn]},
            back=address(contest, "overview"),
        ),
    )


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def recount(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Count the same rankings again, as a new version."""
    contest = contest_for(actor, slug)
    version = queries.last_made(contest)
    if version is None:
        return not_now(request, actor, contest, _("Nothing was counted yet."))
    form = RecountForm(sent(request))

    def save() -> str:
        return told(actions.recount(contest, reason=form.cleaned_data["reason"], by=actor))

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Count again?"),
            _("Count again"),
            form,
            save,
            _("The same papers, with the lots as they are recorded now."),
            CONFIRM,
            back=address(contest, "overview"),
            more={"consequences": [*figures(contest, version)[:3], _("Version %(n)d is added. "
                  "It is not published until you do it.") % {"n": version.number + 1}]},
        ),
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def correct(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Put a stated figure right, as a new version."""
    contest = contest_for(actor, slug)
    version = queries.last_made(contest)
    if version is None:
        return not_now(request, actor, contest, _("Nothing was counted yet."))
    form = CorrectForm(form_of(contest, version), sent(request))

    def save() -> str:
        reason = form.cleaned_data["reason"]
        return told(actions.correct(contest, issued=form.issued(), reason=reason, by=actor))

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Put a figure right"),
            _("Make a corrected version"),
            form,
            save,
            _("The published page will show the old figure struck out, the new one, who, when and "
              "why. The papers themselves cannot be changed."),
            back=address(contest, "overview"),
        ),
    )  # fmt: skip
