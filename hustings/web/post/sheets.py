"""Figures of the post as CSV, and lists of electors to write to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from hustings.formats.roll_table import write_table_csv
from hustings.web.contests.actions.writing import note
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.post import queries
from hustings.web.post.numbers import envelope_shown
from hustings.web.project.plurals import number_of

__all__ = ["ELECTOR_HEADERS", "FIGURE_HEADERS", "electors_sheet", "figures_sheet"]

FIGURE_HEADERS = ("figure", "detail", "envelopes")
ELECTOR_HEADERS = (
    "number", "reference", "name", "address", "postcode", "email", "envelope", "bag",
)  # fmt: skip


def figures_sheet(contest: Contest) -> bytes:
    """One figure a row: sent, fates, received, accepted by section and basis, refused, waiting."""
    return write_table_csv(FIGURE_HEADERS, list(_figures(contest)))


def _figures(contest: Contest) -> Iterable[tuple[str, str, str]]:
    found = queries.figures(contest)
    yield ("sent", "", str(found.sent))
    for fate, number in found.fates.items():
        yield ("no longer good", fate.value, str(number))
    yield ("received", "", str(found.received))
    yield ("accepted", "", str(found.accepted))
    yield ("accepted after a cure", "", str(found.cured))
    for heading, number in found.refused.items():
        yield ("refused", heading.value, str(number))
    yield ("counted and not yet scanned", "", str(found.waiting))
    for shown in reversed(queries.bags_of(contest)):
        bag = shown.bag
        yield ("in bag", str(bag.number), str(bag.envelopes))


@transaction.atomic
def electors_sheet(contest: Contest, *, by: Actor) -> bytes:
    """Whoever can still complete a declaration, to be written to; that it left is journalled."""
    rows = [
        (
            str(elector.journal_number),
            elector.reference,
            elector.name,
            elector.address.replace("\n", ", "),
            elector.postcode,
            elector.email,
            envelope_shown(envelope.number),
            str(receipt.bag.number),
        )
        for receipt in queries.curable(contest).order_by("pk")
        if (envelope := receipt.envelope) and (elector := envelope.elector)
    ]
    note(
        contest,
        by,
        "roll-exported",
        f"Downloaded the electors whose declaration is not completed: "
        f"{number_of(len(rows), 'elector')}.",
    )
    return write_table_csv(ELECTOR_HEADERS, rows)
