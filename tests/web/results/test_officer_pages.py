"""The officers' pages from the close to the declared result."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from hustings.seal import Cost, protect
from hustings.web.booth.models import Envelope
from hustings.web.contests import keys_kept
from hustings.web.contests.models import Contest
from hustings.web.contests.tasks import TaskState
from hustings.web.jobs.models import Job
from hustings.web.officers.models import Role
from hustings.web.results import actions, opening_jobs
from hustings.web.results.models import Lot, Opening, Version
from hustings.web.results.tasks_here import tasks_of_results
from tests.web.making import make_actor
from tests.web.officers.signing_in import signed_in
from tests.web.results.making import (
    KEY,
    Poll,
    Vote,
    closed_poll,
    counted_poll,
    declared_poll,
    published_poll,
)

pytestmark = pytest.mark.django_db
PASSPHRASE = "four words quite apart"  # noqa: S105
TIE = (Vote((1, 2), 12), Vote((2, 1), 12), Vote((3,), 20))


def page(poll: Poll, name: str, *more: object) -> str:
    return reverse(
        f"results:{name}", args=[poll.contest.organisation.slug, poll.contest.slug, *more]
    )


def key_file(passphrase: str = PASSPHRASE) -> SimpleUploadedFile:
    text = protect(
        KEY,
        passphrase,
        contest="x",
        title="X",
        salt=secrets.token_bytes(16),
        nonce=secrets.token_bytes(24),
        cost=Cost(1, 8 * 1024),
    )
    return SimpleUploadedFile("key.json", text.encode())


def test_the_key_file_and_its_passphrase_open_the_envelopes() -> None:
    poll = closed_poll()
    client = signed_in(poll.officer)
    shown = client.get(page(poll, "open"))
    assert b"92" in shown.content
    sent = {"key_file": key_file(), "passphrase": PASSPHRASE}
    answer = client.post(page(poll, "open"), sent)
    assert (answer.status_code, answer["Location"]) == (302, page(poll, "overview"))
    assert Opening.objects.get(contest=poll.contest).envelopes == 92


def test_a_wrong_passphrase_opens_nothing_and_says_so() -> None:
    poll = closed_poll()
    sent = {"key_file": key_file(), "passphrase": "another one altogether"}
    answer = signed_in(poll.officer).post(page(poll, "open"), sent)
    assert answer.status_code == 422
    assert "passphrase is not the one" in answer.content.decode()
    assert not Opening.objects.exists()


def test_a_key_kept_on_the_machine_opens_and_is_then_destroyed(
    django_capture_on_commit_callbacks: object,
) -> None:
    poll = closed_poll(key_place="server")
    keys_kept.keep(poll.contest, KEY)
    capture = django_capture_on_commit_callbacks
    with capture(execute=True):  # type: ignore[operator]
        answer = signed_in(poll.officer).post(page(poll, "open"))
    assert answer.status_code == 302
    assert Opening.objects.filter(contest=poll.contest).exists()
    with pytest.raises(Exception, match="cannot be read"):
        keys_kept.kept_key(poll.contest)


def test_a_lost_key_is_no_loss_while_its_backup_is_there() -> None:
    poll = closed_poll(key_place="server")
    client = signed_in(poll.officer)
    assert "saved when the key was made" in client.get(page(poll, "open")).content.decode()
    sent = {"key_file": key_file(), "passphrase": PASSPHRASE}
    assert client.post(page(poll, "open"), sent).status_code == 302
    assert Opening.objects.get(contest=poll.contest).envelopes == 92


def test_a_mismatch_is_told_in_numbers_on_the_page() -> None:
    poll = closed_poll()
    Envelope.objects.filter(pk=Envelope.objects.values("pk")[:1]).delete()
    answer = signed_in(poll.officer).get(page(poll, "open"))
    assert "92 marked as having voted, 91 envelopes" in answer.content.decode()


def test_once_opened_the_page_of_the_opening_says_when_and_by_whom_and_has_no_form() -> None:
    poll = closed_poll()
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    client = signed_in(poll.officer)
    sent = {"key_file": key_file(), "passphrase": PASSPHRASE}
    for answer in (client.get(page(poll, "open")), client.post(page(poll, "open"), sent)):
        text = unescape(answer.content.decode())
        assert answer.status_code == 409
        assert re.search(r"Opened on \d+ \w+ \d{4}, \d\d:\d\d \(Europe/London\) by ", text)
        assert f"by {poll.officer.words}: 92 envelopes; nothing more to do." in text
        assert "not as many" not in text
        assert 'name="passphrase"' not in text
    tasks = tasks_of_results(Contest.objects.get(pk=poll.contest.pk))
    assert page(poll, "open") not in {task.url for task in tasks}


@pytest.mark.parametrize(
    ("made", "stands"),
    [
        (counted_poll, "version 1 is counted"),
        (published_poll, "version 1 is published as provisional"),
        (declared_poll, "version 1 is declared"),
    ],
)
def test_once_counted_the_page_of_the_count_says_so_and_has_no_form(
    made: Callable[[], Poll], stands: str
) -> None:
    poll = made()
    client = signed_in(poll.officer)
    for answer in (client.get(page(poll, "count")), client.post(page(poll, "count"))):
        text = answer.content.decode()
        assert answer.status_code == 409
        assert stands in text
        assert "Count the ballots?" not in text
    assert poll.contest.versions.count() == 1


ACTS = ("open", "count", "lot", "provisional", "declare", "recount", "correct")


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.OBSERVER])
@pytest.mark.parametrize("name", ACTS)
def test_deputies_and_observers_do_none_of_it(name: str, role: Role) -> None:
    poll = published_poll()
    client = signed_in(make_actor(poll.contest.organisation, role))
    assert client.get(page(poll, name)).status_code == 403
    assert client.post(page(poll, name)).status_code == 403


@pytest.mark.parametrize("role", list(Role))
def test_every_officer_sees_the_count_and_its_page_before_it_is_out(role: Role) -> None:
    poll = counted_poll()
    client = signed_in(make_actor(poll.contest.organisation, role))
    assert client.get(page(poll, "overview")).status_code == 200
    shown = client.get(page(poll, "preview"))
    assert "Only the officers" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert client.get(page(poll, "preview_file", "declaration.json")).status_code == 200


@pytest.mark.parametrize("name", ["overview", "preview", *ACTS])
def test_officers_of_another_organisation_find_nothing(name: str) -> None:
    poll, other = counted_poll(), closed_poll()
    client = signed_in(other.officer)
    assert client.get(page(poll, name)).status_code == 404


@pytest.mark.parametrize("name", ["preview", "provisional", "recount", "correct", "declare"])
def test_before_the_count_not_even_officers_see_anything(name: str) -> None:
    poll = closed_poll()
    client = signed_in(poll.officer)
    answer = client.get(page(poll, name))
    assert answer.status_code in {404, 409}


@pytest.mark.parametrize("state", ["draft", "ready"])
def test_before_the_close_the_pages_say_that_it_is_not_the_time(state: str) -> None:
    poll = closed_poll()
    contest = Contest.objects.create(
        organisation=poll.contest.organisation,
        slug="not-yet",
        title="Not yet",
        closes_at=poll.contest.closes_at,
    )
    Contest.objects.filter(pk=contest.pk).update(state=state)
    early = Poll(contest, poll.officer)
    client = signed_in(poll.officer)
    assert client.get(page(early, "overview")).status_code == 409
    assert client.get(page(early, "open")).status_code == 409


def test_a_tie_is_settled_by_its_lot_from_page_to_page() -> None:
    poll = closed_poll(TIE)
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    client = signed_in(poll.officer)
    client.post(page(poll, "count"))
    assert not poll.contest.versions.exists()
    overview = client.get(page(poll, "overview")).content.decode()
    assert "A lot is needed" in overview
    asked = client.get(page(poll, "lot")).content.decode()
    assert "Candidate 1 and Candidate 2 are level" in asked
    assert "slip" in asked
    wrong = {"stage": "2", "tied": "c1>c2", "drawn": "c1", "how": "a hat"}
    refused = client.post(page(poll, "lot"), wrong)
    assert refused.status_code == 422
    assert "another lot" in refused.content.decode()
    assert not Lot.objects.exists()
    right = wrong | {"stage": "1"}
    assert client.post(page(poll, "lot"), right).status_code == 302
    assert poll.contest.versions.get().headline.startswith("Candidate 2")
    overview = client.get(page(poll, "overview")).content.decode()
    assert "<strong>Candidate 1</strong>, drawn to be excluded. a hat. <" in overview
    shown = client.get(page(poll, "preview")).content.decode()
    assert "Candidate 1, drawn to be excluded. <span>a hat.</span><" in shown
    number = Lot.objects.get().pk
    client.post(page(poll, "lot_anew", number), right | {"drawn": "c2", "how": "misread"})
    client.post(page(poll, "recount"), {"reason": "the lot was misread"})
    again = poll.contest.versions.order_by("number").last()
    assert again is not None
    assert again.headline.startswith("Candidate 1")


def test_a_lot_for_the_winner_is_told_as_one() -> None:
    poll = closed_poll((Vote((1,), 12), Vote((2,), 12)))
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    client = signed_in(poll.officer)
    client.post(page(poll, "count"))
    asked = client.get(page(poll, "lot")).context["asked"].needed
    sent = {"stage": asked.stage, "tied": ">".join(asked.candidates), "drawn": "c2", "how": "A die"}
    assert client.post(page(poll, "lot"), sent).status_code == 302
    overview = client.get(page(poll, "overview")).content.decode()
    assert "<strong>Candidate 2</strong>, drawn to be chosen. A die. <" in overview


def test_from_the_count_to_the_declaration_and_a_correction_by_pages_alone(client: Client) -> None:
    poll = counted_poll()
    officer = signed_in(poll.officer)
    public = reverse("results:result", args=[poll.contest.slug])
    assert client.get(public).status_code == 404
    confirm = officer.get(page(poll, "provisional")).content.decode()
    assert "92" in confirm
    officer.post(page(poll, "provisional"))
    assert client.get(public).status_code == 200
    unsigned = officer.post(page(poll, "declare"), {"signed_name": "", "role": "RO"})
    assert unsigned.status_code == 422
    officer.post(page(poll, "declare"), {"signed_name": "Ann Ash", "role": "Returning officer"})
    assert b"Ann Ash" in client.get(public).content
    officer.post(page(poll, "correct"), {"issued-0": "120", "reason": "a page was left out"})
    assert b"<ins>120</ins>" not in client.get(public).content
    officer.post(page(poll, "declare"), {"signed_name": "Ann Ash", "role": "Returning officer"})
    corrected = client.get(public).content.decode()
    assert "<del>100</del>" in corrected
    assert "<ins>120</ins>" in corrected
    assert "a page was left out" in corrected
    first = client.get(reverse("results:version", args=[poll.contest.slug, 1])).content.decode()
    assert "Not the latest" in first


@pytest.mark.parametrize(
    ("name", "taken"),
    [("bob", False), ("B. 7", False), ("Ann  Ash", True), ("solo", True), (" Solo ", True)],
)
def test_a_declaration_is_signed_with_a_full_name_or_the_accounts(name: str, taken: bool) -> None:
    poll = published_poll()
    type(poll.officer.user).objects.filter(pk=poll.officer.user.pk).update(name="Solo")
    client = signed_in(poll.officer)
    answer = client.post(page(poll, "declare"), {"signed_name": name, "role": "RO"})
    assert answer.status_code == (302 if taken else 422)
    assert poll.contest.versions.filter(declared_at__isnull=False).exists() is taken
    if not taken:
        said = f"“{name}” is not a full name: type first name and surname"
        assert said in unescape(answer.content.decode())


def test_the_sentence_is_shown_before_it_is_declared_as_the_document_has_it_after() -> None:
    poll = published_poll()
    client = signed_in(poll.officer)
    shown = unescape(client.get(page(poll, "declare")).content.decode())
    found = re.search(r"as: “(I, (.+?), declare that .+\.)”", shown)
    assert found is not None
    assert found[2] == str(poll.officer.user)
    client.post(page(poll, "declare"), {"signed_name": "Ann Ash", "role": "Returning officer"})
    signed = client.get(page(poll, "preview_file", "declaration.html"))
    text = b"".join(signed) if signed.streaming else signed.content
    assert found[1].replace(found[2], "Ann Ash") in unescape(text.decode())


def test_the_task_list_goes_from_the_opening_to_the_declaration() -> None:
    poll = closed_poll()

    def standing() -> dict[str, TaskState]:
        found = tasks_of_results(Contest.objects.get(pk=poll.contest.pk))
        return {task.title: task.state for task in found}

    assert standing()["Open the envelopes"] is TaskState.NEXT
    assert standing()["Count"] is TaskState.LATER
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    assert standing()["Open the envelopes"] is TaskState.DONE
    assert standing()["Count"] is TaskState.NEXT
    actions.count(poll.contest, by=poll.officer)
    assert standing()["Publish the provisional result"] is TaskState.NEXT
    actions.publish_provisional(poll.contest, by=poll.officer)
    assert standing()["Declare the result"] is TaskState.NEXT
    actions.declare(poll.contest, signed_name="A", role="RO", by=poll.officer)
    assert standing()["Declare the result"] is TaskState.DONE


def test_get_changes_nothing() -> None:
    poll = declared_poll()
    client = signed_in(poll.officer)
    before = list(Version.objects.values_list("pk", "stage"))
    for name in ("overview", *ACTS, "preview"):
        client.get(page(poll, name))
    assert list(Version.objects.values_list("pk", "stage")) == before
    assert not Lot.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_very_many_envelopes_are_opened_beside_the_request_and_the_job_holds_no_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The limit is lowered; the thread, the job and the page it leads to are the real ones."""
    import threading

    monkeypatch.setattr("hustings.web.results.views.opening.IN_A_REQUEST", 50)
    poll = closed_poll()
    client = signed_in(poll.officer)
    sent = {"key_file": key_file(), "passphrase": PASSPHRASE}
    answer = client.post(page(poll, "open"), sent)
    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:job", args=[poll.contest.organisation.slug, job.pk])
    for thread in threading.enumerate():
        if thread.name.startswith("opening-"):
            thread.join(30)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 92, 92)
    assert Opening.objects.get(contest=poll.contest).envelopes == 92
    held = repr(Job.objects.values().get())
    assert KEY.private.hex() not in held
    assert PASSPHRASE not in held
    assert not DBTaskResult.objects.exists()
    assert opening_jobs.IN_A_REQUEST == 20_000


def test_few_papers_are_warned_of_before_they_are_published_and_before_they_are_declared() -> None:
    told = "Only 9 papers were returned. Every ranking is published with its number of papers"
    poll = counted_poll((Vote((1, 2), 6), Vote((2,), 3)))
    client = signed_in(poll.officer)
    before = client.get(page(poll, "provisional")).content.decode()
    assert told in before
    assert "until you publish, only officers see the result" in before
    actions.publish_provisional(poll.contest, by=poll.officer)
    assert "They are public already" in client.get(page(poll, "declare")).content.decode()
    many = counted_poll()
    assert (
        "papers were returned."
        not in signed_in(many.officer).get(page(many, "provisional")).content.decode()
    )
