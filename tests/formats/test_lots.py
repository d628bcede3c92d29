"""Recorded lots: what is read, every defect with its place, and the way back."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.contest import Candidate, Contest
from hustings.count import Lot, Lots
from hustings.errors import FormatError, RuleError
from hustings.formats.lots import lots_as_csv, parse_lots, read_lots

PEOPLE = (
    Candidate("ann", "Ann Able"),
    Candidate("bob", "Baker, Bob"),
    Candidate("cat", "Cat Cook"),
)
CONTEST = Contest("c", "C", PEOPLE)
HEAD = "stage,candidates,drawn\n"


def _parse(text: str | bytes) -> Lots:
    data = text if isinstance(text, bytes) else text.encode()
    return parse_lots(data, contest=CONTEST, name="lots.csv")


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "2,ann>bob,bob\n",
        HEAD + "2,bob>ann,bob",
        "# drawn on the night\n\n" + HEAD + "# before witnesses\n2, ann > bob , bob\n\n",
        "\ufeff" + HEAD.replace("\n", "\r\n") + "2,ann>bob,bob\r\n",
        HEAD + '2,"ann>Baker, Bob","Baker, Bob"\n',
        HEAD + "2,Ann Able>bob,bob\n",
        "stage, candidates, drawn\n2,ann>bob,bob\n",
        HEAD + "2,ANN  able>Bob,BOB\n",
    ],
)
def test_a_lot_is_read_by_ids_or_names_in_any_order(text: str) -> None:
    (lot,) = _parse(text)
    assert (lot.stage, lot.candidates, lot.drawn) == (2, frozenset({"ann", "bob"}), "bob")
    assert lot.place.file == "lots.csv"


def test_no_lot_is_no_defect() -> None:
    assert _parse(HEAD) == Lots()


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", "lots.csv:1:1", "expected the header stage,candidates,drawn"),
        ("# nothing\n", "lots.csv:1:1", "expected the header"),
        ("2,ann>bob,bob\n", "lots.csv:1:1", "expected the header"),
        ("\nstage,drawn\n", "lots.csv:2:1", "expected the header"),
        (HEAD + "2,ann>bob\n", "lots.csv:2:1", "expected 3 cells"),
        (HEAD + "2,Baker, Bob>ann,ann\n", "lots.csv:2:1", "found 4"),
        (HEAD + "0,ann>bob,bob\n", "lots.csv:2:1", "expected the number of a stage"),
        (HEAD + "two,ann>bob,bob\n", "lots.csv:2:1", "found 'two'"),
        (HEAD + "2,ann>bib,ann\n", "lots.csv:2:3", "did you mean 'bob'"),
        (HEAD + "2,ann>zzzz,ann\n", "lots.csv:2:3", "'zzzz' is no candidate of this contest"),
        (HEAD + "2,ann>,ann\n", "lots.csv:2:3", "'' is no candidate"),
        (HEAD + "2,ann,ann\n", "lots.csv:2:3", "between two or more"),
        (HEAD + "2,ann>Ann Able,ann\n", "lots.csv:2:3", "stands twice"),
        (HEAD + "2,ann>bob,cat\n", "lots.csv:2:11", "not one of 'ann>bob'"),
        (HEAD + "2,ann>bob,\n", "lots.csv:2:11", "'' is no candidate"),
        (HEAD + "2,ann>bob,bob\n2,bob>ann,ann\n", "lots.csv:3:1", "drawn already on line 2"),
        (HEAD + '2,"ann>bob,bob\n', "lots.csv:2:3", "this quote does not close"),
        (HEAD + "2,ann>bob,b\x07ob\n", "lots.csv:2:12", "control character"),
        (b"stage\xff", "lots.csv:1:6", "expected UTF-8"),
    ],
)
def test_a_broken_file_of_lots_gives_its_place_and_remedy(
    text: str | bytes, place: str, message: str
) -> None:
    with pytest.raises(FormatError) as caught:
        _parse(text)
    assert str(caught.value.place) == place
    assert message in str(caught.value)


def test_every_defect_of_a_file_of_lots_is_reported() -> None:
    with pytest.raises(FormatError) as caught:
        _parse(HEAD + "x,ann>bob,cat\n2,ann,zoe\n")
    places = [(f.place.line, f.place.column) for f in caught.value.findings]
    assert places == [(2, 1), (2, 11), (3, 7), (3, 3)]


def test_the_message_about_a_file_of_lots_names_every_defect() -> None:
    with pytest.raises(FormatError) as caught:
        _parse(HEAD + "0,ann>bib,ann\n2,ann,ann\n")
    lines = str(caught.value).split("\n")
    assert [line.split(" ")[0] for line in lines] == [
        "lots.csv:2:1:",
        "lots.csv:2:3:",
        "lots.csv:3:3:",
    ]
    with pytest.raises(FormatError, match=r"^lots\.csv:1:1: expected the header [a-z,]*$"):
        _parse("2,ann>bob,bob\n")


def test_a_name_that_two_candidates_share_but_for_its_capitals_is_in_doubt() -> None:
    people = (Candidate("lee", "Lee"), Candidate("LEE", "Lee Ann"), Candidate("x", "X"))
    text = HEAD + "1,{}>x,x\n"
    contest = Contest("c", "C", people)
    (lot,) = parse_lots(text.format("lee").encode(), contest=contest, name="lots.csv")
    assert lot.candidates == {"lee", "x"}
    with pytest.raises(FormatError, match="'lEE' could be LEE or lee; write the id"):
        parse_lots(text.format("lEE").encode(), contest=contest, name="lots.csv")


def test_a_missing_file_of_lots_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"my-lots\.csv: there is no such file"):
        read_lots(tmp_path / "none.csv", contest=CONTEST, name="my-lots.csv")
    with pytest.raises(FormatError, match="it is a folder"):
        read_lots(tmp_path, contest=CONTEST)


IDS = [c.id for c in PEOPLE]


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 30), st.frozensets(st.sampled_from(IDS), min_size=2)),
        st.integers(0, 2),
    )
)
def test_written_lots_read_back_the_same(drawn: dict[tuple[int, frozenset[str]], int]) -> None:
    lots = Lots(
        tuple(
            Lot(s, ids, sorted(ids)[n % len(ids)]) for (s, ids), n in sorted(drawn.items(), key=str)
        )
    )

    def told(of: Lots) -> set[tuple[int, frozenset[str], str]]:
        return {(lot.stage, lot.candidates, lot.drawn) for lot in of}

    assert told(_parse(lots_as_csv(lots))) == told(lots)
    assert lots_as_csv(Lots(lots.lots[::-1])) == lots_as_csv(lots)


@given(st.text(alphabet=st.sampled_from('stage,candidates,drawn\n>"#123 annbobcat\r\0é')))
def test_no_text_of_lots_gives_a_traceback(text: str) -> None:
    for candidate in (text, HEAD + text):
        with suppress(FormatError, RuleError):
            _parse(candidate)
