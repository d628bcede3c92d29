"""What channels and bases are called on pages and in files."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hustings.roll import Basis

__all__ = ["basis_words", "channel_words", "group_words"]


def channel_words(channel: str) -> str:
    """By which way ballots came in."""
    return {"online": _("online"), "post": _("by post"), "test": _("test")}.get(channel, channel)


def basis_words(basis: str) -> str:
    """On which basis electors are on the roll."""
    return _(Basis(basis).words) if basis in {b.value for b in Basis} else basis


def group_words(channel: str, basis: str) -> str:
    """A group of the table by channel and basis; all small groups go by one name."""
    if not channel and not basis:
        return _("all smaller groups together")
    what = basis_words(basis) if basis else _("several bases")
    return f"{what}, {channel_words(channel)}"
