"""The post from the envelopes sent to the papers counted: figures, notes, and the lines of a table.

The figures are taken once, at the opening, and kept with it; the notes go into the contest's folder
and so into every declaration, in English as that is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from hustings.contest import Heading
from hustings.declaration.wording import listed
from hustings.rounding import grouped
from hustings.web.contests.models import Contest
from hustings.web.papers import queries as papers
from hustings.web.post import queries as post
from hustings.web.post.models import Fate, Refusal
from hustings.web.project.plurals import number_of
from hustings.web.results.models import Opening

__all__ = ["Line", "Snapshot", "lines_of_post", "notes_of_post", "post_of", "snapshot"]

Snapshot = Mapping[str, Any]
"""sent, fates, received, refused, opened, empty, extra, found, rejected, valid; in envelopes up to
``extra``, then in papers. ``fates``, ``refused``, ``rejected`` by value, without those at nought.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the reconciliation; ``part`` of the line above it, or of the whole."""

    label: str
    number: int
    part: bool = False


def snapshot(contest: Contest) -> dict[str, Any]:
    """The figures of the post as they stand now, for the opening to keep."""
    sent, found = post.figures(contest), papers.figures(contest)
    return {
        "sent": sent.sent,
        "fates": {fate.value: n for fate, n in sent.fates.items() if n and fate.value},
        "received": sent.received,
        "refused": {heading.value: n for heading, n in sent.refused.items() if n},
        "opened": found.envelopes,
        "empty": found.empty,
        "extra": found.extra,
        "found": found.found,
        "rejected": {heading.value: n for heading, n in found.rejected.items() if n},
        "valid": found.valid,
    }


def post_of(contest: Contest) -> Snapshot:
    """The figures that the opening kept; empty for a contest without post, or not opened."""
    opening = Opening.objects.filter(contest=contest).first()
    return opening.post if opening else {}


def notes_of_post(held: Snapshot) -> tuple[str, ...]:
    """The sentences of the folder, in English; none without post."""
    if not held:
        return ()
    with translation.override("en"):
        return (_sent_note(held), _received_note(held))


def _sent_note(held: Snapshot) -> str:
    fates = [f"{grouped(n)} {Fate(value).label}" for value, n in held["fates"].items()]
    lost = f" Good no longer, and replaced where asked for: {listed(fates)}." if fates else ""
    return f"By post {number_of(held['sent'], 'return envelope')} {_were(held['sent'])} sent.{lost}"


def _received_note(held: Snapshot) -> str:
    received, opened, refused = held["received"], held["opened"], sum(held["refused"].values())
    why = [f"{Refusal(value).label} {grouped(n)}" for value, n in held["refused"].items()]
    rejected = sum(held["rejected"].values())
    return (
        f"Of {number_of(received, 'envelope')} received by post, {grouped(opened)} "
        f"{_were(opened)} opened and {grouped(refused)} refused{': ' if why else ''}"
        f"{', '.join(why)}; {grouped(held['empty'])} {_were(held['empty'])} empty, "
        f"{number_of(held['extra'], 'extra paper')} {_were(held['extra'])} found: "
        f"{number_of(held['found'], 'paper')}, {grouped(held['valid'])} valid and "
        f"{grouped(rejected)} rejected."
    )


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def lines_of_post(held: Snapshot) -> list[Line]:
    """The table of a result page, from what was sent to what is valid; empty without post."""
    return list(_lines(held)) if held else []


def _lines(held: Snapshot) -> Iterator[Line]:
    yield Line(_("Return envelopes sent"), held["sent"])
    for value, n in held["fates"].items():
        yield Line(_fate_words(Fate(value)), n, part=True)
    yield Line(_("Envelopes received"), held["received"])
    for value, n in held["refused"].items():
        yield Line(_("refused: %(why)s") % {"why": _refusal_words(Refusal(value))}, n, part=True)
    yield Line(_("Envelopes opened"), held["opened"])
    yield Line(_("empty"), held["empty"], part=True)
    yield Line(_("extra papers in them"), held["extra"], part=True)
    yield Line(_("Papers found"), held["found"])
    for value, n in held["rejected"].items():
        why = _(Heading(value).words)
        yield Line(_("rejected: %(why)s") % {"why": why}, n, part=True)
    yield Line(_("Valid papers by post"), held["valid"])


def _fate_words(fate: Fate) -> str:
    """As officers choose it from a list, said here to readers of the page's language."""
    return {
        Fate.GOOD: _("good"),
        Fate.LOST: _("lost, as the elector says"),
        Fate.SPOILT: _("the paper was spoilt and given back"),
        Fate.UNDELIVERED: _("the post brought it back"),
        Fate.WITHDRAWN: _("never posted"),
    }[fate]


def _refusal_words(refusal: Refusal) -> str:
    return {
        Refusal.LATE: _("late"),
        Refusal.DUPLICATE: _("a second envelope of the same elector"),
        Refusal.NOT_ON_ROLL: _("not on the roll"),
        Refusal.VOTED_ONLINE: _("already voted online"),
        Refusal.DECLARATION: _("declaration not completed"),
        Refusal.REPLACED: _("replaced: another envelope was sent in its place"),
    }[refusal]
