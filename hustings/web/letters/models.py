"""Print runs and mailings: who was reached, and how far each is. No code is ever here."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Delivery", "DeliveryState", "Mailing", "PrintRun"]


def download_name() -> str:
    """A random file name for a print run in letters/."""
    return secrets.token_hex(16)


class PrintRun(models.Model):
    """Letters made in one go. The file lies in letters/ until it is fetched, or for a day."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="print_runs")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True)
    kind = models.CharField(max_length=10, default="first")  # first | reminder | reissue
    letters = models.PositiveIntegerField(default=0)
    file_name = models.CharField(max_length=40, default=download_name)
    unprintable = models.JSONField(default=list, blank=True)  # journal numbers
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    fetched_at = models.DateTimeField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    posted_on = models.DateField(null=True, blank=True)  # as the officer says

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.letters} letters"


class Mailing(models.Model):
    """E-mails sent in one go: invitations, or reminders to those who have not voted."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="mailings")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True)
    kind = models.CharField(max_length=10)  # invitation | reminder
    subject = models.CharField(max_length=200)
    words = models.TextField()  # the officer's own, above the fixed text
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.kind}, {self.at:%Y-%m-%d}"


class DeliveryState(models.TextChoices):
    """How far one e-mail is, as far as the site can know."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("handed to the mail server")
    DELIVERED = "delivered", _("delivered, says the provider")
    BOUNCED = "bounced", _("returned")
    FAILED = "failed", _("could not be sent")


class Delivery(models.Model):
    """One e-mail of a mailing."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="deliveries")
    elector = models.ForeignKey("roll.Elector", models.CASCADE, related_name="deliveries")
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    error = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "elector"], name="one_email_in_a_mailing"),
        ]

    def __str__(self) -> str:
        return f"to {self.elector}: {self.state}"
