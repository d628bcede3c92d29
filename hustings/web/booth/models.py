"""Codes, participations and envelopes.

A participation and an envelope share no key, no time and no sequence. Both tables, and that of
codes, are made by hand in the first migration: on SQLite WITHOUT ROWID, so that nothing but
random keys orders their rows.
"""

from __future__ import annotations

from django.db import models

__all__ = ["Code", "Envelope", "FailedTry", "Participation"]


class Code(models.Model):
    """A live or dead voting code of an elector: only its keyed digest is kept."""

    digest = models.BinaryField(max_length=32, primary_key=True)
    elector = models.ForeignKey("roll.Elector", models.CASCADE, related_name="codes")
    contest = models.ForeignKey("contests.Contest", models.CASCADE, related_name="codes")
    channel = models.CharField(max_length=10)  # letter | email | officer | test
    issued_on = models.DateField()
    dead = models.CharField(max_length=10, blank=True)  # "", or why: codes.Death

    def __str__(self) -> str:
        return f"code of {self.elector}"


class Participation(models.Model):
    """That an elector has voted: by which channel, on which day; never how, never when.

    ``receipt`` is random and stands nowhere else. ``nonce`` is the keyed digest of the form's
    nonce: the same form gets the same confirmation, any other "already voted".
    """

    elector = models.OneToOneField(
        "roll.Elector", models.PROTECT, primary_key=True, related_name="participation"
    )
    contest = models.ForeignKey("contests.Contest", models.PROTECT, related_name="participations")
    channel = models.CharField(max_length=10)  # online | post
    day = models.DateField()
    receipt = models.CharField(max_length=16)
    nonce = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"participation of {self.elector}"


class Envelope(models.Model):
    """A sealed ballot: opaque bytes of the same length in one contest, under a random id.

    ``section`` decides where it is counted. ``channel`` and ``basis`` are for tables of groups,
    and are dropped at the opening for every group of fewer than ten.
    """

    id = models.BinaryField(max_length=16, primary_key=True)
    contest = models.ForeignKey("contests.Contest", models.PROTECT, related_name="envelopes")
    section = models.CharField(max_length=64)
    channel = models.CharField(max_length=10)
    basis = models.CharField(max_length=24)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "an envelope"


class FailedTry(models.Model):
    """How often, lately, codes that nobody was given came from one network address.

    ``address`` is a keyed digest. Codes that work leave no trace here, so this never says who
    voted from where.
    """

    address = models.BinaryField(max_length=32, primary_key=True)
    since = models.DateTimeField()
    tries = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.tries} tries"
