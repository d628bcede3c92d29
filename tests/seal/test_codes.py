"""Codes are read however people type them, and a mistake is found where it stands."""

from __future__ import annotations

import hashlib
import itertools
import re
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hustings.errors import SealError
from hustings.seal import (
    At,
    Typo,
    TypoKind,
    code_digest,
    make_code,
    make_nonce,
    make_receipt,
    nonce_digest,
    read_code,
    read_receipt,
)
from hustings.seal.symbols import ALPHABET
from tests.seal import vectors

VECTORS = vectors.read("codes.json")
KEY = bytes(range(32))

random_bytes = st.binary(min_size=12, max_size=12)
codes = random_bytes.map(make_code)
places = st.integers(0, 20)


def _plain(code: str) -> str:
    return code.replace("-", "")


def _times(a: int, b: int) -> int:
    """a * b modulo x^5 + x^2 + 1, bit by bit."""
    product = 0
    for bit in range(5):
        product ^= (a << bit) * (b >> bit & 1)
    for bit in range(9, 4, -1):
        product ^= (0b100101 << bit - 5) * (product >> bit & 1)
    return product


def _sums(word: list[int]) -> tuple[int, int]:
    """The two sums of the specification."""
    plain, weighted, power = 0, 0, 1
    for symbol in word:
        plain ^= symbol
        weighted ^= _times(symbol, power)
        power = _times(power, 2)
    return plain, weighted


def _typo(stated: dict[str, Any]) -> Typo:
    return Typo(
        TypoKind(stated["kind"]),
        stated["by"],
        tuple(At(**at) for at in stated["at"]),
        tuple(stated["uneven"]),
    )


@pytest.mark.parametrize("case", vectors.table(VECTORS["codes"], "code"))
def test_random_bytes_give_the_codes_of_the_vectors(case: dict[str, str]) -> None:
    assert make_code(bytes.fromhex(case["random_bytes"])) == case["code"]


@pytest.mark.parametrize("case", vectors.table(VECTORS["typed"]))
def test_what_is_typed_is_read_as_the_vectors_say(case: dict[str, Any]) -> None:
    expected = case["code"] if "code" in case else _typo(case["typo"])
    assert read_code(case["typed"]) == expected


@pytest.mark.parametrize("case", vectors.table(VECTORS["digests"], "code"))
def test_digests_are_those_of_the_vectors(case: dict[str, str]) -> None:
    key, contest = bytes.fromhex(case["key"]), case["contest"].encode()
    assert code_digest(case["code"], key=key, contest=contest).hex() == case["digest"]


@pytest.mark.parametrize("case", vectors.table(VECTORS["nonce_digests"], "nonce"))
def test_digests_of_nonces_are_those_of_the_vectors(case: dict[str, str]) -> None:
    key, contest = bytes.fromhex(case["key"]), case["contest"].encode()
    assert nonce_digest(case["nonce"], key=key, contest=contest).hex() == case["digest"]


@pytest.mark.parametrize("case", vectors.table(VECTORS["receipts"], "receipt"))
def test_receipts_are_those_of_the_vectors_and_are_read_back(case: dict[str, str]) -> None:
    receipt = make_receipt(bytes.fromhex(case["random_bytes"]))
    assert receipt == case["receipt"] == read_receipt(receipt.lower().replace("-", " "))


@given(random_bytes)
def test_a_code_keeps_95_bits_and_both_its_sums_are_nought(drawn: bytes) -> None:
    code = make_code(drawn)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{3}(-[0-9A-HJKMNP-TV-Z]{3}){6}", code)
    word = [ALPHABET.index(symbol) for symbol in _plain(code)]
    assert _sums(word) == (0, 0)
    number = sum(symbol << 5 * place for place, symbol in enumerate(reversed(word[:19])))
    assert number == int.from_bytes(drawn, "big") >> 1


