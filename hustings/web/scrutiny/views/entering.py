"""Where an agent comes in and goes out.

The link carries its token after the ``#``, which no server sees; the page puts it into its field.
Following the link does nothing: a press of the button sends it.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from hustings.web.booth import throttle
from hustings.web.contests.zoned import moment_words
from hustings.web.scrutiny import actions, visits
from hustings.web.scrutiny.actions.inviting import NotLetIn
from hustings.web.scrutiny.forms import TokenForm
from hustings.web.scrutiny.links import token_in

__all__ = ["enter", "leave"]


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def enter(request: HttpRequest) -> HttpResponseBase:
    """Ask for the link; let its agent in, or say why it lets nobody in."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=422 if form.errors else 200)
    found = actions.come_in(token_in(form.cleaned_data["token"]))
    if isinstance(found, NotLetIn):
        return _page(request, TokenForm(), told=_over_words(found), status=410)
    if found is None:
        return _unknown(request)
    response = redirect("scrutiny:figures")
    visits.begin(request, response, found)
    rotate_token(request)
    return response


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponseBase:
    """End the visit. An officer who is signed in in the same browser stays so."""
    response = redirect("scrutiny:enter")
    visits.end(request, response)
    return response


def _unknown(request: HttpRequest) -> HttpResponse:
    """Guesses are counted with those of voting codes, by network; a true link works anyway."""
    if throttle.count_failure(request):
        told = _("Too many links that do not exist were tried from your network. Such links are "
                 "refused for up to %(minutes)d minutes; a link that works is let in all the "
                 "same.") % {"minutes": throttle.minutes()}  # fmt: skip
        return _page(request, TokenForm(), told=told, status=429)
    told = _("This link is not known. It was replaced by a newer one, or not copied whole.")
    return _page(request, TokenForm(), told=told, status=404)


def _over_words(found: NotLetIn) -> str:
    if found.revoked:
        return _("This link was taken back by the returning officer.")
    until = moment_words(found.agent.contest, found.agent.expires_at)
    return _("This link worked until %(until)s.") % {"until": until}


def _page(
    request: HttpRequest, form: TokenForm, *, told: str = "", status: int = 200
) -> HttpResponse:
    """The page of entry; whoever is in already is shown the way on."""
    context = {"form": form, "told": told, "visit": visits.current(request)}
    return render(request, "scrutiny/enter.html", context, status=status)
