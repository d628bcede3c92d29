"""The verification: every posted paper is read, settled and decided; its figures stand, once."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.errors import RuleError
from hustings.rounding import grouped
from hustings.web.booth.models import Participation
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.papers.actions.holding import held_unverified, note
from hustings.web.papers.models import Batch, Verification
from hustings.web.papers.tallying import PaperFigures, figures
from hustings.web.project import clock
from hustings.web.project.plurals import number_of

__all__ = ["hindrances", "verify"]


@transaction.atomic
def verify(contest: Contest, *, by: Actor) -> Verification:
    """Fix the figures of the posted papers; RuleError that says all that is left to do before.

    For the returning officer; once.
    """
    if not by.may_declare:
        raise PermissionDenied
    now = held_unverified(contest, by)
    found = figures(now)
    if left := hindrances(now, found):
        raise RuleError(" ".join(left))
    made = Verification.objects.create(
        contest=now,
        at=clock.now(),
        by=by.words,
        papers=found.found,
        valid=found.valid,
        rejected=found.rejected_total,
    )
    note(now, by, "papers-verified", _words(found))
    return made


def hindrances(contest: Contest, found: PaperFigures) -> list[str]:
    """What stands in the way of the verification, each in a sentence with its numbers."""
    batches = Batch.objects.filter(contest=contest)
    unbalanced = batches.filter(balanced_at__isnull=True).count()
    unsettled = batches.filter(balanced_at__isnull=False, settled_at__isnull=True).count()
    return [
        *_unopened(contest),
        *_some(unbalanced, ngettext("%(n)s batch does not balance yet.",
                                    "%(n)s batches do not balance yet.", unbalanced)),
        *_some(unsettled, ngettext("%(n)s batch is not keyed twice and settled yet.",
                                   "%(n)s batches are not keyed twice and settled yet.",
                                   unsettled)),
        *_some(found.undecided, ngettext("%(n)s doubtful paper is not decided by two officers.",
                                         "%(n)s doubtful papers are not decided by two officers.",
                                         found.undecided)),
        *_some(0 if unbalanced or unsettled else found.found - found.read,
               _("%(n)s papers of settled batches are missing among those read.")),
    ]  # fmt: skip


def _some(number: int, sentence: str) -> list[str]:
    return [sentence % {"n": grouped(number)}] if number else []


def _unopened(contest: Contest) -> list[str]:
    """Of each section, accepted envelopes that are in no batch, or too many that are."""
    post = Participation.objects.filter(contest=contest, channel="post").order_by()
    accepted: dict[str, int] = {}
    for section in post.values_list("elector__section", flat=True):
        accepted[section] = accepted.get(section, 0) + 1
    rows = Batch.objects.filter(contest=contest).order_by().values_list("section")
    opened = dict(rows.annotate(n=Sum("envelopes")))
    names = dict(contest.sections.values_list("key", "name"))
    several = len(names) > 1
    return [
        _("%(where)s%(accepted)s envelopes were accepted and %(opened)s opened into batches.")
        % {
            "where": f"{names.get(section, section)}: " if several else "",
            "accepted": grouped(accepted.get(section, 0)),
            "opened": grouped(opened.get(section, 0)),
        }
        for section in sorted({*accepted, *opened})
        if accepted.get(section, 0) != opened.get(section, 0)
    ]


def _words(found: PaperFigures) -> str:
    headings = "".join(f", {heading.words} {n}" for heading, n in found.rejected.items())
    return (
        f"Verified the posted papers: {number_of(found.envelopes, 'envelope')} opened, "
        f"{grouped(found.extra)} extra and {grouped(found.empty)} empty, "
        f"{number_of(found.found, 'paper')} found; {grouped(found.valid)} valid, "
        f"{grouped(found.rejected_total)} rejected{headings}."
    )
