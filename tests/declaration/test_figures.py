"""The figures beside the stages, each against a slow and obvious way of working it out."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hustings.ballot import BLANK, Profile, Ranking
from hustings.contest import Base, Candidate, Contest, Figures, Heading, Section
from hustings.count import RULES, count
from hustings.count.piles import struck
from hustings.declaration.figures import (
    Margin,
    margin_of,
    next_preferences,
    pairwise,
    reconcile,
    reversal_of,
    worth_at,
    worths,
)
from tests.count.invented import RANDOMS, Invented, by_name, draw_all, invent
from tests.count.naive_av import points_of

SECTIONS = ("mps", "members", "affiliates")


def clean(invented: Invented) -> Profile:
    return struck(invented.profile, {c.id for c in invented.contest.candidates if c.withdrawn})


def papers_of(invented: Invented) -> Counter[tuple[int, tuple[str, ...]]]:
    """Papers by section and the ranking of the standing candidates on them, empty ones too."""
    profile, contest = invented.profile, invented.contest
    held: Counter[tuple[int, tuple[str, ...]]] = Counter()
    for row, papers in zip(profile.rankings.tolist(), profile.papers.tolist(), strict=True):
        standing = tuple(
            contest.candidates[n].id
            for n in row
            if n != BLANK and not contest.candidates[n].withdrawn
        )
        for section, number in enumerate(papers):
            held[section, standing] += number
    return held


@given(RANDOMS)
def test_second_preferences_are_those_of_every_paper_and_add_up_to_its_first(
    random: Random,
) -> None:
    invented = invent(random)
    contest, sections = invented.contest, len(invented.contest.sections)
    naive: Counter[tuple[str, str, int]] = Counter()
    for (section, ranking), papers in papers_of(invented).items():
        if ranking:
            naive[ranking[0], (*ranking, "")[1], section] += papers
    rows = next_preferences(contest, clean(invented))
    found = {
        (row.first, to, n): votes[n]
        for row in rows
        for to, votes in [*row.to.items(), ("", row.none)]
        for n in range(sections)
        if votes[n]
    }
    assert found == {k: n for k, n in naive.items() if n}
    assert [row.first for row in rows] == [c.id for c in contest.standing]
    first = count(invented.profile, contest).stages[0].votes
    for row in rows:
        assert set(row.to) == {c.id for c in contest.standing} - {row.first}
        added = [sum(votes[n] for votes in [*row.to.values(), row.none]) for n in range(sections)]
        assert tuple(added) == first[row.first]


@given(RANDOMS)
def test_the_pairwise_table_says_who_stands_before_whom_on_how_many_papers(random: Random) -> None:
    invented = invent(random)
    contest = invented.contest
    table = pairwise(contest, clean(invented))
    papers = papers_of(invented)
    ids = [c.id for c in contest.standing]
    assert list(table) == ids
    for a in ids:
        assert list(table[a]) == [b for b in ids if b != a]
        for b in table[a]:
            naive = [0] * len(contest.sections)
            for (section, ranking), number in papers.items():
                if a in ranking and b not in ranking[: ranking.index(a)]:
                    naive[section] += number
            assert table[a][b] == tuple(naive)
            both = zip(table[a][b], table[b][a], invented.profile.valid, strict=True)
            assert all(one + other <= valid for one, other, valid in both)


def _reversed(
    invented: Invented, margin: Margin, runner_up: str, section: str, papers: int
) -> bool:
    """Whether a runner-up is ahead once that many papers of the section have moved."""
    contest, ids = invented.contest, tuple(s.id for s in invented.contest.sections)
    counted, _ = draw_all(invented.profile, contest, Random(0))
    stages = counted.stages
    votes = by_name(stages[margin.stage - 1].votes, ids)
    first = dict(zip(ids, stages[0].live, strict=True))
    votes[margin.winner][section] -= papers
    votes[runner_up][section] += papers
    weights = {s.id: s.weight for s in contest.sections}
    points = points_of(votes, first, weights, contest.base.value)
    return points[runner_up] > points[margin.winner]


@pytest.mark.parametrize("rule", sorted(RULES))
@given(RANDOMS)
def test_moving_the_papers_of_the_margin_reverses_the_result_and_one_fewer_does_not(
    rule: str, random: Random
) -> None:
    invented = invent(random).with_(rule=rule, seats=1)
    counted, _ = draw_all(invented.profile, invented.contest, Random(0))
    margin = margin_of(invented.contest, counted)
    assume(margin is not None)
    assert margin is not None
    stage = counted.stages[margin.stage - 1]
    assert margin.winner == counted.elected[0]
    for other, (n, section) in product(margin.runners_up, enumerate(invented.contest.sections)):
        assert margin.points == stage.points[margin.winner] - stage.points[other] >= 0
        moved = margin.papers_to_move[section.id]
        has = stage.votes[margin.winner][n]
        if moved is None:
            assert not has or not _reversed(invented, margin, other, section.id, has)
        else:
            assert 1 <= moved <= has
            assert _reversed(invented, margin, other, section.id, moved)
            assert not _reversed(invented, margin, other, section.id, moved - 1)


@given(RANDOMS)
def test_runners_up_are_all_who_have_most_points_after_the_winner(random: Random) -> None:
    invented = invent(random)
    counted, _ = draw_all(invented.profile, invented.contest, Random(0))
    margin = margin_of(invented.contest, counted)
    assume(margin is not None)
    assert margin is not None
    points = dict(counted.stages[margin.stage - 1].points)
    points.pop(margin.winner)
    most = {c for c, p in points.items() if p == max(points.values())}
    assert set(margin.runners_up) == most
    assert margin.runner_up == (margin.runners_up[0] if len(most) == 1 else None)


def _contest(*figures: Figures, **options: object) -> Contest:
    candidates = tuple(Candidate(c, c.upper()) for c in "abc")
    sections = tuple(
        Section(name, name, Fraction(1, len(figures)), given)
        for name, given in zip(SECTIONS, figures, strict=False)
    )
    return Contest("c", "C", candidates, sections, **options)  # type: ignore[arg-type]


def _profile(*papers: int, rejected: dict[Heading, tuple[int, ...]] | None = None) -> Profile:
    return Profile.of(
        "abc", [(Ranking((0, 1)), papers)], sections=SECTIONS[: len(papers)], rejected=rejected
    )


UNMARKED, BOX = Heading.UNMARKED, Heading.DECLARATION


@pytest.mark.parametrize(
    ("stated", "valid", "found", "rejected_total", "problems"),
    [
        # nothing stated, nothing to say
        (Figures(), 10, {}, None, []),
        (Figures(), 10, {UNMARKED: 2}, 2, []),
        # all adds up
        (Figures(issued=20, returned=12, valid=10, rejected={BOX: 2}), 10, {}, 2, []),
        (Figures(returned=12, valid=10, rejected_total=2), 10, {}, 2, []),
        (Figures(returned=12, valid=10, rejected={BOX: 1}, rejected_total=2), 10, {}, 2, []),
        (Figures(returned=12, rejected={UNMARKED: 2}), 10, {UNMARKED: 2}, 2, []),
        (Figures(returned=13, rejected={UNMARKED: 3}), 10, {UNMARKED: 2}, 3, []),
        (Figures(returned=10), 10, {}, None, []),
        # each way not to
        (Figures(valid=11), 10, {}, None, ["11 papers are stated as valid, 10 were counted"]),
        (Figures(returned=12), 10, {}, None, ["12 papers returned, but 0 rejected and 10 valid"]),
        (Figures(returned=13, rejected={BOX: 2}), 10, {}, 2, ["2 rejected and 10 valid make 12"]),
        (Figures(returned=25, rejected={BOX: 2}), 19, {}, 2,
         ["(returned and rejected as stated, valid as counted): 4 papers are missing"]),
        (Figures(returned=11), 10, {UNMARKED: 2}, 2,
         ["rejected as found in the files): 1 paper too many, or a figure was"]),
        (Figures(returned=11), 10, {}, None, ["none stated as rejected): 1 paper is missing"]),
        (Figures(issued=9, returned=10), 10, {}, None, ["10 papers returned of 9 issued"]),
        (Figures(issued=9), 10, {}, None, ["10 papers returned of 9 issued"]),
        (Figures(issued=11), 10, {UNMARKED: 2}, 2, ["12 papers returned of 11 issued"]),
        (Figures(rejected={UNMARKED: 1}), 10, {UNMARKED: 2}, 2, ["the files hold 2"]),
        (Figures(rejected={BOX: 3}, rejected_total=2), 10, {}, 3, ["the headings add up to 3"]),
    ],
)  # fmt: skip
def test_what_was_stated_is_held_against_what_was_found(
    stated: Figures,
    valid: int,
    found: dict[Heading, int],
    rejected_total: int | None,
    problems: list[str],
) -> None:
    profile = _profile(valid, rejected={h: (n,) for h, n in found.items()})
    (row,) = reconcile(_contest(stated), profile)
    assert (row.valid, row.rejected_total) == (valid, rejected_total)
    assert len(row.problems) == len(problems), row.problems
    assert all(part in said for part, said in zip(problems, row.problems, strict=True))


def test_turnout_is_of_papers_issued_and_unknown_without_them() -> None:
    stated = (Figures(issued=40, returned=10), Figures(returned=10), Figures(issued=0, returned=0))
    rows = reconcile(_contest(*stated), _profile(10, 10, 0))
    assert [row.turnout for row in rows] == [Fraction(1, 4), None, None]


def test_the_worth_of_a_vote_names_its_base_and_leaves_dead_sections_out() -> None:
    stated = (Figures(issued=10, returned=8), Figures(issued=30, returned=12))
    contest = _contest(*stated)
    profile = Profile.of(
        "abc", [(Ranking((0,)), (4, 0)), (Ranking((1,)), (2, 12))], sections=SECTIONS[:2]
    )
    found = worths(contest, count(profile, contest).stages)
    assert [(w.base, w.stage) for w in found] == [("issued", None), ("returned", None), ("live", 1)]
    issued, returned, live = found
    assert issued.points == {"mps": Fraction(1, 20), "members": Fraction(1, 60)}
    assert issued.in_votes_of == {"mps": {"members": 3}, "members": {"mps": Fraction(1, 3)}}
    assert returned.in_votes_of["mps"]["members"] == Fraction(3, 2)
    assert live.papers == {"mps": 6, "members": 12}
    assert live.in_votes_of["mps"]["members"] == 2


def test_a_vote_has_no_worth_in_a_section_without_live_papers() -> None:
    contest = _contest(Figures(), Figures())
    profile = Profile.of("abc", [(Ranking((0,)), (4, 0))], sections=SECTIONS[:2])
    (live,) = worths(contest, count(profile, contest).stages)
    assert live.points == {"mps": Fraction(1, 8)}
    assert live.in_votes_of == {"mps": {}}


def test_votes_of_plain_sections_have_no_worth_of_their_own() -> None:
    contest = Contest("c", "C", (Candidate("a", "A"),))
    profile = Profile.of("a", [(Ranking((0,)), (4,))], sections=["all"])
    assert worths(contest, count(profile, contest).stages) == ()


def test_on_base_first_a_vote_is_worth_at_every_stage_what_it_was_at_the_first() -> None:
    rows = [(Ranking((0,)), (6, 9)), (Ranking((1,)), (5, 8)), (Ranking((2,)), (4, 1))]
    profile = Profile.of("abc", rows, sections=SECTIONS[:2])
    for base, bases in ((Base.FIRST, [("first", 1)]), (Base.LIVE, [("live", 1), ("live", 2)])):
        contest = _contest(Figures(), Figures(), base=base)
        found = worths(contest, count(profile, contest).stages)
        assert [(w.base, w.stage) for w in found] == bases
        last = worth_at(found, 2)
        assert last is not None
        live = {"mps": 15, "members": 18} if base is Base.FIRST else {"mps": 11, "members": 17}
        assert last.papers == live
    assert worth_at((), 1) is None


def test_a_weighted_plurality_is_warned_of_in_points() -> None:
    contest = _contest(Figures(), Figures(), rule="plurality")
    rows = [(Ranking((0,)), (4, 40)), (Ranking((1,)), (3, 30)), (Ranking((2,)), (3, 30))]
    profile = Profile.of("abc", rows, sections=SECTIONS[:2])
    warned = reversal_of(contest, profile, count(profile, contest))
    assert warned is not None
    assert (warned.runners_up, warned.runner_up, warned.others) == (("b", "c"), None, None)
    assert (warned.others_points, warned.lead_points) == (Fraction(3, 10), Fraction(1, 10))
    assert warned.share == Fraction(2, 3)


@given(st.tuples(*[st.integers(0, 12)] * 4), st.booleans())
def test_a_reversal_needs_more_than_its_share_of_the_other_votes(
    votes: tuple[int, ...], ranked: bool
) -> None:
    contest = Contest("c", "C", tuple(Candidate(c, c) for c in "abcd"), rule="plurality")
    others_too = (1,) if ranked else ()
    rows = [(Ranking((n, *(o for o in others_too if o != n))), (v,)) for n, v in enumerate(votes)]
    profile = Profile.of("abcd", rows, sections=["all"])
    counted = count(profile, contest)
    assume(counted.elected)
    warned = reversal_of(contest, profile, counted)
    leader, second, *rest = sorted(votes, reverse=True)
    if sum(rest) + second <= leader:
        assert warned is None
        return
    assert warned is not None
    assert (warned.others, warned.collected) == (sum(rest), profile.has_later_preferences)
    to_second = warned.share * sum(rest)
    assert second + to_second == leader + (sum(rest) - to_second)


@pytest.mark.parametrize("options", [{"rule": "av"}, {"rule": "plurality", "seats": 2}])
def test_only_a_plurality_of_one_can_be_warned_of(options: dict[str, object]) -> None:
    contest = Contest("c", "C", tuple(Candidate(c, c) for c in "abc"), **options)  # type: ignore[arg-type]
    rows = [(Ranking((0,)), (5,)), (Ranking((1,)), (4,)), (Ranking((2,)), (3,))]
    profile = Profile.of("abc", rows, sections=["all"])
    assert reversal_of(contest, profile, count(profile, contest)) is None
    assert (margin_of(contest, count(profile, contest)) is None) == (contest.seats > 1)


def test_the_margin_of_the_first_base_is_in_points_of_the_first_stage() -> None:
    contest = Contest("c", "C", tuple(Candidate(c, c) for c in "abc"), base=Base.FIRST)
    rows = [(Ranking((0,)), (9,)), (Ranking((1,)), (6,)), (Ranking((2,)), (5,))]
    profile = Profile.of("abc", rows, sections=["all"])
    margin = margin_of(contest, count(profile, contest))
    assert margin == Margin(2, "a", ("b",), Fraction(3, 20), 3, {"all": 2})
