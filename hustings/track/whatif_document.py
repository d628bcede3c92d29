"""A what-if as JSON: docs/spec/whatif.md, schema docs/spec/whatif.schema.json.

Votes are exact fractions of papers, points of the whole = 1, both as ``NUM/DEN`` in lowest terms.
Keys are sorted, so equal what-ifs are equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hustings.contest import Contest
from hustings.count import LotNeeded, Stage
from hustings.declaration import Declaration
from hustings.declaration.document import exact
from hustings.track.whatif import Following, WhatIf
from hustings.track.whatif_link import assumptions_to_query
from hustings.track.whatif_ranges import BreakEven, Range, Ranges
from hustings.track.whatif_roots import Root
from hustings.track.whatif_wording import (
    assumption_sentences,
    base_sentences,
    change_sentences,
    result_sentence,
    share_sentences,
    warning_sentences,
)

__all__ = ["SCHEMA", "whatif_as_document", "whatif_as_json"]

SCHEMA = "hustings/whatif/1"

Document = dict[str, Any]


def whatif_as_json(whatif: WhatIf, ranges: Sequence[Ranges] = ()) -> str:
    """The what-if as JSON text, ending in a newline."""
    document = whatif_as_document(whatif, ranges)
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def whatif_as_document(whatif: WhatIf, ranges: Sequence[Ranges] = ()) -> Document:
    """The what-if as plain dictionaries, lists, strings and whole numbers."""
    contest = whatif.real.contest
    return {
        "schema": SCHEMA,
        "contest": _contest(contest),
        "assumptions": _assumptions(whatif),
        "invented": [{"section": s.id, "why": s.invented} for s in whatif.invented],
        "warnings": list(warning_sentences(whatif)),
        "winner_changes": whatif.winner_changes,
        "result": result_sentence(whatif),
        "changes": list(change_sentences(whatif)),
        "bases": list(base_sentences(whatif)),
        "real": _counted(whatif.real, Fraction(1)),
        "supposed": _counted(whatif.supposed, whatif.unit),
        "shares": [_ranges(contest, r) for r in ranges],
    }


def _contest(contest: Contest) -> Document:
    return {
        "id": contest.id,
        "title": contest.title,
        "purpose": contest.purpose.value,
        "candidates": [{"id": c.id, "name": c.name} for c in contest.candidates],
        "sections": [{"id": s.id, "name": s.name} for s in contest.sections],
    }


def _assumptions(whatif: WhatIf) -> Document:
    assumed = whatif.assumptions
    return {
        "query": assumptions_to_query(assumed),
        "sentences": list(assumption_sentences(whatif)),
        "withdraw": list(assumed.withdrawn),
        "endorse": [_following(f) for f in whatif.followings],
        "weights": {w.section: exact(w.weight) for w in assumed.weights},
        "pool": assumed.pool,
        "base": None if assumed.base is None else assumed.base.value,
        "rule": assumed.rule,
    }


def _following(following: Following) -> Document:
    one = following.endorsement
    return {
        "candidate": one.candidate,
        "to": one.to,
        "share": exact(one.share),
        "papers": dict(following.papers),
        "follow": {s: exact(n) for s, n in following.follow.items()},
    }


def _counted(declaration: Declaration, unit: Fraction) -> Document:
    contest = declaration.contest
    return {
        "rule": contest.rule,
        "base": contest.base.value,
        "standing": [c.id for c in contest.standing],
        "weights": {s.id: None if s.weight is None else exact(s.weight) for s in contest.sections},
        "outcome": {
            "elected": list(declaration.elected),
            "lot_needed": _lot_needed(declaration.lot_needed),
            "no_votes": declaration.no_votes,
        },
        "stages": [_stage(contest, s, unit) for s in declaration.stages],
    }


def _lot_needed(needed: LotNeeded | None) -> Document | None:
    if needed is None:
        return None
    candidates = list(needed.candidates)
    return {"stage": needed.stage, "candidates": candidates, "act": needed.act.value}


def _stage(contest: Contest, stage: Stage, unit: Fraction) -> Document:
    sections = [s.id for s in contest.sections]
    return {
        "number": stage.number,
        "votes": {
            c: {s: exact(n * unit) for s, n in zip(sections, votes, strict=True)}
            for c, votes in stage.votes.items()
        },
        "points": {c: exact(p) for c, p in stage.points.items()},
        "half": exact(stage.half),
        "excluded": list(stage.excluded),
        "elected": list(stage.elected),
        "by_lot": any(t.by_lot for t in stage.ties),
        "needed": stage.needed,
    }


def _ranges(contest: Contest, ranges: Ranges) -> Document:
    return {
        "candidate": ranges.candidate,
        "to": ranges.to,
        "most": exact(ranges.most),
        "break_even": _break_even(ranges.break_even),
        "ranges": [_range(r) for r in ranges.ranges],
        "sentences": list(share_sentences(contest, [ranges])),
    }


def _break_even(found: BreakEven | None) -> Document | None:
    if found is None:
        return None
    return {
        "share": _bound(found.share),
        "reached": found.reached,
        "elected": list(found.elected),
    }


def _range(found: Range) -> Document:
    return {
        "from": _bound(found.start),
        "to": _bound(found.end),
        "with_from": found.with_start,
        "with_to": found.with_end,
        "elected": list(found.elected),
    }


def _bound(root: Root) -> Document:
    """A share between two fractions, which are the same where it is that fraction."""
    return {"low": exact(root.low), "high": exact(root.high)}
