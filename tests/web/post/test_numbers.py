"""How numbers that were scanned or typed are shown to people."""

from __future__ import annotations

import pytest

from hustings.web.post.numbers import read_shown


@pytest.mark.parametrize(
    ("read", "shown"),
    [
        ("18671867180", "1867 1867 180"),
        ("1867 1867180", "1867 1867 180"),
        ("18671867180-A1B2C", "1867 1867 180-A1B2C"),
        ("1867186718", "1867186718"),
        ("186718671801", "186718671801"),
        ("torn off", "torn off"),
        ("١٨٦٧١٨٦٧١٨٠", "١٨٦٧١٨٦٧١٨٠"),
        ("", ""),
    ],
)
def test_eleven_figures_are_shown_in_groups_and_anything_else_as_it_was_read(
    read: str, shown: str
) -> None:
    assert read_shown(read) == shown
