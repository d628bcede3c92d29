"""`hustings manage finish_openings`: the site calls it whenever it starts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from hustings.web.results.actions.leaving import finish_openings

__all__ = ["Command"]


class Command(BaseCommand):
    """Write over what openings deleted, should the machine have stopped before that was done."""

    help = "Write over opened envelopes, and forget the keys that opened them, after a crash."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it; twice does no harm."""
        finish_openings()
