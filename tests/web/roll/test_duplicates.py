"""Likely duplicates: found, decided pair by pair, never merged by themselves."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hustings.errors import RuleError
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.roll import queries, task_list
from hustings.web.roll.actions import duplicates, freezing
from hustings.web.roll.models import Duplicate, Elector
from tests.web.making import make_actor, make_contest
from tests.web.officers.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    contest = make_contest()
    people = [
        ("Ann Example", "1 High Street", "ann@example.org", "M1"),
        ("Annie Example", "1 High Street", "ann@example.org", "M2"),
        ("Ben Sample", "2 High Street", "home@example.org", "M3"),
        ("Cas Sample", "2 High Street", "home@example.org", "M4"),
        ("Dan Other", "9 Low Road", "", "M5"),
        ("Eve Another", "8 Low Road", "", "m5"),
    ]
    for name, street, email, reference in people:
        Elector.objects.create(
            contest=contest,
            basis="member",
            name=name,
            address=f"{street}\nExampleton",
            postcode="ZZ99 1AA",
            email=email,
            reference=reference,
        )
    return contest


@pytest.fixture
def officer(contest: Contest) -> Actor:
    return make_actor(contest.organisation)


def names(contest: Contest) -> set[frozenset[str]]:
    return {frozenset((p.one.name, p.other.name)) for p in queries.waiting_pairs(contest)}


def test_pairs_are_found_by_name_home_e_mail_and_number(contest: Contest) -> None:
    assert duplicates.find(contest) == 3
    assert names(contest) == {
        frozenset(("Ann Example", "Annie Example")),
        frozenset(("Ben Sample", "Cas Sample")),
        frozenset(("Dan Other", "Eve Another")),
    }
    assert "number" in Duplicate.objects.get(one__name="Dan Other").reasons[-1]


def test_nothing_happens_before_an_officer_decides(contest: Contest) -> None:
    duplicates.find(contest)
    assert queries.live_electors(contest).count() == 6


def test_two_people_stay_and_are_not_asked_about_again(contest: Contest, officer: Actor) -> None:
    duplicates.find(contest)
    pair = Duplicate.objects.get(one__name="Ben Sample")
    duplicates.two_people(pair, by=officer)
    assert duplicates.find(contest) == 2
    assert queries.live_electors(contest).count() == 6


@pytest.mark.parametrize(("keep", "struck"), [("one", "Annie Example"), ("other", "Ann Example")])
def test_of_one_person_one_entry_is_struck_and_it_can_be_taken_back(
    keep: str, struck: str, contest: Contest, officer: Actor
) -> None:
    duplicates.find(contest)
    pair = Duplicate.objects.get(one__name="Ann Example")
    duplicates.same_person(pair, keep=getattr(pair, f"{keep}_id"), by=officer)
    gone = Elector.objects.get(contest=contest, struck_at__isnull=False)
    assert gone.name == struck
    assert "the same person" in gone.struck_why
    pair.refresh_from_db()
    duplicates.same_person(pair, keep=pair.one_id, by=officer)  # a second click
    assert queries.live_electors(contest).count() == 5
    duplicates.take_back(pair, by=officer)
    assert queries.live_electors(contest).count() == 6
    assert names(contest) >= {frozenset(("Ann Example", "Annie Example"))}


def test_whoever_is_in_no_pair_cannot_be_kept(contest: Contest, officer: Actor) -> None:
    duplicates.find(contest)
    pair = Duplicate.objects.get(one__name="Ann Example")
    stranger = Elector.objects.get(name="Dan Other")
    with pytest.raises(RuleError, match="which of the two"):
        duplicates.same_person(pair, keep=stranger.pk, by=officer)


def test_all_unlikely_pairs_are_kept_at_once_and_likely_ones_wait(
    contest: Contest, officer: Actor
) -> None:
    duplicates.find(contest)
    assert duplicates.keep_all(contest, below=60, by=officer) == 1
    assert frozenset(("Ben Sample", "Cas Sample")) not in names(contest)
    assert len(names(contest)) == 2


def test_after_the_freeze_nothing_is_struck_so(contest: Contest, officer: Actor) -> None:
    duplicates.find(contest)
    freezing.freeze(contest, by=officer)
    pair = Duplicate.objects.get(one__name="Ann Example")
    with pytest.raises(RuleError, match="frozen"):
        duplicates.same_person(pair, keep=pair.one_id, by=officer)


def test_the_task_of_the_roll_counts_likely_duplicates_until_the_freeze(
    contest: Contest, officer: Actor
) -> None:
    def told() -> dict[str, tuple[str, str]]:
        listed = task_list.tasks(contest)
        return {t.title: (t.note, t.url.rstrip("/").rpartition("/")[2]) for t in listed}

    duplicates.find(contest)
    unseen = "3 likely duplicates are not looked at yet"
    assert told()["Upload the roll"] == (f"6 electors; {unseen}", "duplicates")
    assert told()["Freeze the roll"] == (unseen, "freeze")
    freezing.freeze(contest, by=officer)
    contest.refresh_from_db()
    assert told()["Upload the roll"] == ("6 electors", "roll")


def test_the_pages_lead_from_pair_to_pair(contest: Contest, officer: Actor) -> None:
    duplicates.find(contest)
    client = signed_in(officer)
    keys = [contest.organisation.slug, contest.slug]
    seen = []
    pair = queries.waiting_pairs(contest).first()
    assert pair is not None
    url = reverse("roll:duplicate", args=[*keys, pair.pk])
    while "/duplicates/" in url and not url.endswith("/duplicates/"):
        seen.append(url)
        url = client.post(url, {"verdict": "two"}).headers["Location"]
    assert len(set(seen)) == 3
    assert not queries.waiting_pairs(contest).exists()
