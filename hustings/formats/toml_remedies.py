"""What to write instead, where a line is not TOML: the slips that people make, each with its cure.

A text editor's curly quotes, a text or a date without quotes, a fraction, a quote that is not
closed. Whatever else is wrong keeps the reader's own message alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["brief", "remedy"]

_PAIR = re.compile(r"\s*([A-Za-z0-9_.-]+)\s*=\s*(.*?)\s*")
_CURLY = "“”„‟«»‘’‚‛′″＂"
_CURLIES = re.compile(f"[{_CURLY}]")
_QUOTED = re.compile(r'(?<!\\)"')
_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_FRACTION = re.compile(r"\d+\s*/\s*\d+")
_PERCENT = re.compile(r"(\d+)\s*%")
_THOUSANDS = re.compile(r"\d{1,3}(?:[,' .\u00a0\u202f]\d{3})+")
_DECIMAL_COMMA = re.compile(r"(\d+),(\d+)")
_BOOLEANS = {"yes": "true", "true": "true", "no": "false", "false": "false"}
_LINE_MOST = 60


def brief(line: str) -> str:
    """A line as a message shows it, cut where it is long."""
    line = line.strip()
    return repr(line if len(line) <= _LINE_MOST else f"{line[: _LINE_MOST - 3]}...")


def remedy(line: str, message: str, column: int) -> str | None:
    """What to write in place of a line that the reader refused with this message, at this column.

    None where the slip is not one of the known.
    """
    line = line[:500]
    if message.startswith("Cannot overwrite"):
        return "this key stands above already; keep one of the two"
    if message.startswith("Cannot declare"):
        return "this table stands above already; put all its lines under one header"
    if message.startswith("Unescaped '\\'"):
        return r"write / between the parts of a path, and \\ for a backslash"
    found = _PAIR.fullmatch(line)
    if found is None:
        return _of_no_pair(line.strip()) or _of_sign(line, column)
    key, value = found[1], found[2]
    for slip in _SLIPS:
        if better := slip(key, value):
            return better
    return _of_sign(line, column)


def _of_no_pair(line: str) -> str | None:
    if line.startswith("["):
        name = line.strip("[]( )")
        wanted = f"[[{name}]]" if line.startswith("[[") else f"[{name}]"
        return f"write {wanted}" if line != wanted and re.fullmatch(r"[\w.-]+", name) else None
    if found := re.fullmatch(r"([A-Za-z0-9_-]+)\s*(?::\s*|\s)(\S.*)", line):
        return f"write an equals sign: {found[1]} = {_cut(found[2])}"
    return None


def _of_sign(line: str, column: int) -> str | None:
    """A sign that word processors put in place of a plain one."""
    sign = line[column - 1 : column]
    if sign.isascii():
        return None
    where = f"the sign {sign!r} (U+{ord(sign):04X})"
    return f"{where} may stand only between quotes; type it anew in a plain text editor"


def _curly(key: str, value: str) -> str | None:
    """Quotes that a word processor made of straight ones."""
    opens_straight = value.startswith(('"', "'"))
    if not _CURLIES.search(value) or len(_QUOTED.findall(value)) > 1:
        return None
    if value[0] not in _CURLY and not opens_straight and value[0] not in "[{":
        return None
    if value[0] in "[{":
        return 'use straight quotes (") in place of curly ones'
    return f'use straight quotes in place of curly ones: {key} = "{_bare(value)}"'


def _nothing(key: str, value: str) -> str | None:
    return f"nothing stands after the equals sign of {key}" if not value else None


def _open(key: str, value: str) -> str | None:
    """A quote that does not close, or one inside a text."""
    quotes = len(_QUOTED.findall(value))
    if value.startswith('"""') or "'" in value[:1]:
        return None
    if quotes % 2 and value.startswith('"'):
        return f'close the quote: {key} = "{_bare(value)}"'
    if quotes % 2 and value.startswith(("[", "{")):
        return "a quote on this line does not close; each text has one before it and one after it"
    if quotes > 2 and value.startswith('"') and value.endswith('"'):
        inside = _QUOTED.sub(r'\\"', value[1:-1])
        return f'put a backslash before a quote inside a text: {key} = "{_cut(inside)}"'
    return None


def _date(key: str, value: str) -> str | None:
    if not _DATE.fullmatch(value):
        return None
    return f'write year-month-day, as 2024-05-31, or put it in quotes: {key} = "{value}"'


def _number(key: str, value: str) -> str | None:
    """A figure that is written as people write it, not as TOML does."""
    if _FRACTION.fullmatch(value):
        return f'put a fraction in quotes: {key} = "{value.replace(" ", "")}"'
    if found := _PERCENT.fullmatch(value):
        return f'write a fraction in quotes: {key} = "{_cut(found[1])}/100"'
    if (found := _DECIMAL_COMMA.fullmatch(value)) and (key == "weight" or len(found[2]) != 3):
        return f'write a decimal with a point, in quotes: {key} = "{_cut(found[1])}.{found[2]}"'
    if _THOUSANDS.fullmatch(value):
        return f"write the digits alone: {key} = {re.sub('[^0-9]', '', value)}"
    if value.isdigit() and value.startswith("0"):
        return f'write {key} = {value.lstrip("0") or 0}, or {key} = "{value}" if it is a text'
    return None


def _bare_text(key: str, value: str) -> str | None:
    """A text without quotes, or without the first of them."""
    counted_text = value[:1].isdigit() and re.search("[A-Za-z]", value) and '"' not in value
    if not value[:1].isalpha() and not counted_text:
        return None
    if boolean := _BOOLEANS.get(value.casefold()):
        return f"write {key} = {boolean}"
    return f'put a text in quotes: {key} = "{_bare(value)}"'


_Slip = Callable[[str, str], str | None]
_SLIPS: tuple[_Slip, ...] = (_nothing, _curly, _open, _date, _number, _bare_text)


def _bare(value: str) -> str:
    """The text without the quotes around it, of whatever kind."""
    return _cut(value.strip(f"\"'{_CURLY} "))


def _cut(text: str) -> str:
    return text if len(text) <= _LINE_MOST else f"{text[: _LINE_MOST - 3]}..."
