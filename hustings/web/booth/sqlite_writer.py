"""One thread of each process writes ballots to SQLite, as many in a commit as are waiting.

A commit costs one wait for the disk however many ballots it holds, so the more people vote at
once, the more share that wait. Each ballot has a savepoint of its own: one that the database
refuses fails alone. Nobody is answered before the commit.

The thread starts with the first ballot and ends with the process. It has a connection of its own;
another process has a thread of its own, and they take turns by SQLite's lock.
"""

from __future__ import annotations

import atexit
import logging
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection

from hustings.web.booth.outcomes import Accepted, Ballot, NotRecorded, Refused
from hustings.web.booth.sqlite_cast import Taken, cast_one
from hustings.web.project import clock

__all__ = ["MOST_AT_ONCE", "Writer", "cast"]

MOST_AT_ONCE = 256
"""Ballots in one commit at most, so that those who read see no long pause."""

_PATIENCE = 60.0  # seconds, twice as long as SQLite itself waits for its lock
_log = logging.getLogger(__name__)

Answer = Accepted | Refused


class _Waiting:
    """A ballot, and the lock that its caller waits at: less work for each than a Future."""

    __slots__ = ("_answered", "_told", "ballot")

    def __init__(self, ballot: Ballot) -> None:
        self.ballot = ballot
        self._told: Answer | NotRecorded = NotRecorded()
        self._answered = threading.Lock()
        self._answered.acquire()

    def tell(self, answer: Answer | NotRecorded) -> None:
        """Let the caller go on with this answer; once."""
        self._told = answer
        self._answered.release()

    def answer(self) -> Answer:
        """Wait for it; NotRecorded where that is the answer, or where none comes."""
        if not self._answered.acquire(timeout=_PATIENCE):
            raise NotRecorded
        if isinstance(self._told, NotRecorded):
            raise self._told
        return self._told


class Writer:
    """The thread and what waits for it. ``now`` is the clock that the timetable is held against."""

    def __init__(self, now: Callable[[], datetime] = clock.now) -> None:
        self._now = now
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="ballots", daemon=True)
        self._process = os.getpid()
        self._thread.start()

    @property
    def works(self) -> bool:
        """Whether the thread runs, in this process and not in the one it was forked from."""
        return self._process == os.getpid() and self._thread.is_alive()

    def cast(self, ballot: Ballot) -> Answer:
        """Wait for the commit and answer; NotRecorded where there was none."""
        waiting = _Waiting(ballot)
        self._waiting.put(waiting)
        return waiting.answer()

    def stop(self) -> None:
        """Write what waits, then end."""
        self._waiting.put(None)
        self._thread.join(timeout=_PATIENCE)

    def _run(self) -> None:
        try:
            while batch := self._next_batch():
                self._answer(batch)
        finally:
            connection.close()

    def _next_batch(self) -> list[_Waiting]:
        """All that waits now, once anything does; nothing when the thread is to end."""
        first = self._waiting.get()
        batch = [first] if first else []
        while first and len(batch) < MOST_AT_ONCE:
            try:
                following = self._waiting.get_nowait()
            except queue.Empty:
                break
            if following is None:
                self._waiting.put(None)  # these first, the end then
                break
            batch.append(following)
        return batch

    def _answer(self, batch: Sequence[_Waiting]) -> None:
        """Commit, then answer everyone; after a failure of the whole, everyone may try again."""
        try:
            answers = self._commit([waiting.ballot for waiting in batch])
        except Exception:  # noqa: BLE001 - the thread goes on, whatever it was
            _log.exception("%d ballots were not recorded", len(batch))
            connection.close()
            answers = [NotRecorded() for _ in batch]
        for waiting, answer in zip(batch, answers, strict=True):
            waiting.tell(answer)

    def _commit(self, ballots: Sequence[Ballot]) -> list[Answer | NotRecorded]:
        """Write all in one transaction; anew, if a poll closed before that could be committed."""
        connection.ensure_connection()
        cursor: sqlite3.Cursor = connection.connection.cursor()
        try:
            cursor.execute("BEGIN IMMEDIATE")
            while not self._in_time(taken := [self._cast(cursor, ballot) for ballot in ballots]):
                cursor.execute("ROLLBACK")
                cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("COMMIT")
        except BaseException:
            if connection.connection.in_transaction:
                cursor.execute("ROLLBACK")
            raise
        return [item.answer if isinstance(item, Taken) else item for item in taken]

    def _in_time(self, taken: Sequence[Taken | NotRecorded]) -> bool:
        """Whether every poll is still open in which one of these was accepted."""
        now = self._now()
        return all(now < t.before for t in taken if isinstance(t, Taken) and t.before)

    def _cast(self, cursor: sqlite3.Cursor, ballot: Ballot) -> Taken | NotRecorded:
        cursor.execute("SAVEPOINT ballot")
        try:
            return cast_one(cursor, ballot, self._now())
        except Exception:  # noqa: BLE001 - and the rest of its batch with it
            _log.exception("a ballot was not recorded")
            cursor.execute("ROLLBACK TO ballot")
            return NotRecorded()
        finally:
            cursor.execute("RELEASE ballot")


class _Process:
    """The writer of this process, started by its first ballot."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._writer: Writer | None = None

    def writer(self) -> Writer:
        """The one that works; a new one after a fork, and where the last has ended."""
        with self._lock:
            if self._writer is None or not self._writer.works:
                self._writer = Writer()
            return self._writer

    def stop(self) -> None:
        """End the writer, if there is one."""
        with self._lock:
            if self._writer is not None and self._writer.works:
                self._writer.stop()
            self._writer = None

    def forked(self) -> None:
        """In the child neither the parent's lock nor its thread means anything."""
        self.__init__()  # type: ignore[misc]


_process = _Process()
os.register_at_fork(after_in_child=_process.forked)
atexit.register(_process.stop)


def cast(ballot: Ballot) -> Answer:
    """Give the ballot to this process's writer and wait until it is committed, or refused."""
    return _process.writer().cast(ballot)
