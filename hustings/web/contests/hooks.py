"""What apps that contests does not know do when something happens here.

An app registers its part in its AppConfig.ready(), as it does its tasks. A part runs inside the
transaction of the act that calls it, so all of it happens or none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hustings.web.contests.models import Contest

__all__ = ["Hook", "on_wipe_tests"]

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
