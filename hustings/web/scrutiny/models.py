"""Those who watch for a candidate or for everybody, and what they say of the result."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Agent", "EarlySight", "RecountRequest", "Statement", "Verdict"]


class Agent(models.Model):
    """A candidate's agent, or a scrutineer for all, let in by a link that ends.

    Only the link's digest is kept; nothing that an agent can do changes a figure.
    """

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="agents")
    candidate = models.ForeignKey("contests.Candidate", models.SET_NULL, null=True, blank=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    digest = models.BinaryField(max_length=32, unique=True)
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=254)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # last

    class Meta:
        ordering = ["contest", "name"]

    def __str__(self) -> str:
        return self.name


class EarlySight(models.Model):
    """That agents of a contest see a counted result before it is published. Without such a row
    they see it when everybody does.
    """

    contest = models.OneToOneField(
        "contests.Contest", models.CASCADE, primary_key=True, related_name="early_sight"
    )
    by = models.CharField(max_length=254)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"early sight of {self.contest}"


class RecountRequest(models.Model):
    """An agent asks for a recount with a reason; the returning officer answers with one."""

    agent = models.ForeignKey(Agent, models.PROTECT, related_name="requests")
    version = models.ForeignKey("results.Version", models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    granted = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=254, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["agent", "version"], name="one_request_each"),
        ]

    def __str__(self) -> str:
        return f"by {self.agent}"


class Verdict(models.TextChoices):
    """What an agent says of a version of the result."""

    SIGNED = "signed", _("agrees with the figures")
    OBJECTED = "objected", _("objects")


class Statement(models.Model):
    """An agent signs a version of the result, or objects to it, by name."""

    agent = models.ForeignKey(Agent, models.PROTECT, related_name="statements")
    version = models.ForeignKey("results.Version", models.PROTECT, related_name="statements")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["agent", "version"], name="one_statement_each"),
        ]

    def __str__(self) -> str:
        return f"{self.agent}: {self.get_verdict_display()}"
