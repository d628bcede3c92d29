"""A job: what is being done beside the requests, how far it is, and what came of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Job", "JobState"]


class JobState(models.TextChoices):
    """How far a job is."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Job(models.Model):
    """One piece of work. Neither a job nor its task's arguments ever hold a code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)  # a word for the code: letters, freeze ...
    label = models.CharField(max_length=200, blank=True)  # what is being done, for a heading
    things = models.CharField(max_length=60, blank=True)  # what is counted: letters, rows ...
    organisation = models.ForeignKey("officers.Organisation", models.CASCADE)
    contest_slug = models.CharField(max_length=80, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)  # a sentence: what is being done, or what went wrong
    back = models.CharField(max_length=300, blank=True)  # the page to go on to; a path of this site
    created_at = models.DateTimeField(auto_now_add=True)
    heard_at = models.DateTimeField(null=True, blank=True)  # when it last told of itself
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"
