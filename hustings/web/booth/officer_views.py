"""The officers' page of the turnout while people vote, and after."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hustings.roll import Basis
from hustings.web.booth.queries import Row
from hustings.web.booth.queries import turnout as turnout_of
from hustings.web.contests.queries import contest_for, phase
from hustings.web.contests.views.pages import page_of
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor

__all__ = ["turnout"]


@require_safe
@for_officers()
def turnout(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """How many have voted, by day, by basis and by channel."""
    contest = contest_for(actor, slug)
    now = turnout_of(contest)
    return page_of(
        request,
        "booth/turnout.html",
        actor,
        contest,
        here=_("Turnout"),
        turnout=now,
        bases=[_line(row) for row in now.bases],
        channels=[_line(row) for row in now.channels],
        able=[_line(row) for row in now.able],
        given=[{"label": _words(row.keys[0]), "cast": row.cast, "of": row.of} for row in now.given],
        total={"label": _("All"), "cast": now.cast, "of": now.on_roll},
        reached=phase(contest).value,
    )


def _line(row: Row) -> dict[str, object]:
    """A row as pieces/turnout.html shows it."""
    words = ", ".join(_words(key) for key in row.keys)
    return {"label": words[:1].upper() + words[1:], "cast": row.cast, "of": row.of}


def _words(key: str) -> str:
    """What a basis or a channel is called."""
    bases = {basis.value: basis.words for basis in Basis}
    channels = {
        "online": _("online"),
        "post": _("by post"),
        "letter": _("by letter"),
        "email": _("by e-mail"),
        "officer": _("by an officer"),
        "test": _("for the trial"),
    }
    return (bases | channels).get(key, key)
