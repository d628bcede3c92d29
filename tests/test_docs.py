"""Nothing that a user can type is left undocumented, and nothing documented is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main

from hustings.cli import app
from tests.places import ROOT

CLI_PAGE = ROOT / "docs" / "guide" / "cli.md"
DECISIONS = ROOT / "docs" / "decisions"
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def _commands(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, set[str]]]:
    """Yield each command as typed, with its long options. Typer's own classes are private."""
    inner = getattr(command, "commands", {})
    for name, child in sorted(inner.items()):
        yield from _commands(child, (*words, name))
    if not inner and not command.hidden:
        options = {
            name
            for parameter in command.params
            if not getattr(parameter, "hidden", False)
            for name in (*parameter.opts, *parameter.secondary_opts)
            if name.startswith("--")
        }
        yield " ".join(words), options


COMMANDS = dict(_commands(typer.main.get_command(app), ("hustings",)))


def _section(command: str) -> str:
    """Return the page's text from the heading that names the command to the next heading."""
    page = CLI_PAGE.read_text(encoding="utf-8")
    parts = re.split(r"(?m)^(#{2,} .*)$", page)
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        if re.search(rf"\b{re.escape(command)}\b(?!-)", heading):
            return text
    raise AssertionError(f"no heading of docs/guide/cli.md names `{command}`")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_section_that_names_its_options(command: str) -> None:
    missing = COMMANDS[command] - set(OPTION.findall(_section(command)))
    assert not missing, f"undocumented under `{command}`: {', '.join(sorted(missing))}"


def test_every_option_on_the_page_exists() -> None:
    known = {"--help", "--version"}.union(*COMMANDS.values())
    gone = set(OPTION.findall(CLI_PAGE.read_text(encoding="utf-8"))) - known
    assert not gone, f"documented, but no command has it: {', '.join(sorted(gone))}"


def test_every_decision_is_listed_and_numbered_in_order() -> None:
    records = sorted(path.name for path in DECISIONS.glob("[0-9]*.md"))
    index = (DECISIONS / "index.md").read_text(encoding="utf-8")
    assert [name for name in records if f"({name})" not in index] == []
    assert [int(name[:4]) for name in records] == list(range(1, len(records) + 1))
