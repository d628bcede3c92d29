"""What the site's tests share: the shared cache starts empty, and guarded tables can be emptied."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

# Playwright keeps an event loop in the thread of the tests, which Django takes for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

TRANSACTIONAL = {"transactional_db", "live_server"}


@pytest.fixture(autouse=True)
def _no_paper_of_another_test() -> None:
    """Tests take the numbers of rows again, so what the booth keeps of a contest must go."""
    from hustings.web.booth.papers import forget_papers

    forget_papers()


@pytest.fixture(autouse=True)
def _guards_give_way_after_the_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the database after a test that commits: Django does so by DELETE on SQLite, which the
    guards refuse. Meanwhile they stand aside; the test itself always runs under them.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    if not commits and TRANSACTIONAL.isdisjoint(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    cache.clear()
    yield
    cache.clear()
    if connection.vendor == "sqlite":
        _empty_without_guards()


def _empty_without_guards() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    try:
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=False)
    finally:
        with connection.cursor() as cursor:
            for _, statement in triggers:
                cursor.execute(statement)
