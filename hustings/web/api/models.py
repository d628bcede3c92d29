"""Tokens of programs that read, and webhooks that tell them of changes."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Call", "CallState", "Token", "Webhook"]


class Token(models.Model):
    """A program's key to read what an organisation may see. Only its digest is kept."""

    organisation = models.ForeignKey(
        "officers.Organisation", models.CASCADE, related_name="api_tokens"
    )
    name = models.CharField(max_length=100)
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254)
    used_on = models.DateField(null=True, blank=True)  # last
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "name"]

    def __str__(self) -> str:
        return self.name


class Webhook(models.Model):
    """An address that is told when a contest changes its state. Its secret follows from its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(
        "officers.Organisation", models.CASCADE, related_name="webhooks"
    )
    address = models.URLField(max_length=500)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "made_at"]

    def __str__(self) -> str:
        return self.host

    @property
    def host(self) -> str:
        """Whose server it is. The rest of an address may be a secret of the receiver's."""
        return urlsplit(self.address).netloc


class CallState(models.TextChoices):
    """How a call stands."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("taken")
    FAILED = "failed", _("given up")


class Call(models.Model):
    """One change to be told to one webhook, written with the change and tried until it is taken.

    ``body`` is what is sent, byte for byte at every try; ``id`` is its number for the receiver.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="calls")
    event = models.CharField(max_length=40)  # a kind of api.events
    contest = models.CharField(max_length=80, blank=True)  # slug
    body = models.TextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=CallState.choices, default=CallState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)  # last
    last_answer = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="call_due")]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook}"
