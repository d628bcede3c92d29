"""A contest as the site keeps it. The count sees none of this: ``nouns.py`` makes core nouns."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = [
    "Candidate",
    "Contest",
    "Extension",
    "KeyPlace",
    "Notice",
    "OrderPolicy",
    "Origin",
    "Pledge",
    "Section",
    "State",
]


class State(models.TextChoices):
    """The stored states. *Open* and *too late* follow from ``ready`` and the timetable."""

    DRAFT = "draft", _("draft")
    READY = "ready", _("ready")
    CLOSED = "closed", _("closed")
    COUNTED = "counted", _("counted")
    PROVISIONAL = "provisional", _("provisional")
    DECLARED = "declared", _("declared")
    ABANDONED = "abandoned", _("abandoned")


class Origin(models.TextChoices):
    """Where the result comes from: run here, counted from imported ballots, or only reported."""

    RUN = "run", _("run on this site")
    IMPORTED = "imported", _("counted from imported ballots")
    REPORTED = "reported", _("as reported by others")


class OrderPolicy(models.TextChoices):
    """In which order candidates stand on an elector's paper."""

    FIXED = "fixed", _("as listed by the officer")
    ALPHABETICAL = "alphabetical", _("alphabetical, by surname")
    ROTATION = "rotation", _("balanced rotation: each candidate equally often in each place")


class Pledge(models.TextChoices):
    """The rule by which whoever asked will follow the result."""

    NONE = "none", _("no pledge")
    ALWAYS = "always", _("follows the choice, whatever its lead")
    LEAD = "lead", _("follows a lead of so many percentage points or more, at the last stage")
    SHARE = "share", _("follows a share of so many per cent or more, at the last stage")
    TURNOUT = "turnout", _("follows if so many per cent of those on the roll vote")


class KeyPlace(models.TextChoices):
    """Where the private half of the opening key is."""

    FILE = "file", _("in a file that the officer keeps, protected by a passphrase")
    SERVER = "server", _("on this machine, for a ballot run on one laptop")


class Contest(models.Model):
    """A primary or an election, with its form, timetable, key and stored state."""

    organisation = models.ForeignKey(
        "officers.Organisation", models.PROTECT, related_name="contests"
    )
    slug = models.SlugField(max_length=80, unique=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.RUN)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    fictional = models.BooleanField(default=False)  # said on every page
    test_mode = models.BooleanField(default=False)

    # the form
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=12, default="advisory")  # hustings.contest.Purpose
    question = models.CharField(max_length=300, blank=True)
    about = models.TextField(blank=True)
    rule = models.CharField(max_length=20, default="av")  # an id of hustings.count.RULES
    seats = models.PositiveSmallIntegerField(default=1)
    base = models.CharField(max_length=8, default="live")  # hustings.contest.Base
    order_policy = models.CharField(
        max_length=12, choices=OrderPolicy.choices, default=OrderPolicy.ROTATION
    )
    advises = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="advised_by"
    )
    advises_title = models.CharField(max_length=200, blank=True)  # a contest held elsewhere
    advises_rule = models.CharField(max_length=20, blank=True)  # its rule

    # who may vote
    who_may_vote = models.TextField(blank=True)
    declaration_text = models.TextField(blank=True)  # empty: none is asked for
    asking_allowed = models.BooleanField(default=False)  # the ask-for-a-ballot page

    # the pledge
    pledge = models.CharField(max_length=8, choices=Pledge.choices, default=Pledge.NONE)
    pledge_by = models.CharField(max_length=200, blank=True)
    pledge_hundredths = models.PositiveIntegerField(null=True, blank=True)  # of a point: 500 = 5.00
    pledge_text = models.TextField(blank=True)

    # the timetable
    timezone = models.CharField(max_length=64, default="Europe/London")
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)  # online
    post_closes_at = models.DateTimeField(null=True, blank=True)
    count_at = models.DateTimeField(null=True, blank=True)
    retention_until = models.DateField(null=True, blank=True)

    # the opening key
    key_place = models.CharField(max_length=8, choices=KeyPlace.choices, default=KeyPlace.FILE)
    public_key = models.BinaryField(max_length=32, null=True, blank=True)
    key_tested_at = models.DateTimeField(null=True, blank=True)  # the backup opened a test envelope

    # the roll, once frozen
    roll_frozen_at = models.DateTimeField(null=True, blank=True)
    roll_fingerprint = models.CharField(max_length=64, blank=True)
    roll_counts = models.JSONField(default=dict, blank=True)  # {"basis": {id: n}, "section": ...}

    # when the stored states were reached
    created_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    opened_envelopes_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class Candidate(models.Model):
    """Somebody on the paper. ``number`` is the place in the paper's fixed list, from 1."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="candidates")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=64)  # the id in files: letters, figures, underscores
    name = models.CharField(max_length=120)
    surname = models.CharField(max_length=80, blank=True)  # for the alphabet
    description = models.CharField(max_length=200, blank=True)
    statement = models.TextField(blank=True)
    photo = models.CharField(max_length=200, blank=True)  # a file in media/, re-encoded by us
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["contest", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="candidate_number_once"),
            models.UniqueConstraint(fields=["contest", "key"], name="candidate_key_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Section(models.Model):
    """A part of the electorate; a primary has one. Weights are whole numbers, as a fraction."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="sections")
    key = models.CharField(max_length=64, default="all")
    name = models.CharField(max_length=120, default="All electors")
    weight_over = models.PositiveIntegerField(null=True, blank=True)
    weight_under = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["contest", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "key"], name="section_key_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Extension(models.Model):
    """The poll was kept open longer: when, by whom and why is published."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="extensions")
    closed_before = models.DateTimeField()
    closes_after = models.DateTimeField()
    reason = models.TextField()
    by = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"to {self.closes_after:%Y-%m-%d %H:%M}"


class Notice(models.Model):
    """Something that electors and readers must know: a withdrawal, an extension, a correction."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="notices")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.text
