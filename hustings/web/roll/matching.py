"""Who those that ask for a ballot are on the register, and whether they are on the roll already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from hustings.roll import Applicant, Basis, Entry, Kind, Register, match
from hustings.roll.names import name_key
from hustings.web.contests.models import Contest
from hustings.web.roll.entries import entries_of
from hustings.web.roll.models import Application, Elector, RegisterRow

__all__ = ["Found", "matches"]


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of an applicant: the row of the register, others that fit, the elector."""

    kind: Kind
    row: RegisterRow | None
    others: tuple[RegisterRow, ...]
    elector: Elector | None


def matches(applications: Sequence[Application]) -> dict[int, Found]:
    """What is known of each application, by its key; all of one contest."""
    if not applications:
        return {}
    contest = applications[0].contest
    rows = _near(contest, applications)
    register = Register.of([_entry(row) for row in rows.values()])
    electors = _electors_near(contest, applications)
    on_roll = Register.of(list(entries_of(electors.values())))
    return {one.pk: _found(one, rows, register, electors, on_roll) for one in applications}


def _near(contest: Contest, applications: Sequence[Application]) -> dict[int, RegisterRow]:
    """The rows at their postcodes and of their surnames: all that can match."""
    postcodes = {one.postcode for one in applications if one.postcode}
    surnames = {name_key(one.name).family for one in applications} - {""}
    near = RegisterRow.objects.filter(contest=contest).filter(
        Q(postcode__in=postcodes) | Q(surname__in=surnames)
    )
    return {row.pk: row for row in near}


def _electors_near(contest: Contest, applications: Sequence[Application]) -> dict[int, Elector]:
    postcodes = {one.postcode for one in applications if one.postcode}
    emails = {one.email for one in applications if one.email}
    near = Elector.objects.filter(contest=contest, struck_at=None).filter(
        Q(postcode__in=postcodes) | Q(email__in=emails)
    )
    return {elector.pk: elector for elector in near}


def _entry(row: RegisterRow) -> Entry:
    address = tuple(row.address.split("\n")) if row.address else ()
    return Entry(
        row=row.pk,
        name=row.name,
        basis=Basis.SELF_DECLARED,
        section="",
        address=address,
        postcode=row.postcode,
        email="" if address else "unknown@invalid",
    )


def _found(
    application: Application,
    rows: dict[int, RegisterRow],
    register: Register,
    electors: dict[int, Elector],
    on_roll: Register,
) -> Found:
    who = Applicant(application.name, application.address, application.postcode)
    known = match(who, register)
    there = match(who, on_roll)
    elector = electors[there.entry.row] if there.entry and there.kind is Kind.EXACT else None
    return Found(
        known.kind,
        rows[known.entry.row] if known.entry else None,
        tuple(rows[entry.row] for entry in known.others),
        elector or _by_email(application, electors),
    )


def _by_email(application: Application, electors: dict[int, Elector]) -> Elector | None:
    """The elector of the same surname with the same e-mail address."""
    if not application.email:
        return None
    family = name_key(application.name).family
    same = (e for e in electors.values() if e.email.casefold() == application.email.casefold())
    return next((e for e in same if name_key(e.name).family == family), None)
