"""Erase the personal data of contests whose retention date is past."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hustings.web.roll import queries
from hustings.web.roll.actions import erasing

__all__ = ["Command"]


class Command(BaseCommand):
    """`hustings manage erase_personal_data [--dry-run] [--scrub]`, for a daily timer."""

    help = "Erase the personal data of contests that are over and past their retention date."

    def add_arguments(self, parser: CommandParser) -> None:
        """Look without touching; or only clear away what was erased before."""
        parser.add_argument(
            "--dry-run", action="store_true", help="list what would be erased, and change nothing"
        )

        parser.add_argument(
            "--scrub", action="store_true", help="rewrite the database even if nothing is due"
        )

    def handle(
        self, *_args: Any, dry_run: bool = False, scrub: bool = False, **_options: Any
    ) -> None:
        """Erase each contest in a transaction of its own; then leave nothing in free pages."""
        due = list(queries.due_for_erasure())
        for contest in due:
            counts = erasing.to_erase(contest) if dry_run else erasing.erase(contest)
            what = "would be erased" if dry_run else "erased"
            self.stdout.write(f"{contest.organisation.slug} {contest.slug}: {counts.words} {what}")
        if not due:
            self.stdout.write("Nothing is due.")
        if (due or scrub) and not dry_run:
            self._scrub()

    def _scrub(self) -> None:
        if not erasing.scrub():
            raise CommandError(
                "The database is being read: its log still holds old pages. Stop the site, then "
                "run this again with --scrub."
            )
        self.stdout.write("Backups made before keep what they hold: destroy them.")
