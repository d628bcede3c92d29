"""Openings from the shell."""
