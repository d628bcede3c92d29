"""The signature of a call, as Standard Webhooks has it, so that receivers need no code of ours.

Source: github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md, version 1.0.0.
``webhook-signature`` is ``v1,`` and the base64 of HMAC-SHA256 over ``id.timestamp.body``, with the
bytes that the secret holds after ``whsec_``. The timestamp is signed, so that a receiver can refuse
what was sent long ago; the id is the same at every try, so that it can refuse what it has had.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from datetime import datetime
from uuid import UUID

__all__ = ["PREFIX", "headers_of", "secret_of"]

PREFIX = "whsec_"


def secret_of(webhook: UUID, key: bytes) -> str:
    """The secret of a webhook, which follows from its id and the site's key and is stored nowhere.

    It can be shown again at any time; without the key the database tells nothing of it.
    """
    made = hashlib.blake2b(webhook.bytes, digest_size=32, key=key, person=b"hustings webhook")
    return PREFIX + b64encode(made.digest()).decode()


def headers_of(call: UUID, at: datetime, body: bytes, secret: str) -> dict[str, str]:
    """The three headers of a call that is sent at that time."""
    number, moment = f"msg_{call.hex}", str(int(at.timestamp()))
    key = b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{number}.{moment}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": number,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{b64encode(signed).decode()}",
    }
