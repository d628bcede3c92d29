"""What apps above results do when it acts, and what they publish beside a result.

Results does not know them; an app registers in its AppConfig.ready(), the same hook once only.

    on_said(provider)     provider(version) -> what those who watched said of that version: it is
                          published on its page and in its declaration, under "Agents".
    on_declaring(part)    part(contest), inside the transaction of a declaration: RuleError, with a
                          sentence for the officer, keeps the result from being declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from hustings.errors import RuleError
from hustings.web.contests.models import Contest
from hustings.web.results.models import Version

__all__ = [
    "Said",
    "declaring",
    "kept_from_declaring",
    "on_declaring",
    "on_said",
    "said_of",
]


@dataclass(frozen=True, slots=True)
class Said:
    """Who said what of a version, and when. ``words`` are the speaker's own, ``answer`` what the
    returning officer replied; each may be empty.
    """

    name: str
    role: str
    what: str
    words: str
    answer: str
    at: datetime


_SAID: list[Callable[[Version], Iterable[Said]]] = []
_DECLARING: list[Callable[[Contest], None]] = []


def on_said(provider: Callable[[Version], Iterable[Said]]) -> None:
    """Publish what the provider gives beside a version."""
    if provider not in _SAID:
        _SAID.append(provider)


def on_declaring(part: Callable[[Contest], None]) -> None:
    """Call the part before a result is declared."""
    if part not in _DECLARING:
        _DECLARING.append(part)


def said_of(version: Version) -> tuple[Said, ...]:
    """All that was said of a version, the earliest first."""
    found = (said for provider in _SAID for said in provider(version))
    return tuple(sorted(found, key=lambda said: said.at))


def kept_from_declaring(contest: Contest) -> str:
    """Why the result may not be declared yet, for the officer; empty if nothing is in the way."""
    try:
        declaring(contest)
    except RuleError as error:
        return str(error)
    return ""


def declaring(contest: Contest) -> None:
    """Ask every part whether the result may be declared."""
    for part in _DECLARING:
        part(contest)
