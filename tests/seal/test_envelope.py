"""A ballot goes into an envelope, comes out the same, and says nothing on the way."""

from __future__ import annotations

import base64
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.errors import SealError
from hustings.seal import (
    MOST_CANDIDATES,
    Damage,
    Damaged,
    Marks,
    OpeningKey,
    envelope_size,
    open_envelope,
    pack,
    read_sealed,
    seal,
    unpack,
)
from tests.seal import vectors

PLAIN = vectors.read("plain.json")
SEALED = vectors.read("sealed.json")
KEY = OpeningKey(base64.b64decode(SEALED["private_key"]))


def _marks(case: dict[str, Any]) -> Marks:
    return Marks(tuple(case["ranking"]), case["rotation"])


@st.composite
def ballots(draw: st.DrawFn) -> tuple[Marks, int]:
    """Any marks with the number of candidates of their contest."""
    candidates = draw(st.integers(1, MOST_CANDIDATES))
    order = draw(st.permutations(range(1, candidates + 1)))
    length = draw(st.integers(0, candidates))
    rotation = draw(st.none() | st.integers(0, candidates - 1))
    return Marks(tuple(order[:length]), rotation), candidates


@pytest.mark.parametrize("case", vectors.table(PLAIN["ballots"]))
def test_marks_and_their_plain_form_are_those_of_the_vectors(case: dict[str, Any]) -> None:
    plain = bytes.fromhex(case["plain"])
    assert pack(_marks(case), candidates=case["candidates"]) == plain
    assert unpack(plain, candidates=case["candidates"]) == _marks(case)


@pytest.mark.parametrize("case", vectors.table(PLAIN["damaged"]))
def test_a_plain_form_that_is_no_ballot_is_refused_for_its_stated_reason(
    case: dict[str, Any],
) -> None:
    with pytest.raises(SealError) as caught:
        unpack(bytes.fromhex(case["plain"]), candidates=case["candidates"])
    assert Damage(case["because"]).words in str(caught.value)


@given(ballots())
def test_whatever_is_packed_unpacks_to_the_same_marks(ballot: tuple[Marks, int]) -> None:
    marks, candidates = ballot
    plain = pack(marks, candidates=candidates)
    assert unpack(plain, candidates=candidates) == marks
    assert len(plain) == 3 + candidates


@given(st.binary(max_size=12), st.integers(1, 9))
def test_what_unpacks_at_all_packs_to_the_same_bytes(plain: bytes, candidates: int) -> None:
    headed = bytes((1, candidates)) + plain.ljust(candidates + 1, b"\0")[: candidates + 1]
    for text in (plain, headed):
        try:
            marks = unpack(text, candidates=candidates)
        except SealError:
            continue
        assert pack(marks, candidates=candidates) == text


@given(ballots())
def test_whatever_is_sealed_opens_to_the_same_marks(ballot: tuple[Marks, int]) -> None:
    marks, candidates = ballot
    sealed = seal(marks, candidates, KEY.public)
    assert open_envelope(sealed, KEY, candidates) == marks
    assert len(sealed) == envelope_size(candidates) == candidates + 51


def test_two_envelopes_of_the_same_marks_have_no_part_in_common() -> None:
    one, two = (seal(Marks((1, 2)), 200, KEY.public) for _ in range(2))
    assert sum(a == b for a, b in zip(one, two, strict=True)) < 20  # of 251; one is expected


@pytest.mark.parametrize("case", vectors.table(SEALED["envelopes"]))
def test_the_vectors_open_to_their_marks(case: dict[str, Any]) -> None:
    sealed = read_sealed(case["sealed"], candidates=SEALED["candidates"])
    assert open_envelope(sealed, KEY, SEALED["candidates"]) == _marks(case)


@pytest.mark.parametrize("case", vectors.table(SEALED["damaged"]))
def test_a_damaged_envelope_is_a_value_with_its_stated_reason(case: dict[str, Any]) -> None:
    found = open_envelope(base64.b64decode(case["sealed"]), KEY, SEALED["candidates"])
    assert found == Damaged(Damage(case["because"]))


