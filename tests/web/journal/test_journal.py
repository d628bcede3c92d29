"""The journal in the database: what an insider does to it is found, and its pages and exports."""

from __future__ import annotations

import io
import json
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hustings.web.journal import actions, queries
from hustings.web.journal.chain import FIRST, check_chain
from hustings.web.journal.models import Entry
from hustings.web.officers.actor import Actor
from tests.web.making import make_actor, make_organisation
from tests.web.officers.signing_in import signed_in

pytestmark = pytest.mark.django_db


def write(chain: str, count: int, **more: str) -> None:
    for n in range(1, count + 1):
        with transaction.atomic():
            fields = {"by": "Robin", "act": "noted", "sentence": f"Noted {n}."} | more
            actions.write(chain=chain, **fields)


def as_insider(*statements: str) -> None:
    """Change the database as whoever owns it can: with its guards taken away."""
    with connection.cursor() as cursor:
        for name in ("journal_no_change", "journal_no_removal"):
            table = " ON journal_entry" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{table}")
        for statement in statements:
            cursor.execute(statement)


def check(*arguments: str) -> tuple[int, str]:
    """Exit code and output of the command."""
    out = io.StringIO()
    try:
        call_command("check_journal", *arguments, stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue()
    return 0, out.getvalue()


def published(chain: str) -> str:
    number, digest = queries.head(chain)
    return f"{chain}:{number}:{digest}"


def test_a_journal_that_nobody_touched_holds() -> None:
    write("here", 5)
    write("there", 3)
    assert check() == (0, "The journal holds.\n")
    assert check(f"--head={published('here')}", f"--head={published('there')}")[0] == 0


def test_an_empty_journal_holds_and_has_a_head() -> None:
    assert check()[0] == 0
    assert queries.head("here") == (0, FIRST)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE journal_entry SET sentence = 'Other.' WHERE number = 3", "here 3: digest:"),
        ("UPDATE journal_entry SET by = 'Kim' WHERE number = 3", "here 3: digest:"),
        ("UPDATE journal_entry SET contest = 'c' WHERE number = 1", "here 1: digest:"),
        ("DELETE FROM journal_entry WHERE number = 3", "here 4: number: expected 3, found 4"),
        ("UPDATE journal_entry SET number = 9 WHERE number = 3", "here 9: number:"),
        ("UPDATE journal_entry SET digest = previous WHERE number = 3", "here 3: digest:"),
        ("UPDATE journal_entry SET chain = 'x' WHERE number = 3", "x 3: number: expected 1"),
    ],
)
def test_what_an_insider_changes_by_sql_is_found(statement: str, said: str) -> None:
    write("here", 5)
    as_insider(statement)
    code, out = check()
    assert code == 1
    assert said in out


def test_two_entries_that_changed_places_are_found() -> None:
    write("here", 5)
    swap = "UPDATE journal_entry SET number = {} WHERE number = {}"
    as_insider(swap.format(99, 2), swap.format(2, 3), swap.format(3, 99))
    code, out = check()
    assert code == 1
    assert "here 2: digest" in out
    assert "here 3: digest" in out


def test_a_tail_that_was_cut_off_is_found_against_a_published_head() -> None:
    write("here", 5)
    head = published("here")
    as_insider("DELETE FROM journal_entry WHERE number > 3")
    assert check()[0] == 0, "nothing within the chain can show this"
    code, out = check(f"--head={head}")
    assert code == 1
    assert "here 5: published digest:" in out
    assert "found no such entry" in out


def test_a_chain_that_was_removed_whole_is_found_against_a_published_head() -> None:
    write("here", 2)
    head = published("here")
    as_insider("DELETE FROM journal_entry")
    assert check(f"--head={head}")[0] == 1


def test_a_chain_written_anew_is_found_against_a_published_head() -> None:
    write("here", 5)
    head = published("here")
    as_insider("DELETE FROM journal_entry WHERE number > 2")
    write("here", 3, sentence="Nothing of note.")
    assert check()[0] == 0
    assert check(f"--head={head}")[0] == 1


@pytest.mark.parametrize("head", ["here", "here:x:" + "0" * 64, "here:1:00", ":1:" + "0" * 64])
def test_a_head_that_is_not_written_as_one_is_refused(head: str) -> None:
    with pytest.raises(CommandError, match="expected CHAIN:NUMBER:DIGEST"):
        call_command("check_journal", f"--head={head}")


@pytest.mark.django_db(transaction=True)
def test_eight_writers_of_one_chain_leave_no_gap() -> None:
    barrier = Barrier(8)

    def work() -> None:
        barrier.wait()
        write("here", 25)
        connection.close()

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 201))
    assert list(check_chain(queries.links("here"))) == []


def test_an_entry_stands_or_falls_with_its_act() -> None:
    def act_that_fails() -> None:
        with transaction.atomic():
            actions.write(chain="here", by="Robin", act="noted", sentence="Noted.")
            raise RuntimeError("the act failed")

    with pytest.raises(RuntimeError, match="the act failed"):
        act_that_fails()
    write("here", 1)
    assert queries.head("here")[0] == 1


