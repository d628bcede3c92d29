"""What of the printed goes when a test is wiped, and when personal data are erased."""

from __future__ import annotations

from django.db.models import QuerySet

from hustings.web.contests.models import Contest
from hustings.web.post.actions.printing import remove_file
from hustings.web.post.models import EnvelopeRun, PaperRun
from hustings.web.project import clock

__all__ = ["erase_files", "wipe_tests"]


def wipe_tests(contest: Contest) -> None:
    """The contests' hook: runs of a test go, with their files."""
    for model in (PaperRun, EnvelopeRun):
        runs: QuerySet[PaperRun] | QuerySet[EnvelopeRun] = model.objects.filter(
            contest=contest, test=True
        )
        for run in runs:
            remove_file(run.file_name)
        runs.delete()


def erase_files(contest: Contest) -> None:
    """The roll's hook: covering letters go, and whose name was odd; how many there were stays."""
    runs = EnvelopeRun.objects.filter(contest=contest)
    for run in runs.filter(destroyed_at=None):
        remove_file(run.file_name)
    runs.filter(destroyed_at=None).update(destroyed_at=clock.now())
    runs.update(unprintable=[], elector=None)
