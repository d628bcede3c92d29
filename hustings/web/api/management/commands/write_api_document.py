"""`hustings manage write_api_document PATH`: docs/spec/api-openapi.json, written anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hustings.web.api.site_api import document_text

__all__ = ["Command"]


class Command(BaseCommand):
    """Write the OpenAPI document of the API to a file."""

    help = "Write the OpenAPI document of the API; docs/spec/api-openapi.json is made by this."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("path", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write it."""
        options["path"].write_text(document_text(), encoding="utf-8")
