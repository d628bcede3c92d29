"""Assumptions as a link: one text for equal ones, read back whole, refused with its place."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from random import Random
from urllib.parse import parse_qsl, quote, urlencode

import pytest
from hypothesis import given

from hustings.contest import Base, Contest
from hustings.errors import FormatError, RuleError
from hustings.facade import load
from hustings.formats import Loaded
from hustings.track.whatif_assumptions import Assumptions, Endorsement, Weight
from hustings.track.whatif_link import (
    assumptions_from_query,
    assumptions_to_query,
    endorsement_of,
    share_of,
)
from tests.count.invented import RANDOMS
from tests.examples import examples

HALF = Fraction(1, 2)
IDS = ["balls", "e_miliband", "a:b=c", "x&y", "50%", "é +", "1/2", "C D", "a%3Ab"]


def drawn(random: Random) -> Assumptions:
    gone = random.sample(IDS, random.randint(0, 4))
    stay = [c for c in IDS if c not in gone]
    backed = [
        Endorsement(c, random.choice(stay), Fraction(random.randint(0, 5), random.randint(5, 9)))
        for c in gone
    ]
    pool = random.random() < 0.5
    heavy = 0 if pool else 5
    weights = [
        Weight(s, Fraction(random.randint(0, heavy), random.randint(1, 9)))
        for s in random.sample(IDS, random.randint(0, 3))
    ]
    rule = random.choice([None, "av", "plurality", "sv"])
    return Assumptions(
        tuple(gone), tuple(backed), tuple(weights), pool, random.choice([None, *Base]), rule
    )


@given(RANDOMS)
@examples(150, full=5000)
def test_what_is_written_reads_back_whatever_a_link_went_through(random: Random) -> None:
    assumed = drawn(random)
    query = assumptions_to_query(assumed)
    assert assumptions_from_query(query) == assumed
    parts = query.split("&") if query else []
    random.shuffle(parts)
    assert assumptions_from_query("?" + "&".join(parts)) == assumed


@given(RANDOMS)
@examples(100, full=3000)
def test_values_that_a_form_escaped_once_more_are_read_all_the_same(random: Random) -> None:
    assumed = drawn(random)
    pairs = [part.split("=", 1) for part in assumptions_to_query(assumed).split("&") if part]
    plain = [(key, value) for key, value in pairs if key in {"endorse", "weight"}]
    others = [(key, value) for key, value in parse_qsl(assumptions_to_query(assumed))
              if key not in {"endorse", "weight"}]  # fmt: skip
    assert assumptions_from_query(urlencode([*others, *plain], quote_via=quote)) == assumed


def test_equal_assumptions_are_one_text_and_others_are_another() -> None:
    one = Assumptions(("b", "a"), (Endorsement("b", "c", HALF), Endorsement("a", "c", HALF)))
    other = Assumptions((), (Endorsement("a", "c", HALF), Endorsement("b", "c", Fraction(2, 4))))
    text = "withdraw=a&withdraw=b&endorse=a:c=1/2&endorse=b:c=1/2"
    assert {assumptions_to_query(one), assumptions_to_query(other)} == {text}
    assert assumptions_to_query(one.with_share("a", "c", Fraction(1, 3))) != text
    assert assumptions_to_query(Assumptions()) == ""


def test_the_parts_stand_in_the_order_of_the_specification() -> None:
    query = "rule=sv&base=first&pool=1&weight=mps=0&endorse=balls:abbott=50%25&withdraw=burnham"
    written = assumptions_to_query(assumptions_from_query(query))
    assert written == (
        "withdraw=balls&withdraw=burnham&endorse=balls:abbott=1/2&weight=mps=0&pool=1"
        "&base=first&rule=sv"
    )


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("1/2", "1/2"), ("0.5", "1/2"), ("50%", "1/2"), (" 12.5 % ", "1/8"), ("1", "1"),
        ("0", "0"), ("2 / 6", "1/3"), ("0.333", "333/1000"), ("100%", "1"),
    ],
)  # fmt: skip
def test_a_share_is_read_exactly(text: str, share: str) -> None:
    assert share_of(text) == Fraction(share)


@pytest.mark.parametrize("text", ["", "half", "1/0", "-1/2", "1e3", ".5", "1,5", "1/2/3", "½", "%"])
def test_what_is_no_share_is_refused_with_what_would_be_one(text: str) -> None:
    with pytest.raises(RuleError, match=r"expected a share such as 1/2, 0\.5 or 50%, found"):
        share_of(text)


def test_of_several_colons_the_one_that_parts_two_known_names_is_meant() -> None:
    assert endorsement_of("a:b:c=1/2", {"a:b", "c"}) == Endorsement("a:b", "c", HALF)
    assert endorsement_of("a:b:c=1/2") == Endorsement("a", "b:c", HALF)


@cache
def contest() -> Contest:
    loaded = load("example:labour-leader-2010")
    assert isinstance(loaded, Loaded)
    return loaded.contest


def test_with_a_contest_names_become_its_ids() -> None:
    read = assumptions_from_query("withdraw=Ed+Balls&weight=MPs%20and%20MEPs=0", contest())
    assert read == Assumptions(("balls",), weights=(Weight("mps", Fraction(0)),))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("withdraw=balls&drop=mps", "link:1:16: 'drop=mps': there is no assumption 'drop'; there"),
        ("?endorse=balls", "link:1:2: 'endorse=balls': expected CANDIDATE:OTHER=SHARE"),
        ("endorse=balls:abbott=3/2", "link:1:1: .*a share lies from 0 to 1 .*found 3/2"),
        ("weight=mps", "link:1:1: 'weight=mps': expected SECTION=WEIGHT"),
        ("withdraw=", "link:1:1: 'withdraw=': withdraw says nothing: write withdraw=CANDIDATE"),
        ("pool=yes", "link:1:1: 'pool=yes': write pool=1, or leave it out"),
        ("base=last", "there is no base 'last'; a share is of live or first"),
        ("rule=stv", "there is no rule 'stv'; the rules are av, plurality, sv"),
        ("rule=av&rule=sv", "link:1:9: .*rule is given twice, 'av' before: keep one"),
        ("withdraw=ball", "link:1:1: .*'ball' is no candidate; the candidates are abbott,"),
        ("weight=peers=1", "'peers' is no section; the sections are mps, members, affiliates"),
        ("weight=mps=2&pool=1", "link: pooled sections have no weights: leave out the 2 of mps"),
        ("x" * 5000, "the link is longer than 4096 characters: cut it"),
    ],
)
def test_a_link_that_cannot_be_read_tells_where_and_what_would_be_right(
    query: str, said: str
) -> None:
    with pytest.raises(FormatError, match=said):
        assumptions_from_query(query, contest())


def test_every_defect_of_a_link_is_told_at_once() -> None:
    with pytest.raises(FormatError) as refused:
        assumptions_from_query("withdraw=ball&base=last&pool=0", contest())
    assert [f.place.column for f in refused.value.findings] == [1, 15, 25]
