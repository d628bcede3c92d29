"""A reported result as the JSON of docs/spec/reported.md: plain dicts, lists, texts and numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hustings.language import ENGLISH, speaking
from hustings.reported import Claim, Line, Printed, Report, Reported
from hustings.reported.check import Check, Value
from hustings.reported.checks import checks
from hustings.reported.reversal import Reversal, reversals
from hustings.reported.standing import chosen
from hustings.reported.wording import not_counted

__all__ = ["SCHEMA", "as_document", "as_json"]

SCHEMA = "hustings/reported/1"


def as_document(reported: Reported) -> dict[str, Any]:
    """The whole result, its checks and reversals; fractions as NUM/DEN, texts as printed.

    Its sentences are English whatever language is in force, so that a result has one document.
    """
    with speaking(ENGLISH):
        return _document(reported)


def _document(reported: Reported) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "notice": not_counted(reported),
        "contest": _contest(reported),
        "unknown": reported.unknown or None,
        "sources": [
            {"id": s.id, "title": s.title, "publisher": s.publisher} for s in reported.sources
        ],
        "reports": [_report(reported, report) for report in reported.reports],
        "claims": [_claim(claim) for claim in reported.claims],
        "checks": [_check(check) for check in checks(reported)],
        "reversals": [_reversal(reversal) for reversal in reversals(reported)],
    }


def as_json(reported: Reported) -> str:
    """The document as JSON text with sorted keys; equal results give equal bytes."""
    return json.dumps(as_document(reported), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _exact(value: Fraction) -> str:
    """NUM/DEN in lowest terms; a whole number keeps its /1."""
    return f"{value.numerator}/{value.denominator}"


def _contest(reported: Reported) -> dict[str, Any]:
    return {
        "id": reported.id,
        "title": reported.title,
        "purpose": str(reported.purpose),
        "question": reported.question or None,
        "date": reported.date or None,
        "rule": reported.rule or None,
        "rule_due": reported.rule_due or None,
        "candidates": [{"id": c.id, "name": c.name} for c in reported.candidates],
    }


def _figure(printed: Printed | None) -> dict[str, Any] | None:
    if printed is None:
        return None
    return {
        "text": printed.text,
        "sense": str(printed.sense),
        "value": _exact(printed.value),
        "places": printed.places,
    }


def _report(reported: Reported, report: Report) -> dict[str, Any]:
    return {
        "id": report.id,
        "title": report.title,
        "partial": report.partial,
        "chosen": None if report.partial else chosen(reported, report),
        "lines": [_line(line) for line in report.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "candidate": line.candidate,
        "share": _figure(line.share),
        "votes": _figure(line.votes),
        "sources": list(line.sources),
        "note": line.note or None,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "about": str(claim.about),
        "says": claim.says,
        "figure": _figure(claim.figure),
        "sources": list(claim.sources),
        "note": claim.note or None,
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "kind": str(check.kind),
        "verdict": str(check.verdict),
        "sentence": check.sentence,
        "report": check.report or None,
        "sources": list(check.sources),
        "values": {name: _value(value) for name, value in check.values.items()},
    }


def _value(value: Value) -> Any:
    if isinstance(value, Fraction):
        return _exact(value)
    if isinstance(value, Mapping):
        return {name: _value(inner) for name, inner in value.items()}
    if value is None or isinstance(value, int | str):
        return value
    return [_value(inner) for inner in value]


def _reversal(reversal: Reversal) -> dict[str, Any]:
    return {
        "report": reversal.report,
        "leader": reversal.leader,
        "runner_up": reversal.runner_up,
        "others": _exact(reversal.others),
        "others_in": "votes" if reversal.exact else "per cent",
        "share": _exact(reversal.share),
        "low": _exact(reversal.low),
        "high": _exact(reversal.high),
        "exact": reversal.exact,
        "sources": list(reversal.sources),
    }
