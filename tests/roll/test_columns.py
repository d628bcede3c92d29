"""Columns: what a heading suggests, and which choices make a valid mapping."""

from __future__ import annotations

import pytest

from hustings.errors import RuleError
from hustings.roll import FICTIONAL_COLUMNS, ColumnMapping, Field, suggest_columns


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ("Member No|Title|First Name|Surname|Address Line 1|Address Line 2|Town|County|Post Code",
         "reference title given family address_1 address_2 address_3 address_4 postcode"),
        ("member_id|firstName|lastName|Address1|Address2|PostCode|E-Mail Address|Mobile Phone",
         "reference given family address_1 address_2 postcode email phone"),
        ("ID|Full name|Address|Postcode|Email|Membership type|Language|Household ID",
         "reference name address postcode email basis language household"),
        ("Forename|SURNAME|Address|Town|ZIP|e-mail|Tel. No.",
         "given family address_1 address_3 postcode email phone"),
        ("Name|First name|Last name|Email", "- given family email"),
        ("Name|Initials|Email address", "name - email"),
        ("Elector Number|Elector Name|Postcode|Section", "reference name postcode section"),
        ("Email|Second email|Name|Ward|Date of birth", "email - name - -"),
        ("Email|E-mail|Name|Full name", "email - name -"),
        ("Member's name|Home address|Supporter status", "name address basis"),
    ],
)  # fmt: skip
def test_usual_headings_are_known(headers: str, fields: str) -> None:
    guesses = suggest_columns(headers.split("|"))
    assert list(guesses) == headers.split("|")
    assert [guess or "-" for guess in guesses.values()] == fields.split()


@pytest.mark.parametrize(
    ("headers", "rows", "fields"),
    [
        ("Name|Email|Type", "", "name email basis"),
        ("Name|Email|Status|Category", "", "name email basis -"),
        ("Name|Status|Email|Membership type", "", "name - email basis"),
        ("Name|Email|Type", "a,b,Member;c,d,Supporter", "name email basis"),
        ("Name|Status|Why", "a,Paid,Member;c,Owes,;e,,Supporter", "name - basis"),
        ("Name|Membership", "a,Member;b,Supporter", "name basis"),
        ("Name|Membership", "a,M1;b,M2", "name reference"),
        ("Name|Sex", "a,M;b,M", "name -"),
        ("Name|Remarks", "a,;b,", "name -"),
    ],
)
def test_a_basis_is_known_by_its_words_or_by_its_heading(
    headers: str, rows: str, fields: str
) -> None:
    cells = [row.split(",") for row in rows.split(";") if row]
    guesses = suggest_columns(headers.split("|"), cells)
    assert [guess or "-" for guess in guesses.values()] == fields.split()


def test_the_made_up_roll_suggests_its_own_columns() -> None:
    chosen = FICTIONAL_COLUMNS.as_dict()
    guesses = suggest_columns(chosen)
    assert {header: guess for header, guess in guesses.items() if header != "Branch"} == {
        header: field for header, field in chosen.items() if header != "Branch"
    }
    assert guesses["Branch"] is None  # what is kept for analysis is the officer's choice


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"a": "email"}, "no column holds names"),
        ({"a": "given", "b": "email"}, "no column holds names"),
        ({"a": "name"}, "nobody can be reached"),
        ({"a": "name", "b": "postcode"}, "nobody can be reached"),
        ({"a": "name", "b": "family", "c": "email"}, "either a full name, or a first name"),
        ({"a": "name", "b": "address", "c": "address_1"}, "either a whole address in one cell"),
        ({"a": "name", "b": "email", "c": "email"}, "'b' and 'c' are both chosen as e-mail"),
        ({"a": "name", "b": "shoes"}, "no field 'shoes'"),
    ],
)
def test_a_mapping_that_exists_is_valid(choices: dict[str, str], says: str) -> None:
    with pytest.raises(RuleError, match=says):
        ColumnMapping.of(choices)


def test_a_mapping_can_be_stored_and_keeps_several_columns_for_analysis() -> None:
    chosen = {"a": "name", "b": "email", "c": "analysis", "d": "analysis", "e": None}
    mapping = ColumnMapping.of(chosen)
    assert mapping.as_dict() == {key: field for key, field in chosen.items() if field}
    assert ColumnMapping.of(mapping.as_dict()) == mapping
    assert mapping.places(("e", "b", "a", "c", "d")) == {Field.NAME: 2, Field.EMAIL: 1}
    assert mapping.analysis_places(("e", "b", "a", "c", "d")) == {"c": 3, "d": 4}


def test_every_field_has_words() -> None:
    assert all(field.words for field in Field)
    assert len({field.words for field in Field}) == len(Field)
