"""The clock of a story, for the site and for its database: PostgreSQL holds a vote against a clock
of its own, so there its function for the cast is given one that can be set.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import time_machine
from django.db import connection

__all__ = ["Clock", "told_time"]

_BEGIN = """
CREATE SCHEMA told;
CREATE TABLE told.shift (ahead interval NOT NULL);
INSERT INTO told.shift VALUES ('0');
CREATE FUNCTION told.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    'SELECT pg_catalog.clock_timestamp() + ahead FROM told.shift';
ALTER FUNCTION booth_cast SET search_path = told, pg_catalog, public;
"""
_END = "ALTER FUNCTION booth_cast RESET search_path; DROP SCHEMA told CASCADE;"


class Clock:
    """A clock that goes on from wherever it is set."""

    def __init__(self, traveller: Any) -> None:
        self._traveller = traveller

    def move_to(self, when: datetime) -> None:
        """Set it."""
        self._traveller.move_to(when)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE told.shift SET ahead = %s - pg_catalog.clock_timestamp()", [when]
                )


@contextmanager
def told_time(when: datetime) -> Iterator[Clock]:
    """Tell everybody that time, and then what the clock is moved to."""
    with time_machine.travel(when) as traveller:
        _execute(_BEGIN)
        try:
            clock = Clock(traveller)
            clock.move_to(when)
            yield clock
        finally:
            _execute(_END)


def _execute(statements: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statements)
