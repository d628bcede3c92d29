"""Organisations, officers and contests for tests, made directly as rows."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from hustings.web.contests.models import Candidate, Contest, Section
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Membership, Organisation, Role, User
from hustings.web.project import clock
from hustings.web.roll.models import Elector

__all__ = ["make_actor", "make_contest", "make_electors", "make_organisation"]

_numbers = itertools.count(1)


def make_organisation(**fields: Any) -> Organisation:
    """An organisation that asks for no second factor unless told."""
    number = next(_numbers)
    values = {
        "slug": f"org-{number}",
        "name": f"Example Labour Party {number}",
        "second_factor_required": False,
    } | fields
    return Organisation.objects.create(**values)


def make_actor(organisation: Organisation, role: Role = Role.RETURNING_OFFICER) -> Actor:
    """An officer of the organisation, in that role."""
    number = next(_numbers)
    user = User.objects.create_user(f"officer{number}@example.org", name=f"Officer {number}")
    return Actor.of(Membership.objects.create(user=user, organisation=organisation, role=role))


def make_contest(
    *, candidates: int = 3, organisation: Organisation | None = None, **fields: Any
) -> Contest:
    """A draft that opened an hour ago by its timetable and closes in a day, with one section."""
    number = next(_numbers)
    now = clock.now()
    values = {
        "slug": f"contest-{number}",
        "title": f"Example primary {number}",
        "question": "Whom should our MP support?",
        "opens_at": now - timedelta(hours=1),
        "closes_at": now + timedelta(days=1),
    } | fields
    contest = Contest.objects.create(organisation=organisation or make_organisation(), **values)
    Section.objects.create(contest=contest)
    for n in range(1, candidates + 1):
        Candidate.objects.create(
            contest=contest, number=n, key=f"c{n}", name=f"Candidate {n}", surname=f"{n}"
        )
    return contest


def make_electors(contest: Contest, count: int, **fields: Any) -> list[Elector]:
    """Electors with made-up names and addresses at a postcode that is never issued."""
    return Elector.objects.bulk_create(
        Elector(
            **(
                {
                    "contest": contest,
                    "basis": "member",
                    "name": f"Elector {n}",
                    "reference": f"R{n}",
                    "address": f"{n} Example Street\nExampleton",
                    "postcode": "ZZ99 1AA",
                    "email": f"elector{n}@example.org",
                }
                | fields
            )
        )
        for n in range(1, count + 1)
    )
