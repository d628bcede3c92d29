"""The opening key: made, handed out once, and its backup tested before anybody votes.

The private half is stored nowhere unless the officer chose this machine. It leaves here under her
passphrase alone, as the text of a file.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from hustings.errors import RuleError
from hustings.seal import (
    FILE_NONCE_BYTES,
    KEY_BYTES,
    SALT_BYTES,
    USUAL_COST,
    Cost,
    Marks,
    OpeningKey,
    fingerprint,
    open_envelope,
    protect,
    seal,
    unlock,
)
from hustings.web.contests import hooks, keys_kept
from hustings.web.contests.actions.writing import draft_locked, note
from hustings.web.contests.models import Contest, KeyPlace
from hustings.web.officers.actor import Actor
from hustings.web.project import clock

__all__ = ["NewKey", "make_key", "test_key"]


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made: its fingerprint, and its file, which nobody can show again."""

    fingerprint: str
    file_text: str


@sensitive_variables()
def make_key(
    contest: Contest,
    passphrase: str,
    *,
    by: Actor,
    place: KeyPlace = KeyPlace.FILE,
    replacing: bytes | None = None,
    cost: Cost = USUAL_COST,
) -> NewKey:
    """Make the contest's opening key; the result holds the file, which is stored nowhere.

    ``replacing`` is the public key that the officer saw, or None: if another was made meanwhile,
    it is not thrown away unseen. A new key makes the test of the old one void and wipes ballots
    that were sealed to it in test mode. SealError for a weak passphrase, RuleError otherwise.
    """
    key = OpeningKey(secrets.token_bytes(KEY_BYTES))
    # Outside the transaction: it takes a second, and others write meanwhile.
    text = protect(
        key,
        passphrase,
        contest=contest.slug,
        title=contest.title,
        salt=secrets.token_bytes(SALT_BYTES),
        nonce=secrets.token_bytes(FILE_NONCE_BYTES),
        cost=cost,
    )
    _store(contest, key, place, replacing, by)
    return NewKey(fingerprint(key.public), text)


@sensitive_variables("key")
@transaction.atomic
def _store(
    contest: Contest, key: OpeningKey, place: KeyPlace, replacing: bytes | None, by: Actor
) -> None:
    contest = draft_locked(contest, by)
    before = bytes(contest.public_key) if contest.public_key is not None else None
    if before != replacing:
        raise RuleError(
            _("Another key was made meanwhile, so this one was not kept. Look at the key first.")
        )
    was_here = contest.key_place == KeyPlace.SERVER
    contest.public_key, contest.key_place, contest.key_tested_at = key.public, place, None
    contest.save(update_fields=["public_key", "key_place", "key_tested_at"])
    hooks.on_wipe_tests(contest)
    if place == KeyPlace.SERVER:
        keys_kept.keep(contest, key)
    note(contest, by, "key", _made_sentence(key.public, before, place))
    if before is not None and was_here:
        transaction.on_commit(lambda: keys_kept.forget(contest, before))


def _made_sentence(public: bytes, before: bytes | None, place: KeyPlace) -> str:
    kept = "kept in an officer's file" if place == KeyPlace.FILE else "kept on this machine"
    instead = f" in place of {fingerprint(before)}" if before is not None else ""
    return f"Made the opening key {fingerprint(public)}{instead}, {kept}."


@sensitive_variables()
def test_key(contest: Contest, file_text: str, passphrase: str, *, by: Actor) -> Contest:
    """Open a test envelope with the officer's backup, and note that it opened.

    SealError where the file is damaged, of another key, or the passphrase is wrong; RuleError
    without a key or after the draft.
    """
    if contest.public_key is None:
        raise RuleError(_("There is no key to test yet: make one first."))
    public = bytes(contest.public_key)
    key = unlock(file_text, passphrase, public=public)
    trial = Marks((2, 1))
    if open_envelope(seal(trial, 2, public), key, 2) != trial:
        raise RuleError(_("The key did not open the test envelope: make another."))
    return _note_tested(contest, public, by)


@transaction.atomic
def _note_tested(contest: Contest, public: bytes, by: Actor) -> Contest:
    contest = draft_locked(contest, by)
    if contest.public_key is None or bytes(contest.public_key) != public:
        raise RuleError(_("Another key was made meanwhile: test the file of that one."))
    contest.key_tested_at = clock.now()
    contest.save(update_fields=["key_tested_at"])
    note(
        contest,
        by,
        "key",
        f"Tested the backup of the opening key {fingerprint(public)}: it opened a test envelope.",
    )
    return contest
