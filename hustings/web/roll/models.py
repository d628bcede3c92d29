"""Electors, and how they came onto the roll. Erasure empties the personal columns alone."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hustings.roll import Basis

__all__ = [
    "Analysis",
    "Application",
    "ApplicationState",
    "Duplicate",
    "Elector",
    "LateAct",
    "LateKind",
    "Question",
    "RegisterRow",
    "Sheet",
    "Suppression",
    "Upload",
    "UploadKind",
    "Verdict",
    "journal_number",
]


def journal_number() -> int:
    """A random number by which the journal speaks of an elector."""
    return secrets.randbelow(10**12)


class UploadKind(models.TextChoices):
    """What an uploaded list is."""

    ROLL = "roll", _("roll")
    REGISTER = "register", _("register")


class Upload(models.Model):
    """A file as it was uploaded, and the officer's mapping of its columns.

    What stands in the file (content, preview, findings, questions, sheets) is emptied when the
    roll is frozen; the counts of ``report`` stay until the erasure.
    """

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="uploads")
    kind = models.CharField(max_length=10, choices=UploadKind.choices, default=UploadKind.ROLL)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(default=bytes)
    sheet = models.CharField(max_length=100, blank=True)
    sheets = models.JSONField(default=list, blank=True)  # names, of a workbook
    headers = models.JSONField(default=list, blank=True)  # empty until the file has been read
    preview = models.JSONField(default=list, blank=True)  # its first rows
    findings = models.JSONField(default=list, blank=True)  # what was odd in reading, sentences
    rows = models.PositiveIntegerField(default=0)
    mapping = models.JSONField(default=dict, blank=True)  # heading -> hustings.roll.Field
    defaults = models.JSONField(default=dict, blank=True)  # basis, section, language, letters
    report = models.JSONField(default=dict, blank=True)  # counts; or {"failed": why}
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    cleaned_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)  # when its rows joined the roll

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.file_name


class Question(models.Model):
    """What cleaning could not settle by itself, and the officer's answer ("" while open)."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="questions")
    key = models.CharField(max_length=16)  # hustings.roll.Decision.id
    asks = models.CharField(max_length=24)
    rows = models.JSONField(default=list)
    field = models.CharField(max_length=16)
    found = models.TextField(blank=True)
    words = models.TextField()
    choices = models.JSONField(default=list)  # [value, words]
    writable = models.BooleanField(default=False)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["upload", "id"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "key"], name="question_asked_once"),
        ]

    def __str__(self) -> str:
        return f"question {self.key}"


class Sheet(models.Model):
    """What cleaning fixed, asked or refused, as a CSV file to be downloaded."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="downloads")
    name = models.CharField(max_length=12)  # fixed | decisions | refused | left_out
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "name"], name="sheet_made_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.upload}"


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

    @property
    def basis_words(self) -> str:
        """Why she may vote, as officers read it."""
        return Basis(self.basis).words


class Analysis(models.Model):
    """Optional fields for analysis, kept apart from the elector's own row."""

    elector = models.OneToOneField(Elector, models.CASCADE, primary_key=True)
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"for {self.elector}"


class Verdict(models.TextChoices):
    """What the officer says of two entries that look like one person."""

    OPEN = "", _("not looked at")
    TWO = "two", _("two people")
    ONE = "one", _("one person")


class Duplicate(models.Model):
    """Two electors that may be one person, to be looked at."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="duplicates")
    one = models.ForeignKey(Elector, models.CASCADE, related_name="+")
    other = models.ForeignKey(Elector, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()  # of 100
    reasons = models.JSONField(default=list)  # sentences that quote nothing
    verdict = models.CharField(max_length=4, choices=Verdict.choices, blank=True, default="")

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="pair_looked_at_once"),
        ]

    def __str__(self) -> str:
        return f"pair {self.pk}"


class RegisterRow(models.Model):
    """A row of a register against which those who ask for a ballot are matched."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="register")
    name = models.CharField(max_length=200)
    address = models.TextField()
    postcode = models.CharField(max_length=16)
    reference = models.CharField(max_length=80, blank=True)
    surname = models.CharField(max_length=200, blank=True)  # as names are compared
    upload = models.ForeignKey(Upload, models.CASCADE, null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["contest", "postcode"], name="register_by_postcode"),
            models.Index(fields=["contest", "surname"], name="register_by_surname"),
        ]

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
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        indexes = [
            models.Index(fields=["contest", "state", "at"], name="application_in_turn"),
        ]

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
    refused_by = models.CharField(max_length=254, blank=True)

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
