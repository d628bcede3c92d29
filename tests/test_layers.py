"""The rooms from errors to track see no clock, disk, network, randomness or terminal.

The import contracts in pyproject.toml forbid the modules. This walks the syntax trees for what
needs no import, or hides in a module that is allowed, and in count/ for floating point.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.places import ROOT

PACKAGE = ROOT / "hustings"
PURE_ROOMS = (
    "errors",
    "rounding",
    "contest",
    "ballot",
    "roll",
    "condense",
    "count",
    "seal",
    "declaration",
    "reported",
    "track",
)
EXACT_ROOMS = ("count",)

IMPURE_NAMES = {"__import__", "breakpoint", "eval", "exec", "input", "open", "print"}
IMPURE_ATTRIBUTES = {"now", "today", "utcnow"}
NUMPY_FILES = {
    "fromfile",
    "genfromtxt",
    "load",
    "loadtxt",
    "memmap",
    "save",
    "savetxt",
    "savez",
    "savez_compressed",
}
STREAMS = {"stderr", "stdin", "stdout"}
FLOATS = re.compile(r"c?(float|double)\d*|complex\d*")


def impurities(source: str, file: str, *, exact: bool) -> Iterator[str]:
    """Yield `file:line: what` for everything in the source that a pure room may not have.

    With exact, floating point is such a thing too: a count has integers and fractions only.
    """
    for node in ast.walk(ast.parse(source, filename=file)):
        found = _impurity(node) or (_floating_point(node) if exact else None)
        if found:
            yield f"{file}:{getattr(node, 'lineno', 0)}: {found}"


def _impurity(node: ast.AST) -> str | None:
    match node:
        case ast.Name(id=name, ctx=ast.Load()) if name in IMPURE_NAMES:
            return name
        case ast.Attribute(attr=name) if name in IMPURE_ATTRIBUTES:
            return f".{name}"
        case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=name) if (
            name == "random" or name in NUMPY_FILES
        ):
            return f"numpy.{name}"
        case ast.Attribute(value=ast.Name(id="pl" | "polars"), attr=name) if name.startswith(
            ("read_", "scan_")
        ):
            return f"polars.{name}"
        case ast.Attribute(value=ast.Name(id="sys"), attr=name) if name in STREAMS:
            return f"sys.{name}"
        case ast.Import(names=names) if any(n.name.startswith("numpy.random") for n in names):
            return "numpy.random"
        case ast.ImportFrom(module=str(module)) if module.startswith("numpy.random"):
            return "numpy.random"
        case ast.ImportFrom(module="numpy", names=names):
            taken = {n.name for n in names} & {"random", *NUMPY_FILES}
            return f"numpy.{min(taken)}" if taken else None
        case ast.ImportFrom(module="sys", names=names):
            taken = {n.name for n in names} & STREAMS
            return f"sys.{min(taken)}" if taken else None
    return None


def _floating_point(node: ast.AST) -> str | None:
    match node:
        case ast.Constant(value=float() | complex() as value):
            return f"the floating-point number {value}"
        case ast.Name(id=name) if FLOATS.fullmatch(name):
            return f"floating point: {name}"
        case ast.Attribute(attr=name) if FLOATS.fullmatch(name):
            return f"floating point: .{name}"
    return None


def _existing_rooms() -> list[str]:
    return [
        room
        for room in PURE_ROOMS
        if (PACKAGE / f"{room}.py").is_file() or list((PACKAGE / room).glob("**/*.py"))
    ]


def test_pure_rooms_have_no_clock_disk_network_randomness_or_terminal() -> None:
    found = [
        impurity
        for room in _existing_rooms()
        for path in sorted([*PACKAGE.glob(f"{room}.py"), *PACKAGE.glob(f"{room}/**/*.py")])
        for impurity in impurities(
            path.read_text(encoding="utf-8"),
            str(path.relative_to(ROOT)),
            exact=room in EXACT_ROOMS,
        )
    ]
    assert not found, "\n".join(found)


def test_the_import_contract_names_every_pure_room_there_is() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {c["id"]: c for c in project["tool"]["importlinter"]["contracts"]}
    named = set(contracts["purity"]["source_modules"])
    assert {f"hustings.{room}" for room in _existing_rooms()} <= named


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("with open('votes.csv') as f: pass", "open"),
        ("print(1)", "print"),
        ("on_stage = print", "print"),
        ("name = input()", "input"),
        ("when = datetime.now(UTC)", ".now"),
        ("field(default_factory=date.today)", ".today"),
        ("np.random.default_rng(0)", "numpy.random"),
        ("draw = numpy.random", "numpy.random"),
        ("import numpy.random", "numpy.random"),
        ("import numpy.random as r", "numpy.random"),
        ("from numpy import random", "numpy.random"),
        ("from numpy.random import default_rng", "numpy.random"),
        ("np.load('rankings.npy')", "numpy.load"),
        ("from numpy import memmap", "numpy.memmap"),
        ("pl.scan_csv('votes.csv')", "polars.scan_csv"),
        ("sys.stderr.write('counting')", "sys.stderr"),
        ("from sys import stdout", "sys.stdout"),
        ("eval('1')", "eval"),
    ],
)
def test_the_walk_finds(line: str, found: str) -> None:
    source = f'"""A room."""\n\n{line}\n'
    assert list(impurities(source, "room.py", exact=False)) == [f"room.py:3: {found}"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("half = 0.5", "the floating-point number 0.5"),
        ("share = float(votes)", "floating point: float"),
        ("def share() -> float: ...", "floating point: float"),
        ("votes.astype(np.float64)", "floating point: .float64"),
    ],
)
def test_the_walk_finds_floating_point_where_counts_are_exact(line: str, found: str) -> None:
    assert list(impurities(line, "av.py", exact=True)) == [f"av.py:1: {found}"]
    assert not list(impurities(line, "page.py", exact=False))


def test_the_walk_lets_pure_code_pass() -> None:
    source = """
def share(votes: int, base: int, opened: Fraction) -> Fraction:
    printed = np.bincount(rankings[:, 0], weights=None)
    return Fraction(votes, base) + opened
"""
    assert not list(impurities(source, "av.py", exact=True))
