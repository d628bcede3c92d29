"""The command as a user runs it: a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TREES = "rank1,rank2,rank3,papers\nAsh,Birch,,4\nBirch,Ash,,3\nCedar,Birch,Ash,2\n"
LEVEL = "rank1,rank2,papers\nAsh,Birch,2\nBirch,Ash,2\n"


def hustings(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `hustings WORDS`; its exit code, standard output and standard error."""
    command = [sys.executable, "-m", "hustings", *map(str, words)]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def write(folder: Path, name: str, text: str) -> Path:
    """A file in the folder."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
