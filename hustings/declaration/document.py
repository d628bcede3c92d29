"""The declaration as JSON: the one published shape, docs/spec/declaration.md.

Votes are whole numbers, points and other fractions are strings ``NUM/DEN`` in lowest terms, and
whatever is not known is null. Keys are sorted, so equal declarations are equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hustings.contest import Contest
from hustings.count import LotNeeded, Stage, Tie, Votes
from hustings.declaration import Declaration, Margin, Reconciliation, Reversal, Worth
from hustings.declaration.preferences import MOST_IN_PAIRS
from hustings.declaration.wording import headline, provisos, stage_sentence, story
from hustings.errors import Finding
from hustings.language import ENGLISH, speaking

__all__ = ["SCHEMA", "as_document", "as_json"]

SCHEMA = "hustings/declaration/1"

Document = dict[str, Any]


def as_json(declaration: Declaration) -> str:
    """The declaration as JSON text, ending in a newline."""
    document = as_document(declaration)
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def as_document(declaration: Declaration) -> Document:
    """The declaration as plain dictionaries, lists, strings and whole numbers.

    Its sentences are English, whatever language is in force.
    """
    with speaking(ENGLISH):
        return _document(declaration)


def _document(declaration: Declaration) -> Document:
    contest = declaration.contest
    sections = [s.id for s in contest.sections]
    return {
        "schema": SCHEMA,
        "contest": _contest(contest),
        "rule": contest.rule,
        "base": contest.base.value,
        "outcome": _outcome(declaration),
        "stages": [_stage(declaration, s, sections) for s in declaration.stages],
        "reconciliation": {r.section: _reconciliation(r) for r in declaration.reconciliation},
        "margin": _margin(declaration.margin),
        "next_preferences": _next_preferences(declaration, sections),
        "pairwise": _pairwise(declaration, sections),
        "worth_of_vote": [_worth(w) for w in declaration.worths],
        "reversal": _reversal(declaration.reversal),
        "provisos": list(provisos(declaration)),
        "findings": [_finding(f) for f in declaration.findings],
    }


def exact(value: Fraction) -> str:
    """NUM/DEN in lowest terms; a whole number keeps its /1."""
    return f"{value.numerator}/{value.denominator}"


def _votes(votes: Votes, sections: Iterable[str]) -> Document:
    return dict(zip(sections, votes, strict=True))


def _table(table: Mapping[str, Votes], sections: Iterable[str]) -> Document:
    return {key: _votes(votes, sections) for key, votes in table.items()}


def _next_preferences(declaration: Declaration, sections: Sequence[str]) -> Document:
    """Every pair of candidates, or of very many only the pairs that some paper holds."""
    rows = declaration.next_preferences
    all_of_them = len(rows) <= MOST_IN_PAIRS
    return {
        row.first: {
            "to": _table(row.to if all_of_them else row.to.filled, sections),
            "none": _votes(row.none, sections),
        }
        for row in rows
    }


def _pairwise(declaration: Declaration, sections: Sequence[str]) -> Document | None:
    """The table, or null where so many stand that there is none."""
    table = {a: _table(row, sections) for a, row in declaration.pairwise.items()}
    return table or None


def _contest(contest: Contest) -> Document:
    return {
        "id": contest.id,
        "title": contest.title,
        "question": contest.question,
        "date": contest.date,
        "purpose": contest.purpose.value,
        "rule": contest.rule,
        "seats": contest.seats,
        "base": contest.base.value,
        "tie_order": contest.tie_order.value,
        "majority": contest.majority.value,
        "to_two": contest.to_two,
        "marks": {
            "overvote": contest.marks.overvote.value,
            "duplicates": contest.marks.duplicates.value,
            "skipped_ranks": contest.marks.skipped_ranks,
        },
        "candidates": [
            {"id": c.id, "name": c.name, "withdrawn": c.withdrawn} for c in contest.candidates
        ],
        "sections": [
            {
                "id": s.id,
                "name": s.name,
                "weight": None if s.weight is None else exact(s.weight),
                "invented": s.invented or None,
            }
            for s in contest.sections
        ],
        "sources": list(contest.sources),
        "notes": list(contest.notes),
    }


def _outcome(declaration: Declaration) -> Document:
    return {
        "elected": list(declaration.elected),
        "lot_needed": _lot_needed(declaration.lot_needed),
        "no_votes": declaration.no_votes,
        "headline": headline(declaration),
        "story": list(story(declaration)),
    }


def _lot_needed(needed: LotNeeded | None) -> Document | None:
    if needed is None:
        return None
    return {
        "stage": needed.stage,
        "candidates": list(needed.candidates),
        "act": needed.act.value,
    }


def _stage(declaration: Declaration, stage: Stage, sections: list[str]) -> Document:
    out = [sum(column) for column in zip(*stage.non_transferable.values(), strict=True)]
    return {
        "number": stage.number,
        "votes": _table(stage.votes, sections),
        "points": {c: exact(p) for c, p in stage.points.items()},
        "half": exact(stage.half),
        "live": _votes(stage.live, sections),
        "transfers": {c: _table(to, sections) for c, to in stage.transfers.items()},
        "non_transferable": _votes(tuple(out) or (0,) * len(sections), sections),
        "non_transferable_by_cause": _table(stage.non_transferable, sections),
        "excluded": list(stage.excluded),
        "elected": list(stage.elected),
        "elected_by": stage.elected_by.value if stage.elected_by else None,
        "needed": stage.needed,
        "tie": _tie(stage.tie) if stage.tie else None,
        "ties": [_tie(t) for t in stage.ties],
        "sentence": stage_sentence(declaration, stage),
    }


def _tie(tie: Tie) -> Document:
    return {
        "candidates": list(tie.candidates),
        "act": tie.act.value,
        "chosen": tie.chosen,
        "stage": tie.stage,
        "by_lot": tie.by_lot,
        "level": list(tie.level),
        "narrowed": [{"stage": n, "left": list(left)} for n, left in tie.narrowed],
    }


def _reconciliation(figures: Reconciliation) -> Document:
    return {
        "issued": figures.issued,
        "returned": figures.returned,
        "rejected": {h.value: n for h, n in figures.rejected.items()},
        "rejected_total": figures.rejected_total,
        "valid": figures.valid,
        "turnout": None if figures.turnout is None else exact(figures.turnout),
        "turnout_base": None if figures.turnout is None else "papers returned of papers issued",
        "problems": list(figures.problems),
    }


def _margin(margin: Margin | None) -> Document | None:
    if margin is None:
        return None
    return {
        "stage": margin.stage,
        "winner": margin.winner,
        "runner_up": margin.runner_up,
        "runners_up": list(margin.runners_up),
        "points": exact(margin.points),
        "votes": margin.votes,
        "papers_to_move": dict(margin.papers_to_move),
    }


def _worth(worth: Worth) -> Document:
    return {
        "base": worth.base,
        "stage": worth.stage,
        "papers": dict(worth.papers),
        "points": {s: exact(p) for s, p in worth.points.items()},
        "in_votes_of": {
            a: {b: exact(ratio) for b, ratio in row.items()} for a, row in worth.in_votes_of.items()
        },
    }


def _reversal(reversal: Reversal | None) -> Document | None:
    if reversal is None:
        return None
    return {
        "leader": reversal.leader,
        "runner_up": reversal.runner_up,
        "runners_up": list(reversal.runners_up),
        "others": reversal.others,
        "others_points": exact(reversal.others_points),
        "lead_points": exact(reversal.lead_points),
        "share_of_transfers": exact(reversal.share),
        "later_preferences_collected": reversal.collected,
    }


def _finding(finding: Finding) -> Document:
    place = replace(finding.place, file=finding.place.file.rsplit("/", 1)[-1])  # wherever it lies
    return {"place": str(place), "level": finding.level.value, "message": finding.message}
