"""Where in a TOML text each table and each key stands.

The standard reader gives values without places. This walks the same text, once it is known to be
good TOML, and notes the line and column of every key and table header; values are passed over.
A path is what leads to a value: ``("sections", 1, "weight")``.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from hustings.formats.reading import Defects
from hustings.formats.toml_remedies import brief, remedy

__all__ = ["KeyPath", "Spots", "TomlText", "read_toml"]

KeyPath = tuple[str | int, ...]
Spots = dict[KeyPath, tuple[int, int]]
"""Line and column, from 1, of each key and table header."""

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.|\\\n)*?"{3,5}(?!")|'
    r"'''.*?'{3,5}(?!')|"
    r'"(?:[^"\\\n]|\\.)*"|'
    r"'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^\s,\]}#]+(?: [0-9:.Z+-]+)?")
_AT = re.compile(r"^(.*) \(at line (\d+), column (\d+)\)$", re.DOTALL)
_AT_END = " (at end of document)"


@dataclass(frozen=True, slots=True)
class TomlText:
    """A TOML document: its values, and where each of them stands."""

    values: dict[str, Any]
    spots: Spots

    def at(self, path: KeyPath) -> tuple[int, int]:
        """Line and column of the path, else of the nearest table around it."""
        while path not in self.spots and path:
            path = path[:-1]
        return self.spots.get(path, (1, 1))


def read_toml(text: str, defects: Defects) -> TomlText | None:
    """The document, or None where it is not TOML; then the defect says where and why."""
    try:
        values = tomllib.loads(text)
    except RecursionError:
        defects.error("tables or lists are nested too deeply", 1, 1)
        return None
    except ValueError as error:  # a TOMLDecodeError is one, and a number of thousands of digits
        defects.error(*_explained(str(error), text))
        return None
    walk = _Walk(text)
    with suppress(RecursionError):  # then what follows has the place of its table
        walk.document()
    return TomlText(values, walk.spots)


def _explained(message: str, text: str) -> tuple[str, int, int]:
    """The reader's message with the line it is about and, where that is known, its remedy."""
    lines = text.rstrip("\n").split("\n")
    if found := _AT.match(message):
        why, line, column = found[1], int(found[2]), int(found[3])
        shown = text.split("\n")[line - 1]
        better = remedy(shown, why, column)
        return f"not TOML: {_with_remedy(why, shown, better)}", line, column
    if message.endswith(_AT_END):
        why, shown = message.removesuffix(_AT_END), lines[-1]
        better = remedy(shown, why, len(shown) + 1) or "the file ends too early"
        return f"not TOML: {_with_remedy(why, shown, better)}", len(lines), len(shown) + 1
    return "not TOML: a value is out of all bounds", 1, 1


def _with_remedy(why: str, line: str, better: str | None) -> str:
    where = f" in {brief(line)}" if line.strip() else ""
    return f"{_lower(why)}{where}{'; ' if better else ''}{better or ''}"


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


class _Walk:
    """One pass over a text that is known to be good TOML."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.spots: Spots = {}
        self.lengths: dict[KeyPath, int] = {}  # of arrays of tables
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]

    def document(self) -> None:
        table: KeyPath = ()
        self._pass(_BLANK)
        while self.position < len(self.text):
            if self.text[self.position] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._pass(_BLANK)

    def _pass(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.position)
        assert found is not None, "the text was read as TOML before"
        self.position = found.end()
        return found[0]

    def _note(self, path: KeyPath, position: int) -> None:
        line = bisect_right(self.starts, position)
        self.spots.setdefault(path, (line, position - self.starts[line - 1] + 1))

    def _header(self) -> KeyPath:
        start = self.position
        brackets = 2 if self.text.startswith("[[", start) else 1
        self.position += brackets
        keys = self._keys()
        self.position += brackets
        path: KeyPath = ()
        for key in keys[:-1]:
            path = self._inside((*path, key))
        path = (*path, keys[-1])
        if brackets == 2:
            self.lengths[path] = self.lengths.get(path, 0) + 1
            self._note(path, start)
            path = (*path, self.lengths[path] - 1)
        self._note(path, start)
        return path

    def _inside(self, path: KeyPath) -> KeyPath:
        """Of an array of tables a header means the last one."""
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def _pair(self, table: KeyPath) -> None:
        start = self.position
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path, start)
        self.position += 1  # the equals sign
        self._value(path)

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._pass(_SPACE)
            if self.text[self.position] in "\"'":
                keys.append(tomllib.loads(f"k={self._pass(_STRING)}")["k"])
            else:
                keys.append(self._pass(_BARE_KEY))
            self._pass(_SPACE)
            if self.text[self.position] != ".":
                return keys
            self.position += 1

    def _value(self, path: KeyPath) -> None:
        self._pass(_SPACE)
        first = self.text[self.position]
        if first == "[":
            self._items(path, "]")
        elif first == "{":
            self._items(path, "}")
        else:
            self._pass(_STRING if first in "\"'" else _SCALAR)

    def _items(self, path: KeyPath, close: str) -> None:
        self.position += 1
        number = 0
        while True:
            self._pass(_BLANK)
            if self.text[self.position] == close:
                self.position += 1
                return
            if close == "]":
                self._note((*path, number), self.position)
                self._value((*path, number))
                number += 1
            else:
                self._pair(path)
            self._pass(_BLANK)
            if self.text[self.position] == ",":
                self.position += 1
