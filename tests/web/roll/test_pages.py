"""The officer's and the public pages of the roll: who may open them, and what they say."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hustings.seal import Cost, OpeningKey, protect
from hustings.web.contests.models import Contest
from hustings.web.officers.models import Role
from hustings.web.project import clock
from hustings.web.roll.actions import duplicates, freezing, late, taking
from hustings.web.roll.models import Application, Duplicate, Elector, LateAct, Upload
from tests.web.making import make_actor, make_contest, make_electors, make_organisation
from tests.web.officers.signing_in import signed_in
from tests.web.roll.lists import csv_of, uploaded

pytestmark = pytest.mark.django_db

XSS = '<script>alert("x")</script>'


@dataclass(frozen=True)
class Site:
    """One contest with something on every page."""

    contest: Contest
    client: Client
    numbers: dict[str, int]

    def url(self, page: str) -> str:
        keys = [self.contest.organisation.slug, self.contest.slug]
        number = self.numbers.get(page)
        more = {"download": [number, "refused"]}.get(page, [number] if number else [])
        return reverse(f"roll:{page}", args=[*keys, *more])


def _site(role: Role = Role.RETURNING_OFFICER, *, frozen: bool = False) -> Site:
    contest = make_contest(asking_allowed=True)
    actor = make_actor(contest.organisation)
    viewer = make_actor(contest.organisation, role)
    rows = [
        ("Ann Example", "1 High Street", "Exampleton", "ZZ99 1AA", "ann@example.org", "M1"),
        ("Anne Example", "1 High Street", "Exampleton", "ZZ99 1AA", "ann@example.org", "M2"),
        ("Eve Sample", "3 High Street", "Exampleton", "ZZ99 1AA", "x@example.org", "M3"),
    ]
    upload = uploaded(contest, actor, csv_of(*rows))
    taking.take(upload, by=actor)
    duplicates.find(contest)
    bad = ("Cy " + XSS, "4 High Street", "Exampleton", "WRONG " + XSS, "", "M4")
    waiting = uploaded(contest, actor, csv_of(bad, ("=1+1", "", "", "", "", "M5")))
    Elector.objects.create(contest=contest, basis="member", name=XSS, email="y@example.org")
    asked = Application.objects.create(
        contest=contest, name=XSS, address=XSS, postcode="ZZ99 1AA", at=clock.now()
    )
    pair = Duplicate.objects.filter(contest=contest).first()
    elector = Elector.objects.filter(contest=contest, name=XSS).last()
    assert pair is not None
    assert elector is not None
    numbers = {
        **dict.fromkeys(
            ("upload", "columns", "decisions", "take", "remove", "download"), waiting.pk
        ),
        **dict.fromkeys(("sheet", "decide_all", "clean"), waiting.pk),
        "undo": upload.pk,
        "duplicate": pair.pk,
        **dict.fromkeys(("elector", "strike", "put_back", "reissue"), elector.pk),
        "application": asked.pk,
    }
    if frozen:
        freezing.freeze(contest, by=actor)
        contest.refresh_from_db()
        numbers["late_act"] = late.ask_strike(elector, reason=XSS, by=actor).pk
    return Site(contest, signed_in(viewer), numbers)


LOOKING: tuple[str, ...] = (
    "overview",
    "register",
    "upload",
    "download",
    "duplicates",
    "duplicate",
    "electors",
)
LOOKING += ("elector", "fingerprint", "late", "applications")
ACTING: tuple[str, ...] = (
    "upload_roll",
    "upload_register",
    "columns",
    "decisions",
    "take",
    "undo",
    "remove",
)
ACTING += ("add", "strike", "put_back", "export", "freeze", "unfreeze", "orders", "reissue")
ACTING_BY_POST: tuple[str, ...] = (
    "sheet",
    "decide_all",
    "clean",
    "find_duplicates",
    "keep_duplicates",
)
ACTING_BY_POST += ("application", "approve_exact")
DECLARING = ("erase",)


@pytest.mark.parametrize("page", [*LOOKING, *ACTING, *DECLARING])
@pytest.mark.parametrize("frozen", [False, True], ids=["open", "frozen"])
def test_every_page_opens_and_runs_no_script_from_a_name(page: str, *, frozen: bool) -> None:
    site = _site(frozen=frozen)
    if frozen and page == "download":
        assert site.client.get(site.url(page)).status_code == 404
        return
    response = site.client.get(site.url(page), follow=True)
    assert response.status_code == 200
    if page != "download":
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    ("role", "pages", "status"),
    [
        (Role.OBSERVER, LOOKING, 200),
        (Role.OBSERVER, ACTING, 403),
        (Role.OBSERVER, DECLARING, 403),
        (Role.DEPUTY, ACTING, 200),
        (Role.DEPUTY, DECLARING, 403),
        (Role.RETURNING_OFFICER, DECLARING, 200),
    ],
)
def test_the_role_decides_what_opens(role: Role, pages: tuple[str, ...], status: int) -> None:
    site = _site(role)
    found = {page: site.client.get(site.url(page)).status_code for page in pages}
    assert found == dict.fromkeys(pages, status)


def test_an_observer_can_act_on_nothing_by_post() -> None:
    site = _site(Role.OBSERVER)
    before = _everything(site.contest)
    pages = (*ACTING, *ACTING_BY_POST, *DECLARING, "duplicate", "elector")
    answers = {page: site.client.post(site.url(page), {"verdict": "one"}) for page in pages}
    refused = {page for page, answer in answers.items() if answer.status_code == 403}
    assert refused >= set(pages) - {"elector"}
    assert _everything(site.contest) == before


@pytest.mark.parametrize("page", [*LOOKING, *ACTING, *DECLARING])
def test_officers_of_another_organisation_and_strangers_learn_nothing(page: str) -> None:
    site = _site()
    other = signed_in(make_actor(make_organisation()))
    assert other.get(site.url(page)).status_code == 404
    assert Client().get(site.url(page)).status_code == 302


@pytest.mark.parametrize("page", [*ACTING, *ACTING_BY_POST, *DECLARING, "duplicate", "elector"])
def test_looking_changes_nothing(page: str) -> None:
    site = _site()
    before = _everything(site.contest)
    site.client.get(site.url(page))
    assert _everything(site.contest) == before


@pytest.mark.parametrize("page", [*ACTING, *ACTING_BY_POST, *DECLARING, "duplicate"])
def test_a_form_from_another_site_does_nothing(page: str) -> None:
    site = _site()
    checking = signed_in(make_actor(site.contest.organisation), check_csrf=True)
    before = _everything(site.contest)
    assert checking.post(site.url(page), {"verdict": "one"}).status_code == 403
    assert _everything(site.contest) == before


def test_an_upload_from_another_site_is_refused() -> None:
    site = _site()
    checking = signed_in(make_actor(site.contest.organisation), check_csrf=True)
    count = Upload.objects.count()
    page = checking.post(site.url("upload_roll"), {"file": csv_file()})
    assert page.status_code == 403
    assert Upload.objects.count() == count


def csv_file(
    content: bytes = b"Name,Email\r\nAnn Example,ann@example.org\r\n",
) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", content)


def _everything(contest: Contest) -> list[object]:
    return [
        list(Contest.objects.filter(pk=contest.pk).values()),
        list(Elector.objects.filter(contest=contest).values()),
        list(Upload.objects.filter(contest=contest).defer("content").values("pk", "taken_at")),
        list(Duplicate.objects.filter(contest=contest).values()),
        list(LateAct.objects.filter(contest=contest).values()),
        list(Application.objects.filter(contest=contest).values()),
    ]


# --- uploading -----------------------------------------------------------------------------------


def test_a_list_goes_from_the_page_to_the_roll() -> None:
    contest = make_contest()
    actor = make_actor(contest.organisation)
    client, keys = signed_in(actor), [contest.organisation.slug, contest.slug]
    page = client.post(reverse("roll:upload_roll", args=keys), {"file": csv_file()})
    upload = Upload.objects.get()
    assert page.headers["Location"] == reverse("roll:columns", args=[*keys, upload.pk])
    told = {"column0": "name", "column1": "email", "basis": "member", "language": "en"}
    page = client.post(page.headers["Location"], told)
    assert page.headers["Location"] == reverse("roll:upload", args=[*keys, upload.pk])
    page = client.post(reverse("roll:take", args=[*keys, upload.pk]), follow=True)
    assert "1 person joined." in page.content.decode()
    assert Elector.objects.get(contest=contest).name == "Ann Example"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7", "a PDF document"),
        (b'Name,Email\n"Ann,ann@example.org\n', "the quote that opens in this row does not close"),
        (b"PK\x03\x04nothing", "ZIP file without a workbook"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_remedy(content: bytes, told: str) -> None:
    site = _site()
    count = Upload.objects.count()
    page = site.client.post(site.url("upload_roll"), {"file": csv_file(content)})
    assert page.status_code == 422
    assert told in page.content.decode()
    assert Upload.objects.count() == count


def test_the_file_of_an_opening_key_is_not_kept() -> None:
    site = _site()
    count = Upload.objects.count()
    key = protect(
        OpeningKey(bytes(range(32))),
        "correct horse battery staple",
        contest="a",
        title="A",
        salt=bytes(16),
        nonce=bytes(24),
        cost=Cost(operations=1, memory_kib=8192),
    )
    page = site.client.post(site.url("upload_roll"), {"file": csv_file(key.encode())})
    assert page.status_code == 422
    assert "it was not stored" in page.content.decode()
    assert Upload.objects.count() == count


def test_a_file_above_the_limit_is_refused_before_it_is_read() -> None:
    site = _site()
    page = site.client.post(
        site.url("upload_roll"), {"file": csv_file()}, CONTENT_LENGTH=str(41 << 20)
    )
    assert page.status_code == 413
    assert "more than 40 MB" in page.content.decode()


def test_columns_that_make_no_roll_are_told() -> None:
    site = _site()
    columns = {f"column{n}": "leave_out" for n in range(6)} | {"column4": "email"}
    told = {"language": "en", "basis": "member"}
    page = site.client.post(site.url("columns"), columns | told)
    assert page.status_code == 422
    assert "No column holds names" in page.content.decode()


def test_the_report_says_why_rows_were_refused() -> None:
    contest = make_contest()
    actor = make_actor(contest.organisation)
    people = [
        ("Ann Example", "1 High Street", "Exampleton", "ZZ99 1AA", "ann@example.org", f"M{n // 2}")
        for n in range(44)
    ]
    upload = uploaded(contest, actor, csv_of(*people))
    keys = [contest.organisation.slug, contest.slug, upload.pk]
    shown = signed_in(actor).get(reverse("roll:upload", args=keys)).content.decode()
    assert "Row 3: the same person, word for word, as in row 2; nothing is to be done" in shown
    assert shown.count("the same person, word for word") == 20
    assert "The first 20 of 22" in shown
    assert "good rows" in shown


def test_a_question_is_not_called_optional_but_may_wait() -> None:
    contest = make_contest()
    actor = make_actor(contest.organisation)
    people = [(f"Ann Example{n}", "1 A St", "X", "NO CODE", "", "") for n in "ab"]
    upload = uploaded(contest, actor, csv_of(*people))
    client, keys = signed_in(actor), [contest.organisation.slug, contest.slug, upload.pk]
    address = reverse("roll:decisions", args=keys)
    page = client.get(address).content.decode()
    assert "NO CODE" in page
    assert "optional" not in page
    first, second = upload.questions.order_by("asks", "pk")
    told = {"shown": [first.pk, second.pk], f"q{first.pk}": "leave_out"}
    assert client.post(address, told).headers["Location"] == address
    assert dict(upload.questions.values_list("pk", "answer")) == {
        first.pk: "leave_out",
        second.pk: "",
    }
    refused = client.post(
        address, {"shown": [second.pk], f"q{second.pk}": "write", f"w{second.pk}": ""}
    )
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"column2": "leave_out", "basis": ""}, 422),
        ({"column2": "leave_out", "basis": "ask"}, 302),
        ({"column2": "leave_out", "basis": "member"}, 302),
        ({"column2": "basis", "basis": ""}, 302),
    ],
)
def test_nobody_is_a_member_by_default(told: dict[str, str], status: int) -> None:
    site = _site()
    content = b"Name,Email,Type\nAnn Example,ann@example.org,Member\n"
    page = site.client.post(site.url("upload_roll"), {"file": csv_file(content)})
    address = page.headers["Location"]
    shown = site.client.get(address).context["form"]
    assert shown["column2"].initial == "basis"
    assert not shown["basis"].initial
    columns = {"column0": "name", "column1": "email", "language": "en"}
    page = site.client.post(address, columns | told)
    assert page.status_code == status
    if status == 422:
        assert "Choose why these people may vote" in page.content.decode()
    else:
        upload = Upload.objects.latest("pk")
        assert upload.report["decisions"] == (told["basis"] == "ask")
        assert site.client.get(address).context["form"]["basis"].initial == (told["basis"] or "ask")


def test_a_heading_and_a_cell_run_no_script() -> None:
    site = _site()
    content = f"Name,{XSS},Email\nAnn Example,{XSS},ann@example.org\n".replace('"', "").encode()
    page = site.client.post(site.url("upload_roll"), {"file": csv_file(content)}, follow=True)
    assert "<script>alert" not in page.content.decode()
    assert "&lt;script&gt;alert" in page.content.decode()


# --- finding ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "count"),
    [("elector 7", 1), ("ZZ99 1AA", 60), ("zz991aa", 60), ("elector9@example.org", 1), ("R12", 1),
     ("nobody", 0), ("", 60)],
)  # fmt: skip
def test_electors_are_found(words: str, count: int) -> None:
    contest = make_contest()
    make_electors(contest, 60)
    make_electors(make_contest(), 5)
    client = signed_in(make_actor(contest.organisation, Role.OBSERVER))
    url = reverse("roll:electors", args=[contest.organisation.slug, contest.slug])
    page = client.get(url, {"q": words}).content.decode()
    found = re.search(r"of (\d+)\s+electors", page)
    assert (int(found[1]) if found else 0) == count


def test_the_pager_goes_through_all_electors() -> None:
    contest = make_contest()
    make_electors(contest, 120)
    client = signed_in(make_actor(contest.organisation))
    url = reverse("roll:electors", args=[contest.organisation.slug, contest.slug])
    pages = [client.get(url, {"page": n}).content.decode() for n in (1, 2, 3)]
    seen = {name for page in pages for name in re.findall(r">(Elector \d+)</a>", page)}
    assert len(seen) == 120


def test_an_elector_of_another_contest_is_not_found() -> None:
    contest, other = make_contest(), make_contest()
    [stranger] = make_electors(other, 1)
    client = signed_in(make_actor(contest.organisation))
    keys = [contest.organisation.slug, contest.slug, stranger.pk]
    assert client.get(reverse("roll:elector", args=keys)).status_code == 404
