"""The app of agents and scrutineers."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["ScrutinyConfig"]


class ScrutinyConfig(AppConfig):
    """Those who watch the count."""

    name = "hustings.web.scrutiny"
    label = "scrutiny"
    default_auto_field = "django.db.models.BigAutoField"
