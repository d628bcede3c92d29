"""Papers and envelopes made by the pages and the worker, read back from the files."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from hustings.errors import RuleError
from hustings.web.contests.actions import back_to_draft
from hustings.web.contests.hooks import on_wipe_tests
from hustings.web.contests.models import Contest, OrderPolicy
from hustings.web.jobs.models import Job, JobState
from hustings.web.journal.models import Entry
from hustings.web.officers.models import Role
from hustings.web.post.actions import printing as acts
from hustings.web.post.actions.setup import SetupValues, set_up, take_no_post
from hustings.web.post.files import FILES
from hustings.web.post.models import (
    Audience,
    BallotPaper,
    EnvelopeRun,
    Fate,
    PaperRun,
    PaperSize,
    PostSetup,
    ReturnEnvelope,
)
from hustings.web.post.numbers import (
    NotOurs,
    Printed,
    envelope_figures,
    envelope_shown,
    mark_of,
    paper_code,
    read_envelope,
    read_paper,
)
from hustings.web.post.printed import printed
from hustings.web.post.state import RunState, state_of
from hustings.web.project import clock
from hustings.web.roll.actions.objections import object_to
from hustings.web.roll.models import Elector
from tests.web.booth.polls import move_to
from tests.web.letters.posting import bytes_of_the_database
from tests.web.letters.worker import work_off_the_queue
from tests.web.post.printed_things import (
    SETUP,
    PrintShop,
    codes_on_papers,
    figures_on_labels,
    files_of,
    make_shop,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _an_empty_folder() -> Iterator[None]:
    yield
    assert settings.DATA is not None
    for path in settings.DATA.post.iterdir():
        path.unlink()


def folder() -> set[str]:
    assert settings.DATA is not None
    return {path.name for path in settings.DATA.post.iterdir()}


def journal(contest: Contest) -> list[str]:
    return list(Entry.objects.filter(contest=contest.slug).values_list("sentence", flat=True))


# --- papers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", PaperSize.values)
def test_every_paper_reads_back_as_one_of_the_contest_with_its_own_order(size: str) -> None:
    shop = make_shop()
    run = shop.papers(7, size)
    assert run.made_at
    (made,) = files_of(run).values()
    codes = codes_on_papers(run)
    rows = {paper.number: paper for paper in run.printed.all()}
    assert len(codes) == len(rows) == 7
    names = [candidate.name for candidate in shop.contest.candidates.order_by("number")]
    for page, code in enumerate(codes):
        read = read_paper(shop.contest, code)
        assert isinstance(read, Printed)
        assert read.rotation == rows[read.number].rotation
        turned = names[read.rotation or 0 :] + names[: read.rotation or 0]
        text = made.text(page)
        at = [text.index(name) for name in turned]
        assert at == sorted(at)
        assert mark_of(shop.contest, read.number) in text


def test_rotations_come_equally_often_and_in_no_order() -> None:
    run = make_shop(candidates=3).papers(60)
    rotations = [paper.rotation or 0 for paper in run.printed.order_by("pk")]
    assert Counter(rotations) == {0: 20, 1: 20, 2: 20}
    assert rotations != sorted(rotations)
    assert rotations[:6] * 10 != rotations


@pytest.mark.parametrize("policy", [OrderPolicy.ALPHABETICAL, OrderPolicy.FIXED])
def test_without_rotation_every_paper_is_in_the_one_order(policy: OrderPolicy) -> None:
    run = make_shop(order_policy=policy).papers(4)
    assert set(run.printed.values_list("rotation", flat=True)) == {None}
    (made,) = files_of(run).values()
    assert all(
        made.text(n).index("Candidate 1") < made.text(n).index("Candidate 3") for n in range(4)
    )


def test_nothing_on_a_paper_or_in_its_file_names_an_elector() -> None:
    shop = make_shop(3, roll={"name": "Zebedee Quartermaine", "email": "zq@example.org"})
    shop.envelopes()
    run = shop.papers(6)
    (made,) = files_of(run).values()
    electors = Elector.objects.filter(contest=shop.contest)
    personal = {
        str(value)
        for elector in electors
        for value in (
            elector.name,
            elector.email,
            elector.reference,
            elector.address.splitlines()[0],
            elector.journal_number,
            elector.public_id,
            *(envelope_shown(e.number) for e in elector.return_envelopes.all()),
            *(envelope_figures(e.number) for e in elector.return_envelopes.all()),
        )
    }
    told = " ".join([*made.metadata.values(), *(made.text(n) for n in range(made.count))])
    for value in personal:
        assert value not in told
        assert len(value) < 8 or value.encode() not in made.data  # short ones come by chance


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda code: code[:3] + str((int(code[3]) + 1) % 10) + code[4:], "a figure is wrong"),
        (lambda code: f"{code[:-1]}{'7' if code[-1] != '7' else '8'}", "official mark is wrong"),
        (lambda code: code[:6], "5 figures are missing"),
        (lambda code: f"12A{code[3:11]}", "place 3 is no figure"),
        (lambda _code: envelope_figures(1_234_567_890), "number of a return envelope"),
    ],
)
def test_a_paper_that_cannot_be_read_says_why(change: Any, why: str) -> None:
    shop = make_shop()
    code = codes_on_papers(shop.papers(1))[0]
    assert isinstance(read_paper(shop.contest, code), Printed)
    found = read_paper(shop.contest, change(code))
    assert isinstance(found, NotOurs)
    assert why in found.why


def test_papers_of_another_contest_and_invented_ones_are_not_ours() -> None:
    shop, other = make_shop(), make_shop()
    code = codes_on_papers(other.papers(1))[0]
    assert read_paper(shop.contest, code) == NotOurs("its official mark is wrong")
    assert read_paper(shop.contest, code[:11]) == NotOurs("not printed for this contest")
    invented = paper_code(shop.contest, 1_234_567_890)
    assert read_paper(shop.contest, invented) == NotOurs("not printed for this contest")


def test_test_papers_say_so_and_leave_no_number() -> None:
    shop = make_shop(state="draft", test_mode=True)
    run = shop.papers(3)
    assert run.test
    (made,) = files_of(run).values()
    assert all("TEST" in made.text(n) for n in range(3))
    assert not BallotPaper.objects.exists()
    on_wipe_tests(shop.contest)
    assert not PaperRun.objects.exists()
    assert not folder()


def test_papers_printed_before_the_form_was_changed_are_not_ours_any_more() -> None:
    shop = make_shop()
    code = codes_on_papers(shop.papers(1))[0]
    shop.contest.candidates.filter(number=1).update(withdrawn_at=clock.now())
    assert isinstance(read_paper(shop.contest, code), Printed)
    back_to_draft(shop.contest, by=shop.officer)
    shop.contest.candidates.filter(number=1).update(name="Somebody Else")
    found = read_paper(shop.fresh(), code)
    assert isinstance(found, NotOurs)
    assert "before what stands on the papers was changed" in found.why


# --- envelopes ----------------------------------------------------------------------------------


def test_every_label_reads_back_as_its_electors_envelope_in_the_order_of_the_letters() -> None:
    shop = make_shop(9)
    run = shop.envelopes()
    assert (run.envelopes, run.outer) == (9, 9)
    figures = figures_on_labels(run)
    letters = files_of(run)["1-covering-letters.pdf"]
    assert len(figures) == letters.count == 9
    for page, text in enumerate(figures):
        envelope = read_envelope(shop.contest, text)
        assert envelope is not None
        assert envelope.elector is not None
        assert envelope.elector.name in letters.text(page)
        assert envelope_shown(envelope.number) in letters.text(page)
    assert not folder() - {run.file_name}


def test_no_paper_number_stands_in_letters_and_labels() -> None:
    shop = make_shop(4)
    papers = shop.papers(5)
    run = shop.envelopes()
    numbers = [str(n) for n in papers.printed.values_list("number", flat=True)]
    for made in files_of(run).values():
        text = " ".join(made.text(n) for n in range(made.count)).replace(" ", "")
        assert not any(number in text for number in numbers)


def test_a_declaration_is_printed_with_a_place_to_sign() -> None:
    words = "I support the aims of the party."
    shop = make_shop(2, setup={"asks_declaration": True, "declaration_words": words})
    made = files_of(shop.envelopes())
    assert made["1-return-labels.pdf"].text(0).count(words) == 2
    assert "Sign the declaration" in made["1-covering-letters.pdf"].text(0)


def test_a_home_has_one_outer_envelope_and_an_inner_one_for_each_of_its_electors() -> None:
    shop = make_shop(0)
    for n, home in enumerate(("a", "a", "b", "c", "c", "c")):
        Elector.objects.create(
            contest=shop.contest, basis="member", name=f"Elector {n}", household=home,
            address=f"{home} Example Street", postcode="ZZ99 1AA",
        )  # fmt: skip
    run = shop.envelopes(households="on")
    assert (run.envelopes, run.outer) == (6, 3)
    letters = files_of(run)["1-covering-letters.pdf"]
    outer = [n for n in range(letters.count) if "sealed envelopes are inside" in letters.text(n)]
    assert len(outer) == 2
    assert letters.count == 8
    assert len(figures_on_labels(run)) == 6


def test_only_those_without_an_email_address_are_posted_to_where_so_chosen() -> None:
    shop = make_shop(4)
    some = Elector.objects.filter(contest=shop.contest).order_by("pk")[:2]
    Elector.objects.filter(pk__in=[one.pk for one in some]).update(email="")
    run = shop.envelopes("without_email")
    assert {e.elector_id for e in run.printed.all()} == {one.pk for one in some}


def test_who_has_voted_objected_or_no_address_is_left_out_and_nobody_gets_two() -> None:
    shop = make_shop(5)
    voted, objector, homeless, struck, due = Elector.objects.filter(contest=shop.contest)
    Elector.objects.filter(pk=homeless.pk).update(address="")
    Elector.objects.filter(pk=struck.pk).update(struck_at=clock.now())
    Elector.objects.filter(pk=objector.pk).update(email="objects@example.net")
    organisation = shop.contest.organisation
    object_to(organisation, email="objects@example.net", name="", postcode="")
    _vote(shop, voted)
    run = shop.envelopes()
    assert [e.elector_id for e in run.printed.all()] == [due.pk]
    answer = shop.client.post(shop.url("print/envelopes/"), {"audience": "all"})
    assert answer.status_code == 422
    assert "Nobody is due an envelope now" in answer.content.decode()
    assert "hold an envelope that is good still" in shop.get("print/envelopes/")


def _vote(shop: PrintShop, elector: Elector) -> None:
    from hustings.web.booth.models import Participation

    Participation.objects.create(
        contest=shop.contest, elector=elector, channel="post", day=clock.today(),
        receipt="x" * 12, nonce=b"n" * 32,
    )  # fmt: skip


# --- replacements -------------------------------------------------------------------------------


@pytest.mark.parametrize("fate", acts.REPLACED)
def test_a_replacement_ends_the_earlier_envelope_and_makes_another(fate: Fate) -> None:
    shop = make_shop(2)
    first = shop.envelopes().printed.order_by("pk")[0]
    found = shop.get(f"fates/?q={envelope_figures(first.number)}")
    assert shop.url(f"fates/{first.pk}/replace/") in found
    shop.send(f"fates/{first.pk}/replace/", fate=fate.value)
    work_off_the_queue()
    first.refresh_from_db()
    assert (first.fate, first.fate_on) == (fate, clock.today())
    (now,) = ReturnEnvelope.objects.filter(elector=first.elector, fate=Fate.GOOD)
    assert now.number != first.number
    assert now.run.audience == Audience.ONE
    assert figures_on_labels(now.run) == [envelope_figures(now.number)]
    assert printed(shop.contest).replaced == 1
    told = journal(shop.contest)
    assert any("good no longer" in sentence for sentence in told)
    assert any("in place of an earlier one" in sentence for sentence in told)
    assert first.elector is not None
    assert not any(first.elector.name in sentence for sentence in told)


def test_an_elector_who_lost_two_is_sent_a_third_and_the_others_stay_ended() -> None:
    shop = make_shop(1)
    elector = Elector.objects.get(contest=shop.contest)
    shop.envelopes()
    for fate in (Fate.LOST, Fate.SPOILT):
        acts.replace(elector, fate, by=shop.officer)
        work_off_the_queue()
    fates = ReturnEnvelope.objects.filter(elector=elector).order_by("pk")
    assert [e.fate for e in fates] == [Fate.LOST, Fate.SPOILT, Fate.GOOD]


def test_nothing_is_replaced_for_who_voted_was_struck_or_was_sent_nothing() -> None:
    shop = make_shop(3)
    voted, struck, none = Elector.objects.filter(contest=shop.contest).order_by("pk")
    Elector.objects.filter(pk=none.pk).update(address="")
    shop.envelopes()
    Elector.objects.filter(pk=none.pk).update(address="1 Example Street")
    Elector.objects.filter(pk=struck.pk).update(struck_at=clock.now())
    _vote(shop, voted)
    before = ReturnEnvelope.objects.filter(fate=Fate.GOOD).count()
    for elector, why in ((voted, "has voted"), (struck, "struck"), (none, "never sent")):
        with pytest.raises(RuleError, match=why):
            acts.replace(elector, Fate.LOST, by=shop.officer)
    with pytest.raises(RuleError, match="lost, spoilt or undelivered"):
        acts.replace(voted, Fate.WITHDRAWN, by=shop.officer)
    assert ReturnEnvelope.objects.filter(fate=Fate.GOOD).count() == before


def test_of_two_officers_who_replace_at_once_one_is_refused() -> None:
    shop = make_shop(1)
    elector = Elector.objects.get(contest=shop.contest)
    shop.envelopes()
    answers: list[str] = []

    def try_it() -> None:
        from django.db import connection

        try:
            acts.replace(elector, Fate.LOST, by=shop.officer)
            answers.append("made")
        except RuleError as error:
            answers.append(str(error))
        finally:
            connection.close()

    both = [threading.Thread(target=try_it) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    work_off_the_queue()
    assert sorted(answers)[1:] == ["made"], answers
    assert ReturnEnvelope.objects.filter(elector=elector, fate=Fate.GOOD).count() == 1


# --- files --------------------------------------------------------------------------------------


def test_a_file_is_fetched_printed_and_destroyed() -> None:
    shop = make_shop(2)
    run = shop.papers(3)
    assert state_of(run) is RunState.MADE
    answer = shop.client.post(shop.url(f"runs/papers/{run.pk}/fetch/"))
    assert answer.getvalue()[:5] == b"%PDF-"
    assert "no-store" in answer["Cache-Control"]
    assert "Printed: destroy it" in shop.get(f"runs/papers/{run.pk}/")
    shop.send(f"runs/papers/{run.pk}/destroy/")
    run.refresh_from_db()
    assert state_of(run) is RunState.DESTROYED
    assert not folder()
    answer = shop.client.post(shop.url(f"runs/papers/{run.pk}/fetch/"), follow=True)
    assert "The file is destroyed" in answer.content.decode()
    number = run.printed.first()
    assert number is not None
    assert isinstance(read_paper(shop.contest, paper_code(shop.contest, number.number)), Printed)


@pytest.mark.parametrize("kind", ["papers", "envelopes"])
def test_a_file_of_a_day_is_destroyed_and_unfetched_nothing_of_it_is_good(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = make_shop(2)
    run: PaperRun | EnvelopeRun = shop.papers(2) if kind == "papers" else shop.envelopes()
    tomorrow = clock.now() + timedelta(hours=24, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    told = StringIO()
    call_command("destroy_letters", stdout=told)
    assert told.getvalue() == "1 file destroyed\n"
    run.refresh_from_db()
    assert state_of(run) is RunState.WITHDRAWN
    assert not folder()
    if kind == "papers":
        found = read_paper(shop.contest, paper_code(shop.contest, run.printed.all()[0].number))
        assert isinstance(found, NotOurs)
        assert "destroyed before anybody could print it" in found.why
    else:
        fates = ReturnEnvelope.objects.filter(contest=shop.contest).values_list("fate", flat=True)
        assert set(fates) == {Fate.WITHDRAWN}
        assert printed(shop.contest).due == 2
    assert printed(shop.contest).papers == printed(shop.contest).envelopes == 0


def test_what_stops_half_way_leaves_no_number_and_no_file_and_is_begun_again() -> None:
    shop = make_shop(candidates=40, state="draft", test_mode=True)
    run = acts.start_papers(shop.contest, 3, PaperSize.A5, test=True, by=shop.officer)
    work_off_the_queue()
    run.refresh_from_db()
    assert state_of(run) is RunState.STOPPED
    assert not folder()
    assert "do not fit on two sides" in shop.get(f"runs/papers/{run.pk}/")
    shop.contest.candidates.filter(number__gt=3).delete()
    shop.send(f"runs/papers/{run.pk}/again/")
    work_off_the_queue()
    run.refresh_from_db()
    assert state_of(run) is RunState.MADE
    assert len(codes_on_papers(run)) == 3


def test_a_file_that_belongs_to_no_run_is_swept_away() -> None:
    make_shop()
    with FILES.writing("0" * 32) as file:
        file.write(b"%PDF")
    assert acts.sweep() == 1
    assert not folder()


def test_the_database_holds_no_mark_and_joins_no_paper_to_an_elector() -> None:
    shop = make_shop(3)
    papers, envelopes = shop.papers(3), shop.envelopes()
    kept = bytes_of_the_database()
    for paper in papers.printed.all():
        assert paper_code(shop.contest, paper.number).encode() not in kept
    columns = {f.name for f in BallotPaper._meta.get_fields()}
    assert columns == {"id", "contest", "run", "number", "rotation"}
    assert envelopes.printed.count() == 3


# --- when, and by whom --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "page", "why"),
    [
        ({"state": "draft"}, "print/papers/", "in test mode alone"),
        ({"state": "closed"}, "print/papers/", "time for posted papers is over"),
        (
            {"post_closes_at": clock.now() - timedelta(minutes=1)},
            "print/envelopes/",
            "time for posted papers is over",
        ),
    ],
)
def test_nothing_is_printed_at_the_wrong_time(fields: Any, page: str, why: str) -> None:
    shop = make_shop(**fields)
    assert why in shop.get(page)
    shop.client.post(shop.url(page), {"papers": 3, "size": "a5", "audience": "all"})
    assert not Job.objects.exists()


def test_the_post_may_close_after_the_online_vote_and_papers_are_made_until_then() -> None:
    shop = make_shop(closes_at=clock.now() - timedelta(minutes=1))
    assert shop.papers(1).made_at


def test_two_runs_of_papers_are_not_made_at_once_and_a_run_that_the_close_overtakes_is_void() -> (
    None
):
    shop = make_shop()
    run = acts.start_papers(shop.contest, 2, PaperSize.A5, by=shop.officer)
    with pytest.raises(RuleError, match="being made already"):
        acts.start_papers(shop.contest, 2, PaperSize.A5, by=shop.officer)
    move_to(shop.contest, "closed")
    work_off_the_queue()
    run.refresh_from_db()
    assert run.job is not None
    assert run.job.state == JobState.FAILED
    assert "time for posted papers is over" in run.job.message
    assert not folder()
    assert not BallotPaper.objects.exists()


@pytest.mark.parametrize("count", [0, acts.MOST_PAPERS + 1])
def test_a_run_has_a_sensible_number_of_papers(count: int) -> None:
    with pytest.raises(RuleError, match="from 1 to"):
        acts.start_papers(make_shop().contest, count, PaperSize.A5, by=make_shop().officer)


def test_observers_read_and_do_nothing_strangers_find_nothing() -> None:
    shop = make_shop(2)
    run = shop.papers(2)
    observer, stranger = shop.deputy(Role.OBSERVER), make_shop().client
    pages = ("", f"runs/papers/{run.pk}/", "sample/paper/a5/", "sample/letter/", "sample/labels/")
    for page in pages:
        assert observer.get(shop.url(page)).status_code == 200, page
        assert stranger.get(shop.url(page)).status_code == 404, page
        assert Client().get(shop.url(page)).status_code == 302, page
    for page in ("setup/", "stop/", "print/papers/", f"runs/papers/{run.pk}/fetch/"):
        assert observer.post(shop.url(page)).status_code == 403, page
        assert stranger.post(shop.url(page)).status_code == 404, page
    for page in ("runs/papers/9999/", "runs/letters/1/", "sample/paper/a3/", "sample/flag/"):
        assert shop.client.get(shop.url(page)).status_code == 404, page


def test_samples_say_so_and_their_numbers_are_none_of_ours() -> None:
    from hustings.report.letters import Summary
    from tests.report.letter_cases import Written

    shop = make_shop(state="draft")
    for page in ("sample/paper/large/", "sample/letter/", "sample/labels/"):
        answer = shop.client.get(shop.url(page))
        assert answer["Content-Type"] == "application/pdf"
        made = Written(answer.content, Summary(0, 0, 0))
        assert "SAMPLE" in made.text(0)
        for code in made.squares(0):
            assert isinstance(read_paper(shop.contest, code), NotOurs)


# --- set-up and posting -------------------------------------------------------------------------


def test_post_is_set_up_changed_and_given_up_while_nothing_was_made() -> None:
    shop = make_shop(2, state="draft")
    take_no_post(shop.contest, by=shop.officer)
    assert "takes no posted papers" in shop.get()
    shop.send("setup/", **SETUP)
    shop.send("setup/", **(SETUP | {"alarm_percent": 15}))
    assert PostSetup.objects.get(contest=shop.contest).alarm_percent == 15
    assert any("per cent at which the alarm rings from “5” to “15”" in s
               for s in journal(shop.contest))  # fmt: skip
    shop.send("stop/")
    assert not PostSetup.objects.exists()


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"return_address": ""}, "Give the address that return envelopes go to"),
        ({"return_address": "line\n" * 9}, "at most seven lines"),
        ({"asks_declaration": "on"}, "Give the words that electors are to sign"),
        ({"declaration_words": "x" * 351}, "at most 350 characters"),
        ({"alarm_percent": 0}, "greater than or equal to 1"),
        ({"alarm_from": ""}, "Give a number"),
    ],
)
def test_a_set_up_that_cannot_be_is_refused_with_a_remedy(form: dict[str, Any], why: str) -> None:
    shop = make_shop(state="draft")
    answer = shop.client.post(shop.url("setup/"), SETUP | form)
    assert answer.status_code == 422
    assert why in answer.content.decode()


def test_the_declaration_stands_once_labels_were_made() -> None:
    shop = make_shop(1)
    shop.envelopes()
    values = SetupValues(SETUP["return_address"], True, "I declare.", 5, 20)  # type: ignore[arg-type]
    with pytest.raises(RuleError, match="cannot be changed any more"):
        set_up(shop.contest, values, by=shop.officer)
    with pytest.raises(RuleError, match="are made"):
        take_no_post(shop.contest, by=shop.officer)


def test_posting_is_said_by_the_officer_and_the_task_list_follows() -> None:
    shop = make_shop(3)
    desk = shop.url().removesuffix("post/")

    def tells() -> str:
        return shop.client.get(desk).content.decode()

    assert "3 electors with a postal address are due an envelope" in tells()
    run = shop.envelopes()
    assert "there are fewer papers than envelopes" in tells()
    shop.papers(5)
    assert "3 not yet said to be posted" in tells()
    page = f"runs/envelopes/{run.pk}/posted/"
    answer = shop.client.post(shop.url(page), {"on": clock.today()})
    assert "were never fetched" in answer.content.decode()
    assert shop.client.post(shop.url(f"runs/envelopes/{run.pk}/fetch/")).getvalue()
    answer = shop.client.post(shop.url(page), {"on": clock.today() + timedelta(days=1)})
    assert answer.status_code == 422
    shop.send(page, on=clock.today())
    run.refresh_from_db()
    assert run.posted_on == clock.today()
    assert "not yet said to be posted" not in tells()
    assert any("3 return envelopes in 3 postings" in s for s in journal(shop.contest))


def test_the_numbers_are_told_before_anything_is_made() -> None:
    shop = make_shop(4)
    page = shop.get("print/papers/")
    assert 'value="14"' in page
    assert "orders of the candidates" in page
    page = shop.get("print/envelopes/")
    assert "electors with a postal address are due one" in page


def test_what_the_letters_cannot_print_is_told_before_they_are_posted() -> None:
    shop = make_shop(2, roll={"name": "Дмитрий ﷽"})
    run = shop.envelopes()
    assert len(run.unprintable) == 2
    assert "Look at these letters before they are posted" in shop.get(f"runs/envelopes/{run.pk}/")
