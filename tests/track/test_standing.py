"""What stands on a day: changes, corrections, sources that differ, and dates that are not exact."""

from __future__ import annotations

import pytest

from hustings.errors import RuleError
from hustings.track.wording.of_position import dispute_sentence, nomination_sentences
from tests.track.making import (
    aggregate,
    at,
    endorsement,
    nomination,
    pledge,
    retraction,
    vote,
)


def firsts(day: str, *records: object, known: str = "") -> dict[str, int]:
    position = at(day, *records, known=known)  # type: ignore[arg-type]
    return {c: n for c, n in position.college.sections[0].first.items() if n}


def test_a_record_counts_from_its_last_possible_day_or_the_day_it_was_known() -> None:
    july = vote("v", "Jo", "ash", when="2010-07")
    sooner = vote("v", "Jo", "ash", when="2010-07", known="2010-07-20")
    by = vote("v", "Jo", "ash", when="by 2010-07-26")
    for record, first in ((july, 31), (sooner, 20), (by, 26)):
        assert firsts(f"2010-07-{first - 1}", record) == {}
        assert firsts(f"2010-07-{first}", record) == {"ash": 1}
        assert [r.id for r in at(f"2010-07-{first - 1}", record).standing.perhaps] == ["v"]
        assert at(f"2010-07-{first}", record).standing.perhaps == ()
    assert at("2010-06-30", july).standing.perhaps == ()


def test_a_change_keeps_both_and_counts_the_later() -> None:
    old = vote("old", "Jo", "ash", when="2010-06-01")
    new = vote("new", "Jo", "birch", when="2010-07-01", changes="old", because="dale")
    assert firsts("2010-06-30", old, new) == {"ash": 1}
    after = at("2010-07-01", old, new)
    assert {c: n for c, n in after.college.sections[0].first.items() if n} == {"birch": 1}
    assert [r.id for r in after.standing.over] == ["old"]
    (switch,) = after.switches
    assert (switch.before, switch.after, switch.because, switch.lent) == (old, new, "dale", False)
    assert at("2010-06-30", old, new).switches == ()


def test_a_vote_for_another_leaves_the_nomination_standing_and_is_a_switch() -> None:
    lent = nomination("n", "Jo", "ash", lent=True)
    voted = vote("v", "Jo", "birch", changes="n")
    after = at("2010-07-26", lent, voted)
    assert after.body("mps").of("ash").total == 1
    assert [s.lent for s in after.switches] == [True]


def test_a_change_to_the_same_candidate_is_no_switch() -> None:
    records = [nomination("n", "Jo", "ash"), vote("v", "Jo", "ash", "elm", changes="n")]
    assert at("2010-07-26", *records).switches == ()


def test_a_record_for_nobody_is_no_end_of_a_switch() -> None:
    records = [pledge("p", "Jo", when="2010-06-01"), nomination("n", "Jo", "ash", changes="p")]
    assert at("2010-07-26", *records).switches == ()


def test_a_correction_is_known_only_from_its_day_and_both_are_kept() -> None:
    wrong = nomination("wrong", "Jo", "ash", "2010-06-01")
    right = nomination("right", "Jo", "elm", "2010-06-01", corrects="wrong", known="2010-07-01")
    then = at("2010-06-05", wrong, right, known="2010-06-30")
    assert (then.body("mps").of("ash").total, then.body("mps").of("elm").total) == (1, 0)
    now = at("2010-06-05", wrong, right)
    assert (now.body("mps").of("ash").total, now.body("mps").of("elm").total) == (0, 1)
    assert [r.id for r in now.standing.struck] == ["wrong"]


def test_a_retraction_takes_away_and_can_itself_be_retracted() -> None:
    said = nomination("n", "Jo", "ash", "2010-06-01")
    gone = retraction("r", "n", "2010-06-05")
    back = retraction("rr", "r", "2010-06-08")
    totals = [
        at("2010-06-30", said, gone, back, known=known).body("mps").of("ash").total
        for known in ("2010-06-04", "2010-06-07", "2010-06-08")
    ]
    assert totals == [1, 0, 1]


def test_a_correction_of_a_correction_does_not_bring_the_first_error_back() -> None:
    first = nomination("a", "Jo", "ash", "2010-06-01")
    second = nomination("b", "Jo", "birch", "2010-06-01", corrects="a", known="2010-06-02")
    third = nomination("c", "Jo", "elm", "2010-06-01", corrects="b", known="2010-06-03")
    now = at("2010-06-30", first, second, third).body("mps")
    assert [one.total for one in now.of_candidates] == [0, 0, 1]
    assert now.disputes == ()


def test_sources_that_agree_count_once_with_the_sources_of_both() -> None:
    one, two = vote("v", "Jo", "ash", "elm"), vote("w", "Jo", "ash", "elm", sources=("H",))
    position = at("2010-07-26", one, two)
    (stance,) = position.college.sections[0].votes
    assert (stance.sources, position.college.sections[0].ballots) == (("G", "H"), 1)


