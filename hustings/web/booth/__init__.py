"""Voting: codes, the ballot paper, the cast, and the two records that share nothing."""
