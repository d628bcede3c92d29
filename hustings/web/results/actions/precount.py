"""Looking at the first preferences before the count, and publishing what was seen after it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.rounding import grouped
from hustings.web.contests.models import Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.project.plurals import number_of
from hustings.web.results.actions.acting import as_sentence, given, locked, note
from hustings.web.results.models import PrecountView
from hustings.web.results.precount import FEWEST_SEEN, figures_now

__all__ = ["publish_precount", "see_precount"]


@transaction.atomic
def see_precount(contest: Contest, *, why: str, by: Actor) -> PrecountView:
    """Take the pre-count as it stands for one officer, with who asked, when and why.

    RuleError unless the contest is closed and not counted, and for fewer than twenty papers.
    """
    if not by.may_act or by.organisation.pk != contest.organisation_id:
        raise PermissionDenied
    held = Contest.objects.select_for_update().get(pk=contest.pk)
    if held.state != State.CLOSED:
        raise RuleError(_("A pre-count is taken once voting is closed, and before the count."))
    reason = given(why, "why you look at it")
    figures = figures_now(held)
    if figures["papers"] < FEWEST_SEEN:
        raise RuleError(
            _("%(n)s papers are known so far. Nothing is shown of fewer than %(least)s, so that "
              "nobody’s paper is singled out.")
            % {"n": grouped(figures["papers"]), "least": FEWEST_SEEN}
        )  # fmt: skip
    view = PrecountView.objects.create(
        contest=held,
        number=(held.precount_views.aggregate(last=Max("number"))["last"] or 0) + 1,
        at=clock.now(),
        by=by.words,
        user=by.user,
        why=reason,
        figures=figures,
    )
    note(
        held,
        by,
        "pre-count",
        f"Saw pre-count {view.number}, embargoed, of {number_of(figures['papers'], 'paper')}. "
        f"{as_sentence(reason)}",
    )
    return view


@transaction.atomic
def publish_precount(contest: Contest, *, number: int, by: Actor) -> PrecountView:
    """Publish what was seen before the count beside the declared result, labelled as it is."""
    held = locked(contest, by)
    if held.state != State.DECLARED:
        raise RuleError(_("A pre-count can be published after the declaration, and not before."))
    view = PrecountView.objects.filter(contest=held, number=number).first()
    if view is None or view.published_at is not None:
        raise RuleError(_("There is no such pre-count, or it is published already."))
    PrecountView.objects.filter(pk=view.pk).update(published_at=clock.now())
    note(held, by, "pre-count-published", f"Published pre-count {number} beside the result.")
    return PrecountView.objects.get(pk=view.pk)
