"""Opened papers in words: why one is doubtful, what the rules make of it, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from hustings.contest import Contest, Heading
from hustings.web.papers.doubt import Number, Sight, is_plain, suggested
from hustings.web.papers.models import Doubt

__all__ = ["decided_words", "heading_words", "reasons", "suggested_words"]


def reasons(sight: Sight, contest: Contest) -> list[str]:
    """Why two officers must look at the paper, in sentences."""
    numbers = {
        Number.NONE: _("No paper number could be read on it."),
        Number.NOT_OURS: _("Its number was not printed for this contest."),
        Number.TWICE: _("Its number stands on another paper too: one of them may be a copy."),
    }
    said = [numbers[sight.number]] if sight.number in numbers else []
    said += [_("Flagged: %(doubt)s.") % {"doubt": Doubt(doubt).label} for doubt in sight.doubts]
    if not any(mark.strip() for mark in sight.marks.values()):
        return [*said, _("There is no mark on it.")]
    if not is_plain(sight.marks, contest):
        said.append(_("Its marks are not the figures from 1 on, each once."))
    return said


def suggested_words(sight: Sight, contest: Contest) -> str:
    """What the rules of marks make of it, as far as it is clear."""
    found = suggested(sight, contest)
    if found.heading is not None:
        return _("to be rejected: %(heading)s") % {"heading": heading_words(found.heading)}
    names = " > ".join(contest.name_of(key) for key in found.ranking)
    return _("good for %(ranking)s") % {"ranking": names}


def decided_words(heading: str, marks: Mapping[str, str], contest: Contest) -> str:
    """What was proposed or decided: the ranking, or the heading."""
    if heading:
        return _("rejected: %(heading)s") % {"heading": heading_words(Heading(heading))}
    found = suggested(Sight(Number.OURS, marks), contest)
    names = " > ".join(contest.name_of(key) for key in found.ranking)
    return _("counted for %(ranking)s") % {"ranking": names}


def heading_words(heading: Heading) -> str:
    """A heading of rejection, in the reader's language."""
    words: dict[Heading, Any] = {
        Heading.OFFICIAL_MARK: _("want of official mark"),
        Heading.MORE_THAN_ONE_FIRST: _("more than one first preference"),
        Heading.IDENTIFIABLE: _("writing or mark by which the elector could be identified"),
        Heading.UNMARKED: _("unmarked"),
        Heading.UNCERTAIN: _("void for uncertainty"),
        Heading.DECLARATION: _("declaration of support not completed"),
    }
    return str(words[heading])
