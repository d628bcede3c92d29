"""Doubtful papers: which, who decides, and that rejected and valid are all papers found."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from hustings.contest import Heading
from hustings.errors import RuleError
from hustings.web.contests.models import Contest, State
from hustings.web.contests.nouns import core_contest
from hustings.web.journal.models import Entry
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Role
from hustings.web.papers.actions.adjudicating import Proposal, agree, object_to, propose
from hustings.web.papers.actions.verifying import verify
from hustings.web.papers.doubt import Number, Sight, doubtful, suggested
from hustings.web.papers.models import Adjudication, Objection, Reading, Scan, Verification
from hustings.web.papers.queries import PaperTally, figures, tally
from tests.web.making import make_actor, make_contest
from tests.web.officers.signing_in import signed_in
from tests.web.papers.sheets import Sheet, accepted, plain, settled_batch, take_post

pytestmark = pytest.mark.django_db

UNCLEAR = Proposal(Heading.UNCERTAIN, why="Two marks cross each other")


@pytest.fixture
def contest() -> Contest:
    made = make_contest()
    take_post(made)
    Contest.objects.filter(pk=made.pk).update(state=State.READY)
    return made


@pytest.fixture
def officer(contest: Contest) -> Actor:
    return make_actor(contest.organisation)


@pytest.fixture
def deputy(contest: Contest) -> Actor:
    return make_actor(contest.organisation, Role.DEPUTY)


def read(contest: Contest, *sheets: Sheet, extra: int = 0, empty: int = 0) -> None:
    """Close the contest, its posted papers read."""
    papers = sum(sheet.papers for sheet in sheets)
    accepted(contest, papers - extra + empty)
    Contest.objects.filter(pk=contest.pk).update(state=State.CLOSED)
    contest.refresh_from_db()
    settled_batch(contest, sheets, extra=extra, empty=empty)


def reading_of(contest: Contest, place: int) -> Reading:
    return Reading.objects.get(batch__contest=contest, place=place)


SIGHTS = {
    "figures in order": (Sight(Number.OURS, {"c1": "1", "c2": "2"}), False, "c1>c2"),
    "figures of some, in any place": (Sight(Number.OURS, {"c3": "1"}), False, "c3"),
    "a lone cross": (Sight(Number.OURS, {"c2": "X"}), True, "c2"),
    "a lone tick": (Sight(Number.OURS, {"c1": "✓"}), True, "c1"),
    "a rank left out": (Sight(Number.OURS, {"c1": "1", "c2": "3"}), True, "c1>c2"),
    "a rank given twice": (Sight(Number.OURS, {"c1": "1", "c2": "2", "c3": "2"}), True, "c1"),
    "two crosses": (
        Sight(Number.OURS, {"c1": "X", "c2": "X"}), True, Heading.MORE_THAN_ONE_FIRST),
    "words": (Sight(Number.OURS, {"c1": "no"}), True, Heading.UNCERTAIN),
    "nothing": (Sight(Number.OURS, {}), True, Heading.UNMARKED),
    "a signature": (Sight(Number.OURS, {"c1": "1"}, ["identifies"]), True, Heading.IDENTIFIABLE),
    "no mark of ours": (Sight(Number.OURS, {"c1": "1"}, ["no_mark"]), True, Heading.OFFICIAL_MARK),
    "a paper of another contest": (
        Sight(Number.NOT_OURS, {"c1": "1"}), True, Heading.OFFICIAL_MARK),
    "no number to be read": (Sight(Number.NONE, {"c1": "1"}), True, "c1"),
    "a number that stands twice": (Sight(Number.TWICE, {"c1": "1"}), True, "c1"),
}  # fmt: skip


@pytest.mark.parametrize(("sight", "is_doubtful", "made"), SIGHTS.values(), ids=SIGHTS)
def test_a_paper_is_doubtful_unless_it_is_ours_and_figured_from_one_on(
    contest: Contest, sight: Sight, is_doubtful: bool, made: str | Heading
) -> None:
    noun = core_contest(contest)
    found = suggested(sight, noun)
    assert doubtful(sight, noun) == is_doubtful
    assert (found.heading or ">".join(found.ranking)) == made


@pytest.mark.parametrize("rule", ["av", "plurality"])
def test_a_cross_is_plain_only_where_no_ranking_is_asked_for(rule: str) -> None:
    noun = core_contest(make_contest(rule=rule))
    assert doubtful(Sight(Number.OURS, {"c1": "X"}), noun) == (rule == "av")


def test_a_wrong_mark_an_unread_number_and_a_copy_are_found_among_the_papers(
    contest: Contest,
) -> None:
    one = {"c1": "1"}
    read(contest, Sheet(one), Sheet(one, number="same"), Sheet(one, number="other"),
         Sheet(one, number="none"), plain("c2", papers=16))  # fmt: skip
    assert (figures(contest).doubtful, figures(contest).valid) == (4, 16)


def test_a_paper_is_decided_by_two_officers_and_not_by_one(
    contest: Contest, officer: Actor, deputy: Actor
) -> None:
    read(contest, Sheet({"c2": "X"}), plain("c1", papers=19))
    first = propose(reading_of(contest, 1), Proposal(marks={"c2": "1"}), by=deputy)
    assert figures(contest).undecided == 1
    with pytest.raises(RuleError, match="another officer"):
        agree(first, by=deputy)
    agree(first, by=officer)
    assert (figures(contest).undecided, figures(contest).valid) == (0, 20)
    with pytest.raises(RuleError, match="decided by two officers already"):
        agree(first, by=officer)


def test_the_database_wants_two_people_too(contest: Contest, officer: Actor, deputy: Actor) -> None:
    read(contest, Sheet({"c2": "X"}), plain("c1", papers=19))
    made = propose(reading_of(contest, 1), Proposal(marks={"c2": "1"}), by=deputy)
    held = Adjudication.objects.filter(pk=made.pk)
    with pytest.raises(DatabaseError, match="adjudicated_by_two"), transaction.atomic():
        held.update(second_by=deputy.user, second_at=made.first_at)
    with pytest.raises(DatabaseError, match="second officer anew"), transaction.atomic():
        held.update(second_by=officer.user, second_at=made.first_at, heading="unmarked")
    agree(made, by=officer)
    with pytest.raises(DatabaseError, match="second officer anew"), transaction.atomic():
        held.update(marks={"c1": "1"})


def test_who_disagrees_proposes_otherwise_and_the_first_has_to_agree(
    contest: Contest, officer: Actor, deputy: Actor
) -> None:
    read(contest, Sheet({"c2": "X", "c1": "/"}), plain("c1", papers=19))
    reading = reading_of(contest, 1)
    seen = propose(reading, Proposal(marks={"c2": "1"}), by=deputy).first_at.isoformat()
    other = propose(reading, UNCLEAR, by=officer)
    with pytest.raises(RuleError, match="meanwhile"):
        agree(other, by=deputy, seen=seen)
    with pytest.raises(RuleError, match="agree to it"):
        propose(reading, UNCLEAR, by=deputy)
    agree(other, by=deputy)
    assert figures(contest).rejected == {Heading.UNCERTAIN: 1}
    told = Entry.objects.get(act="paper-disagreed").sentence
    assert told.startswith(f"Disagreed with {deputy.user} on batch 1, paper 1: rejected, void")


def test_what_was_agreed_is_looked_at_again_by_two(
    contest: Contest, officer: Actor, deputy: Actor
) -> None:
    read(contest, Sheet({"c2": "X"}), plain("c1", papers=19))
    reading = reading_of(contest, 1)
    agree(propose(reading, UNCLEAR, by=deputy), by=officer)
    again = propose(reading, Proposal(marks={"c2": "1"}), by=officer)
    assert figures(contest).undecided == 1
    agree(again, by=deputy)
    assert (figures(contest).rejected_total, figures(contest).valid) == (0, 20)
    assert Entry.objects.filter(act="paper-reopened").count() == 1


REFUSED = {
    "a rank left out": (Proposal(marks={"c1": "1", "c2": "3"}), "figures from 1 on"),
    "no preference": (Proposal(), "figures from 1 on"),
    "nobody on the paper": (Proposal(marks={"c9": "1"}), "figures from 1 on"),
    "no word why": (Proposal(Heading.UNCERTAIN), "why the paper is rejected"),
    "a heading of envelopes": (Proposal(Heading.DECLARATION, why="x"), "envelopes were judged"),
}


@pytest.mark.parametrize(("proposal", "said"), REFUSED.values(), ids=REFUSED)
def test_a_proposal_that_is_no_decision_is_refused(
    contest: Contest, deputy: Actor, proposal: Proposal, said: str
) -> None:
    read(contest, Sheet({"c2": "X"}), plain("c1", papers=19))
    with pytest.raises(RuleError, match=said):
        propose(reading_of(contest, 1), proposal, by=deputy)


def test_a_plain_paper_is_not_judged_and_no_observer_judges(
    contest: Contest, deputy: Actor
) -> None:
    read(contest, Sheet({"c2": "X"}), plain("c1", papers=19))
    with pytest.raises(RuleError, match="plain"):
        propose(reading_of(contest, 2), UNCLEAR, by=deputy)
    observer = make_actor(contest.organisation, Role.OBSERVER)
    with pytest.raises(PermissionDenied):
        propose(reading_of(contest, 1), UNCLEAR, by=observer)


def test_an_objection_stands_by_name_and_changes_no_figure(
    contest: Contest, officer: Actor, deputy: Actor
) -> None:
    read(contest, Sheet({"c2": "X"}), plain("c1", papers=19))
    made = propose(reading_of(contest, 1), UNCLEAR, by=deputy)
    agree(made, by=officer)
    before = figures(contest)
    object_to(made, name="Ann Ash", role="agent of Candidate 2", words="A clear cross", by=officer)
    assert figures(contest) == before
    assert Entry.objects.get(act="objection").sentence == (
        "Rejection objected to by Ann Ash, agent of Candidate 2: batch 1, paper 1. A clear cross."
    )
    with pytest.raises(DatabaseError, match="stands as it was made"), transaction.atomic():
        Objection.objects.update(name="Nobody")
    with pytest.raises(RuleError, match="by name"):
        object_to(made, name=" ", role="", words="", by=officer)


def test_rejected_and_valid_are_all_papers_found_and_the_tally_is_theirs(
    contest: Contest, officer: Actor, deputy: Actor
) -> None:
    read(contest, plain("c1", "c2", papers=12, rotation=1), plain("c3", papers=6),
         Sheet({"c2": "X"}), Sheet({}), Sheet({"c1": "1"}, doubts=["identifies"]),
         extra=1, empty=1)  # fmt: skip
    decide(contest, 19, Proposal(marks={"c2": "1"}), deputy, officer)
    decide(contest, 20, Proposal(Heading.UNMARKED, why="No mark"), deputy, officer)
    with pytest.raises(RuleError, match="1 doubtful paper is not decided"):
        verify(contest, by=officer)
    with pytest.raises(RuleError, match="not verified yet"):
        tally(contest)
    decide(contest, 21, Proposal(Heading.IDENTIFIABLE, why="Signed"), deputy, officer)
    found = figures(contest)
    assert (found.envelopes, found.extra, found.empty, found.found) == (21, 1, 1, 21)
    assert (found.keyed_once, found.keyed_twice, found.mismatches) == (21, 21, 0)
    made = verify(contest, by=officer)
    assert (made.papers, made.valid, made.rejected) == (21, 19, 2)
    assert tally(contest) == {
        PaperTally("all", "member", 1, "c1>c2", ""): 12,
        PaperTally("all", "member", None, "c3", ""): 6,
        PaperTally("all", "member", None, "c2", ""): 1,
        PaperTally("all", "member", None, "", "unmarked"): 1,
        PaperTally("all", "member", None, "", "elector_identifiable"): 1,
    }
    assert Entry.objects.get(act="papers-verified").sentence == (
        "Verified the posted papers: 21 envelopes opened, 1 extra and 1 empty, 21 papers found; "
        "19 valid, 2 rejected, writing or mark by which the elector could be identified 1, "
        "unmarked 1."
    )


def decide(contest: Contest, place: int, proposal: Proposal, one: Actor, other: Actor) -> None:
    agree(propose(reading_of(contest, place), proposal, by=one), by=other)


def test_papers_are_verified_once_and_stand(
    contest: Contest, officer: Actor, deputy: Actor
) -> None:
    read(contest, Sheet({"c2": "X"}), plain("c1", papers=19))
    decide(contest, 1, Proposal(marks={"c2": "1"}), deputy, officer)
    with pytest.raises(PermissionDenied):
        verify(contest, by=deputy)
    verify(contest, by=officer)
    with pytest.raises(RuleError, match="figures stand"):
        verify(contest, by=officer)
    with pytest.raises(RuleError, match="figures stand"):
        propose(reading_of(contest, 1), UNCLEAR, by=deputy)
    with pytest.raises(DatabaseError, match="after the verification"), transaction.atomic():
        Adjudication.objects.update(second_by=None, second_at=None)


def test_an_envelope_that_lies_unopened_keeps_the_papers_from_being_verified(
    contest: Contest, officer: Actor
) -> None:
    accepted(contest, 3)
    read(contest, plain("c1", papers=20))
    with pytest.raises(RuleError, match="23 envelopes were accepted and 20 opened"):
        verify(contest, by=officer)
    with pytest.raises(DatabaseError, match="every accepted envelope"), transaction.atomic():
        Verification.objects.create(
            contest=contest, at=contest.created_at, by="x", papers=20, valid=20, rejected=0
        )


@pytest.mark.parametrize(
    ("rejected", "said"), [(0, "two officers decided"), (1, "two officers decided")]
)
def test_the_database_verifies_only_what_was_decided(
    contest: Contest, officer: Actor, deputy: Actor, rejected: int, said: str
) -> None:
    read(contest, Sheet({}), plain("c1", papers=19))
    made = propose(reading_of(contest, 1), UNCLEAR, by=deputy)
    if rejected == 0:
        agree(made, by=officer)
    with pytest.raises(DatabaseError, match=said), transaction.atomic():
        Verification.objects.create(
            contest=contest,
            at=made.first_at,
            by="x",
            papers=20,
            valid=20 - rejected,
            rejected=rejected,
        )


def test_the_pages_take_two_officers_through_the_queue(
    contest: Contest, officer: Actor, deputy: Actor
) -> None:
    read(contest, Sheet({"c2": "X"}), Sheet({"c1": "1", "c3": "1"}), plain("c1", papers=18))
    at = f"/officer/{contest.organisation.slug}/c/{contest.slug}/papers"
    one, two = signed_in(deputy), signed_in(officer)
    first, second = (reading_of(contest, place).pk for place in (1, 2))
    page = one.get(f"{at}/doubtful/{first}/").content.decode()
    assert 'name="mark-1" value="1"' in page
    assert "good for Candidate 2" in page
    sent = one.post(f"{at}/doubtful/{first}/", {"outcome": "counted", "mark-1": "1"})
    assert sent["Location"] == f"{at}/doubtful/{second}/"
    bad = one.post(f"{at}/doubtful/{second}/", {"outcome": "rejected"})
    assert bad.status_code == 422
    assert "under which it is rejected" in bad.content.decode()
    said = {"outcome": "rejected", "heading": "more_than_one_first_preference", "why": "Two ones"}
    assert one.post(f"{at}/doubtful/{second}/", said)["Location"] == f"{at}/doubtful/"
    for number in (first, second):
        page = two.get(f"{at}/doubtful/{number}/").content.decode()
        seen = page.partition('name="seen" value="')[2].partition('"')[0]
        two.post(f"{at}/doubtful/{number}/", {"verdict": "agree", "seen": seen})
    who = {"name": "Ann Ash", "role": "agent", "words": "Clear enough"}
    two.post(f"{at}/doubtful/{second}/objection/", who)
    queue = two.get(f"{at}/doubtful/").content.decode()
    assert "Rejection objected to" in queue
    assert "No paper waits for a decision" in queue
    two.post(f"{at}/verify/")
    assert Verification.objects.get(contest=contest).rejected == 1
    assert two.get(f"{at}/verify/").status_code == 409


def test_a_picture_of_the_paper_stands_beside_its_marks_for_those_who_decide(
    contest: Contest, deputy: Actor
) -> None:
    read(contest, Sheet({"c2": "X"}), plain("c1", papers=19))
    reading = reading_of(contest, 1)
    at = f"/officer/{contest.organisation.slug}/c/{contest.slug}/papers/doubtful/{reading.pk}/"
    assert "<img" not in signed_in(deputy).get(at).content.decode()
    Scan.objects.create(batch=reading.batch, place=1, file_name="x")
    assert "/scans/1/" in signed_in(deputy).get(at).content.decode()
    observer = make_actor(contest.organisation, Role.OBSERVER)
    assert "<img" not in signed_in(observer).get(at).content.decode()


def test_before_the_close_and_of_other_contests_nothing_is_shown(
    contest: Contest, officer: Actor
) -> None:
    at = f"/officer/{contest.organisation.slug}/c/{contest.slug}/papers/doubtful/"
    assert signed_in(officer).get(at).status_code == 409
    read(contest, Sheet({"c2": "X"}), plain("c1", papers=19))
    plain_one, doubtful_one = reading_of(contest, 2).pk, reading_of(contest, 1).pk
    stranger = make_actor(make_contest().organisation)
    assert signed_in(officer).get(f"{at}{plain_one}/").status_code == 404
    assert signed_in(stranger).get(f"{at}{doubtful_one}/").status_code == 404
