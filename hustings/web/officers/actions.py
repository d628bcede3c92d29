"""Who are officers of an organisation, and in which role: every change, each with its entry."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.journal import actions as journal
from hustings.web.officers.actor import Actor
from hustings.web.officers.links import make_sign_in_link
from hustings.web.officers.models import Membership, Organisation, Role, User

__all__ = [
    "OPERATOR",
    "Invited",
    "change_role",
    "create_organisation",
    "forget_second_factor",
    "invite",
    "make_operators_link",
    "make_sign_in_link",
    "remove",
    "send_new_link",
]

OPERATOR = "the operator of this site"
"""As the journal names whoever runs commands on the server."""

INVITATION_HOURS = 7 * 24
NEW_LINK_HOURS = 24


@dataclass(frozen=True, slots=True)
class Invited:
    """An officer to whom a message goes. ``token`` is None where she signs in as she always does.

    ``may_be_shown`` is whether the inviter may see the link: only while it can open nothing but
    the account that this invitation made.
    """

    membership: Membership
    token: str | None
    may_be_shown: bool


@transaction.atomic
def invite(*, email: str, name: str, role: Role, by: Actor) -> Invited:
    """Make somebody an officer of the actor's organisation. RuleError if she is one already.

    A link goes to whoever has never signed in. Who is also an officer elsewhere gets hers by e-mail
    alone: shown here it would let one organisation sign in as another's officer.
    """
    _lock(by.organisation)
    user = User.objects.filter(email=email.strip().lower()).first()
    if user and Membership.objects.filter(user=user, organisation=by.organisation).exists():
        raise RuleError(
            _("%(email)s is already an officer here: change the role in the list instead.")
            % {"email": user.email}
        )
    is_new = user is None
    user = user or User.objects.create_user(email.strip(), name=name)
    membership = Membership.objects.create(user=user, organisation=by.organisation, role=role)
    _write(by, "invited", f"Invited {user} ({user.email}) as {role.label}.")
    token = None if user.last_login else make_sign_in_link(user, hours=INVITATION_HOURS)
    return Invited(membership, token, may_be_shown=is_new)


@transaction.atomic
def send_new_link(membership: Membership, *, by: Actor) -> Invited:
    """A new way in for an officer who lost hers; earlier links stop working.

    It is shown only if she has never signed in and is an officer nowhere else.
    """
    user = membership.user
    fresh = not user.last_login and user.memberships.count() == 1
    hours = NEW_LINK_HOURS if user.last_login else INVITATION_HOURS
    _write(by, "sign-in link", f"Sent a new one-time sign-in link to {user} ({user.email}).")
    return Invited(membership, make_sign_in_link(user, hours=hours), may_be_shown=fresh)


@transaction.atomic
def change_role(membership: Membership, role: Role, *, by: Actor) -> None:
    """Give an officer another role. RuleError if no returning officer would be left."""
    _lock(by.organisation)
    membership.refresh_from_db()
    if role == membership.role:
        return
    if role != Role.RETURNING_OFFICER:
        _keep_one(membership)
    was = Role(membership.role)
    Membership.objects.filter(pk=membership.pk).update(role=role)
    _write(by, "role changed", f"{membership.user} is now {role.label}, and was {was.label}.")


@transaction.atomic
def remove(membership: Membership, *, by: Actor) -> None:
    """End an officer's role here, at once. RuleError if no returning officer would be left.

    Her account stays, for what she did is told by her name; her unused links do not.
    """
    _lock(by.organisation)
    membership.refresh_from_db()
    _keep_one(membership)
    user, role = membership.user, Role(membership.role)
    membership.delete()
    if not user.memberships.exists():
        user.sign_in_links.filter(used_at__isnull=True).delete()
    _write(by, "removed", f"Removed {user} ({user.email}), who was {role.label}.")


@transaction.atomic
def create_organisation(*, slug: str, name: str, email: str, officer_name: str = "") -> str:
    """A new organisation with its returning officer; returns the token of her sign-in link."""
    if slug == journal.SITE or Organisation.objects.filter(slug=slug).exists():
        raise RuleError(f"the name {slug!r} is taken: choose another for the addresses")
    organisation = Organisation.objects.create(slug=slug, name=name, contact_email=email)
    user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(
        email, name=officer_name
    )
    role = Role.RETURNING_OFFICER
    Membership.objects.create(user=user, organisation=organisation, role=role)
    sentence = f"Began {name}, with {user} ({user.email}) as {role.label}."
    journal.write(chain=slug, by=OPERATOR, act="began", sentence=sentence)
    return make_sign_in_link(user, hours=NEW_LINK_HOURS)


@transaction.atomic
def make_operators_link(user: User, *, hours: int) -> str:
    """A way in made on the server: written in the journal of each organisation that she serves."""
    _write_everywhere(user, "sign-in link", f"Made a one-time sign-in link for {user}.")
    return make_sign_in_link(user, hours=hours)


@transaction.atomic
def forget_second_factor(user: User) -> int:
    """Take an officer's passkeys, authenticator app and recovery codes away; how many they were."""
    _write_everywhere(user, "second step forgotten", f"Took the second step of {user} away.")
    removed: int = Authenticator.objects.filter(user=user).delete()[0]
    return removed


def _lock(organisation: Organisation) -> None:
    """Changes of one organisation's officers wait for one another (SQLite has one writer)."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _keep_one(leaving: Membership) -> None:
    """RuleError unless another returning officer stays, who has signed in and can act."""
    others = Membership.objects.filter(
        organisation=leaving.organisation,
        role=Role.RETURNING_OFFICER,
        user__last_login__isnull=False,
    ).exclude(pk=leaving.pk)
    if leaving.role == Role.RETURNING_OFFICER and leaving.user.last_login and not others.exists():
        raise RuleError(
            _(
                "%(name)s is the only returning officer who has signed in. Make somebody else a "
                "returning officer first, and wait until that officer has signed in."
            )
            % {"name": leaving.user}
        )


def _write(by: Actor, act: str, sentence: str) -> None:
    journal.write(chain=by.organisation.slug, by=by.words, act=act, sentence=sentence)


def _write_everywhere(user: User, act: str, sentence: str) -> None:
    for membership in user.memberships.select_related("organisation").order_by("pk"):
        journal.write(chain=membership.organisation.slug, by=OPERATOR, act=act, sentence=sentence)
