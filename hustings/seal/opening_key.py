"""The key that opens a contest's envelopes, and the fingerprint by which people compare it.

An X25519 key. The public half seals and may be known to all; the private half opens. Source:
docs/spec/envelope.md, part 2.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import nacl.bindings as sodium

from hustings.errors import SealError
from hustings.seal.symbols import grouped, symbols_of_bytes, text_of

__all__ = ["KEY_BYTES", "OpeningKey", "fingerprint"]

KEY_BYTES = 32
_FINGERPRINT_LENGTH, _FINGERPRINT_GROUP = 20, 4


@dataclass(frozen=True, slots=True)
class OpeningKey:
    """The private half, made of 32 random bytes that the caller draws, and the public half.

    The private half never shows in a repr, so in no log. Raises SealError for another length.
    """

    private: bytes = field(repr=False)
    public: bytes = field(init=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.private) != KEY_BYTES:
            raise SealError(
                f"an opening key is made of {KEY_BYTES} bytes, not of {len(self.private)}"
            )
        object.__setattr__(self, "public", sodium.crypto_scalarmult_base(self.private))


def fingerprint(public: bytes) -> str:
    """100 bits of BLAKE2b of a public key, five groups of four: to compare aloud and on paper."""
    digest = hashlib.blake2b(public, digest_size=32, person=b"hustings key").digest()
    return grouped(text_of(symbols_of_bytes(digest, _FINGERPRINT_LENGTH)), _FINGERPRINT_GROUP)
