"""The same count with pyrankvote, which has no reader of its own: one ballot object a row."""

import csv
import sys
from pathlib import Path

import pyrankvote
from pyrankvote import Ballot, Candidate

with Path(sys.argv[1]).open(newline="") as file:
    rows = csv.reader(file)
    next(rows)
    candidates = {}
    ballots = []
    for row in rows:
        for name in row:
            if name not in candidates:
                candidates[name] = Candidate(name)
        ballots.append(Ballot([candidates[name] for name in row]))
result = pyrankvote.instant_runoff_voting(list(candidates.values()), ballots)
print(result.get_winners()[0].name)
