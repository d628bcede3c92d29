"""`hustings manage destroy_letters`: to be run every hour."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from hustings.web.letters.actions.files_of_runs import sweep
from hustings.web.project.plurals import number_of

__all__ = ["Command"]


class Command(BaseCommand):
    """Destroy files of letters that are past their day."""

    help = "Destroy the files of print runs that are a day old, or that belong to none."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Destroy them, and say how many there were."""
        self.stdout.write(f"{number_of(sweep(), 'file')} destroyed")
