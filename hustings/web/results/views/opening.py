"""Opening the envelopes, with the key file or the key that is kept on this machine."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from hustings.errors import HustingsError, SealError
from hustings.rounding import grouped
from hustings.seal import OpeningKey, fingerprint, unlock
from hustings.web.contests import keys_kept
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.models import Contest
from hustings.web.contests.queries import ballots_cast, contest_for
from hustings.web.contests.views.pages import page_of
from hustings.web.contests.zoned import moment_words
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.papers.models import Verification
from hustings.web.results import actions
from hustings.web.results.actions.opening import electors_and_envelopes, waits_for_papers
from hustings.web.results.forms.counting import OpenForm
from hustings.web.results.models import Opening
from hustings.web.results.opening_jobs import IN_A_REQUEST, start_opening
from hustings.web.results.views.telling import GET_OR_POST, address, has_begun, not_now, sent

__all__ = ["open_"]


@sensitive_post_parameters("passphrase", "key_file")
@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
@sensitive_variables()
def open_(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Open the envelopes with the key file, or with the key that is kept on this machine."""
    contest = contest_for(actor, slug)
    if not has_begun(contest):
        return not_now(request, actor, contest, _("The poll is not closed yet."))
    if opening := Opening.objects.filter(contest=contest).first():
        return not_now(request, actor, contest, _opened_words(contest, opening))
    if why := waits_for_papers(contest):
        return not_now(request, actor, contest, why)
    envelopes, mismatches = electors_and_envelopes(contest)
    kept, lost = _kept(contest)
    form = ConfirmForm(sent(request)) if kept else OpenForm(sent(request), request.FILES or None)
    back = address(contest, "overview")
    if request.method == "POST" and form.is_valid():
        try:
            key = kept or _given(contest, form)
            if envelopes > IN_A_REQUEST:
                job = start_opening(contest, key=key, by=actor, back=back)
                return redirect("jobs:job", org=actor.organisation.slug, number=job.pk)
            actions.open_envelopes(contest, key=key, by=actor)
        except HustingsError as error:
            form.add_error(None, str(error)[:1].upper() + str(error)[1:])
        else:
            return redirect(back)
    voted = ballots_cast(contest)
    key_name = fingerprint(bytes(contest.public_key)) if contest.public_key else "–"
    return page_of(
        request,
        "results/open.html",
        actor,
        contest,
        here=_("Open the envelopes"),
        status=422 if form.errors else 200,
        heading=_("Open the envelopes?"),
        act=_("Open the envelopes"),
        form=form,
        back_url=back,
        kept=kept is not None,
        lost=lost,
        fingerprint=key_name,
        mismatches=[str(found) for found in mismatches],
        consequences=[
            {"number": voted, "text": ngettext("elector is marked as having voted",
             "electors are marked as having voted", voted)},
            {"number": envelopes, "text": ngettext("envelope is opened and then destroyed",
             "envelopes are opened and then destroyed", envelopes)},
            *_posted_words(contest),
            _("What is kept: each distinct ranking and how many papers hold it, and which orders "
              "of candidates the papers had. Nothing tells whose it was."),
            _("This happens once and cannot be undone."),
        ],
    )  # fmt: skip


def _posted_words(contest: Contest) -> list[object]:
    """How many posted papers are counted with what lies in the envelopes."""
    verified = Verification.objects.filter(contest=contest).first()
    if verified is None:
        return []
    return [
        {
            "number": verified.papers,
            "text": ngettext(
                "posted paper is counted with them",
                "posted papers are counted with them",
                verified.papers,
            ),
        }
    ]


def _opened_words(contest: Contest, opening: Opening) -> str:
    return _("Opened on %(at)s by %(by)s: %(n)s; nothing more to do.") % {
        "at": moment_words(contest, opening.at),
        "by": opening.by,
        "n": ngettext("%(n)s envelope", "%(n)s envelopes", opening.envelopes)
        % {"n": grouped(opening.envelopes)},
    }


@sensitive_variables()
def _kept(contest: Contest) -> tuple[OpeningKey | None, str]:
    """The key kept on this machine, if it is; and why it is not, where it should be."""
    try:
        return keys_kept.kept_key(contest), ""
    except SealError as error:
        return None, str(error)[:1].upper() + str(error)[1:]


@sensitive_variables()
def _given(contest: Contest, form: ConfirmForm | OpenForm) -> OpeningKey:
    """The key in the file that the officer gave; SealError if it is not the contest's."""
    values = form.cleaned_data
    public = bytes(contest.public_key) if contest.public_key is not None else None
    return unlock(values["key_file"], values["passphrase"], public=public)
