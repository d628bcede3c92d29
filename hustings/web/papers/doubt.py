"""Which papers two officers must look at, and what the rules of marks make of them.

Nothing here reads or writes a table. A paper is plain if it is one of ours, stands once, nobody
flagged it, and its marks are the figures 1, 2, 3 ... each used once; every other is doubtful.
Where the rule looks at no ranking, one cross is as plain as the figure 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hustings import contest as core
from hustings.ballot import Paper, Ranking, judge_paper
from hustings.ballot.marks import figure_of
from hustings.contest import Heading
from hustings.count import RULES
from hustings.web.papers.models import Doubt

__all__ = [
    "HEADINGS",
    "Number",
    "Sight",
    "Suggestion",
    "doubtful",
    "is_plain",
    "preferences",
    "suggested",
]

HEADINGS = tuple(heading for heading in Heading if heading is not Heading.DECLARATION)
"""Under which a paper can be rejected; the declaration stands on the envelope, which was judged."""


class Number(StrEnum):
    """What the number on a paper tells."""

    OURS = "ours"
    NONE = "none"  # it cannot be read
    NOT_OURS = "not_ours"  # it was not printed for this contest
    TWICE = "twice"  # it stands on another paper too


@dataclass(frozen=True, slots=True)
class Sight:
    """What was read on a paper. ``marks``: by candidate's key; ``doubts``: values of Doubt."""

    number: Number
    marks: Mapping[str, str]
    doubts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the rules make of the marks: keys in order of preference, or a heading (else "")."""

    ranking: tuple[str, ...]
    heading: Heading | None


def doubtful(sight: Sight, contest: core.Contest) -> bool:
    """Whether two officers must decide on this paper."""
    return (
        sight.number is not Number.OURS
        or bool(sight.doubts)
        or not is_plain(sight.marks, contest)
        or suggested(sight, contest).heading is not None
    )


def is_plain(marks: Mapping[str, str], contest: core.Contest) -> bool:
    """Whether the marks are the figures from 1 on, each once; with no ranking, one cross or 1."""
    written = [mark.strip() for mark in marks.values() if mark.strip()]
    ranked = contest.rule not in RULES or RULES[contest.rule].ranked
    if not ranked and len(written) == 1:
        return figure_of(written[0]) == 1
    return bool(written) and sorted(written) == sorted(map(str, range(1, len(written) + 1)))


def suggested(sight: Sight, contest: core.Contest) -> Suggestion:
    """The paper as far as it is clear, by docs/rules/marks.md; officers may decide otherwise."""
    paper = Paper(
        {key: mark for key, mark in sight.marks.items() if mark.strip()},
        official_mark=sight.number is not Number.NOT_OURS and Doubt.NO_MARK not in sight.doubts,
        identifies_elector=Doubt.IDENTIFIES in sight.doubts,
    )
    judged = judge_paper(paper, contest.candidates, contest.marks)
    if isinstance(judged, Ranking):
        keys = [candidate.id for candidate in contest.candidates]
        return Suggestion(tuple(keys[number] for number in judged.preferences), None)
    return Suggestion((), judged.heading)


def preferences(marks: Mapping[str, str], contest: core.Contest) -> tuple[str, ...]:
    """Keys in the order of marks that are plain, or that officers settled; empty if none counts."""
    return suggested(Sight(Number.OURS, marks), contest).ranking
