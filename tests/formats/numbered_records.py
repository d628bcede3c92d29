"""Random records for the formats that number their candidates, and damage done to their files."""

from __future__ import annotations

from hypothesis import strategies as st

from hustings.ballot import MAX_PAPERS, UNCLEAR, CastVoteRecords, Ranks
from hustings.contest import WHOLE_SECTION, Candidate, ids_for, is_id
from hustings.formats.candidates import on_one_line

ODD_NAMES = (
    "Ann", "ann", "1", "2", "0", "-", "-1", "3=2", "#", "# Ann", "/* Ann */", "[nick", "(a)", "{1}",
    "O'Neil, Bob", "Zoë", "名前", "Ann  Lee", "Ann: Lee", "a\tb", "Write-in #2", "0 0", "'Ann'",
    'Ann "Ace" Lee', '"', '""', " Ann", "Ann ", "A\nB", "A\rB", "\x00", "\u2028", "\u202eX",
    "\ud800",
)  # fmt: skip
ODD_IDS = (
    "a",
    "a_b",
    "é",
    "1",
    "2",
    "07",
    "2b",
    "-",
    "-a",
    "a=b",
    "a b",
    "#a",
    "/*",
    "]",
    "\ud800",
)

_any_text = st.one_of(st.sampled_from(ODD_NAMES), st.text(max_size=8))
names = _any_text.filter(lambda text: bool(text.strip()))
plain_names = names.map(lambda text: on_one_line(text).replace('"', "")).filter(bool)
ids = st.one_of(st.sampled_from(ODD_IDS), st.text(max_size=3)).filter(is_id)


@st.composite
def candidates(draw: st.DrawFn, *, named: st.SearchStrategy[str]) -> tuple[Candidate, ...]:
    """One to five candidates, often with the ids that a bare file gives them."""
    own = draw(st.lists(named, min_size=1, max_size=5, unique=True))
    chosen = draw(
        st.one_of(
            st.just(ids_for(own)),
            st.lists(ids, min_size=len(own), max_size=len(own), unique=True).map(tuple),
        )
    )
    out = draw(st.sets(st.integers(0, len(own) - 1), max_size=draw(st.integers(0, 2))))
    return tuple(
        Candidate(i, n, k in out) for k, (i, n) in enumerate(zip(chosen, own, strict=True))
    )


def marks(size: int, *, unclear: bool) -> st.SearchStrategy[Ranks]:
    """How a paper may be marked: plainly, or with ranks empty, shared, repeated or unclear."""
    who = st.integers(UNCLEAR if unclear else 0, size - 1).map(lambda c: c if c >= 0 else UNCLEAR)
    rank = st.sets(who, max_size=3).map(lambda s: tuple(sorted(s)))
    strict = st.permutations(range(size)).map(lambda p: tuple((c,) for c in p))
    return st.one_of(strict, st.lists(rank, max_size=6).map(tuple))


@st.composite
def records(draw: st.DrawFn, *, plain: bool) -> CastVoteRecords:
    """Records as any reader could give them; ``plain`` keeps to what a line of text can hold."""
    own = draw(candidates(named=plain_names if plain else names))
    sections = (
        (WHOLE_SECTION,)
        if plain
        else draw(st.sampled_from([(WHOLE_SECTION,), ("mps",), ("mps", "members")]))
    )
    section = st.integers(0, len(sections) - 1)
    papers = st.one_of(st.integers(0, 300), st.sampled_from([1, 2**40, MAX_PAPERS // 16]))
    ranks = marks(len(own), unclear=not plain)
    rows = draw(st.lists(st.tuples(ranks, section, papers), max_size=8))
    title = draw(st.one_of(st.just(""), plain_names if plain else _any_text))
    seats = draw(st.one_of(st.none(), st.integers(1, 9)))
    return CastVoteRecords.gather(own, rows, sections=sections, title=title, seats=seats)


@st.composite
def damaged(draw: st.DrawFn, files: tuple[bytes, ...]) -> bytes:
    """A valid file with bytes changed, cut out, put in or doubled, a few times over."""
    data = bytearray(draw(st.sampled_from(files)))
    signs = st.one_of(st.binary(min_size=1, max_size=3), st.sampled_from(
        [b"0", b" ", b"\n", b"-", b"=", b'"', b"#", b"(", b")", b"[", b"]", b"{", b"}", b",", b":",
         b"/*", b"9" * 40, b"1.5", b"\r", "é".encode(), b"\xef\xbb\xbf", b"\x00", b"\xff"]
    ))  # fmt: skip
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        how = draw(st.sampled_from(["put in", "change", "cut out", "double", "cut off"]))
        if how == "put in":
            data[start:start] = draw(signs)
        elif how == "change":
            data[start:end] = draw(signs)
        elif how == "cut out":
            del data[start:end]
        elif how == "double":
            data[start:start] = data[start:end]
        else:
            del data[start:]
    return bytes(data)
