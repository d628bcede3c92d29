"""The demonstration's organisation and its two officers, who are nobody."""

from __future__ import annotations

from django.conf import settings

from hustings.web.officers import actions as officers
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Membership, Organisation, Role

__all__ = ["deputy", "officer", "way_in"]

ORGANISATION = "demonstration"
OFFICER = "officer@demonstration.example"
DEPUTY = "deputy@demonstration.example"


def officer() -> Actor:
    """The returning officer; made at the first call, with the organisation."""
    if (found := _member(OFFICER)) is not None:
        return found
    officers.create_organisation(
        slug=ORGANISATION,
        name="The hustings demonstration",
        email=OFFICER,
        officer_name="A. Fictional Officer",
    )
    Organisation.objects.filter(slug=ORGANISATION).update(second_factor_required=False)
    found = _member(OFFICER)
    assert found is not None
    return found


def deputy() -> Actor:
    """Her deputy: papers are keyed twice and judged by two."""
    if (found := _member(DEPUTY)) is not None:
        return found
    invited = officers.invite(
        email=DEPUTY, name="B. Fictional Deputy", role=Role.DEPUTY, by=officer()
    )
    return Actor.of(invited.membership)


def way_in(who: Actor) -> str:
    """The address that signs the officer in, once, within a day."""
    return f"{settings.BASE_URL}/sign-in/{officers.make_operators_link(who.user, hours=24)}/"


def _member(email: str) -> Actor | None:
    found = Membership.objects.filter(organisation__slug=ORGANISATION, user__email=email)
    membership = found.select_related("organisation", "user").first()
    return None if membership is None else Actor.of(membership)
