"""Erase the personal data of contests whose retention date is past."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hustings.web.roll import queries
from hustings.web.roll.actions.erasing import erase, scrub, to_erase

__all__ = ["Command"]


class Command(BaseCommand):
    """`hustings manage erase_personal_data [--dry-run]`, for a daily timer."""

    help = "Erase the personal data of contests that are over and past their retention date."

    def add_arguments(self, parser: CommandParser) -> None:
        """Only one: look without touching."""
        parser.add_argument(
            "--dry-run", action="store_true", help="list what would be erased, and change nothing"
        )

    def handle(self, *_args: Any, dry_run: bool = False, **_options: Any) -> None:
        """Erase each contest in a transaction of its own; then leave nothing in free pages."""
        due = list(queries.due_for_erasure())
        for contest in due:
            counts = to_erase(contest) if dry_run else erase(contest)
            what = "would be erased" if dry_run else "erased"
            self.stdout.write(f"{contest.organisation.slug} {contest.slug}: {counts.words} {what}")
        if not due:
            self.stdout.write("Nothing is due.")
        elif not dry_run:
            scrub()
            self.stdout.write("Backups made before keep what they hold: destroy them.")
