"""What is logged holds no way in: the token of a one-time link is left out of logged addresses."""

from __future__ import annotations

import logging
import re

__all__ = ["WithoutTokens"]

_TOKEN = re.compile(r"(/sign-in/)[^/\s?#]+")


class WithoutTokens(logging.Filter):
    """Writes ``/sign-in/...`` for the address of a sign-in link, in the words and their values."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record pass, cleaned."""
        said = record.getMessage()
        cleaned = _TOKEN.sub(r"\1...", said)
        if cleaned != said:
            record.msg, record.args = cleaned, ()
        return True
