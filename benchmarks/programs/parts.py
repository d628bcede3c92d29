"""Processor milliseconds of each part of a count inside one process, the median of nine; JSON."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hustings.ballot import interpret
from hustings.contest import Contest
from hustings.count import count
from hustings.declaration import declare
from hustings.formats import read_ballots

T = TypeVar("T")
found: dict[str, float] = {}


def timed(name: str, part: Callable[[], T]) -> T:
    """What the part gives; notes how long it takes."""
    spent = []
    for _ in range(9):
        start = time.process_time()
        value = part()
        spent.append(1000 * (time.process_time() - start))
    found[name] = statistics.median(spent)
    return value


path = Path(sys.argv[1])
records = timed("reading and grouping the file", lambda: read_ballots(path))
contest = Contest("benchmark", "Benchmark", records.candidates)
profile = timed("judging the marks", lambda: interpret(records, contest.marks))
timed("all stages of the count", lambda: count(profile, contest))
timed("the declaration, count included", lambda: declare(contest, profile))
print(json.dumps(found))
