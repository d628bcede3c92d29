"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class BoothConfig(AppConfig):
    """Voting: codes, the ballot paper, the cast, and the two records that share nothing."""

    name = "hustings.web.booth"
    label = "booth"

    def ready(self) -> None:
        """Add the booth's line to the task list, and its part of wiping a test."""
        from hustings.web.booth.actions import wipe_tests
        from hustings.web.booth.task_list import tasks
        from hustings.web.contests.hooks import on_wipe_tests
        from hustings.web.contests.tasks import register

        register(tasks, order=40)
        on_wipe_tests.register(wipe_tests, order=20)
