"""The figures that a declaration adds to its stages, each worked out from the profile exactly.

Votes and papers are whole numbers by section; shares are fractions whose base the name or the
docstring gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hustings.ballot import Profile
from hustings.contest import Base, Contest, Figures, Heading
from hustings.count import Count, Stage, Votes, rule_of
from hustings.count.plurality import share_to_reverse
from hustings.count.weighing import worth_of_vote
from hustings.declaration.preferences import NextPreferences, next_preferences, pairwise
from hustings.language import say, say_number, to_say
from hustings.phrases import papers_words
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
    "worth_at",
    "worths",
]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The papers of one section from issue to count, and what does not add up.

    ``rejected`` by heading, ``rejected_total`` with those whose heading was not stated; None where
    nothing was stated. ``valid`` is what was counted. ``stated`` is what the officer stated,
    ``found`` the rejected papers in the files.
    """

    section: str
    issued: int | None
    returned: int | None
    rejected: Mapping[Heading, int]
    rejected_total: int | None
    valid: int
    stated: Figures
    found: Mapping[Heading, int]

    @property
    def problems(self) -> tuple[str, ...]:
        """What does not add up, in sentences without their stop; empty when all stated does."""
        by_heading = sum(self.rejected.values())
        return (
            *_heading_problems(self.stated, self.found),
            *_total_problems(self.stated, by_heading),
            *_valid_problems(self.stated, self.valid),
            *_returned_problems(self.stated, self.rejected_total, self.valid),
            *_issued_problems(self.stated, (self.rejected_total or 0) + self.valid),
        )

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
    rejected = {h: max(stated.rejected.get(h, 0), found.get(h, 0)) for h in Heading}
    by_heading = sum(rejected.values())
    total: int | None = max(stated.rejected_total or 0, by_heading)
    if stated.rejected_stated is None and not found:
        total = None
    return Reconciliation(
        section.id, stated.issued, stated.returned,
        {h: n for h, n in rejected.items() if n}, total, valid, stated, found,
    )  # fmt: skip


def _heading_problems(stated: Figures, found: Mapping[Heading, int]) -> Iterator[str]:
    """Headings under which the files hold more papers than were stated."""
    if not stated.rejected:
        return
    for heading, papers in found.items():
        if papers > (said := stated.rejected.get(heading, 0)):
            yield say_number(
                "{papers} is stated as rejected for '{heading}', the files hold {found}, which "
                "stands here: look at the stated figure first",
                "{papers} are stated as rejected for '{heading}', the files hold {found}, which "
                "stands here: look at the stated figure first",
                said,
                papers=papers_words(said),
                heading=say(heading.words),
                found=grouped(papers),
            )


def _total_problems(stated: Figures, by_heading: int) -> Iterator[str]:
    if stated.rejected_total is not None and by_heading > (said := stated.rejected_total):
        yield say_number(
            "{papers} is stated as rejected in all, the headings add up to {found}, which stands "
            "here: look at the stated total first",
            "{papers} are stated as rejected in all, the headings add up to {found}, which stands "
            "here: look at the stated total first",
            said,
            papers=papers_words(said),
            found=grouped(by_heading),
        )


def _valid_problems(stated: Figures, valid: int) -> Iterator[str]:
    if stated.valid is not None and (less := stated.valid - valid):
        counted = say_number("{number} was counted", "{number} were counted", valid,
                             number=grouped(valid))  # fmt: skip
        yield say_number(
            "{papers} is stated as valid, {counted}: {difference}, or a figure was written down "
            "wrongly; look first whether each file of ballots was read, and once only",
            "{papers} are stated as valid, {counted}: {difference}, or a figure was written down "
            "wrongly; look first whether each file of ballots was read, and once only",
            stated.valid,
            papers=papers_words(stated.valid),
            counted=counted,
            difference=_difference(less),
        )


