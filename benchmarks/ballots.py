"""Made-up ballots, the same on every machine: Plackett-Luce with weights 1/k^1.1.

13 candidates, 5 ranks, a fixed seed. A ranking is drawn by adding Gumbel noise to the logarithms
of the weights and sorting, which is the Plackett-Luce model.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

CANDIDATES, RANKS, SEED, ROWS_AT_ONCE = 13, 5, 1, 250_000

FIRST_OF_TEN = (1, 1, 1, 1, 1, 1, 2, 2, 3, 4)
"""Ten drawn ballots would end in a tie; these elect at the first stage."""


def write_ballots(path: Path, ballots: int) -> None:
    """Write a CSV file in the rank layout; nothing happens if it is there."""
    if path.exists():
        return
    path.parent.mkdir(exist_ok=True)
    if ballots == len(FIRST_OF_TEN):
        path.write_text(_ten_ballots())
        return
    rng = np.random.default_rng(SEED)
    weights = np.log(1 / np.arange(1, CANDIDATES + 1) ** 1.1)
    ids = np.array([f"c{n:02d}" for n in range(1, CANDIDATES + 1)])
    unfinished = path.with_suffix(".part")
    with unfinished.open("w") as out:
        out.write(",".join(f"rank{n}" for n in range(1, RANKS + 1)) + "\n")
        for start in range(0, ballots, ROWS_AT_ONCE):
            rows = min(ROWS_AT_ONCE, ballots - start)
            drawn = weights + rng.gumbel(size=(rows, CANDIDATES))
            ranked = ids[np.argsort(-drawn, axis=1)[:, :RANKS]]
            out.write("\n".join(map(",".join, ranked.tolist())) + "\n")
    unfinished.rename(path)


def _ten_ballots() -> str:
    lines = [",".join(f"rank{n}" for n in range(1, RANKS + 1))]
    for first in FIRST_OF_TEN:
        ranked = [(first - 1 + n) % CANDIDATES + 1 for n in (0, *range(CANDIDATES - 1, 8, -1))]
        lines.append(",".join(f"c{n:02d}" for n in ranked))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    write_ballots(Path(sys.argv[1]), int(sys.argv[2]))
