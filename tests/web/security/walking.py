"""Every address of the site, from its own table of addresses, with values that lead somewhere."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

from tests.web.security.world import World

__all__ = ["Address", "Visit", "addresses", "digest_of_tables", "once", "visit"]

SLOT = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
NAMED = {
    "contests:photo": ("name", ["{photo}"]),
    "roll:download": ("name", ["fixed"]),
    "results:download": ("name", ["declaration.json", "declaration.html", "stages.csv",
                                  "rankings.csv", "rankings.blt", "codebook.txt", "folder.zip"]),
    "results:preview_file": ("name", ["declaration.json", "declaration.html"]),
    "letters:print": ("kind", ["first", "reminder"]),
    "letters:mail": ("kind", ["invitation", "reminder"]),
    "journal:export": ("form", ["csv", "jsonl"]),
    "post:run": ("kind", ["papers", "envelopes"]),
    "post:fetch": ("kind", ["papers", "envelopes"]),
    "post:again": ("kind", ["papers", "envelopes"]),
    "post:destroy": ("kind", ["papers", "envelopes"]),
    "post:sample_paper": ("size", ["a5", "large"]),
    "post:sample_envelopes": ("what", ["letter", "labels"]),
    "post:alarm": ("heading", ["declaration"]),
}  # fmt: skip
"""Values of a slot that lead somewhere, by the name of the address."""


@dataclass(frozen=True)
class Address:
    """A path of the site, the name of its pattern, and the state of the contest it is about."""

    route: str
    path: str
    state: str = ""


@dataclass(frozen=True)
class Visit:
    """What came of one request, and which rows it wrote (SQL; sessions left out)."""

    viewer: str
    address: Address
    status: int
    headers: dict[str, str]
    body: bytes
    writes: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The type of the content, without its letters' coding."""
        return self.headers.get("content-type", "").partition(";")[0]

    def __str__(self) -> str:
        return f"{self.viewer}: {self.address.route} {self.address.path}: {self.status}"


def addresses(world: World, *, org: str | None = None) -> list[Address]:
    """Every address, once for each contest it can be about; under another organisation if named."""
    found: list[Address] = []
    for route, pattern in _patterns(get_resolver()):
        about_one = "slug:slug" in pattern or "slug:contest" in pattern
        states = world.contests if about_one else {"": None}
        for state, contest in states.items():
            found += [
                Address(route, _filled(pattern, values, org), state)
                for values in _values(world, route, contest.slug if contest else "", pattern)
            ]
    return found


def once(found: Iterable[Address]) -> list[Address]:
    """Of each address that a contest of any state can be about, the one of the first state."""
    first: dict[str, str] = {}
    return [a for a in found if first.setdefault(a.route, a.state) == a.state]


def _patterns(
    resolver: URLResolver, before: str = "", names: str = ""
) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        path = f"{before}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield f"{names}{entry.name}", path
        else:
            inner = f"{names}{entry.namespace}:" if entry.namespace else names
            yield from _patterns(entry, path, inner)


def _values(world: World, route: str, slug: str, pattern: str) -> Iterable[dict[str, str]]:
    """What to put into the slots of a pattern; one dictionary for each path to be walked."""
    values = {
        "org": world.ours.slug,
        "slug": slug,
        "token": world.token,
        "key": "c1",
        "pk": "1",
        "turn": "1",
        "place": "1",
        "number": _number(world, pattern),
        "contest": slug,
        "call": world.call,
        "rest": "nothing",
    }
    slot, chosen = NAMED.get(route, ("name", ["a"]))
    for value in chosen:
        yield values | {slot: value.format(photo=world.photo)}


def _number(world: World, pattern: str) -> str:
    if "<uuid:" in pattern:
        return world.webhook if "webhooks/" in pattern else str(world.job.pk)
    before = re.search(r"([\w-]+)>?/<int:\w+>", pattern)
    return str(world.numbers.get(before.group(1), 1) if before else 1)


def _filled(pattern: str, values: dict[str, str], org: str | None) -> str:
    def value(slot: re.Match[str]) -> str:
        name, kind = slot["name"], slot["kind"] or "str"
        chosen = org if org and name == "org" else values.get(name, "a")
        assert re.fullmatch(get_converters()[kind].regex, chosen), (pattern, name, chosen)
        return chosen

    return "/" + SLOT.sub(value, pattern)


def visit(client: Client, viewer: str, address: Address, method: str = "get", **sent: Any) -> Visit:
    """Make the request; what came, and what was written meanwhile."""
    with _writes() as writes:
        response = getattr(client, method)(address.path, **sent)
        body = b"".join(response) if response.streaming else response.content
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Visit(viewer, address, response.status_code, headers, body, writes)


@contextmanager
def _writes() -> Iterator[list[str]]:
    found: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE)", sql, re.IGNORECASE) and (
            "django_session" not in sql
        ):
            found.append(sql[:120])
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield found


def digest_of_tables(*, without: tuple[str, ...] = ("django_session",)) -> dict[str, str]:
    """SHA-256 of every table's rows, in no order, by table."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table not in without:
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a table's own name
                rows = sorted(repr(_plain(row)) for row in cursor.fetchall())
                found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