def _difference(less: int) -> str:
    """How many papers too few, or too many where there are fewer than none too few."""
    if less < 0:
        return say("{papers} too many", papers=papers_words(-less))
    papers = papers_words(less)
    return say_number("{papers} is missing", "{papers} are missing", less, papers=papers)


def _returned_problems(stated: Figures, total: int | None, valid: int) -> Iterator[str]:
    if stated.returned is None:
        return
    together = (total or 0) + valid
    if not (less := stated.returned - together):
        return
    text = to_say(
        "{returned} returned, but {rejected} rejected and {valid} valid make {together} "
        "({whence}): {difference}, or a figure was written down wrongly; look first at the number "
        "stated as returned"
    )
    if less > 0:
        text = to_say(
            "{returned} returned, but {rejected} rejected and {valid} valid make {together} "
            "({whence}): {difference}, or a figure was written down wrongly; look first for papers "
            "rejected but not stated"
        )
    yield say(
        text,
        returned=papers_words(stated.returned),
        rejected=grouped(total or 0),
        valid=grouped(valid),
        together=grouped(together),
        whence=_whence(stated, total),
        difference=_difference(less),
    )


def _whence(stated: Figures, total: int | None) -> str:
    """Where the figures come from that do not add up to the papers returned."""
    if total is None:
        return say("returned as stated, valid as counted, none stated as rejected")
    if total == stated.rejected_stated:
        return say("returned and rejected as stated, valid as counted")
    return say("returned as stated, valid as counted, rejected as found in the files")


def _issued_problems(stated: Figures, together: int) -> Iterator[str]:
    at_least = together if stated.returned is None else stated.returned
    if stated.issued is None or at_least <= stated.issued:
        return
    whence = say("both as stated")
    if stated.returned is None:
        whence = say("issued as stated, returned by the rejected and the valid papers")
    yield say(
        "{returned} returned of {issued} issued ({whence}): look at the stated figures first, then "
        "for papers of another section or another poll",
        returned=papers_words(at_least),
        issued=grouped(stated.issued),
        whence=whence,
    )


@dataclass(frozen=True, slots=True)
class Margin:
    """By how much the winner was ahead of the next candidates at the stage that elected.

    ``runners_up`` are all who had most points after the winner, in the order of the ballot paper:
    one, or several who were level; they were level with the winner if ``points`` is nought.
    ``points`` of the whole = 1; ``votes`` all sections added plainly, None where sections are
    weighed; ``papers_to_move``: in each section alone, the fewest papers that would have had to go
    to a runner-up instead at that stage to put him or her ahead, None where the section has too
    few. A change before that stage could have needed fewer: these are upper bounds.
    """

    stage: int
    winner: str
    runners_up: tuple[str, ...]
    points: Fraction
    votes: int | None
    papers_to_move: Mapping[str, int | None]

    @property
    def runner_up(self) -> str | None:
        """The one runner-up; None where several shared the place."""
        return self.runners_up[0] if len(self.runners_up) == 1 else None


def margin_of(contest: Contest, count: Count) -> Margin | None:
    """The margin at the stage that elected; None without winner or runner-up, or for more seats."""
    if contest.seats > 1 or not count.elected:
        return None
    stage = next(s for s in count.stages if s.elected)
    winner = stage.elected[0]
    runners_up = _next_after(stage, winner)
    if not runners_up:
        return None
    return Margin(
        stage.number, winner, runners_up,
        stage.points[winner] - stage.points[runners_up[0]],
        None if contest.weighted else stage.total(winner) - stage.total(runners_up[0]),
        {
            section.id: _papers_to_move(contest, count, stage, winner, runners_up[0], n)
            for n, section in enumerate(contest.sections)
        },
    )  # fmt: skip


