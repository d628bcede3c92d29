"""The figures that a declaration adds to its stages, each worked out from the profile exactly.

Votes and papers are whole numbers by section; shares are fractions whose base the name or the
docstring gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from hustings.ballot import BLANK, Profile
from hustings.contest import Base, Contest, Heading
from hustings.count import Count, Stage, Votes
from hustings.count.plurality import share_to_reverse
from hustings.count.weighing import worth_of_vote
from hustings.rounding import grouped

__all__ = [
    "Margin",
    "NextPreferences",
    "Reconciliation",
    "Reversal",
    "Worth",
    "margin_of",
    "next_preferences",
    "pairwise",
    "reconcile",
    "reversal_of",
    "worths",
]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The papers of one section from issue to count, and what does not add up.

    ``rejected`` by heading, ``rejected_total`` with those whose heading was not stated; None where
    nothing was stated. ``valid`` is what was counted. ``problems`` are sentences, empty when all
    that was stated adds up.
    """

    section: str
    issued: int | None
    returned: int | None
    rejected: Mapping[Heading, int]
    rejected_total: int | None
    valid: int
    problems: tuple[str, ...]

    @property
    def turnout(self) -> Fraction | None:
        """Papers returned as a share of papers issued; None where either is not stated."""
        if self.returned is None or not self.issued:
            return None
        return Fraction(self.returned, self.issued)


def reconcile(contest: Contest, profile: Profile) -> tuple[Reconciliation, ...]:
    """Hold what the officer stated of each section against what the files hold.

    A stated number of rejected papers is the whole number under its heading, whether or not those
    papers are in the files; where the files hold more, that is a problem, and their number stands.
    """
    return tuple(_reconcile_section(contest, profile, n) for n in range(len(contest.sections)))


