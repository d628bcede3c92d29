"""Batches of opened papers, what two officers read on each, and what was decided of doubtful ones.

Nothing here leads to an elector: a batch holds how many envelopes were opened into it, not which.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = [
    "Adjudication",
    "Batch",
    "Doubt",
    "Entry",
    "Keying",
    "Objection",
    "Reading",
    "Scan",
    "Verification",
]


class Batch(models.Model):
    """Papers from envelopes that were opened and mixed together.

    It balances when ``found = envelopes + extra - empty``; until then it is not balanced, and none
    of its papers is keyed. ``basis`` is empty where envelopes of several bases were mixed.
    """

    contest = models.ForeignKey("contests.Contest", models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    section = models.CharField(max_length=64)
    basis = models.CharField(max_length=24, blank=True)
    envelopes = models.PositiveIntegerField()
    extra = models.PositiveIntegerField(default=0)  # papers more than envelopes: two in one
    empty = models.PositiveIntegerField(default=0)  # envelopes without a paper
    found = models.PositiveIntegerField(default=0)  # papers, counted by hand
    by = models.CharField(max_length=254)
    at = models.DateTimeField()
    balanced_at = models.DateTimeField(null=True, blank=True)
    balanced_by = models.CharField(max_length=254, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)  # keyed twice, no mismatch left

    class Meta:
        ordering = ["contest", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="batch_number_once"),
            models.CheckConstraint(
                condition=models.Q(balanced_at__isnull=True)
                | models.Q(found=models.F("envelopes") + models.F("extra") - models.F("empty")),
                name="batch_balances",
            ),
        ]

    def __str__(self) -> str:
        return f"batch {self.number}"


class Keying(models.Model):
    """One of the two times that a batch is keyed; the two are of two people."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="keyings")
    turn = models.PositiveSmallIntegerField()  # 1 or 2
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["batch", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "turn"], name="keyed_once_a_turn"),
            models.UniqueConstraint(fields=["batch", "by"], name="keyed_by_two_people"),
            models.CheckConstraint(condition=models.Q(turn__gte=1, turn__lte=2), name="two_turns"),
        ]

    def __str__(self) -> str:
        return f"{self.batch}, turn {self.turn}"


class Doubt(models.TextChoices):
    """Why a paper needs to be looked at by two officers."""

    NO_MARK = "no_mark", _("no official mark, or none of ours")
    IDENTIFIES = "identifies", _("writing or a mark by which the elector could be identified")
    UNCLEAR = "unclear", _("the intention is not clear")
    OTHER = "other", _("something else")


class Entry(models.Model):
    """What one officer read on one paper: its number as printed, and the mark beside each name.

    ``marks`` maps a candidate's key to what is written; candidates without a mark are left out.
    """

    keying = models.ForeignKey(Keying, models.PROTECT, related_name="entries")
    place = models.PositiveIntegerField()  # in the order keyed, from 1
    paper = models.CharField(max_length=24, blank=True)  # as read_paper takes it; empty: unreadable
    marks = models.JSONField(default=dict, blank=True)
    doubt = models.CharField(max_length=12, choices=Doubt.choices, blank=True)
    note = models.CharField(max_length=200, blank=True)
    nonce = models.CharField(max_length=32)  # of the form: sent twice, it is stored once

    class Meta:
        ordering = ["keying", "place"]
        indexes = [models.Index(fields=["paper"], name="entry_by_paper")]
        constraints = [
            models.UniqueConstraint(fields=["keying", "place"], name="entry_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.keying}, paper {self.place}"


class Reading(models.Model):
    """What stands on a paper, once both keyings agree or a third look settled it."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="readings")
    place = models.PositiveIntegerField()  # of the first keying
    paper = models.CharField(max_length=24, blank=True)  # as read_paper takes it
    rotation = models.PositiveSmallIntegerField(null=True, blank=True)
    marks = models.JSONField(default=dict, blank=True)
    doubts = models.JSONField(default=list, blank=True)  # of either keying
    notes = models.TextField(blank=True)  # what either wrote beside it, a line each
    looked_again_by = models.CharField(max_length=254, blank=True)  # where the two differed

    class Meta:
        ordering = ["batch", "place"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="reading_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch}, paper {self.place}"


class Adjudication(models.Model):
    """A doubtful paper as two officers decided it: counted by these marks, or rejected.

    ``heading`` is one of hustings.contest.Heading, empty where the paper is counted. The first
    officer's decision is in ``first``; it stands once a second officer has agreed.
    """

    reading = models.OneToOneField(Reading, models.PROTECT, related_name="adjudication")
    heading = models.CharField(max_length=40, blank=True)
    marks = models.JSONField(default=dict, blank=True)
    why = models.TextField(blank=True)
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    second_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reading"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(second_by__isnull=True)
                | ~models.Q(second_by=models.F("first_by")),
                name="adjudicated_by_two_officers",
            ),
        ]

    def __str__(self) -> str:
        return f"adjudication of {self.reading}"


class Objection(models.Model):
    """Somebody objects to a rejection, or to a counting: who, and why. It changes no figure."""

    adjudication = models.ForeignKey(Adjudication, models.PROTECT, related_name="objections")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)  # "agent of ..."
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"by {self.name}"


class Scan(models.Model):
    """A picture of a paper, re-encoded by the site; the file lies in scans/.

    ``shown``: whether agents may see it, with both its ends covered.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="scans")
    place = models.PositiveIntegerField()
    file_name = models.CharField(max_length=40)
    shown = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="one_scan_of_a_paper"),
        ]

    def __str__(self) -> str:
        return f"scan of {self.batch}, paper {self.place}"


class Verification(models.Model):
    """All papers are read, settled and adjudicated: their numbers stand. Once in a contest."""

    contest = models.OneToOneField("contests.Contest", models.PROTECT, primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    papers = models.PositiveIntegerField()
    valid = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(papers=models.F("valid") + models.F("rejected")),
                name="rejected_and_valid_are_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.papers} papers verified"
