"""What the site's tests share: nothing of one is left for the next."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase

from tests.web.emptying import empty
from tests.web.killing import install, migrated

__all__ = ["install", "migrated"]

# Playwright keeps an event loop in the thread of the tests, which Django takes for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

TRANSACTIONAL = {"transactional_db", "live_server"}


@pytest.fixture(autouse=True)
def _no_paper_of_another_test() -> None:
    """Tests take the numbers of rows again, so what the booth keeps of a contest must go."""
    from hustings.web.booth.papers import forget_papers

    forget_papers()


@pytest.fixture(scope="session", autouse=True)
def _emptied_in_one_transaction() -> Iterator[None]:
    """After a test that commits, Django empties every table, resets every number and writes its
    own rows anew. Only what the test wrote need go: see :mod:`tests.web.emptying`.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: empty())
        yield


@pytest.fixture(autouse=True)
def _the_cache_begins_empty(request: pytest.FixtureRequest) -> None:
    """What a page in a thread of its own put into the shared cache is no business of this test."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    if commits or not TRANSACTIONAL.isdisjoint(request.fixturenames):
        request.getfixturevalue("transactional_db")
        cache.clear()
