"""The app of opened papers."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["PapersConfig"]


class PapersConfig(AppConfig):
    """Batches, keying and adjudication."""

    name = "hustings.web.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add the lines of opened papers to the task list, and what is erased with the roll."""
        from hustings.web.contests.tasks import register
        from hustings.web.papers.actions.scanning import erase_scans
        from hustings.web.papers.task_list import tasks
        from hustings.web.roll.hooks import on_erase

        register(tasks, order=46)
        on_erase(erase_scans)
