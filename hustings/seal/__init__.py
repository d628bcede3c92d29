"""What keeps a ballot closed: its envelope, the key that opens it, the codes that let it be cast.

Everything here is bytes and text, not rules of counting, and nothing sees a clock or a disk. Keys,
codes, salts and nonces are made of random bytes that the caller gives. One thing draws from the
system's own random source: :func:`seal`, inside libsodium, where the one-time key of each envelope
is made and forgotten, so that not even the caller can keep it.

A ballot goes :class:`Marks` -> :func:`seal` -> stored -> :func:`open_envelope` -> :class:`Marks`
or :class:`Damaged`. Formats and limits: docs/spec/envelope.md. Needs ``hustings[web]`` (PyNaCl).
"""

from hustings.seal.codes import (
    CODE_BYTES,
    NONCE_BYTES,
    RECEIPT_BYTES,
    code_digest,
    make_code,
    make_nonce,
    make_receipt,
    nonce_digest,
    read_code,
    read_receipt,
)
from hustings.seal.envelope import (
    MOST_CANDIDATES,
    Damage,
    Damaged,
    Marks,
    envelope_size,
    open_envelope,
    pack,
    read_sealed,
    seal,
    unpack,
)
from hustings.seal.key_file import (
    FILE_NONCE_BYTES,
    SALT_BYTES,
    USUAL_COST,
    Cost,
    KeyFile,
    protect,
    read_key_file,
    unlock,
)
from hustings.seal.opening_key import KEY_BYTES, OpeningKey, fingerprint
from hustings.seal.passphrase import check_passphrase, normalise_passphrase
from hustings.seal.typo import At, Typo, TypoKind

__all__ = [
    "CODE_BYTES",
    "FILE_NONCE_BYTES",
    "KEY_BYTES",
    "MOST_CANDIDATES",
    "NONCE_BYTES",
    "RECEIPT_BYTES",
    "SALT_BYTES",
    "USUAL_COST",
    "At",
    "Cost",
    "Damage",
    "Damaged",
    "KeyFile",
    "Marks",
    "OpeningKey",
    "Typo",
    "TypoKind",
    "check_passphrase",
    "code_digest",
    "envelope_size",
    "fingerprint",
    "make_code",
    "make_nonce",
    "make_receipt",
    "nonce_digest",
    "normalise_passphrase",
    "open_envelope",
    "pack",
    "protect",
    "read_code",
    "read_key_file",
    "read_receipt",
    "read_sealed",
    "seal",
    "unlock",
    "unpack",
]
