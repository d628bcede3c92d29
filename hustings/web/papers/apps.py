"""The app of opened papers."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["PapersConfig"]


class PapersConfig(AppConfig):
    """Batches, keying and adjudication."""

    name = "hustings.web.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
