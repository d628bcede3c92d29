"""What holds of every position, whatever the records are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hustings.ballot import Profile, Ranking
from hustings.count import count
from hustings.formats.tracker_records import parse_records, records_as_csv
from hustings.track.course import courses
from hustings.track.document import as_json
from hustings.track.ledger import Ledger, merge
from hustings.track.position import position
from hustings.track.records import Record
from hustings.track.when import When
from tests.examples import examples
from tests.track.making import (
    CONTEST,
    SETTING,
    aggregate,
    endorsement,
    ledger,
    nomination,
    pledge,
    retraction,
    vote,
)

START = date(2010, 6, 1)
PEOPLE = ("Al", "Di", "Jo", "Zoë, Lady Elm")
CANDIDATES = [candidate.id for candidate in CONTEST.candidates]
DAYS = st.integers(0, 60).map(lambda n: START + timedelta(days=n))


def dated(draw: st.DrawFn) -> dict[str, Any]:
    """A date, as exact as it may be, and the day from which it was known."""
    day = draw(DAYS)
    when = draw(st.sampled_from([day.isoformat(), f"by {day.isoformat()}", f"{day:%Y-%m}"]))
    told = When.read(when)
    late = draw(st.integers(0, 30))
    first = told.first or day
    return {"when": when, "known": (first + timedelta(days=late)).isoformat()}


@st.composite
def one_record(draw: st.DrawFn, number: int) -> Record:
    who, candidate = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(CANDIDATES))
    sources = draw(st.sampled_from([("G",), ("H",), ("G", "H")]))
    more = {**dated(draw), "sources": sources, "note": draw(st.sampled_from(["", 'a "b", c #d']))}
    id_ = f"r{number}"
    match draw(st.sampled_from(["nomination", "aggregate", "endorsement", "pledge", "vote"])):
        case "nomination":
            body = draw(st.sampled_from(["mps", "clps"]))
            return nomination(id_, who, candidate, body=body, lent=draw(st.booleans()), **more)
        case "aggregate":
            return aggregate(id_, candidate, draw(st.integers(0, 40)), **more)
        case "endorsement":
            return endorsement(id_, who, candidate, **more)
        case "pledge":
            return pledge(id_, who, bar=draw(st.sampled_from(["", "turnout 20%"])), **more)
    ranking = draw(st.permutations(CANDIDATES))[: draw(st.integers(1, 3))]
    section = draw(st.sampled_from(["mps", "members"]))
    return vote(id_, who, *ranking, section=section, **more)


@st.composite
def some_records(draw: st.DrawFn) -> list[Record]:
    """Records of a few people, some of which change, correct or retract earlier ones."""
    found: list[Record] = []
    for number in range(draw(st.integers(0, 8))):
        record = draw(one_record(number))
        old = draw(st.sampled_from([None, *found])) if found else None
        if old is not None:
            record = draw(pointing(record, old, number))
        found.append(record)
    return found


@st.composite
def pointing(draw: st.DrawFn, record: Record, old: Record, number: int) -> Record:
    """The record, or one instead of it, that points to the old one as far as it may."""
    how = draw(st.sampled_from(["changes", "corrects", "retracts", "nothing"]))
    if how == "corrects" and record.known >= old.known:
        return replace(record, corrects=old.id)
    later = record.when.last >= (old.when.first or old.when.last)
    if how == "changes" and record.person and record.person == old.person and later:
        return replace(record, changes=old.id)
    if how == "retracts":
        known = old.known + timedelta(days=draw(st.integers(0, 20)))
        return retraction(f"t{number}", old.id, f"by {known.isoformat()}")
    return record


def told(held: Ledger, on: date, known: date | None = None) -> str:
    return as_json(position(held, CONTEST, on, known=known))


@examples(25, full=800)
@given(st.data(), some_records(), DAYS)
def test_the_order_of_records_never_matters(
    data: st.DataObject, records: list[Record], on: date
) -> None:
    shuffled = data.draw(st.permutations(records))
    assert told(ledger(*records), on) == told(ledger(*shuffled), on)


@examples(25, full=800)
@given(some_records())
def test_what_is_written_is_read_back_and_read_twice_is_read_once(records: list[Record]) -> None:
    held = ledger(*records)
    data = records_as_csv(held.records)
    read = parse_records(data, name="r.csv", contest=CONTEST, ledger=SETTING)
    assert read.records == held.records
    again = parse_records(data, name="r.csv", contest=CONTEST, ledger=held)
    assert merge(held, again.records) == held
    assert merge(ledger(), (*read.records, *again.records)) == held


@examples(25, full=800)
@given(some_records(), DAYS, st.data())
def test_a_record_after_the_date_changes_nothing(
    records: list[Record], on: date, data: st.DataObject
) -> None:
    """Unless it corrects what came before: then the past is told anew, as the law below says."""
    record = data.draw(one_record(99))
    later = on + timedelta(days=data.draw(st.integers(1, 30)))
    after = replace(record, when=When.on(later), known=later)
    before, more = ledger(*records), ledger(*records, after)
    assert _without_days(told(before, on)) == _without_days(told(more, on))


@examples(25, full=800)
@given(some_records(), DAYS, DAYS, st.data())
def test_a_correction_never_changes_what_was_known_before_it(
    records: list[Record], on: date, known: date, data: st.DataObject
) -> None:
    sound = [record for record in records if record.known <= known]
    if not sound or len(sound) < len(records):
        records = [r for r in records if _rests_on(r, sound)]
        if not records:
            return
    wrong = data.draw(st.sampled_from(records))
    later = max(known, wrong.known) + timedelta(days=data.draw(st.integers(1, 30)))
    kinds = [
        retraction("fix", wrong.id, later.isoformat()),
        replace(
            data.draw(one_record(98)),
            id="fix",
            corrects=wrong.id,
            when=When.read(f"by {later.isoformat()}"),
            known=later,
        ),
    ]
    fix = data.draw(st.sampled_from(kinds))
    before, more = ledger(*records), ledger(*records, fix)
    assert _without_days(told(before, on, known)) == _without_days(told(more, on, known))


def _rests_on(record: Record, sound: list[Record]) -> bool:
    ids = {one.id for one in sound}
    return record.id in ids and all(p in ids or not p for p in (record.changes, record.corrects))


def _without_days(text: str) -> str:
    """The document without the list of days, which is of all records."""
    head, _, rest = text.partition('"days": [')
    return head + rest.partition("]")[2]


@examples(25, full=800)
@given(some_records(), DAYS, DAYS)
def test_a_position_as_known_on_a_day_is_that_of_the_records_known_by_then(
    records: list[Record], on: date, known: date
) -> None:
    by_id = {record.id: record for record in records}

    def is_known(record: Record) -> bool:
        point = record.changes or record.corrects
        return record.known <= known and (not point or is_known(by_id[point]))

    if any(r.known <= known and not is_known(r) for r in records):
        return  # a change was known before what it changes
    then = [record for record in records if record.known <= known]
    one = _without_days(told(ledger(*records), on, known))
    assert one == _without_days(told(ledger(*then), on, known))


@examples(30, full=500)
@given(st.lists(st.permutations(CANDIDATES), min_size=1, max_size=9), DAYS)
def test_when_all_are_declared_the_college_is_the_count(
    rankings: list[list[str]], on: date
) -> None:
    """Each elector declares once, in either section; the count of the same ballots is the same."""
    votes = [
        vote(f"v{n}", f"E{n}", *ranking, when=on.isoformat(), section=["mps", "members"][n % 2])
        for n, ranking in enumerate(rankings)
    ]
    now = position(ledger(*votes), CONTEST, on)
    rows = [
        (Ranking(tuple(CANDIDATES.index(c) for c in ranking)), [(n + 1) % 2, n % 2])
        for n, ranking in enumerate(rankings)
    ]
    profile = Profile.of(CANDIDATES, rows, sections=["mps", "members"])
    assert now.college.count == count(profile, CONTEST)


@examples(25, full=800)
@given(some_records(), DAYS)
def test_nothing_is_lost_between_the_kinds(records: list[Record], on: date) -> None:
    """Every record that stands is in exactly one place: counted, late, or in dispute."""
    now = position(ledger(*records), CONTEST, on)
    shown = [
        *(s for body in now.bodies for one in body.of_candidates for s in (*one.named, *one.late)),
        *(s for one in now.college.sections for s in one.votes),
        *(d for dispute in now.disputes for d in dispute.stances),
        *now.endorsements,
        *now.pledges,
    ]
    stated = {
        r.id
        for body in now.bodies
        for one in body.of_candidates
        for s in one.stated
        for r in s.records
    }
    ids = [r.id for stance in shown for r in stance.records]
    assert len(ids) == len(set(ids))
    assert set(ids) | stated == {record.id for record in now.standing.records}


@examples(40, full=1500)
@given(some_records(), st.none() | DAYS)
def test_the_course_of_nominations_is_that_of_the_positions(
    records: list[Record], known: date | None
) -> None:
    held = ledger(*records)
    found = courses(held, CONTEST, known=known)
    for on in {START, *(START + timedelta(days=n) for n in range(0, 92, 9)), *held.days}:
        now = position(held, CONTEST, on, known=known)
        for body, course in zip(now.bodies, found, strict=True):
            for one in body.of_candidates:
                assert course.on(one.candidate, on) == one.totals, (on, one.candidate)
