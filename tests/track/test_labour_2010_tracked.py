"""The contest of 2010 from the shipped records alone, held against the files of facts."""

from __future__ import annotations

import csv
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from hustings.declaration import declare
from hustings.examples import example_path
from hustings.facade import load, path_of
from hustings.formats import Loaded
from hustings.formats.tracker_folder import ReadTracker, read_tracker
from hustings.rounding import rounded
from hustings.track.chain import Chain, chain
from hustings.track.pledges import Binding
from hustings.track.position import Position, position
from hustings.track.side_by_side import side_by_side
from hustings.track.wording.of_chain import chain_sentences
from hustings.track.wording.of_primaries import (
    beside_the_count,
    candidate_sentence,
    double_figures,
    unknown_sentences,
)
from hustings.track.worth import Reproduced, worths_by

EXAMPLE = "example:labour-leader-2010"
MPS_CLOSE, CLPS_CLOSE = date(2010, 6, 9), date(2010, 7, 26)
DECLARED = date(2010, 9, 25)
IDS = {
    "Diane Abbott": "abbott",
    "Ed Balls": "balls",
    "Andy Burnham": "burnham",
    "David Miliband": "d_miliband",
    "Ed Miliband": "e_miliband",
}


@cache
def read() -> tuple[Loaded, ReadTracker]:
    loaded = load(EXAMPLE)
    assert isinstance(loaded, Loaded)
    return loaded, read_tracker(path_of(EXAMPLE), loaded, find=path_of)


@cache
def at(day: date) -> Position:
    loaded, tracker = read()
    return position(tracker.ledger, loaded.contest, day)


