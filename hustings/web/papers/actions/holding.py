"""What every act on opened papers begins and ends with: officer, contest held, journal."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.models import Contest, State
from hustings.web.journal import actions as journal
from hustings.web.officers.actor import Actor
from hustings.web.papers.models import Verification

__all__ = ["as_sentence", "held", "held_unverified", "note"]


def held(contest: Contest, by: Actor) -> Contest:
    """The contest as it stands now, held until the transaction ends; for officers who act."""
    if not by.may_act or by.organisation.pk != contest.organisation_id:
        raise PermissionDenied
    assert transaction.get_connection().in_atomic_block
    found = Contest.objects.select_for_update(of=("self",)).select_related("organisation")
    return found.get(pk=contest.pk)


def held_unverified(contest: Contest, by: Actor) -> Contest:
    """The same; RuleError unless voting is closed and the papers are not verified yet."""
    now = held(contest, by)
    if now.state != State.CLOSED:
        raise RuleError(_("Papers are read and judged once voting is closed, before the count."))
    if Verification.objects.filter(contest=now).exists():
        raise RuleError(_("The papers are verified: their figures stand, and nothing is changed."))
    return now


def note(contest: Contest, by: Actor, act: str, sentence: str) -> None:
    """Enter the act in the journal of the contest's organisation."""
    journal.write(
        chain=contest.organisation.slug,
        by=by.words,
        act=act,
        sentence=sentence,
        contest=contest.slug,
    )


def as_sentence(text: str) -> str:
    """A text with a full stop at its end."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
