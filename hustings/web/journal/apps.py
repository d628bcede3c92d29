"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Every act of an officer, in a sentence, chained by digests; nothing is changed or removed."""

    name = "hustings.web.journal"
    label = "journal"
