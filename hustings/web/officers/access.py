"""The officers' door: signed in, with a second factor, in a role of that organisation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Membership, User

__all__ = ["actor_in", "can_come_back", "for_officers", "has_second_factor"]

View = Callable[Concatenate[HttpRequest, Actor, ...], HttpResponseBase]
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""Recovery codes stand in for one of these and are none themselves."""


def actor_in(user: User, organisation_slug: str) -> Actor:
    """The officer in that organisation; Http404 for strangers, who do not learn that it exists."""
    membership = (
        Membership.objects.select_related("organisation", "user")
        .filter(user=user, organisation__slug=organisation_slug)
        .first()
    )
    if membership is None:
        raise Http404
    return Actor.of(membership)


def has_second_factor(user: User) -> bool:
    """Whether she has a passkey, a security key or an authenticator app."""
    return bool(is_mfa_enabled(user, SECOND_FACTORS))


def for_officers(*, acting: bool = False, declaring: bool = False) -> Callable[[View], Any]:
    """Let officers of the organisation in the address's ``org`` in, as the view's second argument.

    ``acting`` keeps observers out, ``declaring`` deputies too (403). Whoever is not signed in goes
    to the sign-in page, whoever lacks a needed second factor to where she sets one up. No browser
    and no proxy keeps the page.
    """

    def decorate(view: View) -> Any:
        @never_cache
        @login_required
        @wraps(view)
        def wrapped(request: HttpRequest, org: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            assert isinstance(request.user, User)
            actor = actor_in(request.user, org)
            if actor.organisation.second_factor_required and (missing := _missing(request.user)):
                return _set_up(request, actor, missing)
            if (acting and not actor.may_act) or (declaring and not actor.may_declare):
                raise PermissionDenied
            return view(request, actor, *args, **kwargs)

        return wrapped

    return decorate


def can_come_back(user: User) -> bool:
    """Whether she has a password, or a passkey that needs none: else she cannot sign in again."""
    keys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return user.has_usable_password() or any(k.wrap().is_passwordless is not False for k in keys)


@dataclass(frozen=True, slots=True)
class _Missing:
    """What an officer must still set up: the page that does it, and why."""

    page: str
    told: str


def _missing(user: User) -> _Missing | None:
    if not has_second_factor(user):
        told = _(
            "%(organisation)s asks its officers for a second step at sign-in. Add a passkey, which "
            "needs no password, or an authenticator app; then go on to your contests."
        )
        return _Missing("mfa_index", told)
    if not can_come_back(user):
        told = _(
            "Before you go on: set a password, to be used with the code of your app or with your "
            "security key. Without it, and without a passkey, you could not sign in again."
        )
        return _Missing("account_set_password", told)
    return None


def _set_up(request: HttpRequest, actor: Actor, missing: _Missing) -> HttpResponse:
    messages.warning(request, missing.told % {"organisation": actor.organisation.name})
    return redirect(missing.page)
