"""What-ifs held against recounts of the same slips in another way, and their laws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import combinations, permutations
from random import Random

import pytest
from hypothesis import given

from hustings.ballot import BLANK, Profile, Ranking, interpret
from hustings.contest import Base, Candidate, Contest, Majority, Section
from hustings.count import Lot, Lots
from hustings.declaration import Declaration
from hustings.errors import RuleError
from hustings.examples import example_path
from hustings.facade import load, path_of
from hustings.formats import Loaded
from hustings.formats.tracker_folder import read_tracker
from hustings.track.position import position
from hustings.track.whatif import Assumptions, Endorsement, Weight, WhatIf, fitted, what_if
from tests.count.invented import RANDOMS, invent
from tests.examples import examples
from tests.track.naive_whatif import (
    FIVE,
    SECTIONS,
    Recount,
    Slip,
    all_slips,
    named_slips,
    recount,
    supposed,
)

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
MPS_ALONE = (Weight("members", Fraction(0)), Weight("affiliates", Fraction(0)))


@cache
def labour() -> tuple[Contest, Profile]:
    loaded = load("example:labour-leader-2010")
    assert isinstance(loaded, Loaded)
    return loaded.contest, interpret(loaded.records, loaded.contest.marks)


def of_labour(assumptions: Assumptions) -> WhatIf:
    return what_if(*labour(), assumptions)


def told(declaration: Declaration) -> Recount:
    """A declaration in the shape of a recount."""
    gone = tuple(c for s in declaration.stages for c in s.excluded)
    points = tuple(dict(s.points) for s in declaration.stages)
    return Recount(points, gone, declaration.elected[0] if declaration.elected else None)


def endorsing(shares: Mapping[tuple[str, str], Fraction]) -> tuple[Endorsement, ...]:
    return tuple(Endorsement(c, to, share) for (c, to), share in shares.items())


WITHDRAWALS = [gone for size in (1, 2, 3) for gone in combinations(FIVE, size)]


@pytest.mark.parametrize("gone", WITHDRAWALS, ids="+".join)
def test_whoever_withdraws_the_266_real_ballots_give_what_a_recount_of_them_gives(
    gone: tuple[str, ...],
) -> None:
    left = set(FIVE) - set(gone)
    again = recount(supposed(named_slips(), gone), left, None)
    assert told(of_labour(Assumptions(gone, weights=MPS_ALONE)).supposed) == again


@pytest.mark.parametrize("share", [THIRD, HALF, Fraction(19, 23), Fraction(1)])
@pytest.mark.parametrize(("backer", "to"), list(permutations(FIVE, 2)))
def test_a_share_of_the_266_that_follows_counts_as_slips_torn_in_that_share(
    backer: str, to: str, share: Fraction
) -> None:
    shares = {(backer, to): share}
    again = recount(supposed(named_slips(), (), shares), set(FIVE) - {backer}, None)
    assumed = Assumptions(endorsements=endorsing(shares), weights=MPS_ALONE)
    assert told(of_labour(assumed).supposed) == again


Shares = dict[tuple[str, str], Fraction]
COLLEGE: list[tuple[Assumptions, Shares, Mapping[str, Fraction] | None, str]] = [
    (Assumptions(), {}, SECTIONS, "live"),
    (Assumptions(("balls",)), {}, SECTIONS, "live"),
    (Assumptions(("burnham", "abbott")), {}, SECTIONS, "live"),
    (Assumptions(pool=True), {}, None, "live"),
    (Assumptions(base=Base.FIRST), {}, SECTIONS, "first"),
    (Assumptions(("balls",), base=Base.FIRST, pool=True), {}, None, "first"),
    (
        Assumptions(weights=(Weight("mps", Fraction(0)),)),
        {}, {"members": HALF, "affiliates": HALF}, "live",
    ),
    (
        Assumptions(weights=(Weight("MPs and MEPs", HALF),)),
        {}, {"mps": HALF, "members": HALF / 2, "affiliates": HALF / 2}, "live",
    ),
    (
        Assumptions(weights=tuple(Weight(s, Fraction(w)) for s, w in
                                  (("mps", 1), ("members", 3), ("affiliates", 4)))),
        {}, {"mps": Fraction(1, 8), "members": Fraction(3, 8), "affiliates": HALF}, "live",
    ),
    (
        Assumptions(weights=(Weight("affiliates", Fraction(0)),), pool=True),
        {}, None, "live",
    ),
    (
        Assumptions(("abbott",), endorsing({("balls", "d_miliband"): THIRD})),
        {("balls", "d_miliband"): THIRD}, SECTIONS, "live",
    ),
    (
        Assumptions(endorsements=endorsing({
            ("balls", "d_miliband"): Fraction(2, 7), ("balls", "burnham"): Fraction(1, 11),
            ("abbott", "e_miliband"): HALF,
        }), base=Base.FIRST),
        {("balls", "d_miliband"): Fraction(2, 7), ("balls", "burnham"): Fraction(1, 11),
         ("abbott", "e_miliband"): HALF}, SECTIONS, "first",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("assumed", "shares", "weights", "base"), COLLEGE)
def test_each_kind_of_assumption_gives_what_a_recount_of_all_slips_gives(
    assumed: Assumptions,
    shares: Shares,
    weights: Mapping[str, Fraction] | None,
    base: str,
) -> None:
    whatif = of_labour(assumed)
    left_out = {w.section for w in whatif.assumptions.weights if not w.weight}
    slips = [s for s in supposed(all_slips(), assumed.withdrawn, shares)
             if s.section not in left_out]  # fmt: skip
    standing = set(FIVE) - set(assumed.withdrawn)
    assert told(whatif.supposed) == recount(slips, standing, weights, base)


def test_the_real_count_beside_it_is_that_of_2010() -> None:
    whatif = of_labour(Assumptions(("balls",)))
    assert told(whatif.real) == recount(all_slips(), FIVE, SECTIONS)
    assert whatif.real.elected == ("e_miliband",)


@pytest.mark.parametrize(
    ("assumed", "winner", "changes"),
    [
        (Assumptions(), "e_miliband", False),
        (Assumptions(("balls",)), "e_miliband", False),
        (Assumptions(pool=True), "e_miliband", False),
        (Assumptions(weights=(Weight("affiliates", Fraction(0)),)), "d_miliband", True),
        (Assumptions(weights=MPS_ALONE), "d_miliband", True),
        (Assumptions(rule="plurality"), "d_miliband", True),
        (Assumptions(rule="sv"), "d_miliband", True),
    ],
)
def test_who_would_have_won_2010(assumed: Assumptions, winner: str, changes: bool) -> None:
    whatif = of_labour(assumed)
    assert (whatif.supposed.elected, whatif.winner_changes) == ((winner,), changes)


def test_votes_are_counted_in_the_largest_unit_that_makes_every_paper_whole() -> None:
    halves = of_labour(Assumptions(endorsements=(Endorsement("balls", "burnham", HALF),)))
    assert halves.unit == HALF
    whole = of_labour(Assumptions(endorsements=(Endorsement("balls", "burnham", Fraction(1)),)))
    assert whole.unit == 1
    assert {w.supposed.valid * w.unit for w in (halves, whole)} == {266 + 126874 + 211234}


def test_the_papers_that_follow_are_told_by_section() -> None:
    (found,) = of_labour(
        Assumptions(endorsements=(Endorsement("balls", "burnham", THIRD),))
    ).followings
    assert found.papers == {"mps": 40, "members": 12831, "affiliates": 21618}
    assert found.follow == {"mps": Fraction(40, 3), "members": 4277, "affiliates": 7206}


def test_a_share_too_fine_for_64_bits_is_refused_with_what_would_be_right() -> None:
    fine = Endorsement("balls", "burnham", Fraction(1, 10**17 + 3))
    with pytest.raises(RuleError, match=r"too finely .*smaller denominators, .* 13,6"):
        of_labour(Assumptions(endorsements=(fine,)))


# --- laws ------------------------------------------------------------------------------------


def slips_of(contest: Contest, profile: Profile) -> list[Slip]:
    rows = zip(profile.rankings.tolist(), profile.papers.tolist(), strict=True)
    return [
        Slip(section.id, Fraction(n), tuple(profile.candidates[c] for c in ranking if c != BLANK))
        for ranking, papers in rows
        for section, n in zip(contest.sections, papers, strict=True)
        if n
    ]


def assumed_at_random(random: Random, contest: Contest) -> Assumptions:
    """Assumptions that fit: somebody withdraws, perhaps backs others, perhaps other weights."""
    standing = [c.id for c in contest.standing]
    gone = random.sample(standing, random.randint(0, len(standing) - 1))
    stay = [c for c in standing if c not in gone]
    backed = [
        Endorsement(c, to, Fraction(random.randint(0, 3), random.choice([6, 7, 9])))
        for c in gone
        for to in random.sample(stay, min(len(stay), random.choice([0, 1, 1, 2])))
    ]
    weights: list[Weight] = []
    if contest.weighted and random.random() < 0.6:
        some = random.sample(contest.sections, random.randint(1, len(contest.sections) - 1))
        weights = [Weight(s.id, Fraction(random.randint(0, 2), 6)) for s in some]
    pool = contest.weighted and random.random() < 0.3
    if pool:
        weights = [Weight(w.section, Fraction(0)) for w in weights]
    return Assumptions(
        tuple(gone), tuple(backed), tuple(weights), pool, random.choice([None, *Base])
    )


@given(RANDOMS)
@examples(120, full=4000)
def test_any_assumptions_on_any_ballots_give_what_a_recount_gives(random: Random) -> None:
    contest = replace(drawn := invent(random).contest, majority=Majority.MORE, to_two=False)
    profile = interpret_like(random, drawn)
    assumed = assumed_at_random(random, contest)
    whatif = what_if(contest, profile, assumed)
    fits = whatif.assumptions
    shares = {(e.candidate, e.to): e.share for e in fits.endorsements}
    absent = [c.id for c in contest.candidates if c.withdrawn]
    kept = {s: now for s, (_, now) in whatif.weights.items() if now != 0}
    slips = supposed(slips_of(contest, profile), fits.withdrawn, shares, absent)
    standing = {c.id for c in contest.standing} - set(fits.withdrawn)
    weights = {s: w for s, w in kept.items() if w is not None}
    again = recount(
        [s for s in slips if s.section in kept], standing,
        weights if whatif.supposed.contest.weighted else None,
        whatif.supposed.contest.base.value, contest.tie_order.value,
    )  # fmt: skip
    assert told(whatif.supposed) == again


def interpret_like(random: Random, contest: Contest) -> Profile:
    """Ballots for a contest that was drawn, plain rankings."""
    size = len(contest.candidates)
    rows = []
    for _ in range(random.choice([3, 6, 10])):
        order = random.sample(range(size), random.randint(1, size))
        papers = [random.choice([0, 0, 1, 1, 2, 3]) for _ in contest.sections]
        rows.append((Ranking(tuple(order)), papers))
    ids = [c.id for c in contest.candidates]
    return Profile.of(ids, rows, sections=[s.id for s in contest.sections])


@given(RANDOMS)
@examples(30, full=500)
def test_the_order_of_assumptions_never_matters(random: Random) -> None:
    contest = invent(random).contest
    assumed = assumed_at_random(random, contest)
    shuffled = Assumptions(
        tuple(random.sample(assumed.withdrawn, len(assumed.withdrawn))),
        tuple(random.sample(assumed.endorsements, len(assumed.endorsements))),
        tuple(random.sample(assumed.weights, len(assumed.weights))),
        assumed.pool, assumed.base, assumed.rule,
    )  # fmt: skip
    assert shuffled == assumed


def test_withdrawing_a_candidate_whom_nobody_ranks_changes_nothing() -> None:
    contest, profile = labour()
    more = replace(contest, candidates=(*contest.candidates, Candidate("nobody", "Nobody")))
    wider = Profile(
        (*profile.candidates, "nobody"), profile.sections, profile.rankings, profile.ends,
        profile.papers,
    )  # fmt: skip
    whatif = what_if(more, wider, Assumptions(("nobody",)))
    assert told(whatif.supposed) == told(what_if(contest, profile, Assumptions()).real)


def test_declared_votes_have_what_ifs_too_and_on_the_last_day_those_of_the_count() -> None:
    loaded = load("example:labour-leader-2010")
    assert isinstance(loaded, Loaded)
    folder = example_path("labour-leader-2010")
    ledger = read_tracker(folder, loaded, find=path_of).ledger
    assert ledger.last_day is not None
    days = (ledger.last_day, date(2010, 8, 15))
    colleges = [position(ledger, loaded.contest, day).college for day in days]
    told = [what_if(c.contest, c.profile, Assumptions(("abbott",))) for c in colleges]
    whole = of_labour(Assumptions(("abbott",)))
    assert told[0].supposed.count == whole.supposed.count
    assert told[1].supposed.stages[0].live == (1, 0, 0)  # only one MP had said whom


def test_an_endorsement_that_nobody_follows_is_a_withdrawal() -> None:
    followed_by_none = Assumptions(endorsements=(Endorsement("balls", "burnham", Fraction(0)),))
    assert followed_by_none == Assumptions(("balls",))


@pytest.mark.parametrize(
    "assumed",
    [
        Assumptions(base=Base.LIVE, rule="av"),
        Assumptions(weights=tuple(Weight(s, THIRD) for s in SECTIONS)),
        Assumptions(weights=tuple(Weight(s, Fraction(1)) for s in SECTIONS)),
        Assumptions(weights=(Weight("mps", THIRD),)),
    ],
)
def test_what_the_contest_says_itself_is_no_assumption(assumed: Assumptions) -> None:
    whatif = of_labour(assumed)
    assert not whatif.assumptions
    assert whatif.supposed.count == whatif.real.count


def test_equal_weights_pool_only_sections_of_as_many_live_papers() -> None:
    rows = [((0, 1), (5, 5)), ((1, 0), (4, 4)), ((2, 0), (3, 3))]
    uneven = [((0, 1), (50, 5)), ((1, 0), (4, 40)), ((2, 1), (3, 3))]
    quarters = (Section("x", "X", Fraction(1, 4)), Section("y", "Y", Fraction(3, 4)))
    contest = Contest("c", "C", tuple(Candidate(c, c.upper()) for c in "abc"), quarters)
    equal = Assumptions(weights=(Weight("x", Fraction(1)), Weight("y", Fraction(1))))
    for given_rows, same in ((rows, True), (uneven, False)):
        profile = Profile.of(
            "abc", [(Ranking(r), papers) for r, papers in given_rows], sections="xy"
        )
        one, other = (what_if(contest, profile, a) for a in (equal, Assumptions(pool=True)))
        assert (told(one.supposed) == told(other.supposed)) is same


LEVEL = Contest("c", "C", tuple(Candidate(c, c.upper()) for c in "abcd"))


def level_profile() -> Profile:
    rows = [((0, 3), 6), ((1,), 4), ((2, 1), 3), ((3, 2), 3)]
    return Profile.of("abcd", [(Ranking(r), (n,)) for r, n in rows], sections=["all"])


def test_a_lot_of_the_real_count_falls_the_same_where_the_same_question_is_asked() -> None:
    lots = Lots((Lot(1, frozenset("cd"), "c"),))
    same = what_if(LEVEL, level_profile(), Assumptions(base=Base.FIRST), lots=lots)
    assert same.supposed.stages[0].excluded == ("c",)
    other = what_if(LEVEL, level_profile(), Assumptions(("a",)), lots=lots)
    assert other.supposed.elected or other.supposed.lot_needed  # unused, and no error


def test_a_lot_for_the_supposed_count_must_answer_its_question() -> None:
    drawn = Lots((Lot(1, frozenset("ab"), "a"),))
    with pytest.raises(RuleError, match="no question at stage 1 is answered"):
        what_if(LEVEL, level_profile(), Assumptions(("d",)), supposed_lots=drawn)


@pytest.mark.parametrize(
    ("assumed", "said"),
    [
        (lambda: Assumptions(("bals",)), "'bals' is no candidate; the candidates are abbott,"),
        (lambda: Assumptions(FIVE), "every candidate withdraws"),
        (lambda: Assumptions(rule="stv"), "there is no rule 'stv'; the rules are av,"),
        (
            lambda: Assumptions(weights=(Weight("lords", HALF),)),
            "'lords' is no section; the sections are mps, members, affiliates",
        ),
        (
            lambda: Assumptions(weights=(Weight("mps", HALF), Weight("members", THIRD * 2))),
            r"add up to 7/6: make them less",
        ),
        (lambda: Assumptions(weights=tuple(Weight(s, Fraction(0)) for s in SECTIONS)), "every sec"),
        (lambda: Assumptions(weights=(Weight("mps", HALF),), pool=True), "pooled sections have no"),
        (lambda: Assumptions(weights=(Weight("mps", -HALF),)), "a weight is 0 or more"),
        (lambda: Assumptions(endorsements=(Endorsement("balls", "balls", HALF),)), "name another"),
        (lambda: Assumptions(endorsements=(Endorsement("balls", "abbott", 4 * HALF),)), "0 to 1"),
        (
            lambda: Assumptions(("abbott",), (Endorsement("balls", "abbott", HALF),)),
            "balls backs abbott, who withdraws too",
        ),
        (
            lambda: Assumptions(endorsements=endorsing({
                ("balls", "abbott"): HALF, ("balls", "burnham"): THIRD * 2,
            })),
            "add up to 7/6, more than all",
        ),
    ],
)  # fmt: skip
def test_assumptions_that_cannot_be_say_why(assumed: object, said: str) -> None:
    assert callable(assumed)
    with pytest.raises(RuleError, match=said):
        fitted(assumed(), labour()[0])
