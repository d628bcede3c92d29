"""What every test may ask for: --full, the case sets, the figures, a browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.places import CASES, CHROMIUM, FACTS

# Without these a browser asks its maker's servers for updates, which a closed network refuses.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full",
        action="store_true",
        help="also run the tests marked full, and twenty times as many examples of each property",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Without a deadline, since two workers share two cores; on CI the same examples each time."""
    always_the_same = bool(os.environ.get("CI"))
    settings.register_profile("quick", deadline=None, derandomize=always_the_same)
    settings.register_profile("full", deadline=None, derandomize=always_the_same, max_examples=2000)
    settings.load_profile("full" if config.getoption("--full") else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--full"):
        return
    left_out = [item for item in items if item.get_closest_marker("full")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for name, path in (("cases", CASES), ("facts", FACTS), ("browser", CHROMIUM)):
        terminalreporter.write_line(f"{name} {'present' if path.exists() else 'absent'}: {path}")
    if not config.getoption("--full"):
        terminalreporter.write_line("tests marked full were left out; --full runs them too")


def _existing(name: str, path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"{name} absent: {path}")
    return path


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of other people's case sets, read in place."""
    return _existing("cases", CASES)


@pytest.fixture(scope="session")
def facts() -> Path:
    """The folder of the published figures, read in place."""
    return _existing("facts", FACTS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window; `browser.new_page()` gives a fresh page."""
    _existing("browser", CHROMIUM)
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*QUIET, *as_root], headless=True
        )
        yield chromium
        chromium.close()
