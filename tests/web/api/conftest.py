"""What the tests of the API share: nobody has asked before, and a receiver of calls."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import caches

from tests.web.api.receiver import Receiver


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> None:
    caches["api"].clear()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server on this machine that keeps what it is sent."""
    with Receiver() as server:
        yield server
