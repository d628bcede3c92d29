"""What differs between two versions of a result, figure by figure, in the words of the page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from hustings.contest import Heading
from hustings.rounding import grouped, percent

__all__ = ["Change", "Compared", "changes"]

_Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure or sentence as it was published, and as it is now."""

    what: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A declaration as JSON, and its headline in the language of the reader."""

    document: str
    headline: Callable[[], str]


def changes(before: Compared, after: Compared) -> list[Change]:
    """What two declarations say differently: the outcome, the papers, then the stages."""
    old, new = json.loads(before.document), json.loads(after.document)
    if "stages" not in old or "stages" not in new:
        return []
    outcome = Change(_("Result"), before.headline(), after.headline())
    found = [outcome, *_papers(old, new), *_stages(old, new)]
    return [change for change in found if change.was != change.now]


def _papers(old: _Document, new: _Document) -> Iterator[Change]:
    sections = new["contest"]["sections"]
    for section in sections:
        was = old["reconciliation"].get(section["id"], {})
        now = new["reconciliation"][section["id"]]
        where = f"{section['name']}: " if len(sections) > 1 else ""
        for key, words in _figure_words().items():
            yield Change(where + words, _number(was.get(key)), _number(now[key]))
        for heading in Heading:
            rejected = [_number(r.get("rejected", {}).get(heading.value, 0)) for r in (was, now)]
            what = _("Rejected, %(heading)s") % {"heading": _(heading.words)}
            yield Change(where + what, *rejected)
        turnouts = [_turnout(r.get("turnout")) for r in (was, now)]
        yield Change(where + _("Turnout, of the papers issued"), *turnouts)


def _figure_words() -> dict[str, str]:
    return {
        "issued": _("Papers issued"),
        "returned": _("Papers returned"),
        "valid": _("Valid papers"),
    }


def _stages(old: _Document, new: _Document) -> Iterator[Change]:
    names = {c["id"]: c["name"] for c in new["contest"]["candidates"]}
    for number in range(max(len(old["stages"]), len(new["stages"]))):
        was, now = _votes(old, number), _votes(new, number)
        for candidate, name in names.items():
            what = _("%(name)s, votes at stage %(number)s") % {"name": name, "number": number + 1}
            yield Change(what, _number(was.get(candidate)), _number(now.get(candidate)))


def _votes(document: _Document, number: int) -> dict[str, int]:
    if number >= len(document["stages"]):
        return {}
    votes = document["stages"][number]["votes"]
    return {candidate: sum(by_section.values()) for candidate, by_section in votes.items()}


def _number(value: int | None) -> str:
    return _("none") if value is None else grouped(value)


def _turnout(value: str | None) -> str:
    return _("not stated") if value is None else f"{percent(Fraction(value), 1)}%"