@given(codes, st.data())
def test_case_separators_width_and_look_alikes_do_not_matter(
    code: str, data: st.DataObject
) -> None:
    alike = {"0": "0Oo０Ｏ", "1": "1IilL１ıＩ"}
    separators = st.text("- \t\n\u00a0\u2009\u2010\u2011\u2013\u2014\u2212\u200b_－", max_size=2)

    def typed(symbol: str) -> str:
        forms = alike.get(symbol, symbol + symbol.lower() + chr(ord(symbol) + 0xFEE0))
        return data.draw(st.sampled_from(forms)) + data.draw(separators)

    assert read_code("".join(typed(symbol) for symbol in _plain(code))) == code


@given(codes, places, st.integers(1, 31))
def test_every_single_wrong_symbol_is_located(code: str, place: int, change: int) -> None:
    plain = _plain(code)
    wrong = ALPHABET[ALPHABET.index(plain[place]) ^ change]
    typo = read_code(plain[:place] + wrong + plain[place + 1 :])
    at = At(place + 1, place // 3 + 1, wrong)
    assert typo == Typo(TypoKind.ONE_CHARACTER, at=(at,))


def test_every_single_wrong_symbol_of_one_code_is_located() -> None:
    plain = _plain(VECTORS["codes"][2]["code"])
    for place, wrong in itertools.product(range(21), ALPHABET):
        if wrong != plain[place]:
            typo = read_code(plain[:place] + wrong + plain[place + 1 :])
            assert typo == Typo(TypoKind.ONE_CHARACTER, at=(At(place + 1, place // 3 + 1, wrong),))


@given(codes, st.integers(0, 19))
def test_every_swap_of_unlike_neighbours_is_named_and_never_taken_for_one_symbol(
    code: str, place: int
) -> None:
    plain = _plain(code)
    pair = plain[place + 1] + plain[place]
    assume(pair[0] != pair[1])
    typo = read_code(plain[:place] + pair + plain[place + 2 :])
    assert isinstance(typo, Typo)
    assert typo.kind is TypoKind.NEIGHBOURS
    assert At(place + 1, place // 3 + 1, pair) in typo.at


@given(codes, places, places, st.integers(1, 31), st.integers(1, 31))
def test_two_wrong_symbols_never_make_a_code(
    code: str, one: int, two: int, change_one: int, change_two: int
) -> None:
    assume(one != two)
    word = [ALPHABET.index(symbol) for symbol in _plain(code)]
    word[one] ^= change_one
    word[two] ^= change_two
    assert isinstance(read_code("".join(ALPHABET[symbol] for symbol in word)), Typo)


def test_no_two_codes_are_nearer_than_three_symbols() -> None:
    """The code is linear, so it is enough that no word of weight one or two is a code."""
    singles = [
        _sums([0] * place + [symbol])
        for place, symbol in itertools.product(range(21), range(1, 32))
    ]
    assert (0, 0) not in singles
    assert len(set(singles)) == len(singles) == 21 * 31
    zero = list("0" * 21)
    for (one, two), a, b in itertools.product(
        itertools.combinations(range(21), 2), ALPHABET[1::6], ALPHABET[1::6]
    ):
        word = zero.copy()
        word[one], word[two] = a, b
        assert isinstance(read_code("".join(word)), Typo)


@given(codes, st.data())
def test_a_typo_never_holds_the_right_symbol_or_the_code(code: str, data: st.DataObject) -> None:
    place, change = data.draw(places), data.draw(st.integers(1, 31))
    plain = _plain(code)
    wrong = ALPHABET[ALPHABET.index(plain[place]) ^ change]
    typo = read_code(plain[:place] + wrong + plain[place + 1 :])
    assert isinstance(typo, Typo)
    assert [at.found for at in typo.at] == [wrong]
    assert code not in repr(typo)


@given(st.text())
def test_any_text_is_a_code_or_a_typo(text: str) -> None:
    found = read_code(text)
    assert isinstance(found, Typo) or read_code(found) == found
    assert isinstance(read_receipt(text), str | Typo)


@pytest.mark.parametrize(
    ("typed", "typo"),
    [
        ("é", Typo(TypoKind.UNREADABLE, at=(At(1, 1, "é"),))),
        ("ABC ?EF !", Typo(TypoKind.UNREADABLE, at=(At(4, 2, "?"), At(7, 3, "!")))),
        ("ﬁ ½", Typo(TypoKind.UNREADABLE, at=(At(1, 1, "ﬁ"), At(2, 1, "½")))),
        (" -\t- ", Typo(TypoKind.TOO_SHORT, by=21)),
        ("A" * 22, Typo(TypoKind.TOO_LONG, by=1)),
        ("A" * 1_000_000, Typo(TypoKind.TOO_LONG, by=1_000_000 - 21)),
        ("ABC-DE-FGH-JKM-NPQ-RST-VWXY", Typo(TypoKind.SEVERAL)),
        ("ABC-DE-FGH-JKM-NPQ-RST-VW", Typo(TypoKind.TOO_SHORT, by=2, uneven=(2, 7))),
        ("A#BC", Typo(TypoKind.UNREADABLE, at=(At(2, 1, "#"),))),
        ("#ABC", Typo(TypoKind.UNREADABLE, at=(At(1, 1, "#"),))),
        ("https://vote.example/#ABC", Typo(TypoKind.TOO_SHORT, by=18)),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_mistake_is_told_as_plainly_as_it_can_be(typed: str, typo: Typo) -> None:
    assert read_code(typed) == typo


@pytest.mark.parametrize("length", [0, 11, 13])
def test_a_code_is_made_of_exactly_its_random_bytes(length: int) -> None:
    with pytest.raises(SealError, match=f"a code is made of 12 bytes, not of {length}"):
        make_code(bytes(length))
    with pytest.raises(SealError, match="a receipt is made of 7 bytes"):
        make_receipt(bytes(length))
    with pytest.raises(SealError, match="a nonce is made of 16 bytes"):
        make_nonce(bytes(length))


def test_digests_depend_on_everything_that_goes_in() -> None:
    code, other = make_code(bytes(12)), make_code(bytes(11) + b"\x02")
    digests = [
        code_digest(code, key=KEY, contest=b"a"),
        code_digest(other, key=KEY, contest=b"a"),
        code_digest(code, key=bytes(32), contest=b"a"),
        code_digest(code, key=KEY, contest=b"b"),
        code_digest(code, key=KEY, contest=b"a" + code[:3].encode()),
        nonce_digest(code, key=KEY, contest=b"a"),
        nonce_digest("a" + code, key=KEY, contest=b""),
        nonce_digest("\ud800", key=KEY, contest=b"a"),
    ]
    assert len(set(digests)) == len(digests)
    assert {len(digest) for digest in digests} == {32}


def test_a_digest_is_keyed_blake2b_with_its_purpose_and_the_length_of_the_contest() -> None:
    code = make_code(KEY[:12])
    content = (1).to_bytes(8, "big") + b"a" + code.encode()
    expected = hashlib.blake2b(content, digest_size=32, key=KEY, person=b"hustings code").digest()
    assert code_digest(code, key=KEY, contest=b"a") == expected


@pytest.mark.parametrize("typed", ["", "000", "0" * 21, "000-000-000-000-000-000-001"])
def test_only_a_code_as_it_is_read_has_a_digest(typed: str) -> None:
    with pytest.raises(ValueError, match="as read_code returns it"):
        code_digest(typed, key=KEY, contest=b"a")


@pytest.mark.parametrize("length", [0, 16, 33, 64])
def test_a_digest_has_a_key_of_32_bytes(length: int) -> None:
    with pytest.raises(SealError, match="the key of digests is made of 32 bytes"):
        code_digest(make_code(bytes(12)), key=bytes(length), contest=b"a")
