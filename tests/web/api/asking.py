"""Asking the API, and holding each answer against the document that describes it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.test import Client
from jsonschema import Draft202012Validator

from hustings.web.api import actions
from hustings.web.api.site_api import document
from hustings.web.officers.actor import Actor

__all__ = ["Asked", "ask", "check", "token_of"]


class Asked:
    """An answer, read."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status: int = response.status_code
        self.headers: dict[str, str] = {
            name.lower(): value for name, value in response.headers.items()
        }
        self.text: str = response.content.decode()

    @property
    def told(self) -> Any:
        return json.loads(self.text)

    @property
    def kind(self) -> str:
        return str(self.headers["content-type"]).partition(";")[0]


def ask(path: str, token: str = "", **headers: str) -> Asked:
    """GET an address under /api/1/, checked against the document; ``path`` may have a query."""
    if token:
        headers["Authorization"] = f"Bearer {token}"
    asked = Asked(Client().get(f"/api/1/{path}", headers=headers))
    if asked.status != 304 and asked.kind.endswith("json"):
        check(path, asked)
    return asked


def check(path: str, asked: Asked) -> None:
    """AssertionError unless the answer is one that the document describes for that address."""
    operation = _operation("/api/1/" + path.partition("?")[0])
    if operation is None:
        assert asked.status in {404, 405, 429}, asked.text
        shape = _described()["components"]["schemas"]["Problem"]
    else:
        answer = operation["responses"][str(asked.status)]
        shape = answer["content"][asked.kind]["schema"]
    whole = {"$defs": {}, **shape, "components": _described()["components"]}
    errors = [
        f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}"
        for e in Draft202012Validator(
            whole, format_checker=Draft202012Validator.FORMAT_CHECKER
        ).iter_errors(asked.told)
    ]
    assert not errors, errors


@cache
def _described() -> dict[str, Any]:
    return document()


def _operation(path: str) -> dict[str, Any] | None:
    asked = path.split("/")
    for described, methods in _described()["paths"].items():
        parts = described.split("/")
        if len(parts) == len(asked) and all(
            p == a or p.startswith("{") for p, a in zip(parts, asked, strict=True)
        ):
            found: dict[str, Any] = methods["get"]
            return found
    return None


def token_of(officer: Actor, name: str = "website") -> str:
    """A new token of the officer's organisation."""
    return actions.make_token(name, by=officer).text
