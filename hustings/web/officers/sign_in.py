"""The page of a one-time link: it asks, and its button signs in.

Mail scanners and previews follow links, so a GET uses nothing up. Signing in goes by allauth, which
gives the session a new key and asks for a second factor where there is one. For the five minutes
after it, while passkey and password are set up, she is not asked to show again who she is.
"""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hustings.web.officers import links

__all__ = ["sign_in"]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask, or sign in; a kind page where the link does not work (any more)."""
    user = links.use(token) if request.method == "POST" else None
    if user is None:
        return _ask(request, token)
    logout(request)
    record_authentication(request, user, method="link", reauthenticated=True)
    response: HttpResponseBase = perform_login(request, Login(user=user, email=user.email))
    return response


def _ask(request: HttpRequest, token: str) -> HttpResponse:
    found = links.find(token)
    if found and found.works:
        return render(request, "officers/sign_in.html", {"officer": found.user})
    return render(request, "officers/spent_link.html", {"found": found}, status=410)
