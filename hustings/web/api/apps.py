"""The app of the API."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["ApiConfig"]


class ApiConfig(AppConfig):
    """Tokens, addresses for programs, webhooks."""

    name = "hustings.web.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of every act, for those of which webhooks tell."""
        from hustings.web.api.outbox import tell
        from hustings.web.journal.actions import listen

        listen(tell)
