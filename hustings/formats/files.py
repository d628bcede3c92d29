"""Writing a file whole or not at all.

A regular file is written beside its place under another name, synced, and moved there in one step:
whoever reads it sees the old content or the new, never a part. What is no regular file (a pipe, a
terminal, /dev/stdout) has no old content to keep and is written directly.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from hustings.errors import RuleError

__all__ = ["explain", "refuse_overwriting", "sync_folder", "write_atomically", "writing"]

Check = Callable[[Path], None]
"""Looks at a file before it takes its place; raises where it must not."""

_REASONS = {
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "the disk is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EISDIR: "it is a folder; name a file",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.ELOOP: "its symbolic links lead in a circle",
    errno.EPIPE: "nobody reads the other end any more",
    errno.EINVAL: "the system does not allow this name or this file",
}


def explain(error: OSError | ValueError) -> str:
    """Why the system refused a file, in plain words."""
    if isinstance(error, OSError) and error.errno is not None:
        return _REASONS.get(error.errno, os.strerror(error.errno).lower())
    return "the system does not allow this name"  # a NUL byte in it: ValueError


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn the system's refusals inside the block into a RuleError that names the file."""
    try:
        yield
    except FileNotFoundError:
        raise RuleError(f"{path}: cannot be written: there is no folder {path.parent}") from None
    except (OSError, ValueError) as error:
        raise RuleError(f"{path}: cannot be written: {explain(error)}") from None


def refuse_overwriting(targets: Mapping[str, Path], inputs: Sequence[Path]) -> None:
    """Raise RuleError where a target is one of the inputs, or two targets are one file.

    ``targets`` has each file to be written under the option that names it, such as ``--html``.
    Links are followed. Devices, pipes and open streams hold nothing to lose and are let pass.
    """
    read = {key for path in inputs if (key := _which_file(path)) is not None}
    written: dict[object, str] = {}
    for option, path in targets.items():
        key = _which_file(path)
        if key is None:
            continue
        if key in read:
            raise RuleError(f"{path}: {option} would overwrite what is read; name another file")
        if key in written:
            raise RuleError(
                f"{path}: {written[key]} and {option} name the same file; give each its own"
            )
        written[key] = option


def _which_file(path: Path) -> object | None:
    """What two paths have in common if they lead to one file; None where nothing can be lost."""
    if _is_stream(path):
        return None
    try:
        found = path.stat()
    except (OSError, ValueError):  # it is not there yet, or writing it will say why it cannot be
        return os.path.realpath(path) if "\0" not in str(path) else str(path)
    if stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode):
        return found.st_dev, found.st_ino
    return None


def write_atomically(path: Path, pieces: Iterable[bytes], *, check: Check | None = None) -> None:
    """Write the pieces to the file, replacing it in one step; permissions of an old file stay.

    ``check`` is given the finished file under its passing name; where it raises, or the pieces do,
    the old content stays and nothing is left behind. A symbolic link stays: what it leads to is
    replaced. Raises RuleError where the system refuses.
    """
    with writing(path):
        old = _stat(path)
    if old is None or (stat.S_ISREG(old.st_mode) and not _is_stream(path)):
        _replace(path, pieces, old, check)
    elif check is None:
        _write_directly(path, pieces)
    else:
        _write_checked(path, pieces, check)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder as lasting as the files, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _is_stream(path: Path) -> bool:
    """Whether the path names an open stream, which may lead to a regular file."""
    match path.absolute().parts[1:]:
        case ("proc", *_) | ("dev", "stdin" | "stdout" | "stderr" | "fd", *_):
            return True
    return False


def _replace(
    path: Path, pieces: Iterable[bytes], old: os.stat_result | None, check: Check | None
) -> None:
    with writing(path):
        real = path.resolve()
        if old is not None and not os.access(real, os.W_OK):
            raise PermissionError(errno.EACCES, "read-only")
        passing = real.with_name(f".{secrets.token_hex(12)}{real.suffix}")
        handle = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            _pour(path, file.write, pieces)
            with writing(path):
                file.flush()
                if old is not None:
                    passing.chmod(stat.S_IMODE(old.st_mode))
                os.fsync(handle)
        if check is not None:
            check(passing)
        with writing(path):
            passing.replace(real)
    except BaseException:
        with suppress(OSError):
            passing.unlink(missing_ok=True)
        raise
    sync_folder(real.parent)


def _write_directly(path: Path, pieces: Iterable[bytes]) -> None:
    with writing(path):
        # Appending: where a stream is redirected to a file, what stands there is not ours to cut.
        handle = os.open(path, os.O_WRONLY | os.O_APPEND)
    with os.fdopen(handle, "wb", buffering=0) as file:
        _pour(path, lambda piece: _write_all(file.fileno(), piece), pieces)


def _write_checked(path: Path, pieces: Iterable[bytes], check: Check) -> None:
    """A stream cannot be taken back, so what is to be checked is made whole elsewhere first."""
    with tempfile.TemporaryDirectory(prefix="hustings-") as folder:
        whole = Path(folder, path.name)
        _replace(whole, pieces, None, check)
        with whole.open("rb") as file:
            _write_directly(path, iter(lambda: file.read(1 << 20), b""))


def _pour(path: Path, write: Callable[[bytes], object], pieces: Iterable[bytes]) -> None:
    for piece in pieces:  # what the pieces raise is the caller's; what writing raises is explained
        with writing(path):
            write(piece)


def _write_all(handle: int, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(handle, rest) :]
