"""Objections to being written to: kept as keyed digests, so the list itself names nobody."""

from __future__ import annotations

from django.db import transaction

from hustings.web.journal import actions as journal
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Organisation
from hustings.web.project import clock
from hustings.web.roll.digests import email_digest, person_digest
from hustings.web.roll.models import Suppression

__all__ = ["lift", "object_to"]


@transaction.atomic
def object_to(organisation: Organisation, *, email: str, name: str, postcode: str) -> None:
    """Note that somebody objects, by e-mail address, by name and postcode, or by both.

    The roll is not looked at. Done again it changes nothing.
    """
    for digest in _digests(email, name, postcode):
        Suppression.objects.get_or_create(
            organisation=organisation, digest=digest, defaults={"at": clock.now()}
        )


@transaction.atomic
def lift(organisation: Organisation, *, email: str, name: str, postcode: str, by: Actor) -> int:
    """Take objections back at the wish of whoever objected; how many there were."""
    found = Suppression.objects.filter(
        organisation=organisation, digest__in=_digests(email, name, postcode)
    )
    lifted, _ = found.delete()
    if lifted:
        journal.write(
            chain=organisation.slug,
            by=by.words,
            act="objection-lifted",
            sentence="Took an objection back, as the person who had objected wished.",
        )
    return lifted


def _digests(email: str, name: str, postcode: str) -> list[bytes]:
    digests = [email_digest(email)] if email.strip() else []
    if name.strip() and postcode.strip():
        digests.append(person_digest(name, postcode))
    return digests
