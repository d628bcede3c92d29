"""A table of majorities as CSV: of each seat who was first and second at a past vote.

    seat,first,second,first_votes,second_votes,valid,majority_percent
    Ashby,Ash,Birch,"18,000","15,000","40,000",
    Elmham,Ash,Birch,,,,3.4

A row has the votes, or only the majority in per cent of all valid votes as it was printed; with
both the printed one must be what the votes give. docs/guide/polls.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from hustings.errors import RuleError
from hustings.formats.named_columns import TableRow, bytes_of, csv_cell, raise_all, rows_of
from hustings.formats.reading import Defects
from hustings.reported.printed import Sense, Share
from hustings.rounding import rounded
from hustings.track.swing import Seat

__all__ = ["majorities_as_csv", "parse_majorities", "read_majorities"]

_REQUIRED = ("seat", "first", "second")
_OPTIONAL = ("first_votes", "second_votes", "valid", "majority_percent")


def read_majorities(path: Path, *, name: str | None = None) -> tuple[Seat, ...]:
    """Read a table of majorities; FormatError with every defect."""
    name = str(path) if name is None else name
    return parse_majorities(bytes_of(path, name), name=name)


def parse_majorities(data: bytes, *, name: str) -> tuple[Seat, ...]:
    """Read the bytes of a table of majorities; FormatError with every defect."""
    defects = Defects(name)
    found: list[Seat] = []
    lines: dict[str, int] = {}
    for row in rows_of(data, defects, required=_REQUIRED, optional=_OPTIONAL):
        seat = _seat(row)
        if seat is None:
            continue
        earlier = lines.setdefault(seat.name.casefold(), row.line)
        if earlier != row.line:
            row.error(f"{seat.name} stands on line {earlier} too: keep one", "seat")
        found.append(seat)
    raise_all(defects)
    return tuple(found)


def _seat(row: TableRow) -> Seat | None:
    before = len(row.defects.errors)
    name, first, second = (row.asked(column, str) for column in _REQUIRED)
    first_votes, second_votes, valid = (row.whole(column) for column in _OPTIONAL[:3])
    printed = row.read("majority_percent", _printed)
    if len(row.defects.errors) > before:
        return None
    assert name and first and second
    try:
        majority = None if printed is None else printed.value / 100
        seat = Seat(name, first, second, first_votes, second_votes, valid, majority)
    except RuleError as error:
        row.error(str(error))
        return None
    if printed is not None and valid is not None:
        _check_printed(row, printed, seat)
    return seat if len(row.defects.errors) == before else None


def _printed(text: str) -> Share:
    share = Share.read(text)
    if share.sense is not Sense.AS_PRINTED:
        raise RuleError(f"expected a figure such as 3.4, found {text!r}")
    return share


def _check_printed(row: TableRow, printed: Share, seat: Seat) -> None:
    """The majority as printed must be what the votes give, rounded to as many places."""
    exact = seat.majority * 100
    if abs(exact - printed.value) > printed.rounding:
        row.error(
            f"{printed.text} per cent is not what the votes give, "
            f"{rounded(exact, max(printed.places, 1))}: correct one of them",
            "majority_percent",
        )


def majorities_as_csv(seats: Iterable[Seat]) -> bytes:
    """A file that :func:`read_majorities` reads."""
    rows: list[Sequence[str]] = [(*_REQUIRED, *_OPTIONAL)]
    rows.extend(_cells(seat) for seat in seats)
    return "".join(",".join(map(csv_cell, row)) + "\n" for row in rows).encode()


def _cells(seat: Seat) -> list[str]:
    votes = [seat.first_votes, seat.second_votes, seat.valid]
    printed = "" if seat.printed_majority is None else _decimal(seat.printed_majority * 100)
    return [
        seat.name,
        seat.first,
        seat.second,
        *("" if n is None else str(n) for n in votes),
        printed,
    ]


def _decimal(value: Fraction) -> str:
    """A number of at most six decimal places, exactly."""
    scaled = value * 10**6
    assert scaled.denominator == 1
    whole, part = divmod(int(scaled), 10**6)
    return f"{whole}.{part:06}".rstrip("0").rstrip(".") if part else str(whole)
