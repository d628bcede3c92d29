"""Pictures of the papers of a batch: sent, shown to officers alone, removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hustings.errors import RuleError
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide, page_of
from hustings.web.contests.views.preparing import GET_OR_POST
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.papers import scans as pictures
from hustings.web.papers.actions.scanning import MOST_AT_ONCE, remove_scans, take_scans
from hustings.web.papers.actions.showing import hide_scan, scan_of, show_scan, why_not_covered
from hustings.web.papers.batches import batch_for
from hustings.web.papers.models import Reading, Scan
from hustings.web.papers.queries import shows_pictures
from hustings.web.papers.views.batches import batch_url

__all__ = ["covered", "picture", "remove", "scan", "scans"]


class _Pictures(forms.ClearableFileInput):
    allow_multiple_selected = True


class _PicturesField(forms.FileField):
    """One file or several, in the order in which the browser sends them: that of their names."""

    widget = _Pictures

    def clean(self, data: Any, initial: Any = None) -> Any:
        """All files; the usual message where there is none."""
        sent = data if isinstance(data, list) else [data]
        return sorted((super(_PicturesField, self).clean(f, initial) for f in sent), key=_name)


def _name(file: Any) -> str:
    return str(file.name)


class ScansForm(forms.Form):
    """Pictures, and of which papers they are."""

    first = forms.IntegerField(
        label=gettext_lazy("The first picture is of paper"),
        help_text=gettext_lazy("Its place in the pile; the others follow, by their file names."),
        min_value=1,
        initial=1,
    )
    pictures = _PicturesField(
        label=gettext_lazy("Pictures"),
        help_text=gettext_lazy("JPEG, PNG, WebP or TIFF; up to 40 at once, 42 MB together."),
    )


class _PictureForm(forms.Form):
    """What is to be done, and the key of the picture that was looked at."""

    do = forms.ChoiceField(choices=[("show", ""), ("hide", "")])
    seen = forms.IntegerField(required=False)


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def scans(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Send pictures of the papers of the batch."""
    contest = contest_for(actor, slug)
    batch = batch_for(contest, number)
    posted = request.method == "POST"
    form = ScansForm(request.POST, request.FILES) if posted else ScansForm()

    def save() -> str:
        sent = form.cleaned_data
        n = take_scans(batch, sent["first"], sent["pictures"], by=actor)
        told = ngettext("%(n)s picture is added.", "%(n)s pictures are added.", n)
        return told % {"n": n}

    lead = _(
        "They are shown beside the keys, to officers alone; agents see one, its number covered, "
        "where you let them. Backups do not hold them: keep the "
        "papers. Up to %(n)s pictures are taken at once."
    )
    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Pictures of batch %(n)s") % {"n": number},
            _("Add the pictures"),
            form,
            save,
            lead % {"n": MOST_AT_ONCE},
            back=batch_url(batch),
        ),
    )


@require_POST
@for_officers(acting=True)
def remove(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Remove all pictures of the batch; they can be sent again."""
    batch = batch_for(contest_for(actor, slug), number)
    try:
        n = remove_scans(batch, by=actor)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        told = ngettext("%(n)s picture is removed.", "%(n)s pictures are removed.", n)
        messages.success(request, told % {"n": n})
    return redirect(batch_url(batch))


@require_safe
@for_officers(acting=True)
def scan(
    _request: HttpRequest, actor: Actor, slug: str, number: int, place: int
) -> HttpResponseBase:
    """One picture, kept by no browser."""
    batch = batch_for(contest_for(actor, slug), number)
    held = Scan.objects.filter(batch=batch, place=place).first()
    path = pictures.path_of(held.file_name) if held else None
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type=pictures.CONTENT_TYPE)


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def picture(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Let agents see the picture of a doubtful paper, looked at with its ends covered; or not."""
    contest = contest_for(actor, slug)
    reading = _reading(actor, slug, number)
    back = reverse("papers:doubtful_paper", args=[actor.organisation.slug, slug, reading.pk])
    if request.method == "POST":
        try:
            _do(request, reading, actor)
        except RuleError as error:
            messages.error(request, str(error))
        return redirect(back)
    scan = scan_of(reading)
    if scan is None:
        raise Http404
    return page_of(
        request,
        "papers/picture.html",
        actor,
        contest,
        here=_("The picture, for agents"),
        reading=reading,
        scan=scan,
        why_not=why_not_covered(scan),
        shows_pictures=shows_pictures(contest),
        back_url=back,
    )


def _do(request: HttpRequest, reading: Reading, actor: Actor) -> None:
    form = _PictureForm(request.POST)
    if not form.is_valid():
        raise RuleError(_("Say whether agents are to see the picture: nothing was changed."))
    if form.cleaned_data["do"] == "hide":
        hide_scan(reading, by=actor)
    else:
        show_scan(reading, seen=form.cleaned_data["seen"] or 0, by=actor)


@require_safe
@for_officers(acting=True)
def covered(_request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """The picture as agents would see it, kept by no browser."""
    scan = scan_of(_reading(actor, slug, number))
    path = pictures.path_of(scan.file_name) if scan else None
    if path is None:
        raise Http404
    try:
        content = pictures.covered(path)
    except RuleError as error:
        raise Http404 from error
    return HttpResponse(content, content_type=pictures.CONTENT_TYPE)


def _reading(actor: Actor, slug: str, number: int) -> Reading:
    """A paper of the contest on which two officers decide; Http404 for any other."""
    found = Reading.objects.filter(
        batch__contest=contest_for(actor, slug), adjudication__isnull=False
    )
    return get_object_or_404(found.select_related("batch__contest__organisation"), pk=number)
