"""Lists of those who were written to, as CSV: whom, how far, and never a code."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.formats.roll_table import write_table_csv
from hustings.web.letters.models import Delivery, Mailing, Printed, PrintRun
from hustings.web.letters.telling import tell
from hustings.web.officers.actor import Actor
from hustings.web.project.plurals import number_of

__all__ = ["DELIVERY_HEADERS", "LETTER_HEADERS", "deliveries_csv", "letters_csv"]

DELIVERY_HEADERS = ("number", "reference", "name", "email", "state", "why", "perhaps_twice")
LETTER_HEADERS = ("place", "number", "reference", "name", "postcode", "look_at")


@transaction.atomic
def deliveries_csv(mailing: Mailing, *, by: Actor) -> bytes:
    """Every e-mail of the mailing with its state; that the list left the site is journalled."""
    rows = list(_deliveries(mailing))
    _tell(mailing, by, f"the list of mailing {mailing.pk}", len(rows))
    return write_table_csv(DELIVERY_HEADERS, rows)


@transaction.atomic
def letters_csv(run: PrintRun, *, by: Actor) -> bytes:
    """Every letter of the print run in its order; that the list left the site is journalled."""
    rows = list(_letters(run))
    _tell(run, by, f"the list of print run {run.pk}", len(rows))
    return write_table_csv(LETTER_HEADERS, rows)


def _tell(thing: Mailing | PrintRun, by: Actor, what: str, rows: int) -> None:
    tell(
        thing.contest,
        by.words,
        "roll-exported",
        f"Downloaded {what}: {number_of(rows, 'elector')}.",
    )


def _deliveries(mailing: Mailing) -> Iterator[tuple[str, ...]]:
    found = Delivery.objects.filter(mailing=mailing).select_related("elector").order_by("pk")
    for one in found.iterator(chunk_size=5_000):
        elector = one.elector
        yield (
            str(elector.journal_number),
            elector.reference,
            elector.name,
            elector.email,
            one.get_state_display(),
            one.error,
            _("yes") if one.maybe_twice else "",
        )


def _letters(run: PrintRun) -> Iterator[tuple[str, ...]]:
    found = Printed.objects.filter(run=run).select_related("elector").order_by("pk")
    for place, one in enumerate(found.iterator(chunk_size=5_000), 1):
        elector = one.elector
        yield (
            str(place),
            str(elector.journal_number),
            elector.reference,
            elector.name,
            elector.postcode,
            _("not printed as written") if elector.journal_number in run.unprintable else "",
        )
