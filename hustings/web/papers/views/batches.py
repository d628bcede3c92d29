"""Batches: the list with its figures, one formed, counted, balanced, taken back, counted again."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.models import Contest
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide, page_of
from hustings.web.contests.views.preparing import GET_OR_POST, sent
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.papers.actions import batching
from hustings.web.papers.balance import LEAST, Balance
from hustings.web.papers.batches import (
    Stage,
    Standing,
    balance_of,
    batch_for,
    left_by,
    next_to_key,
    opened_by,
    standings,
    verified,
)
from hustings.web.papers.forms.batches import CountForm, FormBatchForm, WhyForm, kind_words
from hustings.web.papers.models import Batch
from hustings.web.post.queries import accepted_by, takes_post

__all__ = [
    "again",
    "balance",
    "batch",
    "batch_url",
    "count",
    "discard",
    "form_one",
    "overview",
    "overview_url",
    "standing_of",
]


def overview_url(contest: Contest) -> str:
    """The list of batches."""
    return reverse("papers:overview", args=[contest.organisation.slug, contest.slug])


def batch_url(batch: Batch, name: str = "batch") -> str:
    """A page of the batch."""
    slug = batch.contest.organisation.slug
    return reverse(f"papers:{name}", args=[slug, batch.contest.slug, batch.number])


def standing_of(batch: Batch) -> Standing:
    """How far the batch is."""
    return standings(batch.contest, [batch.number])[0]


@dataclass(frozen=True)
class Line:
    """A batch in the list: what it is of, how far it is in words, and what to do about it."""

    standing: Standing
    kind: str
    told: tuple[str, ...]
    url: str
    act: str


def _told(standing: Standing) -> tuple[str, ...]:
    """How far the batch is, a sentence each."""
    stage = standing.stage
    if stage is Stage.COUNTING:
        return (_counted(standing.batch),)
    if stage is Stage.SETTLED:
        return (_("Keyed twice, settled"),)
    if stage is Stage.DIFFERING:
        n = standing.differing
        return (ngettext("%(n)s paper differs", "%(n)s papers differ", n) % {"n": n},)
    if stage is Stage.WAITING:
        return (_("Balanced; keyed after the close"),)
    return _keyed(standing) or (_("Balanced, to be keyed"),)


def _counted(batch: Batch) -> str:
    """How far the count of a batch is whose figures do not stand yet."""
    if not batch.found and not batch.empty:
        return _("To be counted")
    out = balance_of(batch).out_by
    return _("Counted, and does not balance") if out else _("Counted: close its count")


def _keyed(standing: Standing) -> tuple[str, ...]:
    done = _("Keyed by %(who)s")
    under_way = _("%(who)s is keying: %(n)s of %(all)s")
    return tuple(
        (done if keying.done_at else under_way)
        % {"who": keying.by, "n": n, "all": standing.batch.found}
        for keying, n in standing.keyings
    )


def _line(standing: Standing, actor: Actor) -> Line:
    batch, stage = standing.batch, standing.stage
    url, act = batch_url(batch), ""
    if actor.may_act:
        if stage is Stage.COUNTING:
            url, act = batch_url(batch, "count"), _("Count")
        elif stage is Stage.DIFFERING:
            url, act = batch_url(batch, "mismatches"), _("Look again")
        elif standing.can_key(actor.user):
            act = _("Key")
    told = _told(standing)
    if actor.may_act and stage is Stage.KEYED_ONCE and not act:
        told = (*told, _("Another person keys it the second time"))
    kind = kind_words(batch.contest, (batch.section, batch.basis))
    return Line(standing, kind, told, url, act)


@require_safe
@for_officers()
def overview(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """All batches, and the envelopes that are to be opened."""
    contest = contest_for(actor, slug)
    found = _standings(contest)
    opened = sum(opened_by(contest).values())
    accepted = sum(accepted_by(contest).values())
    stages = [standing.stage for standing in found]
    return page_of(
        request,
        "papers/overview.html",
        actor,
        contest,
        here=_("Opened papers"),
        lines=[_line(standing, actor) for standing in found],
        accepted=accepted,
        opened=opened,
        left=accepted - opened,
        found=sum(s.batch.found for s in found if s.stage is not Stage.COUNTING),
        keyed_twice=sum(s.batch.found for s in found if s.done == 2),
        differing=sum(s.differing for s in found),
        to_key=actor.may_act and next_to_key(contest, actor.user) is not None,
        may_form=actor.may_act and contest.state in ("ready", "closed") and accepted > opened,
        to_judge=_to_judge(contest, stages, accepted == opened),
        verified=verified(contest),
        takes_post=takes_post(contest),
        before_close=contest.state in ("draft", "ready"),
    )


def _to_judge(contest: Contest, stages: list[Stage], opened: bool) -> bool:
    """Whether nothing is left to do here, and doubtful papers and the verification are next."""
    settled = all(stage is Stage.SETTLED for stage in stages)
    return bool(stages) and opened and settled and contest.state == "closed"


def _standings(contest: Contest) -> list[Standing]:
    found = standings(contest)
    for standing in found:
        standing.batch.contest = contest
    return found


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def form_one(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Form a batch of opened envelopes."""
    contest = contest_for(actor, slug)
    left = left_by(contest)
    form = FormBatchForm(contest, left, sent(request))
    if not any(n > 0 for n in left.values()) and request.method != "POST":
        why = _("Every envelope that was accepted so far is in a batch.")
        return page_of(request, "contests/not_now.html", actor, contest, status=409, why=why)

    def save() -> str:
        section, basis = form.chosen
        made = batching.form_batch(
            contest,
            number=form.cleaned_data["number"],
            section=section,
            basis=basis,
            envelopes=form.cleaned_data["envelopes"],
            by=actor,
        )
        return _("Batch %(n)s is formed. Open its envelopes, mix the papers, count them.") % {
            "n": made.number
        }

    lead = _(
        "Open so many envelopes, take the papers out unread and mix them. At least %(least)s go "
        "together while there are so many, so that nobody can tell whose paper is whose."
    )
    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Form a batch"),
            _("Form the batch"),
            form,
            save,
            lead % {"least": LEAST},
            back=overview_url(contest),
        ),
    )


