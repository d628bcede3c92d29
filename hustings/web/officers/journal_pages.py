"""The journal's pages. They are here, for the journal itself knows no officers."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hustings.web.journal import queries
from hustings.web.journal.exports import csv_file, json_lines
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.officers.pages import officer_page

__all__ = ["export", "journal"]

ENTRIES_A_PAGE = 50
JSON_LINES = "application/jsonl; charset=utf-8"


class FilterForm(forms.Form):
    """Which entries to show. What is not in the journal shows all, and never an error."""

    contest = forms.ChoiceField(label=gettext_lazy("Contest"), required=False)
    act = forms.ChoiceField(label=gettext_lazy("Act"), required=False)

    def __init__(self, request: HttpRequest, chain: str) -> None:
        super().__init__(request.GET)
        for name, found in (
            ("contest", queries.contests_in(chain)),
            ("act", queries.acts_in(chain)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *((value, value) for value in found)]

    def wanted(self) -> dict[str, str]:
        """The filters that were chosen, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@require_safe
@for_officers()
def journal(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The entries, newest first, by contest and act, with the head to publish."""
    chain = actor.organisation.slug
    form = FilterForm(request, chain)
    wanted = form.wanted()
    number, digest = queries.head(chain)
    page = Paginator(queries.entries(chain, **wanted), ENTRIES_A_PAGE)
    context = {
        "form": form,
        "filtered": bool(wanted),
        "page": page.get_page(request.GET.get("page")),
        "head_number": number,
        "head": f"{chain}:{number}:{digest}",
        "show_all": _("Show all"),
        "trail": [{"label": _("Journal")}],
    }
    return officer_page(request, actor, "journal/journal.html", context)


@require_safe
@for_officers()
def export(_request: HttpRequest, actor: Actor, form: str) -> HttpResponseBase:
    """The whole chain as a file, ``jsonl`` or ``csv``."""
    chain = actor.organisation.slug
    links = queries.links(chain)
    answer: HttpResponseBase
    if form == "jsonl":
        answer = StreamingHttpResponse(json_lines(links), content_type=JSON_LINES)
    elif form == "csv":
        answer = HttpResponse(csv_file(links), content_type="text/csv; charset=utf-8")
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="{chain}-journal.{form}"'
    return answer
