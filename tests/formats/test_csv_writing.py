"""What the writer of CSV holds, loses and looks like."""

from __future__ import annotations

import pytest
from hypothesis import event, given

from hustings.ballot import CastVoteRecords, Ranks
from hustings.contest import Candidate
from hustings.formats.ballots_csv import CSV
from hustings.formats.csv_careful import read_careful
from tests.formats.table_records import records


def written(ballots: CastVoteRecords) -> bytes:
    return b"".join(CSV.write(ballots))


@given(records())
def test_reading_what_was_written_is_identity_unless_a_loss_is_named(
    ballots: CastVoteRecords,
) -> None:
    losses = CSV.loses(ballots)
    data = written(ballots)
    event("something is lost" if losses else "held: " + data.partition(b"\n")[0].decode()[:5])
    if not losses:
        assert read_careful(data, name="x.csv") == ballots


@given(records())
def test_writing_twice_gives_the_same_bytes(ballots: CastVoteRecords) -> None:
    assert written(ballots) == written(ballots)


def some(
    ids: str,
    *rows: tuple[Ranks, int, int],
    sections: tuple[str, ...] = ("all",),
    title: str = "",
    seats: int | None = None,
) -> CastVoteRecords:
    candidates = [Candidate(i, i) for i in ids.split()]
    return CastVoteRecords.gather(candidates, rows, sections=sections, title=title, seats=seats)


AB, A, EQUAL, TWICE = ((0,), (1,)), ((0,),), ((0, 1),), ((0,), (1,), (0,))


@pytest.mark.parametrize(
    ("ballots", "text"),
    [
        (some("a b", (AB, 0, 1)), "rank1,rank2\na,b\n"),
        (some("a b", (AB, 0, 2), (A, 0, 1)), "rank1,rank2,papers\na,,1\na,b,2\n"),
        (some("a b", (TWICE, 0, 1)), "rank1,rank2,rank3\na,b,a\n"),
        (some("a b", (EQUAL, 0, 1)), "a,b\n1,1\n"),
        (some("b a", (AB, 0, 1)), "b,a\n1,2\n"),
        (some("a b", (A, 0, 1)), "a,b\n1,\n"),
        (some("a", (A, 0, 1)), "rank1,papers\na,1\n"),
        (some("a", ((), 0, 3)), "a,papers\n,3\n"),
        (some("a b"), "a,b\n"),
        (
            some("a b", (AB, 1, 1), (AB, 0, 1), sections=("n", "s")),
            "rank1,rank2,section\na,b,n\na,b,s\n",
        ),
        (some("a b", (((1,),), 0, 1), (A, 0, 1), sections=("s",)), "rank1,section\na,s\nb,s\n"),
        (some("#a b,c", (AB, 0, 1)), 'rank1,rank2\n"#a","b,c"\n'),
        (some("papers x", (EQUAL, 0, 1)), "rank1\n\n".replace("rank1\n", "rank1,papers\n,1")),
    ],
)
def test_a_table_is_written_in_canonical_order(ballots: CastVoteRecords, text: str) -> None:
    assert written(ballots).decode().rstrip("\n") == text.rstrip("\n")


@pytest.mark.parametrize(
    ("ballots", "lost"),
    [
        (some("a b", (AB, 0, 1)), None),
        (some("b a", (EQUAL, 0, 1)), None),
        (some("a b", (AB, 0, 1), title="Title"), "the title"),
        (some("a b", (AB, 0, 1), seats=1), "number of seats"),
        (some("a b", (EQUAL, 0, 1), (TWICE, 0, 1)), "ranks one twice"),
        (some("b a", (TWICE, 0, 1)), "in the order of their ids"),
        (some("a b c", (TWICE, 0, 1)), "whom nobody ranks: c"),
        (some("a papers", (EQUAL, 0, 1), (AB, 0, 1)), "share a rank"),
        (some("a count", (EQUAL, 0, 1), (AB, 0, 1)), "share a rank"),
        (some("a n", (EQUAL, 0, 1), (AB, 0, 1)), None),
        (some("a b", (AB, 0, 1), sections=("n", "s")), "without papers: s"),
        (some("a b", (AB, 0, 1), (AB, 1, 1), sections=("s", "n")), "in the order of their ids"),
        (some("a b", (((),) * 999 + A, 0, 1), (AB, 0, 1)), "beyond 999"),
        (some("a\ud800 b", (AB, 0, 1)), "all signs of 'a\\ud800'"),
        (
            CastVoteRecords.gather([Candidate("a", "Ann")], [(A, 0, 1)], sections=("all",)),
            "names that differ from them: Ann",
        ),
        (
            CastVoteRecords.gather([Candidate("a", "a", True)], [(A, 0, 1)], sections=("all",)),
            "a has withdrawn",
        ),
        (CastVoteRecords.gather([], [((), 0, 1)], sections=("all",)), None),
    ],
)
def test_what_a_table_cannot_hold_is_named(ballots: CastVoteRecords, lost: str | None) -> None:
    losses = CSV.loses(ballots)
    assert [loss for loss in losses if lost and lost in loss] == losses
    assert bool(losses) is bool(lost)
    assert written(ballots)  # it may be written all the same
