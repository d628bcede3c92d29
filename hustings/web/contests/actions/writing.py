"""What every act shares: the contest under lock, the right to act on it, and its journal entry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db import models, transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.models import Contest, State
from hustings.web.journal import actions as journal
from hustings.web.officers.actor import Actor

__all__ = ["changes", "draft_locked", "locked", "note"]

_SHORT = 60


def locked(contest: Contest, by: Actor, *, states: Collection[State], act: str) -> Contest:
    """The contest as it is now, locked until the transaction ends, if its state allows the act.

    On PostgreSQL a row lock; SQLite has one writer anyway. RuleError in any other state, with
    ``act`` ("extended") in its sentence.
    """
    assert transaction.get_connection().in_atomic_block
    assert contest.organisation_id == by.organisation.pk
    now = Contest.objects.select_for_update(of=("self",)).get(pk=contest.pk)
    if now.state not in states:
        raise RuleError(
            _("A contest that is %(state)s cannot be %(act)s; only while it is %(states)s.")
            % {
                "state": now.get_state_display(),
                "act": act,
                "states": _(" or ").join(str(s.label) for s in states),
            }
        )
    return now


def draft_locked(contest: Contest, by: Actor) -> Contest:
    """The contest under lock if its form can still be changed; else RuleError."""
    return locked(contest, by, states=(State.DRAFT,), act=_("changed"))


def note(contest: Contest, by: Actor, act: str, sentence: str) -> None:
    """Write the act into the journal of the contest's organisation."""
    journal.write(
        chain=by.organisation.slug,
        by=by.words[:254],
        act=act,
        sentence=sentence,
        contest=contest.slug,
    )


def changes(thing: models.Model, values: Mapping[str, object], names: Mapping[str, str]) -> str:
    """What setting ``values`` would change, for the journal: ``title from “A” to “B”``.

    ``names`` gives each field's name in words. Empty where nothing would change.
    """
    return ", ".join(_changes(thing, values, names))


def _changes(
    thing: models.Model, values: Mapping[str, object], names: Mapping[str, str]
) -> Iterable[str]:
    for field, new in values.items():
        old = getattr(thing, field)
        if old == new:
            continue
        if len(str(old)) > _SHORT or len(str(new)) > _SHORT:
            yield names.get(field, field)
        else:
            yield f"{names.get(field, field)} from {_shown(old)} to {_shown(new)}"


def _shown(value: object) -> str:
    return f"“{value}”" if value not in (None, "") else "nothing"
