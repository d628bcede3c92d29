"""What an organisation's programs may read with a token, and what nobody can with any."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from hustings.web.api import actions, tokens
from hustings.web.api.models import Token
from hustings.web.booth import casting
from hustings.web.journal.models import Entry
from hustings.web.project import clock
from tests.web.api.asking import Asked, ask, token_of
from tests.web.booth.polls import make_poll
from tests.web.making import make_actor, make_contest, make_electors
from tests.web.papers.sheets import Sheet, plain
from tests.web.post.making import bag_of, posted_poll, received
from tests.web.results.making import Vote, closed_poll, counted_poll, mixed_poll

pytestmark = pytest.mark.django_db
ELECTOR = "Quillfeather"


def test_a_token_reads_its_organisations_drafts_and_those_of_no_other() -> None:
    draft, other = make_contest(test_mode=True), make_contest()
    token = token_of(make_actor(draft.organisation))
    listed = ask("organisation/contests", token).told
    assert [c["id"] for c in listed["items"]] == [draft.slug]
    told = ask(f"organisation/contests/{draft.slug}", token).told
    assert (told["state"], told["test"], told["candidates"]) == ("draft", True, 3)
    assert ask("organisation", token).told["id"] == draft.organisation.slug
    for rest in ("", "/tasks", "/turnout"):
        asked = ask(f"organisation/contests/{other.slug}{rest}", token)
        missing = ask(f"organisation/contests/none{rest}", token)
        assert asked.status == missing.status == 404
        assert asked.told["detail"] == missing.told["detail"]


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"Authorization": "Bearer hustings_wrong"},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic aHVzdGluZ3M6eA=="},
        {"Authorization": "Token {token}"},
        {"Authorization": "Bearer {token}x"},
        {"Authorization": "Bearer \xff\xfe"},
    ],
)
def test_without_a_good_token_nothing_is_told(header: dict[str, str]) -> None:
    contest = make_contest()
    token = token_of(make_actor(contest.organisation))
    filled = {name: value.format(token=token) for name, value in header.items()}
    for path in ("", "/contests", f"/contests/{contest.slug}", f"/contests/{contest.slug}/tasks"):
        asked = ask(f"organisation{path}", **filled)
        assert (asked.status, asked.kind) == (401, "application/problem+json")
        assert asked.headers["www-authenticate"].startswith("Bearer")
        assert contest.title not in asked.text


def test_a_session_of_an_officer_is_no_token() -> None:
    from tests.web.officers.signing_in import signed_in

    officer = make_actor(make_contest().organisation)
    assert signed_in(officer).get("/api/1/organisation").status_code == 401


def test_a_revoked_token_is_refused_at_once() -> None:
    officer = make_actor(make_contest().organisation)
    made = actions.make_token("website", by=officer)
    assert ask("organisation", made.text).status == 200
    actions.revoke_token(made.token, by=officer)
    assert ask("organisation", made.text).status == 401


def test_only_the_digest_of_a_token_is_kept() -> None:
    officer = make_actor(make_contest().organisation)
    text = token_of(officer)
    row = Token.objects.get()
    assert bytes(row.digest) == hashlib.sha256(text.encode()).digest()
    assert len(text.removeprefix(tokens.PREFIX)) == 43
    told = [e.sentence for e in Entry.objects.all()]
    assert any("website" in sentence for sentence in told)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a table's own name
            assert text not in repr(cursor.fetchall())


def test_the_day_of_the_last_use_is_kept_and_written_once_a_day() -> None:
    officer = make_actor(make_contest().organisation)
    text = token_of(officer)
    assert Token.objects.get().used_on is None
    ask("organisation", text)
    assert Token.objects.get().used_on == clock.today()
    Token.objects.update(name="changed meanwhile")
    ask("organisation", text)
    assert Token.objects.get().name == "changed meanwhile"
    with time_machine.travel(clock.now() + timedelta(days=1)):
        ask("organisation", text)
        assert Token.objects.get().used_on == clock.today()


def test_what_needs_a_token_is_kept_by_nobody_and_open_to_no_other_page() -> None:
    contest = make_contest()
    token = token_of(make_actor(contest.organisation))
    for path in ("organisation", "organisation/contests", f"organisation/contests/{contest.slug}"):
        asked = ask(path, token, Origin="https://news.example")
        assert "no-store" in asked.headers["cache-control"]
        assert "access-control-allow-origin" not in asked.headers
        assert "Authorization" in asked.headers["vary"]
    before = Client().options("/api/1/organisation", headers={"Origin": "https://news.example"})
    assert "Access-Control-Allow-Origin" not in before.headers


def test_the_turnout_is_told_by_day_channel_and_basis_and_small_groups_together() -> None:
    poll = make_poll(25)
    make_electors(poll.contest, 3, basis="supporter")
    casting.cast(poll.ballot(0))
    casting.cast(poll.ballot(1))
    token = token_of(make_actor(poll.contest.organisation))
    told = ask(f"organisation/contests/{poll.contest.slug}/turnout", token).told
    assert (told["cast"], told["on_roll"], told["issued"], told["test"]) == (2, 28, 25, False)
    assert told["channels"] == [{"keys": ["online"], "cast": 2, "of": 28}]
    assert told["bases"] == [{"keys": ["member", "supporter"], "cast": 2, "of": 28}]
    assert told["sent"] == []
    assert sum(day["cast"] for day in told["days"]) == 2


def test_the_turnout_by_post_is_told_as_officers_see_it_of_the_roll_and_of_those_sent_papers() -> (
    None
):
    posted = posted_poll(12)
    make_electors(posted.contest, 3)
    received(posted, [0, 1])
    casting.cast(posted.poll.ballot(2))
    token = token_of(posted.officer)
    told = ask(f"organisation/contests/{posted.contest.slug}/turnout", token).told
    assert told["channels"] == [
        {"keys": ["online"], "cast": 1, "of": 15},
        {"keys": ["post"], "cast": 2, "of": 15},
    ]
    assert [(row["keys"], row["cast"], row["of"]) for row in told["sent"]] == [
        (["online"], 1, 12),
        (["post"], 2, 12),
    ]
    public = ask(f"contests/{posted.contest.slug}").told
    assert not {"turnout", "cast", "post"} & set(public)


def test_the_tasks_are_those_of_the_list() -> None:
    draft = make_contest()
    token = token_of(make_actor(draft.organisation))
    told = ask(f"organisation/contests/{draft.slug}/tasks", token).told
    assert {"prepare"} <= {t["group"] for t in told}
    assert any(t["needed_to_open"] and t["state"] == "next" and t["note"] for t in told)


def test_the_post_is_told_in_envelopes_and_they_add_up() -> None:
    posted = posted_poll(12, setup={"asks_declaration": True})
    received(posted, [0])
    received(posted, [1], declaration=False)
    bag_of(posted, 2)
    token = token_of(posted.officer)
    told = ask(f"organisation/contests/{posted.contest.slug}/post", token).told
    assert (told["sent"], told["received"], told["accepted"], told["waiting"]) == (12, 2, 1, 2)
    assert told["refused"]["declaration"] == told["refused_in_all"] == 1
    assert told["received"] == told["accepted"] + sum(told["refused"].values())
    turnout = ask(f"organisation/contests/{posted.contest.slug}/turnout", token).told
    assert turnout["channels"] == [{"keys": ["post"], "cast": 1, "of": 12}]


def test_opened_papers_are_told_and_they_add_up() -> None:
    sheets = (plain("c1", papers=22), Sheet({}), Sheet({"c2": "X"}))
    poll = mixed_poll((Vote((1,), 3),), sheets, extra=1, empty=2)
    token = token_of(poll.officer)
    told = ask(f"organisation/contests/{poll.contest.slug}/papers", token).told
    assert told.pop("verified_at")
    assert told == {
        "envelopes": 25, "extra": 1, "empty": 2, "found": 24, "keyed_once": 24, "keyed_twice": 24,
        "mismatches": 0, "doubtful": 2, "undecided": 0, "valid": 23, "rejected": {"unmarked": 1},
        "rejected_in_all": 1,
    }  # fmt: skip


def test_a_contest_without_post_has_no_figures_of_it() -> None:
    contest = make_contest()
    token = token_of(make_actor(contest.organisation))
    assert ask(f"organisation/contests/{contest.slug}/post", token).status == 404
    assert ask(f"organisation/contests/{contest.slug}/papers", token).status == 404
    assert ask(f"organisation/contests/{contest.slug}", token).told["takes_post"] is False


def _everything(slug: str, token: str) -> list[Asked]:
    paths = ["organisation", "organisation/contests", f"organisation/contests/{slug}"]
    paths += [f"organisation/contests/{slug}/{rest}" for rest in ("tasks", "turnout")]
    return [ask(path, token) for path in paths]


def test_a_token_reads_no_ranking_and_no_winner_before_they_are_published() -> None:
    votes = (Vote((1, 2), 30, 0), Vote((2, 1), 20, 1))
    for make in (closed_poll, counted_poll):
        poll = make(votes, title="Ashby Vale primary")
        token = token_of(poll.officer)
        for asked in _everything(poll.contest.slug, token):
            assert asked.status == 200
            for hidden in ("Candidate 1", "Candidate 2", "c1>", '"votes"', "choice"):
                assert hidden not in asked.text, (asked.text, hidden)


def test_a_token_reads_no_elector() -> None:
    poll = make_poll(12, roll={"name": f"Elsie {ELECTOR}", "reference": "M-REF-77"})
    casting.cast(poll.ballot(0))
    token = token_of(make_actor(poll.contest.organisation))
    for asked in _everything(poll.contest.slug, token):
        for hidden in (ELECTOR, "M-REF-77", "ZZ99", "Example Street", "elector1@"):
            assert hidden not in asked.text
