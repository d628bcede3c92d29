"""Names, postcodes, e-mail addresses and the words of lists, case by case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.roll import Basis
from hustings.roll.contact import emails_in, is_email, likely_domain, plain_email, plain_postcode
from hustings.roll.names import has_surname, name_key, people_in, proper_case, straight_order
from hustings.roll.tidying import tidy
from hustings.roll.vocabulary import basis_of, language_of, section_of


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("JOHN SMITH", "John Smith"),
        ("john smith", "John Smith"),
        ("MRS ANN O'NEIL", "Mrs Ann O'Neil"),
        ("JEAN-LUC D'ARCY", "Jean-Luc D'Arcy"),
        ("MCDONALD", "McDonald"),
        ("MACDONALD", "Macdonald"),
        ("J.R. SMITH", "J.R. Smith"),
        ("TJ SMITH", "TJ Smith"),
        ("JOHN SMITH III", "John Smith III"),
        ("JOHN SMITH OBE", "John Smith OBE"),
        ("MR JOHN SMITH JR", "Mr John Smith Jr"),
        ("ÉLODIE ÅKESSON", "Élodie Åkesson"),
        ("MR", "Mr"),
        ("JO", "JO"),
        ("John van Dyke", "John van Dyke"),
        ("eBay Smith", "eBay Smith"),
    ],
)
def test_capitals(before: str, after: str) -> None:
    assert proper_case(before) == after


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("Mr & Mrs J Bloggs", ("Mr J Bloggs", "Mrs J Bloggs")),
        ("Mr and Mrs Bloggs", ("Mr Bloggs", "Mrs Bloggs")),
        ("John and Mary Smith", ("John Smith", "Mary Smith")),
        ("John & Mary van der Berg", ("John van der Berg", "Mary van der Berg")),
        ("John Smith and Mary Jones", ("John Smith", "Mary Jones")),
        ("John Smith & Mary", ("John Smith", "Mary Smith")),
        ("Mr J and Mrs M Smith", ("Mr J Smith", "Mrs M Smith")),
        ("Ann/Bob Ray", ("Ann Ray", "Bob Ray")),
        ("Andrew Anderson", ("Andrew Anderson",)),
        ("Sandy & Co", ("Sandy & Co",)),
        ("Mr & Mrs", ("Mr & Mrs",)),
        ("& Ann", ("& Ann",)),
    ],
)
def test_two_people_in_one_name(name: str, people: tuple[str, ...]) -> None:
    assert people_in(name) == people


@pytest.mark.parametrize(
    ("name", "answer"),
    [("Ann Able", True), ("Mrs Able", True), ("Ann", False), ("Mr", False), ("Ann B", False),
     ("Ann B.", False), ("Ann Jr", False), ("Dr A Able MBE", True)],
)  # fmt: skip
def test_a_surname_is_there_or_not(name: str, answer: bool) -> None:
    assert has_surname(name) is answer


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Able, Ann", "Ann Able"),
        ("van der Berg, Mr Jan", "Mr Jan van der Berg"),
        ("Able, Jr", "Able, Jr"),
        ("Ann Able, BSc", "Ann Able, BSc"),
        ("Able, Ann, Dr", "Able, Ann, Dr"),
        ("Ann Able", "Ann Able"),
    ],
)
def test_the_surname_comes_last(before: str, after: str) -> None:
    assert straight_order(before) == after


def test_names_are_compared_without_titles_and_accents() -> None:
    one, other = name_key("Mr. José O'Neil-Smith Jr"), name_key("jose oneil smith")
    assert (one.full, one.given, one.family) == (other.full, other.given, other.family)
    assert (one.ending, other.ending) == ("jr", "")
    assert name_key("Bob Ray").formal_given == "robert"


@pytest.mark.parametrize(
    ("text", "after"),
    [("zz991aa", "ZZ99 1AA"), ("Z1  1aa", "Z1 1AA"), ("ZZ1A 1AA.", "ZZ1A 1AA"), ("75001", "75001"),
     ("d-10115 ", "D-10115"), ("ZZ99", "ZZ99"), ("", "")],
)  # fmt: skip
def test_postcodes(text: str, after: str) -> None:
    assert plain_postcode(text) == after
    assert plain_postcode(after) == after


@pytest.mark.parametrize(
    ("text", "answer"),
    [("a@b.org", True), ("a.b+c@d-e.co.uk", True), ("o'neil@b.org", True), ("a@b", False),
     ("a@@b.org", False), ("a b@c.org", False), ("a.@b.org", False), ("a@-b.org", False),
     ("@b.org", False), ("a@b..org", False), ("a@b.c", False), ("a" * 250 + "@b.org", False),
     ("a,b@c.org", False), ("ann@bücher.example", True)],
)  # fmt: skip
def test_the_shape_of_an_email_address(text: str, answer: bool) -> None:
    assert is_email(text) is answer


@pytest.mark.parametrize(
    ("domain", "meant"),
    [
        ("gamil.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("hotmail.co.ku", "hotmail.co.uk"),
        ("yahooo.co.uk", "yahoo.co.uk"),
        ("btinternt.com", "btinternet.com"),
        ("branch.example.con", "branch.example.com"),
        ("branch.couk", "branch.co.uk"),
        ("gmail.com", None),
        ("mail.com", None),
        ("ymail.com", None),
        ("example.org", None),
        ("hotmail.fr", None),
        ("me.com", None),
    ],
)
def test_a_mistyped_domain(domain: str, meant: str | None) -> None:
    assert likely_domain(domain) == meant


def test_addresses_in_one_cell() -> None:
    assert emails_in("a@b.org; C@d.org, a@b.org") == ("a@b.org", "c@d.org")
    assert emails_in("a@b.org") == ("a@b.org",)
    assert emails_in("call ann") == ("call ann",)


@given(st.text(max_size=20))
def test_what_is_tidied_is_tidy(text: str) -> None:
    for once in (tidy(text), plain_email(tidy(text)), plain_postcode(tidy(text))):
        assert tidy(once) == once
    for change in (plain_email, plain_postcode, proper_case):
        assert change(change(tidy(text))) == change(tidy(text))


@pytest.mark.parametrize("basis", Basis)
def test_every_basis_is_known_by_its_value_and_its_words(basis: Basis) -> None:
    assert basis_of(basis.value) is basis
    assert basis_of(basis.words.upper()) is basis


def test_sections_and_languages_are_known_by_id_and_by_name() -> None:
    sections = {"mps": "MPs and MEPs", "members": "Party members", "x": "MPs and MEPs!"}
    assert section_of("mps", sections) == "mps"
    assert section_of("PARTY  members", sections) == "members"
    assert section_of("MPs and MEPs", sections) is None  # it could be either
    assert language_of("Cymraeg", {"en": "English"}) is None
    assert language_of("gaelic", {"gd": "Gaelic"}) == "gd"
