"""From an empty install to the published result, by the pages alone."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, expect

from hustings.web.contests import actions
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Membership, User
from hustings.web.roll.actions import freeze
from tests.web.contests.setting_up import QUICK
from tests.web.making import make_contest, make_electors
from tests.web.officers.signing_in import give_totp
from tests.web.story.election import (
    ASHE,
    BALLOTS,
    DECLARED,
    OSEI,
    PRITCHARD,
    ROLL,
    STAGES,
    VARLEY,
)
from tests.web.story.elector import Elector, letters_in, mails_in
from tests.web.story.officer import EMAIL, KEY_WORDS, PASSWORD, Officer
from tests.web.story.told_time import Clock, told_time
from tests.web.story.window import Watch, Window

pytestmark = pytest.mark.django_db(transaction=True)

LONDON = ZoneInfo("Europe/London")
BEGUN = datetime(2031, 5, 5, 10, 0, tzinfo=LONDON)
OPENS = datetime(2031, 5, 6, 9, 0, tzinfo=LONDON)
THIRD_DAY = datetime(2031, 5, 8, 12, 0, tzinfo=LONDON)
CLOSES = datetime(2031, 5, 13, 17, 0, tzinfo=LONDON)
EXTENDED = datetime(2031, 5, 14, 17, 0, tzinfo=LONDON)
NAMES = [*BALLOTS, "Hal Hughes"]
Devices = dict[str, dict[str, Any]]
MIXED: Devices = {
    "Ann Abbot": {},
    "Ben Birch": {"script": False},
    "Cara Cole": {"width": 360},
    "Dev Dutta": {},
    "Ela Evans": {"width": 360},
    "Finn Ford": {"width": 360},
    "Gia Gray": {"width": 360, "script": False},
    "Hal Hughes": {"width": 360},
}
TITLE = "Exampleton primary 2031"
SLUG = "exampleton-primary-2031"


class Story:
    """The site, its clock, and those who use it."""

    def __init__(self, browser: Browser, site: str, folder: Path, clock: Clock) -> None:
        self.browser, self.site, self.folder = browser, site, folder
        self.clock = clock
        shots = os.environ.get("HUSTINGS_SHOTS")
        self.watch = Watch(Path(shots) if shots else None)
        self.windows: list[Window] = []

    def window(self, *, script: bool = True, width: int = 1280) -> Window:
        """A window of somebody's own."""
        opened = Window(self.browser, self.site, self.watch, script=script, width=width)
        self.windows.append(opened)
        return opened

    def elector(self, *, script: bool = True, width: int = 1280) -> Elector:
        """An elector at a window of her own."""
        return Elector(self.window(script=script, width=width))

    def move_to(self, when: datetime) -> None:
        """Set the clock of the site."""
        self.clock.move_to(when)


@pytest.fixture
def story(browser: Browser, live_server: Any, settings: Any, tmp_path: Path) -> Iterator[Story]:
    settings.BASE_URL = live_server.url
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    with told_time(BEGUN) as clock:
        told = Story(browser, live_server.url, tmp_path, clock)
        try:
            yield told
        finally:
            for number, window in enumerate(told.windows):
                if told.watch.shots:
                    window.page.screenshot(path=told.watch.shots / f"last-{number}.png")
                window.close()


def install() -> str:
    """An organisation in the empty install; the officer's one-time link."""
    printed = io.StringIO()
    call_command(
        "create_organisation", "exampleton", "Exampleton Labour Party", EMAIL,
        officer_name="Winifred Penhaligon", stdout=printed,
    )  # fmt: skip
    return printed.getvalue().strip()


def prepare_at_once(story: Story, officer: Officer) -> Path:
    """The same by actions, for the stories that begin later; the key's file."""
    install()
    user = User.objects.get()
    user.set_password(PASSWORD)
    user.save()
    officer.secret = give_totp(user)
    by = Actor.of(Membership.objects.select_related("user", "organisation").get())
    contest = make_contest(
        candidates=0,
        organisation=by.organisation,
        slug=SLUG,
        title=TITLE,
        question="Whom should our MP support as leader?",
        who_may_vote="Members",
        declaration_text=DECLARED,
        pledge="lead",
        pledge_by="Our MP",
        pledge_hundredths=500,
        opens_at=OPENS,
        closes_at=CLOSES,
        retention_until=date(2031, 8, 31),
    )
    for name in (ASHE, OSEI, PRITCHARD, VARLEY):
        actions.add_candidate(contest, name=name, by=by)
    for line in csv.DictReader(ROLL.splitlines()):
        if line["Member No"] != "M9":
            make_electors(contest, 1, name=line["Name"], reference=line["Member No"],
                          address=line["Address 1"] and f"{line['Address 1']}\n{line['Town']}",
                          postcode=line["Postcode"],
                          email=line["Email"].replace("@example", "@example.org", 1)
                          if line["Email"].endswith("@example") else line["Email"])  # fmt: skip
    made = actions.make_key(contest, KEY_WORDS, by=by, cost=QUICK)
    contest.refresh_from_db()
    actions.test_key(contest, made.file_text, KEY_WORDS, by=by)
    contest.refresh_from_db()
    freeze(contest, by=by)
    actions.make_ready(Contest.objects.get(pk=contest.pk), by=by)
    officer.home = f"{story.site}/officer/exampleton/c/{SLUG}/"
    key = story.folder / "key.json"
    key.write_text(made.file_text)
    officer.come_back()
    return key


