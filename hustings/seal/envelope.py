"""A ballot as it is sealed when it is cast: always as long as any other of its contest.

Plain: version, number of candidates, rotation of the paper's order, then the candidates' numbers in
order of preference, a byte each, noughts behind. Sealed: that in a sealed box of libsodium
(X25519, XSalsa20-Poly1305) to the contest's opening key, 48 bytes longer.
Source: docs/spec/envelope.md, parts 1 and 2; the numbers in brackets are its paragraphs.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from enum import StrEnum

import nacl.bindings as sodium
from nacl.exceptions import CryptoError

from hustings.errors import SealError
from hustings.seal.opening_key import KEY_BYTES, OpeningKey

__all__ = [
    "MOST_CANDIDATES",
    "Damage",
    "Damaged",
    "Marks",
    "envelope_size",
    "open_envelope",
    "pack",
    "read_sealed",
    "seal",
    "unpack",
]

MOST_CANDIDATES = 200
_VERSION = 1
_HEADER = 3
_NOT_ROTATED = 255
_SEALED_BOX = 48


@dataclass(frozen=True, slots=True)
class Marks:
    """What one elector marked: candidates' numbers, first preference first, and the paper's order.

    Numbers count from 1 in the contest's own list of candidates, whatever the order on the paper.
    ``rotation`` is by how many places that list was turned for this paper; None: it was not.
    An empty ranking is an unmarked paper. The values never show in a repr, so in no log.
    Raises SealError unless numbers are from 1 to 200, each once, and the rotation from 0 to 199.
    """

    ranking: tuple[int, ...] = field(repr=False)
    rotation: int | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if len(set(self.ranking)) < len(self.ranking):
            raise SealError("a candidate is ranked twice")
        if not all(1 <= number <= MOST_CANDIDATES for number in self.ranking):
            raise SealError(f"candidates are numbered from 1 to at most {MOST_CANDIDATES}")
        if self.rotation is not None and not 0 <= self.rotation < MOST_CANDIDATES:
            raise SealError(f"a rotation is from 0 to {MOST_CANDIDATES - 1}, or none")


class Damage(StrEnum):
    """Why an envelope holds no ballot: one of a few kinds, so that none can carry a signature."""

    SIZE = "size"
    NOT_OPENED = "not_opened"
    VERSION = "version"
    CANDIDATES = "candidates"
    ROTATION = "rotation"
    RANKING = "ranking"

    @property
    def words(self) -> str:
        """The kind in a phrase, as it is published."""
        return _DAMAGE_WORDS[self]


_DAMAGE_WORDS = {
    Damage.SIZE: "not as long as this contest's ballots",
    Damage.NOT_OPENED: "altered, or not sealed to this contest's key",
    Damage.VERSION: "not a form of ballot known here",
    Damage.CANDIDATES: "made for another number of candidates",
    Damage.ROTATION: "an order of candidates that this contest does not have",
    Damage.RANKING: "not a ranking of this contest's candidates",
}


@dataclass(frozen=True, slots=True)
class Damaged:
    """An envelope that holds no ballot, and why: expected at an opening, so a value."""

    reason: Damage


def envelope_size(candidates: int) -> int:
    """The bytes of each sealed ballot of a contest; SealError unless it has 1 to 200 candidates."""
    return _plain_size(candidates) + _SEALED_BOX


def _plain_size(candidates: int) -> int:
    if not 1 <= candidates <= MOST_CANDIDATES:
        raise SealError(
            f"ballots of 1 to {MOST_CANDIDATES} candidates can be sealed; "
            f"this contest has {candidates}"
        )
    return _HEADER + candidates


def pack(marks: Marks, *, candidates: int) -> bytes:
    """The plain form of some marks, 3 + ``candidates`` bytes.

    Raises SealError if they name a candidate or a rotation that the contest does not have.
    """
    size = _plain_size(candidates)
    rotation = _NOT_ROTATED if marks.rotation is None else marks.rotation
    known = all(number <= candidates for number in marks.ranking)
    if not (known and (marks.rotation is None or rotation < candidates)):
        raise SealError(
            f"the marks are not of this contest: it has {candidates} candidates, "
            f"and the highest number or the rotation is above that"
        )
    return bytes((_VERSION, candidates, rotation, *marks.ranking)).ljust(size, b"\0")


def unpack(plain: bytes, *, candidates: int) -> Marks:
    """The marks of a plain form; SealError, with the kind of damage in words, if it is not one."""
    found = _read(plain, candidates)
    if isinstance(found, Damage):
        raise SealError(f"this is no ballot of the contest: {found.words}")
    return found


def _read(plain: bytes, candidates: int) -> Marks | Damage:
    if len(plain) != _plain_size(candidates):
        return Damage.SIZE
    version, size, rotation = plain[:_HEADER]
    if version != _VERSION:  # [2]
        return Damage.VERSION
    if size != candidates:
        return Damage.CANDIDATES
    if rotation != _NOT_ROTATED and rotation >= candidates:  # [3]
        return Damage.ROTATION
    ranking = plain[_HEADER:].rstrip(b"\0")  # [4]
    if len(set(ranking)) < len(ranking) or not all(0 < n <= candidates for n in ranking):
        return Damage.RANKING
    return Marks(tuple(ranking), None if rotation == _NOT_ROTATED else rotation)


def seal(marks: Marks, candidates: int, public_key: bytes) -> bytes:
    """Marks in an envelope of ``envelope_size(candidates)`` bytes to a contest's public key.

    No two are alike: libsodium draws a fresh one-time key for each. Raises SealError if the marks
    are not of the contest, or if nothing can be sealed to such a key.
    """
    plain = pack(marks, candidates=candidates)
    if len(public_key) != KEY_BYTES:
        raise SealError(f"a public key has {KEY_BYTES} bytes; this one has {len(public_key)}")
    try:
        return sodium.crypto_box_seal(plain, public_key)
    except CryptoError:  # a point of small order, such as 32 noughts: anybody could open
        raise SealError("this is no public key that ballots can be sealed to") from None


def read_sealed(text: str, *, candidates: int) -> bytes:
    """The envelope that a page sends, from base64; only its form can be looked at.

    Raises SealError if it is not plain base64 (RFC 4648, section 4) or not of this contest's size.
    """
    try:
        sealed = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise SealError("the sealed ballot is not in base64") from None
    if len(sealed) != envelope_size(candidates):
        raise SealError(
            f"a sealed ballot of this contest has {envelope_size(candidates)} bytes; "
            f"this one has {len(sealed)}"
        )
    return sealed


def open_envelope(sealed: bytes, key: OpeningKey, candidates: int) -> Marks | Damaged:
    """The marks in an envelope, or why it holds none. Equal for everyone who has the key."""
    if len(sealed) != envelope_size(candidates):
        return Damaged(Damage.SIZE)
    try:
        plain = sodium.crypto_box_seal_open(sealed, key.public, key.private)
    except CryptoError:
        return Damaged(Damage.NOT_OPENED)
    found = _read(plain, candidates)
    return Damaged(found) if isinstance(found, Damage) else found
