"""Whether so few vote that a published ranking can be laid to somebody who is known.

Every ranking is published with its number of papers, by section. Among few voters a neighbour can
guess whose it was, and where all agree there is nothing left to guess. The site leaves nothing out
of the files, for then nobody could count again; so the officer is told: while more can be polled
together and electors can be told, and again before a result is published.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.rounding import grouped
from hustings.web.contests.models import Contest

__all__ = ["FEW", "few_electors", "few_papers"]

FEW = 20
"""Fewer electors or papers than that in a section, and the officer is warned."""

Part = tuple[str, int]
"""A section's name, and how many electors or papers it has."""


def few_electors(contest: Contest) -> str:
    """What the officer is told of a small roll, and what to do; empty for one of enough."""
    names = dict(contest.sections.values_list("key", "name"))
    rows = contest.electors.filter(struck_at=None).order_by().values_list("section")
    counts = rows.annotate(n=Count("pk")).order_by("section")
    parts = [(names.get(key, key), n) for key, n in counts]
    if not (small := _small(parts)):
        return ""
    told = ngettext(
        "The roll has %(n)s elector%(where)s.", "The roll has %(n)s electors%(where)s.", small[0][1]
    )
    remedy = _(
        "Poll more electors together, several areas or branches as one, while the roll is not "
        "frozen; or tell the electors of it before they vote."
    )
    return " ".join([_numbers(told, small, len(parts)), _why(), remedy])


def few_papers(parts: Sequence[Part], *, published: bool) -> str:
    """What the officer is told before so few papers' result is out, and what to do; else empty.

    ``published`` says that the rankings are out already, and the act repeats them.
    """
    if not (small := _small(parts)):
        return ""
    told = ngettext(
        "Only %(n)s paper was returned%(where)s.",
        "Only %(n)s papers were returned%(where)s.",
        small[0][1],
    )
    remedy = (
        _("They are public already and stay so: say how few they were wherever you announce it.")
        if published
        else _(
            "Nothing can be left out of the files. If the electors were not told of it before they "
            "voted, ask them first: until you publish, only officers see the result."
        )
    )
    return " ".join([_numbers(told, small, len(parts)), _why(), remedy])


def _small(parts: Sequence[Part]) -> list[Part]:
    return sorted(((name, n) for name, n in parts if 0 < n < FEW), key=lambda part: part[1])


def _numbers(told: str, small: list[Part], sections: int) -> str:
    """The sentence with the smallest number, and the other small sections by name."""
    name, n = small[0]
    where = _(" in the section %(name)s") % {"name": name} if sections > 1 else ""
    words = told % {"n": grouped(n), "where": where}
    if len(small) < 2:
        return words
    others = ", ".join(f"{other} ({grouped(number)})" for other, number in small[1:])
    return _("%(told)s Other small sections: %(others)s.") % {"told": words, "others": others}


def _why() -> str:
    return _(
        "Every ranking is published with its number of papers, so where so few vote a neighbour "
        "could guess who voted how; where all agree, it is certain."
    )
