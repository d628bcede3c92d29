"""Commands of `hustings manage`."""
