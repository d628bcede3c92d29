"""The opening key in a small file under a passphrase: what is kept off the server, in two copies.

JSON that tells its holder whose key it is without the passphrase. Argon2id makes a key of the
passphrase, a secret box (XSalsa20-Poly1305) keeps the private half under it, and a checksum tells a
damaged file from a wrong passphrase. Source: docs/spec/envelope.md, part 3.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Any, TypeAlias

import nacl.bindings as sodium
from nacl.exceptions import CryptoError

from hustings.errors import SealError
from hustings.seal.opening_key import KEY_BYTES, OpeningKey, fingerprint
from hustings.seal.passphrase import check_passphrase, normalise_passphrase

__all__ = [
    "FILE_NONCE_BYTES",
    "SALT_BYTES",
    "USUAL_COST",
    "Cost",
    "KeyFile",
    "protect",
    "read_key_file",
    "unlock",
]

SALT_BYTES, FILE_NONCE_BYTES = 16, 24
_BOX_BYTES = KEY_BYTES + 16
_SCHEMA = "hustings/opening-key/"
_VERSION = "1"
_LONGEST_FILE = 20_000
_LONGEST_TITLE = 1_000
_NOTE = (
    "Whoever has this file and its passphrase can open the ballots of this contest. "
    "Without both, nobody can. Keep two copies, away from the server, and tell nobody."
)
_DAMAGED = (
    "the key file is damaged: it is not as it was written. Take the other copy, "
    "and do not open a key file in a word processor"
)

_Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cost:
    """What Argon2id spends on one try of a passphrase: passes over memory, and KiB of it.

    Raises SealError above 10 passes or 1 GiB, which would take this machine down, and below 8 MiB.
    """

    operations: int
    memory_kib: int

    def __post_init__(self) -> None:
        if not (1 <= self.operations <= 10 and 8 * 1024 <= self.memory_kib <= 1024 * 1024):
            raise SealError(
                f"a key file asks for 1 to 10 operations and 8192 to 1048576 KiB of memory; this "
                f"one asks for {self.operations} and {self.memory_kib}, so it is not tried"
            )


USUAL_COST = Cost(operations=3, memory_kib=256 * 1024)
"""Libsodium's "moderate": about a second, and 256 MiB."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What a key file says without its passphrase; contest and title are for people only."""

    contest: str
    title: str
    public: bytes
    cost: Cost
    salt: bytes
    nonce: bytes
    box: bytes

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the public key that the file is for."""
        return fingerprint(self.public)


def protect(
    key: OpeningKey,
    passphrase: str,
    *,
    contest: str,
    title: str,
    salt: bytes,
    nonce: bytes,
    cost: Cost = USUAL_COST,
) -> str:
    """The text of a key file. ``salt``: 16 random bytes, ``nonce``: 24, both fresh for each file.

    Raises SealError if the passphrase is too weak, or salt or nonce of another length.
    """
    if problem := check_passphrase(passphrase):
        raise SealError(problem)
    if (len(salt), len(nonce)) != (SALT_BYTES, FILE_NONCE_BYTES):
        raise SealError(f"a key file takes {SALT_BYTES} bytes of salt, {FILE_NONCE_BYTES} of nonce")
    box = sodium.crypto_secretbox_easy(key.private, nonce, _stretch(passphrase, salt, cost))
    title = title[:_LONGEST_TITLE]
    return _written(KeyFile(contest, title, key.public, cost, salt, nonce, box))


def read_key_file(text: str) -> KeyFile:
    """What a key file says, so that a page can name its contest before it asks for the passphrase.

    Raises SealError if it is no key file, of a later version, damaged, or absurdly costly.
    """
    document = _parsed(text)
    try:
        return _key_file(document)
    except (KeyError, TypeError, ValueError):  # a checksum that fits and fields that do not
        raise SealError(_DAMAGED) from None


def unlock(text: str, passphrase: str, *, public: bytes | None = None) -> OpeningKey:
    """The key in a key file. With ``public``, only if it is the key to that public half.

    Raises SealError, as :func:`read_key_file` does, and if the passphrase is wrong or the key is
    not that of the public key. Takes as long and as much memory as the file's cost says.
    """
    file = read_key_file(text)
    if public is not None and file.public != public:
        raise SealError(
            f"this is the key file of {file.title!r} ({file.fingerprint}), "
            f"not of the key that these ballots were sealed to ({fingerprint(public)})"
        )
    stretched = _stretch(passphrase, file.salt, file.cost)
    try:
        key = OpeningKey(sodium.crypto_secretbox_open_easy(file.box, file.nonce, stretched))
    except CryptoError:
        raise SealError("the passphrase is not the one of this key file") from None
    if key.public != file.public:
        raise SealError(
            f"the key in this file belongs to another public key ({fingerprint(key.public)}) "
            f"than the file says ({file.fingerprint})"
        )
    return key


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    secret = normalise_passphrase(passphrase).encode("utf-8", "surrogatepass")
    try:
        return sodium.crypto_pwhash_alg(
            KEY_BYTES,
            secret,
            salt,
            cost.operations,
            cost.memory_kib * 1024,
            sodium.crypto_pwhash_ALG_ARGON2ID13,
        )
    except CryptoError:
        raise SealError(
            f"this machine has no {cost.memory_kib // 1024} MiB of memory free, which the key file "
            f"needs; close other programs or use another machine"
        ) from None


def _written(file: KeyFile) -> str:
    document: _Json = {
        "schema": _SCHEMA + _VERSION,
        "note": _NOTE,
        "contest": {"id": file.contest, "title": file.title},
        "fingerprint": file.fingerprint,
        "public_key": _base64(file.public),
        "kdf": {
            "name": "argon2id",
            "operations": file.cost.operations,
            "memory_kib": file.cost.memory_kib,
            "salt": _base64(file.salt),
        },
        "secretbox": {"nonce": _base64(file.nonce), "box": _base64(file.box)},
    }
    document["checksum"] = _checksum(document)
    return json.dumps(document, indent=2) + "\n"


def _parsed(text: str) -> _Json:
    """The document of a key file of this version whose checksum fits."""
    schema = f'"{_SCHEMA}'
    if len(text) > _LONGEST_FILE or schema not in text:
        raise SealError("this is not a key file of hustings: choose the file saved at set-up")
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise SealError(_DAMAGED) from None
    found = str(document.get("schema") if isinstance(document, dict) else None)
    version = found.removeprefix(_SCHEMA)
    if found.startswith(_SCHEMA) and version != _VERSION:
        raise SealError(
            f"the key file is of version {version[:20]!r}; this hustings reads version {_VERSION}"
        )
    if found != _SCHEMA + _VERSION or document.pop("checksum", None) != _checksum(document):
        raise SealError(_DAMAGED)
    return dict(document)


def _key_file(document: _Json) -> KeyFile:
    kdf, box, contest = document["kdf"], document["secretbox"], document["contest"]
    if kdf["name"] != "argon2id":
        raise ValueError(kdf["name"])
    return KeyFile(
        str(contest["id"]),
        str(contest["title"]),
        _bytes(document["public_key"], KEY_BYTES),
        Cost(_whole(kdf["operations"]), _whole(kdf["memory_kib"])),
        _bytes(kdf["salt"], SALT_BYTES),
        _bytes(box["nonce"], FILE_NONCE_BYTES),
        _bytes(box["box"], _BOX_BYTES),
    )


def _checksum(document: _Json) -> str:
    """128 bits of BLAKE2b of everything else, keys sorted and without spaces."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":")).encode("ascii")
    return hashlib.blake2b(canonical, digest_size=16, person=b"hustings keyfile").hexdigest()


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _bytes(value: object, length: int) -> bytes:
    found = base64.b64decode(str(value), validate=True)
    if len(found) != length:
        raise binascii.Error("another length")
    return found


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value
