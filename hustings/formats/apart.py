"""Reading in a process of its own, for a library that a damaged file can bring down.

Polars aborts the whole process on some damaged Parquet files; no exception can be caught then. So
the reading happens in a child, which sends the records back, or its findings. A child that dies
without a word has met a damaged file, and nothing else dies with it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from hustings.ballot import CastVoteRecords
from hustings.errors import Finding, FormatError, Place, RuleError
from hustings.formats.format import Expected, Progress

__all__ = ["read_apart"]

Message = tuple[str, Any]


def read_apart(
    module: str,
    path: Path,
    *,
    name: str,
    expected: Expected,
    progress: Progress | None,
) -> CastVoteRecords:
    """What ``module.read_here`` makes of the file, read by a child process.

    Raises what it raised, and FormatError for a file that brought the child down.
    """
    source = path.resolve() if path.is_file() else path.read_bytes()
    places = os.pathsep.join(place or str(Path.cwd()) for place in sys.path)
    child = subprocess.Popen(
        [sys.executable, "-m", "hustings.formats.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": places},
    )
    with child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            pickle.dump((module, source, name, expected), child.stdin)
            child.stdin.close()
            return _listen(child.stdout, name, progress)
        except BrokenPipeError:
            raise _damaged(name) from None
        finally:
            child.kill()


def _listen(messages: IO[bytes], name: str, progress: Progress | None) -> CastVoteRecords:
    while True:
        try:
            kind, content = pickle.load(messages)  # noqa: S301  (our own child says it)
        except (EOFError, pickle.UnpicklingError):
            raise _damaged(name) from None
        if kind == "records":
            return CastVoteRecords(**content)
        if kind == "findings":
            raise FormatError.of(content)
        if progress:
            progress(*content)


def _damaged(name: str) -> FormatError:
    return FormatError(Place(name), "the file is damaged and cannot be read; make it anew")


def _answer(say: IO[bytes], request: Any) -> None:
    """Read as asked and say how far it is, then what came of it."""
    module, source, name, expected = request

    def tell(kind: str, content: Any) -> None:
        pickle.dump((kind, content), say)
        say.flush()

    try:
        records = import_module(module).read_here(
            source, name=name, expected=expected, progress=lambda *done: tell("progress", done)
        )
    except FormatError as error:
        findings: tuple[Finding, ...] = error.findings
        tell("findings", findings)
    except RuleError as error:
        tell("findings", (Finding(Place(name), str(error)),))
    else:
        tell("records", {f.name: getattr(records, f.name) for f in fields(records)})


if __name__ == "__main__":
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _answer(sys.stdout.buffer, pickle.load(sys.stdin.buffer))  # noqa: S301  (our own parent asks)
