"""The officers' door: signed in, with a second factor, in a role of that organisation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Membership, User

__all__ = ["actor_in", "for_officers"]

View = Callable[Concatenate[HttpRequest, Actor, ...], HttpResponseBase]


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


def for_officers(*, acting: bool = False, declaring: bool = False) -> Callable[[View], Any]:
    """Let officers of the organisation in the address's ``org`` in, as the view's second argument.

    ``acting`` keeps observers out, ``declaring`` deputies too (403). Whoever is not signed in goes
    to the sign-in page, whoever lacks a needed second factor to where she sets one up.
    """

    def decorate(view: View) -> Any:
        @login_required
        @wraps(view)
        def wrapped(request: HttpRequest, org: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            assert isinstance(request.user, User)
            actor = actor_in(request.user, org)
            if actor.organisation.second_factor_required and not is_mfa_enabled(request.user):
                return _set_up_second_factor()
            if (acting and not actor.may_act) or (declaring and not actor.may_declare):
                raise PermissionDenied
            return view(request, actor, *args, **kwargs)

        return wrapped

    return decorate


def _set_up_second_factor() -> HttpResponse:
    return redirect("mfa_index")
