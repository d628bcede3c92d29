"""What the acts of this app begin and end with."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.models import Contest
from hustings.web.journal import actions as journal
from hustings.web.officers.actor import Actor
from hustings.web.scrutiny.models import Agent
from hustings.web.scrutiny.visits import works
from hustings.web.scrutiny.words import named

__all__ = ["held", "held_for", "note", "note_of", "plain"]


def held(contest: Contest, by: Actor, *, declaring: bool = False) -> Contest:
    """The contest until the transaction ends, for an officer of it who may act."""
    may = by.may_declare if declaring else by.may_act
    if not may or by.organisation.pk != contest.organisation_id:
        raise PermissionDenied
    return _locked(contest)


def held_for(agent: Agent) -> Contest:
    """The contest until the transaction ends, for an agent who is let in at this moment.

    ``agent.contest`` is as fresh as it from then on.
    """
    contest = agent.contest = _locked(agent.contest)
    if not works(Agent.objects.get(pk=agent.pk)):
        raise PermissionDenied
    return contest


def _locked(contest: Contest) -> Contest:
    assert transaction.get_connection().in_atomic_block
    found = Contest.objects.select_for_update(of=("self",)).select_related("organisation")
    return found.get(pk=contest.pk)


def plain(text: str, what: str) -> str:
    """A text that must say something; RuleError that asks for ``what`` where it does not."""
    if not text.strip():
        raise RuleError(_("Say %(what)s.") % {"what": what})
    return text.strip()


def note(contest: Contest, by: Actor, act: str, sentence: str) -> None:
    """Enter an officer's act in the journal of the contest's organisation."""
    _write(contest, by.words, act, sentence)


def note_of(agent: Agent, act: str, sentence: str) -> None:
    """Enter what an agent did or was shown."""
    _write(agent.contest, named(agent), act, sentence)


def _write(contest: Contest, by: str, act: str, sentence: str) -> None:
    journal.write(
        chain=contest.organisation.slug,
        by=by[:254],
        act=act,
        sentence=sentence,
        contest=contest.slug,
    )
