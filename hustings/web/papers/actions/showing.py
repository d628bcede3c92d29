"""Letting agents see the picture of a doubtful paper, and taking that back.

An elector knows the number of her paper, and could prove to an agent how she voted: so both ends of
the picture are covered, and an officer looks at it, covered, before anybody else does.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.papers import scans
from hustings.web.papers.actions.holding import held, note
from hustings.web.papers.models import Adjudication, Reading, Scan
from hustings.web.papers.queries import shows_pictures

__all__ = ["hide_scan", "scan_of", "show_scan", "why_not_covered"]


def scan_of(reading: Reading) -> Scan | None:
    """The picture of the paper, if there is one."""
    return Scan.objects.filter(batch=reading.batch, place=reading.place).first()


def why_not_covered(scan: Scan) -> str:
    """Why the ends of the picture cannot be covered; empty if they can."""
    path = scans.path_of(scan.file_name)
    if path is None:
        return _("The file of this picture is not here any more. Agents see nothing of it.")
    try:
        scans.covered(path)
    except RuleError as error:
        return str(error)
    return ""


@transaction.atomic
def show_scan(reading: Reading, *, seen: int, by: Actor) -> Scan:
    """Let agents see the picture of a decided paper, its ends covered; once, however often asked.

    ``seen``: the key of the picture that the officer looked at. RuleError for another, before the
    close, in an abandoned contest, for an undecided paper, or where it cannot be covered.
    """
    contest, scan = _held(reading, by)
    if not shows_pictures(contest):
        raise RuleError(_("Agents see pictures of papers once voting is closed, and none of an "
                          "abandoned contest."))  # fmt: skip
    if scan.pk != seen:
        raise RuleError(_("Another picture was put in the place of the one that you looked at: "
                          "look at this one first."))  # fmt: skip
    if not Adjudication.objects.filter(reading=reading, second_by__isnull=False).exists():
        raise RuleError(_("Agents see papers that two officers decided: this one is not."))
    if why := why_not_covered(scan):
        raise RuleError(why)
    if not scan.shown:
        scan.shown = True
        scan.save(update_fields=["shown"])
        note(contest, by, "scan-shown", f"Lets agents see the picture of {_paper(reading)}, with "
             "its ends covered.")  # fmt: skip
    return scan


@transaction.atomic
def hide_scan(reading: Reading, *, by: Actor) -> Scan:
    """Let agents see the picture no longer, in whatever state the contest and the picture are."""
    contest, scan = _held(reading, by)
    if scan.shown:
        scan.shown = False
        scan.save(update_fields=["shown"])
        told = f"Lets agents see the picture of {_paper(reading)} no longer."
        note(contest, by, "scan-hidden", told)
    return scan


def _held(reading: Reading, by: Actor) -> tuple[Contest, Scan]:
    contest = held(reading.batch.contest, by)
    scan = scan_of(reading)
    if scan is None:
        raise RuleError(_("There is no picture of this paper any more."))
    return contest, scan


def _paper(reading: Reading) -> str:
    return f"batch {reading.batch.number}, paper {reading.place}"
