"""The officers' pages of a contest: each parses, calls one action or query, and answers."""
