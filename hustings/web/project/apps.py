"""The project's own pieces as an app, so that its templates, tags and static files are found."""

from __future__ import annotations

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Templates, template tags, static files and commands that belong to no other app."""

    name = "hustings.web.project"
    label = "project"

    def ready(self) -> None:
        """An empty field is told by what to give; before any form is made."""
        from hustings.web.project.required import say_what_is_missing

        say_what_is_missing()
