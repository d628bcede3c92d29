"""The open questions of an upload by kind: what each is about, and the answers that all take."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from hustings.roll import Asks
from hustings.web.roll.models import Upload

__all__ = ["Kind", "kinds_of"]

_WORDS = {
    Asks.TWO_PEOPLE: _("Rows that may name two people"),
    Asks.NO_SURNAME: _("Names without a surname"),
    Asks.EMAIL_DOMAIN: _("E-mail addresses whose domain looks misspelt"),
    Asks.EMAIL_SHAPE: _("E-mail addresses that cannot be right"),
    Asks.EMAIL_SEVERAL: _("Cells with several e-mail addresses"),
    Asks.POSTCODE_SHAPE: _("Postcodes that cannot be right"),
    Asks.NO_POSTAL_ADDRESS: _("People to whom no letter can be sent"),
    Asks.BASIS_UNKNOWN: _("Rows whose basis is not known"),
    Asks.SECTION_UNKNOWN: _("Rows whose section is not known"),
    Asks.LANGUAGE_UNKNOWN: _("Rows whose language is not known"),
    Asks.REFERENCE_TWICE: _("Numbers that stand in several rows"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question: how many are open, and the answers that all of them take."""

    asks: str
    words: str
    open: int
    choices: tuple[tuple[str, str], ...]


def kinds_of(upload: Upload) -> list[Kind]:
    """The kinds of which more than one question is open, the most frequent first."""
    waiting = upload.questions.filter(answer="").order_by()
    counted = waiting.values_list("asks").annotate(n=Count("pk")).filter(n__gt=1)
    kinds = [_kind(upload, asks, count) for asks, count in counted]
    return sorted((k for k in kinds if k.choices), key=lambda kind: (-kind.open, kind.asks))


def _kind(upload: Upload, asks: str, count: int) -> Kind:
    common: dict[str, str] | None = None
    for offered in upload.questions.filter(asks=asks, answer="").values_list("choices", flat=True):
        words = dict(offered)
        common = words if common is None else {v: w for v, w in common.items() if v in words}
    label = str(_WORDS.get(Asks(asks), asks))
    return Kind(asks, label, count, tuple((common or {}).items()))
