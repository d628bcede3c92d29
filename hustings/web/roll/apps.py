"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class RollConfig(AppConfig):
    """The roll: upload, clean-up, duplicates, freeze, additions, asking for a ballot."""

    name = "hustings.web.roll"
    label = "roll"

    def ready(self) -> None:
        """Add the roll's lines to the task list."""
        from hustings.web.contests.tasks import register
        from hustings.web.roll.task_list import tasks

        register(tasks, order=20)
