"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """How codes reach electors: printed letters and e-mails."""

    name = "hustings.web.letters"
    label = "letters"
