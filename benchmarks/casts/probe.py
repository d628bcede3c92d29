"""How many fsyncs in a second the disk does: one small append, one wait, again and again.

python -m benchmarks.casts.probe FOLDER SECONDS
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def fsyncs(folder: Path, seconds: float) -> float:
    """A rate: appends of 4 KiB, each waited for."""
    target, done, began = folder / "probe", 0, time.perf_counter()
    with target.open("ab", buffering=0) as file:
        while time.perf_counter() - began < seconds:
            file.write(bytes(4096))
            os.fsync(file.fileno())
            done += 1
    rate = done / (time.perf_counter() - began)
    target.unlink()
    return rate


if __name__ == "__main__":
    print(fsyncs(Path(sys.argv[1]), float(sys.argv[2])))
