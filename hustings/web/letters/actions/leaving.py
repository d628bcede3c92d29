"""What goes when a test is wiped, and when personal data are erased."""

from __future__ import annotations

from hustings.web.contests.models import Contest
from hustings.web.letters.actions.files_of_runs import remove_file
from hustings.web.letters.models import Delivery, Destroyed, Printed, PrintKind, PrintRun
from hustings.web.project import clock

__all__ = ["erase", "wipe_tests"]


def wipe_tests(contest: Contest) -> None:
    """The contests' hook: test letters go, with their files; the booth removes their codes."""
    runs = PrintRun.objects.filter(contest=contest, kind=PrintKind.TEST)
    for run in runs:
        remove_file(run.file_name)
    runs.delete()


def erase(contest: Contest) -> None:
    """The roll's hook: files go, and who got which letter; how many letters there were stays."""
    runs = PrintRun.objects.filter(contest=contest)
    for run in runs.filter(destroyed_at=None):
        remove_file(run.file_name)
    runs.filter(destroyed_at=None).update(destroyed_at=clock.now(), destroyed_why=Destroyed.ERASED)
    runs.update(unprintable=[], elector=None)
    Printed.objects.filter(run__contest=contest).delete()
    Delivery.objects.filter(mailing__contest=contest).update(digest=None, message_id="", error="")
