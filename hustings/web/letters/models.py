"""Print runs and mailings: who was reached, and how far each is. No code is ever here.

What is kept of a code beside its elector is the booth's own digest, so that the codes of a file
that was lost, or of an e-mail that came back, can be told apart from all others and withdrawn.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = [
    "Delivery",
    "DeliveryState",
    "Destroyed",
    "MailKind",
    "Mailing",
    "PrintKind",
    "PrintRun",
    "Printed",
]


def download_name() -> str:
    """A random file name for a print run in letters/."""
    return secrets.token_hex(16)


class PrintKind(models.TextChoices):
    """Whom letters are for."""

    FIRST = "first", _("first letters")
    REMINDER = "reminder", _("reminder letters")
    REISSUE = "reissue", _("a code issued again")
    TEST = "test", _("test letters")


class Destroyed(models.TextChoices):
    """Why the file of a print run is gone."""

    PRINTED = "printed", _("the officer said that it was printed")
    UNWANTED = "unwanted", _("the officer did not want it")
    EXPIRED = "expired", _("a day was over")
    WIPED = "wiped", _("the test was wiped")
    ERASED = "erased", _("personal data were erased")


class PrintRun(models.Model):
    """Letters made in one go. The file lies in letters/ until it is printed, or for a day."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="print_runs")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True)
    kind = models.CharField(max_length=10, choices=PrintKind.choices, default=PrintKind.FIRST)
    elector = models.ForeignKey("roll.Elector", models.CASCADE, null=True)  # of a code issued again
    most = models.PositiveIntegerField(null=True)  # of test letters
    words = models.TextField(blank=True)  # the officer's own paragraph
    words_welsh = models.TextField(blank=True)  # the same; empty, the one above stands
    large_print = models.BooleanField(default=False)
    letters = models.PositiveIntegerField(default=0)
    sheets = models.PositiveIntegerField(default=0)
    file_name = models.CharField(max_length=40, default=download_name)
    unprintable = models.JSONField(default=list, blank=True)  # journal numbers
    untranslated = models.JSONField(default=list, blank=True)  # languages without words
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    made_at = models.DateTimeField(null=True, blank=True)  # from then on its codes work
    fetched_at = models.DateTimeField(null=True, blank=True)  # last
    destroyed_at = models.DateTimeField(null=True, blank=True)
    destroyed_why = models.CharField(max_length=10, choices=Destroyed.choices, blank=True)
    posted_on = models.DateField(null=True, blank=True)  # as the officer says

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"print run {self.pk}"


class Printed(models.Model):
    """One letter of a print run whose file was finished."""

    run = models.ForeignKey(PrintRun, models.CASCADE, related_name="printed")
    elector = models.ForeignKey("roll.Elector", models.CASCADE, related_name="printed")
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "elector"], name="one_letter_in_a_run"),
        ]

    def __str__(self) -> str:
        return f"to {self.elector}"


class MailKind(models.TextChoices):
    """Whom e-mails are for."""

    INVITATION = "invitation", _("invitation")
    REMINDER = "reminder", _("reminder")
    REISSUE = "reissue", _("a code issued again")


class Mailing(models.Model):
    """E-mails sent in one go: a draft until it is started."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="mailings")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True)  # of the latest batch
    kind = models.CharField(max_length=10, choices=MailKind.choices)
    subject = models.CharField(max_length=200)
    words = models.TextField(blank=True)  # the officer's own, above the fixed text
    subject_welsh = models.CharField(max_length=200, blank=True)  # empty, the standard one
    words_welsh = models.TextField(blank=True)  # empty, those above stand
    also_with_code = models.BooleanField(default=False)  # invites those who hold a code, too
    batch_size = models.PositiveIntegerField(default=500)
    pause_minutes = models.PositiveIntegerField(default=0)  # between two batches
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    started_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"mailing {self.pk}"


class DeliveryState(models.TextChoices):
    """How far one e-mail is, as far as the site can know."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("handed to the mail server")
    DELIVERED = "delivered", _("delivered, says the provider")
    BOUNCED = "bounced", _("returned")
    FAILED = "failed", _("could not be sent")
    LEFT_OUT = "left_out", _("no longer needed")


class Delivery(models.Model):
    """One e-mail of a mailing."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="deliveries")
    elector = models.ForeignKey("roll.Elector", models.CASCADE, related_name="deliveries")
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    digest = models.BinaryField(max_length=32, null=True)  # of the code that it carried
    error = models.CharField(max_length=200, blank=True)  # a sentence that quotes nothing
    message_id = models.CharField(max_length=200, blank=True, db_index=True)
    maybe_twice = models.BooleanField(default=False)  # a crash left open whether it had gone

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["mailing", "elector"], name="one_email_in_a_mailing"),
        ]
        indexes = [models.Index(fields=["mailing", "state"], name="delivery_by_state")]

    def __str__(self) -> str:
        return f"to {self.elector}: {self.state}"
