"""Ballot papers to be posted: print-ready PDF, A5, A4 or in large print on A4.

A paper carries the contest, the question, how to mark it, the candidates in its own order with a
box each, its number, the official mark, and a square that holds both. Nothing on it, nor in the
document's data, names an elector: no elector comes near this room. How to print them:
docs/guide/posted-papers.md; the numbers: docs/spec/paper.md.

The site's packages are needed to write papers, and imported when that is asked for.
"""

from __future__ import annotations

from hustings.report.papers.paper import (
    ENGLISH_PAPER,
    BallotPaper,
    Listed,
    PaperDesign,
    PaperSummary,
    PaperText,
    PaperWords,
    Size,
    paper_words,
)
from hustings.report.papers.run import write_paper_parts, write_papers

__all__ = [
    "ENGLISH_PAPER",
    "BallotPaper",
    "Listed",
    "PaperDesign",
    "PaperSummary",
    "PaperText",
    "PaperWords",
    "Size",
    "paper_words",
    "write_paper_parts",
    "write_papers",
]
