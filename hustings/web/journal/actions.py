"""Writing the journal: the one way in."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction

from hustings.web.journal.chain import FIRST, Link, digest_of
from hustings.web.journal.models import Entry
from hustings.web.project import clock

__all__ = ["SITE", "listen", "write"]

SITE = "site"
"""The chain of acts that belong to no organisation."""

_LISTENERS: list[Callable[[Entry], None]] = []


def listen(listener: Callable[[Entry], None]) -> None:
    """Have every entry told to a listener, inside the transaction of its act.

    An app that comes after those that act registers in its AppConfig.ready(); the same one once.
    """
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def write(*, chain: str, by: str, act: str, sentence: str, contest: str = "") -> Entry:
    """Append one entry, in the transaction of the act that it tells of.

    Must be called inside ``transaction.atomic``: an act and its entry stand or fall together.
    Writers of one chain wait for one another, so that numbers have no gap.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a journal entry belongs to its act")
    _wait_for_chain(chain)
    last = Entry.objects.filter(chain=chain).order_by("-number").first()
    link = Link(
        chain=chain,
        number=last.number + 1 if last else 1,
        at=clock.now(),
        by=by,
        contest=contest,
        act=act,
        sentence=sentence,
        previous=last.digest if last else FIRST,
    )
    entry = Entry.objects.create(digest=digest_of(link), **link.fields())
    for listener in _LISTENERS:
        listener(entry)
    return entry


def _wait_for_chain(chain: str) -> None:
    """On PostgreSQL an advisory lock until the transaction ends; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"journal:{chain}"])
