"""`hustings manage backup FILE`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hustings.errors import RuleError
from hustings.web.project.backup import take_backup
from hustings.web.project.data import data_folder

__all__ = ["Command"]


class Command(BaseCommand):
    """Take a backup while the site runs."""

    help = "Write a backup of the database and the photographs; the secrets go to FILE.secrets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file's name."""
        parser.add_argument("file", type=Path, help="the archive to write; it must not exist")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take it."""
        data = data_folder()
        assert data is not None  # `hustings manage` names one
        try:
            taken = take_backup(options["file"], data)
        except (RuleError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{taken.archive}: {taken.size:,} bytes")
        self.stdout.write(f"{taken.secrets}: the site's keys; keep them apart from the archive")
