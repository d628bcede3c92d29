"""Cleaning: what is put right, what is asked, what is refused, and the laws of all three."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.errors import RuleError
from hustings.roll import (
    CANONICAL,
    FICTIONAL_COLUMNS,
    Asks,
    Basis,
    Cleaned,
    ColumnMapping,
    Defaults,
    Entry,
    Table,
    clean,
    decisions_sheet,
    entries_as_table,
    fictional_rows,
    fixed_sheet,
    refused_sheet,
)
from tests.roll.tables import MEMBER, cleaned, sound, table


def _only(result: Cleaned) -> Entry:
    assert (result.decisions, result.refused) == ((), ())
    (entry,) = result.entries
    return entry


# --- put right ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "attribute", "after"),
    [
        ({"name": "  Ann   Able\u00a0"}, "name", "Ann Able"),
        ({"name": "ANN MCDONALD-O'NEIL"}, "name", "Ann McDonald-O'Neil"),
        ({"name": "ann able"}, "name", "Ann Able"),
        ({"name": "J R SMITH"}, "name", "J R Smith"),
        ({"name": "Able, Mrs Ann"}, "name", "Mrs Ann Able"),
        ({"name": "ABLE, ANN"}, "name", "Ann Able"),
        ({"name": "Ann O’Able"}, "name", "Ann O'Able"),
        ({"name": "Jose\u0301 \u200bAble"}, "name", "José Able"),
        ({"postcode": " zz991aa "}, "postcode", "ZZ99 1AA"),
        ({"email": " <Ann@Example.ORG>; "}, "email", "ann@example.org"),
        ({"email": "mailto:ann @ example.org"}, "email", "ann@example.org"),
        ({"email": "N/A"}, "email", ""),
        ({"phone": "'+44 1632 960001"}, "phone", "+44 1632 960001"),
        ({"address": "12, Mill Lane, Thornley"}, "address", ("12 Mill Lane", "Thornley")),
        ({"address": "12 Mill Lane\r\n\r\nThornley"}, "address", ("12 Mill Lane", "Thornley")),
        ({"address": "a,b,c,d,e,f"}, "address", ("a", "b", "c", "d", "e, f")),
        ({"address": "1 Mill Lane, ZZ99 1AA"}, "address", ("1 Mill Lane",)),
        ({"address": "1 Mill Lane zz991ab", "postcode": ""}, "postcode", "ZZ99 1AB"),
        ({"basis": "Registered Supporter"}, "basis", Basis.IDENTIFIED_SUPPORTER),
        ({"basis": "In a supporter’s household"}, "basis", Basis.SUPPORTER_HOUSEHOLD),
        ({"basis": ""}, "basis", Basis.MEMBER),
        ({"language": "Cymraeg"}, "language", "cy"),
        ({"language": ""}, "language", "en"),
        ({"section": ""}, "section", "all"),
        ({"section": "ALL"}, "section", "all"),
    ],
)  # fmt: skip
def test_is_put_right(cells: dict[str, str], attribute: str, after: object) -> None:
    assert getattr(_only(cleaned(sound(**cells))), attribute) == after


@pytest.mark.parametrize(
    ("cells", "before", "after", "why"),
    [
        ({"name": "ANN ABLE"}, "ANN ABLE", "Ann Able", "capitals"),
        ({"name": " Ann  Able"}, " Ann  Able", "Ann Able", "blanks"),
        ({"postcode": "zz991aa"}, "zz991aa", "ZZ99 1AA", "postcodes"),
        ({"email": "A@B.ORG"}, "A@B.ORG", "a@b.org", "small letters"),
        ({"basis": "Paid member"}, "Paid member", "member", "usual spelling"),
        ({"postcode": "ZZ99 1AA\u200b"}, "ZZ99 1AA\u200b", "ZZ99 1AA", "cannot be seen"),
    ],
)
def test_what_is_put_right_is_reported(
    cells: dict[str, str], before: str, after: str, why: str
) -> None:
    (fix,) = cleaned(sound(**cells)).fixed
    assert (fix.row, fix.before, fix.after) == (2, before, after)
    assert why in fix.why


def test_a_sound_row_is_taken_as_it_is() -> None:
    result = cleaned(sound(no="007", email="ann@example.org", basis="member"))
    assert result.fixed == ()
    entry = _only(result)
    assert entry == Entry(
        row=2,
        name="Ann Able",
        basis=Basis.MEMBER,
        section="all",
        reference="007",
        address=("1 Mill Lane", "Thornley"),
        postcode="ZZ99 1AA",
        email="ann@example.org",
        household="1 mill ln|zz991aa",
    )


def test_a_name_is_put_together_of_its_parts() -> None:
    row = {**sound(), "title": "MRS", "given": "ann", "family": "ABLE"}
    del row["name"]
    assert _only(cleaned(row)).name == "Mrs Ann Able"


def test_columns_for_analysis_stand_apart_from_the_electors() -> None:
    result = cleaned(sound(ward="North "), sound(name="", ward="South"))
    assert result.analysis.headers == ("ward",)
    assert result.analysis.cells == {2: ("North",)}


# --- asked ------------------------------------------------------------------------------------

COUPLE = {"name": "Mr & Mrs J Bloggs"}


@pytest.mark.parametrize(
    ("cells", "asks", "answer", "attribute", "after"),
    [
        (COUPLE, Asks.TWO_PEOPLE, "split", "name", ["Mr J Bloggs", "Mrs J Bloggs"]),
        (COUPLE, Asks.TWO_PEOPLE, "keep", "name", ["Mr & Mrs J Bloggs"]),
        (COUPLE, Asks.TWO_PEOPLE, "write:Jo Bloggs", "name", ["Jo Bloggs"]),
        ({"name": "John and Mary Smith"}, Asks.TWO_PEOPLE, "split", "name",
         ["John Smith", "Mary Smith"]),
        ({"name": "Ann"}, Asks.NO_SURNAME, "keep", "name", ["Ann"]),
        ({"name": "Ann"}, Asks.NO_SURNAME, "write: Ann  Able", "name", ["Ann Able"]),
        ({"email": "a@gamil.com"}, Asks.EMAIL_DOMAIN, "correct", "email", ["a@gmail.com"]),
        ({"email": "a@gamil.com"}, Asks.EMAIL_DOMAIN, "keep", "email", ["a@gamil.com"]),
        ({"email": "a at b.org"}, Asks.EMAIL_SHAPE, "drop", "email", [""]),
        ({"email": "a at b.org"}, Asks.EMAIL_SHAPE, "write:A@b.org", "email", ["a@b.org"]),
        ({"email": "a@b.org; c@d.org"}, Asks.EMAIL_SEVERAL, "use:c@d.org", "email", ["c@d.org"]),
        ({"postcode": "75001"}, Asks.POSTCODE_SHAPE, "keep", "postcode", ["75001"]),
        ({"postcode": "ZZ9"}, Asks.POSTCODE_SHAPE, "write:zz91aa", "postcode", ["ZZ9 1AA"]),
        ({"postcode": ""}, Asks.NO_POSTAL_ADDRESS, "keep", "postcode", [""]),
        ({"postcode": ""}, Asks.NO_POSTAL_ADDRESS, "write:zz991ab", "postcode", ["ZZ99 1AB"]),
        ({"address": "", "email": "a@b.org"}, Asks.NO_POSTAL_ADDRESS, "email_only", "postcode",
         [""]),
        ({"address": "", "email": "a@b.org"}, Asks.NO_POSTAL_ADDRESS, "write:1 Mill Ln, Thornley",
         "address", [("1 Mill Ln", "Thornley")]),
        ({"basis": "Friend"}, Asks.BASIS_UNKNOWN, "delegate", "basis", [Basis.DELEGATE]),
        ({"section": "Lords"}, Asks.SECTION_UNKNOWN, "all", "section", ["all"]),
        ({"language": "Cornish"}, Asks.LANGUAGE_UNKNOWN, "cy", "language", ["cy"]),
    ],
)  # fmt: skip
def test_is_asked_and_the_answer_is_followed(
    cells: dict[str, str], asks: Asks, answer: str, attribute: str, after: list[object]
) -> None:
    result = cleaned(sound(**cells))
    (decision,) = result.decisions
    assert (decision.asks, decision.row, decision.answer) == (asks, 2, None)
    assert (result.entries, result.pending) == ((), (2,))
    settled = cleaned(sound(**cells), answers={decision.id: answer})
    assert [getattr(entry, attribute) for entry in settled.entries] == after
    assert [one.id for one in settled.answered] == [decision.id]
    assert (settled.decisions, settled.pending) == ((), ())


@pytest.mark.parametrize("cells", [COUPLE, {"email": "a@gamil.com"}, {"postcode": ""}])
def test_left_out_is_refused_as_the_officer_decided(cells: dict[str, str]) -> None:
    (decision,) = cleaned(sound(**cells)).decisions
    settled = cleaned(sound(**cells), answers={decision.id: "leave_out"})
    assert settled.entries == ()
    (refused,) = settled.refused
    assert "the officer's decision" in refused.why


def test_two_electors_of_one_row_have_numbers_of_their_own() -> None:
    row = sound(no="7", **COUPLE)
    (decision,) = cleaned(row).decisions
    one, other = cleaned(row, answers={decision.id: "split"}).entries
    assert (one.reference, other.reference) == ("7", "7/2")
    assert (one.row, one.part, other.row, other.part) == (2, 0, 2, 1)
    assert one.household == other.household


def test_without_letters_nobody_is_asked_for_a_postcode() -> None:
    assert len(cleaned(sound(postcode=""), letters=False).entries) == 1


def test_one_word_is_asked_about_once_for_all_its_rows() -> None:
    rows = [sound(name=f"{name} Able", basis="Friend") for name in ("Ann", "Bob", "Cat")]
    (decision,) = cleaned(*rows).decisions
    assert decision.rows == (2, 3, 4)
    assert len(cleaned(*rows, answers={decision.id: "delegate"}).entries) == 3


ONE = sound(no="7", name="Ann Able")
OTHER = sound(no="7", name="Bob Able")


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        (0, [("Ann Able", "7")]),
        (1, [("Bob Able", "7")]),
        (2, [("Ann Able", "7/1"), ("Bob Able", "7/2")]),
        (3, []),
    ],
)
def test_a_number_that_stands_twice_is_asked_about(
    choice: int, kept: list[tuple[str, str]]
) -> None:
    first = cleaned(ONE, OTHER)
    assert (first.entries, first.pending) == ((), (2, 3))
    (decision,) = first.decisions
    assert (decision.asks, decision.rows) == (Asks.REFERENCE_TWICE, (2, 3))
    answers = {decision.id: decision.choices[choice].value}
    result = cleaned(ONE, OTHER, answers=answers)
    found = sorted((entry.name, entry.reference) for entry in result.entries)
    assert [name for name, _ in found] == [name for name, _ in kept]
    assert sorted(number for _, number in found) == [number for _, number in kept]


def test_answers_stay_with_their_rows_when_rows_move() -> None:
    rows = [ONE, OTHER, sound(**COUPLE), sound(name="Ann")]
    first = cleaned(*rows)
    answers = {one.id: one.choices[0].value for one in first.decisions}
    settled, moved = (
        cleaned(*order, answers=answers)
        for order in (rows, [*reversed(rows), sound(name="Zoe Zed")])
    )
    assert {e.name for e in moved.entries} == {e.name for e in settled.entries} | {"Zoe Zed"}
    assert (moved.decisions, moved.unused) == ((), ())


def test_a_row_that_changes_is_asked_about_again() -> None:
    (decision,) = cleaned(sound(**COUPLE)).decisions
    result = cleaned(sound(name="Mr & Mrs K Bloggs"), answers={decision.id: "split"})
    assert len(result.decisions) == 1
    assert result.unused == (decision.id,)


@pytest.mark.parametrize(
    ("cells", "answer", "says"),
    [
        (COUPLE, "both", "choose of split, keep, leave_out, write:TEXT"),
        (COUPLE, "write: ", "write the full name"),
        (COUPLE, "write:12", "'12' is not a name"),
        ({"email": "a at b"}, "write:a at b", "'a at b' is not an e-mail address"),
        ({"basis": "Friend"}, "write:x", "choose of member, identified_supporter"),
    ],
)
def test_an_answer_that_is_no_choice_is_refused(
    cells: dict[str, str], answer: str, says: str
) -> None:
    (decision,) = cleaned(sound(**cells)).decisions
    with pytest.raises(RuleError, match=says) as caught:
        cleaned(sound(**cells), answers={decision.id: answer})
    assert decision.id in str(caught.value)


# --- refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"name": ""}, "there is no name"),
        ({"name": "12345"}, "no letter in this name"),
        ({"name": "ann@example.org"}, "an e-mail address stands as the name"),
        ({"address": "", "postcode": ""}, "no way to reach"),
        ({"address": "-", "email": "none"}, "no way to reach"),
        ({"basis": "delegate"}, "no electors on the basis 'delegate'"),
    ],
)
def test_is_refused_with_a_remedy(cells: dict[str, str], why: str) -> None:
    bases = (Basis.MEMBER, Basis.IDENTIFIED_SUPPORTER)
    result = cleaned(sound(**cells), bases=bases)
    assert (result.entries, result.decisions) == ((), ())
    (refused,) = result.refused
    assert why in refused.why
    assert refused.remedy
    assert refused.row == 2


def test_the_same_row_again_is_refused_whatever_its_capitals() -> None:
    result = cleaned(sound(), sound(name="ANN ABLE"), sound(name=" Ann Able"))
    assert [entry.row for entry in result.entries] == [2]
    assert ["in row 2" in one.why for one in result.refused] == [True, True]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"defaults": Defaults(section="lords")}, "default section 'lords'"),
        ({"defaults": Defaults(basis=Basis.DELEGATE), "bases": [Basis.MEMBER]}, "'delegate'"),
        ({"defaults": Defaults(language="fr")}, "'fr' is not known"),
        ({"sections": {}}, "at least one section"),
    ],
)
def test_defaults_that_do_not_fit_are_refused(options: dict[str, object], says: str) -> None:
    with pytest.raises(RuleError, match=says):
        cleaned(sound(), **options)


def test_a_mapping_of_another_table_is_refused() -> None:
    rows, _ = table(sound())
    mapping = ColumnMapping.of({"Surname": "family", "email": "email"})
    with pytest.raises(RuleError, match="no column 'Surname', 'email'"):
        clean(rows, mapping)


# --- laws --------------------------------------------------------------------------------------

_NAMES = ["Ann Able", "ANN ABLE", "Able, Ann", "LI, J", "Mr & Mrs Ray", "Ann", "", "o’neil ann",
          "MRS MCDONALD", "Jr", "x/y z", "van Dyke, Jo"]  # fmt: skip
_ADDRESSES = ["", "1 Mill Lane", "12, Mill Ln,Thornley, zz99 1aa", "a,b,c,d,e,f,g", "-",
              "X1 1AA, ZZ99 1AA ZZ99 1AA", "1\nMill Rd\n"]  # fmt: skip
_EMAILS = ["", "a@b.org", "A@GAMIL.COM", "a at b", "a@b.org,c@d.org", "none", "<a@x.con>"]
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "no": st.sampled_from(["", "1", "2", "3"]),
            "name": st.sampled_from(_NAMES) | st.text(max_size=12),
            "address": st.sampled_from(_ADDRESSES) | st.text(max_size=12),
            "postcode": st.sampled_from(["", "zz991aa", "ZZ99 1AA", "75001"]) | st.text(max_size=4),
            "email": st.sampled_from(_EMAILS) | st.text(max_size=8),
            "phone": st.text(max_size=4),
            "basis": st.sampled_from(["", "Member", "s", "Friend"]),
            "language": st.sampled_from(["", "Welsh", "kernewek"]),
            "household": st.sampled_from(["", "H 1"]),
        }
    ),
    min_size=1,
    max_size=6,
)


def _settled(rows: list[dict[str, str]], turn: int) -> Cleaned:
    """Rows cleaned, with each decision answered by one of its choices."""
    answers: dict[str, str] = {}
    while True:
        result = cleaned(*rows, answers=answers)
        if not result.decisions:
            return result
        for number, one in enumerate(result.decisions):
            answers[one.id] = one.choices[(turn + number) % len(one.choices)].value


@given(ROWS)
def test_every_row_ends_in_exactly_one_place(rows: list[dict[str, str]]) -> None:
    result = cleaned(*rows)
    taken = {entry.row for entry in result.entries}
    refused = [one.row for one in result.refused]
    asked = {row for one in result.decisions for row in one.rows}
    assert sorted([*taken, *result.pending, *refused]) == list(range(2, len(rows) + 2))
    assert asked == set(result.pending)


@given(ROWS, st.integers(0, 3))
@settings(max_examples=300, deadline=None)
def test_what_is_cleaned_is_clean(rows: list[dict[str, str]], turn: int) -> None:
    once = _settled(rows, turn).entries
    again = _again(once)
    assert [(f.before, f.after, f.why) for f in again.fixed] == []
    unasked = {entry.row - 2: entry for entry in again.entries}
    for number, entry in unasked.items():
        before = once[number]
        assert _content(entry) == _content(before)


def _again(entries: tuple[Entry, ...]) -> Cleaned:
    return clean(entries_as_table(entries), CANONICAL, defaults=MEMBER)


def _content(entry: Entry) -> tuple[object, ...]:
    return (
        entry.reference, entry.name, entry.address, entry.postcode, entry.email, entry.phone,
        entry.basis, entry.section, entry.language, entry.household,
    )  # fmt: skip


@given(ROWS)
def test_cleaning_is_the_same_each_time(rows: list[dict[str, str]]) -> None:
    assert cleaned(*rows) == cleaned(*rows)


def test_the_made_up_roll_is_clean_after_one_cleaning() -> None:
    once = clean(fictional_rows(500, 3), FICTIONAL_COLUMNS)
    again = _again(once.entries)
    assert (again.fixed, again.decisions, again.refused) == ((), (), ())
    assert list(map(_content, again.entries)) == list(map(_content, once.entries))


# --- the sheets for the officer ----------------------------------------------------------------


def test_the_sheets_tell_each_finding_in_a_row() -> None:
    rows, mapping = table(sound(name="ANN ABLE"), sound(name="Bob"), sound(name=""))
    result = clean(rows, mapping, defaults=MEMBER)
    assert fixed_sheet(result)[1] == [("2", "full name", "ANN ABLE", "Ann Able", "capitals")]
    ((at, field, found, question, choices),) = decisions_sheet(result)[1]
    assert (at, field, found) == ("3", "full name", "Bob")
    assert "no surname" in question
    assert choices == "keep the name as it is; leave out of the roll"
    headers, refused = refused_sheet(result, rows)
    assert headers == ("refused row", "why refused", "what would help", *rows.headers)
    assert refused[0][3:] == rows.rows[2]


def test_progress_tells_rows_done_and_in_all() -> None:
    told: list[tuple[int, int]] = []
    clean(
        fictional_rows(4500, 1),
        FICTIONAL_COLUMNS,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(2000, 4500), (4000, 4500), (4500, 4500)]


@pytest.mark.parametrize(
    ("headers", "rows", "numbers", "says"),
    [
        ((), (), (), "needs headings"),
        (("a", ""), (), (), "none of them may be empty"),
        (("a", "a"), (), (), "stands twice"),
        (("a",), (("1", "2"),), (2,), "has 1 cells"),
        (("a",), (("1",), ("2",)), (2, 2), "a number of its own"),
    ],
)
def test_a_table_that_exists_is_valid(
    headers: tuple[str, ...], rows: tuple[tuple[str, ...], ...], numbers: tuple[int, ...], says: str
) -> None:
    with pytest.raises(RuleError, match=says):
        Table(headers, rows, numbers)
