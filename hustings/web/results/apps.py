"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """Opening the envelopes, counting, declaring, and the pages that everybody reads."""

    name = "hustings.web.results"
    label = "results"

    def ready(self) -> None:
        """Enter this app's lines of the task list, and what it wipes when a trial ends."""
        from hustings.web.contests import hooks, tasks
        from hustings.web.results.actions import wipe_tests
        from hustings.web.results.tasks_here import tasks_of_results

        tasks.register(tasks_of_results, order=50)
        hooks.on_wipe_tests.register(wipe_tests, order=10)
