"""What the officer's pages of a roll share: where they stand, and the way between them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.web.contests.models import Contest, State
from hustings.web.contests.views.pages import desk_url, page_of
from hustings.web.officers.actor import Actor
from hustings.web.roll import queries
from hustings.web.roll.models import LateAct

__all__ = ["GET_OR_POST", "roll_page", "roll_url", "sent", "trail_to"]

GET_OR_POST = ["GET", "HEAD", "POST"]


def roll_url(contest: Contest, page: str, *args: object) -> str:
    """A page of this contest's roll."""
    return reverse(f"roll:{page}", args=[contest.organisation.slug, contest.slug, *args])


def sent(request: HttpRequest) -> Any:
    """What was posted; None on a GET, so that a form is not bound."""
    return request.POST if request.method == "POST" else None


def trail_to(contest: Contest, here: str = "") -> list[dict[str, str]]:
    """The way to a page of the roll; the roll's own first page without ``here``."""
    trail = [
        {"label": _("Contests"), "url": reverse("contests:home")},
        {"label": contest.title, "url": desk_url(contest)},
    ]
    if not here:
        return [*trail, {"label": _("Roll")}]
    return [*trail, {"label": _("Roll"), "url": roll_url(contest, "overview")}, {"label": here}]


def roll_page(
    request: HttpRequest,
    actor: Actor,
    contest: Contest,
    template: str,
    *,
    here: str = "",
    **more: Any,
) -> HttpResponse:
    """A page of the roll, with the roll's parts beside it."""
    given = {"parts": parts_of(contest), "trail": trail_to(contest, here)} | more
    return page_of(request, template, actor, contest, here=here or _("Roll"), **given)


def parts_of(contest: Contest) -> list[dict[str, Any]]:
    """The parts of the roll, with what waits in each."""
    frozen = contest.roll_frozen_at is not None
    late = LateAct.objects.filter(contest=contest, approved_at=None, refused_at=None).count()
    parts = [
        ("overview", _("Roll"), 0),
        ("electors", _("Electors"), 0),
        ("duplicates", _("Likely duplicates"), queries.waiting_pairs(contest).count()),
        ("fingerprint", _("Fingerprint"), 0) if frozen else ("freeze", _("Freeze"), 0),
        ("export", _("Export"), 0),
    ]
    if frozen:
        parts.append(("late", _("Late acts"), late))
    if contest.asking_allowed:
        waiting = queries.waiting_applications(contest).count()
        parts.append(("applications", _("Asked for a ballot"), waiting))
        parts.append(("register", _("Register"), 0))
    if contest.state in (State.DECLARED, State.ABANDONED):
        parts.append(("erase", _("Erasure"), 0))
    return [
        {"label": label, "url": roll_url(contest, page), "note": number or ""}
        for page, label, number in parts
    ]
