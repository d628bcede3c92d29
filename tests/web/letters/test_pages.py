"""Who may open what, what the task list and the pages say, lists for download, codes shown."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hustings.errors import RuleError
from hustings.web.booth.casting import Accepted, cast
from hustings.web.booth.codes import digest_of, issue_many, withdraw
from hustings.web.booth.models import Code
from hustings.web.booth.turnout import turnout
from hustings.web.contests.models import Contest
from hustings.web.contests.tasks import TaskState
from hustings.web.journal.models import Entry
from hustings.web.letters.actions import files_of_runs
from hustings.web.letters.actions.codes_shown import codes_on_screen, demo_codes
from hustings.web.letters.models import Delivery, Mailing, MailKind, PrintKind, PrintRun
from hustings.web.letters.queries import reach
from hustings.web.letters.task_list import tasks
from hustings.web.officers.models import Role
from hustings.web.project import clock
from hustings.web.roll.actions import late
from hustings.web.roll.actions.objections import object_to
from hustings.web.roll.hooks import erasing
from hustings.web.roll.models import LateAct
from tests.web.booth.polls import make_poll, move_to
from tests.web.contests.setting_up import cast_by_row
from tests.web.letters.posting import Post, codes_in, codes_mailed, make_post
from tests.web.letters.test_print_runs import an_envelope, vote
from tests.web.letters.worker import work_off_the_queue
from tests.web.making import make_actor, make_electors, make_organisation
from tests.web.officers.signing_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

READING = ("", "sample/", "runs/{run}/", "mailings/{mailing}/")
ASKING = (
    "codes/",
    "print/first/",
    "print/reminder/",
    "print/test/",
    "mail/invitation/",
    "mail/reminder/",
    "runs/{run}/destroy/",
    "runs/{run}/posted/",
    "mailings/{mailing}/change/",
    "mailings/{mailing}/send/",
)
DOING = (
    "runs/{run}/fetch/",
    "runs/{run}/again/",
    "runs/{run}/list/",
    "mailings/{mailing}/discard/",
    "mailings/{mailing}/to-me/",
    "mailings/{mailing}/go-on/",
    "mailings/{mailing}/list/",
)


def filled() -> tuple[Post, dict[str, int]]:
    """A poll with a print run and a mailing."""
    post = make_post(2)
    post.print()
    mailing = post.mail(also_with_code="on")
    return post, {"run": post.run().pk, "mailing": mailing.pk}


def figures(post: Post) -> tuple[Any, ...]:
    """What must not change by looking."""
    return (
        Code.objects.count(),
        Entry.objects.count(),
        list(PrintRun.objects.values_list("fetched_at", "destroyed_at", "posted_on")),
        list(Mailing.objects.values_list("subject", "started_at")),
        list(Delivery.objects.values_list("state", flat=True)),
    )


@pytest.mark.parametrize(
    ("role", "reads", "acts"),
    [
        (Role.RETURNING_OFFICER, 200, True),
        (Role.DEPUTY, 200, True),
        (Role.OBSERVER, 200, False),
        (None, 404, False),
    ],
)
def test_who_may_open_and_do_what(role: Role | None, reads: int, acts: bool) -> None:
    post, numbers = filled()
    organisation = post.contest.organisation if role else make_organisation()
    client = signed_in(make_actor(organisation, role or Role.RETURNING_OFFICER))
    before = figures(post)
    for page in READING:
        assert client.get(post.url(page.format(**numbers))).status_code == reads, page
    refused = 403 if role else 404
    for page in ASKING:
        url = post.url(page.format(**numbers))
        assert client.get(url).status_code == (200 if acts else refused), page
        if not acts:
            assert client.post(url).status_code == refused, page
    for page in DOING:
        url = post.url(page.format(**numbers))
        assert client.get(url).status_code == 405, page
        if not acts:
            assert client.post(url).status_code == refused, page
    assert figures(post) == before


def test_whoever_is_not_signed_in_is_sent_to_the_door_and_nothing_is_taken_without_the_token() -> (
    None
):
    post, numbers = filled()
    before = figures(post)
    for page in (*READING, *ASKING):
        answer = Client().get(post.url(page.format(**numbers)))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")
    forging = signed_in(post.officer, check_csrf=True)
    for page in (*ASKING, *DOING):
        assert forging.post(post.url(page.format(**numbers))).status_code == 403
    assert figures(post) == before


def test_what_belongs_to_another_contest_is_not_here() -> None:
    post, _ = filled()
    other, numbers = filled()
    for page in (*READING[2:], *ASKING[6:]):
        assert post.client.get(post.url(page.format(**numbers))).status_code == 404
    for page in DOING:
        assert post.client.post(post.url(page.format(**numbers))).status_code == 404
    for page in ("print/reissue/", "print/other/", "mail/reissue/", "mail/other/"):
        assert other.client.get(other.url(page)).status_code == 404


def lines(contest: Contest) -> list[tuple[str, str]]:
    return [(task.state.value, task.note) for task in tasks(Contest.objects.get(pk=contest.pk))]


def test_open_is_not_mailed_the_task_list_says_how_many_were_sent_no_code() -> None:
    draft = make_post(1, state="draft")
    assert lines(draft.contest)[0][0] == TaskState.LATER
    post = make_post(0)
    make_electors(post.contest, 2, address="")
    make_electors(post.contest, 1, email="")
    nothing = (
        "3 of 3 electors on the roll have been sent no voting code. Voting is open all the same."
    )
    assert lines(post.contest) == [("next", nothing)]
    assert (
        "Voting is open, and not everybody was told."
        in post.client.get(post.url()).content.decode()
    )
    run = post.print()
    assert lines(post.contest)[0][1].startswith(
        "2 of 3 electors on the roll have been sent no voti"
    )
    assert "1 file with voting codes lies on this machine" in lines(post.contest)[1][1]
    post.client.post(post.url(f"runs/{run.pk}/fetch/")).close()
    post.client.post(post.url(f"runs/{run.pk}/destroy/"))
    post.mail()
    files_of_runs.say_posted(run, clock.today(), by=post.officer)
    told = "All 3 electors were sent a code: 1 by letter, 2 by e-mail"
    assert lines(post.contest) == [("done", told)]
    assert (
        "All 3 electors on the roll were given a code."
        in post.client.get(post.url()).content.decode()
    )


def test_a_letter_that_is_made_or_downloaded_is_not_a_letter_that_was_posted() -> None:
    post = make_post(0)
    make_electors(post.contest, 2)
    run = post.print()

    def told() -> tuple[str, str, str]:
        task = next(iter(tasks(Contest.objects.get(pk=post.contest.pk))))
        return task.state.value, task.url, task.note

    page = post.url(f"runs/{run.pk}/")
    made = "The letters to 2 of 2 electors are made and not downloaded: fetch their file"
    state, url, note = told()
    assert (state, url, note.startswith(made)) == ("next", page, True)
    assert made in post.client.get(post.url()).content.decode()
    files_of_runs.fetch(run, by=post.officer)
    files_of_runs.destroy(run, by=post.officer)
    downloaded = (
        "The letters to 2 of 2 electors are downloaded, and not yet said to be posted: "
        "post them, then say on which day."
    )
    assert told() == ("next", page, downloaded)
    overview = post.client.get(post.url()).content.decode()
    assert downloaded in overview
    assert f'href="{post.url(f"runs/{run.pk}/posted/")}"' in overview
    cast_by_row(post.contest, 1)  # whoever votes has had the letter
    assert told()[2].startswith("The letter to 1 of 2 electors is downloaded")
    files_of_runs.say_posted(run, clock.today(), by=post.officer)
    assert told()[::2] == ("done", "All 2 electors were sent a code: 2 by letter, 0 by e-mail")
    assert downloaded not in post.client.get(post.url()).content.decode()


@pytest.mark.parametrize("state", ["closed", "counted", "declared"])
def test_after_the_close_a_file_of_letters_may_be_destroyed_and_is_nothing_to_do_next(
    state: str,
) -> None:
    post = make_post(1)
    post.print()
    assert [task.state for task in tasks(post.contest)][1] == TaskState.NEXT
    move_to(post.contest, state)
    _, file = tasks(Contest.objects.get(pk=post.contest.pk))
    assert (file.title, file.state) == ("Destroy the file of the letters", TaskState.OPTIONAL)


def test_the_state_of_reach_counts_letters_e_mails_both_and_nothing() -> None:
    post = make_post(0)
    make_electors(post.contest, 3, email="")
    make_electors(post.contest, 2)
    make_electors(post.contest, 4, address="")
    make_electors(post.contest, 1, address="", email="")
    make_electors(post.contest, 1, name="Objected")
    object_to(post.contest.organisation, email="", name="Objected", postcode="ZZ99 1AA")
    post.print()
    post.mail(also_with_code="on")
    found = reach(post.contest)
    assert (found.electors, found.letter_alone, found.email_alone, found.both, found.nothing) == (
        11,
        3,
        4,
        2,
        2,
    )
    assert (found.objected, found.nowhere) == (1, 1)


def test_whoever_holds_a_code_or_has_voted_was_reached_as_the_turnout_says_too() -> None:
    poll = make_poll(3)  # their codes were given out without a letter or an e-mail
    assert isinstance(cast(poll.ballot(0)), Accepted)
    withdraw([digest_of(poll.codes[1])])  # this one reached nobody
    found = reach(poll.contest)
    assert (found.electors, found.otherwise, found.nothing) == (3, 2, 1)
    assert turnout(poll.contest).issued == found.otherwise
    assert lines(poll.contest)[0][1].startswith("1 of 3 electors on the roll")
    issue_many(poll.electors[1:2], channel="officer")
    told = "All 3 electors were given a code: 0 by letter, 0 by e-mail, 3 otherwise"
    assert lines(poll.contest) == [("done", told)]


def rows_of(answer: Any) -> list[list[str]]:
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_lists_say_who_and_how_far_and_no_spreadsheet_calculates_them() -> None:
    post = make_post(0)
    make_electors(post.contest, 1, name="=HYPERLINK(0)", email="one@example.org")
    run = post.print()
    mailing = post.mail(also_with_code="on")
    letters = rows_of(post.client.post(post.url(f"runs/{run.pk}/list/")))
    emails = rows_of(post.client.post(post.url(f"mailings/{mailing.pk}/list/")))
    assert letters[1][3] == emails[1][2] == "'=HYPERLINK(0)"
    assert emails[1][3:5] == ["one@example.org", "handed to the mail server"]
    told = Entry.objects.filter(act="roll-exported").values_list("sentence", flat=True)
    assert sorted(told) == [
        f"Downloaded the list of mailing {mailing.pk}: 1 elector.",
        f"Downloaded the list of print run {run.pk}: 1 elector.",
    ]


def test_a_code_issued_again_kills_the_rest_and_comes_by_letter() -> None:
    post, act = asked_again()
    (old,) = codes_in(post.run())
    late.approve(act, by=make_actor(post.contest.organisation))
    assert not isinstance(vote(old, an_envelope(post)), Accepted)  # at once, before the letter
    work_off_the_queue()
    run = post.run()
    assert (run.kind, run.letters) == (PrintKind.REISSUE, 1)
    (new,) = codes_in(run)
    assert isinstance(vote(new, an_envelope(post)), Accepted)


def test_a_code_issued_again_comes_by_e_mail_where_there_is_no_address() -> None:
    post, act = asked_again(address="")
    late.approve(act, by=make_actor(post.contest.organisation))
    work_off_the_queue()
    old, new = codes_mailed()
    assert post.contest.mailings.latest("at").kind == MailKind.REISSUE
    assert not isinstance(vote(old, an_envelope(post)), Accepted)
    assert isinstance(vote(new, an_envelope(post)), Accepted)


def test_a_code_is_not_issued_again_to_nowhere() -> None:
    post, act = asked_again(address="", email="")
    with pytest.raises(RuleError, match="neither address nor e-mail"):
        late.approve(act, by=make_actor(post.contest.organisation))
    act.refresh_from_db()
    assert act.approved_at is None


def asked_again(**roll: str) -> tuple[Post, LateAct]:
    """An elector who was written to, and for whom an officer asks for another code."""
    post = make_post(1, roll=roll, frozen=True)
    if roll.get("address") != "":
        post.print()
    elif roll.get("email") != "":
        post.mail()
    elector = post.contest.electors.get()
    return post, late.ask_reissue(elector, reason="Her letter was stolen.", by=post.officer)


def test_codes_on_the_screen_are_for_tests_alone() -> None:
    post = make_post(3, state="draft", test_mode=True)
    for code in (shown := codes_on_screen(post.contest, 2, by=post.officer)):
        assert isinstance(vote(code, an_envelope(post)), Accepted)
    assert len(set(shown)) == 2
    for n in (0, 51):
        with pytest.raises(RuleError, match="1 to 50"):
            codes_on_screen(post.contest, n, by=post.officer)
    for other in (make_post(1), make_post(1, state="draft")):
        with pytest.raises(RuleError, match="test mode alone"):
            codes_on_screen(other.contest, 1, by=other.officer)
        page = other.client.post(other.url("codes/"), {"n": 1}).content.decode()
        assert "test mode alone" in page
    empty = make_post(0, state="draft", test_mode=True)
    with pytest.raises(RuleError, match="upload the roll first"):
        codes_on_screen(empty.contest, 1, by=empty.officer)


def test_a_demonstration_gives_codes_of_a_fictional_contest_alone() -> None:
    post = make_post(3, fictional=True)
    first = demo_codes(post.contest, 2)
    assert Code.objects.filter(channel="officer", dead="").count() == 2
    assert isinstance(vote(first[0], an_envelope(post)), Accepted)
    more = demo_codes(post.contest, 5)  # as many as there are electors left
    assert len(more) == 2
    with pytest.raises(RuleError, match="fictional"):
        demo_codes(make_post(1).contest, 1)


def test_erasure_leaves_numbers_and_takes_who_got_what() -> None:
    from django.db import transaction

    post, _ = filled()
    with transaction.atomic():
        erasing(post.contest)
    run = PrintRun.objects.get()
    assert (run.letters, run.destroyed_why, run.printed.count()) == (2, "erased", 0)
    assert set(Delivery.objects.values_list("digest", "message_id")) == {(None, "")}
    assert Delivery.objects.filter(state="sent").count() == 2


@pytest.mark.parametrize(
    ("contact", "by", "named"),
    [
        ("Winifred Penhaligon", "Ada Quill, returning officer", "Winifred Penhaligon"),
        ("", "Ada Quill, returning officer", "Ada Quill"),
        ("", "Bram Lanthorn, deputy returning officer", "Edie Frostwick"),
        ("", "ada@example.org, returning officer", "Edie Frostwick"),
        ("", "", "Edie Frostwick"),
    ],
)
def test_a_letter_names_the_contact_or_a_returning_officer(
    contact: str, by: str, named: str
) -> None:
    from hustings.report.letters import ENGLISH
    from hustings.web.letters.design import design_of

    post = make_post(0)
    post.contest.organisation.contact_name = contact
    post.officer.user.name = "Edie Frostwick"
    post.officer.user.save()
    design = design_of(post.contest, by=by)
    assert design.officer == named
    assert f"ask {named} for a new one" in ENGLISH.help_lines.format(officer=design.officer)


def test_letters_wait_for_their_day_in_the_contests_own_zone() -> None:
    from hustings.web.letters.design import moment_in_words

    noon = clock.now().replace(month=7, day=1, hour=12, minute=0)
    post = make_post(0, state="draft", timezone="Europe/London", opens_at=noon,
                     closes_at=noon + timedelta(days=1))  # fmt: skip
    assert moment_in_words(post.contest, noon).endswith("1 July 2026, 13:00 BST")


def test_the_button_after_a_mailing_says_what_it_shows() -> None:
    from hustings.web.jobs.queries import shown

    post = make_post(1)
    mailing = post.mail()
    mailing.job.refresh_from_db()
    assert shown(mailing.job).next_label == "Show what was sent"
