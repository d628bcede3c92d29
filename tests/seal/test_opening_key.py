"""The opening key, its fingerprint, and the file that keeps it under a passphrase."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from nacl.public import PrivateKey

from hustings.errors import SealError
from hustings.seal import (
    USUAL_COST,
    Cost,
    Marks,
    OpeningKey,
    check_passphrase,
    fingerprint,
    open_envelope,
    protect,
    read_key_file,
    seal,
    unlock,
)
from hustings.seal.key_file import _checksum
from tests.seal import vectors

KEY_FILE = vectors.read("key-file.json")
SEALED = vectors.read("sealed.json")
TEXT = (vectors.FOLDER / "opening-key.json").read_text(encoding="utf-8")
KEY = OpeningKey(base64.b64decode(KEY_FILE["private_key"]))
OTHER = OpeningKey(bytes(range(32)))
PASSPHRASE = KEY_FILE["passphrases"][0]["passphrase"]
QUICK = Cost(operations=1, memory_kib=8192)


def _protect(key: OpeningKey = KEY, passphrase: str = PASSPHRASE, *, title: str = "A title") -> str:
    return protect(
        key,
        passphrase,
        contest="a",
        title=title,
        salt=bytes(16),
        nonce=bytes(24),
        cost=QUICK,
    )


def _changed(text: str = TEXT, **changes: Any) -> str:
    """The key file with other values and a checksum that fits them: not damaged but made so."""
    document = json.loads(text)
    del document["checksum"]
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = document
        for parent in parents:
            place = place[parent]
        place[last] = value
    return json.dumps(document | {"checksum": _checksum(document)})


def test_the_public_half_is_the_one_that_libsodium_finds() -> None:
    assert KEY.public == bytes(PrivateKey(KEY.private).public_key)
    assert KEY.public == base64.b64decode(SEALED["public_key"])


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_an_opening_key_is_made_of_32_bytes(length: int) -> None:
    with pytest.raises(SealError, match=f"made of 32 bytes, not of {length}"):
        OpeningKey(bytes(length))


def test_a_fingerprint_is_five_groups_of_four_and_one_key_alone_has_it() -> None:
    assert fingerprint(KEY.public) == SEALED["fingerprint"]
    groups = fingerprint(KEY.public).split("-")
    assert [len(group) for group in groups] == [4] * 5
    assert fingerprint(KEY.public) != fingerprint(OTHER.public)


def test_a_private_half_is_in_no_repr() -> None:
    assert repr(KEY.private)[2:-1] not in repr((KEY, read_key_file(TEXT)))
    assert "private" not in repr(KEY)


@pytest.mark.parametrize("case", vectors.table(KEY_FILE["passphrases"]))
def test_the_key_file_of_the_vectors_opens_with_its_passphrase_alone(case: dict[str, Any]) -> None:
    if case["opens"]:
        assert unlock(TEXT, case["passphrase"]) == KEY
        return
    with pytest.raises(SealError, match="the passphrase is not the one of this key file"):
        unlock(TEXT, case["passphrase"])


def test_a_key_file_names_its_contest_and_key_without_the_passphrase() -> None:
    file = read_key_file(TEXT)
    assert (file.contest, file.title) == (KEY_FILE["contest"], KEY_FILE["title"])
    assert file.public == KEY.public
    assert file.fingerprint == fingerprint(KEY.public)


def test_a_key_file_written_with_the_same_salt_and_nonce_is_the_same_text() -> None:
    document = json.loads(TEXT)
    written = protect(
        KEY,
        PASSPHRASE,
        contest=KEY_FILE["contest"],
        title=KEY_FILE["title"],
        salt=base64.b64decode(document["kdf"]["salt"]),
        nonce=base64.b64decode(document["secretbox"]["nonce"]),
        cost=Cost(document["kdf"]["operations"], document["kdf"]["memory_kib"]),
    )
    assert written == TEXT


def test_an_unlocked_key_opens_what_was_sealed_to_it_at_the_usual_cost() -> None:
    text = protect(
        KEY, PASSPHRASE, contest="a", title="A", salt=b"s" * 16, nonce=b"n" * 24, cost=USUAL_COST
    )
    sealed = seal(Marks((2, 1)), 2, KEY.public)
    assert open_envelope(sealed, unlock(text, PASSPHRASE), 2) == Marks((2, 1))


def test_a_key_file_survives_what_mail_and_editors_do_to_text() -> None:
    assert unlock("\ufeff" + TEXT.replace("\n", "\r\n") + "\r\n\r\n", PASSPHRASE) == KEY
    assert unlock(json.dumps(json.loads(TEXT)), PASSPHRASE) == KEY


def test_the_longest_title_and_any_character_are_kept_readable() -> None:
    assert read_key_file(_protect(title="\U0001f5f3" * 5000)).title == "\U0001f5f3" * 1000
    assert read_key_file(_protect(title='"\n\0\ud800')).title == '"\n\0\ud800'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "my passphrase",
        "{}",
        "[]",
        "null",
        '{"schema": "hustings/declaration/1"}',
        "[" * 10_000,
        "x" * 1_000_000,
        TEXT + " " * 20_000,
    ],
    ids=lambda text: text[:20] + f" {len(text)}",
)
def test_what_is_no_key_file_is_told_so(text: str) -> None:
    with pytest.raises(SealError, match="this is not a key file of hustings"):
        unlock(text, PASSPHRASE)


DAMAGE = {
    "cut short": TEXT[:300],
    "a letter of the title": TEXT.replace("primary", "primaly", 1),
    "a letter of the box": TEXT.replace('"box": "', '"box": "A', 1),
    "without its checksum": json.dumps(
        {name: value for name, value in json.loads(TEXT).items() if name != "checksum"}
    ),
    "a list": json.dumps([json.loads(TEXT)]),
    "deeply nested": '"hustings/opening-key/1"' + "[" * 10_000,
    "a field gone": _changed(secretbox={}),
    "a field of another kind": _changed(kdf=[]),
    "a salt too short": _changed(kdf__salt="AAAA"),
    "a key that is not base64": _changed(public_key="???"),
    "memory as text": _changed(kdf__memory_kib="16384"),
    "operations as a truth value": _changed(kdf__operations=True),
    "another derivation": _changed(kdf__name="scrypt"),
}


@pytest.mark.parametrize("text", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_key_file_is_not_taken_for_a_wrong_passphrase(text: str) -> None:
    with pytest.raises(SealError, match=r"the key file is damaged.*Take the other copy"):
        unlock(text, PASSPHRASE)


def test_a_change_of_any_one_character_is_found_or_does_not_matter() -> None:
    for place in range(0, len(TEXT), 7):
        turned = TEXT[:place] + ("A" if TEXT[place] != "A" else "B") + TEXT[place + 1 :]
        with pytest.raises(SealError, match=r"damaged|not a key file|version"):
            read_key_file(turned)


def test_a_key_file_of_a_later_version_says_which_versions_are_read() -> None:
    text = _changed(schema="hustings/opening-key/2")
    with pytest.raises(SealError, match="of version '2'; this hustings reads version 1"):
        unlock(text, PASSPHRASE)


@pytest.mark.parametrize(
    ("operations", "memory_kib"),
    [(0, 16384), (11, 16384), (10**12, 16384), (2, 0), (2, 8191), (2, 1024 * 1024 + 1), (2, 2**40)],
)
def test_a_key_file_that_would_take_the_machine_down_is_not_tried(
    operations: int, memory_kib: int
) -> None:
    text = _changed(kdf__operations=operations, kdf__memory_kib=memory_kib)
    with pytest.raises(SealError, match=f"asks for {operations} and {memory_kib}, so it is not"):
        unlock(text, PASSPHRASE)


def test_the_key_of_another_contest_is_named_before_its_passphrase_is_tried() -> None:
    with pytest.raises(SealError) as caught:
        unlock(TEXT, "not even the passphrase", public=OTHER.public)
    for part in (KEY_FILE["title"], fingerprint(KEY.public), fingerprint(OTHER.public)):
        assert part in str(caught.value)
    assert unlock(TEXT, PASSPHRASE, public=KEY.public) == KEY


def test_a_private_half_that_is_not_of_the_stated_public_key_is_refused() -> None:
    public = base64.b64encode(OTHER.public).decode()
    with pytest.raises(SealError, match="the key in this file belongs to another public key"):
        unlock(_changed(public_key=public), PASSPHRASE)


@pytest.mark.parametrize(
    ("passphrase", "problem"),
    [
        ("", "has 0 characters; it needs at least 12"),
        ("eleven char", "has 11 characters; it needs at least 12"),
        ("  eleven char  ", "has 11 characters; it needs at least 12"),
        ("e\u0301" * 11, "has 11 characters"),
        ("abcabcabcabcabc", "repeats the same few characters"),
        ("ab" * 501, "has 1002 characters; 1000 is the most"),
    ],
)
def test_a_weak_passphrase_is_told_what_would_do_and_protects_nothing(
    passphrase: str, problem: str
) -> None:
    assert problem in str(check_passphrase(passphrase))
    with pytest.raises(SealError, match=problem):
        _protect(passphrase=passphrase)


@pytest.mark.parametrize(
    "passphrase", ["twelve chars", "four unlike words here", "Ünïcödé 日本語のことば"]
)
def test_a_good_passphrase_protects_and_unlocks(passphrase: str) -> None:
    assert check_passphrase(passphrase) is None
    assert unlock(_protect(passphrase=passphrase), passphrase) == KEY


def test_no_key_file_holds_its_private_half_in_the_open() -> None:
    held = base64.b64decode(json.loads(TEXT)["secretbox"]["box"])
    assert KEY.private not in held
    assert base64.b64encode(KEY.private).decode() not in TEXT
    assert KEY.private.hex() not in TEXT


@pytest.mark.parametrize(("salt", "nonce"), [(15, 24), (16, 23), (0, 0)])
def test_salt_and_nonce_of_another_length_are_refused(salt: int, nonce: int) -> None:
    with pytest.raises(SealError, match="16 bytes of salt, 24 of nonce"):
        protect(
            KEY,
            PASSPHRASE,
            contest="a",
            title="A",
            salt=bytes(salt),
            nonce=bytes(nonce),
            cost=QUICK,
        )


def test_the_checksum_is_the_one_of_the_specification() -> None:
    document = json.loads(TEXT)
    stated = document.pop("checksum")
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    digest = hashlib.blake2b(canonical.encode(), digest_size=16, person=b"hustings keyfile")
    assert stated == digest.hexdigest()
