"""Postcodes and e-mail addresses: their usual shape, and what a mistyped one was meant to be."""

from __future__ import annotations

import re
from functools import lru_cache

from hustings.roll.tidying import tidy

__all__ = [
    "emails_in",
    "is_email",
    "likely_domain",
    "plain_email",
    "plain_postcode",
    "split_postcode",
    "uk_postcode",
]

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")
_POSTCODE_AT_END = re.compile(r"(?:^|[ ,])([A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2})[. ]*$")
_LOCAL = r"[^\s@\"(),:;<>\[\]\\.]+(?:\.[^\s@\"(),:;<>\[\]\\.]+)*"
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_EMAIL = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+[^\W\d_](?:[\w-]*[^\W_])")
_AROUND = re.compile(r"^(?:mailto:|[ <>,;.'\"])+|[ <>,;.'\"]+$")
_EMAIL_MAX = 254  # RFC 5321 4.5.3.1.3, less the angle brackets

_USUAL = (
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "outlook.com",
    "yahoo.com",
    "yahoo.co.uk",
    "btinternet.com",
    "icloud.com",
    "talktalk.net",
    "virginmedia.com",
    "ntlworld.com",
    "blueyonder.co.uk",
    "tiscali.co.uk",
    "protonmail.com",
    "live.co.uk",
)
_OTHERS = """
    mail.com ymail.com email.com gmx.com live.com love.com hotmail.ca hotmail.de hotmail.es
    hotmail.fr hotmail.it yahoo.ca yahoo.de yahoo.es yahoo.fr yahoo.it yahoo.ie outlook.de
    outlook.es outlook.fr outlook.ie outlook.it rocketmail.com talk21.com
"""
_ALSO_REAL = frozenset(_OTHERS.split())


def uk_postcode(text: str) -> str | None:
    """A postcode of the United Kingdom's shape with its one space; None for any other text."""
    found = _POSTCODE.fullmatch(text.upper().replace(" ", ""))
    return f"{found[1]} {found[2]}" if found else None


def plain_postcode(text: str) -> str:
    """A postcode in capitals, with its one space where it has the United Kingdom's shape."""
    return uk_postcode(text.strip(" .,;")) or tidy(text.upper()).strip(" .,;")


def split_postcode(address: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The lines of an address without the postcode that its last one ends in, and that postcode."""
    if not address or (found := _POSTCODE_AT_END.search(address[-1])) is None:
        return address, ""
    rest = address[-1][: found.start()].rstrip(" ,")
    return (*address[:-1], *((rest,) if rest else ())), plain_postcode(found[1])


def plain_email(text: str) -> str:
    """A text in small letters, without what usually surrounds an e-mail address."""
    text = _AROUND.sub("", tidy(text.lower()))
    return re.sub(r" *@ *", "@", text)


def is_email(text: str) -> bool:
    """Whether a text has the shape of one e-mail address."""
    return len(text) <= _EMAIL_MAX and _EMAIL.fullmatch(text) is not None


def emails_in(text: str) -> tuple[str, ...]:
    """The addresses of a cell that holds several, each once; the text itself where it holds one."""
    parts = tuple(dict.fromkeys(filter(None, map(plain_email, re.split(r"[;,/ ]+", text)))))
    return parts if len(parts) > 1 and all(map(is_email, parts)) else (text,)


@lru_cache(maxsize=8192)
def likely_domain(domain: str) -> str | None:
    """The usual domain that one slip of the keyboard makes into this one; None if there is none.

    A slip is a letter left out, added, changed, or two neighbours changing places; or an ending
    such as ``.con``. A domain that is another real one is nobody's slip.
    """
    if domain in _USUAL or domain in _ALSO_REAL:
        return None
    for usual in _USUAL:
        if _is_slip(domain, usual):
            return usual
    for wrong, right in ((".con", ".com"), (".cmo", ".com"), (".couk", ".co.uk"), (".ogr", ".org")):
        if domain.endswith(wrong):
            meant = domain.removesuffix(wrong) + right
            return likely_domain(meant) or meant
    if domain.endswith((".co.ku", ".co.u", ".com.uk")):
        meant = domain.rsplit(".", 2)[0] + ".co.uk"
        return likely_domain(meant) or meant
    return None


def _is_slip(word: str, meant: str) -> bool:
    """Whether two words are one insertion, deletion, change or exchange of neighbours apart."""
    if abs(len(word) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(word), len(meant)) and word[start] == meant[start]:
        start += 1
    rest, wanted = word[start:], meant[start:]
    if len(rest) == len(wanted):
        swapped = rest[1:2] + rest[:1] + rest[2:]
        return rest != wanted and (rest[1:] == wanted[1:] or swapped == wanted)
    return rest[1:] == wanted or rest == wanted[1:]
