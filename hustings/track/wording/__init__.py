"""The tracker in sentences: each follows from the records, and says no more than they do."""
