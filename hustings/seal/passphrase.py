"""The passphrase of a key file: one form however it is typed, and long enough."""

from __future__ import annotations

import unicodedata

__all__ = ["LONGEST", "SHORTEST", "check_passphrase", "normalise_passphrase"]

SHORTEST, LONGEST = 12, 1000
_FEWEST_DIFFERENT = 5


def normalise_passphrase(passphrase: str) -> str:
    """One form for what looks alike: Unicode's NFKC, without white space at the ends."""
    return unicodedata.normalize("NFKC", passphrase).strip()


def check_passphrase(passphrase: str) -> str | None:
    """What makes a passphrase too weak and what would do, in a sentence; None if it will do."""
    normal = normalise_passphrase(passphrase)
    if len(normal) < SHORTEST:
        return (
            f"The passphrase has {len(normal)} characters; it needs at least {SHORTEST}. "
            f"Four or five words that do not belong together are good."
        )
    if len(normal) > LONGEST:
        return f"The passphrase has {len(normal)} characters; {LONGEST} is the most."
    if len(set(normal)) < _FEWEST_DIFFERENT:
        return (
            f"The passphrase repeats the same few characters; it needs at least "
            f"{_FEWEST_DIFFERENT} different ones."
        )
    return None
