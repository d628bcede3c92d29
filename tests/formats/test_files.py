"""A file is written whole or not at all; a stream is written as it is."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hustings.errors import RuleError
from hustings.formats.files import refuse_overwriting, write_atomically
from tests.places import ROOT

AS_ROOT = os.geteuid() == 0


def _names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_new_file_holds_all_pieces_and_has_usual_permissions(tmp_path: Path) -> None:
    target = tmp_path / "new.csv"
    before = os.umask(0o027)
    try:
        write_atomically(target, [b"a", b"", b"b"])
    finally:
        os.umask(before)
    assert target.read_bytes() == b"ab"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert _names(tmp_path) == ["new.csv"]


def test_an_old_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "old.csv"
    target.write_bytes(b"old")
    target.chmod(0o604)
    write_atomically(target, [b"new"])
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o604


def test_pieces_that_fail_halfway_leave_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half of the new"
        raise KeyError("no such row")

    target = tmp_path / "old.csv"
    target.write_bytes(b"old")
    with pytest.raises(KeyError):
        write_atomically(target, pieces())
    assert target.read_bytes() == b"old"
    assert _names(tmp_path) == ["old.csv"]


def test_a_check_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    def check(written: Path) -> None:
        assert written.read_bytes() == b"new"
        raise RuleError("not the same")

    target = tmp_path / "old.csv"
    target.write_bytes(b"old")
    with pytest.raises(RuleError, match="not the same"):
        write_atomically(target, [b"new"], check=check)
    assert target.read_bytes() == b"old"
    assert _names(tmp_path) == ["old.csv"]


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_bytes(b"old")
    link.symlink_to("real.csv")
    write_atomically(link, [b"new"])
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_link_to_nothing_makes_the_file_that_it_leads_to(tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to("real.csv")
    write_atomically(link, [b"new"])
    assert link.is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"new"


def test_a_named_pipe_gets_everything_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe, content = tmp_path / "pipe", b"x" * 300_000
    os.mkfifo(pipe)
    with (tmp_path / "read").open("wb") as out, subprocess.Popen(["cat", pipe], stdout=out) as cat:
        write_atomically(pipe, [content, b"y"])
        assert cat.wait(timeout=30) == 0
    assert (tmp_path / "read").read_bytes() == content + b"y"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert _names(tmp_path) == ["pipe", "read"]


def test_a_device_is_written_and_stays(tmp_path: Path) -> None:
    link = tmp_path / "sink"
    link.symlink_to(os.devnull)
    write_atomically(Path(os.devnull), [b"gone"])
    write_atomically(link, [b"gone"])
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    assert link.is_symlink()


SCRIPT = """
import sys
from pathlib import Path
from hustings.formats.files import refuse_overwriting, write_atomically
sys.stdout.write("before ")
sys.stdout.flush()
write_atomically(Path("/dev/stdout"), [b"written "], check={check})
sys.stdout.write("after")
"""


@pytest.mark.parametrize("check", ["None", "lambda path: path.read_bytes()"])
def test_standard_output_into_a_pipe_gets_everything_in_its_order(check: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(check=check)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    assert done.stdout == b"before written after"


def test_standard_output_into_a_file_cuts_nothing_that_stood_there(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"long ago ")
    with log.open("ab") as stream:
        subprocess.run(
            [sys.executable, "-c", SCRIPT.format(check="None")], cwd=ROOT, check=True, stdout=stream
        )
    assert log.read_bytes() == b"long ago before written after"


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("nowhere/new.csv", "there is no folder"),
        ("folder", "it is a folder"),
        ("file/new.csv", "a part of the path is a file"),
        ("n" * 300, "the name is too long"),
        ("circle", "lead in a circle"),
        ("nul\0byte", "the system does not allow this name"),
    ],
)
def test_a_target_that_cannot_be_written_is_one_clear_message(
    tmp_path: Path, target: str, message: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "circle").symlink_to("circle")
    before = _names(tmp_path)
    with pytest.raises(RuleError, match=message):
        write_atomically(tmp_path / target, [b"new"])
    assert _names(tmp_path) == before


def test_a_full_disk_is_one_clear_message() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full on this system")
    with pytest.raises(RuleError, match="the disk is full"):
        write_atomically(full, [b"new"])


def _some_paths(place: Path) -> None:
    (place / "folder").mkdir()
    (place / "in.csv").write_bytes(b"read")
    (place / "link.csv").symlink_to("in.csv")
    os.link(place / "in.csv", place / "hard.csv")
    (place / "to-new").symlink_to("new")
    (place / "old.html").write_bytes(b"old")
    (place / "null").symlink_to(os.devnull)
    (place / "circle").symlink_to("circle")
    os.mkfifo(place / "pipe")


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        ({"--csv": "in.csv"}, r"in\.csv: --csv would overwrite what is read; name another"),
        ({"--html": "new", "--csv": "folder/../in.csv"}, r"in\.csv: --csv would overwrite"),
        ({"--csv": "link.csv"}, r"link\.csv: --csv would overwrite"),
        ({"--csv": "hard.csv"}, r"hard\.csv: --csv would overwrite"),
        ({"--csv": "lots.csv"}, r"lots\.csv: --csv would overwrite"),
        ({"--html": "new", "--text": "new"}, "new: --html and --text name the same file; give"),
        ({"--html": "new", "--text": "folder/../new"}, "--html and --text name the same file"),
        ({"--html": "to-new", "--text": "new"}, "--html and --text name the same file"),
        ({"--html": "old.html", "--json": "old.html"}, "--html and --json name the same file"),
        ({"--svg": "folder", "--json": "folder"}, "--svg and --json name the same file"),
    ],
)
def test_an_output_that_is_an_input_or_another_output_is_refused(
    tmp_path: Path, targets: dict[str, str], message: str
) -> None:
    _some_paths(tmp_path)
    inputs = [tmp_path / "in.csv", tmp_path / "lots.csv"]
    with pytest.raises(RuleError, match=message):
        refuse_overwriting({option: tmp_path / name for option, name in targets.items()}, inputs)


@pytest.mark.parametrize(
    "targets",
    [
        {},
        {"--html": "new", "--text": "other", "--json": "old.html", "--svg": "folder"},
        {"--html": "/dev/null", "--text": "/dev/null", "--csv": "null"},
        {"--html": "pipe", "--text": "pipe"},
        {"--json": "/dev/stdout", "--text": "/dev/stdout"},
        {"--json": "nul\0byte", "--text": "circle", "--html": "nowhere/new"},
    ],
)
def test_outputs_that_overwrite_nothing_are_let_pass(
    tmp_path: Path, targets: dict[str, str]
) -> None:
    _some_paths(tmp_path)
    inputs = [tmp_path / "in.csv", Path(os.devnull), tmp_path / "gone"]
    refuse_overwriting({option: tmp_path / name for option, name in targets.items()}, inputs)


def test_a_file_in_shared_memory_is_replaced_like_any_other() -> None:
    shared = Path("/dev/shm")  # noqa: S108  (a temporary folder is made in it)
    if not os.access(shared, os.W_OK):
        pytest.skip("no /dev/shm on this system")
    with tempfile.TemporaryDirectory(dir=shared) as place:
        target = Path(place, "old.csv")
        target.write_bytes(b"old")
        write_atomically(target, [b"new"])
        assert target.read_bytes() == b"new"


@pytest.mark.skipif(AS_ROOT, reason="the superuser may write everywhere")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_is_read_only_stays_and_says_so(tmp_path: Path, what: str) -> None:
    target = tmp_path / "old.csv"
    target.write_bytes(b"old")
    locked = tmp_path if what == "folder" else target
    locked.chmod(0o555)
    try:
        with pytest.raises(RuleError, match="permission denied"):
            write_atomically(target, [b"new"])
        assert target.read_bytes() == b"old"
    finally:
        locked.chmod(0o755)
