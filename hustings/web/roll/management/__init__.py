"""Commands of the roll."""
