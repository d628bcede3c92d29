"""An alarm that rang: what it means, what can be done, and the officer's answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hustings.errors import RuleError
from hustings.web.contests.models import State
from hustings.web.contests.queries import contest_for
from hustings.web.letters.views.pages import GET_OR_POST, posted_data
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.post import queries
from hustings.web.post.actions.alarm import answer
from hustings.web.post.forms.receiving import AnswerForm
from hustings.web.post.models import Refusal
from hustings.web.post.views.pages import post_url, receiving_page

__all__ = ["alarm"]


@require_http_methods(GET_OR_POST)
@for_officers()
def alarm(request: HttpRequest, actor: Actor, slug: str, heading: str) -> HttpResponse:
    """The alarm of a heading; whoever may act answers it."""
    contest = contest_for(actor, slug)
    found = queries.alarm_for(contest, heading)
    if request.method == "POST" and not actor.may_act:
        raise PermissionDenied
    form = AnswerForm(posted_data(request))
    if form.is_valid():
        try:
            answer(found, form.cleaned_data["answer"], by=actor)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The answer is recorded."))
            return redirect(post_url(contest))
    received, refused = queries.refusals(contest)
    return receiving_page(
        request,
        "post/alarm.html",
        actor,
        contest,
        here=_("Alarm"),
        status=422 if form.errors else 200,
        found=found,
        heading=Refusal(heading),
        now_refused=refused[Refusal(heading)],
        now_received=received,
        remedies=_remedies(Refusal(heading)),
        curable=queries.curable(contest).count() if heading == Refusal.DECLARATION else 0,
        deadline=queries.deadline(contest),
        zone=contest.timezone,
        open=contest.state == State.READY,
        form=form,
    )


def _remedies(heading: Refusal) -> list[str]:
    """What to do about it, the most urgent first."""
    every = _(
        "Look at ten of these envelopes yourself: is the heading right, or is it how we scan?"
    )
    return {
        Refusal.DECLARATION: [
            _(
                "Write to these electors today. Each can still complete the declaration, here or "
                "wherever you say, until the time for posted papers is over."
            ),
            _(
                "Say on the contest’s page, and to everybody who has not voted yet, which box or "
                "line is overlooked. In 2010 15% of the papers of one electoral college were "
                "refused for a single box that was not ticked."
            ),
            _("Keep the envelopes unopened and in order, so that a cured one is found at once."),
        ],
        Refusal.LATE: [
            _("Empty letter boxes and fetch the post on the last day, up to the closing time."),
            _("Tell whoever has not voted that the post is slow, and that a code works online."),
            _("If the post itself failed, think about extending the poll while it is open."),
        ],
        Refusal.DUPLICATE: [
            every,
            _("Ask some of the electors: did they send two envelopes, or did somebody else?"),
            _("If others did, tell the police and your members; the first envelope has counted."),
        ],
        Refusal.NOT_ON_ROLL: [
            every,
            _("Are these envelopes of another contest, or printed for a test?"),
            _("If numbers were made up, keep the envelopes and tell whoever oversees the contest."),
        ],
        Refusal.VOTED_ONLINE: [
            _("Nothing is lost: each of these electors has voted, and the first vote counted."),
            _("Ask some of them whether it was they who voted online. If not, their codes leaked."),
        ],
        Refusal.REPLACED: [
            every,
            _("Electors use the envelope that they said was lost: say in letters which is good."),
            _("Write to those whose new envelope has not come, while there is time."),
        ],
    }[heading]
