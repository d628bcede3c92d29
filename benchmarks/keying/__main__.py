"""`python -m benchmarks.keying`: 10,000 posted papers keyed, on both databases.

Each database holds a contest with its printed papers in batches of 50 that somebody keyed once; the
second keying goes through the real pages with all middleware. Both databases are measured at the
same time, each in a process of its own. The table goes to docs/benchmarks.md. Nothing here asserts
a time.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.casts.__main__ import machine
from benchmarks.casts.serving import ROOT
from tests.postgresql import Cluster

PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- keying -->\n", "<!-- end of keying -->\n"
PAPERS, QUICK = 10_000, 200
HEADING = (
    "| database | papers keyed | median, ms | 99 of 100 within, ms | longest, ms "
    "| processor, ms a paper | finishing a batch of 50, ms |\n|---|---|---|---|---|---|---|"
)


def begun(papers: int, seconds: float, folder: Path, **more: str) -> subprocess.Popen[str]:
    """The measuring of one database, under way."""
    own = {"HUSTINGS_DATA": str(folder), "PYTHONPATH": str(ROOT), **more}
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.keying.one", str(papers), str(seconds)],
        env={**os.environ, **own},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def line(name: str, found: Mapping[str, Sequence[float]]) -> str:
    """The figures of one database as they are printed."""
    papers = sorted(found["papers"])
    cells = [
        name,
        f"{len(papers):,}",
        f"{statistics.median(papers):.0f}",
        f"{papers[int(0.99 * len(papers))]:.0f}",
        f"{papers[-1]:.0f}",
        f"{statistics.fmean(found['used']):.1f}",
        f"{statistics.median(found['finishes']):.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def measured(papers: int, seconds: float) -> str:
    """The whole table, with what it was measured on."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="hustings-keying-") as name:
        cluster = Cluster(options=("fsync=on",))
        try:
            under_way = {
                "SQLite": begun(papers, seconds, Path(name) / "sqlite"),
                "PostgreSQL": begun(papers, seconds, Path(name) / "pg", DATABASE_URL=cluster.url),
            }
            rows = [line(each, json.loads(_answer(run))) for each, run in under_way.items()]
        finally:
            cluster.remove()
    then = f"{load:.1f} before, {os.getloadavg()[0]:.1f} after"
    table = "\n".join([HEADING, *rows])
    return f"Measured on {machine()}. Load average {then}.\n\n{table}\n"


def _answer(run: subprocess.Popen[str]) -> str:
    told, _ = run.communicate()
    if run.returncode:
        raise SystemExit(f"measuring failed with {run.returncode}")
    return told


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.keying", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few papers; the page stays")
    parser.add_argument("--seconds", type=float, default=86_400, help="key no longer than that")
    chosen = parser.parse_args()
    text = measured(QUICK if chosen.quick else PAPERS, chosen.seconds)
    print(text)
    if chosen.quick:
        return
    before, found, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    assert found, f"{PAGE} has no place for the table"
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")


if __name__ == "__main__":
    main()
