"""The fingerprint: a stranger computes the same, order does not matter, every change does."""

from __future__ import annotations

import hashlib
import random
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.errors import RuleError
from hustings.roll import Basis, Entry, canonical_bytes, fingerprint_of
from tests.places import ROOT

ANN = Entry(
    2,
    "Ann Able",
    Basis.MEMBER,
    "members",
    reference="7",
    address=("1 Mill Lane", "Thornley"),
    postcode="ZZ99 1AA",
    email="ann@example.org",
    phone="01632 960001",
    language="cy",
    household="h",
)
BOB = Entry(3, "José Ray", Basis.DELEGATE, "mps", email="jose@example.org")
IDS = ("k3v9q2m8x7", "a0b1c2d3e4")


def test_the_bytes_are_those_of_the_page() -> None:
    page = (ROOT / "docs/spec/roll.md").read_text(encoding="utf-8")
    lines = re.findall(r"(?m)^    ((?:hustings/roll/1|[a-z0-9]{10}<TAB>.*)<LF>)$", page)
    data = "".join(lines).replace("<TAB>", "\t").replace("<LF>", "\n").encode()
    assert canonical_bytes((ANN, BOB), IDS) == data
    digest = hashlib.sha256(data).hexdigest()
    assert digest in page
    assert fingerprint_of((ANN, BOB), IDS).sha256 == digest


def test_the_counts_are_by_basis_and_section() -> None:
    found = fingerprint_of((ANN, BOB, replace(ANN, row=4)), (*IDS, "zzzzzzzz"))
    assert found.electors == 3
    assert found.by_basis == {Basis.MEMBER: 2, Basis.DELEGATE: 1}
    assert found.by_section == {"members": 2, "mps": 1}


@given(st.integers(0, 12), st.integers())
def test_the_order_of_rows_never_matters(size: int, seed: int) -> None:
    entries = [replace(ANN, row=n, name=f"Ann Able{n}") for n in range(size)]
    ids = [f"id-{n * 7919 % 1000:08d}" for n in range(size)]
    together = list(zip(entries, ids, strict=True))
    before = fingerprint_of(entries, ids)
    random.Random(seed).shuffle(together)
    assert fingerprint_of([e for e, _ in together], [i for _, i in together]) == before


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Ann Abel"},
        {"address": ("1 Mill Lane",)},
        {"address": ("1 Mill Lane", "Thornley", "UK")},
        {"postcode": "ZZ99 1AB"},
        {"email": "bob@example.org"},
        {"email": ""},
        {"basis": Basis.DELEGATE},
        {"section": "mps"},
    ],
)
def test_every_change_changes_it(change: dict[str, object]) -> None:
    changed = replace(ANN, **change)  # type: ignore[arg-type]
    assert fingerprint_of([changed], IDS[:1]).sha256 != fingerprint_of([ANN], IDS[:1]).sha256


def test_the_public_id_is_part_of_it_and_what_the_page_leaves_out_is_not() -> None:
    before = fingerprint_of([ANN], IDS[:1])
    assert fingerprint_of([ANN], IDS[1:]).sha256 != before.sha256
    others = replace(ANN, row=9, reference="", phone="", language="en", household="", part=1)
    assert fingerprint_of([others], IDS[:1]) == before


@pytest.mark.parametrize(
    ("ids", "says"),
    [
        (IDS[:1], "one public id"),
        ((IDS[0], IDS[0]), "one public id"),
        (("short", IDS[0]), "'short' is no public id"),
        (("with\ttabs", IDS[0]), "is no public id"),
    ],
)
def test_ids_that_do_not_fit_are_refused(ids: tuple[str, ...], says: str) -> None:
    with pytest.raises(RuleError, match=says):
        fingerprint_of((ANN, BOB), ids)


def test_a_roll_that_is_not_clean_is_refused() -> None:
    with pytest.raises(RuleError, match="row 2: a roll is cleaned before it is frozen"):
        fingerprint_of([replace(ANN, name="Ann  Able")], IDS[:1])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "row 2: an elector needs a name"),
        ({"address": (), "email": ""}, "an address or an e-mail address"),
        ({"address": ("a",) * 6}, "up to five lines"),
        ({"address": ("a", "")}, "none of them empty"),
        ({"name": "Ann\tAble"}, "control character"),
        ({"address": ("a\nb",)}, "line break"),
    ],
)
def test_an_entry_that_exists_is_valid(change: dict[str, object], says: str) -> None:
    with pytest.raises(RuleError, match=says):
        replace(ANN, **change)  # type: ignore[arg-type]
