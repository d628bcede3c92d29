"""What of a contest a single ballot file has no place for: a sentence for each thing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from hustings.contest import WHOLE_SECTION, Contest, Figures, Section
from hustings.formats.contest_toml import DEFAULTS

__all__ = ["contest_losses"]

_OPTIONS = {
    "purpose": "the purpose ({})",
    "rule": "the rule ({})",
    "base": "the base of shares ({})",
    "tie_order": "how ties are settled ({})",
    "majority": "what a majority is ({})",
    "to_two": "that the count goes on down to two",
    "marks": "the policy for unclear marks",
    "question": "the question ({!r})",
    "date": "the date ({})",
    "sources": "the sources",
    "notes": "the notes",
}


def contest_losses(contest: Contest, target: PurePath) -> tuple[str, ...]:
    """What of the contest no ballot file can hold.

    Not among them: title, seats, candidates and section ids, of which each format says itself
    whether it holds them. The id lives on where the target is called by it.
    """
    lost = []
    if contest.id != target.stem:
        kept = f"a file {contest.id}{target.suffix} would keep it"
        lost.append(f"the id of the contest, {contest.id} ({kept})")
    for key, words in _OPTIONS.items():
        value = getattr(contest, key)
        if value != getattr(DEFAULTS, key):
            lost.append(words.format(value))
    for section in contest.sections:
        lost.extend(f"section {section.id}: {what}" for what in _section_losses(section))
    return tuple(lost)


def _section_losses(section: Section) -> Iterator[str]:
    whole = section == DEFAULTS.sections[0]
    if section.name != section.id and not (section.id == WHOLE_SECTION and whole):
        yield f"its name ({section.name!r})"
    if section.weight is not None:
        yield f"its weight ({section.weight})"
    if section.figures != Figures():
        yield "its stated figures of papers"
    if section.invented:
        yield "that its rankings were made up"
