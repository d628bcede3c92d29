"""Somebody asks for a ballot: whom on the register it is, and how surely."""

from __future__ import annotations

import random

import pytest

from hustings.roll import (
    FICTIONAL_COLUMNS,
    Applicant,
    Basis,
    Entry,
    Kind,
    Register,
    clean,
    fictional_rows,
    match,
)


def _entry(row: int, name: str, line: str, postcode: str) -> Entry:
    return Entry(row, name, Basis.MEMBER, "all", address=(line, "Thornley"), postcode=postcode)


ENTRIES = (
    _entry(2, "Mr Robert Ray", "12 High Street", "ZZ99 1AA"),
    _entry(3, "Mrs Mary Ray", "12 High Street", "ZZ99 1AA"),
    _entry(4, "John Smith", "3 Mill Lane", "ZZ99 1AB"),
    _entry(5, "John Smith Jr", "3 Mill Lane", "ZZ99 1AB"),
    _entry(6, "Catherine Pemberton", "Flat 2, 9 Kiln Road", "ZZ99 1AD"),
    Entry(7, "Ann Fox", Basis.MEMBER, "all", email="ann@example.org"),
)
REGISTER = Register.of(ENTRIES)


@pytest.mark.parametrize(
    ("name", "address", "postcode", "kind", "row"),
    [
        ("Robert Ray", "12 High Street, Thornley", "ZZ99 1AA", "exact", 2),
        ("bob RAY", "12, high st", "zz991aa", "exact", 2),
        ("Mrs Mary Ray", "12 High Street\nThornley\nZZ99 1AA", "", "exact", 3),
        ("Katie Pemberton", "2, 9 Kiln Rd", "ZZ99 1AD", "exact", 6),
        ("Catherine Pembertom", "Flat 2, 9 Kiln Road", "ZZ99 1AD", "likely", 6),
        ("R Ray", "12 High Street", "ZZ99 1AA", "likely", 2),
        ("Robert Ray", "21 High Street", "ZZ99 1AA", "likely", 2),
        ("Robert Ray", "12 High Street", "ZZ99 1BA", "likely", 2),
        ("Robert Ray", "12 High Street", "", "likely", 2),
        ("John Smith", "3 Mill Lane", "ZZ99 1AB", "likely", 4),
        ("Robert Ray", "7 Heron Close", "ZZ99 9ZZ", "none", 0),
        ("Zoe Zed", "12 High Street", "ZZ99 1AA", "none", 0),
        ("Ann Fox", "1 Nowhere", "", "none", 0),
        ("", "12 High Street", "ZZ99 1AA", "none", 0),
        ("Robert Ray", "", "ZZ99 1AA", "none", 0),
        ("\u200b", "\x00", "", "none", 0),
    ],
)
def test_who_is_meant(name: str, address: str, postcode: str, kind: str, row: int) -> None:
    found = match(Applicant(name, address, postcode), REGISTER)
    assert found.kind == kind
    assert (found.entry.row if found.entry else 0) == row


def test_father_and_son_are_both_shown() -> None:
    found = match(Applicant("John Smith", "3 Mill Lane", "ZZ99 1AB"), REGISTER)
    assert found.kind is Kind.LIKELY
    assert [entry.row for entry in found.others] == [5]
    backwards = Register.of(ENTRIES[::-1])
    assert match(Applicant("John Smith", "3 Mill Lane", "ZZ99 1AB"), backwards) == found


def test_the_order_of_the_register_does_not_matter() -> None:
    entries = list(clean(fictional_rows(800, 2), FICTIONAL_COLUMNS).entries)
    asked = [
        Applicant(entry.name, ", ".join(entry.address), entry.postcode.lower())
        for entry in entries[::9]
    ]
    before = [match(one, Register.of(entries)) for one in asked]
    random.Random(1).shuffle(entries)
    assert [match(one, Register.of(entries)) for one in asked] == before
    assert sum(one.kind is Kind.EXACT for one in before) > 0.97 * len(before)
