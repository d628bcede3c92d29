"""Bags: entered, confirmed, corrected; and the figures of the post."""

from __future__ import annotations

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.models import State
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide
from hustings.web.contests.zoned import moment_words
from hustings.web.letters.views.pages import GET_OR_POST, as_file, posted_data
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.post import queries
from hustings.web.post.actions import bags as acts
from hustings.web.post.forms.receiving import BagForm, CorrectionForm
from hustings.web.post.models import Bag
from hustings.web.post.sheets import figures_sheet
from hustings.web.post.views.pages import post_url, receiving_page

__all__ = ["confirm", "correct", "enter", "figures_csv", "overview"]


@require_safe
@for_officers()
def overview(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The figures of the post, and every bag with how far it is."""
    contest = contest_for(actor, slug)
    found = queries.figures(contest)
    return receiving_page(
        request,
        "post/bags.html",
        actor,
        contest,
        found=found,
        refused=[(heading.label, n, heading) for heading, n in found.refused.items() if n],
        fates=[(fate.label, n) for fate, n in found.fates.items() if n],
        bags=queries.bags_of(contest),
        taken=queries.takes_post(contest),
        deadline=queries.deadline(contest),
        may_enter=actor.may_act and contest.state == State.READY,
        answered=contest.alarms.exclude(heard_at=None),
        zone=contest.timezone,
    )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def enter(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """When a bag came and how many envelopes were counted in it; then its scanning page."""
    contest = contest_for(actor, slug)
    following = 1 + (contest.bags.aggregate(last=Max("number"))["last"] or 0)
    form = BagForm(contest, following, posted_data(request))
    entered: list[Bag] = []

    def save() -> str:
        entered.append(acts.enter_bag(contest, by=actor, **form.cleaned_data))
        return _("Bag %(n)d is entered.") % {"n": entered[0].number}

    decision = Decision(
        _("Enter bag %(n)d") % {"n": following},
        _("Enter the bag"),
        form,
        save,
        lead=_("Posted papers must be in by %(at)s.")
        % {"at": moment_words(contest, queries.deadline(contest))},
        back=post_url(contest),
    )
    response = decide(request, actor, contest, decision)
    return redirect(post_url(contest, "bag", entered[0].number)) if entered else response


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def confirm(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """A second officer confirms when a bag came that was entered after the time for the post."""
    contest = contest_for(actor, slug)
    bag = queries.bag_for(contest, number)

    def save() -> str:
        acts.confirm_bag(bag, by=actor)
        return _("Bag %(n)d is confirmed and can be scanned.") % {"n": bag.number}

    words = ngettext("envelope counts as in time", "envelopes count as in time", bag.envelopes)
    decision = Decision(
        _("Confirm bag %(n)d?") % {"n": bag.number},
        _("Confirm the bag"),
        ConfirmForm(posted_data(request)),
        save,
        lead=_("%(who)s entered it on %(at)s, after the time for posted papers.")
        % {"who": bag.by, "at": moment_words(contest, bag.at)},
        template="contests/confirm.html",
        back=post_url(contest),
        then=post_url(contest, "bag", bag.number),
        more={
            "consequences": [
                {"number": bag.envelopes, "text": words},
                _("You say that you know by yourself that it came on %(at)s.")
                % {"at": moment_words(contest, bag.arrived_at)},
                _("Your name stands in the journal beside the other’s."),
            ]
        },
    )
    return decide(request, actor, contest, decision)


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def correct(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Put the count of a bag right, with a reason."""
    contest = contest_for(actor, slug)
    bag = queries.bag_for(contest, number)
    form = CorrectionForm(bag, posted_data(request))

    def save() -> str:
        now = acts.correct_bag(bag, by=actor, **form.cleaned_data)
        if now.finished_at:
            return _("The count is corrected, and the bag balances.")
        return _("The count is corrected.")

    scanned = bag.receipts.count()
    decision = Decision(
        _("Correct the count of bag %(n)d") % {"n": bag.number},
        _("Correct the count"),
        form,
        save,
        lead=_(
            "%(counted)d envelopes were counted, and %(scanned)d are scanned. Count again first."
        )
        % {"counted": bag.envelopes, "scanned": scanned},
        back=post_url(contest, "bag", bag.number),
    )
    return decide(request, actor, contest, decision)


@require_safe
@for_officers()
def figures_csv(_request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The figures of the post as a file; no elector stands in it."""
    contest = contest_for(actor, slug)
    return as_file(figures_sheet(contest), f"{contest.slug}-post-figures.csv")
