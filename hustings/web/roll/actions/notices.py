"""The organisation's own privacy notice."""

from __future__ import annotations

from django.db import transaction

from hustings.web.journal import actions as journal
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Organisation

__all__ = ["set_notice"]


@transaction.atomic
def set_notice(organisation: Organisation, text: str, *, by: Actor) -> None:
    """Publish the text; an empty one brings the default back."""
    organisation.privacy_notice = text.strip()
    organisation.save(update_fields=["privacy_notice"])
    which = "its own text" if organisation.privacy_notice else "the default"
    journal.write(
        chain=organisation.slug,
        by=by.words,
        act="privacy-notice",
        sentence=f"Changed the privacy notice: it is {which} now.",
    )
