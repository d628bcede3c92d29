"""The floor: read the file with Polars, group it with NumPy, count nothing."""

import sys

import numpy as np
import polars as pl

columns = [f"rank{n}" for n in range(1, 6)]
table = pl.read_csv(sys.argv[1], schema=dict.fromkeys(columns, pl.Categorical))
keys = np.zeros(len(table), dtype=np.int64)
for column in columns:
    codes = table[column].to_physical().to_numpy()
    keys = keys * (int(codes.max()) + 1) + codes
print(len(np.flatnonzero(np.bincount(keys))))
