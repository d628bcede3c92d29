"""The position, the chains and the primaries as the JSON of docs/spec/tracker.md.

Whole numbers of nominations and votes, fractions as ``NUM/DEN``, records once under their ids and
named by them elsewhere. Equal ledgers and days give equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from hustings.count import LotNeeded, Stage
from hustings.declaration.figures import Worth
from hustings.language import ENGLISH, speaking
from hustings.track.bars import Threshold
from hustings.track.chain import Chain, chains
from hustings.track.declared import College, SectionDeclared
from hustings.track.nominations import BodyPosition, CandidateNominations
from hustings.track.pledges import JudgedPledge
from hustings.track.position import Position
from hustings.track.records import Aggregate, Nomination, Pledge, Record, Vote
from hustings.track.results import Placing, Result
from hustings.track.side_by_side import SideBySide, side_by_side
from hustings.track.sources import all_sources
from hustings.track.standing import Dispute, Stance
from hustings.track.switches import Switch
from hustings.track.wording.of_chain import chain_sentences
from hustings.track.wording.of_position import (
    college_sentences,
    declared_sentence,
    dispute_sentence,
    headline,
    nomination_sentences,
    switch_sentence,
)
from hustings.track.wording.of_primaries import (
    beside_the_count,
    candidate_sentence,
    double_figures,
    unknown_sentences,
)
from hustings.track.wording.of_worth import worth_sentence
from hustings.track.worth import CheckedWorth, worths_by

__all__ = ["SCHEMA", "as_document", "as_json", "record_document"]

SCHEMA = "hustings/tracker/1"

Document = dict[str, Any]


def as_json(position: Position) -> str:
    """The document as JSON text with sorted keys, ending in a newline."""
    document = as_document(position)
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def as_document(position: Position) -> Document:
    """Where the contest stands, as plain dictionaries, lists, texts and whole numbers.

    Its words are English, whatever language is in force.
    """
    with speaking(ENGLISH):
        return _document(position)


def _document(position: Position) -> Document:
    ledger, now = position.ledger, position.standing
    told = {r.id: r for r in (*now.records, *now.over, *now.struck, *now.perhaps)}
    return {
        "schema": SCHEMA,
        "contest": _contest(position),
        "on": position.on.isoformat(),
        "known": _day(position.known),
        "declared": position.declared,
        "days": [day.isoformat() for day in ledger.days],
        "headline": headline(position),
        "nominations": [_body(position, body) for body in position.bodies],
        "endorsements": _ids(position.endorsements),
        "pledges": _ids(position.pledges),
        "sections": [_section(one) for one in position.college.sections],
        "college": _college(position),
        "switches": [_switch(position, switch) for switch in position.switches],
        "disputes": [_dispute(position, dispute) for dispute in position.disputes],
        "taken_over": sorted(r.id for r in now.over),
        "struck_out": sorted(r.id for r in now.struck),
        "perhaps": sorted(r.id for r in now.perhaps),
        "records": {id_: record_document(record) for id_, record in told.items()},
        "primaries": [_chain(chain) for chain in chains(position)],
        "side_by_side": _side_by_side(position),
        "worths": [_worth_claim(position, checked) for checked in worths_by(position)],
        "sources": [
            {"id": s.id, "title": s.title, "publisher": s.publisher} for s in all_sources(ledger)
        ],
    }


def exact(value: Fraction) -> str:
    """NUM/DEN in lowest terms; a whole number keeps its /1."""
    return f"{value.numerator}/{value.denominator}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _ids(stances: Iterable[Stance]) -> list[list[str]]:
    """Of each stance the ids of its records, which say the same."""
    return [[record.id for record in stance.records] for stance in stances]


def _contest(position: Position) -> Document:
    contest = position.contest
    return {
        "id": contest.id,
        "title": contest.title,
        "purpose": contest.purpose.value,
        "rule": contest.rule,
        "base": contest.base.value,
        "candidates": [{"id": c.id, "name": c.name} for c in contest.candidates],
        "sections": [
            {
                "id": s.id,
                "name": s.name,
                "weight": None if s.weight is None else exact(s.weight),
                "invented": s.invented or None,
            }
            for s in contest.sections
        ],
    }


# --- records -----------------------------------------------------------------------------------


def record_document(record: Record) -> Document:
    """A record with the keys of its kind; what it does not say is null."""
    document: Document = {
        "kind": record.kind.value,
        "date": record.when.text,
        "first_day": _day(record.when.first),
        "last_day": record.when.last.isoformat(),
        "known": record.known.isoformat(),
        "sources": list(record.sources),
        "basis": record.basis.value,
        **{
            key: getattr(record, key) or None
            for key in ("changes", "because", "reason", "corrects", "note")
        },
    }
    return document | _own(record)


def _own(record: Record) -> Document:
    own: Document = {"who": record.person} if record.person else {}
    if isinstance(record, Vote):
        return own | {"section": record.section, "ranking": list(record.ranking)}
    if isinstance(record, Pledge):
        bar = record.bar.text if record.bar else None
        return own | {"primary": record.primary, "threshold": bar}
    if isinstance(record, Aggregate):
        return {"body": record.body, "candidate": record.candidate, "number": record.number}
    if isinstance(record, Nomination):
        own |= {"body": record.body, "method": record.method or None, "lent": record.lent}
    return own | ({"candidate": record.choice} if record.choice else {})


# --- the position ------------------------------------------------------------------------------


def _body(position: Position, body: BodyPosition) -> Document:
    return {
        "id": body.body.id,
        "one": body.body.one,
        "many": body.body.many,
        "kind": body.body.kind.value,
        "threshold": _threshold(body.body.threshold),
        "closes": _day(body.body.closes),
        "closed": body.closed,
        "all_named": body.body.all_named,
        "sources": list(body.body.sources),
        "candidates": {one.candidate: _nominations(body, one) for one in body.of_candidates},
        "sentences": list(nomination_sentences(position, body)),
    }


def _threshold(threshold: Threshold | None) -> Document | None:
    if threshold is None:
        return None
    return {
        "needed": threshold.needed,
        "share": threshold.text or None,
        "of": threshold.of,
        "exact": exact(threshold.exact),
    }


def _nominations(body: BodyPosition, one: CandidateNominations) -> Document:
    return {
        "total": one.total,
        "totals": list(one.totals),
        "whole": one.whole,
        "named": _ids(one.named),
        "stated": _ids(one.stated),
        "late": _ids(one.late),
        "unnamed": list(one.unnamed),
        "lent": one.lent,
        "reached": body.reached(one.candidate),
    }


def _section(one: SectionDeclared) -> Document:
    return {
        "id": one.section.id,
        "electors": one.electors,
        "declared": one.ballots,
        "undeclared": one.undeclared,
        "published": one.published.when.text if one.published else None,
        "first_preferences": dict(one.first),
        "votes": _ids(one.votes),
        "sentence": declared_sentence(one),
    }


def _college(position: Position) -> Document:
    college = position.college
    return {
        "stages": [_stage(college, stage) for stage in college.count.stages]
        if college.count
        else [],
        "elected": list(college.count.elected) if college.count else [],
        "lot_needed": _lot(college.count.lot_needed) if college.count else None,
        "silent": [section.id for section in college.silent],
        "invented": [section.id for section in college.invented],
        "sentences": list(college_sentences(position)),
    }


def _lot(needed: LotNeeded | None) -> Document | None:
    if needed is None:
        return None
    return {
        "stage": needed.stage,
        "candidates": list(needed.candidates),
        "act": needed.act.value,
    }


def _stage(college: College, stage: Stage) -> Document:
    sections = [section.id for section in college.contest.sections]
    return {
        "number": stage.number,
        "votes": {c: dict(zip(sections, v, strict=True)) for c, v in stage.votes.items()},
        "points": {c: exact(p) for c, p in stage.points.items()},
        "half": exact(stage.half),
        "live": dict(zip(sections, stage.live, strict=True)),
        "excluded": list(stage.excluded),
        "elected": list(stage.elected),
    }


def _switch(position: Position, switch: Switch) -> Document:
    return {
        "who": switch.person,
        "before": switch.before.id,
        "after": switch.after.id,
        "from": switch.before.choice,
        "to": switch.after.choice,
        "because": switch.because or None,
        "lent": switch.lent,
        "sentence": switch_sentence(position, switch),
    }


def _dispute(position: Position, dispute: Dispute) -> Document:
    return {
        "stances": _ids(dispute.stances),
        "sentence": dispute_sentence(position, dispute),
    }


# --- primaries ---------------------------------------------------------------------------------


def _chain(chain: Chain) -> Document:
    primary = chain.primary
    return {
        "id": primary.id,
        "title": primary.title,
        "short": primary.short,
        "held": primary.held.text,
        "advises": primary.advises or None,
        "section": primary.section or None,
        "announced": chain.announced,
        "chosen": chain.chosen,
        "pledges": [_judged(judged) for judged in chain.pledges],
        "before": chain.before.id if chain.before else None,
        "vote": [r.id for r in chain.vote.records] if chain.vote else [],
        "moved": chain.moved,
        "followed": chain.followed,
        "worths": [_worth(chain, worth) for worth in chain.worths],
        "sources": list(primary.sources),
        "sentences": list(chain_sentences(chain)),
    }


def _judged(judged: JudgedPledge) -> Document:
    return {
        "record": judged.pledge.id,
        "binding": judged.binding.value,
        "reached": [
            {"low": exact(r.low), "high": None if r.high is None else exact(r.high)}
            for r in judged.reached
        ],
    }


def _worth(chain: Chain, worth: Worth) -> Document:
    points = chain.points(worth)
    return {
        "base": worth.base,
        "stage": worth.stage,
        "papers": dict(worth.papers),
        "points": None if points is None else exact(points),
        "in_votes_of": _fractions(worth.in_votes_of.get(chain.primary.section, {})),
    }


def _fractions(values: Mapping[str, Fraction]) -> Document:
    return {key: exact(value) for key, value in values.items()}


def _side_by_side(position: Position) -> Document:
    table = side_by_side(position)
    return {
        "results": [_result(result) for result in table.results],
        "unknown": [primary.id for primary in table.unknown],
        "to_come": [primary.id for primary in table.to_come],
        "sentences": _sentences(position, table),
    }


def _sentences(position: Position, table: SideBySide) -> list[str]:
    candidates = [candidate.id for candidate in position.contest.candidates]
    return [
        *(candidate_sentence(table, candidate) for candidate in candidates if table.whole),
        *double_figures(table),
        *unknown_sentences(table),
        *beside_the_count(position, table),
    ]


def _result(result: Result) -> Document:
    return {
        "primary": result.primary.id,
        "how": result.how.value,
        "title": result.title,
        "partial": result.partial,
        "stood": result.stood,
        "placings": [_placing(placing) for placing in result.placings],
    }


def _placing(placing: Placing) -> Document:
    return {
        "candidate": placing.candidate,
        "share": placing.share or None,
        "votes": placing.votes or None,
        "best": placing.best,
        "worst": placing.worst,
        "low": exact(placing.low),
        "high": exact(placing.high),
        "said": placing.said or None,
        "sources": list(placing.sources),
    }


# --- worths ------------------------------------------------------------------------------------


def _worth_claim(position: Position, checked: CheckedWorth) -> Document:
    claim = checked.claim
    return {
        "one": claim.one,
        "of": claim.of or None,
        "date": claim.when.text if claim.when else None,
        "figure": claim.figure,
        "says": claim.says or None,
        "base": claim.base or None,
        "papers": dict(claim.papers),
        "stage": claim.stage,
        "exact": None if checked.exact is None else exact(checked.exact),
        "reproduced": checked.reproduced.value,
        "sources": list(claim.sources),
        "sentence": worth_sentence(position.contest, checked),
    }
