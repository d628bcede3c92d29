"""Letting agents see the picture of a doubtful paper, and taking that back.

An elector knows the number of her paper, and could prove to an agent how she voted: so both ends of
the picture are covered, and an officer looks at it, covered, before anybody else does.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.models import Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.papers import scans
from hustings.web.papers.actions.holding import held, note
from hustings.web.papers.models import Adjudication, Reading, Scan

__all__ = ["hide_scan", "may_show", "scan_of", "show_scan"]

_SHOWING = frozenset({State.CLOSED, State.COUNTED, State.PROVISIONAL, State.DECLARED})


def scan_of(reading: Reading) -> Scan | None:
    """The picture of the paper, if there is one."""
    return Scan.objects.filter(batch=reading.batch, place=reading.place).first()


def may_show(scan: Scan) -> bool:
    """Whether the picture stands upright, so that its ends can be covered."""
    path = scans.path_of(scan.file_name)
    return path is not None and scans.covered(path) is not None


@transaction.atomic
def show_scan(reading: Reading, *, by: Actor) -> Scan:
    """Let agents see the picture of a decided paper, its ends covered.

    RuleError where nothing was decided of the paper, or its picture cannot be covered.
    """
    contest, scan = _held(reading, by)
    if not Adjudication.objects.filter(reading=reading, second_by__isnull=False).exists():
        raise RuleError(_("Agents see papers that two officers decided: this one is not."))
    if not may_show(scan):
        raise RuleError(_("This picture does not stand upright, so the number of the paper could "
                          "not be covered: add it again, upright."))  # fmt: skip
    if not scan.shown:
        scan.shown = True
        scan.save(update_fields=["shown"])
        note(contest, by, "scan-shown", f"Lets agents see the picture of {_paper(reading)}, with "
             "its ends covered.")  # fmt: skip
    return scan


@transaction.atomic
def hide_scan(reading: Reading, *, by: Actor) -> Scan:
    """Let agents see the picture no longer."""
    contest, scan = _held(reading, by)
    if scan.shown:
        scan.shown = False
        scan.save(update_fields=["shown"])
        told = f"Lets agents see the picture of {_paper(reading)} no longer."
        note(contest, by, "scan-hidden", told)
    return scan


def _held(reading: Reading, by: Actor) -> tuple[Contest, Scan]:
    contest = held(reading.batch.contest, by)
    if contest.state not in _SHOWING:
        raise RuleError(_("Agents see pictures of papers once voting is closed."))
    scan = scan_of(reading)
    if scan is None:
        raise RuleError(_("There is no picture of this paper any more."))
    return contest, scan


def _paper(reading: Reading) -> str:
    return f"batch {reading.batch.number}, paper {reading.place}"
