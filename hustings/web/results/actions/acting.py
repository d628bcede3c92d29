"""What every act begins and ends with: the right officer, the contest held, the journal."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from hustings.errors import RuleError
from hustings.web.contests.models import Contest, State
from hustings.web.journal import actions as journal
from hustings.web.officers.actor import Actor
from hustings.web.results.models import Version

__all__ = ["as_sentence", "given", "is_trial", "last_version", "locked", "note", "opened_states"]

opened_states = frozenset({State.CLOSED, State.COUNTED, State.PROVISIONAL, State.DECLARED})


def locked(contest: Contest, by: Actor) -> Contest:
    """The contest as it stands now, held until the transaction ends; for its returning officer."""
    if not by.may_declare or by.organisation.pk != contest.organisation_id:
        raise PermissionDenied
    assert transaction.get_connection().in_atomic_block
    return Contest.objects.select_for_update().get(pk=contest.pk)


def is_trial(contest: Contest) -> bool:
    """Whether the contest takes test ballots: what comes of them says TEST and is wiped."""
    return contest.state == State.DRAFT and contest.test_mode


def last_version(contest: Contest) -> Version:
    """The version counted last; RuleError where there is none."""
    version = contest.versions.order_by("-number").first()
    if version is None:
        raise RuleError("Nothing was counted yet: count first.")
    return version


def given(text: str, what: str) -> str:
    """A text that must say something; RuleError that asks for ``what`` where it does not."""
    if not text.strip():
        raise RuleError(f"Say {what}: it stands in the journal and is published.")
    return " ".join(text.split())


def as_sentence(text: str) -> str:
    """A text with a full stop at its end."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def note(contest: Contest, by: Actor, act: str, sentence: str) -> None:
    """Enter the act in the journal of the contest's organisation."""
    trial = "TEST: " if is_trial(contest) else ""
    journal.write(
        chain=by.organisation.slug,
        by=by.words,
        act=act,
        sentence=f"{trial}{sentence}",
        contest=contest.slug,
    )
