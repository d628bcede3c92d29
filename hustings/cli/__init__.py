"""The command line: parse, call one thing, print. Its words are stable: scripts depend on them.

Exit codes: 0 done; 1 defects found, or no valid papers; 2 bad usage or unreadable input; 3 a lot is
needed. Results go to standard output, everything else to standard error.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

from hustings.cli.app import app
from hustings.errors import HustingsError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; a user meets messages, never a traceback."""
    _prepare_streams()
    # NumPy starts a thread for each core to multiply matrices, which no count does.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app()
    except HustingsError as error:
        _fail(str(error))
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _fail(f"{error.filename or 'standard output'}: {error.strerror or error}")
    except MemoryError:
        _fail("there is not enough memory for this file; count it on a larger machine")
    except Exception as error:
        if os.environ.get("HUSTINGS_TRACEBACK"):
            raise
        what = f"{type(error).__name__}: {error}"
        _fail(
            f"a mistake of hustings itself, please report it: {what} (HUSTINGS_TRACEBACK=1 "
            "shows where)",
            code=70,
        )


def _prepare_streams() -> None:
    """Let a terminal that is not UTF-8 show what it can, and a closed output take what it likes."""
    nowhere = Path(os.devnull)
    if sys.stdout is None:
        sys.stdout = nowhere.open("w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = nowhere.open("w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _fail(message: str, *, code: int = 2) -> None:
    sys.stderr.write(f"hustings: {message}\n")
    sys.exit(code)
