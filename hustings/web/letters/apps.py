"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """How codes reach electors: printed letters and e-mails."""

    name = "hustings.web.letters"
    label = "letters"

    def ready(self) -> None:
        """Enter this app's lines of the task list, and what it does when others act."""
        from anymail.signals import tracking  # type: ignore[import-untyped]

        from hustings.web.contests.hooks import on_wipe_tests
        from hustings.web.contests.tasks import register
        from hustings.web.letters.actions.leaving import erase, wipe_tests
        from hustings.web.letters.actions.reissue import late_act_done
        from hustings.web.letters.task_list import tasks
        from hustings.web.letters.webhooks import told
        from hustings.web.roll.hooks import on_erase, on_late_act_done

        register(tasks, order=30)
        on_wipe_tests.register(wipe_tests, order=15)
        on_late_act_done(late_act_done)
        on_erase(erase)
        tracking.connect(told, dispatch_uid="hustings.letters")
