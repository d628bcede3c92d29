"""Where pictures of the pages go, if somebody wants to look at them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def shots() -> Path | None:
    """The folder that HUSTINGS_SHOTS names."""
    named = os.environ.get("HUSTINGS_SHOTS")
    return Path(named) if named else None
