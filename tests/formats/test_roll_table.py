"""Lists of people: every encoding and separator read, wrong files told, bombs refused."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.errors import FormatError, Level, RuleError
from hustings.formats import roll_shape, roll_table
from hustings.formats.roll_table import read_roll_table, write_table_csv
from hustings.roll import Table, fictional_rows

HEAD = "Name,Postcode\n"
ROWS = (("Ann Able", "ZZ99 1AA"), ("José Ray", "ZZ99 1AB"))
MOMENT = dt.datetime(1970, 2, 3, 4, 5)  # noqa: DTZ001  (a spreadsheet knows no zone)
TEXT = HEAD + "Ann Able,ZZ99 1AA\nJosé Ray,ZZ99 1AB\n"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Table]:
    """Read these bytes as a file."""

    def reading(data: bytes, name: str = "roll.csv", **options: Any) -> Table:
        path = tmp_path / name
        path.write_bytes(data)
        return read_roll_table(path, name=name, **options)

    return reading


def _said(table: Table) -> str:
    return " | ".join(map(str, table.findings))


# --- CSV -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (TEXT.encode(), ""),
        (TEXT.encode("utf-8-sig"), ""),
        (TEXT.encode("utf-16"), "read as UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "read as UTF-16"),
        (TEXT.encode("cp1252"), "roll.csv:3: warning: this file is not UTF-8; it was read as"),
        (TEXT.replace("\n", "\r\n").encode(), ""),
        (TEXT.replace("\n", "\r").encode(), ""),
        (TEXT.rstrip("\n").encode(), ""),
        (TEXT.replace(",", ";").encode(), "separated by semicolons"),
        (TEXT.replace(",", "\t").encode(), "separated by tabs"),
        (("sep=;\n" + TEXT.replace(",", ";")).encode(), ""),
        (b'"Name","Postcode"\n"Ann Able","ZZ99 1AA"\n"Jos\xc3\xa9 Ray","ZZ99 1AB"\n', ""),
        (("Members of the branch,\n,\n" + TEXT).encode(), "passed over above the headings: row 1"),
        (TEXT.replace("\nJ", "\n,\n\nJ").encode(), ""),
        (TEXT.replace("\n", ",,\n").encode(), ""),
    ],
)
def test_a_csv_file_is_read(read: Callable[..., Table], data: bytes, says: str) -> None:
    table = read(data)
    assert (table.headers, table.rows) == (("Name", "Postcode"), ROWS)
    assert says in _said(table)
    assert bool(says) == bool(table.findings)


def test_a_heading_in_brackets_is_no_json(read: Callable[..., Table]) -> None:
    assert read(b"[Name],Postcode\nAnn Able,ZZ99 1AA\n").headers == ("[Name]", "Postcode")


def test_a_cell_may_hold_separators_quotes_and_line_breaks(read: Callable[..., Table]) -> None:
    table = read(b'Name,Address\n"Able, ""Ann""","1 Mill Lane\nThornley"\nBob Ray,2 Mill Lane\n')
    assert table.rows[0] == ('Able, "Ann"', "1 Mill Lane\nThornley")
    assert table.numbers == (2, 3)  # as a spreadsheet program counts, not the lines of the file


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("Name;Address\nAnn;1 Mill Lane, Thornley\nBob;2 Mill Lane, Thornley\n", ";"),
        ("Name;Weight\nAnn;1,5\nBob;2,5\n", ";"),
        ('Name,Address\nAnn,"1; Mill; Lane"\nBob,"2; Mill; Lane"\n', ","),
        ("Name\tAddress\nAnn\t1 Mill Lane, Thornley, Marlcombe\nBob\t2\n", "\t"),
        ("Name\nAnn\nBob\n", ","),
    ],
)
def test_the_separator_is_told_by_the_width_of_the_rows(
    read: Callable[..., Table], text: str, separator: str
) -> None:
    expected = list(csv.reader(io.StringIO(text), delimiter=separator))
    table = read(text.encode())
    assert [list(table.headers), *map(list, table.rows)] == expected