def prepare(story: Story, officer: Officer) -> Path:
    """Everything up to a contest that is ready; the key's file."""
    officer.accept(install())
    officer.begin_contest(TITLE)
    officer.say_what_it_is()
    officer.name_candidates(ASHE, OSEI, PRITCHARD, VARLEY)
    officer.decide(OPENS, CLOSES, "2031-08-31")
    officer.upload_roll()
    key = officer.make_key()
    code = officer.begin_test()
    trial = story.elector()
    trial.window.go("/")
    trial.vote(f"{story.site}/vote/#{code}", OSEI)
    trial.window.says("TEST")
    officer.task_is("Try it out", "1 trial ballot so far")
    officer.make_ready()
    return key


def mailed(story: Story) -> dict[str, list[str]]:
    """The links that each elector was sent by e-mail, by her name."""
    found = mails_in(story.folder / "mail")
    by_address = {f"{name.lower().replace(' ', '.')}@example.org": name for name in NAMES}
    return {by_address[to]: links for to, links in found.items() if to in by_address}


def refuse_another_lot(officer: Officer) -> None:
    """A lot that answers another question than the one that was asked is refused."""

    def tamper(route: Any) -> None:
        route.continue_(post_data=route.request.post_data.replace("stage=1", "stage=2"))

    officer.page.route("**/count/lot/", tamper)
    officer.record_lot(PRITCHARD)
    officer.page.unroute("**/count/lot/", tamper)
    officer.window.says("There is a problem", "The count asks for another lot")


def figures_of(declared: bytes) -> list[dict[str, int]]:
    """The votes of each stage of a declaration."""
    stages = json.loads(declared)["stages"]
    return [{who: of["all"] for who, of in stage["votes"].items()} for stage in stages]


def check_files(story: Story, visitor: Window, version: int) -> None:
    """The declaration says what was worked out by hand, and counting anew gives its every byte."""
    base = f"{story.site}/c/{SLUG}/result/{version}/"
    declared = visitor.page.request.get(base + "declaration.json").body()
    assert figures_of(declared) == list(STAGES)
    folder = story.folder / f"again-{version}"
    with zipfile.ZipFile(io.BytesIO(visitor.page.request.get(base + "folder.zip").body())) as file:
        file.extractall(folder)
    (contest,) = folder.iterdir()
    command = [sys.executable, "-m", "hustings", "count", str(contest), "--json", "-"]
    assert subprocess.run(command, capture_output=True, check=True).stdout == declared


# --- the acts of the story ------------------------------------------------------------------------


def send_codes(story: Story, officer: Officer) -> dict[str, str]:
    """Letters and e-mails go out; the link of each elector, as she reads it."""
    links = letters_in(officer.print_letters(), NAMES)
    assert sorted(links) == NAMES[:4]
    officer.mail("Invite by e-mail")
    links |= {name: sent for name, (sent,) in mailed(story).items()}
    assert sorted(links) == NAMES
    return links


def vote_on_the_first_day(story: Story, links: dict[str, str], devices: Devices) -> set[str]:
    """Four electors vote, one with the keyboard alone where there is a script; their receipts."""
    receipts = set()
    for name in NAMES[:4]:
        elector = story.elector(**devices[name])
        way = elector.vote_by_keyboard if name == "Dev Dutta" and elector.window.script else (
            elector.vote
        )  # fmt: skip
        receipts.add(way(links[name], *BALLOTS[name]))
    return receipts


def vote_on_the_third_day(story: Story, links: dict[str, str], devices: Devices) -> set[str]:
    """One reply is lost; one elector tries her reminder's code after she voted; the receipts."""
    first, second = mailed(story)["Gia Gray"]
    assert first == links["Gia Gray"] != second
    ela, gia = story.elector(**devices["Ela Evans"]), story.elector(**devices["Gia Gray"])
    receipts = {
        ela.vote_with_a_lost_reply(links["Ela Evans"], *BALLOTS["Ela Evans"]),
        gia.vote(first, *BALLOTS["Gia Gray"]),
    }
    gia.enter(second)
    gia.window.heading("You have already voted")
    gia.window.says("cast online on Thursday 8 May 2031")
    return receipts


