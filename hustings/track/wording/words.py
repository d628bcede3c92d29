"""The words that the tracker's sentences share: days, places, sources and what one vote carries."""

from __future__ import annotations

from collections.abc import Iterable

from hustings.declaration.figures import Worth
from hustings.phrases import day, ordinal
from hustings.rounding import grouped
from hustings.track.records import Nomination, Record, Vote
from hustings.track.when import When

__all__ = [
    "act_words",
    "base_of_worth",
    "capital",
    "cited",
    "many",
    "place_words",
    "when_words",
]


def when_words(when: When) -> str:
    """A date with its preposition: "on 9 June 2010", "in July 2010", "by 9 June 2010"."""
    text = when.text
    if text.startswith("by "):
        written = text.removeprefix("by ")
        whole = "" if written.count("-") == 2 else "the end of "
        return f"by {whole}{day(written)}"
    if "/" in text:
        return f"from {' to '.join(day(part) for part in text.split('/'))}"
    return f"{'on' if text.count('-') == 2 else 'in'} {day(text)}"


def cited(sources: Iterable[str]) -> str:
    """Source ids in brackets behind a sentence: " [S18, S19]"."""
    ids = ", ".join(sources)
    return f" [{ids}]" if ids else ""


def many(number: int, one: str, several: str) -> str:
    """So many of something: "1 MP", "243 MPs"."""
    return f"{grouped(number)} {one if number == 1 else several}"


def place_words(best: int, worst: int) -> str:
    """A place: "third", "fourth or fifth", "third to fifth"."""
    if best == worst:
        return ordinal(best)
    between = "or" if worst == best + 1 else "to"
    return f"{ordinal(best)} {between} {ordinal(worst)}"


def act_words(record: Record, name: str) -> str:
    """What a record tells that somebody did: "nominated Ed Miliband"."""
    if isinstance(record, Nomination):
        return f"{'lent a nomination to' if record.lent else 'nominated'} {name}"
    return f"{'put' if isinstance(record, Vote) else 'endorsed'} {name}" + (
        " first" if isinstance(record, Vote) else ""
    )


def base_of_worth(worth: Worth) -> str:
    """The base of a worth as printed: "papers issued", "votes live at stage 4"."""
    if worth.base == "first":
        return "votes live at the first stage"
    named = {"issued": "papers issued", "returned": "papers returned"}.get(worth.base)
    return named or f"votes live at stage {worth.stage}"


def capital(text: str) -> str:
    """The text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]
