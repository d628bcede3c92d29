"""The count as the summary JSON that RCTab writes and rcvis draws. Choices: docs/spec/rcvis.md.

That shape knows one number for each candidate and round. A plain contest gives votes. A weighted
contest gives points of the whole, or, asked for one section, the votes of that section.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from hustings.ballot import End
from hustings.contest import Base, Contest, Majority
from hustings.count import Stage, Votes
from hustings.declaration import Declaration
from hustings.declaration.wording import base_words, provisos
from hustings.errors import RuleError
from hustings.language import ENGLISH, speaking
from hustings.rounding import rounded

__all__ = ["rcvis_summary"]

PLACES = 6
"""Decimal places of points."""

EXHAUSTED = "exhausted"
"""What the shape calls papers that are not transferable, beside the names of candidates."""

_INACTIVE: Mapping[str, End] = {
    "exhaustedChoices": End.NO_FURTHER,
    "overvotes": End.OVERVOTE,
    "repeatedRankings": End.DUPLICATE,
    "skippedRankings": End.SKIPPED,
}
Document = dict[str, Any]


def rcvis_summary(declaration: Declaration, *, section: str | None = None) -> str:
    """The summary as JSON text with sorted keys, ending in a newline.

    ``section`` is the id of one section, whose votes alone are given; RuleError if there is none of
    that id. Without it a weighted contest is given in points of the whole (100). Its words are
    English, whatever language is in force.
    """
    with speaking(ENGLISH):
        return _summary(declaration, section)


def _summary(declaration: Declaration, section: str | None) -> str:
    view = _View(declaration, section)
    rounds = [view.round(stage) for stage in declaration.stages]
    document: Document = {
        "config": view.config(),
        "jsonFormatVersion": "1",
        "results": rounds,
        "summary": view.summary(rounds[-1]["threshold"]),
    }
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


class _View:
    """A declaration seen as one number for each candidate and stage."""

    def __init__(self, declaration: Declaration, section: str | None) -> None:
        self.declaration = declaration
        self.contest: Contest = declaration.contest
        self.section = _number_of(self.contest, section)
        self.in_points = self.contest.weighted and section is None
        self.names = _names(self.contest)

    def config(self) -> Document:
        """What is counted, with whatever a reader of the numbers must know as notes."""
        where = "" if self.section is None else f": {self.contest.sections[self.section].name}"
        return {
            "contest": f"{self.contest.title}{where}",
            "date": self.contest.date,
            "generatedBy": "hustings",
            "jurisdiction": "",
            "notes": self.notes(),
            "office": self.contest.question,
            "threshold": self.threshold(self.declaration.deciding_stage),
        }

    def notes(self) -> list[str]:
        """The unit of the tallies, then the declaration's provisos."""
        unit = "Tallies are votes."
        if self.in_points:
            unit = f"Tallies are {base_words(self.contest)}; no transfers are given in points."
        elif self.section is not None and self.contest.weighted:
            unit = "Tallies are votes of one section; who goes out is decided by the whole."
        return [unit, *provisos(self.declaration)]

    def round(self, stage: Stage) -> Document:
        """One stage: its tally, its winning line, and who was elected or eliminated after it."""
        return {
            "inactiveBallots": self.inactive(stage),
            "round": stage.number,
            "tally": {self.names[c]: self.number(stage, c) for c in stage.votes},
            "tallyResults": [*self.elections(stage), *self.eliminations(stage)],
            "threshold": self.threshold(stage),
        }

    def number(self, stage: Stage, candidate: str) -> str:
        """A candidate's tally, a decimal in a string as RCTab writes it."""
        if self.in_points:
            return _points(stage.points[candidate])
        return str(self.papers(stage.votes[candidate]))

    def papers(self, votes: Votes) -> int:
        """Papers of the section that is shown, or of all."""
        return sum(votes) if self.section is None else votes[self.section]

    def threshold(self, stage: Stage) -> str:
        """The fewest that win before two remain, or the half-way line where the unit is points."""
        if self.in_points:
            return _points(stage.half)
        base = stage if self.contest.base is Base.LIVE else self.declaration.stages[0]
        papers = self.papers(base.live)
        if self.contest.majority is Majority.EQUAL_OR_EXCEED:
            return str((papers + 1) // 2)
        return str(papers // 2 + 1)

    def inactive(self, stage: Stage) -> dict[str, str]:
        """Papers out of the count by RCTab's four causes; an unclear mark is none of them."""
        out = stage.non_transferable
        return {
            name: str(self.papers(out[end.cause]) if end.cause in out else 0)
            for name, end in _INACTIVE.items()
        }

    def elections(self, stage: Stage) -> Iterable[Document]:
        """Those elected at the stage; nothing passes on from them."""
        return [{"elected": self.names[c], "transfers": {}} for c in stage.elected]

    def eliminations(self, stage: Stage) -> Iterable[Document]:
        """Those excluded at the end of the stage, with where their papers went."""
        following = self.declaration.stages[stage.number : stage.number + 1]
        for candidate in stage.excluded:
            found: Document = {"eliminated": self.names[candidate]}
            if following and not self.in_points:
                found["transfers"] = self.transfers(stage, following[0], candidate)
            yield found

    def transfers(self, stage: Stage, following: Stage, candidate: str) -> dict[str, str]:
        """Papers from an excluded candidate to each other, and those not transferable."""
        to = {self.names[c]: self.papers(v) for c, v in following.transfers[candidate].items()}
        lost = self.papers(stage.votes[candidate]) - sum(to.values())
        return {name: str(papers) for name, papers in [*to.items(), (EXHAUSTED, lost)] if papers}

    def summary(self, final: str) -> Document:
        """The numbers that RCTab adds at the end."""
        parts = self.declaration.reconciliation
        valid = self.papers(tuple(r.valid for r in parts))
        rejected = self.papers(tuple(r.rejected_total or 0 for r in parts))
        return {
            "finalThreshold": final,
            "numCandidates": len(self.contest.standing),
            "numWinners": self.contest.seats,
            "totalNumBallots": str(valid + rejected),
            "undervotes": rejected,
        }


def _number_of(contest: Contest, section: str | None) -> int | None:
    if section is None:
        return None
    ids = [s.id for s in contest.sections]
    if section not in ids:
        raise RuleError(f"there is no section {section!r}; the sections are {', '.join(ids)}")
    return ids.index(section)


def _names(contest: Contest) -> dict[str, str]:
    """Names as keys; a candidate called as the shape calls lost papers is told apart by the id."""
    kept = {EXHAUSTED, "residual surplus"}
    return {c.id: f"{c.name} ({c.id})" if c.name in kept else c.name for c in contest.candidates}


def _points(value: Fraction) -> str:
    return rounded(value * 100, PLACES).replace(",", "")
