"""The booth: casting, its pages, and what it must never tell."""
