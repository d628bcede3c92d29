"""What anybody may do: ask for a ballot, read the privacy notice, object.

The answers are the same for everybody, byte for byte: none of these pages looks at a register or at
a roll, so neither what they say nor how long they take tells who is on one.
"""

from __future__ import annotations

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import Phase, phase
from hustings.web.officers.models import Organisation
from hustings.web.roll import limits
from hustings.web.roll.actions import applications, objections
from hustings.web.roll.forms.people import AskForm, ObjectForm
from hustings.web.roll.notice import notice_of
from hustings.web.roll.views.pages import GET_OR_POST, sent

__all__ = ["ask", "ask_sent", "objection", "objection_noted", "privacy"]

HONEYPOT = "website"
"""A field that people do not see and programs fill in."""


def _asking(slug: str) -> Contest:
    """A contest whose electors may ask for a ballot; Http404 for any other."""
    contests = Contest.objects.select_related("organisation")
    contest = get_object_or_404(contests, slug=slug)
    if not contest.asking_allowed or contest.state == State.ABANDONED:
        raise Http404
    return contest


def _is_open(contest: Contest) -> bool:
    return phase(contest) in (Phase.DRAFT, Phase.UPCOMING, Phase.OPEN)


@never_cache
@require_http_methods(GET_OR_POST)
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a ballot."""
    contest = _asking(slug)
    if not _is_open(contest):
        return _page(request, contest.organisation, "roll/ask_closed.html", contest=contest)
    form = AskForm(contest, sent(request))
    if request.method == "POST":
        if limits.is_over(request, "ask"):
            return _too_often(request, contest.organisation)
        if form.is_valid():
            if not request.POST.get(HONEYPOT):
                _keep(contest, form)
            return redirect("roll:ask_sent", slug=contest.slug)
    return _page(request, contest.organisation, "roll/ask.html", contest=contest, form=form)


def _keep(contest: Contest, form: AskForm) -> None:
    given = form.cleaned_data
    applications.keep(
        contest,
        name=given["name"],
        address=given["address"],
        postcode=given["postcode"],
        email=given["email"],
    )


@never_cache
@require_safe
def ask_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """The answer to everybody who asked."""
    contest = _asking(slug)
    return _page(request, contest.organisation, "roll/ask_sent.html", contest=contest)


@require_safe
def privacy(request: HttpRequest, org: str) -> HttpResponse:
    """The organisation's privacy notice."""
    organisation = get_object_or_404(Organisation, slug=org)
    return _page(request, organisation, "roll/privacy.html", notice=notice_of(organisation))


@never_cache
@require_http_methods(GET_OR_POST)
def objection(request: HttpRequest, org: str) -> HttpResponse:
    """Object to being written to."""
    organisation = get_object_or_404(Organisation, slug=org)
    form = ObjectForm(sent(request))
    if request.method == "POST":
        if limits.is_over(request, "object"):
            return _too_often(request, organisation)
        if form.is_valid():
            if not request.POST.get(HONEYPOT):
                _note(organisation, form)
            return redirect("roll:object_noted", org=organisation.slug)
    return _page(request, organisation, "roll/object.html", form=form)


def _note(organisation: Organisation, form: ObjectForm) -> None:
    given = form.cleaned_data
    objections.object_to(
        organisation, email=given["email"], name=given["name"], postcode=given["postcode"]
    )


@never_cache
@require_safe
def objection_noted(request: HttpRequest, org: str) -> HttpResponse:
    """The answer to everybody who objected."""
    organisation = get_object_or_404(Organisation, slug=org)
    return _page(request, organisation, "roll/object_noted.html")


def _too_often(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    return _page(request, organisation, "roll/too_often.html", status=429)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    template: str,
    *,
    contest: Contest | None = None,
    form: Form | None = None,
    notice: object = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "contest": contest,
        "form": form,
        "notice": notice,
        "test_mode": contest is not None and contest.test_mode,
        "privacy_url": reverse("roll:privacy", args=[organisation.slug]),
    }
    wrong = form is not None and bool(form.errors)
    return render(request, template, context, status=422 if wrong else status)
