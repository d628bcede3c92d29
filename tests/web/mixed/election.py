"""What the electors of the mixed primary do, and what must come of it, worked out by hand.

Four candidates. Whatever the size, the third and the fourth are level at the first stage with the
fewest votes of all, and no stage came before: a lot says who of the two goes out. It falls on the
fourth, whose papers name the first or the second next; then the third goes out, and the first has
more than half.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

__all__ = ["DOUBTFUL", "FULL", "LOT_ON", "SMALL", "WINNER", "Doubtful", "Plan"]

Thing = TypeVar("Thing")
Ranking = tuple[int, ...]
"""Numbers of candidates, first preference first."""

WINNER, LOT_ON = 1, 4


@dataclass(frozen=True)
class Doubtful:
    """A paper that two officers must decide on: what stands on it, and what comes of it.

    ``marks``: by a candidate's number. ``ranking`` is what counts; empty where it is rejected,
    under ``heading``.
    """

    name: str
    marks: Mapping[int, str] = field(default_factory=dict)
    flag: str = ""
    heading: str = ""
    ranking: Ranking = ()


DOUBTFUL = (
    Doubtful("a lone cross", {1: "X"}, ranking=(1,)),
    Doubtful("a tick", {2: "✓"}, ranking=(2,)),
    Doubtful("two first preferences", {1: "1", 2: "1"}, heading="more_than_one_first_preference"),
    Doubtful("unmarked", heading="unmarked"),
    Doubtful("signed", {1: "1", 2: "2"}, "identifies", "elector_identifiable"),
    Doubtful("without an official mark", {3: "1"}, "no_mark", "want_of_official_mark"),
)


@dataclass(frozen=True)
class Plan:
    """How many do what. ``online`` and ``posted``: ballots by ranking, plain ones.

    ``batches``: basis and number of envelopes of each; the first one holds an extra paper, the last
    one an empty envelope, so that there are as many papers as envelopes in all.
    """

    online: Mapping[Ranking, int]
    posted: Mapping[Ranking, int]
    each_doubt: int
    batches: Sequence[tuple[str, int]]
    did_not_vote: int = 5

    def __post_init__(self) -> None:
        """The sums that the story stands on."""
        assert self.envelopes == sum(self.posted.values()) + self.each_doubt * len(DOUBTFUL)
        votes = self.first_preferences
        assert votes[3] == votes[4] < votes[2] < votes[1]
        assert 2 * votes[1] < votes.total()

    @property
    def votes_online(self) -> int:
        """How many vote online."""
        return sum(self.online.values())

    @property
    def envelopes(self) -> int:
        """How many envelopes are accepted and opened; and papers are found in all."""
        return sum(number for _basis, number in self.batches)

    @property
    def rejected(self) -> Counter[str]:
        """Posted papers by the heading under which they are rejected."""
        return Counter({d.heading: self.each_doubt for d in DOUBTFUL if d.heading})

    @property
    def valid_by_post(self) -> Counter[Ranking]:
        """Posted papers that count, by what counts of them."""
        found = Counter(self.posted)
        found.update({d.ranking: self.each_doubt for d in DOUBTFUL if d.ranking})
        return found

    @property
    def first_preferences(self) -> Counter[int]:
        """All votes of the first stage, by candidate's number."""
        votes: Counter[int] = Counter()
        for ranking, number in (*self.online.items(), *self.valid_by_post.items()):
            votes[ranking[0]] += number
        return votes

    def ballots_online(self) -> list[Ranking]:
        """Every ballot cast online, in no order of who."""
        return _mixed([r for r, n in self.online.items() for _ in range(n)])

    def papers(self) -> list[Ranking | Doubtful]:
        """Every paper that the envelopes hold, mixed."""
        plain: list[Ranking | Doubtful] = [r for r, n in self.posted.items() for _ in range(n)]
        return _mixed([*plain, *(d for d in DOUBTFUL for _ in range(self.each_doubt))])

    @property
    def altered(self) -> int:
        """How many papers the careless clerk alters: one in a hundred, two at the least."""
        return max(2, -(-self.envelopes // 100))


def _mixed(things: list[Thing]) -> list[Thing]:
    random.Random(2010).shuffle(things)
    return things


SMALL = Plan(
    online={(1, 2): 12, (2, 3): 4, (3, 1): 4, (4, 2): 4},
    posted={(1, 3, 2): 11, (2, 1): 11, (3, 4, 1): 8, (4, 1): 8},
    each_doubt=1,
    batches=(("member", 22), ("self_declared", 22)),
)
FULL = Plan(
    online={(1, 2): 120, (2, 3): 80, (3, 1): 50, (4, 2): 50},
    posted={(1, 3, 2): 54, (2, 1): 54, (3, 4, 1): 40, (4, 1): 40},
    each_doubt=2,
    batches=(
        ("member", 40),
        ("member", 40),
        ("self_declared", 40),
        ("self_declared", 40),
        ("self_declared", 40),
    ),
)
