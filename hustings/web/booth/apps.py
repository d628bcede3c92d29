"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class BoothConfig(AppConfig):
    """Voting: codes, the ballot paper, the cast, and the two records that share nothing."""

    name = "hustings.web.booth"
    label = "booth"
