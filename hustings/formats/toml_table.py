"""One table of a TOML document, read key by key: each defect with its place, no key passed over.

Each method takes one key and gives a value that is right, or the default after noting what is
wrong. :meth:`Table.done` then reports every key that nobody asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from hustings.ballot import MAX_PAPERS
from hustings.formats.reading import CONTROL, Defects
from hustings.formats.suggesting import did_you_mean
from hustings.formats.toml_places import KeyPath, TomlText

__all__ = ["Table", "unprintable"]

Chosen = TypeVar("Chosen", bound=StrEnum)

_BARE = re.compile(r"\s*([0-9]+|true|false)\s*")
_FRACTION = re.compile(r"[0-9]{1,30}(?:/[0-9]{1,30}|\.[0-9]{1,30})?")


def unprintable(text: str) -> str | None:
    """The first character that has no place in a text of a contest; None where there is none."""
    found = CONTROL.search(text) or re.search("[\r\ud800-\udfff]", text)
    return found[0] if found else None


@dataclass(slots=True)
class Table:
    """A table at a path of a document; ``title`` is how messages call it: ``[[sections]]``."""

    document: TomlText
    defects: Defects
    path: KeyPath
    title: str
    values: Mapping[str, Any]
    asked: list[str] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Whether the key stands in the table, right or wrong."""
        return key in self.values

    def error(self, message: str, *keys: str | int) -> None:
        """Add a defect at the place of a key, or of the table where no key is given."""
        self.defects.error(message, *self.document.at((*self.path, *keys)))

    def _take(self, key: str, kind: type, expected: str) -> Any:
        """The value of the key, or None where it is absent or of another kind."""
        self.asked.append(key)
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
            return value
        bare = kind in {int, bool} and isinstance(value, str) and _BARE.fullmatch(value)
        hint = "; write it without quotes" if bare else ""
        self.error(f"{key}: expected {expected}, found {_shown(value)}{hint}", key)
        return None

    def require(self, key: str, example: str) -> None:
        """Report the key as missing where it does not stand in the table."""
        if key not in self.values:
            self.error(f"{self.title} has no {key}; add a line such as {key} = {example}")

    def line(self, key: str, default: str = "", *, empty: bool = False) -> str:
        """A text on one line, without tabs; with ``empty`` False one that says something."""
        value = self.text(key, default, empty=empty)
        if "\n" not in value and "\t" not in value:
            return value
        self.error(f"{key}: a line break or a tab stands here; keep it on one line", key)
        return default

    def text(self, key: str, default: str = "", *, empty: bool = True) -> str:
        """A text; with ``empty`` False one that says something."""
        value = self._take(key, str, "a text in quotes")
        if value is None or not self._printable(key, value):
            return default
        if not empty and not value.strip():
            self.error(f"{key} is empty; say something there", key)
            return default
        return str(value)

    def _printable(self, key: str, text: str, *more: int) -> bool:
        sign = unprintable(text)
        if sign is not None:
            self.error(
                f"{key}: a control character (U+{ord(sign):04X}) stands here; remove it", key, *more
            )
        return sign is None

    def day(self, key: str) -> str:
        """A day, in quotes or as a TOML date; as text."""
        if isinstance(self.values.get(key), dt.date | dt.time):
            self.asked.append(key)
            return str(self.values[key].isoformat())
        return self.text(key)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        items = self._take(key, list, "a list of texts in quotes, in square brackets") or []
        good = []
        for number, item in enumerate(items):
            if not isinstance(item, str):
                self.error(f"{key}: expected a text in quotes, found {_shown(item)}", key, number)
            elif self._printable(key, item, number):
                good.append(item)
        return tuple(good)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self._take(key, bool, "true or false")
        return default if value is None else bool(value)

    def whole(self, key: str, *, least: int = 0, also: str = "") -> int | None:
        """A whole number from ``least`` to 2^62; ``also`` names what else could stand there."""
        expected = f"a whole number from {least}" + (f", or {also}" if also else "")
        value = self._take(key, int, expected)
        if value is None or least <= value <= MAX_PAPERS:
            return None if value is None else int(value)
        self.error(f"{key}: expected {expected}, found {_shown(value)}", key)
        return None

    def choice(self, key: str, default: Chosen) -> Chosen:
        """One of the values of the default's kind."""
        kind = type(default)
        known = [member.value for member in kind]
        value = self._take(key, str, f"one of {', '.join(known)}, in quotes")
        if value is None or value in known:
            return default if value is None else kind(value)
        hint = did_you_mean(value, known)
        self.error(f"{key}: expected one of {', '.join(known)}, found {_shown(value)}{hint}", key)
        return default

    def fraction(self, key: str) -> Fraction | None:
        """An exact number above nought, "1/3", "0.25" or whole; None where absent or wrong."""
        self.asked.append(key)
        value = self.values.get(key)
        if value is None:
            return None
        exact = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if isinstance(value, float):
            self.error(f'{key}: a decimal is exact only in quotes: {key} = "{value!r}"', key)
        elif isinstance(exact, str) and _FRACTION.fullmatch(exact) and _above_nought(exact):
            return Fraction(exact)
        else:
            wanted = 'a fraction or a decimal above nought, such as "1/3" or "0.25"'
            self.error(f"{key}: expected {wanted}, found {_shown(value)}", key)
        return None

    def table(self, key: str) -> Table | None:
        """The table inside this one; None where absent or no table."""
        value = self._take(key, dict, "a table")
        if value is None:
            return None
        title = f"{self.title.strip('[]')}.{key}" if self.path else key
        return Table(self.document, self.defects, (*self.path, key), f"[{title}]", value)

    def tables(self, key: str) -> list[Table]:
        """The tables of a list [[key]], in their order."""
        items = self._take(key, list, f"tables, each under the line [[{key}]]") or []
        found = []
        for number, item in enumerate(items):
            if isinstance(item, dict):
                path = (*self.path, key, number)
                found.append(Table(self.document, self.defects, path, f"[[{key}]]", item))
            else:
                self.error(f"{key}: expected tables, found {_shown(item)}", key, number)
        return found

    def done(self) -> None:
        """Report every key that was not asked for."""
        for key in self.values:
            if key not in self.asked:
                listed = f"; the keys of {self.title} are {', '.join(self.asked)}"
                hint = did_you_mean(key, self.asked, listed)
                self.error(f"{self.title} has no key {_shown(key)}{hint}", key)


def _above_nought(exact: str) -> bool:
    numerator, _, denominator = exact.partition("/")
    return Fraction(numerator) > 0 and (not denominator or int(denominator) > 0)


def _shown(value: object) -> str:
    """A value as a message shows it, cut where it is long."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > MAX_PAPERS:
        return "a number beyond 2^62"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    text = str(value) if isinstance(value, dt.date | dt.time) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
