"""Reading what was printed: runs and how far each is, papers and envelopes in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Sum
from django.http import Http404

from hustings.web.contests.models import Contest
from hustings.web.post.audience import due
from hustings.web.post.models import Audience, Fate, PaperRun, PostSetup
from hustings.web.post.state import Run, RunState, destroyed_at_latest, state_of
from hustings.web.roll.queries import live_electors

__all__ = [
    "Printed",
    "ShownRun",
    "printed",
    "run_for",
    "runs_of",
    "setup_of",
    "shown",
    "unprintable_of",
]

_HELD = Q(destroyed_at=None) | Q(fetched_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Printed:
    """Papers and envelopes in numbers, those of tests and of files that nobody had apart.

    ``due`` are electors who would be in a run for all; ``unposted`` are envelopes whose run was
    not said to be posted.
    """

    papers: int
    envelopes: int
    unposted: int
    replaced: int
    due: int

    @property
    def spare(self) -> int:
        """Papers more than envelopes were made; below nought where there are too few."""
        return self.papers - self.envelopes


def printed(contest: Contest) -> Printed:
    """What was printed for the contest so far."""
    papers = contest.paper_runs.filter(_HELD, test=False, made_at__isnull=False)
    runs = contest.envelope_runs.filter(_HELD, test=False, made_at__isnull=False)
    return Printed(
        papers.aggregate(n=Sum("papers"))["n"] or 0,
        runs.aggregate(n=Sum("envelopes"))["n"] or 0,
        runs.filter(posted_on=None).aggregate(n=Sum("envelopes"))["n"] or 0,
        contest.return_envelopes.exclude(fate__in=(Fate.GOOD, Fate.WITHDRAWN)).count(),
        due(contest, Audience.ALL, households=False).electors,
    )


def setup_of(contest: Contest) -> PostSetup | None:
    """How the contest takes posted papers; None where it does not."""
    return PostSetup.objects.filter(contest=contest).first()


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run as pages show it."""

    run: Run
    state: RunState
    latest: datetime | None  # when its file is destroyed at the latest

    @property
    def has_file(self) -> bool:
        """Whether there is something to fetch."""
        return self.state in (RunState.MADE, RunState.FETCHED)

    @property
    def is_papers(self) -> bool:
        """Whether it is a run of papers, not of envelopes."""
        return isinstance(self.run, PaperRun)

    @property
    def kind(self) -> str:
        """As it stands in addresses."""
        return "papers" if self.is_papers else "envelopes"


def shown(run: Run) -> ShownRun:
    """The run and how far it is."""
    return ShownRun(run, state_of(run), destroyed_at_latest(run))


def runs_of(contest: Contest) -> list[ShownRun]:
    """All runs of the contest, newest first."""
    found: list[Run] = [
        *contest.paper_runs.select_related("job"),
        *contest.envelope_runs.select_related("job"),
    ]
    return [shown(run) for run in sorted(found, key=lambda run: run.at, reverse=True)]


def run_for(contest: Contest, kind: str, number: int) -> Run:
    """A run of the contest; Http404 for any other."""
    run: Run | None = None
    if kind == "papers":
        run = contest.paper_runs.filter(pk=number).select_related("job").first()
    elif kind == "envelopes":
        run = contest.envelope_runs.filter(pk=number).select_related("job").first()
    if run is None:
        raise Http404
    run.contest = contest
    return run


def unprintable_of(run: Run) -> list[tuple[int, str]]:
    """Number and name of those whose letter is not quite as their entry, at most a hundred."""
    if isinstance(run, PaperRun):
        return []
    found = live_electors(run.contest).filter(journal_number__in=run.unprintable[:100])
    return sorted(found.values_list("journal_number", "name"))
