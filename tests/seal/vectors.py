"""The public vectors of the envelope, read in place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.places import ROOT

FOLDER = ROOT / "vectors" / "envelope"


def read(name: str) -> Any:
    """A vector file's content."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def table(cases: list[dict[str, Any]], about: str = "about") -> list[Any]:
    """Parameters whose ids are what each vector is about."""
    return [pytest.param(case, id=str(case[about]) or "empty") for case in cases]
