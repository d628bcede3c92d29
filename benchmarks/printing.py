"""How long 15,000 ballot papers, and covering letters with labels, take, and in how much memory.

python -m benchmarks.printing [COUNT]

Each is made in a process of its own, thrown away as it is written, and told as processor seconds,
seconds by the clock, megabytes of PDF and the peak of memory. There is no peer: what others print
are letters without orders, numbers and marks. The limit is fpdf2's own time to write so many pages.
"""

from __future__ import annotations

import io
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import BinaryIO

from hustings.report.envelopes import EnvelopeDesign, Posting, write_envelopes
from hustings.report.papers import BallotPaper, Listed, PaperDesign, write_paper_parts
from hustings.seal.numbers import LEAST, NumberKind, in_figures, in_groups

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
CANDIDATES = 6


class _Scales(io.RawIOBase):
    """Weighs what is written."""

    weight = 0

    def writable(self) -> bool:
        """It can be written to."""
        return True

    def write(self, content: object) -> int:
        """Add its length."""
        length = len(content)  # type: ignore[arg-type]
        self.weight += length
        return length


def papers(count: int, open_part: Callable[[object], object]) -> None:
    """So many A5 papers of six candidates, in six orders."""
    design = PaperDesign(
        organisation="Example Party",
        title="Example primary",
        question="Whom should our MP support?",
        how=("Write 1 in the box beside your first choice, 2 beside your second, and so on.",),
        candidates=tuple(Listed(f"Candidate Number {n}", "A word") for n in range(CANDIDATES)),
        seed=bytes(range(8)),
    )
    places = tuple(range(CANDIDATES))

    def coming() -> Iterator[BallotPaper]:
        for n in range(count):
            turn, number = n % CANDIDATES, in_groups(LEAST + n, NumberKind.PAPER)
            code = f"{in_figures(LEAST + n, NumberKind.PAPER)}-K7QM2"
            yield BallotPaper(number, "K7QM2", code, places[turn:] + places[:turn])

    write_paper_parts(open_part, coming(), design, total=count, created=WHEN)  # type: ignore[arg-type]


def envelopes(count: int, open_file: Callable[[object], object]) -> None:
    """So many covering letters with two labels each."""
    design = EnvelopeDesign(
        organisation="Example Party",
        title="Example primary",
        question="Whom should our MP support?",
        asking="Example Party asks for your advice.",
        officer="A. Officer",
        contact="1 Example Street",
        deadline="Friday 15 May 2026, 17:00 BST",
        return_address="The Returning Officer\n1 Example Street\nZZ99 1AA",
        privacy="Your name and address are held to run this vote.",
        declaration="I support the aims of the party.",
    )

    def coming() -> Iterator[list[Posting]]:
        for n in range(count):
            figures = in_figures(LEAST + n, NumberKind.ENVELOPE)
            number = in_groups(LEAST + n, NumberKind.ENVELOPE)
            yield [Posting(f"Elector {n}", (f"{n} Example Street", "ZZ99 1AA"), figures, number)]

    write_envelopes(open_file, coming(), design, total=count, created=WHEN)  # type: ignore[arg-type]


def measure(name: str, count: int) -> None:
    """Make them and say what it took."""
    weights: list[int] = []

    @contextmanager
    def weighed(_part: object) -> Iterator[BinaryIO]:
        scales = _Scales()
        yield scales  # type: ignore[misc]
        weights.append(scales.weight)

    clock, processor = time.perf_counter(), time.process_time()
    {"papers": papers, "envelopes": envelopes}[name](count, weighed)
    processor, clock = time.process_time() - processor, time.perf_counter() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} {name}: {processor:.1f} s of processor, {clock:.1f} s by the clock, "
        f"{sum(weights) / 1e6:.0f} MB in {len(weights)} files, peak {peak:.0f} MiB"
    )


def main(count: int) -> None:
    """Both, each in a process of its own."""
    for name in ("papers", "envelopes"):
        process = multiprocessing.get_context("spawn").Process(target=measure, args=(name, count))
        process.start()
        process.join()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15_000)
