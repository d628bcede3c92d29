"""A contest as a list of tasks: each app says what is done, what is next and what stands in the
way; this puts them together.

An app registers its provider in its AppConfig.ready(), so that contests need not know it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from hustings.web.contests.models import Contest
from hustings.web.officers.models import Role

__all__ = [
    "GROUPS",
    "Alert",
    "Task",
    "TaskState",
    "alerts_of",
    "blockers",
    "register",
    "register_alerts",
    "tasks_of",
]

GROUPS = ("prepare", "poll", "count", "publish")
"""The headings of the list, in this order."""


class TaskState(StrEnum):
    """How a task stands."""

    DONE = "done"
    NEXT = "next"  # can be done now
    BLOCKED = "blocked"  # something else must be done first: ``note`` says what
    LATER = "later"  # its time has not come
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list. ``group`` heads it: prepare, poll, count, publish.

    ``needed_to_open`` makes it a blocker of opening until it is done; ``note`` is one sentence,
    with numbers where there are any ("412 electors, frozen on 3 May"). An empty ``url`` is a task
    without a page; ``least`` is the least role that the page is open to.
    """

    group: str
    title: str
    state: TaskState
    url: str
    note: str = ""
    needed_to_open: bool = False
    least: Role = Role.DEPUTY


Provider = Callable[[Contest], Iterable[Task]]
_PROVIDERS: list[tuple[int, Provider]] = []


def register(provider: Provider, *, order: int) -> None:
    """Add an app's tasks; lower ``order`` first."""
    if all(known is not provider for _, known in _PROVIDERS):
        _PROVIDERS.append((order, provider))
        _PROVIDERS.sort(key=lambda pair: pair[0])


def tasks_of(contest: Contest) -> list[Task]:
    """Every task of the contest, in the order in which an officer meets them."""
    return [task for _, provider in _PROVIDERS for task in provider(contest)]


def blockers(contest: Contest, *, besides: Provider | None = None) -> list[Task]:
    """What is needed to open and not yet done; a provider that asks leaves itself out."""
    found = (t for _, provider in _PROVIDERS if provider is not besides for t in provider(contest))
    return [t for t in found if t.needed_to_open and t.state is not TaskState.DONE]


@dataclass(frozen=True, slots=True)
class Alert:
    """What cannot wait, told above the tasks until somebody has answered it."""

    title: str
    text: str
    url: str
    act: str  # the words of the link


_ALERTS: list[Callable[[Contest], Iterable[Alert]]] = []


def register_alerts(provider: Callable[[Contest], Iterable[Alert]]) -> None:
    """Add what an app tells above the tasks; the same provider once only."""
    if provider not in _ALERTS:
        _ALERTS.append(provider)


def alerts_of(contest: Contest) -> list[Alert]:
    """Everything that cannot wait."""
    return [alert for provider in _ALERTS for alert in provider(contest)]
