"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class RollConfig(AppConfig):
    """The roll: upload, clean-up, duplicates, freeze, additions, asking for a ballot."""

    name = "hustings.web.roll"
    label = "roll"