def test_sources_that_differ_stand_side_by_side_and_are_not_counted() -> None:
    one, two = vote("v", "Jo", "ash"), vote("w", "Jo", "birch", sources=("H",))
    position = at("2010-07-26", one, two, vote("x", "Al", "elm"))
    assert {c: n for c, n in position.college.sections[0].first.items() if n} == {"elm": 1}
    (dispute,) = position.disputes
    assert dispute_sentence(position, dispute) == (
        "Sources differ on Jo (vote): Rowan Ash [G] and Silver Birch [H]. None of them is counted "
        "alone."
    )


def test_a_ranking_told_in_part_agrees_with_the_whole_of_it() -> None:
    part, whole = vote("v", "Jo", "ash", when="2010-07-01"), vote("w", "Jo", "ash", "elm", "birch")
    for day, ranking in (("2010-07-02", ("ash",)), ("2010-07-26", ("ash", "elm", "birch"))):
        (stance,) = at(day, part, whole).college.sections[0].votes
        assert stance.record.content == ranking
    assert len(at("2010-07-26", part, whole, vote("x", "Jo", "ash", "birch")).disputes) == 1


def test_an_elector_may_vote_in_several_sections() -> None:
    records = [vote("v", "Jo", "ash"), vote("w", "Jo", "elm", section="members")]
    position = at("2010-07-26", *records)
    assert [one.ballots for one in position.college.sections] == [1, 1]
    assert position.disputes == ()


# --- nominations -------------------------------------------------------------------------------


def test_a_number_of_a_later_date_takes_over_and_names_are_part_of_it() -> None:
    records = [
        aggregate("a", "ash", 20, "2010-06-01"),
        aggregate("b", "ash", 33, "2010-06-09"),
        nomination("n", "Jo", "ash", "by 2010-06-09"),
    ]
    early = at("2010-06-05", *records).body("mps")
    late = at("2010-06-09", *records).body("mps")
    assert (early.of("ash").total, early.reached("ash")) == (20, False)
    assert (late.of("ash").total, late.of("ash").unnamed, late.reached("ash")) == (33, (32,), True)


def test_a_name_dated_after_the_number_comes_on_top_of_it() -> None:
    number = aggregate("a", "ash", 5, "2010-06-01")
    later = nomination("n", "Jo", "ash", "2010-06-02")
    perhaps = nomination("m", "Al", "ash", "2010-06")
    assert at("2010-06-08", number, later).body("mps").of("ash").total == 6
    assert at("2010-06-30", number, perhaps).body("mps").of("ash").total == 5


def test_numbers_that_differ_are_both_told_and_decide_nothing() -> None:
    records = [aggregate("a", "ash", 32), aggregate("b", "ash", 33, sources=("H",))]
    body = at("2010-06-09", *records).body("mps")
    assert (body.of("ash").totals, body.of("ash").total, body.total) == ((32, 33), None, None)
    assert body.reached("ash") is None
    assert (
        at("2010-06-09", aggregate("a", "ash", 34), aggregate("b", "ash", 33))
        .body("mps")
        .reached("ash")
    )


def test_without_a_number_too_few_names_tell_nothing_of_the_threshold() -> None:
    body = at("2010-06-09", nomination("n", "Jo", "ash")).body("mps")
    assert (body.reached("ash"), body.of("ash").whole) == (None, False)


def test_more_names_than_the_number_stated_is_said() -> None:
    records = [aggregate("a", "ash", 1), nomination("n", "Jo", "ash"), nomination("m", "Al", "ash")]
    position = at("2010-06-09", *records)
    assert position.body("mps").of("ash").total == 2
    told = list(nomination_sentences(position, position.body("mps")))
    assert any("one of the two is wrong" in sentence for sentence in told)


def test_a_nomination_after_the_close_does_not_count_and_is_told() -> None:
    records = [
        nomination("n", "Jo", "ash", "2010-06-10"),
        nomination("m", "Al", "ash", "2010-06-09"),
        nomination("o", "Di", "ash", "2010-06"),  # it may have been in time
    ]
    position = at("2010-06-30", *records)
    ash = position.body("mps").of("ash")
    assert ([s.record.id for s in ash.named], [s.record.id for s in ash.late]) == (
        ["m", "o"],
        ["n"],
    )
    told = " ".join(nomination_sentences(position, position.body("mps")))
    assert "Jo nominated Rowan Ash on 10 June 2010, after the close [G]" in told


def test_kinds_are_never_added_to_each_other() -> None:
    records = [
        nomination("n", "Jo", "ash"),
        endorsement("e", "The Gazette", "ash"),
        nomination("c", "Dale party", "ash", body="clps", method="members' meeting"),
    ]
    position = at("2010-06-09", *records)
    assert position.body("mps").of("ash").total == 1
    assert position.body("clps").of("ash").total == 1
    assert [s.record.id for s in position.endorsements] == ["e"]
    assert position.college.count is None


def test_a_record_of_a_candidate_who_does_not_stand_is_refused() -> None:
    with pytest.raises(RuleError, match="no candidate 'oak' stands in Leader of Oakdale"):
        at("2010-06-09", nomination("n", "Jo", "oak"))
    with pytest.raises(RuleError, match="no section 'lords'"):
        at("2010-06-09", vote("v", "Jo", "ash", section="lords"))
