"""No sentence of any declaration is ungrammatical, untrue of a tie, or led by the paper's order."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from hustings.ballot import CastVoteRecords
from hustings.contest import Base, Candidate, Contest, Majority, Purpose, Section, TieOrder
from hustings.count import Act, Lot, Lots, Tie
from hustings.declaration import Declaration, declare
from hustings.declaration.wording import (
    headline,
    lot_sentence,
    margin_sentences,
    provisos,
    stage_sentence,
    story,
    tie_sentence,
)
from hustings.report.text import declaration_text
from tests.count.invented import draw_all, invent

TREES = ("Ash", "Birch", "Cedar", "Dogwood")
POOL = (*TREES, "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper", "Larch", "Maple", "Oak")
WRONG = re.compile(r"\bno of the\b|None|  |\b0 votes ahead\b|\b0\.00 points ahead\b|\b1 votes\b|,,")


def declared(
    rows: str,
    *,
    lots: tuple[tuple[int, str, str], ...] = (),
    weighted: bool = False,
    withdrawn: str = "",
    **options: object,
) -> Declaration:
    """Count rows such as "ab 4, ba 3", or "ab 4/40" of two sections of a half each."""
    halves = (Section("s", "South", Fraction(1, 2)), Section("n", "North", Fraction(1, 2)))
    given: dict[str, object] = {"sections": halves} if weighted else {}
    candidates = tuple(
        Candidate(c, name, c in withdrawn) for c, name in zip("abcde", POOL, strict=False)
    )
    used = max(ord(c) - 96 for row in rows.split(", ") for c in row.split()[0])
    contest = Contest("trees", "Trees", candidates[: max(used, 2)], **(given | options))  # type: ignore[arg-type]
    marked = [
        (tuple((ord(c) - 97,) for c in letters), section, int(papers))
        for letters, figures in (row.split() for row in rows.split(", "))
        for section, papers in enumerate(figures.split("/"))
    ]
    records = CastVoteRecords.gather(
        contest.candidates, marked, sections=[s.id for s in contest.sections]
    )
    drawn = Lots(tuple(Lot(stage, frozenset(among), on) for stage, among, on in lots))
    return declare(contest, records, drawn)


def _tie(among: str, chosen: str, *narrowed: tuple[int, str], by_lot: bool = False) -> Tie:
    """A tie to be excluded, settled by the stages that narrowed it or by lot."""
    steps = tuple((number, tuple(left)) for number, left in narrowed)
    last, level = steps[-1] if steps else (None, tuple(among))
    return Tie(tuple(among), Act.EXCLUDE, chosen, last, by_lot, level, steps)


@pytest.mark.parametrize(
    ("rows", "lots", "lead"),
    [
        ("a 3, ba 2, c 1", (), "Ash led at every stage."),
        ("ab 4, ba 3, cb 2", (), "Ash led at the first stage."),
        ("a 3, b 3, ca 1", (), "Ash and Birch shared the lead at the first stage."),
        ("a 8, b 4, cb 3, db 2", (), "Ash led for the first two stages."),
        ("a 5, b 5, cb 3, d 1", (), "Ash and Birch shared the lead at the first two stages."),
        ("a 5, b 4, cb 3, db 1", (),
         "Birch shared the lead at one of the two stages before the last."),
        ("a 5, b 4, cb 3, db 2", (), "Birch led at one of the two stages before the last."),
        ("ab 7, b 6, c 6, dc 3, db 2", (),
         "Birch did not lead at either of the two stages before the last."),
    ],
)  # fmt: skip
def test_who_led_before_the_last_is_said_of_one_stage_and_of_many(
    rows: str, lots: tuple[tuple[int, str, str], ...], lead: str
) -> None:
    assert story(declared(rows, lots=lots))[0] == lead


def test_a_tie_of_the_last_two_settled_by_an_earlier_stage_is_told_as_one() -> None:
    declaration = declared("a 5, b 4, cb 1")
    assert headline(declaration) == (
        "Ash elected, level with Birch at the second stage, ahead at the first, which decided"
    )
    assert story(declaration) == (
        "Ash led at the first stage.",
        (
            "Ash and Birch were level at the second stage, with 5 votes (50.00 per cent) each; "
            "Ash had more at stage 1, which decided."
        ),
    )
    text = " ".join(declaration_text(declaration).split("THE RESULT")[1].split())
    assert text.startswith(
        "I declare that Ash is elected. Ash and Birch were level at the stage that decided, with 5 "
        "votes (50.00 per cent) each; Ash had more at stage 1, which decided."
    )


def test_the_tie_that_chose_the_winner_is_named_before_a_lot_for_who_went_out() -> None:
    declaration = declared("a 2, b 1, cb 1", lots=((1, "bc", "c"),))
    assert [t.by_lot for s in declaration.stages for t in s.ties] == [True, False]
    assert headline(declaration) == (
        "Ash elected, level with Birch at the second stage, ahead at the first, which decided"
    )
    assert provisos(declaration) == (
        (
            "Ash and Birch were level at the stage that decided, with 2 votes (50.00 per cent) "
            "each; Ash had more at stage 1, which decided."
        ),
        "A lot decided who went out at stage 1; another draw could have changed the result.",
    )


def test_a_tie_of_the_last_two_settled_by_lot_is_told_as_one() -> None:
    declaration = declared("a 4, b 4, c 2", lots=((2, "ab", "b"),), purpose=Purpose.ADVISORY)
    assert headline(declaration) == (
        "Birch is the choice of those voting, decided at the second stage by lot"
    )
    assert story(declaration) == (
        "Ash and Birch shared the lead at the first stage.",
        (
            "Ash and Birch were level at the second stage, with 4 votes (50.00 per cent) each; "
            "the lot fell on Birch."
        ),
    )
    assert provisos(declaration) == (
        (
            "A lot between Ash and Birch decided who is the choice of those voting; "
            "another draw could have changed the result."
        ),
    )


def test_an_advisory_result_does_not_sound_as_if_only_the_last_stage_voted() -> None:
    declaration = declared("ab 4/4, ba 3/3, cb 2/2", weighted=True, purpose=Purpose.ADVISORY)
    assert headline(declaration) == (
        "Birch is the choice of those voting, decided at the second stage by 11.11 points"
    )


@pytest.mark.parametrize("rule", ["plurality", "sv"])
def test_a_first_place_shared_by_three_names_no_second(rule: str) -> None:
    declaration = declared("a 4, b 4, c 4", rule=rule, lots=((1, "abc", "b"),))
    assert declaration.margin is not None
    assert declaration.margin.runner_up is None
    assert headline(declaration) == "Birch elected, by lot"
    assert story(declaration) == (
        (
            "Ash, Birch and Cedar were level on first preferences, "
            "with 4 votes (33.33 per cent) each; "
            "the lot fell on Birch."
        ),
    )
    assert margin_sentences(declaration)[1] == (
        "At that stage 1 paper going to one of Ash and Cedar instead of Birch would have put "
        "that one ahead."
    )


def test_a_second_place_shared_by_two_names_both_in_story_margin_and_warning() -> None:
    declaration = declared("a 4, b 3, c 3", rule="plurality")
    assert story(declaration)[1] == (
        "Birch and Cedar were level in second place with 3 votes (30.00 per cent) each."
    )
    assert margin_sentences(declaration)[0] == (
        "Ash was 1 vote ahead of Birch and Cedar, who were level, at the stage that decided."
    )
    assert "Take Ash and any one of Birch and Cedar, who were level" in provisos(declaration)[0]


def test_a_weighted_plurality_is_warned_of_in_points() -> None:
    (said,) = provisos(declared("a 40/4, b 35/3, c 25/3", rule="plurality", weighted=True))
    assert "all 27.50 points of the whole for others" in said
    assert "more than 63.7 per cent of these points going to Birch would have put Birch" in said


@pytest.mark.parametrize(
    ("rows", "lots", "number", "said"),
    [
        (
            "a 5, b 3, c 3", ((1, "bc", "b"),), 1,
            ("Birch and Cedar have the fewest, 3 votes (27.27 per cent) each; "
            "the lot fell on Birch, who is excluded."),
        ),
        (
            "a 5, b 3, cb 2, dc 1", (), 2,
            ("Birch and Cedar have the fewest, 3 votes (27.27 per cent) each; "
            "Cedar had fewer at stage 1 and is excluded."),
        ),
        (
            "a 2, b 2", ((1, "ab", "a"),), 1,
            ("Ash and Birch are level, 2 votes (50.00 per cent) each; "
            "the lot fell on Ash to be elected."),
        ),
        (
            "a 5, b 4, cb 1", (), 2,
            ("Ash and Birch are level, 5 votes (50.00 per cent) each; "
            "Ash had more at stage 1 and is elected."),
        ),
    ],
)  # fmt: skip
def test_a_tie_is_told_in_one_sentence_with_what_came_of_it(
    rows: str, lots: tuple[tuple[int, str, str], ...], number: int, said: str
) -> None:
    declaration = declared(rows, lots=lots)
    assert stage_sentence(declaration, declaration.stages[number - 1]).endswith(said)


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ("a 2, b 2", {}, "At stage 1 Ash and Birch are level: draw"),
        ("a 4, b 4, c 2", {}, "At stage 2 Ash and Birch are level and no earlier stage tells"),
        ("a 4, b 4, c 2", {"rule": "sv"}, "At stage 2 Ash and Birch are level: draw"),
    ],
)
def test_a_lot_that_is_asked_for_speaks_of_earlier_stages_only_where_they_were_asked(
    rows: str, options: dict[str, object], said: str
) -> None:
    declaration = declared(rows, **options)  # type: ignore[arg-type]
    assert declaration.lot_needed is not None
    assert lot_sentence(declaration.contest, declaration.lot_needed).startswith(said)


def test_a_lot_that_excluded_stands_among_what_is_to_be_kept_in_mind() -> None:
    declaration = declared("a 5, b 3, c 3", lots=((1, "bc", "b"),))
    assert (
        "A lot decided who went out at stage 1; another draw could have changed the result."
        in provisos(declaration)
    )


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        # what moved gave the lead, kept it, or moved to the other
        ("ab 4, ba 3, cb 2", {}, "Transfers from Cedar put Birch ahead of Ash, 5 votes to 4."),
        ("ab 4, ba 3, ca 2", {}, "Transfers from Cedar kept Ash ahead of Birch, 6 votes to 3."),
        ("a 6, b 4, cb 3", {"base": Base.LIVE},
         "Transfers from Cedar put Birch ahead of Ash, 7 votes to 6."),
        ("a 6, b 4, cb 1, c 2", {},
         ("After Cedar went out Ash was ahead of Birch, 6 votes to 5; "
         "2 papers had no further preference that counts.")),
        ("a 6, b 4, cb 2, ca 1", {"base": Base.FIRST},
         "After Cedar went out Ash was ahead of Birch, 7 votes to 6."),
        # nobody's papers moved
        ("a 5, b 4, c 3", {},
         ("After Cedar went out Ash was ahead of Birch, 5 votes to 4; "
         "3 papers had no further preference that counts.")),
        ("a 9, b 4, c 3, d 3", {"rule": "sv"}, ""),
    ],
)  # fmt: skip
def test_transfers_decided_only_where_they_gave_the_winner_most(
    rows: str, options: dict[str, object], said: str
) -> None:
    told = story(declared(rows, **options))  # type: ignore[arg-type]
    assert told[-1] == said if said else "Transfers" not in " ".join(told)


def test_papers_of_a_section_that_weighs_more_count_for_more_among_transfers() -> None:
    declaration = declared("a 4/400, b 4/450, ca 2/0, cb 0/100", weighted=True)
    assert story(declaration)[-1] == (
        "Transfers from Cedar, and a lead of 60 to 40 per cent in South, put Ash ahead of Birch, "
        "51.05 to 48.95 points of the whole."
    )
    declaration = declared("a 6/460, b 3/380, ca 0/1, cb 2/120, c 1/0", weighted=True)
    assert story(declaration)[-1] == (
        "After Cedar went out Ash was ahead of Birch, 51.26 to 48.74 points of the whole, with a "
        "lead of 55 to 45 per cent in South; 1 paper had no further preference that counts."
    )


@pytest.mark.parametrize(
    ("tie", "said"),
    [
        (_tie("ab", "a", (1, "a")), "Ash and Birch were level; Ash had fewer at stage 1."),
        (_tie("abc", "a", (2, "a")),
         "Ash, Birch and Cedar were level; Ash had the fewest at stage 2."),
        (_tie("abc", "b", (1, "ab"), (2, "b")),
         ("Ash, Birch and Cedar were level; stage 1 left Ash and Birch; "
         "of these Birch had fewer at stage 2.")),
        (_tie("abcd", "b", (1, "abc"), (2, "ab"), (4, "b")),
         ("Ash, Birch, Cedar and Dogwood were level; stage 1 left Ash, Birch and Cedar, "
         "stage 2 left Ash and Birch; of these Birch had fewer at stage 4.")),
        (_tie("abc", "b", (1, "ab"), by_lot=True),
         ("Ash, Birch and Cedar were level; stage 1 left Ash and Birch, and the lot between them "
         "fell on Birch to be excluded.")),
        (_tie("ab", "b", by_lot=True),
         "Ash and Birch were level; the lot fell on Birch to be excluded."),
    ],
)  # fmt: skip
def test_each_stage_that_narrowed_a_tie_is_named_with_those_it_left(tie: Tie, said: str) -> None:
    contest = Contest("t", "T", tuple(map(Candidate, "abcd", TREES)))
    assert tie_sentence(contest, tie) == said


def test_a_tie_that_two_earlier_stages_narrowed_keeps_both_steps() -> None:
    declaration = declared("a 10, b 10, c 11, db 2, dc 1, d 1, ea 2")
    (tie,) = declaration.stages[2].ties
    assert (tie.stage, tie.level) == (2, ("b",))
    assert tie.narrowed == ((1, ("a", "b")), (2, ("b",)))
    assert stage_sentence(declaration, declaration.stages[2]).endswith(
        "stage 1 left Ash and Birch; of these Birch had fewer at stage 2 and is excluded."
    )


@pytest.mark.parametrize(
    ("rows", "options", "number", "said"),
    [
        ("a 5, b 3, c 2", {"majority": Majority.EQUAL_OR_EXCEED, "base": Base.FIRST}, 1,
         "Ash has 5 votes (50.00 per cent), half of the first stage's votes, and is elected."),
        ("a 5, b 3, c 2", {"majority": Majority.EQUAL_OR_EXCEED}, 1,
         ("Ash has 5 votes (50.00 per cent), as many as all other continuing candidates together, "
         "and is elected.")),
        ("a 6/6, b 3/3, c 1/1", {"base": Base.FIRST, "weighted": True}, 1,
         "Ash has 60.00 points, more than half of the first stage's points, and is elected."),
        ("a 40/4, b 35/3, c 25/3", {"rule": "plurality", "seats": 2, "weighted": True}, 1,
         "Ash and Birch have the most points and are elected."),
        ("a 4, b 0", {"rule": "plurality", "seats": 2}, 1,
         "Ash and Birch are elected: there is a place for all who stand."),
        ("a 4, b 2, c 2, d 1", {"rule": "plurality", "seats": 2}, 1,
         ("Ash has the most votes and has a place whatever the lot says. At stage 1 Birch and "
         "Cedar are level: draw a lot to say which of them is to be elected, record it and count "
         "again.")),
        ("a 2, b 2, c 2", {"rule": "plurality", "seats": 2, "lots": ((1, "abc", "b"),)}, 1,
         ("Ash, Birch and Cedar are level, 2 votes (33.33 per cent) each; the lot fell on Birch, "
         "who has a place whatever the next lot says. At stage 1 Ash and Cedar are level: draw a "
         "lot to say which of them is to be elected, record it and count again.")),
    ],
)  # fmt: skip
def test_why_somebody_is_elected_is_true_of_the_base_the_weights_and_the_seats(
    rows: str, options: dict[str, object], number: int, said: str
) -> None:
    declaration = declared(rows, **options)  # type: ignore[arg-type]
    assert stage_sentence(declaration, declaration.stages[number - 1]) == said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"rule": "sv", "tie_order": TieOrder.LOT, "to_two": True},
         ("The supplementary vote takes no account of the order of earlier stages that settles "
         "ties (tie_order) and counting on down to two (to_two).")),
        ({"rule": "av", "tie_order": TieOrder.LOT, "to_two": True}, None),
        ({"rule": "plurality"}, None),
    ],
)  # fmt: skip
def test_options_that_the_rule_ignores_are_named_beside_the_result(
    options: dict[str, object], said: str | None
) -> None:
    found = provisos(declared("a 9, b 1", **options))  # type: ignore[arg-type]
    assert found == ((said,) if said else ())


def test_a_lot_that_gave_a_place_while_another_is_open_is_not_told_as_final() -> None:
    rows, options = "a 2, b 2, c 2", {"rule": "plurality", "seats": 2, "lots": ((1, "abc", "b"),)}
    assert provisos(declared(rows, **options)) == (  # type: ignore[arg-type]
        (
            "A lot between Ash, Birch and Cedar decided who has a place; another draw could change "
            "the result."
        ),
    )


def test_papers_that_rank_only_the_withdrawn_are_valid_though_there_is_no_result() -> None:
    declaration = declared("a 3, b 0", withdrawn="a")
    assert declaration.no_votes
    assert headline(declaration) == "No paper ranks a candidate who stands"
    assert headline(declared("a 0")) == "No valid papers: nothing to count"


def _invented(random: Random) -> tuple[Contest, CastVoteRecords, Declaration]:
    """A small contest of any rule and purpose, with names of trees and the lots it asks for."""
    invented = invent(random)
    contest = invented.contest
    standing = len(contest.standing)
    rule = random.choice(["av", "av", "plurality", "sv"])
    names = random.sample(POOL, len(contest.candidates))
    contest = replace(
        contest,
        rule=rule,
        seats=random.randint(1, min(3, standing)) if rule == "plurality" else 1,
        majority=contest.majority if rule == "av" else Majority.MORE,
        purpose=random.choice(list(Purpose)),
        candidates=tuple(
            replace(c, name=name) for c, name in zip(contest.candidates, names, strict=True)
        ),
    )
    records = replace(invented, contest=contest).records
    profile = replace(invented, contest=contest).profile
    lots = Lots() if random.random() < 0.2 else draw_all(profile, contest, random)[1]
    return contest, records, declare(contest, records, lots)


def _sentences(declaration: Declaration) -> list[str]:
    contest = declaration.contest
    return [
        headline(declaration),
        *story(declaration),
        *margin_sentences(declaration),
        *provisos(declaration),
        *(stage_sentence(declaration, s) for s in declaration.stages),
        *(tie_sentence(contest, t) for s in declaration.stages for t in s.ties),
    ]


@pytest.mark.parametrize("seed", range(8))
def test_no_sentence_of_any_contest_is_wrong(seed: int) -> None:
    random = Random(seed)
    for _ in range(400):
        contest, _, declaration = _invented(random)
        here = {c.name for c in contest.standing}
        for said in _sentences(declaration):
            assert not WRONG.search(said), said
            assert {name for name in POOL if re.search(rf"\b{name}\b", said)} <= here, said
        if declaration.margin and not declaration.margin.points:
            assert "ahead of" not in " ".join([headline(declaration), *story(declaration)])
            assert "ahead of" not in margin_sentences(declaration)[0]
        assert all(story(declaration))
        if story(declaration)[-1].startswith("Transfers from") and not contest.weighted:
            margin, moved = declaration.margin, declaration.deciding_stage.transfers.values()
            assert margin is not None
            gained = {
                c: sum(sum(to[c]) for to in moved) for c in (margin.winner, *margin.runners_up)
            }
            assert all(gained[margin.winner] > gained[c] for c in margin.runners_up)


@pytest.mark.parametrize("seed", range(4))
def test_no_figure_or_name_depends_on_the_order_of_the_ballot_paper(seed: int) -> None:
    random = Random(seed)
    for _ in range(200):
        random_state = random.getrandbits(64)
        one = invent(Random(random_state))
        rule = random.choice(["av", "plurality", "sv"])
        contest = replace(
            one.contest,
            rule=rule,
            majority=one.contest.majority if rule == "av" else Majority.MORE,
        )
        order = random.sample(range(len(contest.candidates)), len(contest.candidates))
        place = {old: new for new, old in enumerate(order)}
        rows = tuple(
            (tuple(tuple(sorted(place.get(c, c) for c in rank)) for rank in ranks), section, papers)
            for ranks, section, papers in one.rows
        )
        here = replace(one, contest=contest)
        there = replace(
            one,
            rows=rows,
            contest=replace(contest, candidates=tuple(contest.candidates[n] for n in order)),
        )
        lots = draw_all(here.profile, contest, random)[1]
        a, b = declare(contest, here.records, lots), declare(there.contest, there.records, lots)
        assert a.elected == b.elected
        for x, y in ((a.margin, b.margin), (a.reversal, b.reversal)):
            assert (x is None) == (y is None)
            if x and y:
                assert set(x.runners_up) == set(y.runners_up)
                assert replace(x, runners_up=()) == replace(y, runners_up=())
        assert headline(a) == headline(b)
