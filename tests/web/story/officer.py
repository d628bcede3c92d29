"""The returning officer: every act of hers, done by the pages as she would do it."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.web.letters.worker import work_off_the_queue
from tests.web.story.election import DECLARED, ROLL
from tests.web.story.window import Window

__all__ = ["EMAIL", "KEY_WORDS", "PASSWORD", "Officer"]

EMAIL = "winifred@example.org"
PASSWORD = "seven green parrots in a row"  # noqa: S105
KEY_WORDS = "orchard lantern teapot gravel"


class Officer:
    """Her window, her telephone's app, and the folder in which she keeps her files."""

    def __init__(self, window: Window, folder: Path) -> None:
        self.window, self.page, self.folder = window, window.page, folder
        self.secret = ""
        self.home = ""

    # --- signing in ----------------------------------------------------------------------------

    def accept(self, link: str) -> None:
        """Use the one-time link, set an app and a password up, and arrive."""
        window = self.window
        window.go(link)
        window.press("Sign in")
        window.says("No contest yet")
        window.follow("New contest")
        window.says("asks its officers for a second step")
        window.follow("Set up an app")
        self.secret = self.page.locator("#authenticator_secret").input_value()
        self._type_app_code()
        window.follow("Go on to your contests")
        window.follow("New contest")
        window.says("set a password")
        self.page.locator("[name=password1]").fill(PASSWORD)
        self.page.locator("[name=password2]").fill(PASSWORD)
        window.press("Set Password")
        window.heading("Contests")

    def come_back(self, address: str = "") -> None:
        """Sign in again some days later, and go to the tasks."""
        window = self.window
        window.go(address or self.home)
        self.page.locator("[name=login]").fill(EMAIL)
        self.page.locator("[name=password]").fill(PASSWORD)
        window.press("Sign in")
        self._type_app_code()

    def _type_app_code(self) -> None:
        code = format_hotp_value(hotp_value(self.secret, int(time.time()) // 30))
        self.page.locator("[name=code]").fill(str(code))
        self.page.locator("[name=code]").press("Enter")
        self.page.wait_for_url(
            lambda address: "activate" not in address and "/2fa/authenticate" not in address
        )
        self.window.look()

    # --- the task list -------------------------------------------------------------------------

    def tasks(self) -> None:
        """To the task list."""
        self.window.go(self.home)

    def begin(self, task: str) -> None:
        """From the task list to the page of a task."""
        self.tasks()
        self.window.follow(task)

    def task_is(self, task: str, state: str) -> None:
        """See that the task list says so of a task."""
        self.tasks()
        row = self.page.locator("li").filter(has=self.page.get_by_text(task, exact=True)).first
        expect(row).to_contain_text(state)

    # --- preparing -----------------------------------------------------------------------------

    def begin_contest(self, title: str) -> None:
        """A new contest, as a draft."""
        window = self.window
        window.go("/officer/")
        window.follow("New contest")
        window.press("Begin the draft")  # nothing is filled in: told what is missing
        window.fill(Title=title, Place="Exampleton")
        window.press("Begin the draft")
        self.home = self.page.url

    def say_what_it_is(self) -> None:
        """Question and rule, and the contest held elsewhere that it advises."""
        self.begin("Say what the contest is")
        self.window.fill(Question_on_the_paper="Whom should our MP support as leader?")
        self.page.get_by_label("Or a contest held elsewhere").fill("Leadership election")
        self.page.get_by_label("The rule of the contest held elsewhere").select_option("av")
        self.window.press("Save the form")
        self.task_is("Say what the contest is", "Done")

    def name_candidates(self, *names: str) -> None:
        """Put them on the paper, the first with a statement."""
        self.begin("Name the candidates")
        for number, name in enumerate(names):
            self.window.follow("Add a candidate")
            self.window.fill(Name=name)
            if not number:
                self.page.get_by_label("Statement").fill("I will **listen**.\n\n- Buses\n- Homes")
            self.window.press("Put on the paper")
        self.task_is("Name the candidates", "Done")

    def decide(self, opens: datetime, closes: datetime, until: str) -> None:
        """The order, who may vote, the pledge, the timetable, the day of erasure."""
        window, page = self.window, self.page
        self.begin("Choose the order on the paper")
        page.get_by_role("radio", name="Balanced rotation").check()
        window.press("Save the order")
        self.begin("Say who may vote")
        window.fill(Who_may_vote="Members, and supporters who declare it.")
        page.get_by_label("Declaration of support").fill(DECLARED)
        window.press("Save")
        self._pledge()
        self._timetable(opens, closes)
        self.begin("Say when personal data are erased")
        page.get_by_label("Personal data are kept until").fill(until)
        window.press("Save the date")
        self.task_is("Say when personal data are erased", "Done")

    def _pledge(self) -> None:
        self.begin("Say how the result will be followed")
        self.page.get_by_role("radio", name="Follows a lead of").check()
        self.window.press("Save the pledge")  # by nobody and without a number: told so
        self.window.fill(Who_makes_it="Our MP")
        self.page.get_by_label("Threshold").fill("5")
        self.window.press("Show its words")
        self.window.press("Save the pledge")
        self.task_is("Say how the result will be followed", "Done")

    def _timetable(self, opens: datetime, closes: datetime) -> None:
        self.begin("Set the timetable")
        self.page.get_by_label("Voting opens").fill(f"{opens:%Y-%m-%dT%H:%M}")
        self.page.get_by_label("Voting closes").fill(f"{closes:%Y-%m-%dT%H:%M}")
        self.window.press("Save the timetable")
        self.task_is("Set the timetable", "Done")

    # --- the roll ------------------------------------------------------------------------------

    def upload_roll(self) -> None:
        """The list, one question of it answered, one pair looked at, and the roll frozen."""
        window, page = self.window, self.page
        self.begin("Upload the roll")
        window.follow("Upload the roll")
        roll = self.folder / "members.csv"
        roll.write_text(ROLL, encoding="utf-8")
        page.get_by_label("The list").set_input_files(roll)
        window.press("Upload the list")
        page.get_by_label("Letters will be posted to these people").uncheck()
        page.get_by_label("Basis, where the list gives none").select_option("member")
        window.press("Clean the rows")
        window.follow("Answer the questions")
        page.get_by_role("radio", name="write it here:").check()
        page.get_by_label("The right", exact=False).fill("ela.evans@example.org")
        window.press("Keep these answers")
        window.follow("Take these rows")
        window.press("Take the rows")
        self.begin("Look at likely duplicates")
        window.follow("Look at them one by one")
        window.says("Ann Abbot", "Anne Abbot")
        window.press("One person: keep the first")
        self.begin("Freeze the roll")
        window.press("Freeze the roll")
        window.says("Its fingerprint is")

    # --- the key -------------------------------------------------------------------------------

    def make_key(self) -> Path:
        """The opening key, saved and tested."""
        window, page = self.window, self.page
        self.begin("Make the opening key")
        page.get_by_label("Passphrase", exact=True).fill(KEY_WORDS)
        page.get_by_label("The passphrase again").fill(KEY_WORDS)
        page.get_by_role("radio", name="In a file that you keep").check()
        window.press("Make the key")
        saved = self.save("Save the key file")
        window.follow("Saved: go on and test it")
        page.get_by_label("The key file that you saved").set_input_files(saved)
        page.get_by_label("Its passphrase").fill("not " + KEY_WORDS)
        window.press("Open a test envelope")
        page.get_by_label("The key file that you saved").set_input_files(saved)
        page.get_by_label("Its passphrase").fill(KEY_WORDS)
        window.press("Open a test envelope")
        window.says("The backup opened a test envelope.")
        return saved

    def save(self, button: str) -> Path:
        """Press a button that gives a file, and keep that."""
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=button).click()
        saved = self.folder / download.value.suggested_filename
        download.value.save_as(saved)
        return saved

    # --- trying out, and ready -----------------------------------------------------------------

    def begin_test(self) -> str:
        """Test mode on; a test code."""
        self.begin("Try it out")
        self.window.press("Begin test mode")
        self.begin("Send every elector a voting code")
        self.window.follow("Show test codes")
        self.window.press("Show the codes")
        return str(self.page.locator("ol.codes code").first.inner_text())

    def make_ready(self) -> None:
        """Fix the form."""
        self.begin("Make the contest ready")
        self.window.press("Make it ready")
        self.window.says("The contest is ready.")

    # --- letters and mail ----------------------------------------------------------------------

    def print_letters(self) -> Path:
        """The letters' file, fetched, then destroyed here."""
        window = self.window
        self.begin("Send every elector a voting code")
        window.follow("Make letters")
        window.press("Make the letters")
        work_off_the_queue()
        window.go(self.page.url)
        saved = self.save("Fetch the file (PDF)")
        window.go(self.page.url)
        window.follow("Printed: destroy it")
        window.press("Printed: destroy it")
        window.follow("Say when the letters were posted")
        window.press("Note the day")
        return saved

    def mail(self, button: str) -> None:
        """Write, look at and send e-mails."""
        window = self.window
        self.begin("Send every elector a voting code")
        window.follow(button)
        self.page.get_by_label("Your own words").fill("This is your primary: please vote.")
        window.press("Look at the e-mail")
        window.follow("Go on to sending")
        window.press("Send them")
        work_off_the_queue()
        window.go(self.page.url)
        window.says("Done:")

    # --- during the poll -----------------------------------------------------------------------

    def withdraw(self, name: str) -> None:
        """A candidate withdraws."""
        self.begin("A candidate withdraws")
        self.window.follow(name)
        self.window.press("Publish the withdrawal")
        self.window.says(f"{name} has withdrawn")

    def extend(self, closes: datetime, why: str) -> None:
        """Keep the poll open longer."""
        self.begin("Extend the poll")
        self.page.get_by_label("Voting closes instead").fill(f"{closes:%Y-%m-%dT%H:%M}")
        self.page.get_by_label("Reason").fill(why)
        self.window.press("Extend the poll")

    # --- the count -----------------------------------------------------------------------------

    def open_envelopes(self, key: Path) -> None:
        """Close the poll, and open the envelopes with the key's file."""
        self.begin("Close the poll")
        self.window.press("Close the poll")
        self.begin("Open the envelopes")
        self.page.locator("[type=file]").set_input_files(key)
        self.page.get_by_label("Its passphrase").fill(KEY_WORDS)
        self.window.press("Open the envelopes")
        self.window.says("The envelopes are opened.")

    def count(self) -> None:
        """Count."""
        self.begin("Count")
        self.window.press("Count")

    def record_lot(self, name: str) -> None:
        """Record on whom it fell."""
        self.page.get_by_role("radio", name=name).check()
        self.page.get_by_label("How it was drawn").fill("Two slips in a hat, before both agents.")
        self.window.press("Record the lot and count on")

    def declare(self) -> None:
        """Sign and declare the result."""
        self.begin("Declare the result")
        self.page.get_by_label("Your full name").fill("Winifred Penhaligon")
        self.window.press("Declare the result")
        self.window.says("The result is declared and published.")

    def correct(self, issued: int, why: str) -> None:
        """Put the number of papers issued right, as a new version."""
        self.begin("Count again, or put a figure right")
        self.window.follow("Put a figure right")
        self.page.get_by_label("Papers issued", exact=False).fill(str(issued))
        self.page.get_by_label("What was wrong").fill(why)
        self.window.press("Make a corrected version")
        self.window.says("Counted, version 2")

    def declare_again(self) -> None:
        """Sign the corrected version."""
        self.window.follow("Declare the result")
        self.page.get_by_label("Your full name").fill("Winifred Penhaligon")
        self.window.press("Declare the result")
        self.window.says("The result is declared and published.")
