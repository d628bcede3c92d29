"""The made-up roll: always the same, clearly nobody's, with every defect when asked."""

from __future__ import annotations

import hashlib
import re

import pytest

from hustings.errors import RuleError
from hustings.roll import (
    CONSTITUENCY,
    FICTIONAL_COLUMNS,
    Asks,
    Basis,
    clean,
    count_households,
    fictional_rows,
)


def test_equal_arguments_give_equal_rows_on_every_machine() -> None:
    table = fictional_rows(200, 7, defects=True)
    assert table == fictional_rows(200, 7, defects=True)
    assert table != fictional_rows(200, 8, defects=True)
    digest = hashlib.sha256(repr(table.rows).encode()).hexdigest()
    assert digest[:16] == "faa40ea20761acb7"


@pytest.mark.parametrize("size", [0, 1, 2, 7, 50])
def test_there_are_as_many_rows_as_asked_for(size: int) -> None:
    for defects in (False, True):
        assert len(fictional_rows(size, defects=defects).rows) == size


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(RuleError, match="nought electors or more"):
        fictional_rows(-1)


def test_nobody_in_it_can_exist() -> None:
    assert CONSTITUENCY == "Marlcombe and Thornley"
    for entry in clean(fictional_rows(3000, 1), FICTIONAL_COLUMNS).entries:
        assert re.fullmatch(r"ZZ99 [0-9][A-Z]{2}", entry.postcode)
        assert not entry.email or entry.email.endswith("@example.org")
        assert not entry.phone or entry.phone.startswith("07700 900")


def test_without_defects_all_is_taken() -> None:
    result = clean(fictional_rows(3000, 1), FICTIONAL_COLUMNS)
    assert (result.decisions, result.refused, len(result.entries)) == ((), (), 3000)
    assert {entry.basis for entry in result.entries} == set(Basis)
    homes = count_households(result.entries)
    assert set(homes.sizes) >= {1, 2, 3, 4}
    assert homes.unknown == 0


def test_with_defects_each_kind_is_there() -> None:
    result = clean(fictional_rows(100, 1, defects=True), FICTIONAL_COLUMNS)
    assert {one.asks for one in result.decisions} >= {
        Asks.TWO_PEOPLE,
        Asks.NO_SURNAME,
        Asks.EMAIL_DOMAIN,
        Asks.EMAIL_SHAPE,
        Asks.NO_POSTAL_ADDRESS,
        Asks.BASIS_UNKNOWN,
        Asks.REFERENCE_TWICE,
    }
    reasons = " ".join(one.why for one in result.refused)
    assert all(word in reasons for word in ("no name", "no way to reach", "word for word"))
    assert {"capitals", "blanks"} <= {one.why for one in result.fixed}
    assert len(result.entries) > 70
