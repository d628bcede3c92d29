"""`hustings manage restore FILE`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hustings.errors import RuleError
from hustings.web.project.backup import restore_backup
from hustings.web.project.data import data_folder

__all__ = ["Command"]


class Command(BaseCommand):
    """Put a backup into an empty place."""

    help = "Restore a backup into an empty data folder (and an empty PostgreSQL database)."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and, unless every code is to be void, the secrets."""
        parser.add_argument("file", type=Path, help="the archive")
        parser.add_argument(
            "--secrets",
            type=Path,
            default=None,
            help="the file of secrets; without it every code that was sent out is void",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restore it."""
        data = data_folder()
        assert data is not None  # `hustings manage` names one
        try:
            manifest = restore_backup(options["file"], data, secrets=options["secrets"])
        except (RuleError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"restored: {manifest['database']}, taken at {manifest['taken_at']}")
        if options["secrets"] is None:
            self.stdout.write("Without the secrets every code that was sent out is void.")
