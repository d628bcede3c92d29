"""Objection, export and erasure: what is kept of people, and that nothing is left of it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.urls import reverse

from hustings.errors import RuleError
from hustings.web.booth.models import Participation
from hustings.web.contests.models import Contest
from hustings.web.jobs.models import Job
from hustings.web.journal.chain import Link, check_chain
from hustings.web.journal.models import Entry
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Organisation
from hustings.web.project import clock
from hustings.web.roll import limits, queries
from hustings.web.roll.actions import (
    applications,
    electors,
    erasing,
    exporting,
    freezing,
    late,
    objections,
    taking,
)
from hustings.web.roll.digests import email_digest, person_digest
from hustings.web.roll.models import Elector, LateAct, Sheet, Suppression
from tests.web.making import make_actor, make_contest, make_electors, make_organisation
from tests.web.officers.signing_in import signed_in
from tests.web.roll.lists import HEADINGS, csv_of, uploaded
from tests.web.roll.test_freeze import ENTRY

pytestmark = pytest.mark.django_db

ANN = ("Ann Example", "1 High Street", "Exampleton", "ZZ99 1AA", "ann@example.org", "M1")
BEN = ("Ben Sample", "2 High Street", "Exampleton", "ZZ99 1AB", "ben@example.org", "M2")


# --- objections ----------------------------------------------------------------------------------


def object_as(organisation: Organisation, **fields: str) -> tuple[int, bytes, bytes]:
    url = reverse("roll:object", args=[organisation.slug])
    client = Client()
    first = client.post(url, fields)
    if first.status_code != 302:
        return first.status_code, first.content, b""
    second = client.get(first.headers["Location"])
    return first.status_code, first.content, second.content


def test_everybody_who_objects_gets_the_same_answer() -> None:
    contest = make_contest()
    make_electors(contest, 1)
    known = object_as(contest.organisation, email="elector1@example.org")
    assert known == object_as(contest.organisation, email="stranger@example.org")
    assert known[0] == 302
    again = object_as(contest.organisation, email="ELECTOR1@example.org")
    assert again == known
    assert Suppression.objects.count() == 2


def test_only_a_keyed_digest_of_whoever_objected_is_kept() -> None:
    organisation = make_organisation()
    object_as(organisation, email="ann@example.org", name="Ann Example", postcode="zz991aa")
    kept = {bytes(digest) for digest in Suppression.objects.values_list("digest", flat=True)}
    assert kept == {email_digest("ann@example.org"), person_digest("ann EXAMPLE", "ZZ99 1AA")}
    assert all(len(digest) == 32 for digest in kept)


def test_without_the_key_a_digest_tells_nothing(settings: object) -> None:
    before = email_digest("ann@example.org")
    settings.SUPPRESSION_KEY = b"another key of thirty-two bytes!"  # type: ignore[attr-defined]
    assert email_digest("ann@example.org") != before


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Give your e-mail address, or your name and your postcode."),
        ({"name": "Ann Example"}, "Give the name and the postcode."),
        ({"email": "ann"}, "name@example.org"),
    ],
)
def test_what_an_objection_lacks_is_told(fields: dict[str, str], told: str) -> None:
    status, content, _ = object_as(make_organisation(), **fields)
    assert status == 422
    assert told in content.decode()


@pytest.mark.parametrize(
    "objection", [{"email": "Ann@Example.org"}, {"name": "Mrs Ann Example", "postcode": "zz99 1aa"}]
)
def test_later_lists_refuse_whoever_objected_and_mailings_leave_them_out(
    objection: dict[str, str],
) -> None:
    contest = make_contest()
    officer = make_actor(contest.organisation)
    taking.take(uploaded(contest, officer, csv_of(ANN, BEN)), by=officer)
    assert queries.suppressed(contest) == frozenset()
    object_as(contest.organisation, **objection)
    ann = Elector.objects.get(contest=contest, reference="M1")
    assert queries.suppressed(contest) == {ann.pk}
    other = make_contest(organisation=contest.organisation)
    upload = uploaded(other, officer, csv_of(ANN, BEN))
    assert (upload.report["refused"], upload.report["entries"]) == (1, 1)
    refused = bytes(Sheet.objects.get(upload=upload, name="refused").content).decode()
    assert "objected" in refused
    elsewhere = make_contest()
    stranger = make_actor(elsewhere.organisation)
    assert uploaded(elsewhere, stranger, csv_of(ANN, BEN)).report["refused"] == 0


def test_an_objection_is_taken_back_and_journalled_without_a_name() -> None:
    organisation = make_organisation()
    officer = make_actor(organisation)
    object_as(organisation, email="ann@example.org")
    url = reverse("roll:objections", args=[organisation.slug])
    signed_in(officer).post(url, {"email": "ann@example.org"})
    assert not Suppression.objects.exists()
    assert "ann" not in Entry.objects.get(act="objection-lifted").sentence.lower()


def test_programs_and_floods_keep_nothing() -> None:
    organisation = make_organisation()
    object_as(organisation, email="ann@example.org", website="x")
    assert not Suppression.objects.exists()
    for n in range(limits.MOST_AN_HOUR):
        object_as(organisation, email=f"a{n}@example.org")
    assert object_as(organisation, email="more@example.org")[0] == 429


# --- the notice ----------------------------------------------------------------------------------


def test_the_privacy_notice_tells_who_why_on_what_basis_how_long_and_the_rights() -> None:
    contest = make_contest(retention_until=clock.today() + timedelta(days=90))
    Contest.objects.filter(pk=contest.pk).update(state="ready")
    page = Client().get(reverse("roll:privacy", args=[contest.organisation.slug]))
    words = page.content.decode()
    for told in (contest.organisation.name, "Article 9(2)(d)", "political opinion", "Your rights"):
        assert told in words
    assert contest.title in words
    assert f"{contest.retention_until:%Y}" in words


def test_the_organisations_own_text_stands_instead_and_runs_no_script() -> None:
    organisation = make_organisation()
    client = signed_in(make_actor(organisation))
    url = reverse("roll:notice", args=[organisation.slug])
    client.post(url, {"text": "We keep this.\n\n<script>alert(1)</script>"})
    words = Client().get(reverse("roll:privacy", args=[organisation.slug])).content.decode()
    assert "<p>We keep this.</p>" in words
    assert "&lt;script&gt;alert(1)" in words
    assert "Article 9" not in words


# --- the export ----------------------------------------------------------------------------------


def test_an_export_is_journalled_listed_and_calculates_nothing() -> None:
    contest = make_contest()
    officer = make_actor(contest.organisation)
    make_electors(contest, 2)
    make_electors(contest, 1, name="=1+1", address="@here", reference="+44")
    client = signed_in(officer)
    url = reverse("roll:export", args=[contest.organisation.slug, contest.slug])
    assert client.post(url, {"why": " "}).status_code == 422
    answer = client.post(url, {"why": "letters are printed elsewhere"})
    text = answer.content.decode("utf-8-sig")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert text.count("\r\n") == 4
    for cell in text.replace("\r\n", ",").split(","):
        assert not cell.startswith(("=", "+", "-", "@"))
    told = queries.exports(contest).get()
    assert told.by == officer.words
    assert told.sentence == "Exported the roll, 3 electors: letters are printed elsewhere"
    assert "letters are printed elsewhere" in client.get(url).content.decode()


# --- the erasure ---------------------------------------------------------------------------------

SECRETS = ("Quixotella", "Unlikelihood", "Wondrous Crescent", "ZZ97 7QX", "quixotella@example.org",
           "REF-774411", "Branchville-77", "Latecomb", "Askerly", "becausetheymoved")  # fmt: skip


def _lived_through(contest: Contest) -> Actor:
    """A contest in which every table that holds people has one."""
    officer, deputy = make_actor(contest.organisation), make_actor(contest.organisation)
    row = ("Quixotella Unlikelihood", "5 Wondrous Crescent", "Exampleton", "ZZ97 7QX",
           "quixotella@example.org", "REF-774411", "Branchville-77")  # fmt: skip
    mapping = dict(
        zip(
            (*HEADINGS, "Branch"),
            ("name", "address_1", "address_3", "postcode", "email", "reference", "analysis"),
            strict=True,
        )
    )
    content = csv_of(row, (*ANN, "x"), (*BEN, "y"), headings=(*HEADINGS, "Branch"))
    taking.take(uploaded(contest, officer, content, mapping=mapping), by=officer)
    defaults = {"basis": "self_declared", "section": "all", "language": "en"}
    register = uploaded(contest, officer, csv_of(row[:6]), kind="register", defaults=defaults)
    taking.take(register, by=officer)
    gone = Elector.objects.get(contest=contest, reference="M2")
    electors.strike(gone, why="becausetheymoved", by=officer)
    freezing.freeze(contest, by=officer)
    address = ("5 Wondrous Crescent", "Exampleton")
    late_comer = replace(ENTRY, name="Latecomb Person")
    late.ask_addition(contest, late_comer, reason="becausetheymoved", by=officer)
    late.approve(LateAct.objects.get(contest=contest), by=deputy)
    asked = applications.keep(
        contest, name="Askerly Person", address=address, postcode="ZZ97 7QX", email="",
    )  # fmt: skip
    act = applications.approve(asked, by=officer)
    assert isinstance(act, LateAct)
    late.approve(act, by=deputy)
    Job.objects.create(
        kind="roll", organisation=contest.organisation, contest_slug=contest.slug,
        message="row 2: Quixotella Unlikelihood",
    )  # fmt: skip
    return officer


def _close(contest: Contest, *, retention_days: int = -1) -> None:
    Contest.objects.filter(pk=contest.pk).update(state="ready")
    first = Elector.objects.filter(contest=contest, struck_at=None).order_by("pk")[0]
    Participation.objects.create(
        elector=first, contest=contest, channel="online", day=clock.today(), receipt="x", nonce=b"n"
    )
    until = clock.today() + timedelta(days=retention_days)
    Contest.objects.filter(pk=contest.pk).update(retention_until=until)
    for state in ("closed", "counted", "provisional", "declared"):
        Contest.objects.filter(pk=contest.pk).update(state=state)


@pytest.fixture
def lived() -> Contest:
    contest = make_contest(asking_allowed=True)
    _lived_through(contest)
    _close(contest)
    contest.refresh_from_db()
    return contest


def test_the_erasure_empties_everything_that_names_somebody(lived: Contest) -> None:
    erasing.erase(lived)
    assert _dump_holds(SECRETS) == []


def _dump_holds(words: tuple[str, ...]) -> list[str]:
    """Which of the words stand in any column of any table."""
    found = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  (our own tables)
            text = " ".join(_text(value) for row in cursor.fetchall() for value in row)
        found += [f"{word} in {table}" for word in words if word in text]
    return found


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def test_totals_fingerprint_participation_and_journal_stay(lived: Contest) -> None:
    fingerprint, counts = lived.roll_fingerprint, lived.roll_counts
    by_basis = queries.overview(lived).by_basis
    acts = queries.late_counts(lived)
    numbers = set(lived.electors.values_list("journal_number", flat=True))
    erasing.erase(lived)
    lived.refresh_from_db()
    assert (lived.roll_fingerprint, lived.roll_counts) == (fingerprint, counts)
    assert queries.overview(lived).by_basis == by_basis
    assert queries.late_counts(lived) == acts
    assert Participation.objects.filter(contest=lived, elector__basis="member").count() == 1
    assert set(lived.electors.values_list("journal_number", "public_id")) == {(0, 0)}
    assert len(numbers) == 5
    entries = Entry.objects.filter(chain=lived.organisation.slug).order_by("number")
    fields = ("chain", "number", "at", "by", "contest", "act", "sentence", "previous")
    links = [(Link(**{f: getattr(e, f) for f in fields}), e.digest) for e in entries]
    assert list(check_chain(links)) == []
    assert entries.filter(act="roll-erased").count() == 1
    check = queries.check_fingerprint(lived)
    assert check is not None
    assert check.found == ""


@pytest.mark.parametrize(
    ("state", "days", "told"),
    [("declared", 0, "kept until"), ("ready", -1, "not over"), ("declared", None, "no retention")],
)
def test_nothing_is_erased_before_its_time(state: str, days: int | None, told: str) -> None:
    contest = make_contest()
    make_electors(contest, 2)
    until = None if days is None else clock.today() + timedelta(days=days)
    Contest.objects.filter(pk=contest.pk).update(state="ready", retention_until=until)
    if state == "declared":
        for after in ("closed", "counted", "provisional", "declared"):
            Contest.objects.filter(pk=contest.pk).update(state=after)
    assert contest not in queries.due_for_erasure()
    with pytest.raises(RuleError, match=told):
        erasing.erase(contest)
    assert contest.electors.exclude(name="").count() == 2


def test_a_dry_run_lists_numbers_and_changes_nothing(
    lived: Contest, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("erase_personal_data", "--dry-run")
    told = capsys.readouterr().out
    assert f"{lived.slug}: 5 electors, 3 analysis, 1 register, 1 applications" in told
    assert "Quixotella" not in told
    assert lived.electors.filter(name="Quixotella Unlikelihood").exists()


def test_an_export_of_an_erased_roll_is_refused(lived: Contest) -> None:
    erasing.erase(lived)
    with pytest.raises(RuleError, match="erased"):
        exporting.export(lived, why="curiosity", by=make_actor(lived.organisation))


def test_an_objection_outlives_the_erasure(lived: Contest) -> None:
    objections.object_to(lived.organisation, email="ann@example.org", name="", postcode="")
    erasing.erase(lived)
    assert Suppression.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_after_the_command_no_name_is_left_in_the_database_file() -> None:
    contest = make_contest(asking_allowed=True)
    _lived_through(contest)
    _close(contest)
    if connection.vendor == "sqlite":
        assert _in_files(SECRETS), "the test looks where nothing ever stood"
    call_command("erase_personal_data")
    assert _dump_holds(SECRETS) == []
    if connection.vendor == "sqlite":
        assert _in_files(SECRETS) == []


@pytest.mark.django_db(transaction=True)
def test_a_log_that_somebody_reads_is_told_and_cut_later(
    capsys: pytest.CaptureFixture[str],
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a write-ahead log beside the file is SQLite's")
    contest = make_contest(asking_allowed=True)
    _lived_through(contest)
    _close(contest)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=100")
    reader = sqlite3.connect(str(connection.settings_dict["NAME"]))
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM roll_elector").fetchone()
    with pytest.raises(CommandError, match="--scrub"):
        call_command("erase_personal_data")
    reader.close()
    call_command("erase_personal_data", "--scrub")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=30000")
    assert _in_files(SECRETS) == []
    assert "Nothing is due." in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_the_returning_officer_erases_on_the_page() -> None:
    contest = make_contest(asking_allowed=True)
    officer = _lived_through(contest)
    _close(contest)
    client = signed_in(officer)
    url = reverse("roll:erase", args=[contest.organisation.slug, contest.slug])
    assert "Erase for good" in client.get(url).content.decode()
    page = client.post(url, follow=True).content.decode()
    assert "The personal data of 5 electors is erased." in page
    assert "Personal data is erased" in page
    assert _dump_holds(SECRETS) == []


def _in_files(words: tuple[str, ...]) -> list[str]:
    """Which of the words stand in the database's file or its write-ahead log."""
    path = Path(str(connection.settings_dict["NAME"]))
    assert path.exists()
    files = [path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")]
    bytes_of = {file: file.read_bytes() for file in files if file.exists()}
    return [
        f"{word} in {file.name}"
        for word in words
        for file, content in bytes_of.items()
        if word.encode() in content
    ]


def test_what_is_deleted_is_overwritten_even_before_the_command_ends() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps old versions until VACUUM FULL")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)
    assert sqlite3.sqlite_version_info >= (3, 39)
    assert settings.SUPPRESSION_KEY != settings.CODE_KEY
