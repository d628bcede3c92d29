"""What agents see, from when on, and what is written down of it; nothing of another contest."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from hustings.contest import Heading
from hustings.errors import RuleError
from hustings.web.contests.actions import abandon
from hustings.web.contests.models import Contest
from hustings.web.journal.models import Entry
from hustings.web.officers.models import Role
from hustings.web.papers import scans
from hustings.web.papers.actions.adjudicating import Proposal, agree, propose
from hustings.web.papers.actions.scanning import remove_scans, take_scans
from hustings.web.papers.actions.showing import hide_scan, show_scan
from hustings.web.papers.models import Adjudication, Reading, Scan
from hustings.web.post.models import BallotPaper
from hustings.web.results import actions as results
from hustings.web.results.models import Version
from hustings.web.roll.models import Elector
from hustings.web.scrutiny import actions
from hustings.web.scrutiny.models import RecountRequest
from tests.web.booth.polls import make_poll
from tests.web.making import make_actor
from tests.web.officers.signing_in import signed_in
from tests.web.post.making import bag_of, posted_poll, received
from tests.web.results.making import TIED, Poll, Vote, closed_poll, counted_poll, published_poll
from tests.web.scrutiny.making import closed_with_papers, invited, let_in, mixed_poll, with_agent

pytestmark = pytest.mark.django_db


def seen(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def entries(act: str) -> list[str]:
    return [f"{e.by}: {e.sentence}" for e in Entry.objects.filter(act=act).order_by("number")]


# --- the figures ----------------------------------------------------------------------------------


def test_the_figures_tell_the_roll_and_the_turnout_and_name_nobody() -> None:
    poll = closed_poll()
    page = seen(with_agent(poll), "/agent/figures/")
    assert "92.0%" in page  # 92 of 100 electors
    assert not any(name in page for name in Elector.objects.values_list("name", flat=True))


def test_a_basis_of_few_electors_is_told_with_others() -> None:
    poll = closed_poll([Vote((1,), 20), Vote((2,), 4, basis="supporter"), Vote((3,), 12, basis="affiliate")])  # noqa: E501  # fmt: skip
    page = seen(with_agent(poll), "/agent/figures/")
    assert ">4</td>" not in page


def test_refused_envelopes_are_told_by_heading_and_bags_as_they_balance() -> None:
    poll = posted_poll(30)
    received(poll, range(20))
    received(poll, [0])  # a second envelope of the same elector
    bag_of(poll, 5)
    agent = let_in(invited(poll.contest, poll.officer).token)
    page = " ".join(seen(agent, "/agent/figures/").split())
    assert ('<th scope="row">a second envelope of the same elector</th><td class="n">1</td>'
            '<td class="n">4.8%</td>') in page  # fmt: skip
    assert '<th scope="row">late</th><td class="n">0</td>' in page
    assert "not finished" in page
    assert page.count("balances</td>") == 2


def test_batches_and_the_verification_are_told_in_numbers() -> None:
    page = " ".join(seen(with_agent(closed_with_papers()), "/agent/figures/").split())
    assert '<th scope="row" class="n">1</th><td class="n">24</td>' in page
    assert "Doubtful papers" in page


def test_a_contest_without_post_says_nothing_of_it() -> None:
    client = with_agent(published_poll())
    assert "Posted envelopes" not in seen(client, "/agent/figures/")
    assert "takes no posted papers" in seen(client, "/agent/papers/")


# --- doubtful papers ------------------------------------------------------------------------------


def test_doubtful_papers_are_shown_after_a_press_that_is_journalled_once_a_visit() -> None:
    poll = closed_with_papers()
    client = with_agent(poll)
    assert "Two ones" not in seen(client, "/agent/papers/")
    assert not entries("doubtful papers seen")
    assert client.post("/agent/papers/").status_code == 302
    page = seen(client, "/agent/papers/")
    for told in ("Batch 1, paper 23", "Two ones", "more than one first preference", "Counted"):
        assert told in page
    client.post("/agent/papers/")
    seen(client, "/agent/papers/")
    (told,) = entries("doubtful papers seen")
    assert told.startswith("Ann Agent, agent of Candidate 1: Saw the doubtful papers")
    assert told.endswith(" 3 at that time.")


def test_no_agent_learns_the_printed_number_of_a_paper() -> None:
    poll = closed_with_papers()
    client = with_agent(poll)
    client.post("/agent/papers/")
    page = seen(client, "/agent/papers/") + seen(client, "/agent/figures/")
    numbers = BallotPaper.objects.filter(contest=poll.contest).values_list("number", flat=True)
    assert len(numbers) == 24
    assert not any(str(number) in page for number in numbers)


def test_a_paper_that_one_officer_alone_judged_is_not_shown() -> None:
    poll = closed_with_papers()
    Adjudication.objects.filter(why="Two ones").update(second_by=None, second_at=None)
    client = with_agent(poll)
    client.post("/agent/papers/")
    assert "Two ones" not in seen(client, "/agent/papers/")
    one = Adjudication.objects.get(why="Two ones")
    assert client.get(f"/agent/papers/{one.pk}/").status_code == 404


PICTURE = "/agent/papers/{}/picture.jpg"


def pictured(poll: Poll) -> Adjudication:
    """The paper of two first preferences, with its picture."""
    decision = Adjudication.objects.get(why="Two ones")
    name, reading = scans.keep(jpeg()), decision.reading
    Scan.objects.create(batch=reading.batch, place=reading.place, file_name=name)
    return decision


def jpeg(width: int = 210, height: int = 297) -> bytes:
    out = io.BytesIO()
    Image.new("L", (width, height), 255).save(out, "JPEG")
    return scans.re_encoded(io.BytesIO(out.getvalue()))


def show(poll: Poll, reading: Reading) -> None:
    """As an officer who looked at the picture of this moment."""
    show_scan(reading, seen=Scan.objects.get().pk, by=poll.officer)


def page_of(decision: Adjudication) -> str:
    contest = decision.reading.batch.contest
    there = f"/officer/{contest.organisation.slug}/c/{contest.slug}/papers/doubtful/"
    return f"{there}{decision.reading_id}/picture/"


def paper_of(decision: Adjudication) -> str:
    return page_of(decision).removesuffix("picture/")


def form_of(officer: Client, decision: Adjudication) -> dict[str, str]:
    """What the form of the page would send."""
    hidden = r'<input type="hidden" name="(do|seen)" value="(\w+)">'
    return dict(re.findall(hidden, seen(officer, page_of(decision))))


def press(officer: Client, decision: Adjudication, form: dict[str, str] | None = None) -> str:
    """Send the form, of the page as it is now unless another is given; the page that follows."""
    sent = form_of(officer, decision) if form is None else form
    answer = officer.post(page_of(decision), sent, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_agent_sees_a_picture_from_when_an_officer_lets_her_and_its_ends_are_covered() -> None:
    poll = closed_with_papers()
    decision = pictured(poll)
    client, at = with_agent(poll), PICTURE.format(decision.pk)
    assert client.get(at).status_code == 302  # to the press that is journalled
    client.post("/agent/papers/")
    assert at not in seen(client, "/agent/papers/")
    assert client.get(at).status_code == 404
    contest = poll.contest
    there = f"/officer/{contest.organisation.slug}/c/{contest.slug}/papers/doubtful/"
    officer = signed_in(poll.officer)
    preview = officer.get(f"{there}{decision.reading_id}/picture.jpg")
    assert "picture.jpg" in seen(officer, f"{there}{decision.reading_id}/picture/")
    press(officer, decision)
    client.post("/agent/papers/")
    assert at in seen(client, "/agent/papers/")
    shown = client.get(at)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert shown.content == preview.content
    assert "no-store" in shown["Cache-Control"]
    with Image.open(io.BytesIO(shown.content)) as picture:
        assert picture.getpixel((100, 280)) != 255
    assert Entry.objects.get(act="scan-shown").sentence == (
        "Lets agents see the picture of batch 1, paper 23, with its ends covered."
    )
    another = with_agent(poll, name="Bob Agent")
    another.post("/agent/papers/")
    assert "3 at that time, 1 picture among them." in entries("doubtful papers seen")[-1]
    press(officer, decision)  # no longer
    assert client.get(at).status_code == 404


def test_a_press_that_comes_twice_does_what_it_says_and_is_journalled_once() -> None:
    poll = closed_with_papers()
    decision = pictured(poll)
    officer = signed_in(poll.officer)
    for shown, act in ((True, "scan-shown"), (False, "scan-hidden")):
        form = form_of(officer, decision)
        press(officer, decision, form)
        press(officer, decision, form)
        assert Scan.objects.get().shown is shown
        assert len(entries(act)) == 1
    assert "nothing was changed" in press(officer, decision, {})
    assert not Scan.objects.get().shown


def test_a_picture_that_took_the_place_of_the_one_looked_at_is_not_shown() -> None:
    poll = closed_with_papers()
    decision = pictured(poll)
    officer = signed_in(poll.officer)
    form = form_of(officer, decision)
    reading = decision.reading
    take_scans(reading.batch, reading.place, [io.BytesIO(jpeg())], by=poll.officer)
    assert "Another picture was put in the place" in press(officer, decision, form)
    assert not Scan.objects.get().shown
    press(officer, decision)
    assert Scan.objects.get().shown
    remove_scans(reading.batch, by=poll.officer)
    assert "There is no picture of this paper any more" in press(officer, decision, form)


def test_no_agent_sees_a_picture_of_an_abandoned_contest_and_an_officer_takes_it_back() -> None:
    poll = closed_with_papers()
    decision = pictured(poll)
    show(poll, decision.reading)
    client, at = with_agent(poll), PICTURE.format(decision.pk)
    client.post("/agent/papers/")
    assert client.get(at).status_code == 200
    abandon(poll.contest, "The seat is gone.", by=poll.officer)
    assert client.get(at).status_code == 404
    assert at not in seen(client, "/agent/papers/")
    officer = signed_in(poll.officer)
    page = seen(officer, page_of(decision))
    assert "none of an abandoned contest" in page
    assert "Agents see this picture" not in page + seen(officer, paper_of(decision))
    press(officer, decision)
    assert not Scan.objects.get().shown
    assert form_of(officer, decision) == {}, "nothing to press any more"
    with pytest.raises(RuleError, match="abandoned"):
        show(poll, decision.reading)


def test_a_picture_or_a_decision_that_comes_later_in_a_visit_takes_another_press() -> None:
    poll = closed_with_papers()
    decision, at = pictured(poll), "/agent/papers/"
    client = with_agent(poll)
    client.post(at)
    show(poll, decision.reading)
    assert client.get(PICTURE.format(decision.pk)).headers["location"] == at
    assert "There is more to see" in seen(client, at)
    client.post(at)
    assert "1 picture among them" in entries("doubtful papers seen")[-1]
    assert client.get(PICTURE.format(decision.pk)).status_code == 200
    hide_scan(decision.reading, by=poll.officer)
    assert "Two ones" in seen(client, at), "less to see takes no press"
    show(poll, decision.reading)
    assert client.get(PICTURE.format(decision.pk)).status_code == 200
    made = propose(
        decision.reading, Proposal(Heading.MORE_THAN_ONE_FIRST, why="Anew"), by=poll.officer
    )
    agree(made, by=make_actor(poll.contest.organisation, Role.DEPUTY))
    assert "Anew" not in seen(client, at)
    assert client.get(f"{at}{decision.pk}/").headers["location"] == at
    client.post(at)
    client.post(at)
    assert "Anew" in seen(client, at)
    assert len(entries("doubtful papers seen")) == 3


@pytest.mark.parametrize("left", [0, 300])
def test_a_damaged_picture_is_nothing_to_show_and_an_officer_reads_so(left: int) -> None:
    poll = closed_with_papers()
    decision = pictured(poll)
    show(poll, decision.reading)
    path = scans.path_of(Scan.objects.get().file_name)
    assert path is not None
    path.write_bytes(path.read_bytes()[:left])
    client, at = with_agent(poll), PICTURE.format(decision.pk)
    client.post("/agent/papers/")
    assert "picture" not in entries("doubtful papers seen")[-1]
    assert at not in seen(client, "/agent/papers/")
    assert client.get(at).status_code == 404
    officer = signed_in(poll.officer)
    assert "cannot be read" in seen(officer, page_of(decision))
    assert "Agents do not see this picture" in seen(officer, paper_of(decision))
    assert officer.get(page_of(decision)[:-1] + ".jpg").status_code == 404
    press(officer, decision)
    assert not Scan.objects.get().shown
    with pytest.raises(RuleError, match="cannot be read"):
        show(poll, decision.reading)


def test_a_picture_is_for_agents_of_its_contest_while_they_are_let_in() -> None:
    poll = closed_with_papers()
    decision = pictured(poll)
    show(poll, decision.reading)
    other = with_agent(closed_with_papers(title="Another primary"))
    other.post("/agent/papers/")
    at = PICTURE.format(decision.pk)
    assert other.get(at).status_code == 404
    made = invited(poll.contest, poll.officer)
    client = let_in(made.token)
    client.post("/agent/papers/")
    assert client.get(at).status_code == 200
    actions.revoke(made.agent, by=poll.officer)
    assert client.get(at).status_code == 302
    assert Client().get(at).status_code == 302


def test_a_picture_that_lies_on_its_side_or_of_an_undecided_paper_is_not_shown() -> None:
    poll = closed_with_papers()
    decision = pictured(poll)
    Scan.objects.update(file_name=scans.keep(jpeg(297, 210)))
    with pytest.raises(RuleError, match="does not stand upright"):
        show(poll, decision.reading)
    Adjudication.objects.update(second_by=None, second_at=None)
    with pytest.raises(RuleError, match="two officers decided"):
        show(poll, decision.reading)
    assert not Scan.objects.filter(shown=True).exists()


# --- the result -----------------------------------------------------------------------------------


def test_a_result_is_seen_when_it_is_published_and_not_before() -> None:
    poll = counted_poll()
    client = with_agent(poll)
    assert "no result to see yet" in seen(client, "/agent/result/")
    for page in ("", "bundle.zip", "say/", "recount/"):
        assert client.get(f"/agent/result/1/{page}").status_code == 404
    results.publish_provisional(poll.contest, by=poll.officer)
    assert client.get("/agent/result/").headers["location"] == "/agent/result/1/"
    assert "Stage by stage" in seen(client, "/agent/result/1/")
    assert not entries("result seen")


def test_the_early_sight_shows_it_after_a_press_that_is_journalled_once_a_visit() -> None:
    poll = counted_poll()
    actions.show_early(poll.contest, shown=True, by=poll.officer)
    client = with_agent(poll)
    headline = Version.objects.get().headline
    assert headline not in seen(client, "/agent/result/1/")
    for page in ("bundle.zip", "say/", "recount/"):  # not past the button
        assert client.get(f"/agent/result/1/{page}").headers["location"] == "/agent/result/1/"
    client.post("/agent/result/1/")
    page = seen(client, "/agent/result/1/")
    assert "Not published." in page
    assert "Stage by stage" in page
    client.post("/agent/result/1/")
    assert entries("result seen") == [
        "Ann Agent, agent of Candidate 1: Saw version 1 of the result before it was published."
    ]


def test_the_early_sight_taken_back_shows_nothing_from_then_on() -> None:
    poll = counted_poll()
    actions.show_early(poll.contest, shown=True, by=poll.officer)
    client = with_agent(poll)
    client.post("/agent/result/1/")
    actions.show_early(poll.contest, shown=False, by=poll.officer)
    assert client.get("/agent/result/1/").status_code == 404
    assert client.get("/agent/result/1/bundle.zip").status_code == 404


def test_the_result_of_test_ballots_is_shown_to_no_agent() -> None:
    poll = counted_poll()
    first = poll.contest.versions.get()
    Version.objects.create(
        contest=poll.contest, number=2, stage="provisional", folder=first.folder,
        document=first.document, headline="TEST", counted_at=first.counted_at, counted_by="x",
        test=True,
    )  # fmt: skip
    actions.show_early(poll.contest, shown=True, by=poll.officer)
    client = with_agent(poll)
    assert client.get("/agent/result/1/").status_code == 200
    assert client.get("/agent/result/2/").status_code == 404


def test_the_lot_that_was_drawn_is_told() -> None:
    poll = closed_poll(TIED)
    results.open_envelopes(poll.contest, key=poll.key, by=poll.officer)
    results.count(poll.contest, by=poll.officer)
    results.record_lot(
        poll.contest, stage=1, candidates=["c1", "c2"], drawn="c2", how="By hat", by=poll.officer
    )
    results.count(poll.contest, by=poll.officer)
    results.publish_provisional(poll.contest, by=poll.officer)
    page = seen(with_agent(Poll(poll.fresh(), poll.officer)), "/agent/result/1/")
    assert "Lot at stage 1" in page
    assert "Candidate 2, drawn to be excluded. By hat." in page


def test_an_earlier_version_can_be_seen_and_the_last_alone_be_signed() -> None:
    poll = published_poll()
    results.recount(poll.contest, reason="asked for", by=poll.officer)
    results.publish_provisional(poll.contest, by=poll.officer)
    client = with_agent(poll)
    assert "/agent/result/1/say/" not in seen(client, "/agent/result/1/")
    assert "/agent/result/2/say/" in seen(client, "/agent/result/2/")


# --- of one contest alone -------------------------------------------------------------------------


def test_no_address_shows_anything_of_another_contest() -> None:
    """Two contests of one organisation, each with papers and a result; all numbers of the other."""
    ours, other = closed_with_papers(), mixed_poll(title="Secret primary")
    client = with_agent(ours)
    client.post("/agent/papers/")
    for decision in Adjudication.objects.filter(reading__batch__contest=other.contest):
        for answer in (
            client.get(f"/agent/papers/{decision.pk}/"),
            client.post(f"/agent/papers/{decision.pk}/", {"words": "No"}),
        ):
            assert answer.status_code == 404
    for number in (*range(1, 4), other.contest.versions.get().pk):
        for page in ("", "bundle.zip", "say/", "recount/"):
            for method in (client.get, client.post):
                answer = method(f"/agent/result/{number}/{page}", {"signed_name": "Ann Agent"})
                assert answer.status_code in {404, 405}, page
                assert b"Secret primary" not in answer.content
    assert not RecountRequest.objects.exists()


def test_no_get_of_an_agent_changes_a_row() -> None:
    poll = mixed_poll()
    client = with_agent(poll)
    client.post("/agent/papers/")
    before = Entry.objects.count()
    one = Adjudication.objects.first()
    assert one is not None
    for path in ("figures/", "papers/", f"papers/{one.pk}/", "result/", "result/1/",
                 "result/1/bundle.zip", "result/1/say/", "result/1/recount/"):  # fmt: skip
        assert client.get(f"/agent/{path}").status_code in {200, 302}
    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", ["figures", "papers", "result"])
def test_whoever_is_let_in_is_named_on_every_page(name: str) -> None:
    client = with_agent(closed_with_papers(), first=False)
    page = seen(client, reverse(f"scrutiny:{name}"))
    assert "Ann Agent, scrutineer for all candidates" in page


def test_a_contest_that_became_a_draft_again_shows_nothing() -> None:
    poll = make_poll()
    officer = make_actor(poll.contest.organisation)
    client = let_in(invited(poll.contest, officer).token)
    Contest.objects.filter(pk=poll.contest.pk).update(state="draft", ready_at=None)
    assert "is a draft again" in seen(client, "/agent/figures/")
