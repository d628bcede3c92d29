"""The opening key: made, saved once as a file, and its backup tested."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from hustings.errors import HustingsError
from hustings.seal import fingerprint, read_key_file
from hustings.web.contests import actions
from hustings.web.contests.forms.acts import KeyFileForm, KeyForm, KeyTestForm
from hustings.web.contests.models import Contest, KeyPlace
from hustings.web.contests.queries import ballots_cast
from hustings.web.contests.views.pages import Decision, decide, for_drafts, page_of
from hustings.web.contests.views.preparing import GET_OR_POST, sent
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor

__all__ = ["key", "key_file", "key_test"]


@sensitive_post_parameters("passphrase", "again")
@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
@for_drafts
def key(request: HttpRequest, actor: Actor, contest: Contest) -> HttpResponse:
    """Make the key; the answer holds its file, once, and leads on to the test."""
    form = KeyForm(contest, sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_key(
                contest,
                form.cleaned_data["passphrase"],
                by=actor,
                place=KeyPlace(form.cleaned_data["place"]),
                replacing=form.replaced(),
            )
        except HustingsError as error:
            form.add_error(None, str(error))
        else:
            here = _("Save the key")
            return page_of(request, "contests/key_made.html", actor, contest, here=here, made=made)
    return page_of(
        request,
        "contests/key.html",
        actor,
        contest,
        here=_("The opening key"),
        status=422 if form.errors else 200,
        form=form,
        stands=fingerprint(bytes(contest.public_key)) if contest.public_key else "",
        trials=ballots_cast(contest),
    )


@require_POST
@for_officers(declaring=True)
@for_drafts
def key_file(request: HttpRequest, _actor: Actor, contest: Contest) -> HttpResponse:
    """Hand the text of the page before back as a file; it is stored nowhere on the way."""
    form = KeyFileForm(request.POST)
    if not form.is_valid():
        raise Http404
    text = form.cleaned_data["file_text"].replace("\r\n", "\n")
    try:
        file = read_key_file(text)
    except HustingsError:
        raise Http404 from None
    name = f"{contest.slug}-opening-key-{file.fingerprint.split('-')[0].lower()}.json"
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@sensitive_post_parameters("passphrase")
@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
@for_drafts
def key_test(request: HttpRequest, actor: Actor, contest: Contest) -> HttpResponse:
    """Open a test envelope with the saved file."""
    form = KeyTestForm(sent(request), request.FILES or None)

    def save() -> str:
        data = form.cleaned_data
        actions.test_key(contest, data["key_file"], data["passphrase"], by=actor)
        return _("The backup opened a test envelope. Keep it safe, and its passphrase apart.")

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Test the key’s backup"),
            _("Open a test envelope"),
            form,
            save,
            _("A ballot is sealed to the contest’s key and opened with your file, as at the count. "
              "Neither file nor passphrase is kept."),
        ),
    )  # fmt: skip
