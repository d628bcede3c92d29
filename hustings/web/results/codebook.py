"""The codebook: what every file of a result and every column in them means, as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from hustings.declaration import Declaration
from hustings.web.results.grouping import FEWEST
from hustings.web.results.models import Version

__all__ = ["codebook"]

_FILES = """\
declaration.json  The declaration; https://json-schema.org describes its form as the schema named in
                  it. Votes are whole numbers, shares are fractions in lowest terms ("23/25").
stages.csv        A block of rows for each section, then one of points. kind: candidate,
                  non_transferable, total, half. stage_N: votes (or points) at stage N.
                  change_N: what changed since the stage before. fate: elected or excluded, and
                  fate_stage: at which stage.
rankings.csv      A line for each distinct ranking. rank1, rank2 ...: the candidate's id at that
                  rank, empty after the last. papers: how many papers hold it, 1 where the
                  column is not there. section: where there are several. Where a ranking cannot be
                  written so, there is a column for each candidate that holds the rank.
rankings.blt      The same in the form of BLT, for one section.
rankings.parquet  The same columns as rankings.csv.
groups.csv        First preferences by channel and basis of the elector. An empty cell is withheld.
channels.csv      A line for each cell. table: first (preferences), transfers (after the stage
                  named, of those who went out), second (preferences of those who stayed). to: a
                  candidate's id, or no_further. papers: empty where withheld.
folder.zip        The contest folder: contest.toml, the ballots, and lots.csv where lots were drawn.
"""


def codebook(
    declaration: Declaration, files: Sequence[tuple[str, str]], rule: str, version: Version
) -> str:
    """The codebook of a version; ``files`` are those offered, name and what it is."""
    contest = declaration.contest
    trial = ["TEST: these are trial ballots and no result.", ""] if version.test else []
    lines = [
        *trial,
        contest.title,
        "=" * len(contest.title),
        "",
        f"Version {version.number}. Counted by {rule}, base {contest.base.value}.",
        "",
        "FILES",
        *(f"  {name}: {what}" for name, what in files),
        "",
        "WHAT STANDS IN THEM",
        _FILES,
        "CANDIDATES (id: name)",
        *(
            f"  {c.id}: {c.name}" + (" (withdrawn: passed over wherever ranked)" * c.withdrawn)
            for c in contest.candidates
        ),
        "",
        "SECTIONS (id: name)",
        *(f"  {s.id}: {s.name}" for s in contest.sections),
        "",
        "PAPERS",
        "  issued     electors on the roll when voting closed; each could vote once",
        "  returned   ballots cast online, and papers found in the envelopes by post",
        "  rejected   by heading; online these are unmarked papers, and envelopes that held no",
        "             ballot of this contest, which are void for uncertainty",
        "  valid      papers with a first preference; these are the rankings in the files",
        "",
        "WHAT IS LEFT OUT, AND WHY",
        "  No file says who cast a paper, when, by which channel or in which order the candidates",
        "  stood on it: papers were opened together and only distinct rankings were kept.",
        f"  In the tables by channel and basis, groups of fewer than {FEWEST} papers are put",
        f"  together, and cells of fewer than {FEWEST} are withheld, with others from which they",
        "  could be worked out. They are a supplement, not a part of the declaration.",
        "",
        "COUNT IT AGAIN",
        f"  Unpack folder.zip, then: hustings count {quote(contest.id)} --json -",
        "  It writes declaration.json, byte for byte.",
    ]
    return "\n".join(lines) + "\n"
