"""Ballot papers, return envelopes, and what came back, before anything is opened.

A ballot paper's number and an elector's envelope share no key: who puts which paper into whose
envelope is known to nobody. A receipt says that an envelope came back, never what is in it.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = [
    "Alarm",
    "Audience",
    "Bag",
    "BallotPaper",
    "EnvelopeRun",
    "Fate",
    "Outcome",
    "PaperRun",
    "PaperSize",
    "PostSetup",
    "Receipt",
    "Refusal",
    "ReturnEnvelope",
]


def random_number() -> int:
    """The number of a paper or an envelope: random, so that it tells no order; ten figures."""
    return 10**9 + secrets.randbelow(9 * 10**9)


def file_name() -> str:
    """A random name for a file of print."""
    return secrets.token_hex(16)


class PostSetup(models.Model):
    """That a contest takes posted papers, and how. Without such a row it does not."""

    contest = models.OneToOneField(
        "contests.Contest", models.CASCADE, primary_key=True, related_name="post"
    )
    asks_declaration = models.BooleanField(default=False)  # on the return envelope
    declaration_words = models.TextField(blank=True)
    alarm_percent = models.PositiveSmallIntegerField(default=5)  # of the envelopes received
    alarm_from = models.PositiveSmallIntegerField(default=20)  # envelopes received, at least
    return_address = models.TextField(blank=True)  # lines
    bilingual = models.BooleanField(default=False)  # every paper in Welsh and English at once
    declaration_welsh = models.TextField(blank=True)  # empty, the words above stand in all

    def __str__(self) -> str:
        return f"post of {self.contest}"


class PaperSize(models.TextChoices):
    """How large a ballot paper is printed."""

    A5 = "a5", _("A5")
    A4 = "a4", _("A4")
    LARGE = "large", _("A4, large print")


class PaperRun(models.Model):
    """Ballot papers printed in one go; they belong to nobody."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="paper_runs")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True)
    size = models.CharField(max_length=8, choices=PaperSize.choices, default=PaperSize.A5)
    papers = models.PositiveIntegerField()
    test = models.BooleanField(default=False)
    form = models.CharField(max_length=64, blank=True)  # digest of what stands on the papers
    file_name = models.CharField(max_length=40, default=file_name)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    made_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.papers} papers"


class BallotPaper(models.Model):
    """A printed paper: its number and the order of candidates on it. No elector is near it."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="ballot_papers")
    run = models.ForeignKey(PaperRun, models.CASCADE, related_name="printed")
    number = models.BigIntegerField(default=random_number)
    rotation = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="paper_number_once"),
        ]

    def __str__(self) -> str:
        return f"paper {self.number}"


class Audience(models.TextChoices):
    """To whom papers are posted."""

    ALL = "all", _("every elector with a postal address")
    WITHOUT_EMAIL = "without_email", _("electors with a postal address and no e-mail address")
    ONE = "one", _("one elector, in place of a paper lost, spoilt or undelivered")


class EnvelopeRun(models.Model):
    """Covering letters and return envelopes printed in one go, each for an elector."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="envelope_runs")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True)
    audience = models.CharField(max_length=16, choices=Audience.choices, default=Audience.ALL)
    elector = models.ForeignKey("roll.Elector", models.CASCADE, null=True)  # of a replacement
    households = models.BooleanField(default=False)  # several of one address in one outer envelope
    large_print = models.BooleanField(default=False)  # the covering letters
    test = models.BooleanField(default=False)
    envelopes = models.PositiveIntegerField(default=0)
    outer = models.PositiveIntegerField(default=0)  # outer envelopes to be posted
    file_name = models.CharField(max_length=40, default=file_name)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    made_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    posted_on = models.DateField(null=True, blank=True)  # as the officer says
    unprintable = models.JSONField(default=list, blank=True)  # journal numbers

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.envelopes} return envelopes"


