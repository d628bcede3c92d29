"""Doubtful papers: one officer proposes, another agrees or proposes otherwise.

What is proposed otherwise takes the place of what was proposed before, and needs a second officer
anew; so does what was agreed, until the papers are verified. The journal keeps every step; it
names a paper by batch and place and tells its heading, never its marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.contest import Heading
from hustings.errors import RuleError
from hustings.web.contests.models import Contest, State
from hustings.web.contests.nouns import core_contest
from hustings.web.journal import actions as journal
from hustings.web.officers.actor import Actor
from hustings.web.papers.actions.holding import as_sentence, held, held_unverified, note
from hustings.web.papers.doubt import HEADINGS, is_plain
from hustings.web.papers.models import Adjudication, Objection, Reading
from hustings.web.papers.sights import looks_at
from hustings.web.project import clock
from hustings.web.project.plurals import number_of

__all__ = ["Proposal", "agree", "object_to", "propose"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to become of a paper: counted by ``marks``, or rejected under ``heading``, and why.

    ``marks``: figures from 1 on by candidate's key; empty for a rejected paper.
    """

    heading: Heading | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


@transaction.atomic
def propose(reading: Reading, proposal: Proposal, *, by: Actor) -> Adjudication:
    """Propose what a doubtful paper counts for, in place of whatever was proposed before.

    RuleError for a paper that is not doubtful, for marks that are no ranking, or a rejection
    without a word why.
    """
    contest = held_unverified(reading.batch.contest, by)
    _refuse_faults(proposal, contest)
    before = _decision(reading)
    if before is None and not _is_doubtful(contest, reading):
        raise RuleError(_("This paper is plain: it counts as it was read, and is not judged."))
    if before is not None and _same(before, proposal) and before.first_by_id != by.user.pk:
        raise RuleError(_("That is what was proposed already: agree to it."))
    values = {
        "heading": proposal.heading.value if proposal.heading else "",
        "marks": {key: mark.strip() for key, mark in proposal.marks.items() if mark.strip()},
        "why": " ".join(proposal.why.split()),
        "first_by": by.user,
        "first_at": clock.now(),
        "second_by": None,
        "second_at": None,
    }
    made, _new = Adjudication.objects.update_or_create(reading=reading, defaults=values)
    act, how = _act_of(before, by)
    note(contest, by, act, f"{how} {_paper(reading)}: {_words(made)}")
    return made


@transaction.atomic
def agree(adjudication: Adjudication, *, by: Actor, seen: str = "") -> Adjudication:
    """Agree as the second officer. RuleError for whoever proposed it, or if it was agreed.

    ``seen``: when the proposal that the officer saw was made, in ISO form; another is not agreed
    to unseen.
    """
    contest = held_unverified(adjudication.reading.batch.contest, by)
    now = Adjudication.objects.select_related("reading__batch", "first_by").get(pk=adjudication.pk)
    if now.second_at is not None:
        raise RuleError(_("This paper was decided by two officers already."))
    if now.first_by_id == by.user.pk:
        raise RuleError(_("You proposed this yourself: another officer has to agree."))
    if seen and now.first_at.isoformat() != seen:
        raise RuleError(_("Something else was proposed meanwhile: look at it first."))
    now.second_by, now.second_at = by.user, clock.now()
    now.save(update_fields=["second_by", "second_at"])
    left = sum(look.undecided for look in looks_at(contest))
    note(
        contest,
        by,
        "paper-decided",
        f"Agreed with {now.first_by} on {_paper(now.reading)}: {_words(now)} "
        f"{number_of(left, 'doubtful paper')} left to decide.",
    )
    return now


@transaction.atomic
def object_to(
    adjudication: Adjudication, *, name: str, role: str, words: str, by: Actor | None
) -> Objection:
    """Record that somebody objects to what was decided; it changes no figure.

    ``by`` is the officer who writes it down; None where whoever objects did so by herself.
    """
    contest = adjudication.reading.batch.contest
    if by is not None:
        contest = held(contest, by)
    who = " ".join(name.split())
    if not who:
        raise RuleError(_("Say who objects, by name."))
    if contest.state in {State.DRAFT, State.READY, State.ABANDONED}:
        raise RuleError(_("Nothing was decided yet to which somebody could object."))
    made = Objection.objects.create(
        adjudication=adjudication,
        name=who[:200],
        role=" ".join(role.split())[:200],
        words=words.strip(),
        at=clock.now(),
    )
    _note_objection(contest, adjudication, made, by)
    return made


def _note_objection(
    contest: Contest, adjudication: Adjudication, made: Objection, by: Actor | None
) -> None:
    what = "Rejection" if adjudication.heading else "Decision"
    said = f" {as_sentence(made.words)}" if made.words else ""
    who = f"{made.name}, {made.role}" if made.role else made.name
    journal.write(
        chain=contest.organisation.slug,
        by=by.words if by else who,
        act="objection",
        sentence=f"{what} objected to by {who}: {_paper(adjudication.reading)}.{said}",
        contest=contest.slug,
    )


def _refuse_faults(proposal: Proposal, contest: Contest) -> None:
    if proposal.heading is not None:
        if proposal.heading not in HEADINGS:
            raise RuleError(_("A paper is not rejected under that heading: envelopes were judged."))
        if not proposal.why.strip():
            raise RuleError(_("Say in a few words why the paper is rejected: agents may see it."))
        return
    noun = core_contest(contest)
    unknown = set(proposal.marks) - {candidate.id for candidate in noun.candidates}
    if unknown or not is_plain(proposal.marks, noun):
        raise RuleError(
            _("Give the preferences as figures from 1 on, each once and none left out.")
        )


def _decision(reading: Reading) -> Adjudication | None:
    return Adjudication.objects.select_related("first_by").filter(reading=reading).first()


def _is_doubtful(contest: Contest, reading: Reading) -> bool:
    return any(look.doubtful for look in looks_at(contest, reading=reading.pk))


def _same(before: Adjudication, proposal: Proposal) -> bool:
    heading = proposal.heading.value if proposal.heading else ""
    marks = {key: mark.strip() for key, mark in proposal.marks.items() if mark.strip()}
    return before.second_at is None and (before.heading, before.marks) == (heading, marks)


def _act_of(before: Adjudication | None, by: Actor) -> tuple[str, str]:
    """The act as the journal calls it, and how its sentence begins."""
    if before is None:
        return "paper-proposed", "Proposed on"
    if before.second_at is not None:
        return "paper-reopened", "Looked again, after two officers had agreed, at"
    if before.first_by_id == by.user.pk:
        return "paper-proposed", "Changed the own proposal on"
    return "paper-disagreed", f"Disagreed with {before.first_by} on"


def _paper(reading: Reading) -> str:
    return f"batch {reading.batch.number}, paper {reading.place}"


def _words(made: Adjudication) -> str:
    what = f"rejected, {Heading(made.heading).words}" if made.heading else "counted"
    return f"{what}, because: {as_sentence(made.why)}" if made.why else f"{what}."
