"""`python -m benchmarks`: hustings beside two peers and the floor, on the same made-up files.

Needs an environment in which hustings is installed, or the source itself. The peers are installed
with pip, each into an environment of its own. The table goes to docs/benchmarks.md. Nothing here
asserts a time; that all programs name the same winner is asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from benchmarks.measuring import Run, in_turn, run, spread

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured -->\n", "<!-- end of measured -->\n"
PEERS = {"pyrankvote": "2.0.6", "votelib": "0.4.0"}
ENTRY = "from hustings.cli import main; main()"
SOURCE = {"PYTHONPATH": str(HERE.parent)}


def peer_python(peer: str) -> str:
    """The interpreter of the peer's own environment, made if it is not there."""
    place = HERE / f".env-{peer}"
    python = place / "bin" / "python"
    if not (place / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
        wanted = f"{peer}=={PEERS[peer]}"
        subprocess.run([python, "-m", "pip", "install", "--quiet", wanted], check=True)
        (place / "done").touch()
    return str(python)


def programs_for(path: Path, *, peers: bool) -> dict[str, Callable[[], Run]]:
    """What is measured on a file, by the name in the table."""
    out = path.with_suffix(".json")

    def hustings() -> Run:
        command = [sys.executable, "-c", ENTRY, "count", str(path), "--json", str(out)]
        used = run(command, SOURCE)
        (winner,) = json.loads(out.read_text())["outcome"]["elected"]
        return Run(used.cpu, used.wall, used.peak, winner)

    def other(python: str, program: str) -> Callable[[], Run]:
        return lambda: run([python, str(HERE / "programs" / f"{program}.py"), str(path)], {})

    found = {"hustings": hustings}
    if peers:
        found |= {peer: other(peer_python(peer), f"with_{peer}") for peer in PEERS}
    return {**found, "floor": other(sys.executable, "floor")}


def table_of(found: dict[str, list[Run]]) -> str:
    """The measurements as a table, and the ratios to the floor of the same round."""
    winners = {used.answer for name, runs in found.items() if name != "floor" for used in runs}
    assert len(winners) == 1, f"the programs differ about who won: {winners}"
    lines = [
        "| program | CPU seconds | CPU, of the floor | wall seconds | peak megabytes |",
        "|---|---|---|---|---|",
    ]
    for name, runs in found.items():
        ratios = [used.cpu / floor.cpu for used, floor in zip(runs, found["floor"], strict=True)]
        cells = [
            name,
            spread([used.cpu for used in runs]),
            spread(ratios),
            spread([used.wall for used in runs]),
            spread([used.peak for used in runs], 0),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def parts_of(path: Path) -> str:
    """The parts of our own count inside one process."""
    program = str(HERE / "programs" / "parts.py")
    parts: dict[str, float] = json.loads(run([sys.executable, program, str(path)], SOURCE).answer)
    rows = [f"| {name} | {spent:.1f} |" for name, spent in parts.items()]
    return "\n".join(["| part | CPU milliseconds |", "|---|---|", *rows])


def machine() -> str:
    """What it was measured on, without any name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    peers = ", ".join(f"{peer} {number}" for peer, number in PEERS.items())
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB of memory, "
        f"{platform.system()}; Python {platform.python_version()}, NumPy {version('numpy')}, "
        f"Polars {version('polars')}; {peers}"
    )


def measure(ballots: int, rounds: int, *, peers: bool) -> str:
    """One section of the page: a file of so many ballots."""
    path = HERE / "data" / f"{ballots}.csv"
    # A child's peak begins at its parent's, so this process has to stay small.
    run([sys.executable, "-m", "benchmarks.ballots", str(path), str(ballots)], SOURCE)
    found = in_turn(programs_for(path, peers=peers), rounds)
    size = f"{path.stat().st_size / 1e6:,.0f} MB, " if ballots > 1000 else ""
    text = f"### {ballots:,} ballots\n\n{size}{rounds} rounds.\n\n{table_of(found)}\n"
    if ballots > 1000:
        text += f"\nInside one process, the median of nine, imports left out:\n\n{parts_of(path)}\n"
    return text


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--large", action="store_true", help="also 10,000,000 ballots")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-peers", action="store_true", help="hustings and the floor alone")
    chosen = parser.parse_args()
    peers = not chosen.no_peers
    sections = [
        measure(10, chosen.rounds, peers=peers),
        measure(1_000_000, chosen.rounds, peers=peers),
    ]
    if chosen.large:
        sections.append(measure(10_000_000, max(1, chosen.rounds // 2 + 1), peers=False))
    load = statistics.fmean(os.getloadavg())
    text = f"Measured on {machine()}. Load average then: {load:.1f}.\n\n" + "\n".join(sections)
    print(text)
    page = PAGE.read_text()
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")


if __name__ == "__main__":
    main()