def test_every_single_bit_of_an_envelope_matters() -> None:
    sealed = seal(Marks((2, 1), 0), 2, KEY.public)
    for place in range(len(sealed) * 8):
        turned = bytearray(sealed)
        turned[place // 8] ^= 1 << place % 8
        assert open_envelope(bytes(turned), KEY, 2) == Damaged(Damage.NOT_OPENED), place


def test_an_envelope_cannot_be_changed_into_another_of_the_same_marks() -> None:
    sealed = bytearray(seal(Marks((2, 1), 0), 2, KEY.public))
    sealed[31] ^= 0x80  # the same point on the curve, written otherwise
    assert open_envelope(bytes(sealed), KEY, 2) == Damaged(Damage.NOT_OPENED)


@pytest.mark.parametrize("length", [0, 1, 47, 48, 53, 55, 10_000])
def test_bytes_of_any_other_length_are_damage_and_no_error(length: int) -> None:
    junk = random.Random(length).randbytes(length)
    assert open_envelope(junk, KEY, 3) == Damaged(Damage.SIZE)


@pytest.mark.parametrize(
    ("ranking", "rotation", "message"),
    [
        ((1, 2, 1), None, "a candidate is ranked twice"),
        ((0,), None, "candidates are numbered from 1 to at most 200"),
        ((-1,), None, "candidates are numbered from 1 to at most 200"),
        ((201,), None, "candidates are numbered from 1 to at most 200"),
        ((1,), -1, "a rotation is from 0 to 199, or none"),
        ((1,), 200, "a rotation is from 0 to 199, or none"),
        ((1,), 255, "a rotation is from 0 to 199, or none"),
    ],
)
def test_marks_that_exist_are_valid(
    ranking: tuple[int, ...], rotation: int | None, message: str
) -> None:
    with pytest.raises(SealError, match=message):
        Marks(ranking, rotation)


@pytest.mark.parametrize("marks", [Marks((4,)), Marks((1,), 3), Marks((200,), 199)])
def test_marks_of_another_contest_are_not_sealed(marks: Marks) -> None:
    with pytest.raises(SealError, match="it has 3 candidates"):
        seal(marks, 3, KEY.public)


@pytest.mark.parametrize("candidates", [-1, 0, 201, 256])
def test_a_contest_whose_ballots_cannot_be_sealed_is_told_the_limit(candidates: int) -> None:
    with pytest.raises(SealError, match=f"1 to 200 candidates.*has {candidates}$"):
        envelope_size(candidates)


@pytest.mark.parametrize(
    ("public", "message"),
    [
        (b"", "has 32 bytes; this one has 0"),
        (KEY.public[:31], "has 32 bytes; this one has 31"),
        (bytes(32), "no public key that ballots can be sealed to"),
        ((1).to_bytes(32, "little"), "no public key that ballots can be sealed to"),
    ],
)
def test_nothing_is_sealed_to_what_is_no_key(public: bytes, message: str) -> None:
    with pytest.raises(SealError, match=message):
        seal(Marks((1,)), 3, public)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has 56 bytes; this one has 0"),
        ("AAAA", "has 56 bytes; this one has 3"),
        ("not base64!", "not in base64"),
        ("AAA", "not in base64"),
        ("é", "not in base64"),
        (base64.b64encode(bytes(57)).decode(), "has 56 bytes; this one has 57"),
    ],
)
def test_what_a_page_sends_is_refused_unless_it_could_be_an_envelope(
    text: str, message: str
) -> None:
    with pytest.raises(SealError, match=message):
        read_sealed(text, candidates=5)


def test_no_value_that_a_log_might_print_shows_how_anybody_voted() -> None:
    marks = Marks((173, 149), 131)
    shown = repr(marks) + repr((marks, Damaged(Damage.RANKING)))
    assert not [number for number in ("173", "149", "131") if number in shown]
