"""The roll leaves the site: by whom, how many rows and why is journalled and listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction

from hustings.errors import RuleError
from hustings.formats.roll_table import write_table_csv
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.project.plurals import number_of
from hustings.web.roll.actions.locking import held
from hustings.web.roll.actions.telling import tell
from hustings.web.roll.entries import public_text
from hustings.web.roll.models import Elector

__all__ = ["HEADERS", "export"]

_ADDRESS_LINES = 5
HEADERS = (
    "public_id",
    "reference",
    "name",
    *(f"address_{number}" for number in range(1, _ADDRESS_LINES + 1)),
    "postcode",
    "email",
    "basis",
    "section",
    "language",
    "added_late",
    "struck",
)


@transaction.atomic
def export(contest: Contest, *, why: str, by: Actor) -> bytes:
    """The roll as CSV that no spreadsheet program calculates. RuleError without a reason."""
    if not why.strip():
        raise RuleError("Say what the roll is exported for.")
    now = held(contest)
    if now.erased_at is not None:
        raise RuleError("The personal data of this contest was erased: there is no roll to export.")
    electors = Elector.objects.filter(contest=now).order_by("pk")
    rows = list(_rows(electors.iterator(chunk_size=5_000)))
    tell(
        now,
        by,
        "roll-exported",
        f"Exported the roll, {number_of(len(rows), 'elector')}: {why.strip()}",
    )
    return write_table_csv(HEADERS, rows)


def _rows(electors: Iterable[Elector]) -> Iterator[tuple[str, ...]]:
    for elector in electors:
        lines = elector.address.split("\n") if elector.address else []
        yield (
            public_text(elector.public_id),
            elector.reference,
            elector.name,
            *lines,
            *[""] * (_ADDRESS_LINES - len(lines)),
            elector.postcode,
            elector.email,
            elector.basis,
            elector.section,
            elector.language,
            "yes" if elector.added_late else "",
            f"{elector.struck_at:%Y-%m-%d}" if elector.struck_at else "",
        )
