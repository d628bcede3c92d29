"""Posted papers set up, printed and posted: each act tells its numbers before it is done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hustings.errors import RuleError
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, context_of, decide
from hustings.web.letters.languages import WELSH, language_for, speakers
from hustings.web.letters.views.pages import GET_OR_POST, on_roll, posted_data
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.post import design, printed
from hustings.web.post.actions import printing as acts
from hustings.web.post.actions import setup as setup_acts
from hustings.web.post.audience import Due, LeftOut, due, due_test
from hustings.web.post.forms.printing import (
    EnvelopesForm,
    PapersForm,
    ReplaceForm,
    SetupForm,
    spare_papers,
)
from hustings.web.post.models import Audience, Fate, PaperSize, PostSetup, ReturnEnvelope
from hustings.web.post.numbers import envelope_shown
from hustings.web.post.printing import TEST_ENVELOPES
from hustings.web.post.state import Run, not_now, post_closes
from hustings.web.post.views.pages import post_url

__all__ = [
    "envelopes",
    "overview",
    "papers",
    "printing_page",
    "replace",
    "sample_envelopes",
    "sample_paper",
    "setup",
    "stop",
]

_TEST_PAPERS = 10


def printing_page(
    request: HttpRequest,
    template: str,
    actor: Actor,
    contest: Contest,
    *,
    here: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A page below "Posted papers"; nothing of it is kept by the browser or on the way."""
    context = context_of(actor, contest, _("Posted papers"))
    if here:
        context["trail"][-1]["url"] = post_url(contest, "printing")
        context["trail"].append({"label": here})
    context |= {"may_act": actor.may_act, "zone": contest.timezone}
    response = render(request, template, context | more, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@for_officers()
def overview(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """How posted papers are set up, what was printed, and what comes next."""
    contest = contest_for(actor, slug)
    found = printed.setup_of(contest)
    changeable = contest.state in (State.DRAFT, State.READY)
    if found is None:
        return printing_page(
            request, "post/none.html", actor, contest, may_set_up=actor.may_act and changeable
        )
    return printing_page(
        request,
        "post/printing.html",
        actor,
        contest,
        setup=found,
        changeable=changeable and actor.may_act,
        printed=printed.printed(contest),
        runs=printed.runs_of(contest),
        why_not=not_now(contest, test=False),
        in_test=not not_now(contest, test=True) and actor.may_act,
        closes=post_closes(contest),
        welsh=speakers(contest, WELSH),
        own_time=contest.post_closes_at is not None,
        sizes=PaperSize.choices,
        has_candidates=contest.candidates.exists(),
    )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def setup(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Take posted papers, or change how."""
    contest = contest_for(actor, slug)
    found = printed.setup_of(contest)
    form = SetupForm(contest, found, posted_data(request))

    def save() -> str:
        setup_acts.set_up(contest, form.values(), by=actor)
        return _("Saved.")

    decision = Decision(
        _("Posted papers"),
        _("Save"),
        form,
        save,
        _("Electors with a postal address can be sent a ballot paper and send it back."),
        back=post_url(contest, "printing"),
    )
    return decide(request, actor, contest, decision)


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def stop(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Take no posted papers after all."""
    contest = contest_for(actor, slug)

    def save() -> str:
        setup_acts.take_no_post(contest, by=actor)
        return _("This contest takes no posted papers.")

    decision = Decision(
        _("Take no posted papers?"),
        _("Take none"),
        ConfirmForm(posted_data(request)),
        save,
        template="contests/confirm.html",
        back=post_url(contest, "printing"),
        more={"consequences": [_("Nothing was made yet, so nobody holds a paper.")]},
    )
    return decide(request, actor, contest, decision)


def _begun(
    request: HttpRequest, actor: Actor, contest: Contest, decision: Decision, begun: list[Run]
) -> HttpResponse:
    """The page of the decision, or of the run that it began."""
    why = not_now(contest, test=bool(decision.more.get("test")))
    nobody = decision.more.get("nobody") if request.method != "POST" else []
    if why or nobody:
        return printing_page(
            request,
            "post/not_now.html",
            actor,
            contest,
            here=decision.heading,
            why=why or _("Nobody is due an envelope now."),
            consequences=[] if why else nobody,
        )
    response = decide(request, actor, contest, decision)
    if not begun:
        return response
    kind = decision.more["kind"]
    return redirect(post_url(contest, "run", kind, begun[0].pk))


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def papers(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """How many papers in which orders; then they are made. In a draft they are TEST papers."""
    contest = contest_for(actor, slug)
    test = contest.state == State.DRAFT
    wanted = _TEST_PAPERS if test else _papers_wanted(contest)
    form = PapersForm(posted_data(request), papers=wanted)
    begun: list[Run] = []

    def save() -> str:
        values = form.cleaned_data
        size = PaperSize(values["size"])
        begun.append(acts.start_papers(contest, values["papers"], size, test=test, by=actor))
        return _("The papers are being made.")

    decision = Decision(
        _("Make test papers?") if test else _("Make ballot papers?"),
        _("Make the papers"),
        form,
        save,
        template="contests/confirm.html",
        back=post_url(contest, "printing"),
        more={
            "consequences": _paper_consequences(contest, test=test),
            "test": test,
            "kind": "papers",
        },
    )
    return _begun(request, actor, contest, decision, begun)


def _papers_wanted(contest: Contest) -> int:
    found = printed.printed(contest)
    missing = spare_papers(found.envelopes + found.due) - found.papers
    return max(missing, 10)


def _paper_consequences(contest: Contest, *, test: bool) -> list[Any]:
    if test:
        return [_("Every paper has TEST across it; none of their numbers is kept.")]
    found = printed.printed(contest)
    told: list[Any] = [
        {"number": found.papers, "text": _("papers are made already")},
        {"number": found.envelopes, "text": _("return envelopes are made already")},
        {"number": found.due, "text": _("electors are still due an envelope")},
    ]
    told += _language_consequences(contest)
    count = contest.candidates.count()
    if contest.order_policy == "rotation":
        words = ngettext(
            "order of the candidates, each equally often, shuffled",
            "orders of the candidates, each equally often, shuffled",
            count,
        )
        told.append({"number": count, "text": words})
    told.append(
        _(
            "The papers carry numbers that belong to nobody. Whoever holds the file can print them "
            "once more: fetch it, print it, and destroy it. After 24 hours it is destroyed here."
        )
    )
    return told


def _language_consequences(contest: Contest) -> list[Any]:
    """In which languages all papers are, and how many would like another."""
    setup = printed.setup_of(contest)
    if setup is not None and setup.bilingual:
        return [_("Every paper is in Welsh and English, for everybody alike.")]
    if welsh := speakers(contest, WELSH):
        words = ngettext(
            "elector’s language is Welsh, and the papers are in English alone: change it before "
            "papers are made, if you want both",
            "electors’ language is Welsh, and the papers are in English alone: change it before "
            "papers are made, if you want both",
            welsh,
        )
        return [{"number": welsh, "text": words}]
    return []


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def envelopes(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """To how many, and who is left out; then covering letters and labels are made."""
    contest = contest_for(actor, slug)
    test = contest.state == State.DRAFT
    form = ConfirmForm(posted_data(request)) if test else EnvelopesForm(posted_data(request))
    begun: list[Run] = []

    def save() -> str:
        values = form.cleaned_data
        audience = Audience(values.get("audience", Audience.ALL))
        households = bool(values.get("households"))
        begun.append(
            acts.start_envelopes(
                contest,
                audience,
                households=households,
                large_print=bool(values.get("large_print")),
                test=test,
                by=actor,
            )
        )
        return _("Covering letters and labels are being made.")

    decision = Decision(
        _("Make test envelopes?") if test else _("Make covering letters and return labels?"),
        _("Make them"),
        form,
        save,
        template="contests/confirm.html",
        back=post_url(contest, "printing"),
        more={
            "consequences": _envelope_consequences(contest, test=test),
            "nobody": _nobody_due(contest, test=test),
            "test": test,
            "kind": "envelopes",
        },
    )
    return _begun(request, actor, contest, decision, begun)


def _nobody_due(contest: Contest, *, test: bool) -> list[dict[str, object]]:
    """Why there is nobody to post to, in numbers; empty if there is."""
    going = due_test(contest, 1) if test else due(contest, Audience.ALL, households=False)
    return [] if going.electors else [*_left_out(going), on_roll(going.roll)]


def _envelope_consequences(contest: Contest, *, test: bool) -> list[Any]:
    if test:
        going = due_test(contest, TEST_ENVELOPES)
        words = ngettext(
            "elector of the roll, who hears nothing of it",
            "electors of the roll, who hear nothing of it",
            going.electors,
        )
        return [{"number": going.electors, "text": words}, _("Every sheet says TEST.")]
    everybody = due(contest, Audience.ALL, households=True)
    without = due(contest, Audience.WITHOUT_EMAIL, households=True)
    told: list[Any] = [
        {"number": everybody.electors, "text": _("electors with a postal address are due one; "
                                                 "they live in so many homes:")},
        {"number": len(everybody.households), "text": _("homes")},
        {"number": without.electors, "text": _("of these electors have no e-mail address")},
    ]  # fmt: skip
    told += _left_out(everybody)
    told.append(on_roll(everybody.roll))
    return told


def _left_out(going: Due) -> list[dict[str, object]]:
    words = {
        LeftOut.HAS_ONE: _("hold an envelope that is good still"),
        LeftOut.VOTED: _("have voted"),
        LeftOut.OBJECTED: _("objected to being written to"),
        LeftOut.NOWHERE: _("have no postal address on the roll"),
    }
    return [
        {"number": going.left_out[why], "text": text}
        for why, text in words.items()
        if going.left_out[why]
    ]


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def replace(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Another envelope in place of one; ``number`` is the earlier one's row."""
    contest = contest_for(actor, slug)
    earlier = _earlier(contest, number)
    form = ReplaceForm(posted_data(request))
    begun: list[Run] = []
    if earlier.fate:
        form.fields["fate"].initial = earlier.fate
    elector = earlier.elector
    assert elector is not None
    elector.contest = contest

    def save() -> str:
        said = form.cleaned_data
        large = said["large_print"]
        begun.append(acts.replace(elector, Fate(said["fate"]), large_print=large, by=actor))
        return _("Another envelope is being made.")

    decision = Decision(
        _("Send %(name)s another paper and envelope?") % {"name": elector.name},
        _("Make another"),
        form,
        save,
        template="contests/confirm.html",
        back=post_url(contest, "fates"),
        more={
            "consequences": [
                _(
                    "Envelope %(number)s is good no longer: if it comes after all, it is refused "
                    "unopened."
                )
                % {"number": envelope_shown(earlier.number)},
                _(
                    "A covering letter and a label with a new number are made. Take any spare "
                    "paper."
                ),
                _("It cannot be taken back."),
            ],
            "kind": "envelopes",
        },
    )
    return _begun(request, actor, contest, decision, begun)


def _earlier(contest: Contest, number: int) -> ReturnEnvelope:
    found = contest.return_envelopes.filter(pk=number, elector__isnull=False, run__test=False)
    earlier = found.select_related("elector").first()
    if earlier is None:
        raise Http404
    return earlier


@require_safe
@for_officers()
def sample_paper(request: HttpRequest, actor: Actor, slug: str, size: str) -> HttpResponse:
    """A paper to nobody, marked SAMPLE."""
    contest = contest_for(actor, slug)
    if size not in PaperSize.values or not contest.candidates.exists():
        raise Http404
    try:
        setup = printed.setup_of(contest)
        bilingual = setup is not None and setup.bilingual
        content = design.sample_paper(contest, PaperSize(size), bilingual=bilingual)
    except RuleError as error:
        return _refused(request, contest, error)
    return _pdf(content, f"{contest.slug}-sample-paper-{size}.pdf")


@require_safe
@for_officers()
def sample_envelopes(request: HttpRequest, actor: Actor, slug: str, what: str) -> HttpResponse:
    """A covering letter or a sheet of labels to nobody, marked SAMPLE."""
    contest = contest_for(actor, slug)
    names = {"letter": "1-covering-letters.pdf", "labels": "1-return-labels.pdf"}
    found: PostSetup | None = printed.setup_of(contest)
    if what not in names or found is None:
        raise Http404
    try:
        language = language_for(request.GET.get("of", ""))
        large = request.GET.get("large") == "1"
        made = design.sample_envelopes(contest, found, language=language, large_print=large)
    except RuleError as error:
        return _refused(request, contest, error)
    return _pdf(made[names[what]], f"{contest.slug}-sample-{what}.pdf")


def _refused(request: HttpRequest, contest: Contest, error: RuleError) -> HttpResponse:
    messages.error(request, str(error)[:1].upper() + str(error)[1:])
    return redirect(post_url(contest, "printing"))


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
