"""Ballots cast online and papers by post are opened, counted and published as one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from hustings.errors import RuleError
from hustings.web.contests.models import Contest
from hustings.web.journal.models import Entry
from hustings.web.project.guards import Guard
from hustings.web.results import actions
from hustings.web.results.counting import counted
from hustings.web.results.models import Opening, Ranking, Version
from hustings.web.results.pages.channels import channel_tables
from tests.web.officers.signing_in import signed_in
from tests.web.papers.sheets import Sheet, plain
from tests.web.results.making import KEY, Poll, Vote, mixed_poll
from tests.web.results.test_counting import command_json

pytestmark = pytest.mark.django_db

ONLINE = (Vote((1, 2), 20, 0), Vote((2,), 15, 1), Vote((3, 2), 12), Vote((), 1), Vote(None, 1))
POSTED = (
    plain("c1", "c3", papers=14, rotation=1),
    plain("c2", "c1", papers=13, rotation=2),
    plain("c3", papers=12),
    Sheet({"c2": "X"}),
    Sheet({}),
    Sheet({"c1": "1", "c2": "1"}),
)


def counted_together(poll: Poll) -> Version:
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    version = actions.count(poll.contest, by=poll.officer)
    assert isinstance(version, Version)
    return version


def test_one_folder_holds_both_and_the_command_counts_it_to_the_same_bytes(tmp_path: Path) -> None:
    version = counted_together(mixed_poll(ONLINE, POSTED, extra=1, refused=3))
    found = json.loads(version.document)["reconciliation"]["all"]
    assert (found["issued"], found["returned"], found["valid"]) == (98, 91, 87)
    assert found["rejected"] == {
        "more_than_one_first_preference": 1,
        "unmarked": 2,
        "void_for_uncertainty": 1,
    }
    assert found["problems"] == []
    votes = json.loads(version.document)["stages"][0]["votes"]
    assert {c: v["all"] for c, v in votes.items()} == {"c1": 34, "c2": 29, "c3": 24}
    assert command_json(bytes(version.folder), tmp_path) == version.document.encode()


def test_the_folder_tells_the_way_of_the_post_in_numbers() -> None:
    version = counted_together(mixed_poll(ONLINE, POSTED, extra=1, empty=2, refused=3))
    notes = json.loads(version.document)["contest"]["notes"]
    assert (
        "Of 46 envelopes received by post, 43 were opened and 3 refused: not on the roll 3; "
        "2 were empty, 1 extra paper was found: 42 papers, 40 valid and 2 rejected." in notes
    )
    assert "By post 43 return envelopes were sent." in notes


def test_the_page_reconciles_the_post_line_by_line() -> None:
    poll = mixed_poll(ONLINE, POSTED, extra=1, refused=3)
    counted_together(poll)
    actions.publish_provisional(poll.contest, by=poll.officer)
    page = Client().get(f"/c/{poll.contest.slug}/result/").content.decode()
    table = page.partition('id="by-post"')[2].partition("</section>")[0]
    told = " ".join(table.replace("</td>", " ").replace("<", " <").split())
    for label, number in [
        ("Return envelopes sent", 41), ("Envelopes received", 44), ("refused: not on the roll", 3),
        ("Envelopes opened", 41), ("extra papers in them", 1), ("Papers found", 42),
        ("rejected: unmarked", 1), ("Valid papers by post", 40),
    ]:  # fmt: skip
        assert f'{label} </th> <td class="n">{number} ' in told, label


def test_envelopes_stay_shut_until_the_papers_are_verified() -> None:
    poll = mixed_poll(ONLINE, POSTED, verified=False)
    with pytest.raises(RuleError, match="not verified yet"):
        actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    at = f"/officer/{poll.contest.organisation.slug}/c/{poll.contest.slug}/count/"
    page = signed_in(poll.officer).get(f"{at}open/")
    assert page.status_code == 409
    assert "posted papers are not verified yet" in page.content.decode()
    assert "posted papers are not verified yet" in signed_in(poll.officer).get(at).content.decode()


OPENINGS = {
    "before the verification": (False, 0, "must be verified"),
    "without the posted papers": (True, 0, "all envelopes and all posted papers"),
    "without their rankings": (True, 42, "all envelopes and all posted papers"),
}


@pytest.mark.parametrize(("verified", "papers", "said"), OPENINGS.values(), ids=OPENINGS)
def test_the_database_takes_no_opening_that_leaves_papers_out(
    verified: bool, papers: int, said: str
) -> None:
    poll = mixed_poll(ONLINE, POSTED, verified=verified)
    with pytest.raises(DatabaseError, match=said), transaction.atomic():
        Opening.objects.create(
            contest=poll.contest,
            at=poll.contest.created_at,
            by="x",
            envelopes=0,
            damaged=0,
            participations=0,
            papers=papers,
        )


def test_an_opening_that_fails_at_its_end_leaves_nothing_half_done() -> None:
    poll = mixed_poll(ONLINE, POSTED)
    fault = Guard("bad_disk", "journal_entry", "INSERT", "1 = 1", "the disk is full")
    with connection.cursor() as cursor:
        cursor.execute(
            fault.sqlite() if connection.vendor == "sqlite" else fault.postgresql(), None
        )
    with pytest.raises(DatabaseError, match="disk is full"), transaction.atomic():
        actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    with connection.cursor() as cursor:
        cursor.execute(fault.removal(connection.vendor), None)
    assert not Ranking.objects.filter(contest=poll.contest).exists()
    assert counted_together(poll).number == 1


@pytest.mark.parametrize(("posted", "channels"), [(9, {""}), (10, {"online", "post"})])
def test_a_channel_of_fewer_than_ten_papers_is_not_told_apart(
    posted: int, channels: set[str]
) -> None:
    poll = mixed_poll(ONLINE, [plain("c1", papers=posted)])
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    rows = Ranking.objects.filter(contest=poll.contest)
    assert set(rows.values_list("channel", flat=True)) == channels


def test_rejected_papers_have_a_heading_and_valid_ones_a_ranking() -> None:
    poll = mixed_poll(ONLINE, POSTED)
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    for row in Ranking.objects.filter(contest=poll.contest):
        assert bool(row.heading) != bool(row.ranking)
    said = Entry.objects.get(act="opened").sentence
    assert "49 envelopes" in said
    assert "42 posted papers were added" in said


def test_a_contest_by_post_alone_is_counted(tmp_path: Path) -> None:
    version = counted_together(mixed_poll((), (*POSTED, plain("c1", papers=5))))
    found = json.loads(version.document)["reconciliation"]["all"]
    assert (found["returned"], found["valid"]) == (47, 45)
    assert command_json(bytes(version.folder), tmp_path) == version.document.encode()


def test_a_recount_counts_both_again_to_the_same_folder() -> None:
    poll = mixed_poll(ONLINE, POSTED)
    first = counted_together(poll)
    again = actions.recount(poll.contest, reason="asked for", by=poll.officer)
    assert isinstance(again, Version)
    assert bytes(again.folder) == bytes(first.folder)
    assert bytes(counted(Contest.objects.get(pk=poll.contest.pk)).folder) == bytes(first.folder)


MANY_ONLINE = (Vote((1, 2), 40), Vote((2, 3), 35), Vote((3, 1), 14), Vote((3, 2), 16))
MANY_POSTED = (
    plain("c1", "c3", papers=14),
    plain("c2", "c1", papers=33),
    plain("c3", "c1", papers=13),
    plain("c3", "c2", papers=12),
)


def test_the_page_and_a_file_tell_by_channel_what_no_small_cell_forbids() -> None:
    poll = mixed_poll(MANY_ONLINE, MANY_POSTED)
    counted_together(poll)
    actions.publish_provisional(poll.contest, by=poll.officer)
    at = f"/c/{poll.contest.slug}/result/"
    page = Client().get(at).content.decode()
    assert "First preferences by channel" in page
    assert "Where the papers of" not in page.partition('id="channels"')[2]
    sheet = Client().get(f"{at}1/channels.csv").content.decode().splitlines()
    assert sheet[0] == "table,stage,of,to,channel,papers"
    assert "first,,,c1,online,40" in sheet
    assert "first,,,c1,post,14" in sheet
    assert "transfers,1,c1,c2,online,40" not in sheet  # nobody by post went that way
    assert "second,,c2,c1,post,33" not in sheet  # and nobody online that way


def test_transfers_by_channel_add_up_to_the_stages_of_the_declaration() -> None:
    votes = (Vote((1, 2), 60), Vote((2, 1), 45), Vote((3, 1), 14), Vote((3, 2), 16), Vote((3,), 11))
    posted = (
        plain("c1", "c2", papers=24),
        plain("c2", "c1", papers=43),
        plain("c3", "c1", papers=13),
        plain("c3", "c2", papers=12),
        plain("c3", papers=10),
    )
    version = counted_together(mixed_poll(votes, posted))
    tables = channel_tables(Contest.objects.get(pk=version.contest_id), version)
    (moved,) = [table for table in tables if table.stage]
    assert (moved.of, moved.stage) == (("c3",), 1)
    assert [row.papers for row in moved.rows] == [(14, 13), (16, 12), (11, 10)]
    first, second = json.loads(version.document)["stages"]
    for row in moved.rows[:2]:
        gained = second["votes"][row.key]["all"] - first["votes"][row.key]["all"]
        assert row.total == gained
