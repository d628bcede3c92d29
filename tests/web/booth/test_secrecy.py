"""Whoever holds the database, its log, the data folder, the journal and what was logged learns no
ranking and no code; and nothing joins an envelope to an elector.
"""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from hustings.seal import Marks, open_envelope, pack
from hustings.web.booth.models import Code, Envelope, Participation
from hustings.web.journal.models import Entry
from tests.web.booth.polls import Poll, make_poll, move_to
from tests.web.booth.test_pages import hidden

pytestmark = pytest.mark.django_db(transaction=True)

CANDIDATES = 12
RANKINGS = (
    (5, 2, 7, 3, 1, 12, 9, 10),
    (6, 4, 11, 1, 7, 5, 3, 8, 2),
    (3, 7, 6, 12, 2, 4, 1, 5, 11, 9, 8, 10),
)
"""So long that their bytes stand nowhere by chance, not in a whole cluster either."""


def make_marked_poll() -> Poll:
    """Candidates whose names and keys stand nowhere else."""
    poll = make_poll(len(RANKINGS), candidates=CANDIDATES, state="draft", roll={"rotation": 3})
    for number in range(1, CANDIDATES + 1):
        name, key = f"Quillon Zarathustra{number}", f"qz_{number}"
        poll.contest.candidates.filter(number=number).update(name=name, key=key, surname=name)
    move_to(poll.contest, "ready")
    return poll


def vote(poll: Poll, elector: int, ranking: Sequence[int], *, script: bool) -> list[str]:
    """Vote through the pages; the code and the nonces that were used."""
    client = Client()
    code = poll.codes[elector]
    paper = client.post(reverse("booth:paper"), {"code": code})
    if script:
        sealed = base64.b64encode(poll.sealed(ranking)).decode()
        sent = hidden(paper) | {"nonce": "ab" * 15 + f"{elector:02}", "sealed": sealed}
    else:
        marked = {f"mark-{number}": str(place) for place, number in enumerate(ranking, 1)}
        sent = hidden(client.post(reverse("booth:check"), hidden(paper) | marked))
    assert client.post(reverse("booth:cast"), sent).status_code == 200
    return [code, sent["nonce"]]


def plain_forms(ranking: Sequence[int]) -> Iterator[bytes]:
    """A ranking in every plain form that a program or a person would write it in."""
    lists = (
        [f"Quillon Zarathustra{n}" for n in ranking],
        [f"Zarathustra{n}" for n in ranking],
        [f"qz_{n}" for n in ranking],
        [str(n) for n in ranking],
    )
    for items, between in itertools.product(lists, (", ", ",", "; ", " > ", ">", " ", "\n", "\t")):
        yield between.join(items).encode()
    yield from (json.dumps(items).encode() for items in (*lists, list(ranking)))
    for plain in (bytes(ranking), *packed(ranking)):
        yield plain
        yield plain.hex().encode()
        yield base64.b64encode(plain)
    yield b"&".join(b"mark-%d=%d" % (n, place) for place, n in enumerate(ranking, 1))
    yield b"".join(b"%d" % n for n in ranking) if len(ranking) > 6 else bytes(ranking)


def packed(ranking: Sequence[int]) -> Iterator[bytes]:
    for rotation in (None, 3):
        yield pack(Marks(tuple(ranking), rotation), candidates=CANDIDATES)


def stored() -> set[bytes]:
    """What lies on the disk: the content of the database's files and of the data folder's."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CHECKPOINT")
            cursor.execute("SHOW data_directory")
            database = list(Path(cursor.fetchone()[0]).rglob("*"))
        else:
            name = Path(connection.settings_dict["NAME"])
            database = list(name.parent.glob(f"{name.name}*"))
    assert settings.DATA is not None
    folder = settings.DATA.root.rglob("*")
    files = {path for path in (*database, *folder) if path.is_file()}
    return {path.read_bytes() for path in files}


def test_nothing_that_is_kept_holds_a_ranking_or_a_code(caplog: Any, capfd: Any) -> None:
    caplog.set_level("DEBUG")
    poll = make_marked_poll()
    kept, used = stored(), []
    for elector, ranking in enumerate(RANKINGS):
        used += vote(poll, elector, ranking, script=elector == 1)
        kept |= stored()  # a backup before and after each vote
    assert poll.figures == (len(RANKINGS), len(RANKINGS))
    journal = "\n".join(Entry.objects.values_list("sentence", flat=True))
    said = (caplog.text + "".join(capfd.readouterr()) + journal).encode()
    everything = [*kept, said]
    for ranking in RANKINGS:
        for form in plain_forms(ranking):
            assert not any(form in held for held in everything), form
    for secret in used:
        for typed in (secret, secret.replace("-", ""), secret.lower(), secret.replace("-", " ")):
            assert not any(typed.encode() in held for held in everything), typed
        if len(secret) == 32:
            assert not any(bytes.fromhex(secret) in held for held in everything)


def test_what_is_looked_through_does_hold_what_is_kept() -> None:
    """So that the test above cannot pass by looking in the wrong place."""
    poll = make_marked_poll()
    vote(poll, 0, RANKINGS[0], script=False)
    held = b"\0".join(stored())
    assert bytes(Envelope.objects.get().sealed) in held
    assert Participation.objects.get().receipt.encode() in held
    assert bytes(Code.objects.filter(dead="cast").get().digest) in held
    assert b"Quillon Zarathustra3" in held


def test_an_envelope_is_joined_to_nobody_and_its_table_keeps_no_order_of_casting() -> None:
    poll = make_poll(40)
    for elector in range(40):
        vote(poll, elector, (2, 1), script=True)
    columns = {field.column for field in Envelope._meta.fields}
    assert columns == {"id", "contest_id", "section", "channel", "basis", "sealed"}
    rows = list(Envelope.objects.values_list("pk", "section", "channel", "basis"))
    assert {row[1:] for row in rows} == {("all", "online", "member")}
    assert {len(bytes(row[0])) for row in rows} == {16}
    if connection.vendor == "sqlite":  # WITHOUT ROWID: stored by the random key alone
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name FROM pragma_table_list WHERE wr = 1 AND name LIKE 'booth_%'"
            )
            tables = {name for (name,) in cursor.fetchall()}
            cursor.execute("SELECT id FROM booth_envelope")
            keys = [key for (key,) in cursor.fetchall()]
        assert {"booth_code", "booth_envelope", "booth_participation"} <= tables
        assert keys == sorted(keys)


def test_all_envelopes_of_a_contest_are_equally_long_whatever_is_marked() -> None:
    poll = make_poll(4, candidates=7)
    for elector, ranking in enumerate([(), (1,), (7, 6, 5, 4, 3, 2, 1), (3, 2)]):
        vote(poll, elector, ranking, script=elector > 1)
    sealed = [bytes(envelope.sealed) for envelope in Envelope.objects.all()]
    assert {len(one) for one in sealed} == {3 + 7 + 48}
    opened = {open_envelope(one, poll.key, 7).ranking for one in sealed}  # type: ignore[union-attr]
    assert opened == {(), (1,), (7, 6, 5, 4, 3, 2, 1), (3, 2)}
