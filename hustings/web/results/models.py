"""Opened rankings, lots, and every version of a result."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hustings.web.project.plurals import number_of

__all__ = ["GroupTally", "Lot", "Opening", "PrecountView", "Ranking", "Stage", "Version"]


class Opening(models.Model):
    """The envelopes of a contest were opened: once, after the close, in one transaction.

    ``papers`` were posted, and went into the rankings with what the ``envelopes`` held. ``post``
    holds the figures of the post as they stood then; hustings.web.results.reconciling knows them.
    """

    contest = models.OneToOneField("contests.Contest", models.PROTECT, primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    envelopes = models.PositiveIntegerField()
    damaged = models.PositiveIntegerField()  # counted as void for uncertainty
    participations = models.PositiveIntegerField()
    papers = models.PositiveIntegerField(default=0)
    post = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"{number_of(self.envelopes, 'envelope')} opened"


class Ranking(models.Model):
    """A distinct ranking, and on how many papers of a section and rotation it stands.

    ``ranking`` holds candidates' keys joined by ``>``; it is empty for a rejected paper, of which
    ``heading`` is a value of hustings.contest.Heading. ``channel`` is online or post; empty where
    a channel brought the section fewer than ten papers, which are not told apart.
    """

    contest = models.ForeignKey("contests.Contest", models.PROTECT, related_name="rankings")
    section = models.CharField(max_length=64)
    rotation = models.PositiveSmallIntegerField(null=True, blank=True)
    ranking = models.TextField(blank=True)
    heading = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    papers = models.PositiveIntegerField()

    class Meta:
        ordering = ["contest", "section", "ranking", "rotation", "heading", "channel"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(ranking="") & ~models.Q(heading=""))
                | (~models.Q(ranking="") & models.Q(heading="")),
                name="ranked_or_rejected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.papers} × {self.ranking}"


class GroupTally(models.Model):
    """First preferences by channel and basis, for groups of at least ten; smaller ones together."""

    contest = models.ForeignKey("contests.Contest", models.PROTECT, related_name="group_tallies")
    channel = models.CharField(max_length=10)
    basis = models.CharField(max_length=24)
    first_preference = models.CharField(max_length=64, blank=True)  # empty: rejected
    papers = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.channel} {self.basis} {self.first_preference}: {self.papers}"


class Lot(models.Model):
    """A lot that was drawn because a stage asked for it."""

    contest = models.ForeignKey("contests.Contest", models.PROTECT, related_name="lots")
    stage = models.PositiveSmallIntegerField()
    candidates = models.JSONField()  # keys, sorted
    drawn = models.CharField(max_length=64)
    how = models.TextField()  # how it was drawn, before whom
    by = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        ordering = ["stage"]

    def __str__(self) -> str:
        return f"stage {self.stage}: {self.drawn}"


class Stage(models.TextChoices):
    """How final a version is."""

    PROVISIONAL = "provisional", _("provisional")
    DECLARED = "declared", _("declared")


class Version(models.Model):
    """One version of a result; a later one adds to the list and replaces nothing.

    ``folder`` is the contest folder as a zip, from which ``hustings count`` gives ``document``
    byte for byte. ``document`` is the declaration's JSON (or, for a reported contest, its own).
    """

    contest = models.ForeignKey("contests.Contest", models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12, choices=Stage.choices)
    folder = models.BinaryField()
    document = models.TextField()
    headline = models.TextField()
    counted_at = models.DateTimeField()
    counted_by = models.CharField(max_length=254)
    signed_name = models.CharField(max_length=200, blank=True)
    signed_role = models.CharField(max_length=100, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    correction = models.TextField(blank=True)  # why this version replaced the one before
    test = models.BooleanField(default=False)

    class Meta:
        ordering = ["contest", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contest}, version {self.number}"


class PrecountView(models.Model):
    """An officer looked at the first preferences before the count: who, when, why, and at what.

    ``figures``: hustings.web.results.precount knows them. Only whoever asked sees them before the
    result is declared; they are published by an act of the returning officer, after that.
    """

    contest = models.ForeignKey("contests.Contest", models.PROTECT, related_name="precount_views")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.TextField()
    figures = models.JSONField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["contest", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="precount_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contest}, pre-count {self.number}"
