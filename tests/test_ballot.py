"""From marks to a ranking or a rejection: docs/rules/marks.md, paragraph by paragraph."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.ballot import (
    BLANK,
    MAX_PAPERS,
    UNCLEAR,
    CastVoteRecords,
    End,
    Paper,
    Profile,
    Ranking,
    Ranks,
    Rejected,
    combine,
    figure_of,
    interpret,
    judge,
    judge_paper,
    ranks_of,
)
from hustings.ballot.arrays import distinct_rows
from hustings.contest import Candidate, Duplicates, Heading, MarkPolicy, Overvote
from hustings.errors import RuleError
from tests.count.invented import RANDOMS, invent, untidy

UK = MarkPolicy()
SKIP = MarkPolicy(overvote=Overvote.SKIP)
TWICE_ENDS = MarkPolicy(duplicates=Duplicates.EXHAUST)
NO_GAP = MarkPolicy(skipped_ranks=0)
ONE_GAP = MarkPolicy(skipped_ranks=1)
SKIP_ONE_GAP = MarkPolicy(overvote=Overvote.SKIP, skipped_ranks=1)

CANDIDATES = (Candidate("a", "Ann"), Candidate("b", "Bob"), Candidate("c", "Cy"))

CLASH = Heading.MORE_THAN_ONE_FIRST
UNCERTAIN = Heading.UNCERTAIN
UNMARKED = Heading.UNMARKED


def outcome(verdict: Ranking | Rejected) -> tuple[str, End] | Heading:
    """A verdict as a table shows it: the ids in order with the end, or the heading."""
    if isinstance(verdict, Rejected):
        return verdict.heading
    return "".join("abcdefghi"[c] for c in verdict.preferences), verdict.end


@pytest.mark.parametrize(
    ("mark", "figure"),
    [
        ("1", 1), (" 2 ", 2), ("12", 12), ("999", 999), ("1000", None), ("0", None), ("01", None),
        ("-1", None), ("+1", None), ("1.0", None), ("1st", None), ("one", None), ("?", None),
        ("", None), ("X", 1), ("x", 1), (" × ", 1), ("✓", 1), ("✔", 1), ("☑", 1), ("✗", 1),
        ("☒", 1), ("√", 1), ("XX", None), ("X1", None), ("١", None), ("²", None), ("１", None),
    ],
)  # fmt: skip
def test_a_figure_is_a_plain_whole_number_or_a_cross_or_tick(mark: str, figure: int | None) -> None:
    assert figure_of(mark) == figure


@pytest.mark.parametrize(
    ("marks", "policy", "expected"),
    [
        # a clear paper
        ({"a": "1", "b": "2", "c": "3"}, UK, ("abc", End.NO_FURTHER)),
        ({"Bob": "1"}, UK, ("b", End.NO_FURTHER)),
        ({" c ": "1", "a": "2", "b": ""}, UK, ("ca", End.NO_FURTHER)),
        # a lone cross or tick, two of them, and one beside figures
        ({"b": "X"}, UK, ("b", End.NO_FURTHER)),
        ({"b": "✓"}, UK, ("b", End.NO_FURTHER)),
        ({"b": "☑", "a": "", "c": " "}, UK, ("b", End.NO_FURTHER)),
        ({"a": "X", "b": "X"}, UK, CLASH),
        ({"a": "X", "b": "✓"}, SKIP, CLASH),
        ({"a": "X", "b": "2"}, UK, ("ab", End.NO_FURTHER)),
        ({"a": "1", "b": "X"}, UK, CLASH),
        # a clear 1 and a bad 3
        ({"a": "1", "b": "2", "c": "?"}, UK, ("ab", End.NO_FURTHER)),
        ({"a": "1", "b": "3", "c": "3"}, UK, ("a", End.OVERVOTE)),
        ({"a": "1", "b": "2", "Mickey": "3"}, UK, ("ab", End.UNCLEAR)),
        # blank, and marks that say nothing
        ({}, UK, UNMARKED),
        ({"a": "", "b": "  "}, UK, UNMARKED),
        ({"Mickey": ""}, UK, UNMARKED),
        ({"a": "?", "b": "yes"}, UK, UNCERTAIN),
        ({"a": "0"}, UK, UNCERTAIN),
        # a name however it is written
        ({"A": "1", "b": "2"}, UK, ("ab", End.NO_FURTHER)),
        # a name that is not on the paper
        ({"Mickey": "1"}, UK, UNCERTAIN),
        ({"Mickey": "1", "a": "2"}, UK, UNCERTAIN),
        ({"Mickey": "1", "a": "1"}, UK, UNCERTAIN),
        ({"Mickey": "X", "a": "2"}, SKIP, UNCERTAIN),
        ({"Mickey": "?", "a": "1"}, UK, ("a", End.NO_FURTHER)),
        ({"Mickey": "?"}, UK, UNCERTAIN),
        ({"Mickey": "3", "a": "1", "b": "2", "c": "4"}, UK, ("ab", End.UNCLEAR)),
        ({"Mickey": "2", "a": "1", "b": "2", "c": "3"}, SKIP, ("a", End.UNCLEAR)),
        ({"Mickey": "", "a": "1"}, UK, ("a", End.NO_FURTHER)),
        # ranks left empty
        ({"a": "2", "b": "3"}, UK, ("ab", End.NO_FURTHER)),
        ({"a": "1", "b": "999"}, UK, ("ab", End.NO_FURTHER)),
        ({"a": "1", "b": "1000"}, UK, ("a", End.NO_FURTHER)),
        ({"a": "999"}, UK, ("a", End.NO_FURTHER)),
        ({"a": "1", "b": "999"}, ONE_GAP, ("a", End.SKIPPED)),
        ({"a": "2"}, NO_GAP, UNCERTAIN),
    ],
)  # fmt: skip
def test_marks_of_a_paper_become_a_ranking_or_a_heading(
    marks: dict[str, str], policy: MarkPolicy, expected: tuple[str, End] | Heading
) -> None:
    assert outcome(judge_paper(Paper(marks), CANDIDATES, policy)) == expected


@pytest.mark.parametrize(
    ("paper", "heading"),
    [
        (Paper({"a": "1"}, official_mark=False), Heading.OFFICIAL_MARK),
        (Paper({"a": "1"}, identifies_elector=True), Heading.IDENTIFIABLE),
        (Paper({"a": "1"}, declaration_completed=False), Heading.DECLARATION),
        # the first of them that applies, before any mark is read
        (Paper({}, declaration_completed=False), Heading.DECLARATION),
        (Paper({"a": "1", "b": "1"}, identifies_elector=True), Heading.IDENTIFIABLE),
        (Paper({}, False, False, True), Heading.OFFICIAL_MARK),
        (Paper({}, False, True, True), Heading.IDENTIFIABLE),
    ],
)
def test_the_form_of_a_paper_comes_before_its_marks(paper: Paper, heading: Heading) -> None:
    assert judge_paper(paper, CANDIDATES) == Rejected(heading)


A, B, C, D = (0,), (1,), (2,), (3,)
NONE: tuple[int, ...] = ()
AB = (0, 1)


@pytest.mark.parametrize(
    ("ranks", "policy", "expected"),
    [
        # [4] two candidates at one rank
        ((A, (1, 2), D), UK, ("a", End.OVERVOTE)),
        ((A, (1, 2), D), SKIP, ("ad", End.NO_FURTHER)),
        ((AB, C), UK, CLASH),
        ((AB, C), SKIP, ("c", End.NO_FURTHER)),
        ((AB, A), SKIP, ("a", End.NO_FURTHER)),
        ((AB,), SKIP, CLASH),
        ((NONE, AB), UK, CLASH),
        ((A, B, (2, 3)), SKIP, ("ab", End.NO_FURTHER)),
        # [5] ranks left empty
        ((NONE, A, NONE, NONE, B), UK, ("ab", End.NO_FURTHER)),
        ((NONE, A, NONE, B, NONE, NONE, C), ONE_GAP, ("ab", End.SKIPPED)),
        ((NONE, A, B), ONE_GAP, ("ab", End.NO_FURTHER)),
        ((NONE, NONE, A), ONE_GAP, UNCERTAIN),
        ((NONE, A), NO_GAP, UNCERTAIN),
        ((A, NONE, B), NO_GAP, ("a", End.SKIPPED)),
        ((A, B, NONE, NONE), NO_GAP, ("ab", End.NO_FURTHER)),
        ((A, NONE, (1, 2)), NO_GAP, ("a", End.SKIPPED)),
        ((NONE, AB), NO_GAP, UNCERTAIN),
        ((A, NONE, (1, 2), NONE, D), SKIP_ONE_GAP, ("ad", End.NO_FURTHER)),
        # [6] the same candidate again
        ((A, A, B), UK, ("ab", End.NO_FURTHER)),
        ((A, A, B), TWICE_ENDS, ("a", End.DUPLICATE)),
        ((A, B, A), TWICE_ENDS, ("ab", End.DUPLICATE)),
        ((A, AB, B), TWICE_ENDS, ("a", End.OVERVOTE)),
        # [7] a mark that names nobody
        (((UNCLEAR,), A), UK, UNCERTAIN),
        ((A, (UNCLEAR,), B), UK, ("a", End.UNCLEAR)),
        ((A, (UNCLEAR, 1), C), SKIP, ("a", End.UNCLEAR)),
        ((AB, (UNCLEAR,)), SKIP, CLASH),
        # [8] nothing
        ((), UK, UNMARKED),
        ((NONE, NONE), UK, UNMARKED),
    ],
)  # fmt: skip
def test_ranks_are_good_as_far_as_they_are_clear(
    ranks: Ranks, policy: MarkPolicy, expected: tuple[str, End] | Heading
) -> None:
    assert outcome(judge(ranks, policy)) == expected


def test_marks_are_arranged_by_rank_whatever_their_order() -> None:
    assert ranks_of({2: "1", 0: "4", 1: "x", 3: "?"}) == ((1, 2), (), (), (0,))
    assert ranks_of({}) == ()


def test_every_heading_and_every_end_can_be_printed() -> None:
    assert len({h.words for h in Heading}) == len(Heading)
    assert len({e.words for e in End} | {e.cause for e in End}) == 2 * len(End)


@pytest.mark.parametrize("preferences", [(), (1, 1), (0, 1, 0)])
def test_a_ranking_that_ranks_nobody_or_somebody_twice_does_not_exist(
    preferences: tuple[int, ...],
) -> None:
    with pytest.raises(ValueError, match="rank"):
        Ranking(preferences)


def one_by_one(
    rows: list[tuple[Ranks, int, int]], policy: MarkPolicy, size: int, sections: int
) -> tuple[Counter[tuple[tuple[int, ...], End, int]], dict[Heading, tuple[int, ...]]]:
    """Papers by ranking, end and section, and rejected ones by heading, each paper judged alone."""
    valid: Counter[tuple[tuple[int, ...], End, int]] = Counter()
    rejected: dict[Heading, list[int]] = {}
    for ranks, section, papers in rows:
        for _ in range(papers):
            verdict = judge(ranks, policy)
            if isinstance(verdict, Rejected):
                rejected.setdefault(verdict.heading, [0] * sections)[section] += 1
            else:
                complete = len(verdict.preferences) == size
                end = End.NO_FURTHER if complete else verdict.end
                valid[verdict.preferences, end, section] += 1
    return valid, {h: tuple(n) for h, n in rejected.items()}


def in_profile(profile: Profile) -> Counter[tuple[tuple[int, ...], End, int]]:
    found: Counter[tuple[tuple[int, ...], End, int]] = Counter()
    for row, end, papers in zip(
        profile.rankings.tolist(), profile.ends.tolist(), profile.papers.tolist(), strict=True
    ):
        for section, number in enumerate(papers):
            if number:
                found[tuple(c for c in row if c != BLANK), End(end), section] += number
    return found


@given(RANDOMS)
def test_whole_records_are_judged_as_each_paper_is_one_by_one(random: Random) -> None:
    invented = invent(random)
    contest, size = invented.contest, len(invented.contest.candidates)
    rows = list(invented.rows)
    for ranks, section, papers in invented.rows[:5]:
        rows.append((untidy(random, ranks, size), section, papers))
    sections = [s.id for s in contest.sections]
    records = CastVoteRecords.gather(contest.candidates, rows, sections=sections)
    profile = interpret(records, contest.marks)
    valid, rejected = one_by_one(rows, contest.marks, size, len(sections))
    assert in_profile(profile) == valid
    assert profile.rejected == rejected
    assert records.total == sum(papers for _, _, papers in rows)
    _is_canonical(profile)


def _is_canonical(profile: Profile) -> None:
    keyed = [(*r, e) for r, e in zip(profile.rankings.tolist(), profile.ends.tolist(), strict=True)]
    assert keyed == sorted(set(map(tuple, keyed)))
    assert profile.papers.any(axis=1).all()


@given(RANDOMS)
def test_records_give_back_the_papers_that_were_gathered(random: Random) -> None:
    invented = invent(random)
    sections = [s.id for s in invented.contest.sections]
    held: Counter[tuple[Ranks, int]] = Counter()
    for ranks, section, papers in invented.rows:
        cut = list(ranks)
        while cut and not cut[-1]:
            cut.pop()
        held[tuple(cut), section] += papers
    records = invented.records
    given_back = {
        (ranks, section): papers
        for ranks, by_section in records.rows()
        for section, papers in enumerate(by_section)
        if papers
    }
    assert given_back == {k: n for k, n in held.items() if n}
    again = CastVoteRecords.gather(
        invented.contest.candidates,
        [(r, s, n) for (r, s), n in given_back.items()],
        sections=sections,
    )
    assert again == records


@given(RANDOMS)
def test_sections_read_apart_and_combined_are_the_records_read_at_once(random: Random) -> None:
    invented = invent(random)
    contest = invented.contest
    apart = [
        CastVoteRecords.gather(
            contest.candidates,
            [(ranks, 0, papers) for ranks, n, papers in invented.rows if n == number],
            sections=[section.id],
        )
        for number, section in enumerate(contest.sections)
    ]
    assert combine(apart) == invented.records


@given(
    st.lists(st.lists(st.integers(-2, 2**31 - 2), min_size=3, max_size=3), min_size=0, max_size=12)
)
def test_distinct_rows_are_sorted_and_say_where_each_row_went(rows: list[list[int]]) -> None:
    given_rows = np.array(rows, dtype=np.int32).reshape(len(rows), 3)
    distinct, inverse = distinct_rows(given_rows)
    assert distinct.tolist() == [list(row) for row in sorted({tuple(row) for row in rows})]
    assert distinct[inverse].tolist() == rows


@pytest.mark.parametrize("rows", [[(((0,),), 0, MAX_PAPERS), (((0,),), 0, 1)]])
def test_more_papers_than_64_bits_can_add_up_are_refused(
    rows: list[tuple[Ranks, int, int]],
) -> None:
    with pytest.raises(RuleError, match=r"2\^62"):
        CastVoteRecords.gather(CANDIDATES, rows, sections=["all"])


def test_papers_of_several_sections_are_added_up_before_they_are_refused() -> None:
    half = MAX_PAPERS // 2
    CastVoteRecords.gather(CANDIDATES, [(((0,),), 0, half), (((1,),), 1, half)], sections="st")
    with pytest.raises(RuleError, match=r"2\^62"):
        CastVoteRecords.gather(
            CANDIDATES, [(((0,),), 0, half), (((1,),), 1, half + 1)], sections="st"
        )
