"""From draft to ready, back, on to closed, or given up: the acts that move a contest's state.

What follows the close (counted, provisional, declared) is moved by the app that counts.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.rounding import grouped
from hustings.web.contests import hooks
from hustings.web.contests.actions.writing import draft_locked, locked, note
from hustings.web.contests.advice import advice_problems
from hustings.web.contests.models import Contest, Notice, State
from hustings.web.contests.queries import ballots_cast, electors_on_roll, last_closing
from hustings.web.contests.tasks import blockers
from hustings.web.contests.zoned import moment_words
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.project.plurals import number_of

__all__ = ["abandon", "back_to_draft", "close", "make_ready", "set_test_mode"]


@transaction.atomic
def make_ready(contest: Contest, *, by: Actor) -> Contest:
    """Fix the form and let the timetable open the poll; everything of test mode is wiped first.

    RuleError with every blocker of the task list, and where the primary could not advise the
    contest that it names.
    """
    contest = draft_locked(contest, by)
    if problems := _problems(contest):
        raise RuleError(_("The contest is not ready. %(why)s") % {"why": " ".join(problems)})
    wiped = _wipe_tests(contest)
    contest.test_mode, contest.state, contest.ready_at = False, State.READY, clock.now()
    opened = contest.opens_at is not None and contest.opens_at <= contest.ready_at
    if opened:  # nobody could vote before this minute
        contest.opens_at = contest.ready_at.replace(second=0, microsecond=0)
    contest.save(update_fields=["test_mode", "state", "ready_at", "opens_at"])
    tests = f" Wiped {number_of(wiped, 'test ballot')}." if wiped else ""
    note(
        contest,
        by,
        "ready",
        f"Made the contest ready with {number_of(electors_on_roll(contest), 'elector')} and "
        f"{number_of(contest.candidates.count(), 'candidate')}; "
        f"{'voting opened at once, on' if opened else 'voting opens on'} "
        f"{moment_words(contest, contest.opens_at)}.{tests}",
    )
    return contest


def _problems(contest: Contest) -> list[str]:
    """What keeps a contest from being made ready; what does not fit its contest comes first."""
    advice = [*advice_problems(contest)]
    tasks = (f"{t.title}: {t.note}" if t.note else t.title for t in blockers(contest))
    return [*advice, *(t for t in tasks if not any(problem in t for problem in advice))]


def _wipe_tests(contest: Contest) -> int:
    """Wipe what came of test ballots; how many there were. RuleError if any is left."""
    before = ballots_cast(contest)
    hooks.on_wipe_tests(contest)
    if left := ballots_cast(contest):
        raise RuleError(
            _("%(left)d test ballots could not be wiped, so nothing was changed.") % {"left": left}
        )
    return before


@transaction.atomic
def back_to_draft(contest: Contest, *, by: Actor) -> Contest:
    """Take a contest back to its draft, so that its form can be changed; while nobody has voted."""
    contest = locked(contest, by, states=(State.READY,), act=_("taken back to its draft"))
    if voted := ballots_cast(contest):
        raise RuleError(
            _("%(voted)d have voted: the form can be changed no more. Extend or abandon instead.")
            % {"voted": voted}
        )
    contest.state, contest.ready_at = State.DRAFT, None
    contest.save(update_fields=["state", "ready_at"])
    note(contest, by, "draft", "Took the contest back to its draft; nobody had voted.")
    return contest


@transaction.atomic
def close(contest: Contest, *, by: Actor) -> Contest:
    """Close the poll after its last closing time: from then on the envelopes can be opened."""
    contest = locked(contest, by, states=(State.READY,), act=_("closed"))
    ends = last_closing(contest)
    if ends is None or clock.now() < ends:
        raise RuleError(
            _("Voting goes on until %(ends)s, and a poll cannot be shortened.")
            % {"ends": moment_words(contest, ends)}
        )
    if reasons := hooks.on_close_blockers(contest):
        raise RuleError(_("The poll cannot be closed yet. %(why)s") % {"why": " ".join(reasons)})
    contest.state, contest.closed_at = State.CLOSED, clock.now()
    contest.save(update_fields=["state", "closed_at"])
    voted, electors = ballots_cast(contest), electors_on_roll(contest)
    note(
        contest,
        by,
        "closed",
        f"Closed the poll: {grouped(voted)} of {number_of(electors, 'elector')} had voted.",
    )
    return contest


_CAN_BE_ABANDONED = (
    State.DRAFT,
    State.READY,
    State.CLOSED,
    State.COUNTED,
    State.PROVISIONAL,
)


@transaction.atomic
def abandon(contest: Contest, reason: str, *, by: Actor) -> Contest:
    """Give the contest up, for a reason that is published unless it never left the draft."""
    contest = locked(contest, by, states=_CAN_BE_ABANDONED, act=_("abandoned"))
    if not reason.strip():
        raise RuleError(_("Say why the contest is abandoned."))
    was_draft = contest.state == State.DRAFT
    if was_draft:
        _wipe_tests(contest)
        contest.test_mode = False
    contest.state = State.ABANDONED
    contest.save(update_fields=["state", "test_mode"])
    if not was_draft:
        text = _("This contest was abandoned. %(reason)s") % {"reason": reason}
        Notice.objects.create(contest=contest, text=text, at=clock.now())
    note(contest, by, "abandoned", f"Abandoned the contest: {reason}")
    return contest


@transaction.atomic
def set_test_mode(contest: Contest, on: bool, *, by: Actor) -> Contest:
    """Let the booth take trial ballots while the contest is a draft, or end that and wipe them."""
    contest = draft_locked(contest, by)
    if on and (contest.public_key is None or contest.candidates.count() < 2):
        raise RuleError(_("A trial needs two candidates and an opening key: set these up first."))
    if contest.test_mode == on:
        return contest
    wiped = 0 if on else _wipe_tests(contest)
    contest.test_mode = on
    contest.save(update_fields=["test_mode"])
    told = (
        "Began test mode." if on else f"Ended test mode: wiped {number_of(wiped, 'test ballot')}."
    )
    note(contest, by, "test", told)
    return contest
