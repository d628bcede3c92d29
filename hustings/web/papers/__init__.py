"""Opened papers: batches that balance, each paper keyed twice, doubtful ones adjudicated."""