class Fate(models.TextChoices):
    """Why a return envelope that was sent is good no longer."""

    GOOD = "", _("good")
    LOST = "lost", _("lost, as the elector says")
    SPOILT = "spoilt", _("the paper was spoilt and given back")
    UNDELIVERED = "undelivered", _("the post brought it back")
    WITHDRAWN = "withdrawn", _("never posted")


class ReturnEnvelope(models.Model):
    """An elector's envelope for the way back, known by the number that its barcode holds."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="return_envelopes")
    elector = models.ForeignKey(  # forgotten by erasure
        "roll.Elector", models.CASCADE, null=True, related_name="return_envelopes"
    )
    run = models.ForeignKey(EnvelopeRun, models.CASCADE, related_name="printed")
    number = models.BigIntegerField(default=random_number)
    fate = models.CharField(max_length=12, choices=Fate.choices, blank=True, default="")
    fate_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="envelope_number_once"),
            models.UniqueConstraint(
                fields=["elector"], condition=models.Q(fate=""), name="one_good_envelope_each"
            ),
        ]

    def __str__(self) -> str:
        return f"return envelope {self.number}"


class Bag(models.Model):
    """Envelopes that came in together: when, and how many they were counted to be.

    ``arrived_at`` decides whether they were in time, whenever they are scanned. One that is entered
    after the deadline as having come before it is confirmed by a second officer, or never scanned.
    """

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="bags")
    number = models.PositiveIntegerField()
    arrived_at = models.DateTimeField()
    envelopes = models.PositiveIntegerField()  # counted by hand
    note = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=254)
    at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    corrected_by = models.ForeignKey(  # who last put the count right
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    needs_confirming = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)  # scanned = counted

    class Meta:
        ordering = ["contest", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="bag_number_once"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("entered_by")),
                name="bag_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | models.Q(corrected_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("corrected_by")),
                name="correction_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"bag {self.number}"


class Outcome(models.TextChoices):
    """What becomes of an envelope that came in."""

    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused, and kept unopened")


class Refusal(models.TextChoices):
    """The headings under which an envelope is refused."""

    LATE = "late", _("late")
    DUPLICATE = "duplicate", _("a second envelope of the same elector")
    NOT_ON_ROLL = "not_on_roll", _("not on the roll")
    VOTED_ONLINE = "voted_online", _("already voted online")
    DECLARATION = "declaration", _("declaration not completed")
    REPLACED = "replaced", _("replaced: another envelope was sent in its place")


class Receipt(models.Model):
    """An envelope that came in. Never removed; a refusal for the declaration may be cured."""

    contest = models.ForeignKey("contests.Contest", models.PROTECT, related_name="receipts")
    bag = models.ForeignKey(Bag, models.PROTECT, related_name="receipts")
    envelope = models.ForeignKey(ReturnEnvelope, models.SET_NULL, null=True, blank=True)
    read = models.CharField(max_length=40, blank=True)  # as scanned or typed, if nothing was found
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    heading = models.CharField(max_length=16, choices=Refusal.choices, blank=True)
    section = models.CharField(max_length=64, blank=True)  # of an accepted one
    basis = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    cured_at = models.DateTimeField(null=True, blank=True)  # accepted after all
    cured_by = models.CharField(max_length=254, blank=True)

    class Meta:
        ordering = ["contest", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="accepted") | ~models.Q(heading=""),
                name="refused_under_a_heading",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}"


class Alarm(models.Model):
    """The refusals under one heading passed the threshold: when, and how many of how many."""

    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="alarms")
    heading = models.CharField(max_length=16, choices=Refusal.choices)
    refused = models.PositiveIntegerField()
    received = models.PositiveIntegerField()
    at = models.DateTimeField()
    heard_by = models.CharField(max_length=254, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)  # what is being done about it

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "heading"], name="alarm_rings_once"),
        ]

    def __str__(self) -> str:
        return f"{self.heading}: {self.refused} of {self.received}"
