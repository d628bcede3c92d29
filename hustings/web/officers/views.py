"""The officers of an organisation: the list, inviting, roles, removal, a new way in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hustings.errors import RuleError
from hustings.web.officers import actions, mailing, queries
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.officers.forms import InviteForm, RoleForm
from hustings.web.officers.links import address_of
from hustings.web.officers.models import Role
from hustings.web.officers.pages import officer_page

__all__ = ["change_role", "invite", "new_link", "officers", "remove"]


@require_safe
@for_officers()
def officers(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who the officers are."""
    context = {"officers": queries.officers_of(actor), "trail": [_here()]}
    return officer_page(request, actor, "officers/officers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(declaring=True)
def invite(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Invite an officer. The answer to the form itself shows the link, which is kept nowhere."""
    form = InviteForm(request.POST or None, initial={"role": Role.DEPUTY})
    if request.method == "POST" and form.is_valid():
        try:
            invited = actions.invite(
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                role=form.chosen(),
                by=actor,
            )
        except RuleError as error:
            form.add_error("email", str(error))
        else:
            return _sent(request, actor, invited)
    context = _form_page(actor, _("Invite an officer"), form=form)
    return officer_page(request, actor, "officers/invite.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(declaring=True)
def new_link(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Send an officer a new one-time link."""
    membership = queries.membership_for(actor, number)
    if request.method == "POST":
        return _sent(request, actor, actions.send_new_link(membership, by=actor))
    context = _form_page(actor, _("New sign-in link"), officer=membership)
    return officer_page(request, actor, "officers/new_link.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(declaring=True)
def change_role(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Give an officer another role."""
    membership = queries.membership_for(actor, number)
    form = RoleForm(request.POST or None, initial={"role": membership.role})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(membership, form.chosen(), by=actor)
        except RuleError as error:
            form.add_error("role", str(error))
        else:
            told = _("%(name)s is now %(role)s.")
            role = form.chosen().label
            messages.success(request, told % {"name": membership.user, "role": role})
            return redirect("officers:officers", org=actor.organisation.slug)
    context = _form_page(actor, _("Change of role"), form=form, officer=membership)
    return officer_page(request, actor, "officers/change_role.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(declaring=True)
def remove(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """End an officer's role."""
    membership = queries.membership_for(actor, number)
    refused = ""
    if request.method == "POST":
        try:
            actions.remove(membership, by=actor)
        except RuleError as error:
            refused = str(error)
        else:
            told = _("%(name)s is no longer an officer here.")
            messages.success(request, told % {"name": membership.user})
            if membership.user == actor.user:
                return redirect("/officer/")
            return redirect("officers:officers", org=actor.organisation.slug)
    errors = [{"text": refused}] if refused else []
    context = _form_page(actor, _("Removal"), officer=membership, errors=errors)
    return officer_page(request, actor, "officers/remove.html", context)


def _sent(request: HttpRequest, actor: Actor, invited: actions.Invited) -> HttpResponse:
    """Send the message, and tell what became of it; with the link if it may be shown."""
    context = {
        "invited": invited,
        "sent": mailing.send_link(invited, by=actor),
        "shown_link": address_of(invited.token) if invited.token and invited.may_be_shown else "",
        "list_url": _list_url(actor),
        "trail": [_here(actor), {"label": _("Sent")}],
    }
    return officer_page(request, actor, "officers/sent.html", context)


def _form_page(actor: Actor, label: str, **context: Any) -> dict[str, Any]:
    return context | {"trail": [_here(actor), {"label": label}], "back_url": _list_url(actor)}


def _list_url(actor: Actor) -> str:
    return reverse("officers:officers", args=[actor.organisation.slug])


def _here(actor: Actor | None = None) -> dict[str, str]:
    """A step of the breadcrumb: a link, or the page itself."""
    label = _("Officers")
    return {"label": label, "url": _list_url(actor)} if actor else {"label": label}
