"""Freezing the roll, its fingerprint, and opening it again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hustings.roll import Basis
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.models import Contest
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.roll import queries
from hustings.web.roll.actions import freezing as actions
from hustings.web.roll.models import Upload, UploadKind
from hustings.web.roll.views.pages import GET_OR_POST, roll_page, roll_url, sent, trail_to

__all__ = ["fingerprint", "freeze", "orders", "unfreeze"]

FILES_NAMED = 5


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def freeze(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Freeze the roll, told in numbers first."""
    contest = contest_for(actor, slug)

    def save() -> str:
        frozen = actions.freeze(contest, by=actor)
        told = _("The roll is frozen. Its fingerprint is %(sha)s.")
        return told % {"sha": frozen.roll_fingerprint}

    decision = Decision(
        _("Freeze the roll?"),
        _("Freeze the roll"),
        ConfirmForm(sent(request)),
        save,
        _("From then on nobody is added, struck or given another code without two officers."),
        template="contests/confirm.html",
        back=roll_url(contest, "overview"),
        then=roll_url(contest, "fingerprint"),
        more=_told(contest, _("Freeze"), _of_freezing(contest)),
    )
    return decide(request, actor, contest, decision)


def _of_freezing(contest: Contest) -> list[Any]:
    numbers = queries.overview(contest)
    words = {b.value: b.words for b in Basis}
    items: list[Any] = [
        _item(numbers.electors, ngettext("elector may vote", "electors may vote", numbers.electors))
    ]
    items += [_item(n, words.get(basis, basis)) for basis, n in numbers.by_basis]
    if len(numbers.by_section) > 1:
        names = dict(contest.sections.values_list("key", "name"))
        items += [
            _item(n, _("in the section %(name)s") % {"name": names.get(key, key)})
            for key, n in numbers.by_section
        ]
    items += [
        _item(numbers.post, _("can be reached by post")),
        _item(numbers.email, _("can be reached by e-mail")),
    ]
    if numbers.pairs:
        items.append(
            _item(
                numbers.pairs,
                ngettext(
                    "likely duplicate was not looked at: both stay",
                    "likely duplicates were not looked at: both stay",
                    numbers.pairs,
                ),
            )
        )
    items += _of_files_not_taken(contest)
    items.append(_("The uploaded files are destroyed; what was taken of them is on the roll."))
    return items


def _of_files_not_taken(contest: Contest) -> list[Any]:
    """The number of these files, with the names of the first."""
    waiting = Upload.objects.filter(contest=contest, kind=UploadKind.ROLL, taken_at=None)
    names = list(waiting.values_list("file_name", flat=True))
    if not names:
        return []
    told = ngettext(
        "uploaded file was not taken, and its people cannot vote: %(files)s",
        "uploaded files were not taken, and their people cannot vote: %(files)s",
        len(names),
    )
    more = ["..."] if len(names) > FILES_NAMED else []
    return [_item(len(names), told % {"files": ", ".join(names[:FILES_NAMED] + more)})]


def _item(number: int, text: str) -> dict[str, Any]:
    return {"number": number, "text": text}


def _told(contest: Contest, here: str, consequences: list[Any]) -> dict[str, Any]:
    return {"consequences": consequences, "trail": trail_to(contest, here)}


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def unfreeze(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Open the roll again, while nothing rests on it."""
    contest = contest_for(actor, slug)

    def save() -> str:
        actions.unfreeze(contest, by=actor)
        return _("The roll is open again.")

    consequences = [
        _("The fingerprint that was shown no longer holds: the next freeze gives another."),
        _("Possible only while the contest is a draft and no code was issued."),
    ]
    decision = Decision(
        _("Open the roll again?"),
        _("Open the roll again"),
        ConfirmForm(sent(request)),
        save,
        template="contests/confirm.html",
        back=roll_url(contest, "fingerprint"),
        then=roll_url(contest, "overview"),
        more=_told(contest, _("Open again"), consequences) | {"danger": True},
    )
    return decide(request, actor, contest, decision)


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def orders(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Deal the orders of the papers again, after the candidates changed."""
    contest = contest_for(actor, slug)

    def save() -> str:
        actions.deal_again(contest, by=actor)
        return _("The orders are dealt.")

    consequences = [
        _item(
            contest.candidates.count(), _("candidates, each to stand equally often in each place")
        ),
        _item(contest.electors.count(), _("electors get the order of their papers anew")),
    ]
    decision = Decision(
        _("Deal the orders of the papers again?"),
        _("Deal the orders"),
        ConfirmForm(sent(request)),
        save,
        template="contests/confirm.html",
        back=roll_url(contest, "fingerprint"),
        more=_told(contest, _("Orders"), consequences),
    )
    return decide(request, actor, contest, decision)


@require_safe
@for_officers()
def fingerprint(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The published fingerprint; with ``?check=1`` held against the roll as it is now."""
    contest = contest_for(actor, slug)
    return roll_page(
        request,
        actor,
        contest,
        "roll/fingerprint.html",
        here=_("Fingerprint"),
        check=queries.check_fingerprint(contest) if "check" in request.GET else None,
        late=queries.late_counts(contest),
        counts=contest.roll_counts,
    )
