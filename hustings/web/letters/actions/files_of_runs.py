"""Print runs: begun, fetched, destroyed, posted. Files are removed once the act is committed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.errors import RuleError
from hustings.rounding import grouped
from hustings.web.booth import codes
from hustings.web.contests.models import Contest
from hustings.web.jobs.models import Job
from hustings.web.letters import files, hooks
from hustings.web.letters.audience import for_letters
from hustings.web.letters.background import enqueue_run
from hustings.web.letters.models import Destroyed, PrintKind, PrintRun, download_name
from hustings.web.letters.state import KEPT_FOR, RunState, is_alive, not_now, run_state
from hustings.web.letters.telling import SITE, tell
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.project.plurals import number_of

__all__ = ["begin_again", "destroy", "fetch", "remove_file", "say_posted", "start", "sweep"]


@transaction.atomic
def start(
    contest: Contest,
    kind: PrintKind,
    *,
    by: Actor,
    words: str = "",
    words_welsh: str = "",
    large_print: bool = False,
    most: int | None = None,
) -> PrintRun:
    """Begin a print run. RuleError at a time when there is none, while another is being made, or
    where nobody is left to write to.
    """
    now = _held(contest)
    if why := not_now(now, kind):
        raise RuleError(why)
    if any(is_alive(run.job) for run in _unmade(now)):
        raise RuleError(_("Letters are being made already: wait until they are done."))
    due = len(for_letters(now, kind, most=most).keys)
    if not due:
        raise RuleError(_("Nobody needs such a letter now."))
    run = PrintRun.objects.create(
        contest=now,
        kind=kind,
        words=words.strip(),
        words_welsh=words_welsh.strip(),
        large_print=large_print,
        most=most,
        at=clock.now(),
        by=by.words[:254],
    )
    enqueue_run(run, by=by)
    tell(
        now,
        by.words,
        "letters-begun",
        f"Began to make {number_of(due, 'letter')}: {run.get_kind_display()}, print run {run.pk}.",
    )
    return run


@transaction.atomic
def begin_again(run: PrintRun, *, by: Actor) -> Job:
    """Make the letters of a run that stopped before its file was done; none of its codes works."""
    now = _locked(run)
    if run_state(now) is not RunState.STOPPED:
        raise RuleError(_("Only a print run that stopped is begun again."))
    if why := not_now(now.contest, PrintKind(now.kind)):
        raise RuleError(why)
    old, now.file_name = now.file_name, download_name()
    remove_file(old)
    job = enqueue_run(now, by=by)
    tell(now.contest, by.words, "letters-begun", f"Began print run {now.pk} again.")
    return job


@transaction.atomic
def fetch(run: PrintRun, *, by: Actor) -> Path:
    """Note that the officer fetches the file; where it lies. RuleError once it is destroyed."""
    now = _locked(run)
    path = files.path_of(now.file_name)
    if run_state(now) not in (RunState.MADE, RunState.FETCHED) or not path.exists():
        raise RuleError(_("The file is destroyed. Its codes cannot be read again by anybody."))
    again = " again" if now.fetched_at else ""
    now.fetched_at = clock.now()
    now.save(update_fields=["fetched_at"])
    tell(
        now.contest,
        by.words,
        "letters-fetched",
        f"Fetched the file of print run {now.pk}{again}: {number_of(now.letters, 'letter')}.",
    )
    return path


@transaction.atomic
def destroy(run: PrintRun, *, by: Actor) -> PrintRun:
    """Destroy the file: it was printed. If nobody ever fetched it, its codes are dead as well."""
    now = _locked(run)
    if run_state(now) not in (RunState.MADE, RunState.FETCHED):
        raise RuleError(_("There is no file any more."))
    why = Destroyed.PRINTED if now.fetched_at else Destroyed.UNWANTED
    _destroy(now, why, by.words)
    return now


@transaction.atomic
def say_posted(run: PrintRun, on: date, *, by: Actor) -> PrintRun:
    """Note on which day the letters were posted, as the officer says."""
    now = _locked(run)
    if now.made_at is None or not now.fetched_at:
        raise RuleError(_("These letters were never fetched, so they cannot have been posted."))
    if not _day(now.made_at) <= on <= clock.today():
        raise RuleError(_("Give a day from when the letters were made up to today."))
    now.posted_on = on
    now.save(update_fields=["posted_on"])
    tell(
        now.contest,
        by.words,
        "letters-posted",
        f"Said that print run {now.pk}, {number_of(now.letters, 'letter')}, was posted on "
        f"{on.day} {on:%B %Y}.",
    )
    return now


def sweep() -> int:
    """Destroy every file that is past its day, and every file that belongs to no print run, here
    and in the apps above; how many there were. Any process may call it at any time.
    """
    late = PrintRun.objects.filter(
        made_at__lte=clock.now() - KEPT_FOR, destroyed_at=None
    ).values_list("pk", flat=True)
    return sum(_expire(pk) for pk in late) + _remove_leftovers() + hooks.swept()


@transaction.atomic
def _expire(pk: int) -> bool:
    run = PrintRun.objects.select_for_update(of=("self",)).get(pk=pk)
    if run.destroyed_at is not None:
        return False
    _destroy(run, Destroyed.EXPIRED, SITE)
    return True


def _remove_leftovers() -> int:
    standing = PrintRun.objects.filter(destroyed_at=None).select_related("job")
    known = [run.file_name for run in standing if run.made_at or is_alive(run.job)]
    found = files.leftovers(known)
    for name in found:
        files.destroy(name)
    return len(found)


def _destroy(run: PrintRun, why: Destroyed, by: str) -> None:
    told = _("Destroyed the file of print run %(run)s: %(why)s.") % {
        "run": run.pk,
        "why": why.label,
    }
    if run.fetched_at is None:
        withdrawn = codes.withdraw([bytes(d) for d in run.printed.values_list("digest", flat=True)])
        told += " " + ngettext(
            "Nobody had fetched it, so its %(n)s code was withdrawn.",
            "Nobody had fetched it, so its %(n)s codes were withdrawn.",
            withdrawn,
        ) % {"n": grouped(withdrawn)}
    run.destroyed_at, run.destroyed_why = clock.now(), why
    run.save(update_fields=["destroyed_at", "destroyed_why"])
    tell(run.contest, by, "letters-destroyed", told)
    remove_file(run.file_name)


def remove_file(name: str) -> None:
    """Destroy the file once the transaction stands; should that fail, the next sweep does it."""
    transaction.on_commit(lambda: files.destroy(name), robust=True)


def _held(contest: Contest) -> Contest:
    return (
        Contest.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=contest.pk)
    )


def _unmade(contest: Contest) -> list[PrintRun]:
    return list(contest.print_runs.filter(made_at=None, destroyed_at=None).select_related("job"))


def _locked(run: PrintRun) -> PrintRun:
    found = PrintRun.objects.select_for_update(of=("self",))
    return found.select_related("contest__organisation", "job").get(pk=run.pk)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