@require_safe
@for_officers()
def batch(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """One batch: its figures, who keyed it, what is to be done."""
    contest = contest_for(actor, slug)
    of = batch_for(contest, number)
    standing = standing_of(of)
    mine = standing.of(actor.user)
    return page_of(
        request,
        "papers/batch.html",
        actor,
        contest,
        here=_("Batch %(n)s") % {"n": number},
        batch=of,
        kind=kind_words(contest, (of.section, of.basis)),
        balance=balance_of(of),
        standing=standing,
        told=_told(standing),
        mine=mine,
        mine_n=next((n for keying, n in standing.keyings if keying == mine), 0),
        can_key=actor.may_act and standing.can_key(actor.user),
        theirs=[k for k, _n in standing.keyings if k.done_at is None and k != mine],
        scans=of.scans.order_by("place"),
        counting=standing.stage is Stage.COUNTING,
        differing=standing.differing,
        fixed=verified(contest) or contest.state not in ("ready", "closed"),
        overview_url=overview_url(contest),
    )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def count(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Write down what was counted in the batch; if it balances, on to closing its count."""
    contest = contest_for(actor, slug)
    of = batch_for(contest, number)
    if of.balanced_at is not None:
        return _stands(request, of)
    form = CountForm(of, sent(request))

    def save() -> str:
        made = batching.count_batch(of, form.figures(), by=actor)
        if balance_of(made).out_by:
            return _("What was counted is saved. Batch %(n)s does not balance.") % {
                "n": made.number
            }
        return _("Batch %(n)s is counted.") % {"n": made.number}

    if request.method == "POST" and form.is_valid():
        sums = form.figures()
        balances = not Balance(sums.envelopes, sums.extra, sums.empty, sums.found).out_by
    else:
        balances = False
    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Count batch %(n)s") % {"n": number},
            _("Save what was counted"),
            form,
            save,
            _("Papers found = envelopes opened + extra papers − empty envelopes."),
            back=batch_url(of),
            then=batch_url(of, "balance") if balances else "",
        ),
    )


def _stands(request: HttpRequest, of: Batch) -> HttpResponse:
    told = _("Batch %(n)s balances, and its figures stand.") % {"n": of.number}
    messages.warning(request, told)
    return redirect(batch_url(of))


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def balance(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Close the count of a batch that balances."""
    contest = contest_for(actor, slug)
    of = batch_for(contest, number)
    if of.balanced_at is not None:
        return _stands(request, of)
    figures = balance_of(of)
    form = ConfirmForm(sent(request))

    def save() -> str:
        batching.balance_batch(of, by=actor)
        return _("Batch %(n)s balances. Tie it up: it is keyed once the poll is closed.") % {
            "n": number
        }

    consequences: list[object] = [
        {"number": of.envelopes, "text": _("envelopes opened")},
        {"number": of.extra, "text": _("extra papers, more")},
        {"number": of.empty, "text": _("empty envelopes, less")},
        {"number": of.found, "text": _("papers found")},
        figures.words(),
        _("Its figures stand after this; each of its papers is keyed by two people."),
    ]
    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Does batch %(n)s balance?") % {"n": number},
            _("Close its count"),
            form,
            save,
            template="contests/confirm.html",
            back=batch_url(of),
            more={"consequences": consequences},
        ),
    )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def discard(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Take back a batch that was formed by mistake."""
    contest = contest_for(actor, slug)
    of = batch_for(contest, number)
    if of.balanced_at is not None:
        return _stands(request, of)

    def save() -> str:
        batching.discard_batch(of, by=actor)
        return _("Batch %(n)s is taken back.") % {"n": number}

    waiting = ngettext(
        "envelope waits to be put into a batch again",
        "envelopes wait to be put into a batch again",
        of.envelopes,
    )
    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Take batch %(n)s back?") % {"n": number},
            _("Take it back"),
            ConfirmForm(sent(request)),
            save,
            template="contests/confirm.html",
            back=batch_url(of),
            then=overview_url(contest),
            more={"consequences": [{"number": of.envelopes, "text": waiting}], "danger": True},
        ),
    )


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def again(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Count a balanced batch again; what was keyed of it goes."""
    contest = contest_for(actor, slug)
    of = batch_for(contest, number)
    if of.balanced_at is None:
        return redirect(batch_url(of, "count"))
    form = WhyForm(sent(request))

    def save() -> str:
        batching.count_again(of, form.cleaned_data["reason"], by=actor)
        return _("Batch %(n)s is to be counted again.") % {"n": number}

    keyed = sum(n for _keying, n in standing_of(of).keyings)
    gone = ngettext("keyed paper is thrown away", "keyed papers are thrown away", keyed)
    consequences: list[object] = [
        {"number": of.found, "text": _("papers were found, and the figures are open again")},
        {"number": keyed, "text": gone},
        _("Once it balances, two people key the whole batch anew."),
    ]
    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Count batch %(n)s again?") % {"n": number},
            _("Count it again"),
            form,
            save,
            _("For a batch that turned out to hold more or fewer papers than were found in it."),
            template="contests/confirm.html",
            back=batch_url(of),
            then=batch_url(of, "count"),
            more={"consequences": consequences, "danger": True},
        ),
    )
