"""The freeze: fingerprint, counts, orders, and what may be done afterwards, by two officers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from hustings.errors import RuleError
from hustings.roll import Basis, Entry
from hustings.web.booth.models import Code, Participation
from hustings.web.contests.models import Contest
from hustings.web.contests.tasks import TaskState
from hustings.web.journal.models import Entry as JournalEntry
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Role
from hustings.web.project import clock
from hustings.web.roll import hooks, queries, task_list
from hustings.web.roll.actions import electors, freezing, late, taking, uploads
from hustings.web.roll.models import Elector, LateAct, LateKind, Question, Sheet, Upload
from tests.web.making import make_actor, make_contest, make_electors
from tests.web.officers.signing_in import signed_in
from tests.web.roll.lists import csv_of, fictional_csv, uploaded

pytestmark = pytest.mark.django_db

ENTRY = Entry(
    row=0,
    name="Late Comer",
    basis=Basis.MEMBER,
    section="all",
    address=("9 Low Road", "Exampleton"),
    postcode="ZZ99 9ZZ",
    email="late@example.org",
)


@pytest.fixture
def contest() -> Contest:
    return make_contest()


@pytest.fixture
def officer(contest: Contest) -> Actor:
    return make_actor(contest.organisation)


@pytest.fixture
def deputy(contest: Contest) -> Actor:
    return make_actor(contest.organisation, Role.DEPUTY)


def frozen(contest: Contest, officer: Actor, count: int = 10) -> Contest:
    make_electors(contest, count)
    return freezing.freeze(contest, by=officer)


def test_the_freeze_publishes_fingerprint_and_counts(contest: Contest, officer: Actor) -> None:
    make_electors(contest, 4)
    make_electors(contest, 2, basis="delegate", name="Del Egate", email="", postcode="")
    now = frozen(contest, officer, 0)
    assert len(now.roll_fingerprint) == 64
    assert now.roll_counts["electors"] == 6
    assert now.roll_counts["basis"] == {"delegate": 2, "member": 4}
    assert now.roll_counts["section"] == {"all": 6}
    assert (now.roll_counts["post"], now.roll_counts["email"]) == (4, 4)
    told = JournalEntry.objects.get(act="roll-frozen").sentence
    assert now.roll_fingerprint in told
    assert "6 electors" in told


def test_each_rotation_is_given_equally_often(contest: Contest, officer: Actor) -> None:
    frozen(contest, officer, 31)
    given = Counter(Elector.objects.filter(contest=contest).values_list("rotation", flat=True))
    assert set(given) == {0, 1, 2}
    assert sorted(given.values()) == [10, 10, 11]


@pytest.mark.parametrize("policy", ["fixed", "alphabetical"])
def test_without_rotation_nobody_gets_one(policy: str) -> None:
    contest = make_contest(order_policy=policy)
    frozen(contest, make_actor(contest.organisation))
    assert not Elector.objects.exclude(rotation=None).exists()


def test_the_struck_are_not_frozen_in(contest: Contest, officer: Actor) -> None:
    gone, *_ = make_electors(contest, 3)
    electors.strike(gone, why="died", by=officer)
    assert freezing.freeze(contest, by=officer).roll_counts["electors"] == 2


def test_the_uploaded_files_are_emptied(contest: Contest, officer: Actor) -> None:
    upload = uploaded(contest, officer, fictional_csv(30, defects=True))
    for question in Question.objects.filter(upload=upload):
        uploads.answer(upload, {question.pk: question.choices[-1][0]})
    while Question.objects.filter(upload=upload, answer="").exists():
        for question in Question.objects.filter(upload=upload, answer=""):
            uploads.answer(upload, {question.pk: question.choices[-1][0]})
    taking.take(Upload.objects.get(pk=upload.pk), by=officer)
    assert Sheet.objects.exists()
    freezing.freeze(contest, by=officer)
    upload.refresh_from_db()
    assert (bytes(upload.content), upload.preview, upload.findings) == (b"", [], [])
    assert not Question.objects.exists()
    assert not Sheet.objects.exists()


@pytest.mark.parametrize(
    ("prepare", "told"),
    [
        ("nobody", "no elector"),
        ("section", "lords"),
        ("again", "frozen"),
        ("ready", "left its draft"),
    ],
)
def test_what_cannot_be_frozen_says_why(
    prepare: str, told: str, contest: Contest, officer: Actor
) -> None:
    if prepare == "section":
        make_electors(contest, 2, section="lords")
    if prepare in ("again", "ready"):
        make_electors(contest, 2)
    if prepare == "again":
        freezing.freeze(contest, by=officer)
    if prepare == "ready":
        Contest.objects.filter(pk=contest.pk).update(state="ready")
    with pytest.raises(RuleError, match=told):
        freezing.freeze(contest, by=officer)


# --- the check -----------------------------------------------------------------------------------


def test_the_fingerprint_is_found_again(contest: Contest, officer: Actor) -> None:
    now = frozen(contest, officer)
    check = queries.check_fingerprint(now)
    assert check is not None
    assert check.holds
    call_command("check_roll", contest.slug)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE roll_elector SET name = 'Another' WHERE email = 'elector1@example.org'",
        "UPDATE roll_elector SET address = '1 Other Street' WHERE email = 'elector1@example.org'",
        "UPDATE roll_elector SET basis = 'delegate' WHERE email = 'elector1@example.org'",
        "UPDATE roll_elector SET added_late = {true} WHERE email = 'elector1@example.org'",
    ],
)
def test_a_row_changed_past_the_site_is_found(
    change: str, contest: Contest, officer: Actor
) -> None:
    now = frozen(contest, officer)
    with connection.cursor() as cursor:
        table = "" if connection.vendor == "sqlite" else " ON roll_elector"
        cursor.execute(f"DROP TRIGGER elector_frozen{table}")
        true = "1" if connection.vendor == "sqlite" else "true"
        cursor.execute(change.format(true=true))
    check = queries.check_fingerprint(now)
    assert check is not None
    assert not check.holds
    with pytest.raises(CommandError, match="not the one that was frozen"):
        call_command("check_roll", contest.slug)
    page = signed_in(officer).get(
        reverse("roll:fingerprint", args=[contest.organisation.slug, contest.slug]), {"check": "1"}
    )
    assert "The roll is not the one that was frozen." in page.content.decode()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE roll_elector SET name = 'Another'", "not changed"),
        ("UPDATE roll_elector SET email = ''", "not changed"),
        ("DELETE FROM roll_elector", "never removed"),
    ],
)
def test_the_database_itself_keeps_a_frozen_roll(
    change: str, told: str, contest: Contest, officer: Actor
) -> None:
    frozen(contest, officer)
    with (
        pytest.raises(DatabaseError, match=told),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_an_unmarked_addition_is_refused_by_the_database(contest: Contest, officer: Actor) -> None:
    frozen(contest, officer)
    with pytest.raises(DatabaseError, match="needs two officers"), transaction.atomic():
        make_electors(contest, 1)


# --- opening it again ----------------------------------------------------------------------------


def test_a_draft_without_codes_can_be_opened_again(contest: Contest, officer: Actor) -> None:
    frozen(contest, officer)
    now = freezing.unfreeze(contest, by=officer)
    assert (now.roll_frozen_at, now.roll_fingerprint, now.roll_counts) == (None, "", {})
    assert electors.add(now, ENTRY, by=officer).added_late is False


def test_codes_and_a_ready_contest_keep_the_roll_frozen(contest: Contest, officer: Actor) -> None:
    frozen(contest, officer)
    elector = Elector.objects.filter(contest=contest)[0]
    Code.objects.create(
        digest=b"t" * 32, elector=elector, contest=contest, channel="test", issued_on=clock.today()
    )
    Code.objects.create(
        digest=b"l" * 32,
        elector=elector,
        contest=contest,
        channel="letter",
        issued_on=clock.today(),
    )
    with pytest.raises(RuleError, match="1 code issued on this roll already: it stays frozen"):
        freezing.unfreeze(contest, by=officer)
    Contest.objects.filter(pk=contest.pk).update(state="ready")
    with pytest.raises(RuleError, match="left its draft"):
        freezing.unfreeze(contest, by=officer)


# --- late acts -----------------------------------------------------------------------------------


def test_an_addition_needs_two_officers_and_is_counted(
    contest: Contest, officer: Actor, deputy: Actor
) -> None:
    now = frozen(contest, officer)
    act = late.ask_addition(now, ENTRY, reason="left out by mistake", by=officer)
    assert not Elector.objects.filter(name="Late Comer").exists()
    with pytest.raises(RuleError, match="another officer"):
        late.approve(act, by=officer)
    done = late.approve(act, by=deputy)
    elector = Elector.objects.get(name="Late Comer")
    assert elector.added_late
    assert elector.rotation in (0, 1, 2)
    assert elector.address == "9 Low Road\nExampleton"
    assert done.details == {}
    assert queries.late_counts(now).additions == 1
    check = queries.check_fingerprint(now)
    assert check is not None
    assert check.holds


def test_the_database_itself_wants_two_officers(contest: Contest, officer: Actor) -> None:
    now = frozen(contest, officer)
    act = late.ask_addition(now, ENTRY, reason="left out", by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        LateAct.objects.filter(pk=act.pk).update(approved_by=officer.user)


def test_a_strike_is_done_and_the_fingerprint_still_holds(
    contest: Contest, officer: Actor, deputy: Actor
) -> None:
    now = frozen(contest, officer)
    elector = now.electors.first()
    assert elector is not None
    act = late.ask_strike(elector, reason="died", by=officer)
    with pytest.raises(RuleError, match="asked for already"):
        late.ask_strike(elector, reason="died", by=deputy)
    late.approve(act, by=deputy)
    elector.refresh_from_db()
    assert elector.struck_at is not None
    assert queries.late_counts(now).strikes == 1
    assert queries.live_electors(now).count() == 9
    check = queries.check_fingerprint(now)
    assert check is not None
    assert check.holds


def test_whoever_has_voted_is_neither_struck_nor_given_a_code(
    contest: Contest, officer: Actor, deputy: Actor
) -> None:
    now = frozen(contest, officer)
    Contest.objects.filter(pk=contest.pk).update(state="ready")
    elector = now.electors.first()
    assert elector is not None
    act = late.ask_strike(elector, reason="moved", by=officer)
    Participation.objects.create(
        elector=elector, contest=now, channel="online", day=clock.today(), receipt="x", nonce=b"n"
    )
    with pytest.raises(RuleError, match="has voted"):
        late.approve(act, by=deputy)
    with pytest.raises(RuleError, match="has voted"):
        late.ask_reissue(elector, reason="lost", by=officer)


def test_a_code_issued_again_is_handed_to_whoever_registered(
    contest: Contest, officer: Actor, deputy: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(hooks, "_LATE", [])
    hooks.on_late_act_done(lambda act, by: told.append((act.kind, by.words)))
    now = frozen(contest, officer)
    elector = now.electors.first()
    assert elector is not None
    late.approve(late.ask_reissue(elector, reason="lost", by=officer), by=deputy)
    assert told == [(LateKind.REISSUE, deputy.words)]
    assert queries.late_counts(now).reissues == 1


def test_what_a_hook_refuses_is_not_done(
    contest: Contest, officer: Actor, deputy: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_act: LateAct, _by: Actor) -> None:
        raise RuleError("not now")

    monkeypatch.setattr(hooks, "_LATE", [refuse])
    now = frozen(contest, officer)
    act = late.ask_addition(now, ENTRY, reason="left out", by=officer)
    with pytest.raises(RuleError, match="not now"):
        late.approve(act, by=deputy)
    act.refresh_from_db()
    assert act.approved_at is None
    assert not Elector.objects.filter(name="Late Comer").exists()


def test_a_refused_act_is_done_by_nobody(contest: Contest, officer: Actor, deputy: Actor) -> None:
    now = frozen(contest, officer)
    act = late.ask_addition(now, ENTRY, reason="left out", by=officer)
    late.refuse(act, by=deputy)
    with pytest.raises(RuleError, match="settled"):
        late.approve(act, by=deputy)
    assert queries.late_counts(now).total == 0


def test_after_the_close_nothing_is_added(contest: Contest, officer: Actor, deputy: Actor) -> None:
    now = frozen(contest, officer)
    act = late.ask_addition(now, ENTRY, reason="left out", by=officer)
    Contest.objects.filter(pk=now.pk).update(state="ready")
    Contest.objects.filter(pk=now.pk).update(state="closed")
    with pytest.raises(RuleError, match="closed"):
        late.approve(act, by=deputy)


@pytest.mark.parametrize(
    "change",
    [
        lambda by, elector: electors.add(elector.contest, ENTRY, by=by),
        lambda by, elector: electors.correct(elector, replace(ENTRY, name="X Y"), by=by),
        lambda by, elector: electors.strike(elector, why="moved", by=by),
    ],
    ids=["add", "correct", "strike"],
)
def test_a_frozen_roll_is_changed_by_no_single_officer(
    change: object, contest: Contest, officer: Actor
) -> None:
    assert callable(change)
    frozen(contest, officer)
    elector = Elector.objects.filter(contest=contest).first()
    with pytest.raises(RuleError, match="two officers"):
        change(officer, elector)


def test_late_acts_go_through_the_pages(contest: Contest, officer: Actor, deputy: Actor) -> None:
    now = frozen(contest, officer)
    keys = [now.organisation.slug, now.slug]
    fields = {
        "name": "Late Comer",
        "address": "9 Low Road\nExampleton",
        "postcode": "zz999zz",
        "basis": "member",
        "section": "all",
        "language": "en",
        "reason": "left out by mistake",
    }
    page = signed_in(officer).post(reverse("roll:add", args=keys), fields, follow=True)
    assert "Another officer now has to agree." in page.content.decode()
    assert "You asked for this" in page.content.decode()
    act = LateAct.objects.get()
    where = reverse("roll:late_act", args=[*keys, act.pk])
    signed_in(officer).post(where, {"verdict": "approve"})
    assert not Elector.objects.filter(name="Late Comer").exists()
    signed_in(deputy).post(where, {"verdict": "approve"})
    assert Elector.objects.get(name="Late Comer").postcode == "ZZ99 9ZZ"


def test_the_freeze_page_names_the_files_that_were_not_taken(
    contest: Contest, officer: Actor
) -> None:
    make_electors(contest, 2)
    address = reverse("roll:freeze", args=[contest.organisation.slug, contest.slug])
    row = ("Ann Example", "1 A St", "X", "ZZ99 1AA", "", "")
    for number, says in enumerate(("uploaded file was not taken", "uploaded files were not taken")):
        name = f"branch-{number}.csv"
        uploads.store(contest, "roll", name=name, content=csv_of(row), by=officer)
        page = signed_in(officer).get(address).content.decode()
        assert says in page
        assert name in page
    assert "branch-0.csv" in page


# --- the task list -------------------------------------------------------------------------------


def test_the_task_list_follows_the_roll(contest: Contest, officer: Actor) -> None:
    def states() -> dict[str, TaskState]:
        contest.refresh_from_db()
        return {task.title: task.state for task in task_list.tasks(contest)}

    def blocking() -> set[str]:
        contest.refresh_from_db()
        needed = (task for task in task_list.tasks(contest) if task.needed_to_open)
        return {task.title for task in needed if task.state is not TaskState.DONE}

    assert states() == {"Upload the roll": "next", "Freeze the roll": "blocked"}
    upload = uploaded(contest, officer, csv_of(("Ann Example", "1 A St", "X", "ZZ99 1AA", "", "")))
    assert states()["Settle the uploaded lists"] == "next"
    taking.take(upload, by=officer)
    few = {"Mind that among few voters a ranking can be guessed": "optional"}
    assert states() == {"Upload the roll": "done", "Freeze the roll": "next"} | few
    assert blocking() == {"Freeze the roll"}
    freezing.freeze(contest, by=officer)
    assert states() == {"Upload the roll": "done", "Freeze the roll": "done"} | few
    assert blocking() == set()
    contest.candidates.filter(number=3).delete()
    assert blocking() == {"Deal the orders of the papers again"}
    freezing.deal_again(contest, by=officer)
    assert blocking() == set()
    assert set(contest.electors.values_list("rotation", flat=True)) <= {0, 1}


def test_electors_struck_before_the_freeze_need_no_order_of_the_paper(
    contest: Contest, officer: Actor
) -> None:
    make_electors(contest, 3)
    struck = contest.electors.order_by("pk")[0]
    electors.strike(struck, why="moved away", by=officer)
    freezing.freeze(contest, by=officer)
    contest.refresh_from_db()
    assert "Deal the orders of the papers again" not in {
        task.title for task in task_list.tasks(contest)
    }


def test_the_confirm_page_tells_the_numbers(contest: Contest, officer: Actor) -> None:
    make_electors(contest, 3)
    make_electors(contest, 2, basis="delegate", email="")
    url = reverse("roll:freeze", args=[contest.organisation.slug, contest.slug])
    page = " ".join(signed_in(officer).get(url).content.decode().split())
    for told in (
        '<span class="n">5</span> <span>electors may vote',
        '<span class="n">3</span> <span>member',
        '<span class="n">2</span> <span>delegate',
        '<span class="n">3</span> <span>can be reached by e-mail',
    ):
        assert told in page
