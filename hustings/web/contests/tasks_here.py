"""The task list's lines about the contest itself: form, candidates, timetable, key, pledge; and
making it ready and closing it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.count import misfits
from hustings.rounding import grouped
from hustings.seal import fingerprint
from hustings.web.contests.advice import advice_problems
from hustings.web.contests.hooks import on_close_blockers
from hustings.web.contests.models import Contest, OrderPolicy, Origin, Pledge, State
from hustings.web.contests.pledge import pledge_words
from hustings.web.contests.queries import Phase, ballots_cast, electors_on_roll, last_closing, phase
from hustings.web.contests.rule_words import advised_rule_name, capital_first
from hustings.web.contests.tasks import Task, TaskState, blockers
from hustings.web.contests.timetable import SHORT_POLL
from hustings.web.contests.zoned import day_words, moment_words, wall_words
from hustings.web.officers.models import Role
from hustings.web.project import clock

__all__ = ["tasks_here", "tasks_of_states"]


def tasks_here(contest: Contest) -> Iterator[Task]:
    """What is prepared while a contest that is run here is a draft."""
    if contest.origin != Origin.RUN:
        return
    yield _form(contest)
    yield _candidates(contest)
    yield _order(contest)
    yield _voters(contest)
    yield _pledge(contest)
    yield _timetable(contest)
    yield _retention(contest)
    yield _key(contest)
    yield _key_test(contest)
    yield _test_mode(contest)


def tasks_of_states(contest: Contest) -> Iterator[Task]:
    """What moves the contest on: made ready last of all preparations, then closed."""
    if contest.origin != Origin.RUN:
        return
    yield _ready(contest)
    if contest.state != State.ABANDONED:
        yield _close(contest)


def _url(contest: Contest, name: str, *, always: bool = False) -> str:
    """The task's page; empty once the form is fixed, unless the page is for later."""
    if contest.state != State.DRAFT and not always:
        return ""
    return reverse(f"contests:{name}", args=[contest.organisation.slug, contest.slug])


def _prepare(
    contest: Contest,
    title: str,
    page: str,
    note: str,
    *,
    done: bool,
    needed: bool = True,
    least: Role = Role.DEPUTY,
) -> Task:
    """A task of preparing: done, next, or optional while it can be done and is not needed."""
    state = TaskState.DONE if done else TaskState.NEXT
    if not needed and not done:
        state = TaskState.OPTIONAL if contest.state == State.DRAFT else TaskState.DONE
    return Task(
        "prepare", title, state, _url(contest, page), note, needed_to_open=needed, least=least
    )


def _form(contest: Contest) -> Task:
    """Title and question; the rule fits the contest that is advised."""
    missing = [] if contest.question else [_("The paper has no question yet.")]
    problems = [*missing, *advice_problems(contest)]
    told = _("%(rule)s, %(seats)s") % {
        "rule": capital_first(advised_rule_name(contest.rule)),
        "seats": ngettext("one seat", "%(n)d seats", contest.seats) % {"n": contest.seats},
    }
    note, title = " ".join(problems) or told, _("Say what the contest is")
    task = _prepare(contest, title, "form", note, done=not problems)
    if len(problems) > len(missing):  # a fault, not a gap
        return replace(task, state=TaskState.BLOCKED)
    return task


def _candidates(contest: Contest) -> Task:
    standing = contest.candidates.filter(withdrawn_at=None).count()
    few = _("A paper needs two candidates at least; it has %(n)d.") % {"n": standing}
    misfit = [problem for option, problem in misfits(contest.rule, contest.seats, standing)]
    problem = few if standing < 2 else _sentence(misfit)
    told = _("%(n)d candidates on the paper") % {"n": standing}
    return _prepare(
        contest, _("Name the candidates"), "candidates", problem or told, done=not problem
    )


def _sentence(problems: list[str]) -> str:
    return f"{capital_first(problems[0])}." if problems else ""


def _order(contest: Contest) -> Task:
    policy = OrderPolicy(contest.order_policy)
    return _prepare(
        contest,
        _("Choose the order on the paper"),
        "order",
        capital_first(str(policy.label)),
        done=True,
        needed=False,
    )


def _voters(contest: Contest) -> Task:
    declared = _("electors declare their support") if contest.declaration_text else ""
    told = _("Said; %(declared)s") % {"declared": declared} if declared else _("Said")
    done = bool(contest.who_may_vote)
    missing = _("Nothing says yet who may vote.")
    return _prepare(contest, _("Say who may vote"), "voters", told if done else missing, done=done)


def _pledge(contest: Contest) -> Task:
    """Needed: that there is none is a decision too, and it is published."""
    made = contest.pledge != Pledge.NONE
    none = _("None so far: the page will say that nobody has promised to follow the result.")
    if contest.state != State.DRAFT:
        none = pledge_words(contest)
    return _prepare(
        contest,
        _("Say how the result will be followed"),
        "pledge",
        contest.pledge_text if made else none,
        done=made,
        needed=False,
    )


