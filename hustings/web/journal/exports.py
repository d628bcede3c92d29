"""The journal as a file: JSON Lines to be checked, CSV to be read in a spreadsheet.

docs/spec/journal.md specifies the JSON Lines. A line is read strictly, for a key or a spelling that
the digest does not cover could say anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

from hustings.errors import FormatError, Place
from hustings.formats.roll_table import write_table_csv
from hustings.web.journal.chain import Link, canonical, time_text

__all__ = ["csv_file", "json_lines", "read_line"]

COLUMNS = ["number", "at", "by", "contest", "act", "sentence", "digest"]
KEYS = {field.name for field in fields(Link)} | {"digest"}


def json_lines(links: Iterable[tuple[Link, str]]) -> Iterator[str]:
    """One line of canonical JSON for each entry, oldest first."""
    for link, digest in links:
        values = link.fields() | {"at": time_text(link.at), "digest": digest}
        yield canonical(values) + "\n"


def csv_file(links: Iterable[tuple[Link, str]]) -> bytes:
    """A heading and one row for each entry, oldest first; safe to open in a spreadsheet."""
    return write_table_csv(COLUMNS, (_row(link, digest) for link, digest in links))


def read_line(line: str, place: Place) -> tuple[Link, str]:
    """The entry that a line of JSON holds, with its digest. FormatError if it is not as specified.

    Spec 1: nine keys, each once; the number whole and from 1; the time as ``time_text`` writes it.
    """
    values = _object(line, place)
    if (found := set(values)) != KEYS:
        raise FormatError(
            place,
            f"expected the keys {', '.join(sorted(KEYS))}; "
            f"missing {', '.join(sorted(KEYS - found)) or 'none'}, "
            f"unknown {', '.join(sorted(found - KEYS)) or 'none'}",
        )
    number, digest = values.pop("number"), values.pop("digest")
    if type(number) is not int or number < 1:
        raise FormatError(place, f"expected a number of 1 or more, found {number!r}")
    if wrong := [key for key, value in values.items() if not isinstance(value, str)]:
        raise FormatError(place, f"expected text under {wrong[0]!r}, found {values[wrong[0]]!r}")
    values["at"] = _time(values["at"], place)
    return Link(number=number, **values), str(digest)


def _object(line: str, place: Place) -> dict[str, Any]:
    try:
        values = json.loads(line, object_pairs_hook=_each_key_once)
    except ValueError as error:
        raise FormatError(place, f"expected one line of JSON: {error}") from None
    if not isinstance(values, dict):
        raise FormatError(place, "expected an object in braces, as an export has on each line")
    return values


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a key stands twice")
    return values


def _time(text: str, place: Place) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or time_text(at) != text:
        raise FormatError(
            place, f"expected a time like 2026-05-07T08:00:00.000000+00:00, found {text!r}"
        )
    return at


def _row(link: Link, digest: str) -> list[str]:
    values = link.fields() | {"at": time_text(link.at), "digest": digest}
    return [str(values[column]) for column in COLUMNS]
