"""The pages of results, public and for officers: each parses, calls one act or query, answers."""
