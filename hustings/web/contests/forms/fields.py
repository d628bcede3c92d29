"""Fields that several forms share: lines and texts without trick characters, times, per cent."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hustings.web.contests.prose import visible_faults

__all__ = ["Hundredths", "Line", "Text", "WallTime"]

_AS_SHOWN = "%Y-%m-%dT%H:%M"
_TIMES = (_AS_SHOWN, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%d.%m.%Y %H:%M")
_NUMBER = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?", re.ASCII)


class Line(forms.CharField):
    """One line: white space made plain, nothing that shows nothing or turns letters around."""

    def to_python(self, value: Any) -> str:
        """The line with single spaces."""
        return " ".join(str(super().to_python(value) or "").split())

    def validate(self, value: Any) -> None:
        """Refuse characters that show nothing or turn what follows around."""
        super().validate(value)
        _refuse_faults(value)


class Text(forms.CharField):
    """Several lines of plain text."""

    def __init__(self, *, rows: int = 6, **options: Any) -> None:
        """A text area of that many rows."""
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        """The text with one kind of line end."""
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: Any) -> None:
        """Refuse characters that show nothing or turn what follows around."""
        super().validate(value)
        _refuse_faults(value)


def _refuse_faults(value: str) -> None:
    if fault := visible_faults(value):
        raise ValidationError(
            _("There is a character in it that does not show (%(fault)s): type the text anew."),
            params={"fault": fault},
        )


class WallTime(forms.Field):
    """A day and time as a clock on the wall shows it, without a zone; the form knows the zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_AS_SHOWN)
    default_error_messages = {
        "required": _("Give a day and a time."),
        "invalid": _("Give a day and a time, such as 2026-05-03 21:00 or 03/05/2026 21:00."),
    }

    def prepare_value(self, value: Any) -> Any:
        """As the browser's own field wants it."""
        return value.strftime(_AS_SHOWN) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        """A naive time to the minute; None where it is empty."""
        text = str(value or "").strip()
        if not text:
            return None
        for form in _TIMES:
            try:
                return datetime.strptime(text, form).replace(second=0)  # noqa: DTZ007
            except ValueError:
                continue
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class Hundredths(forms.Field):
    """A number with at most two decimal places, as a whole number of hundredths: 5 is 500."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": "6", "class": "short"})
    default_error_messages = {
        "required": _("Give a number."),
        "invalid": _("Give a number from 0 to 100 with at most two decimal places, such as 5 or "
                     "2.5."),
    }  # fmt: skip

    def prepare_value(self, value: Any) -> Any:
        """As it is written: 500 as 5."""
        if isinstance(value, int):
            whole, part = divmod(value, 100)
            return f"{whole}.{part:02}".rstrip("0").rstrip(".")
        return value

    def to_python(self, value: Any) -> int | None:
        """Hundredths; None where it is empty."""
        text = str(value or "").strip().removesuffix("%").strip()
        if not text:
            return None
        found = _NUMBER.fullmatch(text)
        number = 100 * int(found[1]) + int((found[2] or "").ljust(2, "0")) if found else -1
        if not 0 <= number <= 10_000:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number
