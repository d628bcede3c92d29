"""What stands on a contest's papers: read from the database, and kept for a moment.

Everything here is fixed once a contest is ready, but for statements, withdrawals and notices,
which may show some seconds late. Whether the poll is open is never kept.
"""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hustings.count import RULES
from hustings.web.contests import orders
from hustings.web.contests.models import Candidate, Contest, State
from hustings.web.officers.models import Organisation

__all__ = ["Paper", "forget_papers", "paper_of"]

_KEPT_SECONDS = 5.0
_SUPPLEMENTARY = "sv"


@dataclass(frozen=True, slots=True)
class Paper:
    """A contest as its electors see it.

    ``choices`` is how many places an elector may give: all, two by the supplementary vote, one
    where the rule looks at no ranking.
    """

    contest: Contest
    organisation: Organisation
    candidates: tuple[Candidate, ...]  # in the order of the contest's own list
    notices: tuple[str, ...]
    ranked: bool
    choices: int
    by_number: Mapping[int, Candidate] = field(repr=False)
    confirmations: dict[tuple[str, bool, bool], tuple[str, str]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """The page around the receipt, by language, large print, repeated; as long as this is kept."""

    @property
    def test_mode(self) -> bool:
        """Whether this is a trial, which every page must say."""
        return self.contest.state == State.DRAFT and self.contest.test_mode

    @property
    def public_key(self) -> str:
        """The opening key's public half, in base64; empty before there is one."""
        return base64.b64encode(self.contest.public_key or b"").decode()

    def in_order(self, rotation: int | None) -> list[Candidate]:
        """The candidates as they stand on a paper of that rotation."""
        return orders.order(self.candidates, self.contest.order_policy, rotation)

    def rotation_used(self, rotation: int | None) -> int | None:
        """The rotation as it travels in the envelope."""
        return orders.rotation_used(len(self.candidates), self.contest.order_policy, rotation)

    def names(self, ranking: Sequence[int]) -> list[str]:
        """The names of those ranked, first preference first."""
        return [self.by_number[number].name for number in ranking]


_kept: dict[int, tuple[float, Paper]] = {}
_lock = threading.Lock()


def paper_of(contest_id: int) -> Paper:
    """The contest's paper; of a draft always as it is now."""
    found = _kept.get(contest_id)
    if found and time.monotonic() < found[0]:
        return found[1]
    paper = _read(contest_id)
    if paper.contest.state != State.DRAFT:
        with _lock:
            _kept[contest_id] = (time.monotonic() + _KEPT_SECONDS, paper)
    return paper


def forget_papers() -> None:
    """Read every paper anew when it is next asked for."""
    with _lock:
        _kept.clear()


def _read(contest_id: int) -> Paper:
    contest = Contest.objects.select_related("organisation").get(pk=contest_id)
    candidates = tuple(contest.candidates.order_by("number"))
    ranked = contest.rule not in RULES or RULES[contest.rule].ranked
    most = 2 if contest.rule == _SUPPLEMENTARY else len(candidates) if ranked else 1
    return Paper(
        contest,
        contest.organisation,
        candidates,
        tuple(contest.notices.values_list("text", flat=True)),
        ranked,
        min(most, len(candidates)),
        {candidate.number: candidate for candidate in candidates},
    )
