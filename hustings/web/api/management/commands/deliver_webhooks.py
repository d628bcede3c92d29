"""`hustings manage deliver_webhooks`: calls that are due, now, for a site without its worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hustings.web.api import background, delivery
from hustings.web.api.models import Call, CallState
from hustings.web.project.plurals import number_of

__all__ = ["Command"]

_MOST = 1000


class Command(BaseCommand):
    """Deliver the calls of webhooks that are due."""

    help = "Try every webhook call that is due. The worker beside the server does so by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to leave it to the worker."""
        parser.add_argument(
            "--queue", action="store_true", help="only tell the worker to look, if any call waits"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Try them, and say how many there were."""
        if options["queue"]:
            if Call.objects.filter(state=CallState.WAITING).exists():
                background.deliver_now()
            return
        self.stdout.write(f"{number_of(delivery.deliver_due(_MOST), 'call')} tried")
