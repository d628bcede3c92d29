"""What apps that contests does not know do when something happens here.

An app registers its part in its AppConfig.ready(), as it does its tasks. A part runs inside the
transaction of the act that calls it, so all of it happens or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from hustings.web.contests.models import Contest

__all__ = ["Hook", "Question", "on_close_blockers", "on_wipe_tests"]

Part = Callable[[Contest], None]


@dataclass(slots=True)
class Hook:
    """Parts that are called one after another, in the order of their ``order``, lower first."""

    _parts: list[tuple[int, Part]] = field(default_factory=list)

    def register(self, part: Part, *, order: int = 0) -> None:
        """Add a part; the same part once only."""
        if all(known is not part for _, known in self._parts):
            self._parts.append((order, part))
            self._parts.sort(key=lambda pair: pair[0])

    def __call__(self, contest: Contest) -> None:
        """Call every part."""
        for _, part in self._parts:
            part(contest)


on_wipe_tests = Hook()
"""Remove everything that came of test ballots: codes, participations, envelopes, rankings, counts.

Called while the contest is a draft. What refers to something goes before what it refers to:
results register with order 10, the booth with 20.
"""


@dataclass(slots=True)
class Question:
    """What several apps are asked before an act; each answers with sentences, or with none."""

    _parts: list[Callable[[Contest], Iterable[str]]] = field(default_factory=list)

    def register(self, part: Callable[[Contest], Iterable[str]]) -> None:
        """Add one who is asked; the same once only."""
        if part not in self._parts:
            self._parts.append(part)

    def __call__(self, contest: Contest) -> list[str]:
        """Every answer."""
        return [answer for part in self._parts for answer in part(contest)]


on_close_blockers = Question()
"""Why a poll whose time is over cannot be closed yet: posted envelopes are still to be scanned."""
