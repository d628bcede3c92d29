"""Declared votes by section, and the college that they make by themselves.

The rankings that were declared, and the ballots that were published, go through the contest's own
rule; nobody's undeclared vote is supposed. docs/spec/tracker.md, paragraphs 14 and 15.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from hustings.ballot import Profile, Ranking
from hustings.contest import Contest, Section
from hustings.count import Count, count
from hustings.track.ledger import Ledger
from hustings.track.records import Vote
from hustings.track.setting import PublishedBallots
from hustings.track.standing import Dispute, Stance, Standing

__all__ = ["College", "SectionDeclared", "college_of", "declared_profile"]


@dataclass(frozen=True, slots=True)
class SectionDeclared:
    """What is declared of one section's votes.

    ``first`` has the first preferences by candidate; ``ballots`` is how many votes are declared,
    ``electors`` how many papers were issued, None where not stated. ``published`` holds the ballots
    of the whole section where they were published; then they count, and votes by name are in them.
    ``votes`` are the declared votes by name.
    """

    section: Section
    first: Mapping[str, int]
    ballots: int
    published: PublishedBallots | None
    votes: tuple[Stance, ...]
    disputes: tuple[Dispute, ...]

    @property
    def electors(self) -> int | None:
        """How many papers were issued in the section; None where that is not stated."""
        return self.section.figures.issued

    @property
    def undeclared(self) -> int | None:
        """Electors whose vote is not known: undeclared, not cast or rejected; None if not stated.

        Of published ballots there is none: they are all that was valid.
        """
        if self.published is not None:
            return 0
        return None if self.electors is None else max(self.electors - self.ballots, 0)


@dataclass(frozen=True)
class College:
    """The contest counted on declared votes alone; ``count`` is None while there are none.

    ``contest`` is what was counted, ``profile`` the declared rankings.
    """

    contest: Contest
    profile: Profile
    sections: tuple[SectionDeclared, ...]

    @cached_property
    def count(self) -> Count | None:
        """The count by the contest's own rule; it may stop for a lot that nobody has drawn."""
        return count(self.profile, self.contest) if any(self.profile.valid) else None

    @property
    def silent(self) -> tuple[Section, ...]:
        """The sections of which no vote is declared: they add nothing, and their weight is idle."""
        return tuple(one.section for one in self.sections if not one.ballots)

    @property
    def invented(self) -> tuple[Section, ...]:
        """The sections with votes whose rankings were made up to fit published totals."""
        return tuple(one.section for one in self.sections if one.ballots and one.section.invented)


def college_of(ledger: Ledger, contest: Contest, now: Standing) -> College:
    """The declared votes among the records that stand, by section."""
    votes: dict[str, list[Stance]] = {}
    for vote, stance in now.of(Vote):
        votes.setdefault(vote.section, []).append(stance)
    published = {
        ballots.section: ballots
        for ballots in sorted(ledger.published, key=lambda b: b.when.last)
        if ballots.when.last <= now.on and (now.known is None or ballots.when.last <= now.known)
    }
    profile = declared_profile(contest, votes, published)
    sections = tuple(
        _section(contest, number, profile, tuple(votes.get(s.id, ())), published.get(s.id), now)
        for number, s in enumerate(contest.sections)
    )
    return College(contest, profile, sections)


def declared_profile(
    contest: Contest,
    votes: Mapping[str, list[Stance]],
    published: Mapping[str, PublishedBallots],
) -> Profile:
    """The declared rankings as a profile of the contest: what a rule counts."""
    return Profile.of(
        [candidate.id for candidate in contest.candidates],
        _rows(contest, votes, published),
        sections=[section.id for section in contest.sections],
    )


def _rows(
    contest: Contest,
    votes: Mapping[str, list[Stance]],
    published: Mapping[str, PublishedBallots],
) -> Iterator[tuple[Ranking, list[int]]]:
    numbers = {candidate.id: n for n, candidate in enumerate(contest.candidates)}
    for n, section in enumerate(contest.sections):
        nought = [0] * len(contest.sections)
        if section.id in published:
            for ranking, papers in published[section.id].rows:
                yield ranking, [*nought[:n], papers, *nought[n + 1 :]]
            continue
        for stance in votes.get(section.id, ()):
            assert isinstance(stance.record, Vote)
            ranking = Ranking(tuple(numbers[c] for c in stance.record.ranking))
            yield ranking, [*nought[:n], 1, *nought[n + 1 :]]


def _section(
    contest: Contest,
    number: int,
    profile: Profile,
    votes: tuple[Stance, ...],
    published: PublishedBallots | None,
    now: Standing,
) -> SectionDeclared:
    section = contest.sections[number]
    firsts = dict.fromkeys((c.id for c in contest.candidates), 0)
    for ranking, papers in zip(
        profile.rankings[:, 0].tolist(), profile.papers[:, number].tolist(), strict=True
    ):
        firsts[contest.candidates[ranking].id] += papers
    disputes = tuple(
        dispute
        for dispute in now.disputes
        if isinstance(of := dispute.stances[0].record, Vote) and of.section == section.id
    )
    return SectionDeclared(section, firsts, sum(firsts.values()), published, votes, disputes)
