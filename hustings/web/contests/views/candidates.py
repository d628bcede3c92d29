"""The candidates on the paper: their list, one at a time, and their photographs."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hustings.web.contests import actions, photos
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.forms.candidate import CandidateForm
from hustings.web.contests.models import Candidate, Contest
from hustings.web.contests.queries import ballots_cast
from hustings.web.contests.views.pages import Decision, decide, for_drafts, page_of
from hustings.web.contests.views.preparing import GET_OR_POST, sent
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor

__all__ = ["add", "edit", "move", "overview", "photo", "remove"]


def _list_url(contest: Contest) -> str:
    return reverse("contests:candidates", args=[contest.organisation.slug, contest.slug])


@require_safe
@for_officers(acting=True)
@for_drafts
def overview(request: HttpRequest, actor: Actor, contest: Contest) -> HttpResponse:
    """Everybody on the paper, in its order."""
    return page_of(
        request,
        "contests/candidates.html",
        actor,
        contest,
        here=_("Candidates"),
        candidates=contest.candidates.order_by("number"),
    )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
@for_drafts
def add(request: HttpRequest, actor: Actor, contest: Contest) -> HttpResponse:
    """Put somebody on the paper."""
    form = CandidateForm(None, sent(request), request.FILES or None)

    def save() -> str:
        candidate = actions.add_candidate(contest, by=actor, **form.texts())
        _save_photo(form, candidate, actor)
        return _("%(name)s is on the paper.") % {"name": candidate.name}

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Add a candidate"),
            _("Put on the paper"),
            form,
            save,
            back=_list_url(contest),
            template="contests/candidate.html",
        ),
    )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
@for_drafts
def edit(request: HttpRequest, actor: Actor, contest: Contest, key: str) -> HttpResponse:
    """Change what is said of a candidate."""
    candidate = get_object_or_404(contest.candidates, key=key)
    form = CandidateForm(candidate, sent(request), request.FILES or None)

    def save() -> str:
        changed = actions.change_candidate(candidate, by=actor, **form.texts())
        _save_photo(form, changed, actor)
        return _("What is said of %(name)s is saved.") % {"name": changed.name}

    return decide(
        request,
        actor,
        contest,
        Decision(
            candidate.name,
            _("Save"),
            form,
            save,
            back=_list_url(contest),
            template="contests/candidate.html",
            more={"candidate": candidate},
        ),
    )


def _save_photo(form: CandidateForm, candidate: Candidate, actor: Actor) -> None:
    picture = form.cleaned_data["photo"]
    if picture is not None:
        actions.set_photo(candidate, picture, by=actor)
    elif form.cleaned_data.get("without_photo"):
        actions.set_photo(candidate, None, by=actor)


@require_POST
@for_officers(acting=True)
@for_drafts
def move(request: HttpRequest, actor: Actor, contest: Contest, key: str) -> HttpResponse:
    """Let a candidate change places with a neighbour on the list."""
    candidate = get_object_or_404(contest.candidates, key=key)
    actions.move_candidate(candidate, up=request.POST.get("to") != "down", by=actor)
    number = contest.candidates.get(pk=candidate.pk).number
    messages.success(
        request, _("%(name)s is number %(n)d.") % {"name": candidate.name, "n": number}
    )
    return redirect(_list_url(contest))


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
@for_drafts
def remove(request: HttpRequest, actor: Actor, contest: Contest, key: str) -> HttpResponse:
    """Take somebody off the paper, after a page that says what goes with it."""
    candidate = get_object_or_404(contest.candidates, key=key)

    def save() -> str:
        actions.remove_candidate(candidate, by=actor)
        return _("%(name)s is off the paper.") % {"name": candidate.name}

    left = contest.candidates.count() - 1
    trials = ballots_cast(contest)
    gone = _("Statement and photograph of %(name)s are gone.") % {"name": candidate.name}
    consequences: list[object] = [{"number": left, "text": _("candidates are left")}, gone]
    if trials:
        consequences.append({"number": trials, "text": _("trial ballots are wiped")})
    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Take %(name)s off the paper?") % {"name": candidate.name},
            _("Take off the paper"),
            ConfirmForm(sent(request)),
            save,
            back=_list_url(contest),
            template="contests/confirm.html",
            more={"consequences": consequences, "danger": True},
        ),
    )


@require_safe
def photo(_request: HttpRequest, name: str) -> HttpResponseBase:
    """A photograph by its random name: always as a JPEG, never anything that could run."""
    path = photos.path_of(name)
    if path is None or not Candidate.objects.filter(photo=name).exists():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=photos.CONTENT_TYPE)
    response["Cache-Control"] = "public, max-age=86400"
    return response
