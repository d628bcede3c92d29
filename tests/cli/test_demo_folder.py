"""Where `hustings demo` makes its site, and that it refuses that of a site in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hustings.cli import demo_folder
from hustings.cli.demo import run_demo
from hustings.cli.demo_folder import check_demo_folder
from hustings.errors import RuleError
from hustings.web.demonstration import people
from hustings.web.officers.models import Organisation
from tests.cli.runs import hustings


def site_of(folder: Path, *slugs: str) -> Path:
    """A data folder whose database holds these organisations."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "hustings.sqlite3")) as database, database:
        database.execute(f"CREATE TABLE {Organisation._meta.db_table} (slug TEXT)")
        _enter(database, *slugs)
    return folder


def _enter(database: sqlite3.Connection, *slugs: str) -> None:
    into = f"INSERT INTO {Organisation._meta.db_table} VALUES (?)"  # noqa: S608 (our own)
    database.executemany(into, [(slug,) for slug in slugs])


@pytest.fixture(autouse=True)
def _no_named_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.mark.parametrize("slugs", [(), (people.ORGANISATION,)])
def test_a_demonstration_goes_on_in_a_folder_of_its_own(
    tmp_path: Path, slugs: tuple[str, ...]
) -> None:
    data = site_of(tmp_path / "site", *slugs)
    check_demo_folder(data)
    assert [file.name for file in data.iterdir()] == [demo_folder.DATABASE]


def test_a_new_folder_will_do_and_one_whose_first_start_was_stopped(tmp_path: Path) -> None:
    check_demo_folder(tmp_path / "new")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "django.key").write_bytes(b"a secret")
    (tmp_path / "media").mkdir()
    check_demo_folder(tmp_path)


@pytest.mark.parametrize(
    ("slugs", "told"),
    [
        (("riverside",), "holds the organisation 'riverside', which"),
        (("riverside", people.ORGANISATION), "holds the organisation 'riverside', which"),
        (("riverside", "hillside", people.ORGANISATION), "'hillside' and 1 more, which"),
    ],
)
def test_the_data_folder_of_somebody_else_is_refused(
    tmp_path: Path, slugs: tuple[str, ...], told: str
) -> None:
    data = site_of(tmp_path / "site", *slugs)
    with pytest.raises(RuleError, match=told) as refused:
        check_demo_folder(data)
    assert str(refused.value).startswith(f"{data}: ")


def test_an_organisation_that_still_stands_in_the_log_of_a_running_site_is_seen(
    tmp_path: Path,
) -> None:
    data = site_of(tmp_path / "site")
    with closing(sqlite3.connect(data / "hustings.sqlite3")) as running:
        running.execute("PRAGMA journal_mode=WAL")
        with running:
            _enter(running, "riverside")
        with pytest.raises(RuleError, match="riverside"):
            check_demo_folder(data)


def test_what_a_site_left_beside_a_database_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "opening.key").write_bytes(b"a key")
    with pytest.raises(RuleError, match=r"keys/ is not empty.*--data a new folder"):
        check_demo_folder(tmp_path)


def test_a_file_that_is_no_database_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "hustings.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(RuleError, match="cannot be read"):
        check_demo_folder(tmp_path)


def test_a_database_in_the_environment_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://riverside:secret@127.0.0.1:1/riverside")
    # An address that is not this machine's own: so it would end by itself if it went on.
    run = hustings("demo", "--out", tmp_path / "out", "--host", "192.0.2.1")
    assert run.returncode == 2
    assert "DATABASE_URL is set" in run.stderr
    assert "env -u DATABASE_URL hustings demo" in run.stderr
    assert "secret" not in run.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_of_somebody_else_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    data = site_of(tmp_path / "site", "riverside")
    with pytest.raises(RuleError, match="riverside"):
        run_demo(tmp_path / "out", site=True, host="192.0.2.1", port=8000, data=data)
    assert not (tmp_path / "out").exists()
    assert [file.name for file in data.iterdir()] == [demo_folder.DATABASE]
