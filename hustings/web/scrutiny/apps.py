"""The app of agents and scrutineers."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["ScrutinyConfig"]


class ScrutinyConfig(AppConfig):
    """Those who watch the count."""

    name = "hustings.web.scrutiny"
    label = "scrutiny"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter the lines of the task list, what is published with a result, what is erased."""
        from hustings.web.contests.tasks import register
        from hustings.web.results.hooks import on_declaring, on_said
        from hustings.web.roll.hooks import on_erase
        from hustings.web.scrutiny.actions.answering import keep_until_answered
        from hustings.web.scrutiny.actions.inviting import erase
        from hustings.web.scrutiny.said import said_of_version
        from hustings.web.scrutiny.task_list import tasks

        register(tasks, order=55)
        on_said(said_of_version)
        on_declaring(keep_until_answered)
        on_erase(erase)
