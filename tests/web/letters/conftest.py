"""No file of letters is left from the test before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def _an_empty_folder_of_letters() -> Iterator[None]:
    assert settings.DATA is not None
    yield
    for path in settings.DATA.letters.iterdir():
        path.unlink()