def rows_of(facts: Path, name: str) -> list[dict[str, str]]:
    lines = (facts / f"labour_leader_2010_{name}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def test_the_nominations_are_those_of_the_facts_at_their_closing_dates(facts: Path) -> None:
    for row in rows_of(facts, "nominations"):
        candidate = IDS[row["candidate"]]
        mps, clps = at(MPS_CLOSE).body("mps"), at(CLPS_CLOSE).body("clps")
        assert mps.of(candidate).total == int(row["mp_nominations"])
        assert clps.of(candidate).total == int(row["clp_supporting_nominations"])
        named = {s.record.person for s in at(CLPS_CLOSE).body("affiliates").of(candidate).named}
        assert named == set(row["unions_and_societies"].split("; "))


def test_the_numbers_are_81_63_33_33_33_and_165_148_44_17_20() -> None:
    order = ("d_miliband", "e_miliband", "burnham", "balls", "abbott")
    mps, clps = at(MPS_CLOSE).body("mps"), at(CLPS_CLOSE).body("clps")
    assert [mps.of(c).total for c in order] == [81, 63, 33, 33, 33]
    assert [clps.of(c).total for c in order] == [165, 148, 44, 17, 20]
    assert [mps.reached(c) for c in order] == [True] * 5
    assert mps.body.threshold is not None
    assert (mps.body.threshold.needed, mps.body.threshold.exact) == (33, Fraction(257, 8))


def test_two_nominations_of_mps_are_named_and_the_others_are_not_made_up() -> None:
    mps = at(DECLARED).body("mps")
    named = [(s.record.person, one.candidate) for one in mps.of_candidates for s in one.named]
    assert sorted(named) == [("John Mann MP", "e_miliband"), ("Sheila Gilmore MP", "abbott")]
    assert sum(one.unnamed[0] for one in mps.of_candidates) == 241
    assert [one.lent for one in mps.of_candidates] == [1, 0, 0, 0, 0]
    clps = at(DECLARED).body("clps")
    assert sum(len(one.named) for one in clps.of_candidates) == 0


def test_the_day_before_a_close_knows_nothing_of_its_numbers() -> None:
    assert not at(date(2010, 6, 8)).body("mps").told
    assert not at(date(2010, 7, 25)).body("clps").told


def test_the_last_day_is_the_count_exactly(facts: Path) -> None:
    loaded, _ = read()
    count = at(DECLARED).college.count
    assert count == declare(loaded.contest, loaded.records).count
    assert count is not None
    for row in rows_of(facts, "rounds"):
        if row["status"] != "in":
            continue
        stage, candidate = count.stages[int(row["round"]) - 1], IDS[row["candidate"]]
        votes = tuple(int(row[f"section{n}_votes"]) for n in (1, 2, 3))
        assert stage.votes[candidate] == votes
        assert rounded(stage.points[candidate] * 100, 2) == row["total_pct_published"]
    final = count.stages[3].points["e_miliband"] * 100
    assert final == Fraction(244064200675400, 4818336576309)


def test_published_ballots_count_from_their_day_and_not_before() -> None:
    before = at(date(2010, 9, 24)).college.sections
    assert [one.ballots for one in before] == [1, 0, 0]
    loaded, tracker = read()
    then = position(tracker.ledger, loaded.contest, DECLARED, known=date(2010, 9, 24))
    assert [one.ballots for one in then.college.sections] == [1, 0, 0]
    assert not then.declared
    assert [one.ballots for one in at(DECLARED).college.sections] == [266, 126_874, 211_234]


def test_all_266_ballots_are_declared_votes_by_name(facts: Path) -> None:
    mps = at(DECLARED).college.sections[0]
    assert (mps.ballots, mps.undeclared, mps.electors) == (266, 5, 271)
    told = {s.record.id: s.record.content for s in mps.votes}
    for row in rows_of(facts, "mp_mep_ballots"):
        ranks = sorted((int(row[c]), c) for c in IDS.values() if row[c])
        assert told[f"vote-{int(row['ballot']):03}"] == tuple(c for _, c in ranks), row["voter"]


@pytest.mark.parametrize(
    ("day", "switched"),
    [
        ("2010-07-30", []),
        ("2010-07-31", [("John Mann MP", "e_miliband", "d_miliband", False)]),
        (
            "2010-09-25",
            [
                ("Sheila Gilmore MP", "abbott", "d_miliband", True),
                ("John Mann MP", "e_miliband", "d_miliband", False),
            ],
        ),
    ],
)
def test_the_switches_so_far(day: str, switched: list[tuple[str, str, str, bool]]) -> None:
    found = at(date.fromisoformat(day)).switches
    assert [(s.person, s.before.choice, s.after.choice, s.lent) for s in found] == switched


def chain_of(primary: str, day: date = DECLARED) -> Chain:
    now = at(day)
    return chain(now, now.ledger.primary(primary))


def test_mann_followed_bassetlaw_and_his_vote_was_a_third_of_a_266th() -> None:
    mann = chain_of("bassetlaw-2010")
    assert mann.declared is not None
    assert mann.before is not None
    assert mann.before.choice == "e_miliband"
    assert mann.declared.ranking == ("d_miliband", "e_miliband")
    assert (mann.chosen, mann.moved, mann.followed) == ("d_miliband", True, True)
    first = next(w for w in mann.worths if (w.base, w.stage) == ("live", 1))
    assert mann.points(first) == Fraction(1, 3) / 266
    assert first.in_votes_of["mps"] == {
        "members": Fraction(126874, 266),
        "affiliates": Fraction(211234, 266),
    }
    last = next(w for w in mann.worths if (w.base, w.stage) == ("live", 4))
    assert last.in_votes_of["mps"]["members"] == Fraction(122806, 262)
    told = " ".join(chain_sentences(mann))
    assert "So one vote went to David Miliband and not to Ed Miliband" in told
    assert "0.1253 of 100 points (1/3/266 of the whole), as much as 476.97 of Members" in told


def test_before_the_declaration_a_vote_is_told_by_papers_issued_alone() -> None:
    mann = chain_of("bassetlaw-2010", date(2010, 7, 31))
    assert [(w.base, mann.points(w)) for w in mann.worths] == [("issued", Fraction(1, 813))]


def test_gilmore_lent_a_nomination_and_voted_for_another() -> None:
    gilmore = chain_of("edinburgh-east-2010")
    assert gilmore.before is not None
    assert gilmore.declared is not None
    assert (gilmore.before.choice, gilmore.declared.choice) == ("abbott", "d_miliband")
    told = " ".join(chain_sentences(gilmore))
    assert "lent a nomination to Diane Abbott by 9 June 2010, to widen the choice [S18]" in told
    assert "A lent nomination is no promise of a vote." in told


def test_dudley_norths_result_is_not_known_and_austins_own_vote_does_not_tell_it() -> None:
    austin = chain_of("dudley-north-2010")
    assert (austin.chosen, austin.moved, austin.followed) == (None, None, None)
    assert [judged.binding for judged in austin.pledges] == [Binding.CANNOT_TELL]
    assert austin.declared is not None
    assert austin.declared.choice == "balls"
    assert "No report of its result was found." in " ".join(chain_sentences(austin))


def test_the_primaries_side_by_side_say_no_more_than_their_figures() -> None:
    table = side_by_side(at(DECLARED))
    assert candidate_sentence(table, "balls") == (
        "Ed Balls: third of five in Bassetlaw (15.4 per cent, reported) [LFF]; fourth or fifth of "
        'five in Edinburgh East (under 10 per cent, reported; a source says "fourth") [Statesman].'
    )
    assert candidate_sentence(table, "abbott").endswith(
        "third to fifth of five in Edinburgh East (no share known, reported)."
    )
    assert list(double_figures(table)) == [
        "In Bassetlaw Ed Balls was the only one besides the first two in double figures [LFF]."
    ]
    (unknown,) = unknown_sentences(table)
    assert unknown.startswith("Dudley North: ")
    assert "No report" in unknown
    assert [(r.primary.id, r.partial) for r in table.results] == [
        ("bassetlaw-2010", False),
        ("edinburgh-east-2010", False),
        ("edinburgh-east-2010", True),
    ]


def test_what_bassetlaw_foretold_stands_beside_what_was_counted() -> None:
    told = next(iter(beside_the_count(at(DECLARED), side_by_side(at(DECLARED)))))
    assert "Bassetlaw 50.3 to 20.2 per cent, reported" in told
    assert "Affiliated organisations 27.5 to 41.5" in told
    assert not list(beside_the_count(at(CLPS_CLOSE), side_by_side(at(CLPS_CLOSE))))


def test_every_published_worth_reproduces_from_its_base_but_one(facts: Path) -> None:
    """Figures of the file whose base has numbers; the computed rows are the count's own worths."""
    found = worths_by(at(DECLARED))
    told = {(w.claim.one, w.claim.of, w.claim.figure): w.reproduced for w in found}
    published = [
        row for row in rows_of(facts, "vote_worth") if "published" in row["published_or_computed"]
    ]
    assert len(published) == len(found) == 10
    for row in published:
        key = (_section(row["one_vote_of"]), _section(row["of"]), row["is_worth"].rstrip("%"))
        expected = Reproduced.ROUNDED
        if row["basis"] in ("not stated", "forecast of votes when counted"):
            expected = Reproduced.NO_BASE
        elif "does not reproduce" in row["published_or_computed"]:
            expected = Reproduced.NOT
        elif "nearly 608" in row["published_or_computed"]:
            expected = Reproduced.CUT
        assert told[key] is expected, row
    assert list(told.values()).count(Reproduced.NOT) == 1


def test_the_computed_worths_are_those_of_the_count(facts: Path) -> None:
    worths = {w.stage: w for w in chain_of("bassetlaw-2010").worths if w.base == "live"}
    for row in rows_of(facts, "vote_worth"):
        if not row["published_or_computed"].startswith("computed"):
            continue
        worth = worths[int(row["basis"][-1])]
        ratio = worth.in_votes_of[_section(row["one_vote_of"])][_section(row["of"])]
        places = len(row["is_worth"].partition(".")[2])
        assert rounded(ratio, places) == row["is_worth"]


def _section(words: str) -> str:
    if words.startswith("of the whole"):
        return ""
    if words.startswith("MP"):
        return "mps"
    return "members" if words.startswith("member") else "affiliates"


def test_a_worth_is_told_only_once_it_was_published() -> None:
    assert worths_by(at(CLPS_CLOSE)) == ()
    assert len(worths_by(at(date(2010, 8, 31)))) == 9


def test_every_record_and_figure_cites_a_source_that_is_listed() -> None:
    _, tracker = read()
    ledger = tracker.ledger
    listed = {source.id for source in ledger.sources}
    cited = [
        *(record.sources for record in ledger.records),
        *(body.sources for body in ledger.bodies),
        *(primary.sources for primary in ledger.primaries),
        *(claim.sources for claim in ledger.worths),
        *(ballots.sources for ballots in ledger.published),
    ]
    assert all(cited)
    assert {source for sources in cited for source in sources} == listed


def test_the_sources_are_called_as_in_the_facts(facts: Path) -> None:
    _, tracker = read()
    text = (facts / "SOURCES.md").read_text(encoding="utf-8")
    for source in tracker.ledger.sources:
        if source.id.startswith("S"):
            assert f"| {source.id} |" in text, source.id


def test_the_shipped_tracker_has_no_odd_line() -> None:
    _, tracker = read()
    assert tracker.findings == ()
    assert [path.name for path in tracker.files] == ["tracker.toml", "records.csv", "votes.csv"]
    assert example_path("labour-leader-2010").is_dir()