def _reconcile_section(contest: Contest, profile: Profile, number: int) -> Reconciliation:
    section = contest.sections[number]
    stated, valid = section.figures, profile.valid[number]
    found = {h: by_section[number] for h, by_section in profile.rejected.items()}
    rejected = dict(stated.rejected)
    problems: list[str] = []
    for heading, papers in found.items():
        if papers > rejected.get(heading, 0):
            if stated.rejected:
                problems.append(
                    f"{grouped(rejected.get(heading, 0))} papers are stated as rejected for "
                    f"'{heading.words}', the files hold {grouped(papers)}"
                )
            rejected[heading] = papers
    by_heading = sum(rejected.values())
    total: int | None = max(stated.rejected_total or 0, by_heading)
    if stated.rejected_stated is None and not found:
        total = None
    if stated.rejected_total is not None and by_heading > stated.rejected_total:
        problems.append(
            f"{grouped(stated.rejected_total)} papers are stated as rejected, "
            f"the headings add up to {grouped(by_heading)}"
        )
    if stated.valid is not None and stated.valid != valid:
        problems.append(
            f"{grouped(stated.valid)} papers are stated as valid, {grouped(valid)} were counted"
        )
    if stated.returned is not None and stated.returned != (total or 0) + valid:
        problems.append(
            f"{grouped(stated.returned)} papers returned, but {grouped(total or 0)} rejected and "
            f"{grouped(valid)} valid make {grouped((total or 0) + valid)}"
        )
    at_least = stated.returned if stated.returned is not None else (total or 0) + valid
    if stated.issued is not None and at_least > stated.issued:
        problems.append(f"{grouped(at_least)} papers returned of {grouped(stated.issued)} issued")
    return Reconciliation(
        section.id, stated.issued, stated.returned,
        {h: rejected[h] for h in Heading if rejected.get(h)}, total, valid, tuple(problems),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class NextPreferences:
    """Second preferences: of the papers that put one candidate first, where the next one goes.

    ``to`` gives papers by section for each other standing candidate; ``none`` those without a
    second preference, for whatever cause. All of them add up to the first preferences.
    """

    first: str
    to: Mapping[str, Votes]
    none: Votes


def next_preferences(contest: Contest, profile: Profile) -> tuple[NextPreferences, ...]:
    """The matrix of second preferences, withdrawn candidates struck; a row for each standing one.

    ``profile`` must have had the withdrawn struck (:func:`hustings.count.piles.struck`).
    """
    size, sections = len(profile.candidates), len(profile.sections)
    cells = np.zeros((sections, size * (size + 1)), dtype=np.int64)
    if len(profile.rankings):
        first = profile.rankings[:, 0].astype(np.intp)
        second = profile.rankings[:, 1] if profile.rankings.shape[1] > 1 else BLANK
        at = first * (size + 1) + np.where(second == BLANK, size, second)
        for section in range(sections):
            np.add.at(cells[section], at, profile.papers[:, section])
    listed = cells.reshape(sections, size, size + 1).transpose(1, 2, 0).tolist()
    ids = profile.candidates
    standing = [n for n, c in enumerate(contest.candidates) if not c.withdrawn]
    return tuple(
        NextPreferences(
            ids[a],
            {ids[b]: tuple(listed[a][b]) for b in standing if b != a},
            tuple(listed[a][size]),
        )
        for a in standing
    )


def pairwise(contest: Contest, profile: Profile) -> dict[str, dict[str, Votes]]:
    """Papers, by section, that prefer one standing candidate to another, ranked or not.

    Every ranked candidate is preferred to every candidate who is not ranked.
    """
    size, sections = len(profile.candidates), len(profile.sections)
    before = np.zeros((sections, (size + 1) * (size + 1)), dtype=np.int64)
    ranked = np.zeros((sections, size + 1), dtype=np.int64)
    columns = [profile.rankings[:, r].astype(np.intp) for r in range(profile.rankings.shape[1])]
    for place, column in enumerate(columns):
        rows = np.flatnonzero(column != BLANK)
        here, papers = column[rows], profile.papers[rows]
        for section in range(sections):
            np.add.at(ranked[section], here, papers[:, section])
        for earlier in columns[:place]:
            at = earlier[rows] * (size + 1) + here
            for section in range(sections):
                np.add.at(before[section], at, papers[:, section])
    # a over b: every paper that ranks a, but those that rank b before a.
    over = ranked[:, :, None] - before.reshape(sections, size + 1, size + 1).transpose(0, 2, 1)
    listed = over.transpose(1, 2, 0).tolist()
    ids = profile.candidates
    standing = [n for n, c in enumerate(contest.candidates) if not c.withdrawn]
    return {ids[a]: {ids[b]: tuple(listed[a][b]) for b in standing if b != a} for a in standing}


@dataclass(frozen=True, slots=True)
class Margin:
    """By how much the winner was ahead of the next candidate at the stage that elected.

    ``points`` of the whole = 1; ``votes`` all sections added plainly, None where sections are
    weighed; ``papers_to_move``: in each section alone, the fewest papers that would have had to go
    to the other instead at that stage to put him or her ahead, None where the section has too few.
    A change before that stage could have needed fewer: these are upper bounds.
    """

    stage: int
    winner: str
    runner_up: str
    points: Fraction
    votes: int | None
    papers_to_move: Mapping[str, int | None]


def margin_of(contest: Contest, count: Count) -> Margin | None:
    """The margin at the stage that elected; None without winner or runner-up, or for more seats."""
    if contest.seats > 1 or not count.elected:
        return None
    stage = next(s for s in count.stages if s.elected)
    winner = stage.elected[0]
    others = {c: p for c, p in stage.points.items() if c != winner}
    if not others:
        return None
    runner_up = max(others, key=lambda c: (others[c], stage.total(c)))
    return Margin(
        stage.number, winner, runner_up,
        stage.points[winner] - stage.points[runner_up],
        None if contest.weighted else stage.total(winner) - stage.total(runner_up),
        {
            section.id: _papers_to_move(contest, count, stage, winner, runner_up, n)
            for n, section in enumerate(contest.sections)
        },
    )  # fmt: skip


def _papers_to_move(
    contest: Contest, count: Count, stage: Stage, winner: str, runner_up: str, section: int
) -> int | None:
    """Fewest papers of one section that, moved at this stage, put the runner-up ahead."""
    votes, lead = stage.votes[winner][section], stage.points[winner] - stage.points[runner_up]
    base = count.stages[0].live if contest.base is Base.FIRST else stage.live
    if contest.weighted:
        worth = worth_of_vote(contest, base)[contest.sections[section].id]
    else:
        worth = Fraction(1, sum(base))
    if not votes or not worth:
        return None
    # A paper that moves between continuing candidates leaves the live votes as they are, so it
    # closes the lead by twice what one vote of its section is worth.
    needed = lead / (2 * worth)
    papers = needed.numerator // needed.denominator + 1
    return papers if papers <= votes else None


@dataclass(frozen=True, slots=True)
class Worth:
    """What one vote of each section is worth, on a base that is named.

    ``base`` is ``issued``, ``returned`` (votes cast) or ``live``; ``stage`` is set for ``live``.
    ``papers`` are the section's papers on that base. ``points`` is what one vote carries, of the
    whole = 1; ``in_votes_of[a][b]`` says how many votes of section b one vote of a is worth.
    """

    base: str
    stage: int | None
    papers: Mapping[str, int]
    points: Mapping[str, Fraction]
    in_votes_of: Mapping[str, Mapping[str, Fraction]]


def worths(contest: Contest, stages: Iterable[Stage]) -> tuple[Worth, ...]:
    """The worth of one vote: by papers issued and returned where stated, then live at each stage.

    Empty where sections are not weighed. A section without papers on a base is left out of it.
    """
    if not contest.weighted:
        return ()
    found = []
    for base in ("issued", "returned"):
        papers = [getattr(s.figures, base) for s in contest.sections]
        if all(papers):
            found.append(_worth(contest, base, None, tuple(papers)))
    found.extend(_worth(contest, "live", stage.number, stage.live) for stage in stages)
    return tuple(found)


def _worth(contest: Contest, base: str, stage: int | None, papers: Votes) -> Worth:
    points = {s: p for s, p in worth_of_vote(contest, papers).items() if p is not None}
    of = {s.id: n for s, n in zip(contest.sections, papers, strict=True)}
    ratios = {a: {b: points[a] / points[b] for b in points if b != a} for a in points}
    return Worth(base, stage, of, points, ratios)


@dataclass(frozen=True, slots=True)
class Reversal:
    """How preferences that a plurality count leaves aside could have changed its result.

    If the ``others`` papers of the other candidates had each passed to one of the two, more than
    ``share`` of them going to the runner-up would have put him or her ahead.
    """

    leader: str
    runner_up: str
    others: int
    share: Fraction
    collected: bool


def reversal_of(contest: Contest, profile: Profile, count: Count) -> Reversal | None:
    """The warning that a plurality result owes its readers; None where it could not be reversed.

    ``collected`` says whether the papers do hold later preferences, which another rule could count.
    """
    if contest.rule != "plurality" or contest.seats > 1 or contest.weighted or not count.elected:
        return None
    stage, leader = count.stages[0], count.elected[0]
    rest = {c: stage.total(c) for c in stage.votes if c != leader}
    if not rest:
        return None
    runner_up = max(rest, key=lambda c: rest[c])
    others = sum(rest.values()) - rest[runner_up]
    lead = stage.total(leader) - rest[runner_up]
    share = share_to_reverse(Fraction(lead), Fraction(others))
    if share is None:
        return None
    return Reversal(leader, runner_up, others, share, profile.has_later_preferences)
