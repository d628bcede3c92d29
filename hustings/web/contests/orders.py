"""In which order the candidates stand on an elector's paper.

Pure. A contest of n candidates has at most n different papers, so that no order is a fingerprint.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from random import Random
from typing import Protocol, TypeVar

from hustings.web.contests.models import OrderPolicy

__all__ = ["Listed", "deal_rotations", "order", "rotation_used"]


class Listed(Protocol):
    """A candidate, so far as the order on the paper needs one."""

    @property
    def number(self) -> int:
        """The place in the contest's own list, from 1."""

    @property
    def name(self) -> str:
        """As it stands on the paper."""

    @property
    def surname(self) -> str:
        """For the alphabet; may be empty."""


C = TypeVar("C", bound=Listed)


def order(candidates: Sequence[C], policy: str, rotation: int | None = None) -> list[C]:
    """The candidates as they stand on one paper.

    ``rotation`` counts for the balanced rotation alone: r puts the first r of the contest's own
    list at the end. An elector without one has that list as it is.
    """
    listed = sorted(candidates, key=lambda candidate: candidate.number)
    if policy == OrderPolicy.ALPHABETICAL:
        return sorted(listed, key=_alphabet)
    turned = rotation_used(len(listed), policy, rotation) or 0
    return listed[turned:] + listed[:turned]


def rotation_used(candidates: int, policy: str, rotation: int | None) -> int | None:
    """The rotation as it travels in the envelope: 0 to candidates - 1; None if there is none."""
    if policy != OrderPolicy.ROTATION or rotation is None:
        return None
    return rotation % candidates


def deal_rotations(electors: int, candidates: int, *, draw: Random) -> list[int]:
    """A rotation for each elector: each comes equally often, or once more, and nobody knows whose.

    So each candidate stands equally often in each place, up to the remainder of the division.
    ``draw`` is where the chance comes from: ``secrets.SystemRandom()``.
    """
    once = list(range(candidates))
    draw.shuffle(once)  # which of them come once more is drawn, too
    dealt = [once[n % candidates] for n in range(electors)]
    draw.shuffle(dealt)
    return dealt


def _alphabet(candidate: Listed) -> tuple[str, str, int]:
    surname = candidate.surname or candidate.name.rsplit(" ", 1)[-1]
    return _letters(surname), _letters(candidate.name), candidate.number


def _letters(text: str) -> str:
    """Without case, accents and marks, as a reader looks a name up."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum() or c.isspace())