@pytest.mark.django_db(transaction=True)
def test_an_entry_without_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        actions.write(chain="here", by="Robin", act="noted", sentence="Noted.")


def officer_with(count: int, **more: str) -> tuple[Actor, Client]:
    actor = make_actor(make_organisation())
    write(actor.organisation.slug, count, **more)
    return actor, signed_in(actor)


def body(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def test_the_page_shows_the_newest_first_by_pages_and_the_head() -> None:
    actor, client = officer_with(120)
    slug = actor.organisation.slug
    first = body(client, f"/officer/{slug}/journal/").decode()
    assert first.index("Noted 120.") < first.index("Noted 119.")
    assert "Noted 70." not in first
    assert "1 to 50 of 120" in first
    assert published(slug) in first
    assert "Noted 70." in body(client, f"/officer/{slug}/journal/?page=2").decode()
    assert "Noted 1." in body(client, f"/officer/{slug}/journal/?page=999").decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"A", "B", "C"}),
        ("?contest=one", {"A", "B"}),
        ("?contest=one&act=opened", {"A"}),
        ("?act=opened", {"A", "C"}),
        ("?contest=two&act=closed", set()),
        ("?contest=of-another-organisation", {"A", "B", "C"}),
        ("?contest=%00&page=x", {"A", "B", "C"}),
    ],
)
def test_entries_are_found_by_contest_and_act(asked: str, found: set[str]) -> None:
    actor, client = officer_with(0)
    slug = actor.organisation.slug
    write(slug, 1, contest="one", act="opened", sentence="Sentence-A")
    write(slug, 1, contest="one", act="closed", sentence="Sentence-B")
    write(slug, 1, contest="two", act="opened", sentence="Sentence-C")
    write("other", 1, contest="three", act="opened", sentence="Sentence-D")
    page = body(client, f"/officer/{slug}/journal/{asked}").decode()
    assert {letter for letter in "ABCD" if f"Sentence-{letter}" in page} == found


def test_an_export_is_checked_by_the_command_and_a_changed_one_is_found(tmp_path: Path) -> None:
    actor, client = officer_with(7, sentence="Said “ä” & <b>.")
    write("other", 2)
    slug = actor.organisation.slug
    exported = body(client, f"/officer/{slug}/journal/export.jsonl")
    path = tmp_path / "journal.jsonl"
    path.write_bytes(exported)
    assert [json.loads(line)["chain"] for line in exported.splitlines()] == [slug] * 7
    assert check(f"--file={path}", f"--head={published(slug)}") == (0, "The journal holds.\n")

    lines = exported.splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], lines[3].replace(b"Said", b"Sang"), *lines[4:]]))
    code, out = check(f"--file={path}")
    assert code == 1
    assert f"{slug} 4: digest: expected" in out

    path.write_bytes(b"".join([*lines[:3], b"{}\n", *lines[4:]]))
    code, out = check(f"--file={path}")
    assert code == 1
    assert f"{path}:4: expected the keys" in out
    assert f"{slug} 5: number: expected 4, found 5" in out


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_told_as_such(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "journal.jsonl"
    if content is not None:
        path.write_bytes(content)
    assert check(f"--file={path}")[0] == 2


def test_the_csv_is_safe_in_a_spreadsheet() -> None:
    actor, client = officer_with(1, sentence="=HYPERLINK(1)", by="@Robin")
    text = body(client, f"/officer/{actor.organisation.slug}/journal/export.csv").decode(
        "utf-8-sig"
    )
    assert text.splitlines()[0].startswith("number,at,by,")
    assert "'=HYPERLINK(1)" in text
    assert "'@Robin" in text


def test_another_form_of_export_is_not_there() -> None:
    actor, client = officer_with(1)
    assert client.get(f"/officer/{actor.organisation.slug}/journal/export.xml").status_code == 404


def test_the_journal_is_for_officers_of_the_organisation_alone() -> None:
    actor, _ = officer_with(1)
    stranger = signed_in(make_actor(make_organisation()))
    for rest in ("", "export.jsonl", "export.csv"):
        path = f"/officer/{actor.organisation.slug}/journal/{rest}"
        assert stranger.get(path).status_code == 404
        assert Client().get(path).status_code == 302


def test_a_sentence_that_is_markup_is_shown_as_text() -> None:
    actor, client = officer_with(1, sentence="<img src=x onerror=alert(1)>")
    page = body(client, f"/officer/{actor.organisation.slug}/journal/").decode()
    assert "<img src=x" not in page


def test_an_empty_journal_says_so() -> None:
    actor, client = officer_with(0)
    page = body(client, f"/officer/{actor.organisation.slug}/journal/").decode()
    assert "Nothing has been done yet" in page


def test_a_page_asks_the_database_few_questions_however_long_the_journal(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    actor, client = officer_with(60)
    with django_assert_max_num_queries(11):
        client.get(f"/officer/{actor.organisation.slug}/journal/")
