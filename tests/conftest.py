"""What every test may ask for: --full, --database, the case sets, the figures, a browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.conf import settings as site
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.places import CASES, CHROMIUM, FACTS
from tests.postgresql import Cluster

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

    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="which database the site's tests run on; they start a PostgreSQL of their own",
    )


_STARTED: list[Cluster] = []
_FOLDERS: list[str] = []


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Give the site a data folder and a database, then set how many examples a property gets.

    With several workers the first process starts the one PostgreSQL, and each worker has a
    database of its own in it.
    """
    _prepare_site(config)
    _choose_profile(config)


def _prepare_site(config: pytest.Config) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "hustings.web.project.settings"
    os.environ["HUSTINGS_DATA"] = tempfile.mkdtemp(prefix="hustings-data-")
    _FOLDERS.append(os.environ["HUSTINGS_DATA"])
    if config.getoption("--database") == "sqlite":
        os.environ.pop("DATABASE_URL", None)
    elif not hasattr(config, "workerinput"):
        _STARTED.append(Cluster(options=("fsync=off", "synchronous_commit=on")))
        os.environ["DATABASE_URL"] = _STARTED[0].url
    django.setup()
    # A password is proven as in use, only not made slow to guess: many tests sign somebody in.
    site.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not hasattr(config, "workerinput"):
        # Workers inherit the environment: with this in it they would load the settings, and so
        # share this process's data folder, before they name one of their own above.
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure() -> None:
    """Leave nothing running and nothing behind."""
    while _STARTED:
        _STARTED.pop().remove()
    while _FOLDERS:
        shutil.rmtree(_FOLDERS.pop(), ignore_errors=True)


def _choose_profile(config: pytest.Config) -> None:
    """Without a deadline, since two workers share two cores; on CI the same examples each time."""
    always_the_same = bool(os.environ.get("CI"))
    settings.register_profile("quick", deadline=None, derandomize=always_the_same)
    settings.register_profile("full", deadline=None, derandomize=always_the_same, max_examples=2000)
    settings.load_profile("full" if config.getoption("--full") else "quick")


SAME_ON_BOTH = (
    "tests/web/api/test_card.py",
    "tests/web/booth/test_pages.py",
    "tests/web/contests/test_pages.py",
    "tests/web/contests/test_permissions.py",
    "tests/web/mixed/",
    "tests/web/roll/test_pages.py",
    "tests/web/security/test_source.py",
    "tests/web/security/test_walk.py",
    "tests/web/test_pieces.py",
    "tests/web/welsh/",
)
"""What a page looks like and whom it is shown to; on PostgreSQL with --full alone."""

LONGEST = (
    "tests/web/mixed/test_mixed.py",
    "tests/web/story/test_story.py",
    "tests/web/security/test_walk.py",
    "tests/web/roll/test_browser.py",
    "tests/web/results/test_browser.py",
    "tests/web/contests/test_in_browser.py",
    "tests/web/letters/test_browser.py",
    "tests/web/officers/test_look.py",
    "tests/web/booth/test_browser.py",
    "tests/web/test_backup.py",
    "tests/web/booth/test_kill.py",
    "tests/web/letters/test_secrecy.py",
    "tests/web/security/test_lost_answer.py",
    "tests/web/security/test_slow_readers.py",
    "tests/report/test_declaration_document.py",
    "tests/formats/test_parquet.py",
)
"""Files with the longest tests: they come first, so that none begins when all else is done."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the longest first, and leave out what :func:`_leave_out_the_larger` says."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))
    _leave_out_the_larger(config, items)


def _leave_out_the_larger(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --full leave out the larger runs, and on PostgreSQL what is the same on both.

    What a page looks like does not depend on the database; --full shows that on both, too.
    """
    if config.getoption("--full"):
        return
    on_postgresql = config.getoption("--database") == "postgresql"
    larger = {item for item in items if _is_larger(item, on_postgresql=on_postgresql)}
    if larger:
        config.hook.pytest_deselected(items=[item for item in items if item in larger])
        items[:] = [item for item in items if item not in larger]


def _is_larger(item: pytest.Item, *, on_postgresql: bool) -> bool:
    in_a_browser = "browser" in getattr(item, "fixturenames", ())
    looks = in_a_browser or item.nodeid.startswith(SAME_ON_BOTH)
    return item.get_closest_marker("full") is not None or (on_postgresql and looks)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for name, path in (("cases", CASES), ("facts", FACTS), ("browser", CHROMIUM)):
        terminalreporter.write_line(f"{name} {'present' if path.exists() else 'absent'}: {path}")
    if not config.getoption("--full"):
        terminalreporter.write_line("tests marked full were left out; --full runs them too")
        if config.getoption("--database") == "postgresql":
            terminalreporter.write_line("so were those of what pages look like, and to whom")


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
