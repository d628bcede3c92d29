"""The verification: its figures before it is done, and why it cannot be done yet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hustings.rounding import grouped
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide, page_of
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.papers.actions.verifying import hindrances, verify
from hustings.web.papers.models import Verification
from hustings.web.papers.tallying import PaperFigures, figures
from hustings.web.papers.telling import heading_words

__all__ = ["verification"]

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def verification(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Fix the figures of the posted papers, once all are read and decided."""
    contest = contest_for(actor, slug)
    found = figures(contest)
    if why := _why_not(contest, found):
        return page_of(request, "contests/not_now.html", actor, contest, status=409, why=why)
    form = ConfirmForm(request.POST if request.method == "POST" else None)

    def save() -> str:
        made = verify(contest, by=actor)
        return ngettext(
            "%(n)s posted paper is verified.", "%(n)s posted papers are verified.", made.papers
        ) % {"n": grouped(made.papers)}

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Verify the posted papers?"),
            _("Verify the papers"),
            form,
            save,
            template="contests/confirm.html",
            back=reverse("papers:doubtful", args=[contest.organisation.slug, contest.slug]),
            more={"consequences": _consequences(found)},
        ),
    )


def _why_not(contest: Contest, found: PaperFigures) -> str:
    if contest.state != State.CLOSED:
        return _("Papers are verified after voting is closed, and before the count.")
    if verified := Verification.objects.filter(contest=contest).first():
        return _("The papers are verified: %(papers)s found, %(valid)s valid, %(rejected)s "
                 "rejected. Their figures stand.") % {
            "papers": grouped(verified.papers),
            "valid": grouped(verified.valid),
            "rejected": grouped(verified.rejected),
        }  # fmt: skip
    return " ".join(hindrances(contest, found))


def _consequences(found: PaperFigures) -> list[object]:
    headings = [
        {"number": n, "text": heading_words(heading)} for heading, n in found.rejected.items()
    ]
    return [
        {"number": found.envelopes, "text": _("envelopes opened")},
        {"number": found.extra, "text": _("extra papers in them")},
        {"number": found.empty, "text": _("of them empty")},
        {"number": found.found, "text": _("papers found")},
        {"number": found.valid, "text": _("of them valid")},
        {"number": found.rejected_total, "text": _("of them rejected:")},
        *headings,
        _("After this nothing of a posted paper is changed any more, and the envelopes cast online "
          "can be opened."),
    ]  # fmt: skip
