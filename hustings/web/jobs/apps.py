"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work that takes longer than a request, with its progress."""

    name = "hustings.web.jobs"
    label = "jobs"
