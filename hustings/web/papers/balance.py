"""A batch as arithmetic: papers found = envelopes opened + extra papers - empty envelopes; and how
many envelopes a batch may be made of. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.rounding import grouped

__all__ = ["LEAST", "Balance", "Left", "why_not"]

LEAST = 20
"""Envelopes that are opened and mixed together at the least, while so many are left."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The four figures of a batch, each counted by hand."""

    envelopes: int
    extra: int
    empty: int
    found: int

    @property
    def expected(self) -> int:
        """How many papers there should be; below nought if more are empty than were opened."""
        return self.envelopes + self.extra - self.empty

    @property
    def out_by(self) -> int:
        """Papers more than there should be; fewer if below nought."""
        return self.found - self.expected

    @property
    def sum(self) -> str:
        """How many there should be, as it is reckoned."""
        return f"{grouped(self.envelopes)} + {grouped(self.extra)} − {grouped(self.empty)}"

    def words(self) -> str:
        """Whether it balances, and by how many papers it is out."""
        told = {
            "found": grouped(self.found),
            "expected": grouped(max(self.expected, 0)),
            "sum": self.sum,
            "out": grouped(abs(self.out_by)),
        }
        if self.empty > self.envelopes:
            return _("More envelopes are empty than were opened: count them again.")
        if not self.out_by:
            return _("It balances: %(found)s papers are found, and %(sum)s there should be.") % told
        if self.out_by > 0:
            out = ngettext("one paper too many", "%(out)s papers too many", self.out_by)
        else:
            out = ngettext("one paper too few", "%(out)s papers too few", -self.out_by)
        told["out"] = out % told
        return (
            _(
                "It does not balance: %(found)s papers are found, and %(sum)s = %(expected)s there "
                "should be, so there is %(out)s. Count papers, extra papers and empty envelopes "
                "again."
            )
            % told
        )


@dataclass(frozen=True, slots=True)
class Left:
    """Accepted envelopes not yet in a batch: of the basis asked for, and of the whole section.

    ``no_more``: none can come any more. ``open_batch``: the number of a batch of the section
    whose papers nobody has keyed yet, which a few envelopes can join; nought if there is none.
    """

    here: int
    section: int
    no_more: bool = True
    open_batch: int = 0


def why_not(envelopes: int, left: Left) -> str:
    """Why a batch cannot be made of so many envelopes, and what to do; empty if it can."""
    n = {"n": grouped(envelopes), "here": grouped(left.here), "all": grouped(left.section)}
    n |= {"least": grouped(LEAST), "batch": str(left.open_batch)}
    if envelopes < 1:
        return _("A batch has one envelope at the least.")
    if envelopes > left.here:
        told = ngettext(
            "%(here)s accepted envelope of this kind is left, not %(n)s.",
            "%(here)s accepted envelopes of this kind are left, not %(n)s.",
            left.here,
        )
        return told % n
    if envelopes < LEAST:
        return _too_few(envelopes, left) % n
    rest = left.section - envelopes
    if left.no_more and 0 < rest < LEAST:
        told = ngettext(
            "%(rest)s envelope of the section would be left over, too few for a batch: mix it in "
            "with these, under “several” if it is of another basis.",
            "%(rest)s envelopes of the section would be left over, too few for a batch: mix them "
            "in with these, under “several” if they are of another basis, or leave %(least)s.",
            rest,
        )
        return told % (n | {"rest": grouped(rest)})
    return ""


def _too_few(envelopes: int, left: Left) -> str:
    """Below the least: why not, with slots for the figures; empty where it is the only way."""
    if left.section >= LEAST:
        return _(
            "At least %(least)s envelopes are mixed together, so that nobody can tell whose paper "
            "is whose, while so many are left; %(all)s of this section are. Choose “several” where "
            "one basis alone has fewer."
        )
    if envelopes < left.section:
        return _(
            "%(all)s envelopes of this section are left, fewer than %(least)s: take all together."
        )
    if not left.no_more:
        return _(
            "%(all)s envelopes of this section are left, and more may come until the poll is "
            "closed: wait until there are %(least)s, or until then."
        )
    if left.open_batch:
        return _(
            "The last %(all)s envelopes of this section are too few for a batch of their own: add "
            "them to batch %(batch)s, whose papers nobody has keyed yet."
        )
    return ""
