"""The roll as a file, for a stated reason, and the list of those who took it."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from hustings.errors import HustingsError
from hustings.web.contests.queries import contest_for
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.roll import queries
from hustings.web.roll.actions import exporting as actions
from hustings.web.roll.forms.uploads import sentence_of
from hustings.web.roll.models import Elector
from hustings.web.roll.views.pages import GET_OR_POST, roll_page, sent

__all__ = ["ExportForm", "export"]


class ExportForm(forms.Form):
    """What for."""

    why = forms.CharField(
        label=_lazy("What the file is for"),
        help_text=_lazy(
            "Stands in the journal for good, with your name: write about the use, name no elector."
        ),
        max_length=200,
    )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def export(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Export the roll; the file is the answer to the form."""
    contest = contest_for(actor, slug)
    form = ExportForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            content = actions.export(contest, why=form.cleaned_data["why"], by=actor)
        except HustingsError as error:
            form.add_error("why", sentence_of(error))
        else:
            response = HttpResponse(content, content_type="text/csv; charset=utf-8")
            response["Content-Disposition"] = f'attachment; filename="{contest.slug}-roll.csv"'
            response["Cache-Control"] = "no-store"
            return response
    return roll_page(
        request,
        actor,
        contest,
        "roll/export.html",
        here=_("Export"),
        form=form,
        act=_("Export the roll"),
        electors=Elector.objects.filter(contest=contest).count(),
        exports=queries.exports(contest),
        status=422 if form.errors else 200,
    )