def run_the_poll(story: Story, officer: Officer, devices: Devices) -> None:
    """From the codes to the moment after the close."""
    links = send_codes(story, officer)
    early = story.elector(**devices["Ann Abbot"])
    early.enter(links["Ann Abbot"])
    early.window.heading("Voting has not opened yet")
    story.move_to(OPENS)
    receipts = vote_on_the_first_day(story, links, devices)
    story.move_to(THIRD_DAY)
    officer.come_back()
    officer.begin("Watch the turnout")
    officer.window.says("50.0%", "of 8 electors on the roll")
    officer.mail("Remind by e-mail")
    receipts |= vote_on_the_third_day(story, links, devices)
    officer.withdraw(VARLEY)
    officer.extend(EXTENDED, "The post was slow.")
    visitor = story.window(**devices["Finn Ford"])
    visitor.go(f"/c/{SLUG}/")
    visitor.says("Withdrawn", "The post was slow.", "leads the next by 5 percentage points or more")
    story.move_to(CLOSES)  # extended, so it goes on
    receipts.add(
        story.elector(**devices["Finn Ford"]).vote(links["Finn Ford"], *BALLOTS["Finn Ford"])
    )
    assert len(receipts) == len(BALLOTS)
    story.move_to(EXTENDED)
    late = story.elector(**devices["Hal Hughes"])
    late.enter(links["Hal Hughes"])
    late.window.heading("Voting has closed")


def count_and_declare(story: Story, officer: Officer, key: Path, visitor: Window) -> None:
    """From the close to the declared result, with the lot that the count asks for."""
    officer.come_back()
    officer.open_envelopes(key)
    officer.count()
    officer.window.follow("Record the lot")
    refuse_another_lot(officer)
    officer.record_lot(PRITCHARD)
    officer.window.says(f"{ASHE} is the choice of those voting")
    visitor.go(f"/c/{SLUG}/result/")  # before it is published
    visitor.heading("No result yet")
    officer.begin("Publish the provisional result")
    officer.window.press("Publish it now")
    visitor.go(f"/c/{SLUG}/result/")
    visitor.says("Provisional")
    officer.declare()
    visitor.go(f"/c/{SLUG}/result/")
    visitor.says(ASHE, "The pledge applies", "Winifred Penhaligon")
    check_files(story, visitor, 1)


def correct_a_figure(story: Story, officer: Officer, visitor: Window) -> None:
    """A figure is put right as version 2: the old one is struck out, and version 1 is kept."""
    officer.correct(9, "One letter was issued twice.")
    officer.declare_again()
    visitor.go(f"/c/{SLUG}/result/")
    visitor.says("One letter was issued twice.", "Corrected")
    expect(visitor.page.locator("del").first).to_have_text("8")
    expect(visitor.page.locator("ins").first).to_have_text("9")
    check_files(story, visitor, 2)
    visitor.go(f"/c/{SLUG}/result/1/")
    visitor.says("Not the latest.")
    check_files(story, visitor, 1)


def play(story: Story, officer: Officer, key: Path, devices: Devices) -> None:
    """The rest of the story, once the contest is ready."""
    run_the_poll(story, officer, devices)
    visitor = story.window(**devices["Hal Hughes"])
    count_and_declare(story, officer, key, visitor)
    correct_a_figure(story, officer, visitor)
    assert story.watch.problems == []


def test_a_primary_from_an_empty_install_to_its_published_result(story: Story) -> None:
    officer = Officer(story.window(), story.folder)
    play(story, officer, prepare(story, officer), MIXED)


@pytest.mark.full
@pytest.mark.parametrize(
    "device",
    [{"script": False}, {"width": 360}],
    ids=["without scripts", "on a telephone"],
)
def test_a_poll_that_is_ready_ends_in_a_published_result(
    story: Story, device: dict[str, Any]
) -> None:
    officer = Officer(story.window(**device), story.folder)
    play(story, officer, prepare_at_once(story, officer), dict.fromkeys(NAMES, device))


@pytest.mark.full
@pytest.mark.parametrize(
    "device",
    [{"script": False}, {"width": 360}, {"script": False, "width": 360}],
    ids=["without scripts", "on a telephone", "on a telephone without scripts"],
)
def test_the_whole_story_on_one_device(story: Story, device: dict[str, Any]) -> None:
    officer = Officer(story.window(**device), story.folder)
    play(story, officer, prepare(story, officer), dict.fromkeys(NAMES, device))
