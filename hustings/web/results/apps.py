"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """Opening the envelopes, counting, declaring, and the pages that everybody reads."""

    name = "hustings.web.results"
    label = "results"