@pytest.mark.parametrize(
    ("text", "headers", "says"),
    [
        ("a,,c\n1,2,3\n", ("a", "column 2", "c"), "roll.csv:1:2: warning: there is no heading"),
        ("a,b,a\n1,2,3\n", ("a", "b", "a (2)"), "roll.csv:1:3: warning: the heading 'a' stands"),
        ("a,a,a (2)\n1,2,3\n", ("a", "a (3)", "a (2)"), "called 'a (3)'"),
        ("a,b,c\n1,2\n3,4,5\n6\n", ("a", "b", "c"), "2 rows have fewer cells than there are"),
        ("a,b\n", ("a", "b"), "no row below the headings"),
        ("a,b\nJosÃ©,2\n", ("a", "b"), "roll.csv:2: warning: 'Ã©' looks like a letter"),
    ],
)
def test_what_is_odd_is_read_and_told(
    read: Callable[..., Table], text: str, headers: tuple[str, ...], says: str
) -> None:
    table = read(text.encode())
    assert table.headers == headers
    assert says in _said(table)
    assert all(finding.level is not Level.ERROR for finding in table.findings)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "roll.csv: there is no row of headings: the table is empty"),
        (b"\xef\xbb\xbf\n , \n", "the table is empty"),
        (b"a,b\n1,2\x00\n", "roll.csv:2:4: a NUL character stands here"),
        (TEXT.encode("utf-16-le"), "this looks like UTF-16 without its mark"),
        (b"\xff\xfea\x00,\x00b", "this UTF-16 file is damaged"),
        (b"a,b\n\x811,2\n", "roll.csv:2: the byte 0x81 is neither UTF-8 nor Windows-1252"),
        ("é,".encode() + b"\xe9\n1,2\n", "roll.csv:1: a part of this file is UTF-8 and a part"),
        (b"a,b\n1,2,x\n3,4\n5,6,,y\n",
         "roll.csv:2:3: row 2 goes on with 'x' after the last of the 2 headings"),
        (b"a,b\n1,2,x\n3,4\n5,6,,y\n", "roll.csv:4:4: row 4 goes on with 'y'"),
        (b'a,b\n1,2\n"3,4\n5,6\n', "roll.csv:3: the quote that opens in this row does not close"),
        (b'a,b\n"1"x,2\n', "roll.csv:2: a quote inside a quoted cell"),
        (",".join(f"c{n}" for n in range(201)).encode(), "201 columns are more than 200"),
        (b"%PDF-1.7", "this is a PDF document; save the list as XLSX or as CSV UTF-8"),
        (b"<html><table>", "this is a web page or XML"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>', "this is a web page or XML"),
        (b'{"people": [\n{"name": "Ann"}]}\n', "this is a JSON file, not a list; save the list as"),
        (b'\xef\xbb\xbf [["Name"]]', "this is a JSON file, not a list"),
        ('{"name": "Ann"}'.encode("utf-16"), "this is a JSON file, not a list"),
        (b'{"name": "Ann"}\n{"name": "Ben"}\n', "this is a JSON file, not a list"),
        (b"[" * 100_000, "this is a JSON file, not a list"),
        (b'{\n "schema": "hustings/opening-key/1",\n "cut', "this is the file of an opening key"),
        (b"{\\rtf1", "a text document (RTF)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "this is an old spreadsheet (XLS)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
         "this file is protected by a password"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_with_its_place(
    read: Callable[..., Table], data: bytes, says: str
) -> None:
    with pytest.raises(FormatError) as caught:
        read(data)
    assert says in str(caught.value)


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="there is no such file"):
        read_roll_table(tmp_path / "none.csv")
    with pytest.raises(FormatError, match="it is a folder"):
        read_roll_table(tmp_path)


def test_too_many_rows_and_too_many_bytes_are_refused(
    read: Callable[..., Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll_shape, "ROWS_MAX", 3)
    assert len(read(b"a,b\n1,2\n3,4\n5,6\n").rows) == 3
    with pytest.raises(FormatError, match=r"roll\.csv:5: more than 3 rows"):
        read(b"a,b\n1,2\n3,4\n5,6\n7,8\n")
    monkeypatch.setattr(roll_table, "BYTES_MAX", 2**20)
    with pytest.raises(FormatError, match="more than 1 MB"):
        read(b"a,b\n" * 2**19)


def test_progress_goes_up_to_the_whole(read: Callable[..., Table]) -> None:
    told: list[tuple[int, int]] = []
    read(b"a,b\n" + b"1,2\n" * 50_000, progress=lambda done, total: told.append((done, total)))
    assert len(told) == 3
    assert told == sorted(told)
    assert told[-1] == (200_004, 200_004)


# --- writing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_written_cell_is_calculated(first: str) -> None:
    cell = f"{first}cmd|' /C calc'!A0"
    data = write_table_csv(("a", cell), [("1", cell)])
    text = data.decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert row[1] == f"'{cell}"


def test_what_is_written_has_its_mark_and_ends_lines_as_spreadsheets_do() -> None:
    data = write_table_csv(("a", "b"), [("1", "x,y"), ("", 'say "é"')])
    assert data == b'\xef\xbb\xbfa,b\r\n1,"x,y"\r\n,"say ""\xc3\xa9"""\r\n'


CELLS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1a"), max_size=12
).filter(lambda text: "Ã" not in text and "Â" not in text and "â" not in text)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_what_is_written_is_read_back_but_for_the_apostrophe(
    rows: list[tuple[str, str, str]],
) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.csv")
        path.write_bytes(write_table_csv(("one", "two", "three"), rows))
        table = read_roll_table(path)
    guarded = tuple(tuple(_guarded(cell) for cell in row) for row in rows)
    assert table.headers == ("one", "two", "three")
    assert table.rows == tuple(row for row in guarded if "".join(row).strip())


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell[:1] in tuple("=+-@\t\r\n") else cell


def test_the_made_up_roll_is_read_back(read: Callable[..., Table]) -> None:
    made = fictional_rows(300, 5, defects=True)
    table = read(write_table_csv(made.headers, made.rows))
    assert (table.headers, table.rows, table.numbers) == (made.headers, made.rows, made.numbers)


# --- XLSX --------------------------------------------------------------------------------------


def _workbook(*rows: tuple[object, ...], change: Callable[[Any], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if change is not None:
        change(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _sound_workbook(change: Callable[[Any], None] | None = None) -> bytes:
    return _workbook(("Name", "Postcode"), *ROWS, change=change)


def test_a_workbook_is_read_whatever_its_name(read: Callable[..., Table]) -> None:
    table = read(_sound_workbook(), "members.csv")
    assert (table.headers, table.rows, table.numbers) == (("Name", "Postcode"), ROWS, (2, 3))
    assert (table.sheet, table.sheets, table.findings) == ("Sheet", ("Sheet",), ())


def test_cells_read_as_they_were_seen(read: Callable[..., Table]) -> None:
    def formats(book: Any) -> None:
        book.active["A2"].number_format = "00000"

    cells = (123, 7.5, 8.0, True, dt.date(1970, 2, 3), MOMENT, "#N/A", None)
    data = _workbook(tuple("abcdefgh"), cells, change=formats)
    table = read(data, "x.xlsx")
    assert table.rows == (
        ("00123", "7.5", "8", "TRUE", "1970-02-03", "1970-02-03 04:05:00", "#N/A", ""),
    )
    assert "1 cells of 'e' are dates" in _said(table)
    assert "x.xlsx:2: warning: formulas gave errors such as #N/A: row 2" in _said(table)


def test_numbers_that_lost_their_zeros_or_digits_are_told(read: Callable[..., Table]) -> None:
    data = _workbook(("Name", "Mobile"), ("Ann", 7700900123), ("Bob", 1234567890123456789))
    said = _said(read(data, "x.xlsx"))
    assert "2 cells of 'Mobile' are numbers: zeros that stood before them are lost" in said
    assert "x.xlsx:3: warning: numbers of more than 15 digits have lost their last ones" in said


def test_hidden_rows_and_columns_are_read_and_told(read: Callable[..., Table]) -> None:
    def hide(book: Any) -> None:
        book.active.row_dimensions[3].hidden = True
        book.active.column_dimensions["B"].hidden = True

    table = read(_sound_workbook(hide), "x.xlsx")
    assert table.rows == ROWS
    assert "x.xlsx:3: warning: hidden in the sheet, and read all the same: row 3" in _said(table)
    assert "hidden columns are read all the same: B" in _said(table)


def test_hidden_rows_are_told_in_a_sheet_of_many_pieces(read: Callable[..., Table]) -> None:
    def hide(book: Any) -> None:
        for row in (2, 9_000, 19_999, 20_001):
            book.active.row_dimensions[row].hidden = True

    rows = [(f"Person {n}", f"Postcode {n}") for n in range(20_000)]
    table = read(_workbook(("Name", "Postcode"), *rows, change=hide), "x.xlsx")
    assert len(table.rows) == 20_000
    assert "rows 2, 9000, 19999, 20001" in _said(table)


def test_formulas_give_their_stored_values(read: Callable[..., Table]) -> None:
    data = _workbook(("Name", "Both"), ("Ann", '=A2&"!"'), ("Bob", "=A3"))
    said = _said(read(data, "x.xlsx"))
    assert "2 formulas have no stored value and are read as empty" in said
    stored = _changed(data, "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>5</v>")
    stored = _changed(stored, "xl/worksheets/sheet1.xml", b"<v />", b"<v>5</v>")
    table = read(stored, "x.xlsx")
    assert table.rows == (("Ann", "5"), ("Bob", "5"))
    assert "formulas" not in _said(table)


def test_the_sheets_are_named_and_chosen(read: Callable[..., Table]) -> None:
    def more(book: Any) -> None:
        book.create_sheet("Notes", 0)  # empty, and first
        other = book.create_sheet("Old")
        other.append(("Name", "Postcode"))
        other.append(("Zoe Zed", "ZZ99 1ZZ"))
        other.sheet_state = "hidden"

    data = _sound_workbook(more)
    table = read(data, "x.xlsx")
    assert (table.sheet, table.sheets) == ("Sheet", ("Notes", "Sheet", "Old"))
    assert "of the sheets 'Notes', 'Sheet', 'Old', 'Sheet' was read" in _said(table)
    assert read(data, "x.xlsx", sheet="Old").rows == (("Zoe Zed", "ZZ99 1ZZ"),)
    with pytest.raises(FormatError, match="no sheet 'Shet'; did you mean 'Sheet'"):
        read(data, "x.xlsx", sheet="Shet")
    with pytest.raises(FormatError, match="the sheet 'Notes' is empty"):
        read(data, "x.xlsx", sheet="Notes")
    with pytest.raises(FormatError, match="a CSV file has no sheets"):
        read(TEXT.encode(), sheet="Old")


def test_a_sheet_that_tells_a_wrong_size_is_read_whole(read: Callable[..., Table]) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    data = _changed(_sound_workbook(), sheet, b'<dimension ref="A1:B3"', b'<dimension ref="A1"')
    assert read(data, "x.xlsx").rows == ROWS


def test_xlsx_without_openpyxl_names_what_to_install(
    read: Callable[..., Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(RuleError, match=r"hustings\[web\]"):
        read(_sound_workbook(), "x.xlsx")


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def _changed(data: bytes, member: str, old: bytes, new: bytes) -> bytes:
    members = _members(data)
    return _packed({**members, member: members[member].replace(old, new)})


SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
DECLARED = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


def _shared_strings() -> bytes:
    """The sound workbook with its texts in a member of their own, as most programs write them."""
    members = _members(_sound_workbook())
    texts: list[str] = []

    def by_number(found: re.Match[bytes]) -> bytes:
        texts.append(found[2].decode())
        return b'<c%s t="s"><v>%d</v></c>' % (found[1], len(texts) - 1)

    inline = rb'<c([^>]*) t="inlineStr"><is><t>([^<]*)</t></is></c>'
    members[SHEET], count = re.subn(inline, by_number, members[SHEET])
    assert count == 6
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    members[STRINGS] = f'<?xml version="1.0"?>\n<sst xmlns="{space}">{items}</sst>'.encode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = f'<Override PartName="/{STRINGS}" ContentType="{kind}"/></Types>'.encode()
    types = "[Content_Types].xml"
    members[types] = members[types].replace(b"</Types>", part)
    return _packed(members)


def test_texts_in_a_member_of_their_own_are_read(read: Callable[..., Table]) -> None:
    assert read(_shared_strings(), "x.xlsx").rows == ROWS


def _with_start(data: bytes, member: str, start: bytes) -> bytes:
    members = _members(data)
    content = members[member].split(b"?>", 1)[-1]
    return _packed({**members, member: start + content})


def _bomb_of_nothing() -> bytes:
    """An unused member of 40 MB of noughts: 1,000 times its packed size."""
    return _packed({**_members(_sound_workbook()), "xl/media/image1.bin": bytes(40 * 2**20)})


def _bomb_of_cells() -> bytes:
    """One row of a million cells."""
    cells = b"<c><v>1</v></c>" * 1_000_000
    return _changed(
        _sound_workbook(), SHEET, b"</sheetData>", b"<row>" + cells + b"</row></sheetData>"
    )


def _bomb_of_a_row() -> bytes:
    """One row of three megabytes that do not pack well."""
    text = b"".join(b'<c t="str"><v>%x</v></c>' % (n * 2654435761) for n in range(100_000))
    return _changed(
        _sound_workbook(), SHEET, b"</sheetData>", b"<row>" + text + b"</row></sheetData>"
    )


def _bomb_of_entities(member: str) -> bytes:
    return _with_start(_shared_strings(), member, DECLARED)


def _utf_16_entities() -> bytes:
    """The declaration in UTF-16, where a search for its bytes finds nothing."""
    members = _members(_sound_workbook())
    text = DECLARED.decode() + members[SHEET].decode()
    return _packed({**members, SHEET: text.encode("utf-16")})


def _open_document() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    return data.getvalue()


def _many_members() -> bytes:
    return _packed({**_members(_sound_workbook()), **{f"xl/m{n}": b"" for n in range(5_001)}})


def _locked() -> bytes:
    data = bytearray(_sound_workbook())
    at = data.rindex(b"PK\x01\x02")  # the flags of a member in the directory: encrypted
    data[at + 8] |= 1
    return bytes(data)


def _sized_wrongly() -> bytes:
    """A directory that tells a small size for a large member."""
    data = bytearray(_bomb_of_nothing())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def _far_row() -> bytes:
    return _changed(_sound_workbook(), SHEET, b'r="3"', b'r="999999999"')


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_bomb_of_nothing, "it unpacks to more than 120 times its size"),
        (_sized_wrongly, "damaged"),
        (_bomb_of_cells, "a row of it has more than 1 MB"),
        (_bomb_of_a_row, "a row of it has more than 1 MB"),
        (lambda: _bomb_of_entities(SHEET), "it declares a document type or entities"),
        (lambda: _bomb_of_entities(STRINGS), "it declares a document type or entities"),
        (lambda: _bomb_of_entities("xl/styles.xml"), "it declares a document type or entities"),
        (lambda: _bomb_of_entities("[Content_Types].xml"), "document type or entities"),
        (_utf_16_entities, "a part of it is not UTF-8"),
        (lambda: _with_start(_sound_workbook(), SHEET, b'<?xml version="1.0" encoding="utf-7"?>'),
         "a part of it is not UTF-8"),
        (lambda: _with_start(_sound_workbook(), SHEET, b"<!-- <row> -->"), "comments or CDATA"),
        (_many_members, "it holds 5,0"),
        (_locked, "protected by a password"),
        (lambda: _sound_workbook()[:-200], "damaged"),
        (lambda: _packed({"word/document.xml": b"<w/>"}), "a text document (DOCX)"),
        (lambda: _packed({"xl/workbook.bin": b""}), "a binary spreadsheet (XLSB)"),
        (_open_document, "an OpenDocument spreadsheet (ODS)"),
        (lambda: _packed({"a.txt": b"hello"}), "a ZIP file without a workbook"),
        (lambda: _packed({"xl/workbook.xml": b"<workbook/>"}), "cannot be read"),
        (lambda: _changed(_shared_strings(), SHEET, b"<v>0</v>", b"<v>99</v>"), "cannot be read"),
        (lambda: _workbook(("a", "b"), (1, 2, *("x",) * 5)), "row 2 goes on with 'x'"),
        (lambda: _workbook(tuple(f"c{n}" for n in range(201))), "201 columns are more than 200"),
        (_workbook, "the sheet 'Sheet' is empty"),
    ],
)  # fmt: skip
def test_a_workbook_that_may_do_harm_or_is_broken_is_refused(
    read: Callable[..., Table], make: Callable[[], bytes], says: str
) -> None:
    with pytest.raises(FormatError) as caught:
        read(make(), "x.xlsx")
    assert says in str(caught.value)


def test_a_row_far_below_all_others_is_not_waited_for(read: Callable[..., Table]) -> None:
    table = read(_far_row(), "x.xlsx")
    assert table.rows == ROWS[:1]
