"""Contests with officers, letters read back as a reader's telephone would, and every byte kept."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client

from hustings.report.letters import Summary
from hustings.web.contests.models import Contest
from hustings.web.letters import files
from hustings.web.letters.models import PrintRun
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from tests.report.letter_cases import Written
from tests.web.booth.polls import make_poll, move_to
from tests.web.letters.worker import work_off_the_queue
from tests.web.making import make_actor, make_electors
from tests.web.officers.signing_in import signed_in

__all__ = [
    "CODE",
    "Post",
    "bytes_of_the_database",
    "codes_in",
    "codes_mailed",
    "letters_of",
    "make_post",
]

CODE = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{3}-){6}[0-9A-HJKMNP-TV-Z]{3}\b")
"""A code as it is written, of seven groups of three."""


@dataclass(frozen=True)
class Post:
    """A contest whose electors hold no code yet, its returning officer, and her browser."""

    contest: Contest
    officer: Actor
    client: Client

    def url(self, page: str = "") -> str:
        slugs = self.contest.organisation.slug, self.contest.slug
        return f"/officer/{slugs[0]}/c/{slugs[1]}/letters/{page}"

    def run(self) -> PrintRun:
        """The latest print run."""
        return self.contest.print_runs.select_related("contest__organisation").latest("at")

    def print(self, kind: str = "first", **form: Any) -> PrintRun:
        """Make letters by the page, and let the worker do it."""
        answer = self.client.post(self.url(f"print/{kind}/"), form)
        assert answer.status_code == 302, answer.content.decode()
        work_off_the_queue()
        return self.run()

    def mail(self, kind: str = "invitation", **form: Any) -> Any:
        """Write and send e-mails by the pages, and let the worker do it."""
        said = {"subject": "Your vote", "batch_size": 500, "pause_minutes": 0} | form
        answer = self.client.post(self.url(f"mail/{kind}/"), said)
        assert answer.status_code == 302, answer.content.decode()
        mailing = self.contest.mailings.latest("at")
        answer = self.client.post(self.url(f"mailings/{mailing.pk}/send/"))
        assert answer.status_code == 302, answer.content.decode()
        work_off_the_queue()
        mailing.refresh_from_db()
        return mailing


def make_post(
    electors: int = 3, *, state: str = "ready", frozen: bool = False, **fields: Any
) -> Post:
    """A poll that is open unless the fields or the state say otherwise."""
    roll = fields.pop("roll", {})
    values = {"retention_until": (clock.now() + timedelta(days=90)).date()} | fields
    poll = make_poll(0, state="draft", **values)
    poll.contest.organisation.contact_name = "Winifred Penhaligon"
    poll.contest.organisation.contact_email = "returning@example.org"
    poll.contest.organisation.save()
    if electors:
        make_electors(poll.contest, electors, **roll)
    if frozen:
        Contest.objects.filter(pk=poll.contest.pk).update(
            roll_frozen_at=clock.now(), roll_fingerprint="a" * 64
        )
    move_to(poll.contest, state)
    officer = make_actor(poll.contest.organisation)
    return Post(poll.contest, officer, signed_in(officer))


def letters_of(run: PrintRun) -> Written:
    """The run's PDF, opened."""
    content = files.path_of(run.file_name).read_bytes()
    return Written(content, Summary(0, 0, 0))


def codes_in(run: PrintRun) -> list[str]:
    """The code in the square of each letter, in order, as a telephone reads it."""
    content = files.path_of(run.file_name).read_bytes()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    else:
        parts = [content]
    return [code for part in parts for code in _codes_of(Written(part, Summary(0, 0, 0)))]


def _codes_of(written: Written) -> Iterator[str]:
    for page in range(written.count):
        for link in written.squares(page):
            address, _, code = link.partition("#")
            assert address == f"{settings.BASE_URL}/vote/"
            yield code


def codes_mailed() -> list[str]:
    """The code of each e-mail in the outbox, in order."""
    found = [set(CODE.findall(str(message.body))) for message in mail.outbox]
    assert all(len(codes) == 1 for codes in found), found
    return [code for codes in found for code in codes]


def bytes_of_the_database() -> bytes:
    """Everything that the database holds, as far as a thief of its files or its dump would see."""
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        found = [path for path in name.parent.glob(f"{name.name}*") if path.is_file()]
        assert found
        return b"\n".join(path.read_bytes() for path in found)
    with connection.cursor() as cursor:
        rows: list[str] = []
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows).encode()
