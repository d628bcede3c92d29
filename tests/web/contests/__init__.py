"""Tests of the contests app."""
