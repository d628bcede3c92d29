"""Reading who the officers are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.http import Http404

from hustings.web.officers.access import SECOND_FACTORS
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Membership, Role, SignInLink
from hustings.web.project import clock

__all__ = ["Officer", "membership_for", "officers_of"]


@dataclass(frozen=True, slots=True)
class Officer:
    """One line of the list. ``invited_until`` is when an unused link stops working, if any."""

    membership: Membership
    second_factor: bool
    invited_until: datetime | None

    @property
    def role(self) -> Role:
        """Her role."""
        return Role(self.membership.role)


def officers_of(actor: Actor) -> list[Officer]:
    """The officers of the actor's organisation, by role and name. Three queries, however many."""
    found = Membership.objects.filter(organisation=actor.organisation).select_related("user")
    users = [m.user_id for m in found]
    protected = set(
        Authenticator.objects.filter(user__in=users, type__in=SECOND_FACTORS).values_list(
            "user_id", flat=True
        )
    )
    unused = SignInLink.objects.filter(
        user__in=users, used_at__isnull=True, expires_at__gt=clock.now()
    )
    until = dict(unused.values_list("user_id", "expires_at"))
    order = list(Role)
    return sorted(
        (Officer(m, m.user_id in protected, until.get(m.user_id)) for m in found),
        key=lambda o: (order.index(o.role), str(o.membership.user).casefold()),
    )


def membership_for(actor: Actor, number: int) -> Membership:
    """An officer of the actor's organisation by the membership's number; Http404 for any other."""
    membership = (
        Membership.objects.select_related("user", "organisation")
        .filter(organisation=actor.organisation, pk=number)
        .first()
    )
    if membership is None:
        raise Http404
    return membership
