"""A connection that the database has ended since the last request costs nobody a vote."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from hustings.web.booth.casting import Accepted, cast
from hustings.web.booth.models import Envelope
from tests.web.booth.polls import make_poll


@pytest.mark.django_db(transaction=True)
def test_a_vote_is_cast_on_a_new_connection_where_the_kept_one_was_ended() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection to lose")
    poll = make_poll(2)
    assert isinstance(cast(poll.ballot(0)), Accepted)
    assert isinstance(connection.connection, psycopg.Connection)
    kept = connection.connection.info.backend_pid
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [kept])
    answer = cast(poll.ballot(1))
    assert isinstance(answer, Accepted)
    assert not answer.repeated
    assert Envelope.objects.count() == 2
