"""The journal: append-only, hash-chained, one chain for each organisation."""

from __future__ import annotations

from django.db import models

__all__ = ["Entry"]


class Entry(models.Model):
    """One act, in a sentence. The database refuses to change or remove an entry.

    ``digest`` is that of docs/spec/journal.md over this entry and the digest before it. Electors
    stand in ``sentence`` by their journal number alone, whose mapping can be erased.
    """

    chain = models.CharField(max_length=64)  # the organisation's slug; "site" for the install
    number = models.PositiveBigIntegerField()  # from 1 in each chain, without a gap
    at = models.DateTimeField()
    by = models.CharField(max_length=254)  # the officer's name and role at that time; or "the site"
    contest = models.CharField(max_length=80, blank=True)  # slug
    act = models.CharField(max_length=40)  # a word for filtering: opened, closed, extended ...
    sentence = models.TextField()
    previous = models.CharField(max_length=64)  # hex; of the entry before, or 64 noughts
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["chain", "number"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="journal_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}: {self.sentence}"
