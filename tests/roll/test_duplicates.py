"""Likely duplicates and households: which pairs come out, how sure, and always the same."""

from __future__ import annotations

import random

import pytest

from hustings.errors import RuleError
from hustings.roll import (
    FICTIONAL_COLUMNS,
    Basis,
    Entry,
    Households,
    address_key,
    clean,
    count_households,
    duplicates,
    fictional_rows,
    likely_duplicates,
)

HOME = ("12 High Street", "Thornley")


def _entry(row: int, name: str, **given: object) -> Entry:
    cells = {"address": HOME, "postcode": "ZZ99 1AA", **given}
    return Entry(row, name, Basis.MEMBER, "all", **cells)  # type: ignore[arg-type]


def _pair(one: dict[str, object], other: dict[str, object]) -> tuple[int, str] | None:
    found = likely_duplicates([_entry(2, **one), _entry(3, **other)])  # type: ignore[arg-type]
    assert len(found) <= 1
    return (found[0].score, "; ".join(found[0].reasons)) if found else None


AWAY: dict[str, object] = {"address": ("9 Mill Lane",), "postcode": "ZZ99 2BB"}
NEAR: dict[str, object] = {"address": ("14 High Street",)}
NOWHERE: dict[str, object] = {"address": (), "postcode": ""}
POST = {"email": "a@example.org"}


@pytest.mark.parametrize(
    ("one", "other", "score", "reason"),
    [
        ({"name": "John Smith"}, {"name": "Mr John Smith"}, 90, "the same name; the same address"),
        ({"name": "John Smith", **POST}, {"name": "John Smith", **POST}, 100, "e-mail"),
        ({"name": "John Smith"}, {"name": "John Smith Jr"}, 65, "Junior"),
        ({"name": "Bob Ray"}, {"name": "Robert Ray"}, 85, "once in short form"),
        ({"name": "John A Smith"}, {"name": "John Smith"}, 85, "the same first name and surname"),
        ({"name": "J Smith"}, {"name": "John Smith"}, 75, "the initial agrees"),
        ({"name": "Catherine Pemberton"}, {"name": "Catherine Pembertom"}, 75, "by a letter"),
        ({"name": "John Smith"}, {"name": "John Smith", **NEAR}, 70, "the same postcode"),
        ({"name": "John Smith", **POST}, {"name": "John Smith", **POST, **AWAY}, 85, "e-mail"),
        ({"name": "Ann Ray", **POST}, {"name": "Bob Fox", **POST}, 30, "where families share one"),
        ({"name": "Ann Ray", **POST}, {"name": "Bob Fox", **POST, **AWAY}, 50, "different names"),
        ({"name": "Ann Ray", "email": "a@b.org", **NOWHERE},
         {"name": "Ann Ray", "email": "c@d.org", **NOWHERE}, 60, "the same name"),
    ],
)  # fmt: skip
def test_a_pair_to_be_looked_at(
    one: dict[str, object], other: dict[str, object], score: int, reason: str
) -> None:
    found = _pair(one, other)
    assert found is not None
    assert found[0] == score
    assert reason in found[1]
    assert _pair(other, one) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "John Smith"}, {"name": "John Smith", **AWAY}),
        ({"name": "John Smith"}, {"name": "Mary Smith"}),
        ({"name": "James Fox"}, {"name": "Janet Fox"}),
        ({"name": "J Smith"}, {"name": "John Smith", **NEAR}),
        ({"name": "James Pemberton"}, {"name": "Janet Pemberton", **NEAR}),
        ({"name": "Ann Ray", "email": "a@b.org", **NOWHERE}, {"name": "Ann Ray"}),
    ],
)
def test_no_pair(one: dict[str, object], other: dict[str, object]) -> None:
    assert _pair(one, other) is None


def test_pairs_do_not_depend_on_the_order_of_the_entries() -> None:
    entries = list(clean(fictional_rows(2000, 9, defects=True), FICTIONAL_COLUMNS).entries)
    pairs = likely_duplicates(entries)
    assert pairs
    assert [pair.score for pair in pairs] == sorted((p.score for p in pairs), reverse=True)
    assert all((pair.a.row, pair.a.part) < (pair.b.row, pair.b.part) for pair in pairs)
    random.Random(4).shuffle(entries)
    assert likely_duplicates(entries) == pairs


def test_a_crowd_at_one_postcode_is_compared_in_bounded_work() -> None:
    crowd = [
        _entry(n, f"Person{n // 2:05d} Family{n // 2:05d}", address=(f"{n // 2} High Street",))
        for n in range(2, 3002)
    ]
    compared = sum(1 for _ in duplicates._candidates([duplicates._know(one) for one in crowd]))
    assert compared < 30 * len(crowd)
    pairs = likely_duplicates(crowd)
    doubles = {(n, n + 1) for n in range(2, 3002, 2)}
    assert {(pair.a.row, pair.b.row) for pair in pairs if pair.score == 90} == doubles


def test_without_rapidfuzz_the_message_names_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import sys

    from hustings.roll import alike

    alike._ratio.cache_clear()
    monkeypatch.setitem(sys.modules, "rapidfuzz.fuzz", None)
    with pytest.raises(RuleError, match=r"hustings\[web\]"):
        _pair({"name": "Catherine Pemberton"}, {"name": "Catherine Pembertom"})


# --- households --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("12 High Street", "Thornley"), ("12 HIGH ST.",)),
        (("Flat 2", "12 High Street"), ("Flat 2, 12 High St", "Thornley")),
        (("Apartment 2, 12 Saint Mary's Road",), ("2", "12 St Marys Rd")),
        (("Rose Cottage", "Mill Lane"), ("rose cottage", "Mill Ln", "Marlcombe")),
    ],
)
def test_one_address_written_in_two_ways(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert address_key(one, "ZZ99 1AA") == address_key(other, "zz991aa")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("12 High Street",), ("14 High Street",)),
        (("Flat 1", "12 High Street"), ("Flat 2", "12 High Street")),
        (("1 Rose Cottages", "Mill Lane"), ("1 Lily Cottages", "Mill Lane")),
    ],
)
def test_two_addresses(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert address_key(one, "ZZ99 1AA") != address_key(other, "ZZ99 1AA")


def test_households_are_counted_by_size() -> None:
    homes = ["a", "b", "a", "", "c", "b", "a", ""]
    entries = [_entry(n, "Ann Able", household=home) for n, home in enumerate(homes)]
    assert count_households(entries) == Households({1: 1, 2: 1, 3: 1}, unknown=2)
    assert count_households(entries).total == 3
    assert count_households([]).total == 0
