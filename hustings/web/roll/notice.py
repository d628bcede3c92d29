"""The privacy notice: the organisation's own words, or a good default that says what is so."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from hustings.web.contests.models import Contest
from hustings.web.officers.models import Organisation

__all__ = ["Notice", "notice_of"]


@dataclass(frozen=True, slots=True)
class Notice:
    """What the page tells. ``own`` has the paragraphs of the organisation's text; none: default.

    ``kept`` names each contest that still has personal data with the day until which it is kept.
    """

    own: tuple[str, ...]
    kept: tuple[tuple[str, object], ...]


def notice_of(organisation: Organisation) -> Notice:
    """The notice of the organisation."""
    text = organisation.privacy_notice.replace("\r\n", "\n")
    own = tuple(part.strip() for part in text.split("\n\n") if part.strip())
    contests = Contest.objects.filter(
        organisation=organisation, erased_at=None, retention_until__isnull=False
    ).exclude(state="draft")
    kept = contests.values_list("title").annotate(until=Max("retention_until")).order_by("title")
    return Notice(own, tuple(kept))
