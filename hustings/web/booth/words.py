"""The booth's sentences that depend on what was typed or ranked; every word can be translated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.humanize.templatetags.humanize import apnumber, ordinal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.seal import Typo, TypoKind
from hustings.seal.symbols import read_typed
from hustings.web.project.listing import all_of, one_of

__all__ = [
    "left_words",
    "place_words",
    "places",
    "readback",
    "typed_groups",
    "typo_words",
]

_GROUP = 3


def place_words(place: int) -> str:
    """Like "1st choice"."""
    return _("%(ordinal)s choice") % {"ordinal": ordinal(place)}


def places(choices: int) -> list[tuple[int, str]]:
    """Each place that can be given, with its words."""
    return [(place, place_words(place)) for place in range(1, choices + 1)]


def left_words(left: int) -> str:
    """How many are not ranked, like "three not ranked"; empty for none."""
    if not left:
        return ""
    return ngettext("%(number)s not ranked", "%(number)s not ranked", left) % {
        "number": apnumber(left)
    }


def readback(names: Sequence[str], left: int) -> str:
    """The ranking as one sentence: "1 David Miliband, 2 Ed Miliband; three not ranked."."""
    ranked = ", ".join(f"{place} {name}" for place, name in enumerate(names, 1))
    parts = [ranked or _("Nobody is ranked"), left_words(left) if names else ""]
    return "; ".join(part for part in parts if part) + "."


def typo_words(typo: Typo) -> str:
    """What is wrong with a code, and where to look; never what would be right."""
    words = _TYPOS[typo.kind](typo)
    if typo.uneven:
        groups = all_of([str(group) for group in typo.uneven])
        words += " " + ngettext(
            "Look at group %(groups)s: every group has three characters.",
            "Look at groups %(groups)s: every group has three characters.",
            len(typo.uneven),
        ) % {"groups": groups}
    return words


def _too_short(typo: Typo) -> str:
    return ngettext(
        "One character of the code is missing.",
        "%(number)s characters of the code are missing.",
        typo.by,
    ) % {"number": typo.by}


def _too_long(typo: Typo) -> str:
    return ngettext(
        "The code has one character too many.",
        "The code has %(number)s characters too many.",
        typo.by,
    ) % {"number": typo.by}


def _unreadable(typo: Typo) -> str:
    found = all_of(
        [_("“%(found)s” in group %(group)s") % _where(at.found, at.group) for at in typo.at]
    )
    return _("%(found)s cannot be part of a code. Codes have digits and capital letters.") % {
        "found": found
    }


def _one_character(typo: Typo) -> str:
    at = typo.at[0]
    return _("“%(found)s” looks wrong: it is the %(ordinal)s character in group %(group)s.") % {
        **_where(at.found, at.group),
        "ordinal": ordinal((at.position - 1) % _GROUP + 1),
    }


def _neighbours(typo: Typo) -> str:
    pairs = [_("“%(found)s” in group %(group)s") % _where(at.found, at.group) for at in typo.at]
    return _("Two characters look as if they had changed places: %(pairs)s.") % {
        "pairs": one_of(pairs)
    }


def _several(_typo: Typo) -> str:
    return _("Several characters look wrong. Compare each group with your letter or e-mail.")


_TYPOS = {
    TypoKind.TOO_SHORT: _too_short,
    TypoKind.TOO_LONG: _too_long,
    TypoKind.UNREADABLE: _unreadable,
    TypoKind.ONE_CHARACTER: _one_character,
    TypoKind.NEIGHBOURS: _neighbours,
    TypoKind.SEVERAL: _several,
}


def _where(found: str, group: int) -> dict[str, object]:
    return {"found": found, "group": group}


def typed_groups(text: str, typo: Typo) -> list[list[tuple[str, bool]]]:
    """The code as it was typed, in groups; each character, and whether it looks wrong.

    Nothing where no single place looks wrong.
    """
    typed = list(read_typed(text.rpartition("#")[2]))
    if typo.uneven:
        runs: dict[int, list[tuple[str, bool]]] = {}
        for symbol in typed:
            runs.setdefault(symbol.run, []).append((symbol.found, symbol.run in typo.uneven))
        return list(runs.values())
    wrong = set(_wrong_places(typo))
    marked = [(symbol.found, place in wrong) for place, symbol in enumerate(typed, 1)]
    return [marked[n : n + _GROUP] for n in range(0, len(marked), _GROUP)] if wrong else []


def _wrong_places(typo: Typo) -> Iterable[int]:
    for at in typo.at:
        yield from range(at.position, at.position + max(1, len(at.found)))
