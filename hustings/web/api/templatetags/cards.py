"""``{% card_of contest as card %}``: the address of a contest's picture, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from hustings.web.api.card import HEIGHT, WIDTH
from hustings.web.api.card_picture import can_draw
from hustings.web.api.card_telling import card_of as told_of
from hustings.web.contests.models import Contest, State
from hustings.web.project.languages import FIELD
from hustings.web.results import queries

register = template.Library()

__all__ = ["Shown", "card_of"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture: where it is, how large, and what it says in words."""

    address: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


@register.simple_tag
def card_of(contest: Contest) -> Shown | None:
    """The picture of a public contest; None where there is none.

    The address changes with the version, so that nobody shows an old picture for a new result.
    """
    if contest.state == State.DRAFT or not can_draw():
        return None
    version = queries.current(contest)
    which = {"version": f"{version.number}-{version.stage}"} if version else {}
    if (language := get_language()) != settings.LANGUAGE_CODE:
        which[FIELD] = str(language)
    asked = f"?{urlencode(which)}" if which else ""
    address = settings.BASE_URL + reverse("api:card", args=[contest.slug]) + asked
    return Shown(address, told_of(contest).alt)
