"""What agents take away: the command line counts it again, byte for byte; the tables are safe."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from hustings.web.journal import queries as journal
from hustings.web.papers.models import Adjudication
from hustings.web.post.models import BallotPaper
from hustings.web.results import actions as results
from hustings.web.scrutiny import actions
from hustings.web.scrutiny.models import Agent
from tests.web.results.making import Poll, counted_poll, published_poll
from tests.web.scrutiny.making import mixed_poll, with_agent

pytestmark = pytest.mark.django_db


def bundle_of(poll: Poll, number: int = 1) -> zipfile.ZipFile:
    answer = with_agent(poll).get(f"/agent/result/{number}/bundle.zip")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    return zipfile.ZipFile(io.BytesIO(answer.content))


def hustings(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hustings", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def table(bundle: zipfile.ZipFile, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(bundle.read(name).decode("utf-8-sig"))))


@pytest.mark.parametrize("make", [published_poll, mixed_poll])
def test_the_bundle_is_checked_and_counted_again_byte_for_byte(
    make: object, tmp_path: Path
) -> None:
    assert callable(make)
    poll = make()
    bundle_of(poll).extractall(tmp_path)
    folder, again = tmp_path / poll.contest.slug, tmp_path / "counted.json"
    checked = hustings("check", folder)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    counted = hustings("count", folder, "--json", again)
    assert counted.returncode == 0, counted.stdout + counted.stderr
    assert again.read_bytes() == (tmp_path / "declaration.json").read_bytes()
    assert again.read_text() == poll.contest.versions.get(number=1).document


def test_a_bundle_that_was_tampered_with_does_not_count_to_the_declaration(tmp_path: Path) -> None:
    poll = published_poll()
    bundle_of(poll).extractall(tmp_path)
    (ballots,) = (tmp_path / poll.contest.slug).glob("*.csv")
    text = ballots.read_text()
    ballots.write_text(text.replace("40", "41", 1))
    assert ballots.read_text() != text
    counted = hustings("count", tmp_path / poll.contest.slug, "--json", "-")
    assert counted.stdout != (tmp_path / "declaration.json").read_text()


def test_each_version_has_its_own_bundle() -> None:
    poll = published_poll()
    results.correct(poll.contest, issued={"all": 200}, reason="a page twice", by=poll.officer)
    results.publish_provisional(poll.contest, by=poll.officer)
    versions = {v.number: v.document for v in poll.contest.versions.all()}
    assert versions[1] != versions[2]
    client = with_agent(poll)
    for number, document in versions.items():
        content = client.get(f"/agent/result/{number}/bundle.zip").content
        held = zipfile.ZipFile(io.BytesIO(content))
        assert held.read("declaration.json").decode() == document


def test_it_holds_the_newest_entry_of_the_journal_and_how_to_use_it() -> None:
    poll = published_poll()
    bundle = bundle_of(poll)
    chain = poll.contest.organisation.slug
    number, digest = journal.head(chain)
    assert bundle.read("journal-head.txt").decode() == f"{chain}:{number}:{digest}\n"
    readme = bundle.read("README.txt").decode()
    assert f"hustings check {poll.contest.slug}" in readme
    assert f"hustings count {poll.contest.slug} --json counted.json" in readme
    assert "Version 1 of the result: provisional." in readme
    assert max(map(len, readme.splitlines())) <= 110


def test_a_bundle_from_before_the_publication_says_so() -> None:
    poll = counted_poll()
    actions.show_early(poll.contest, shown=True, by=poll.officer)
    client = with_agent(poll)
    client.post("/agent/result/1/")
    bundle = zipfile.ZipFile(io.BytesIO(client.get("/agent/result/1/bundle.zip").content))
    assert "not published yet: do not pass it on" in bundle.read("README.txt").decode()


def test_a_contest_without_post_has_no_tables_of_it() -> None:
    poll = published_poll()
    names = set(bundle_of(poll).namelist())
    assert {"README.txt", "declaration.json", "journal-head.txt", "roll.csv"} <= names
    assert not names & {"envelopes.csv", "batches.csv", "adjudications.csv"}


def test_the_tables_hold_the_figures_and_nothing_that_a_spreadsheet_would_calculate() -> None:
    poll = mixed_poll()
    one = Adjudication.objects.get(why="Two ones")
    client = with_agent(poll)
    actions.object_to(Agent.objects.get(), one, words="No")
    held = client.get("/agent/result/1/bundle.zip").content
    bundle = zipfile.ZipFile(io.BytesIO(held))
    envelopes = dict(table(bundle, "envelopes.csv"))
    assert (envelopes["received"], envelopes["accepted"]) == ("26", "24")
    assert envelopes["refused: not on the roll"] == "2"
    assert table(bundle, "batches.csv")[1] == ["1", "all", "member", "24", "0", "0", "24", "yes"]
    heads, *rows = table(bundle, "adjudications.csv")
    told = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [r["decision"] for r in told] == ["counted", "rejected", "rejected"]
    assert told[0]["Candidate 1"] == "X (counted as 1)"
    assert told[1]["objections"] == "Ann Agent, agent of Candidate 1: No"
    assert told[2]["why"] == "'=HYPERLINK(0)"
    assert told[2]["Candidate 2"] == "'=1+1"
    cells = [c for name in bundle.namelist() if name.endswith("s.csv") and "/" not in name
             for row in table(bundle, name) for c in row]  # fmt: skip
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_no_bundle_holds_the_printed_number_of_a_paper() -> None:
    poll = mixed_poll()
    bundle = bundle_of(poll)
    whole = b"".join(bundle.read(name) for name in bundle.namelist())
    numbers = BallotPaper.objects.filter(contest=poll.contest).values_list("number", flat=True)
    assert numbers
    assert not any(str(number).encode() in whole for number in numbers)
