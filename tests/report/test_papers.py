"""Ballot papers as they come out of the printer: rendered, read back, and measured."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import numpy as np
import pytest

from hustings.errors import RuleError
from hustings.language import speaking
from hustings.report.languages import language_of
from hustings.report.letters import Summary
from hustings.report.papers import (
    ENGLISH_PAPER,
    BallotPaper,
    Listed,
    PaperDesign,
    PaperText,
    Size,
    paper_words,
    write_paper_parts,
    write_papers,
)
from tests.report.letter_cases import Written

WHEN = datetime(2026, 4, 20, tzinfo=UTC)
NAMES = ("Rowan Ashe", "Siân Ŵyn-Ellis", "Gurdeep Tamber", "José Núñez O’Brien")
DESIGN = PaperDesign(
    organisation="Northwick Constituency Party",
    title="Northwick primary 2026",
    question="Whom should Northwick’s MP support as party leader?",
    how=("Write 1 beside your first choice, 2 beside your second, and so on.",),
    candidates=tuple(Listed(name, f"Of ward {n}") for n, name in enumerate(NAMES)),
    seed=bytes(range(8)),
)
MANY = replace(
    DESIGN, candidates=tuple(Listed(f"Candidate {n} Example", f"Ward {n}") for n in range(16))
)
with speaking(language_of("cy")):
    WELSH_PAPER = paper_words()
BOTH = replace(
    MANY,
    how=("Ysgrifennwch 1 wrth ymyl eich dewis cyntaf, 2 wrth ymyl eich ail, ac felly ymlaen.",),
    words=WELSH_PAPER,
    beside=PaperText(ENGLISH_PAPER, DESIGN.how),
    unreviewed=True,
)
DESIGNS = {size.name: replace(DESIGN, size=size) for size in Size} | {
    "test": replace(DESIGN, test=True),
    "fictional": replace(DESIGN, fictional=True, size=Size.A4),
    "both sides": MANY,
    "both languages": replace(BOTH, candidates=DESIGN.candidates, test=True, fictional=True),
    "both languages, both sides": replace(BOTH, size=Size.A4, test=True),
    "both languages large": replace(BOTH, candidates=MANY.candidates[:9], size=Size.LARGE),
    "both sides large": replace(DESIGN, candidates=MANY.candidates[:9], size=Size.LARGE, test=True),
}


def papers(count: int, design: PaperDesign = DESIGN) -> list[BallotPaper]:
    """So many papers, each turned on by one candidate."""
    places = tuple(range(len(design.candidates)))
    turns = (n % len(places) for n in range(count))
    return [
        BallotPaper(
            f"1234 5678 {n:03}", f"K7Q{n:02}", f"12345678{n:03}-K7Q{n:02}", places[t:] + places[:t]
        )
        for n, t in enumerate(turns)
    ]


def written(given: list[BallotPaper], design: PaperDesign = DESIGN) -> Written:
    """Write the papers and open what was written."""
    target = BytesIO()
    summary = write_papers(target, given, design, total=len(given), created=WHEN)
    return Written(target.getvalue(), Summary(summary.pages, summary.papers, summary.files))


@pytest.fixture(scope="module", params=DESIGNS, ids=lambda name: name.replace(" ", "-"))
def run(request: pytest.FixtureRequest) -> tuple[PaperDesign, list[BallotPaper], Written]:
    design = DESIGNS[request.param]
    given = papers(5, design)
    return design, given, written(given, design)


Run = tuple[PaperDesign, list[BallotPaper], Written]


def test_every_square_reads_back_as_number_and_mark_in_the_order_given(run: Run) -> None:
    _, given, made = run
    read = [text for n in range(made.count) for text in made.squares(n)]
    assert read == [paper.code for paper in given]


def test_every_paper_says_its_number_its_mark_the_question_and_how_to_mark(run: Run) -> None:
    design, given, made = run
    sides = made.count // len(given)
    for n, paper in enumerate(given):
        text = made.text(n * sides)
        words = [text.words.how for text in design.texts]
        for said in (paper.number, paper.mark, design.organisation, *words):
            assert said in text
        assert design.question.split()[0] in text


def test_candidates_stand_in_the_order_of_the_paper_each_with_a_box(run: Run) -> None:
    design, given, made = run
    sides = made.count // len(given)
    for n, paper in enumerate(given):
        text = " ".join(made.text(n * sides + side) for side in range(sides))
        names = [design.candidates[place].name for place in paper.order]
        at = [text.index(name) for name in names]
        assert at == sorted(at)
        boxes = sum(
            _boxes(made, n * sides + side, design.size, foot=side == 0) for side in range(sides)
        )
        assert boxes == len(names)


def _boxes(made: Written, page: int, size: Size, *, foot: bool = True) -> int:
    """How many boxes a page has: dark upright lines down the middle of the column of boxes."""
    dots = np.asarray(made.image(page, dots=150)) < 100
    margin = {Size.A5: 11, Size.A4: 18, Size.LARGE: 15}[size]
    at = round((size.page[0] - margin) / 25.4 * 150)
    below = {Size.A5: 34, Size.A4: 44, Size.LARGE: 56}[size] if foot else 4
    low = round((size.page[1] - below) / 25.4 * 150)
    column = dots[:low, at - 3 : at + 3].any(axis=1).astype(int)
    starts = np.flatnonzero(np.diff(column, prepend=0) == 1)
    ends = np.flatnonzero(np.diff(column, append=0) == -1)
    least = {Size.A5: 9, Size.A4: 12, Size.LARGE: 16}[size] / 25.4 * 150
    return int(((ends - starts + 1) >= least).sum())


def test_nothing_is_printed_at_the_edge_of_a_paper(run: Run) -> None:
    _, _, made = run
    for n in range(made.count):
        dots = np.asarray(made.image(n, dots=72))
        edges = (dots[:11], dots[-11:], dots[:, :11], dots[:, -11:])
        assert all((edge == 255).all() for edge in edges), f"page {n + 1}"


def test_a_paper_has_the_size_that_was_asked_for(run: Run) -> None:
    design, _, made = run
    breadth, height = made.image(0, dots=254).size
    assert (breadth, height) == pytest.approx([10 * side for side in design.size.page], abs=1)


@pytest.mark.parametrize("name", ["LARGE", "both sides large", "both languages large"])
def test_large_print_has_no_type_below_sixteen_point(name: str) -> None:
    made = written(papers(1, DESIGNS[name]), DESIGNS[name])
    sizes = set[float]().union(*(made.type_sizes(n) for n in range(made.count)))
    assert min(sizes) >= 16, sizes


def test_a_test_says_so_across_every_side_and_above_its_head() -> None:
    design = DESIGNS["both sides large"]
    made = written(papers(2, design), design)
    assert made.count == 4
    assert all("TEST" in made.text(n) for n in range(made.count))
    assert made.metadata["Title"].startswith("TEST")
    assert "TEST" not in written(papers(1)).text(0)


def test_a_fictional_contest_says_so_on_its_paper() -> None:
    assert ENGLISH_PAPER.fictional in written(papers(1), DESIGNS["fictional"]).text(0)


def test_candidates_overleaf_are_announced_and_the_printer_turns_the_sheet() -> None:
    made = written(papers(2, MANY), MANY)
    assert ENGLISH_PAPER.over in made.text(0)
    assert ENGLISH_PAPER.goes_on in made.text(1)
    assert b"DuplexFlipLongEdge" in made.data
    assert b"/Duplex /Simplex" in written(papers(1)).data


def test_every_text_of_a_paper_in_two_languages_stands_in_both() -> None:
    gone = replace(MANY.candidates[0], withdrawn=True)
    design = replace(BOTH, candidates=(gone, *MANY.candidates[1:]), test=True, fictional=True)
    made = written(papers(1, design), design)
    text = " ".join(made.text(n) for n in range(made.count))
    for words, how in ((WELSH_PAPER, design.how), (ENGLISH_PAPER, DESIGN.how)):
        for said in (*how, words.paper, words.how, words.number, words.mark, words.over,
                     words.goes_on, words.fictional, words.test_line, words.unreviewed,
                     words.page.format(number=1, total=2),
                     words.withdrawn.format(name=gone.name)):  # fmt: skip
            assert said in text
    assert made.metadata["Title"] == (
        f"PRAWF / TEST. Papur pleidleisio / Ballot paper. {DESIGN.title}"
    )


@pytest.mark.parametrize(("size", "fewest"), [(Size.A5, 18), (Size.A4, 22), (Size.LARGE, 13)])
def test_two_sides_hold_so_many_candidates_in_two_languages(size: Size, fewest: int) -> None:
    crowd = tuple(Listed(f"Candidate {n} Example", f"Ward {n}") for n in range(fewest))
    design = replace(BOTH, candidates=crowd, size=size, how=BOTH.how * 2)
    made = written(papers(1, design), design)
    assert made.count == 2
    assert sum(_boxes(made, n, size, foot=n == 0) for n in range(2)) == fewest


def test_a_withdrawn_candidate_stands_there_without_a_box() -> None:
    gone = replace(DESIGN.candidates[1], withdrawn=True)
    design = replace(DESIGN, candidates=(DESIGN.candidates[0], gone, *DESIGN.candidates[2:]))
    made = written(papers(1), design)
    assert f"{gone.name} has withdrawn" in made.text(0)
    assert _boxes(made, 0, Size.A5) == len(NAMES) - 1


def test_equal_papers_are_equal_bytes_and_the_data_tells_the_contest_alone() -> None:
    made = written(papers(6))
    assert made.data == written(papers(6)).data
    assert set(made.metadata.values()) - {""} <= {
        f"Ballot paper. {DESIGN.title}",
        "hustings",
        "D:20260420000000Z",
    }


def test_papers_of_another_contest_have_another_rosette() -> None:
    def foot(seed: bytes) -> bytes:
        made = written(papers(1), replace(DESIGN, seed=seed))
        return made.image(0).crop((650, 1000, 874, 1240)).tobytes()  # type: ignore[no-any-return]

    assert foot(bytes(8)) != foot(bytes([5, 90, 7, 1, 2, 0, 1, 0]))


def test_more_candidates_than_two_sides_hold_are_refused_with_a_remedy() -> None:
    crowd = replace(DESIGN, candidates=tuple(Listed(f"Candidate {n}") for n in range(60)))
    with pytest.raises(RuleError, match=r"60 candidates do not fit on two sides.*larger size"):
        written(papers(1, crowd), crowd)


def test_no_paper_at_all_is_refused() -> None:
    with pytest.raises(RuleError, match="no ballot papers"):
        written([])


@pytest.mark.parametrize(("count", "sizes"), [(6, [3, 3]), (7, [3, 3, 1]), (3, [3])])
def test_parts_hold_so_many_papers_each_and_progress_is_told(count: int, sizes: list[int]) -> None:
    parts: dict[int, BytesIO] = {}
    told: list[tuple[int, int]] = []
    summary = write_paper_parts(
        lambda number: nullcontext(parts.setdefault(number, BytesIO())),
        papers(count),
        DESIGN,
        total=count,
        created=WHEN,
        per_part=3,
        progress=lambda done, total: told.append((done, total)),
    )
    assert summary.papers == count
    assert summary.files == len(sizes)
    assert [Written(part.getvalue(), Summary(0, 0, 0)).count for part in parts.values()] == sizes
    assert told[-1] == (count, count)
