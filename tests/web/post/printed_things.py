"""A contest whose papers are to be printed, its officer's browser, and what came out, read back."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import zxingcpp
from django.test import Client

from hustings.report.letters import Summary
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Role
from hustings.web.post.files import FILES
from hustings.web.post.models import EnvelopeRun, PaperRun, PostSetup
from hustings.web.post.state import Run
from hustings.web.project import clock
from tests.report.letter_cases import Written
from tests.web.booth.polls import make_poll, move_to
from tests.web.letters.worker import work_off_the_queue
from tests.web.making import make_actor, make_electors
from tests.web.officers.signing_in import signed_in

__all__ = ["SETUP", "PrintShop", "codes_on_papers", "figures_on_labels", "files_of", "make_shop"]

SETUP = {
    "return_address": "The Returning Officer\nExample primary\n1 Example Street\nZZ99 1AA",
    "alarm_percent": 5,
    "alarm_from": 20,
}


@dataclass(frozen=True)
class PrintShop:
    """A contest, its returning officer, and her browser."""

    contest: Contest
    officer: Actor
    client: Client

    def url(self, page: str = "") -> str:
        slugs = self.contest.organisation.slug, self.contest.slug
        return f"/officer/{slugs[0]}/c/{slugs[1]}/post/{page}"

    def get(self, page: str = "") -> str:
        """The words of a page."""
        answer = self.client.get(self.url(page))
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def send(self, page: str, **form: Any) -> Any:
        """Send a form that is good."""
        answer = self.client.post(self.url(page), form)
        assert answer.status_code == 302, answer.content.decode()
        return answer

    def papers(self, count: int = 5, size: str = "a5") -> PaperRun:
        """Make papers by the page, and let the worker do it."""
        self.send("print/papers/", papers=count, size=size)
        work_off_the_queue()
        return self.contest.paper_runs.select_related("job").latest("at")

    def envelopes(self, audience: str = "all", **form: Any) -> EnvelopeRun:
        """Make covering letters and labels by the page, and let the worker do it."""
        self.send("print/envelopes/", audience=audience, **form)
        work_off_the_queue()
        return self.contest.envelope_runs.select_related("job").latest("at")

    def deputy(self, role: Role = Role.DEPUTY) -> Client:
        """The browser of another officer."""
        return signed_in(make_actor(self.contest.organisation, role))

    def fresh(self) -> Contest:
        """The contest as it is now."""
        return Contest.objects.select_related("organisation").get(pk=self.contest.pk)


def make_shop(
    electors: int = 3, *, state: str = "ready", setup: dict[str, Any] | None = None, **fields: Any
) -> PrintShop:
    """A poll that takes post until tomorrow, unless the fields or the state say otherwise."""
    roll = fields.pop("roll", {})
    fields = {"post_closes_at": clock.now() + timedelta(days=2)} | fields
    poll = make_poll(0, state="draft", **fields)
    if electors:
        make_electors(poll.contest, electors, **roll)
    PostSetup.objects.create(contest=poll.contest, **(SETUP | (setup or {})))
    move_to(poll.contest, state)
    officer = make_actor(poll.contest.organisation)
    return PrintShop(poll.contest, officer, signed_in(officer))


def files_of(run: Run) -> dict[str, Written]:
    """The PDF files of a run, opened, by their names; of a single one the name is empty."""
    content = FILES.path_of(run.file_name).read_bytes()
    if content[:2] != b"PK":
        return {"": Written(content, Summary(0, 0, 0))}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name) for name in archive.namelist()}
    return {name: Written(part, Summary(0, 0, 0)) for name, part in parts.items()}


def codes_on_papers(run: Run) -> list[str]:
    """What the squares on the papers hold, in the order of the pages."""
    opened = files_of(run).values()
    return [text for one in opened for page in range(one.count) for text in one.squares(page)]


def figures_on_labels(run: Run) -> list[str]:
    """What the barcodes of the labels hold, sheet after sheet, row by row."""
    read = []
    for name, made in files_of(run).items():
        if "labels" not in name:
            continue
        for page in range(made.count):
            found = zxingcpp.read_barcodes(made.image(page, dots=200))
            found.sort(key=lambda one: (one.position.top_left.y // 200, one.position.top_left.x))
            read += [one.text for one in found]
    return read
