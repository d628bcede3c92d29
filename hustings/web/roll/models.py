"""Electors, and how they came onto the roll. Erasure empties the personal columns alone."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = [
    "Analysis",
    "Application",
    "ApplicationState",
    "Elector",
    "LateAct",
    "LateKind",
    "RegisterRow",
    "Suppression",
    "Upload",
    "journal_number",
]


def journal_number() -> int:
    """A random number by which the journal speaks of an elector."""
    return secrets.randbelow(10**12)


class Upload(models.Model):
    """A file as it was uploaded, the officer's mapping of its columns, and her decisions."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="uploads")
    kind = models.CharField(max_length=10, default="roll")  # roll | register
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()  # emptied when the roll is frozen
    sheet = models.CharField(max_length=100, blank=True)
    mapping = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)  # decision id -> choice
    report = models.JSONField(default=dict)  # counts of fixed, decisions, refused
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    taken_at = models.DateTimeField(null=True, blank=True)  # when its rows joined the roll

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.file_name


class Elector(models.Model):
    """One who may vote. Nothing of a vote is here: see booth.Participation."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="electors")
    section = models.CharField(max_length=64, default="all")
    public_id = models.BigIntegerField(default=journal_number)  # random; in the roll's fingerprint
    journal_number = models.BigIntegerField(default=journal_number)
    basis = models.CharField(max_length=24)  # hustings.roll.Basis
    language = models.CharField(max_length=8, blank=True)
    rotation = models.PositiveSmallIntegerField(null=True, blank=True)  # forgotten at the opening
    household = models.CharField(max_length=64, blank=True)  # digest of address and postcode
    # personal; emptied by erasure
    reference = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=200, blank=True)
    address = models.TextField(blank=True)  # lines
    postcode = models.CharField(max_length=16, blank=True)
    email = models.CharField(max_length=254, blank=True)
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, blank=True)
    added_late = models.BooleanField(default=False)
    struck_at = models.DateTimeField(null=True, blank=True)  # objection, death, mistake
    struck_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["contest", "id"]
        indexes = [
            models.Index(fields=["contest", "postcode"], name="elector_by_postcode"),
            models.Index(fields=["contest", "email"], name="elector_by_email"),
            models.Index(fields=["contest", "household"], name="elector_by_household"),
        ]

    def __str__(self) -> str:
        return f"elector {self.journal_number}"


class Analysis(models.Model):
    """Optional fields for analysis, kept apart from the elector's own row."""

    elector = models.OneToOneField(Elector, models.CASCADE, primary_key=True)
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"for {self.elector}"


class RegisterRow(models.Model):
    """A row of a register against which those who ask for a ballot are matched."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="register")
    name = models.CharField(max_length=200)
    address = models.TextField()
    postcode = models.CharField(max_length=16)
    reference = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["contest", "postcode"], name="register_by_postcode")]

    def __str__(self) -> str:
        return f"register row {self.pk}"


class ApplicationState(models.TextChoices):
    """What became of somebody's asking for a ballot."""

    WAITING = "waiting", _("waiting for an officer")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


class Application(models.Model):
    """Somebody asked for a ballot. The answer on the page is the same for everybody."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="applications")
    name = models.CharField(max_length=200)
    address = models.TextField()
    postcode = models.CharField(max_length=16)
    email = models.CharField(max_length=254, blank=True)
    declared = models.BooleanField(default=False)
    match = models.CharField(max_length=10, blank=True)  # exact | likely | none
    row = models.ForeignKey(RegisterRow, models.SET_NULL, null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=ApplicationState.choices, default=ApplicationState.WAITING
    )
    elector = models.OneToOneField(Elector, models.SET_NULL, null=True, blank=True)
    at = models.DateTimeField()
    decided_by = models.CharField(max_length=254, blank=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"application {self.pk}"


class LateKind(models.TextChoices):
    """What may still be done to a frozen roll."""

    ADDITION = "addition", _("addition to the roll")
    REISSUE = "reissue", _("code issued again")
    STRIKE = "strike", _("struck from the roll")


class LateAct(models.Model):
    """An act on a frozen roll: asked for by one officer with a reason, done by another."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="late_acts")
    kind = models.CharField(max_length=10, choices=LateKind.choices)
    elector = models.ForeignKey(Elector, models.SET_NULL, null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)  # of an addition; emptied when done
    reason = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="late_acts_asked"
    )
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="late_acts_approved",
        null=True,
        blank=True,
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | ~models.Q(approved_by=models.F("asked_by")),
                name="late_act_needs_two_officers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, asked {self.asked_at:%Y-%m-%d}"


class Suppression(models.Model):
    """Somebody objected to being written to: kept as a keyed digest of the address alone."""

    organisation = models.ForeignKey("officers.Organisation", models.CASCADE)
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="suppressed_once"),
        ]

    def __str__(self) -> str:
        return f"suppressed {self.at:%Y-%m-%d}"
