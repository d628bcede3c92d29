"""The candidates on the paper: added, put in order, changed and removed while it is a draft.

Numbers are 1 to n without a gap, for an envelope holds numbers. So whatever changes who has which
number wipes the test ballots, which would read otherwise from then on.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.seal import MOST_CANDIDATES
from hustings.web.contests import hooks, photos
from hustings.web.contests.actions.writing import draft_locked, note
from hustings.web.contests.candidate_names import key_for, surname_of
from hustings.web.contests.models import Candidate, Contest
from hustings.web.officers.actor import Actor

__all__ = [
    "add_candidate",
    "change_candidate",
    "move_candidate",
    "remove_candidate",
    "set_photo",
]

_NOT_KEYS = {"add"}
"""An address of the candidates' pages, so no candidate's."""


@transaction.atomic
def add_candidate(
    contest: Contest,
    *,
    by: Actor,
    name: str,
    surname: str = "",
    description: str = "",
    statement: str = "",
) -> Candidate:
    """Put somebody on the paper, last; RuleError where the name stands there already."""
    contest = draft_locked(contest, by)
    _check_name(contest, name, besides=None)
    others = list(contest.candidates.order_by("number"))
    if len(others) >= MOST_CANDIDATES:
        raise RuleError(_("A paper holds %(most)d candidates at most.") % {"most": MOST_CANDIDATES})
    candidate = Candidate.objects.create(
        contest=contest,
        number=len(others) + 1,
        key=key_for(name, {c.key for c in others} | _NOT_KEYS),
        name=name,
        surname=surname or surname_of(name),
        description=description,
        statement=statement,
    )
    hooks.on_wipe_tests(contest)
    note(contest, by, "candidates", f"Put {name} on the paper, as number {candidate.number}.")
    return candidate


@transaction.atomic
def change_candidate(
    candidate: Candidate, *, by: Actor, name: str, surname: str, description: str, statement: str
) -> Candidate:
    """Change what is said of a candidate; the id in files stays as it was given first."""
    contest = draft_locked(candidate.contest, by)
    _check_name(contest, name, besides=candidate)
    before = Candidate.objects.get(pk=candidate.pk)
    new = {"name": name, "surname": surname or surname_of(name)}
    new |= {"description": description, "statement": statement}
    changed = [field for field, value in new.items() if getattr(before, field) != value]
    if not changed:
        return before
    for field, value in new.items():
        setattr(before, field, value)
    before.save(update_fields=list(new))
    note(contest, by, "candidates", f"Changed {', '.join(changed)} of {name} on the paper.")
    return before


def _check_name(contest: Contest, name: str, *, besides: Candidate | None) -> None:
    others = (c for c in contest.candidates.all() if c != besides)
    if any(c.name.casefold() == name.casefold() for c in others):
        raise RuleError(
            _("%(name)s is on the paper already; tell two of one name apart by a middle name.")
            % {"name": name}
        )


@transaction.atomic
def move_candidate(candidate: Candidate, *, up: bool, by: Actor) -> None:
    """Let a candidate change places with the one above or below; at the end nothing happens."""
    contest = draft_locked(candidate.contest, by)
    candidate = contest.candidates.get(pk=candidate.pk)
    other = contest.candidates.filter(number=candidate.number + (-1 if up else 1)).first()
    if other is None:
        return
    theirs, ours = other.number, candidate.number
    _number(other, 0)  # no two may have one number, not even for a moment
    _number(candidate, theirs)
    _number(other, ours)
    hooks.on_wipe_tests(contest)
    note(contest, by, "candidates", f"Moved {candidate.name} to number {theirs} of the paper.")


@transaction.atomic
def remove_candidate(candidate: Candidate, *, by: Actor) -> None:
    """Take somebody off the paper of a draft; the numbers after close up."""
    contest = draft_locked(candidate.contest, by)
    candidate = contest.candidates.get(pk=candidate.pk)
    name, photo = candidate.name, candidate.photo
    candidate.delete()
    for number, other in enumerate(contest.candidates.order_by("number"), start=1):
        if other.number != number:
            _number(other, number)
    hooks.on_wipe_tests(contest)
    note(contest, by, "candidates", f"Took {name} off the paper.")
    transaction.on_commit(lambda: photos.forget(photo))


def _number(candidate: Candidate, number: int) -> None:
    candidate.number = number
    candidate.save(update_fields=["number"])


@transaction.atomic
def set_photo(candidate: Candidate, picture: bytes | None, *, by: Actor) -> Candidate:
    """Give a candidate a photograph, already re-encoded by photos.re_encoded, or take it away."""
    contest = draft_locked(candidate.contest, by)
    candidate = contest.candidates.get(pk=candidate.pk)
    before = candidate.photo
    candidate.photo = photos.keep(picture) if picture is not None else ""
    candidate.save(update_fields=["photo"])
    act = "Set" if picture is not None else "Removed"
    note(contest, by, "candidates", f"{act} the photograph of {candidate.name}.")
    transaction.on_commit(lambda: photos.forget(before))
    return candidate
