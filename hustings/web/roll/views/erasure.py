"""Personal data: the notice, objections, and the erasure of a contest's."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hustings.errors import HustingsError
from hustings.rounding import grouped
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.queries import contest_for
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.officers.pages import officer_page
from hustings.web.roll import queries
from hustings.web.roll.actions import erasing, notices
from hustings.web.roll.actions import objections as actions
from hustings.web.roll.forms.people import ObjectForm
from hustings.web.roll.forms.uploads import sentence_of
from hustings.web.roll.models import Suppression
from hustings.web.roll.views.pages import GET_OR_POST, roll_page, sent

__all__ = ["NoticeForm", "erase", "notice", "objections"]


BUSY = _lazy(
    "The database was being read, so its log still holds old pages: ask whoever runs the site for "
    "`hustings manage erase_personal_data --scrub`."
)


class NoticeForm(forms.Form):
    """The organisation's own privacy notice."""

    text = forms.CharField(
        label=_lazy("Your own text"),
        help_text=_lazy(
            "Leave it empty for the default, which says what this site does. An empty line begins "
            "a paragraph."
        ),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
    )


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def notice(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The organisation's privacy notice."""
    organisation = actor.organisation
    form = NoticeForm(sent(request), initial={"text": organisation.privacy_notice})
    if request.method == "POST" and form.is_valid():
        notices.set_notice(organisation, form.cleaned_data["text"], by=actor)
        messages.success(request, _("The privacy notice is saved."))
        return redirect("roll:notice", org=organisation.slug)
    context = {
        "form": form,
        "act": _("Save the notice"),
        "public_url": reverse("roll:privacy", args=[organisation.slug]),
        "trail": [{"label": _("Privacy notice")}],
    }
    return officer_page(request, actor, "roll/notice.html", context)


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def objections(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How many objected; and taking an objection back, as that person wishes."""
    form = ObjectForm(sent(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        lifted = actions.lift(
            actor.organisation,
            email=given["email"],
            name=given["name"],
            postcode=given["postcode"],
            by=actor,
        )
        told = _("The objection is taken back.") if lifted else _("There is no such objection.")
        (messages.success if lifted else messages.warning)(request, told)
        return redirect("roll:objections", org=actor.organisation.slug)
    context = {
        "form": form,
        "act": _("Take the objection back"),
        "count": Suppression.objects.filter(organisation=actor.organisation).count(),
        "trail": [{"label": _("Objections")}],
    }
    return officer_page(request, actor, "roll/objections.html", context)


@transaction.non_atomic_requests
@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def erase(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Erase the personal data of a contest whose time is over."""
    contest = contest_for(actor, slug)
    if request.method == "POST":
        try:
            done = erasing.erase(contest, by=actor)
        except HustingsError as error:
            messages.error(request, sentence_of(error))
        else:
            told = ngettext(
                "The personal data of %(n)s elector is erased.",
                "The personal data of %(n)s electors is erased.",
                done.electors,
            )
            messages.success(request, told % {"n": grouped(done.electors)})
            if not erasing.scrub():
                messages.warning(request, BUSY)
        return redirect("roll:erase", actor.organisation.slug, contest.slug)
    return roll_page(
        request,
        actor,
        contest,
        "roll/erase.html",
        here=_("Erasure"),
        form=ConfirmForm(),
        why_not=queries.not_yet_due(contest),
        numbers=erasing.to_erase(contest),
    )
