"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ContestsConfig(AppConfig):
    """The contest: its form, candidates, timetable, opening key and stored states."""

    name = "hustings.web.contests"
    label = "contests"

    def ready(self) -> None:
        """Enter this app's lines of the task list; making ready comes after all preparations."""
        from hustings.web.contests import tasks
        from hustings.web.contests.signatures import task_of_signatures
        from hustings.web.contests.tasks_here import tasks_here, tasks_of_states

        tasks.register(tasks_here, order=10)
        tasks.register(task_of_signatures, order=12)
        tasks.register(tasks_of_states, order=35)
