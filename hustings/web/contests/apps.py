"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ContestsConfig(AppConfig):
    """The contest: its form, candidates, timetable, opening key and stored states."""

    name = "hustings.web.contests"
    label = "contests"
