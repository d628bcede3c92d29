"""What the tests of the post take from those of the booth."""

from __future__ import annotations

from tests.web.booth.test_kill import install

__all__ = ["install"]