def _next_after(stage: Stage, winner: str) -> tuple[str, ...]:
    """All who had most points after the winner; nobody where nobody else stood."""
    others = {c: p for c, p in stage.points.items() if c != winner}
    top = max(others.values(), default=None)
    return tuple(c for c, p in others.items() if p == top)


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

    ``base`` is ``issued``, ``returned`` (votes cast), ``live`` at ``stage``, or ``first``: live at
    the first stage, whose number stands in ``stage``. The last two are what counts reckon with.
    ``papers`` are the section's papers on that base. ``points`` is what one vote carries, of the
    whole = 1; ``in_votes_of[a][b]`` says how many votes of section b one vote of a is worth.
    """

    base: str
    stage: int | None
    papers: Mapping[str, int]
    points: Mapping[str, Fraction]
    in_votes_of: Mapping[str, Mapping[str, Fraction]]


def worths(contest: Contest, stages: Sequence[Stage]) -> tuple[Worth, ...]:
    """The worth of one vote: by papers issued and returned where stated, then as it was counted.

    On base ``live`` that is an entry for each stage, on base ``first`` one for all of them. Empty
    where sections are not weighed. A section without papers on a base is left out of it.
    """
    if not contest.weighted:
        return ()
    found = []
    for base in ("issued", "returned"):
        papers = [getattr(s.figures, base) for s in contest.sections]
        if all(papers):
            found.append(_worth(contest, base, None, tuple(papers)))
    if contest.base is Base.FIRST:
        return (*found, _worth(contest, "first", 1, stages[0].live))
    return (*found, *(_worth(contest, "live", s.number, s.live) for s in stages))


def worth_at(found: Iterable[Worth], stage: int) -> Worth | None:
    """Of a declaration's worths, that which the count used at a stage; None without weights."""
    return next((w for w in found if w.base == "first" or w.stage == stage), None)


def _worth(contest: Contest, base: str, stage: int | None, papers: Votes) -> Worth:
    points = {s: p for s, p in worth_of_vote(contest, papers).items() if p is not None}
    of = {s.id: n for s, n in zip(contest.sections, papers, strict=True)}
    ratios = {a: {b: points[a] / points[b] for b in points if b != a} for a in points}
    return Worth(base, stage, of, points, ratios)


@dataclass(frozen=True, slots=True)
class Reversal:
    """How preferences that a plurality count leaves aside could have changed its result.

    If all votes for candidates other than the leader and one of the ``runners_up`` had passed to
    one of these two, more than ``share`` of them going to the runner-up would have put him or her
    ahead. ``others_points`` are those votes, ``lead_points`` the leader's lead, of the whole = 1,
    and ``share`` is of points; ``others`` counts the papers, each of which weighs the same, and is
    None where sections are weighed. The figures are the same for each of several runners-up.
    """

    leader: str
    runners_up: tuple[str, ...]
    others: int | None
    others_points: Fraction
    lead_points: Fraction
    share: Fraction
    collected: bool

    @property
    def runner_up(self) -> str | None:
        """The one runner-up; None where several shared the place."""
        return self.runners_up[0] if len(self.runners_up) == 1 else None


def reversal_of(contest: Contest, profile: Profile, count: Count) -> Reversal | None:
    """The warning that a plurality result owes its readers; None where it could not be reversed.

    ``collected`` says whether the papers do hold later preferences, which another rule could count.
    """
    if rule_of(contest).ranked or contest.seats > 1 or not count.elected:
        return None
    stage, leader = count.stages[0], count.elected[0]
    runners_up = _next_after(stage, leader)
    if not runners_up:
        return None
    rest = [c for c in stage.votes if c not in (leader, runners_up[0])]
    others = sum((stage.points[c] for c in rest), Fraction(0))
    lead = stage.points[leader] - stage.points[runners_up[0]]
    share = share_to_reverse(lead, others)
    if share is None:
        return None
    papers = None if contest.weighted else sum(map(stage.total, rest))
    return Reversal(leader, runners_up, papers, others, lead, share, profile.has_later_preferences)
