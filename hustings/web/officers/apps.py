"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class OfficersConfig(AppConfig):
    """Organisations, their officers and their roles; invitations and one-time sign-in links."""

    name = "hustings.web.officers"
    label = "officers"
