"""Letters: who gets one, what stands in it, where its code is, and when its file is gone."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.utils.html import strip_tags

from hustings.errors import RuleError
from hustings.seal import Typo, read_code
from hustings.web.booth.casting import Accepted, Ballot, Refused, cast, new_nonce
from hustings.web.booth.codes import digest_of, issue_many, nonce_digest_of
from hustings.web.booth.models import Code
from hustings.web.contests import actions as contests
from hustings.web.journal.models import Entry
from hustings.web.letters import files, printing
from hustings.web.letters.actions import files_of_runs
from hustings.web.letters.actions.files_of_runs import sweep
from hustings.web.letters.design import SAMPLE_CODE
from hustings.web.letters.models import Destroyed, Printed, PrintKind, PrintRun
from hustings.web.letters.state import RunState, run_state
from hustings.web.project import clock
from hustings.web.roll.actions.objections import object_to
from hustings.web.roll.models import Elector
from tests.web.contests.setting_up import cast_by_row
from tests.web.letters.posting import Post, codes_in, letters_of, make_post
from tests.web.letters.worker import work_off_the_queue
from tests.web.making import make_electors
from tests.web.officers.signing_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
ONE_OF_MANY = re.compile(r"(?<![\d.,])1 (letter|elector|e-mail|sheet|code|envelope)s")


def folder() -> Path:
    assert settings.DATA is not None
    return settings.DATA.letters


def vote(code: str, sealed: bytes) -> Accepted | Refused:
    return cast(Ballot(digest_of(code), nonce_digest_of(new_nonce()), sealed))


def an_envelope(post: Post) -> bytes:
    from hustings.seal import Marks, seal

    assert post.contest.public_key is not None
    return seal(Marks((1, 2)), 3, bytes(post.contest.public_key))


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_squares_of_the_letters_hold_codes_that_vote_each_for_its_own_elector() -> None:
    post = make_post(4)
    run = post.print(words="Please vote.")
    assert (run.letters, run.sheets) == (4, 4)
    codes = codes_in(run)
    assert len(set(codes)) == 4
    letters = letters_of(run)
    for page, code in enumerate(codes):
        assert not isinstance(read_code(code), Typo)
        elector = Elector.objects.get(codes__digest=digest_of(code))
        text = letters.text(page)
        assert elector.name in text
        assert str(elector.journal_number) in text
        assert code.replace("-", " ") in text
        assert "Please vote." in text
    sealed = an_envelope(post)
    for code in codes:
        assert isinstance(vote(code, sealed), Accepted)
    assert post.contest.participations.count() == 4


def test_letters_come_by_postcode_and_those_of_one_home_together() -> None:
    post = make_post(0)
    for name, postcode, address in (
        ("Tenth", "S10 1AA", "1 High Street"),
        ("Second", "S2 1AA", "2 High Street"),
        ("Second too", "S2 1AA", "1 High Street"),
        ("At home with her", "S2 1AA", "1 High Street"),
    ):
        make_electors(post.contest, 1, name=name, postcode=postcode, address=address)
    run = post.print()
    names = [row.elector.name for row in run.printed.order_by("pk").select_related("elector")]
    assert names == ["Second too", "At home with her", "Second", "Tenth"]
    assert [n in letters_of(run).text(page) for page, n in enumerate(names)] == [True] * 4


def test_who_is_left_out_is_told_in_numbers_and_gets_no_letter() -> None:
    post = make_post(0)
    contest = post.contest
    voted, holds, _, homeless, struck, due = (
        make_electors(contest, 1, name=name)[0]
        for name in ("Voted", "Holds", "Objected", "Nowhere", "Struck", "Due")
    )
    Elector.objects.filter(pk=homeless.pk).update(address="")
    Elector.objects.filter(pk=struck.pk).update(struck_at=clock.now())
    object_to(contest.organisation, email="", name="Objected", postcode="ZZ99 1AA")
    issue_many([holds], channel="email")
    Elector.objects.exclude(pk=voted.pk).update(section="later")
    cast_by_row(contest, 1)
    assert contest.participations.get().elector == voted
    page = post.client.get(post.url("print/first/")).content.decode()
    for number, words in (
        (1, "elector gets a letter with a new code"),
        (1, "sheet of A4"),
        (1, "hold a code that works already and get none"),
        (1, "have voted and get none"),
        (1, "objected to being written to and get none"),
        (1, "have no postal address on the roll and get none"),
        (5, "electors are on the roll"),
    ):
        assert f'<span class="n">{number}</span> <span>{words}' in page
    assert [one.elector for one in post.print().printed.all()] == [due]
    reminded = {one.elector for one in post.print("reminder").printed.all()}
    assert reminded == {holds, due}


def test_a_reminder_adds_a_code_beside_the_first_and_the_first_used_burns_both() -> None:
    post = make_post(1)
    (first,), (second,) = codes_in(post.print()), codes_in(post.print("reminder"))
    assert Code.objects.filter(dead="").count() == 2
    sealed = an_envelope(post)
    assert isinstance(vote(first, sealed), Accepted)
    assert isinstance(vote(second, sealed), Refused)
    answer = post.client.post(post.url("print/reminder/"))
    assert "Nobody needs such a letter now" in answer.content.decode()


def test_the_file_is_its_owners_alone_and_is_fetched_until_it_is_said_to_be_printed() -> None:
    post = make_post(2)
    run = post.print()
    path = files.path_of(run.file_name)
    assert path.stat().st_mode & 0o777 == 0o600
    assert post.client.get(post.url(f"runs/{run.pk}/fetch/")).status_code == 405
    for _ in range(2):
        answer = post.client.post(post.url(f"runs/{run.pk}/fetch/"))
        assert content(answer) == path.read_bytes()
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
    held = path.open("rb")  # as somebody would who looks at the disk's blocks afterwards
    asked = post.client.get(post.url(f"runs/{run.pk}/destroy/")).content.decode()
    assert "Printed: destroy it" in asked
    assert path.exists()
    post.client.post(post.url(f"runs/{run.pk}/destroy/"))
    assert not path.exists()
    with held:
        assert set(held.read()) == {0}
    run.refresh_from_db()
    assert (run.destroyed_why, run_state(run)) == (Destroyed.PRINTED, RunState.DESTROYED)
    assert Code.objects.filter(dead="").count() == 2
    answer = post.client.post(post.url(f"runs/{run.pk}/fetch/"), follow=True)
    assert "The file is destroyed" in answer.content.decode()
    acts = list(Entry.objects.filter(act__startswith="letters-").values_list("act", flat=True))
    assert acts.count("letters-fetched") == 2
    assert acts.count("letters-destroyed") == 1


def test_a_file_nobody_fetched_dies_after_a_day_with_its_codes_and_is_made_anew() -> None:
    post = make_post(2)
    run = post.print()
    codes = codes_in(run)
    with time_machine.travel(clock.now() + DAY - timedelta(minutes=1)):
        told = StringIO()
        call_command("destroy_letters", stdout=told)
        assert told.getvalue() == "0 files destroyed\n"
        assert files.path_of(run.file_name).exists()
    with time_machine.travel(clock.now() + DAY + timedelta(seconds=1)):
        run.refresh_from_db()
        assert run_state(run) is RunState.WITHDRAWN  # before anything has swept
        with pytest.raises(RuleError, match="destroyed"):
            files_of_runs.fetch(run, by=post.officer)
        page = signed_in(post.officer).get(post.url()).content.decode()
        assert files.path_of(run.file_name).exists()  # looking destroys nothing
        call_command("destroy_letters", stdout=told)
    assert "its codes are dead" in page
    assert list(folder().iterdir()) == []
    run.refresh_from_db()
    assert run.destroyed_why == Destroyed.EXPIRED
    assert isinstance(vote(codes[0], an_envelope(post)), Refused)
    assert Code.objects.filter(dead="").count() == 0
    assert post.print().letters == 2


def test_a_fetched_file_dies_after_a_day_and_its_codes_go_on_voting() -> None:
    post = make_post(1)
    run = post.print()
    (code,) = codes_in(run)
    post.client.post(post.url(f"runs/{run.pk}/fetch/")).close()
    with time_machine.travel(clock.now() + DAY + timedelta(seconds=1)):
        work_off_the_queue()  # the worker looks by itself when the day is over
    assert not files.path_of(run.file_name).exists()
    assert isinstance(vote(code, an_envelope(post)), Accepted)


def test_no_code_works_unless_its_file_is_whole() -> None:
    """The file cannot be written: nothing is half done, and it is begun again."""
    post = make_post(3)
    post.client.post(post.url("print/first/"))
    taken = folder() / post.run().file_name
    taken.mkdir()  # so that the finished file cannot take its name
    work_off_the_queue()
    taken.rmdir()
    run = post.run()
    assert run_state(run) is RunState.STOPPED
    assert Code.objects.count() == Printed.objects.count() == 0
    assert list(folder().iterdir()) == []
    assert "stopped before its file was done" in post.client.get(post.url()).content.decode()
    post.client.post(post.url(f"runs/{run.pk}/again/"))
    work_off_the_queue()
    assert len(codes_in(post.run())) == Code.objects.count() == 3


def test_a_run_of_very_many_is_several_files_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "LETTERS_A_PART", 2)
    post = make_post(5)
    run = post.print()
    assert len(set(codes_in(run))) == 5
    answer = post.client.post(post.url(f"runs/{run.pk}/fetch/"))
    assert answer["Content-Type"] == "application/zip"
    assert content(answer)[:2] == b"PK"


@pytest.mark.parametrize(
    ("state", "opens", "closes", "first", "reminder"),
    [
        ("draft", -1, 1, "Make the contest ready first", "Make the contest ready first"),
        ("ready", 1, 2, "", "Voting has not opened"),
        ("ready", -1, 1, "", ""),
        ("ready", -2, -1, "Voting has ended", "Voting has ended"),
        ("closed", -2, -1, "Voting has ended", "Voting has ended"),
    ],
)
def test_letters_are_made_when_they_are_of_use(
    state: str, opens: int, closes: int, first: str, reminder: str
) -> None:
    post = make_post(
        1, state=state, opens_at=clock.now() + opens * DAY, closes_at=clock.now() + closes * DAY
    )
    for kind, why in (("first", first), ("reminder", reminder), ("test", "in test mode alone")):
        page = post.client.get(post.url(f"print/{kind}/")).content.decode()
        assert (why in page) if why else ("Make the letters" in page)
        if why:
            post.client.post(post.url(f"print/{kind}/"))
            with pytest.raises(RuleError, match=why):
                files_of_runs.start(post.contest, PrintKind(kind), by=post.officer)
    assert not PrintRun.objects.exists()


def test_a_poll_that_closes_while_letters_are_made_issues_no_code() -> None:
    post = make_post(2)
    post.client.post(post.url("print/first/"))
    with time_machine.travel(post.contest.closes_at):
        work_off_the_queue()
        run = post.run()
        assert run.job is not None
        assert "Voting has ended" in run.job.message
    assert Code.objects.count() == 0
    assert list(folder().iterdir()) == []


@pytest.mark.full
def test_fifteen_thousand_letters_are_made_with_progress() -> None:
    post = make_post(15_000)
    run = post.print()
    assert run.job is not None
    assert (run.letters, run.sheets, run.job.done) == (15_000, 15_000, 15_000)
    assert Code.objects.filter(dead="").count() == run.printed.count() == 15_000
    assert printing.starts_with(run.file_name)[:2] == b"PK"


def test_two_runs_are_not_made_at_once() -> None:
    post = make_post(2)
    post.client.post(post.url("print/first/"))
    answer = post.client.post(post.url("print/first/"))
    assert answer.status_code == 422
    assert "Letters are being made already" in answer.content.decode()


def test_test_letters_say_test_and_go_when_the_test_is_wiped() -> None:
    post = make_post(3, state="draft", test_mode=True)
    run = post.print("test", most=2)
    codes = codes_in(run)
    assert len(codes) == 2
    assert "TEST" in letters_of(run).text(0)
    assert isinstance(vote(codes[0], an_envelope(post)), Accepted)
    contests.set_test_mode(post.contest, False, by=post.officer)
    assert not PrintRun.objects.exists()
    assert Code.objects.count() == 0
    assert list(folder().iterdir()) == []


def test_the_sample_letter_needs_no_roll_and_carries_a_code_that_can_never_be_one() -> None:
    post = make_post(0, state="draft")
    answer = post.client.get(post.url("sample/"))
    assert answer["Content-Type"] == "application/pdf"
    from hustings.report.letters import Summary
    from tests.report.letter_cases import Written

    letter = Written(answer.content, Summary(0, 0, 0))
    assert "SAMPLE" in letter.text(0)
    assert letter.squares(0) == [f"{settings.BASE_URL}/vote/#{SAMPLE_CODE}"]
    assert isinstance(read_code(SAMPLE_CODE), Typo)
    assert Code.objects.count() == 0


def test_letters_are_posted_on_a_day_between_their_making_and_today() -> None:
    post = make_post(1)
    run = post.print()
    url = post.url(f"runs/{run.pk}/posted/")
    today = clock.today()
    assert "never fetched" in post.client.post(url, {"on": today}).content.decode()
    post.client.post(post.url(f"runs/{run.pk}/fetch/")).close()
    for wrong in (today + DAY, today - DAY):
        answer = post.client.post(url, {"on": wrong})
        assert answer.status_code == 422
        assert "Give a day from when the letters were made" in answer.content.decode()
    post.client.post(url, {"on": today})
    run.refresh_from_db()
    assert run.posted_on == today


def test_what_cannot_be_printed_is_told_by_name_and_kept_by_number() -> None:
    post = make_post(1)
    odd = make_electors(post.contest, 1, name="أحمد Example")[0]
    run = post.print()
    assert run.unprintable == [odd.journal_number]
    assert "أحمد" in post.client.get(post.url(f"runs/{run.pk}/")).content.decode()


def test_a_sweep_leaves_what_is_being_made_and_removes_what_belongs_to_nothing() -> None:
    post = make_post(1)
    post.client.post(post.url("print/first/"))
    making = folder() / f"{post.run().file_name}.part"
    making.write_bytes(b"half a letter")
    stray, foreign = folder() / ("a" * 32), folder() / "README"
    stray.write_bytes(b"a code")
    foreign.write_bytes(b"not ours")
    assert sweep() == 1
    assert sorted(folder().iterdir()) == sorted([making, foreign])
    foreign.unlink()
    making.unlink()


def test_one_letter_is_called_one_letter_on_every_page_and_in_the_journal() -> None:
    post = make_post(1)
    confirm = post.client.get(post.url("print/first/")).content.decode()
    run = post.print()
    done = post.client.get(f"/officer/{post.contest.organisation.slug}/jobs/{run.job_id}/")
    files_of_runs.fetch(run, by=post.officer)
    posted = post.client.get(post.url(f"runs/{run.pk}/posted/")).content.decode()
    files_of_runs.say_posted(run, clock.today(), by=post.officer)
    post.client.post(post.url(f"runs/{run.pk}/list/"))
    sentences = [*Entry.objects.values_list("sentence", flat=True)]
    assert any("Made 1 letter with codes" in said for said in sentences)
    assert any(f"print run {run.pk}, 1 letter, was posted on" in said for said in sentences)
    assert "Letters: 1." in done.content.decode()
    pages = [strip_tags(page) for page in (confirm, done.content.decode(), posted)]
    for said in [*sentences, *pages]:
        assert not (found := ONE_OF_MANY.search(said)), found
