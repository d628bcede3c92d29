"""The app of posted ballots."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["PostConfig"]


class PostConfig(AppConfig):
    """What goes out by post and what comes back."""

    name = "hustings.web.post"
    label = "post"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's lines of the task list, and what it says and does when others act."""
        from hustings.web.booth.turnout import register_sent
        from hustings.web.contests.hooks import on_close_blockers, on_wipe_tests
        from hustings.web.contests.tasks import register, register_alerts
        from hustings.web.letters.hooks import on_sweep
        from hustings.web.post.actions.erasing import erase
        from hustings.web.post.actions.leaving import erase_files, wipe_tests
        from hustings.web.post.actions.printing import sweep
        from hustings.web.post.printing_tasks import tasks as printing_tasks
        from hustings.web.post.queries import close_blockers, electors_sent
        from hustings.web.post.task_list import alerts, tasks
        from hustings.web.roll.hooks import on_erase

        register(printing_tasks, order=32)
        register(tasks, order=34)
        register_alerts(alerts)
        register_sent("post", electors_sent)
        on_close_blockers.register(close_blockers)
        on_wipe_tests.register(wipe_tests, order=16)
        on_sweep(sweep)
        on_erase(erase_files)
        on_erase(erase)