def _timetable(contest: Contest) -> Task:
    title, page = _("Set the timetable"), "timetable"
    opens, closes = contest.opens_at, contest.closes_at
    if opens is None or closes is None:
        note = _("No times are set.")
    elif contest.state == State.DRAFT and closes <= clock.now():
        note = _("The closing time, %(at)s, has passed.") % {"at": moment_words(contest, closes)}
    else:
        told = _("Open from %(opens)s to %(closes)s")
        if contest.state == State.DRAFT and opens <= clock.now():
            told = _("Open from when it is made ready to %(closes)s")
        told %= {"opens": wall_words(contest, opens), "closes": moment_words(contest, closes)}
        short = _(": less than a week, which leaves little time for letters")
        return _prepare(
            contest, title, page, told + (short if closes - opens < SHORT_POLL else ""), done=True
        )
    return _prepare(contest, title, page, note, done=False)


def _retention(contest: Contest) -> Task:
    until = contest.retention_until
    day = date_format(until, "j F Y") if until else ""
    told = _("Personal data are erased after %(day)s") % {"day": day} if until else ""
    missing = _("Nothing says yet until when personal data are kept.")
    task = _prepare(
        contest,
        _("Say when personal data are erased"),
        "retention",
        told or missing,
        done=until is not None,
    )
    return replace(task, url=_url(contest, "retention", always=contest.erased_at is None))


def _key(contest: Contest) -> Task:
    done = contest.public_key is not None
    told = (
        _("Its fingerprint is %(fingerprint)s")
        % {"fingerprint": fingerprint(bytes(contest.public_key))}
        if contest.public_key is not None
        else _("Ballots are sealed to it; without it nothing can be counted.")
    )
    return _prepare(
        contest, _("Make the opening key"), "key", told, done=done, least=Role.RETURNING_OFFICER
    )


def _key_test(contest: Contest) -> Task:
    title = _("Test the key’s backup")
    if contest.public_key is None:
        note = _("Make the opening key first.")
        return Task("prepare", title, TaskState.BLOCKED, "", note, needed_to_open=True)
    tested = contest.key_tested_at
    told = _("It opened a test envelope on %(at)s") % {
        "at": day_words(contest, tested or clock.now())
    }
    missing = _("A backup that was never opened is no backup.")
    return _prepare(
        contest, title, "key_test", told if tested else missing, done=tested is not None
    )


def _test_mode(contest: Contest) -> Task:
    on = contest.test_mode
    trials = ballots_cast(contest) if on else 0
    told = ngettext(
        "On: %(n)s trial ballot so far, wiped before voting opens",
        "On: %(n)s trial ballots so far, wiped before voting opens",
        trials,
    ) % {"n": grouped(trials)}
    off = _("Off: vote and count with made-up codes before anybody else does.")
    state = TaskState.DONE if contest.state != State.DRAFT else TaskState.OPTIONAL
    note = told if on else off
    if contest.state != State.DRAFT:
        note = _("Over: everything that came of it was wiped.")
    return Task("prepare", _("Try it out"), state, _url(contest, "test"), note)


def _ready(contest: Contest) -> Task:
    title = _("Make the contest ready")
    if contest.state == State.ABANDONED:
        return Task("prepare", title, TaskState.LATER, "", _("The contest is abandoned."))
    if contest.state != State.DRAFT:
        told = _("The form is fixed since %(at)s") % {"at": moment_words(contest, contest.ready_at)}
        return Task("prepare", title, TaskState.DONE, "", told)
    left = len(blockers(contest, besides=tasks_of_states))
    url = _url(contest, "ready")
    if left:
        note = ngettext("%(n)d task stands in the way.", "%(n)d tasks stand in the way.", left) % {
            "n": left
        }
        state = TaskState.BLOCKED
    else:
        note = _("Nothing stands in the way; the form is fixed from then on.")
        state = TaskState.NEXT
    return Task("prepare", title, state, url, note, least=Role.RETURNING_OFFICER)


def _close(contest: Contest) -> Task:
    title = _("Close the poll")
    if contest.state not in (State.DRAFT, State.READY):
        told = _("Closed on %(at)s: %(voted)s of %(electors)s had voted") % {
            "at": moment_words(contest, contest.closed_at),
            "voted": grouped(ballots_cast(contest)),
            "electors": grouped(electors_on_roll(contest)),
        }
        return Task("poll", title, TaskState.DONE, "", told)
    ends = last_closing(contest)
    over = phase(contest) is Phase.TOO_LATE and ends is not None and clock.now() >= ends
    if over and (blocked := on_close_blockers(contest)):
        return Task("poll", title, TaskState.BLOCKED, "", " ".join(blocked))
    state = TaskState.NEXT if over else TaskState.LATER
    url = _url(contest, "close", always=True) if over else ""
    told = _("Voting ends on %(at)s") % {"at": moment_words(contest, ends)} if ends else ""
    note = _("Voting has ended; nothing can be counted before.") if over else told
    return Task("poll", title, state, url, note, least=Role.RETURNING_OFFICER)
