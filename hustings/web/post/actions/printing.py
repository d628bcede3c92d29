"""Runs of papers and of envelopes: begun, fetched, destroyed, posted; and a replacement for one.

Files are removed once the act is committed. An envelope whose file is destroyed before anybody
fetched it was never posted, and is withdrawn; a paper in such a file is never taken for ours.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import Manager
from django.utils import timezone
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.models import Contest
from hustings.web.jobs.models import Job
from hustings.web.letters.state import KEPT_FOR, is_alive
from hustings.web.letters.telling import SITE, tell
from hustings.web.officers.actor import Actor
from hustings.web.post.actions.fates import record_fate
from hustings.web.post.background import enqueue
from hustings.web.post.files import FILES
from hustings.web.post.models import (
    Audience,
    EnvelopeRun,
    Fate,
    PaperRun,
    PaperSize,
    ReturnEnvelope,
    file_name,
)
from hustings.web.post.printing import due_of
from hustings.web.post.state import Run, RunState, not_now, state_of
from hustings.web.project import clock
from hustings.web.project.plurals import number_of
from hustings.web.roll.models import Elector

__all__ = [
    "MOST_PAPERS",
    "REPLACED",
    "begin_again",
    "destroy",
    "fetch",
    "remove_file",
    "replace",
    "run_words",
    "say_posted",
    "start_envelopes",
    "start_papers",
    "sweep",
]

MOST_PAPERS = 100_000
REPLACED = (Fate.LOST, Fate.SPOILT, Fate.UNDELIVERED)
"""Why somebody is sent another envelope."""


def run_words(run: Run) -> str:
    """What a run is called in the journal."""
    return f"paper run {run.pk}" if isinstance(run, PaperRun) else f"envelope run {run.pk}"


@transaction.atomic
def start_papers(
    contest: Contest, papers: int, size: PaperSize, *, test: bool = False, by: Actor
) -> PaperRun:
    """Begin to make so many papers. RuleError at a time when there are none to be made, or while
    others are being made.
    """
    now = _held(contest)
    _check_time(now, test=test)
    if not 1 <= papers <= MOST_PAPERS:
        raise RuleError(_("Make from 1 to %(most)d papers at once.") % {"most": MOST_PAPERS})
    if any(is_alive(run.job) for run in _unmade(now.paper_runs)):
        raise RuleError(_("Ballot papers are being made already: wait until they are done."))
    run = PaperRun.objects.create(
        contest=now, size=size, papers=papers, test=test, at=clock.now(), by=by.words[:254]
    )
    enqueue(run, by=by)
    what = number_of(papers, "test paper" if test else "ballot paper")
    tell(now, by.words, "papers-begun", f"Began to make {what}, paper run {run.pk}.")
    return run


@transaction.atomic
def start_envelopes(
    contest: Contest,
    audience: Audience,
    *,
    households: bool = False,
    large_print: bool = False,
    test: bool = False,
    by: Actor,
) -> EnvelopeRun:
    """Begin to make covering letters and labels. RuleError like :func:`start_papers`, or where
    nobody is due an envelope.
    """
    if audience == Audience.ONE:
        raise RuleError(_("One elector’s envelope is replaced with a reason: lost, spoilt, "
                          "undelivered."))  # fmt: skip
    now = _held(contest)
    _check_time(now, test=test)
    if any(is_alive(run.job) for run in _unmade(now.envelope_runs)):
        raise RuleError(_("Envelopes are being made already: wait until they are done."))
    run = EnvelopeRun(
        contest=now,
        audience=audience,
        households=households and not test,
        large_print=large_print,
        test=test,
        at=clock.now(),
        by=by.words[:254],
    )
    electors = due_of(run).electors
    if not electors:
        raise RuleError(_("Nobody is due an envelope now."))
    run.save()
    enqueue(run, by=by)
    what = number_of(electors, "test letter" if test else "return envelope")
    tell(now, by.words, "envelopes-begun", f"Began to make covering letters and labels for {what}:"
         f" {run.get_audience_display()}, envelope run {run.pk}.")  # fmt: skip
    return run


@transaction.atomic
def replace(elector: Elector, fate: Fate, *, large_print: bool = False, by: Actor) -> EnvelopeRun:
    """Send the elector another envelope for one that was lost, spoilt or undelivered.

    The earlier envelope is good no longer from now on: if it comes after all it is refused.
    RuleError where she has voted or is struck, or was sent none.
    """
    if fate not in REPLACED:
        raise RuleError(_("Say whether the earlier one was lost, spoilt or undelivered."))
    contest = _held(elector.contest)
    _check_time(contest, test=False)
    now = Elector.objects.select_for_update().get(pk=elector.pk)
    _check_replaced(now)
    if good := ReturnEnvelope.objects.filter(elector=now, fate=Fate.GOOD).first():
        good.contest = contest
        record_fate(good, fate, by=by)
    run = EnvelopeRun.objects.create(
        contest=contest,
        audience=Audience.ONE,
        elector=now,
        large_print=large_print,
        at=clock.now(),
        by=by.words[:254],
    )
    enqueue(run, by=by)
    tell(contest, by.words, "envelope-replaced", f"Began another return envelope for elector "
         f"{now.journal_number}, envelope run {run.pk}.")  # fmt: skip
    return run


def _check_replaced(elector: Elector) -> None:
    if elector.struck_at is not None:
        raise RuleError(_("This elector was struck from the roll."))
    if hasattr(elector, "participation"):
        raise RuleError(_("This elector has voted: there is nothing to replace."))
    if not elector.address.strip():
        raise RuleError(_("There is no postal address on the roll for this elector."))
    if not elector.return_envelopes.exists():
        raise RuleError(_("This elector was never sent an envelope, so none is replaced."))
    waiting = EnvelopeRun.objects.filter(elector=elector, made_at=None, destroyed_at=None)
    if any(is_alive(run.job) for run in waiting.select_related("job")):
        raise RuleError(_("Another envelope is being made for this elector already."))


@transaction.atomic
def begin_again(run: Run, *, by: Actor) -> Job:
    """Make the file of a run that stopped before it was done; nothing of it is good yet."""
    now = _locked(run)
    if state_of(now) is not RunState.STOPPED:
        raise RuleError(_("Only a run that stopped is begun again."))
    _check_time(now.contest, test=now.test)
    old, now.file_name = now.file_name, file_name()
    remove_file(old)
    job = enqueue(now, by=by)
    tell(now.contest, by.words, "print-begun", f"Began {run_words(now)} again.")
    return job


@transaction.atomic
def fetch(run: Run, *, by: Actor) -> Path:
    """Note that the officer fetches the file; where it lies. RuleError once it is destroyed."""
    now = _locked(run)
    path = FILES.path_of(now.file_name)
    if state_of(now) not in (RunState.MADE, RunState.FETCHED) or not path.exists():
        raise RuleError(_("The file is destroyed. Make another run."))
    again = " again" if now.fetched_at else ""
    now.fetched_at = clock.now()
    now.save(update_fields=["fetched_at"])
    tell(now.contest, by.words, "print-fetched", f"Fetched the file of {run_words(now)}{again}.")
    return path


@transaction.atomic
def destroy(run: Run, *, by: Actor) -> Run:
    """Destroy the file: it was printed, or is not wanted. Unfetched, nothing of it is good."""
    now = _locked(run)
    if state_of(now) not in (RunState.MADE, RunState.FETCHED):
        raise RuleError(_("There is no file any more."))
    why = "the officer said that it was printed" if now.fetched_at else "nobody had fetched it"
    _destroy(now, why, by.words)
    return now


@transaction.atomic
def say_posted(run: EnvelopeRun, on: date, *, by: Actor) -> EnvelopeRun:
    """Note on which day the envelopes were posted, as the officer says."""
    now = _locked(run)
    assert isinstance(now, EnvelopeRun)
    if now.test or now.made_at is None or not now.fetched_at:
        raise RuleError(_("These were never fetched, so they cannot have been posted."))
    if not timezone.localtime(now.made_at).date() <= on <= clock.today():
        raise RuleError(_("Give a day from when they were made up to today."))
    now.posted_on = on
    now.save(update_fields=["posted_on"])
    tell(now.contest, by.words, "envelopes-posted", f"Said that {run_words(now)}, "
         f"{number_of(now.envelopes, 'return envelope')} in {number_of(now.outer, 'posting')}, was "
         f"posted on {on.day} {on:%B %Y}.")  # fmt: skip
    return now


def sweep() -> int:
    """Destroy every file that is past its day, and every file that belongs to no run; how many
    there were. Any process may call it at any time.
    """
    late = {"made_at__lte": clock.now() - KEPT_FOR, "destroyed_at": None}
    runs: list[Run] = [*PaperRun.objects.filter(**late), *EnvelopeRun.objects.filter(**late)]
    return sum(_expire(run) for run in runs) + _remove_leftovers()


@transaction.atomic
def _expire(run: Run) -> bool:
    now = _locked(run)
    if now.destroyed_at is not None:
        return False
    _destroy(now, "a day was over", SITE)
    return True


def _remove_leftovers() -> int:
    standing: list[Run] = [
        *PaperRun.objects.filter(destroyed_at=None).select_related("job"),
        *EnvelopeRun.objects.filter(destroyed_at=None).select_related("job"),
    ]
    known = [run.file_name for run in standing if run.made_at or is_alive(run.job)]
    found = FILES.leftovers(known)
    for name in found:
        FILES.destroy(name)
    return len(found)


def _destroy(run: Run, why: str, by: str) -> None:
    told = f"Destroyed the file of {run_words(run)}: {why}."
    if run.fetched_at is None and not run.test:
        told += _withdrawn(run)
    run.destroyed_at = clock.now()
    run.save(update_fields=["destroyed_at"])
    tell(run.contest, by, "print-destroyed", told)
    remove_file(run.file_name)


def _withdrawn(run: Run) -> str:
    """What becomes of a run that nobody fetched: a sentence."""
    if isinstance(run, PaperRun):
        return f" Its {number_of(run.papers, 'paper')} cannot come back: nobody had the file."
    good = ReturnEnvelope.objects.filter(run=run, fate=Fate.GOOD)
    count = good.update(fate=Fate.WITHDRAWN, fate_on=clock.today())
    return f" Nobody had it, so {number_of(count, 'return envelope')} was withdrawn."


def remove_file(name: str) -> None:
    """Destroy the file once the transaction stands; should that fail, the next sweep does it."""
    transaction.on_commit(lambda: FILES.destroy(name), robust=True)


def _check_time(contest: Contest, *, test: bool) -> None:
    if why := not_now(contest, test=test):
        raise RuleError(why)


def _held(contest: Contest) -> Contest:
    found = Contest.objects.select_for_update(of=("self",)).select_related("organisation")
    return found.get(pk=contest.pk)


def _unmade(runs: Manager[PaperRun] | Manager[EnvelopeRun]) -> list[Run]:
    return list(runs.filter(made_at=None, destroyed_at=None).select_related("job"))


def _locked(run: Run) -> Run:
    found = type(run).objects.select_for_update(of=("self",))
    return found.select_related("contest__organisation", "job").get(pk=run.pk)
