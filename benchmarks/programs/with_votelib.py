"""The same count with votelib, which takes distinct rankings with their numbers."""

import csv
import sys
from collections import Counter
from pathlib import Path

from votelib.evaluate.sequential import TransferableVoteSelector

with Path(sys.argv[1]).open(newline="") as file:
    rows = csv.reader(file)
    next(rows)
    votes = Counter(map(tuple, rows))
print(TransferableVoteSelector(quota_function="droop").evaluate(dict(votes), 1)[0])
