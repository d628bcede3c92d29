"""The app of posted ballots."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["PostConfig"]


class PostConfig(AppConfig):
    """What goes out by post and what comes back."""

    name = "hustings.web.post"
    label = "post"
    default_auto_field = "django.db.models.BigAutoField"
