"""Random records for the readers and writers of tables: few candidates, odd names, odd marks."""

from __future__ import annotations

from hypothesis import strategies as st

from hustings.ballot import CastVoteRecords
from hustings.contest import WHOLE_SECTION, Candidate, is_id

ODD_NAMES = (
    "rank1", "Rank 2", "papers", "Papers", "section", "#first", "# x", "a,b", 'say "aye"', "a=b",
    "x", "X", "1", "2", "✓", "é", "Ann  Lee", "ann lee", "ANN LEE", "'", ";", "c01", "c02", "-",
    "a long name of more than sixteen bytes", "another, of more than sixteen bytes", "abcdefgh",
    "abcdefghi", "名前", "\ud800", "a\u200eb", "nan", "null", "=1+1", "all", "\\", "/",
    "Count", "n", "ballot no", "1st", "First choice",
)  # fmt: skip

names = st.one_of(st.sampled_from(ODD_NAMES), st.text(max_size=10)).filter(is_id)


@st.composite
def records(draw: st.DrawFn) -> CastVoteRecords:
    """Records as any reader could give them, and some that none of ours would."""
    ids = draw(st.lists(names, min_size=1, max_size=5, unique=True))
    if draw(st.booleans()):
        ids.sort()
    candidates = [Candidate(i, i) for i in ids]
    own = st.lists(names, min_size=1, max_size=3, unique=True).map(lambda s: tuple(sorted(s)))
    sections = draw(st.one_of(st.just((WHOLE_SECTION,)), own))
    who = st.integers(0, len(ids) - 1)
    rank = st.one_of(st.just(()), who.map(lambda c: (c,)), st.sets(who, max_size=3).map(tuple))
    plain = st.permutations(range(len(ids))).map(lambda p: tuple((c,) for c in p))
    ranks = st.one_of(plain, st.lists(rank, max_size=4).map(tuple))
    numbers = st.one_of(st.just(1), st.integers(0, 300), st.just(2**40))
    section = st.integers(0, len(sections) - 1)
    rows = draw(st.lists(st.tuples(ranks, section, numbers), max_size=8))
    return CastVoteRecords.gather(candidates, rows, sections=sections)
