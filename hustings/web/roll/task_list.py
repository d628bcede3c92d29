"""The roll's lines of a contest's task list."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.rounding import grouped
from hustings.web.contests.models import Contest, OrderPolicy, Origin, State
from hustings.web.contests.smallness import few_electors
from hustings.web.contests.tasks import Task, TaskState
from hustings.web.roll import queries
from hustings.web.roll.models import LateAct, Upload

__all__ = ["tasks"]


def tasks(contest: Contest) -> Iterator[Task]:
    """What is to be done with the roll of a contest that is run here."""
    if contest.origin != Origin.RUN:
        return
    electors = queries.live_electors(contest).count()
    frozen = contest.roll_frozen_at is not None
    pairs = 0 if frozen else queries.waiting_pairs(contest).count()
    yield _upload(contest, electors, pairs, frozen=frozen)
    if not frozen and contest.state == State.DRAFT:
        yield from _to_look_at(contest)
    if contest.state == State.DRAFT and (told := few_electors(contest)):
        title = _("Mind that among few voters a ranking can be guessed")
        yield Task("prepare", title, TaskState.OPTIONAL, _url(contest, "overview"), told)
    yield _freeze(contest, electors, pairs, frozen=frozen)
    if frozen and _orders_are_stale(contest):
        yield _deal(contest)
    if contest.state in (State.DRAFT, State.READY):
        yield from _waiting(contest)
    yield from _erasure(contest)


def _url(contest: Contest, page: str) -> str:
    return reverse(f"roll:{page}", args=[contest.organisation.slug, contest.slug])


def _unseen(pairs: int) -> str:
    told = ngettext(
        "%(n)s likely duplicate is not looked at yet",
        "%(n)s likely duplicates are not looked at yet",
        pairs,
    )
    return told % {"n": grouped(pairs)} if pairs else ""


def _upload(contest: Contest, electors: int, pairs: int, *, frozen: bool) -> Task:
    note = ngettext("%(n)s elector", "%(n)s electors", electors) % {"n": grouped(electors)}
    note = f"{note}; {_unseen(pairs)}" if pairs else note
    done = bool(electors) or frozen
    return Task(
        "prepare",
        _("Upload the roll"),
        TaskState.DONE if done else TaskState.NEXT,
        _url(contest, "duplicates" if pairs else "overview"),
        note if done else _("Nobody is on the roll yet."),
        needed_to_open=True,
    )


def _to_look_at(contest: Contest) -> Iterator[Task]:
    waiting = Upload.objects.filter(contest=contest, kind="roll", taken_at=None)
    if files := waiting.count():
        told = ngettext(
            "%(n)s file is not on the roll yet", "%(n)s files are not on the roll yet", files
        )
        note = told % {"n": files}
        title, url = _("Settle the uploaded lists"), _url(contest, "overview")
        yield Task("prepare", title, TaskState.NEXT, url, note)
    if pairs := queries.waiting_pairs(contest).count():
        told = ngettext("%(n)s pair to look at", "%(n)s pairs to look at", pairs)
        title, url = _("Look at likely duplicates"), _url(contest, "duplicates")
        yield Task("prepare", title, TaskState.NEXT, url, told % {"n": grouped(pairs)})


def _freeze(contest: Contest, electors: int, pairs: int, *, frozen: bool) -> Task:
    title = _("Freeze the roll")
    if frozen and contest.roll_frozen_at is not None:
        counted = grouped(int(contest.roll_counts.get("electors", 0)))
        told = ngettext(
            "%(n)s elector, frozen on %(day)s", "%(n)s electors, frozen on %(day)s", electors
        )
        note = told % {"n": counted, "day": f"{contest.roll_frozen_at:%d %B %Y}"}
        page = _url(contest, "fingerprint")
        return Task("prepare", title, TaskState.DONE, page, note, needed_to_open=True)
    state = TaskState.NEXT if electors else TaskState.BLOCKED
    note = _unseen(pairs) if electors else _("Upload the roll first.")
    page = _url(contest, "freeze") if electors else ""
    return Task("prepare", title, state, page, note, needed_to_open=True)


def _orders_are_stale(contest: Contest) -> bool:
    """Whether candidates came or went after the orders of the papers were dealt."""
    if contest.state != State.DRAFT or contest.order_policy != OrderPolicy.ROTATION:
        return False
    dealt = contest.roll_counts.get("candidates")
    undealt = queries.live_electors(contest).filter(rotation=None)
    lacking = contest.candidates.count() > 1 and undealt.exists()
    return bool(dealt != contest.candidates.count() or lacking)


def _deal(contest: Contest) -> Task:
    return Task(
        "prepare",
        _("Deal the orders of the papers again"),
        TaskState.NEXT,
        _url(contest, "orders"),
        _("The candidates or the order policy changed after the roll was frozen."),
        needed_to_open=True,
    )


def _waiting(contest: Contest) -> Iterator[Task]:
    group = "prepare" if contest.state == State.DRAFT else "poll"
    late = LateAct.objects.filter(contest=contest, approved_at=None, refused_at=None).count()
    if late:
        told = ngettext(
            "%(n)s act waits for a second officer", "%(n)s acts wait for a second officer", late
        )
        title, url = _("Agree to late acts on the roll"), _url(contest, "late")
        yield Task(group, title, TaskState.NEXT, url, told % {"n": late})
    asking = queries.waiting_applications(contest).count()
    if asking:
        told = ngettext("%(n)s person waits", "%(n)s people wait", asking)
        title, url = _("Decide on those who asked for a ballot"), _url(contest, "applications")
        yield Task(group, title, TaskState.NEXT, url, told % {"n": grouped(asking)})


def _erasure(contest: Contest) -> Iterator[Task]:
    if contest.state not in (State.DECLARED, State.ABANDONED):
        return
    title, url = _("Erase personal data"), _url(contest, "erase")
    why_not = queries.not_yet_due(contest)
    if contest.erased_at is not None:
        note = _("Erased on %(day)s") % {"day": f"{contest.erased_at:%d %B %Y}"}
        yield Task("publish", title, TaskState.DONE, url, note)
    else:
        state = TaskState.LATER if why_not else TaskState.NEXT
        yield Task("publish", title, state, url, why_not)
