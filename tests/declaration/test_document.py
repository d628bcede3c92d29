"""The declaration as JSON: its published shape, its exactness, and its bytes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.ballot import End, Profile, Ranking
from hustings.contest import (
    Base,
    Candidate,
    Contest,
    Figures,
    Heading,
    Majority,
    Purpose,
    Section,
    TieOrder,
)
from hustings.declaration import declare
from hustings.declaration.document import as_document, as_json
from hustings.declaration.wording import headline, provisos, stage_sentence, story

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/spec/declaration.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

LETTERS = "abcde"


@st.composite
def contests(draw: st.DrawFn) -> tuple[Contest, Profile]:
    """A small contest of one to three sections with a profile full of ties and early ends."""
    size = draw(st.integers(1, 5))
    ids = LETTERS[:size]
    sections = draw(st.integers(1, 3))
    weighted = draw(st.booleans())
    parts = draw(st.lists(st.integers(1, 4), min_size=sections, max_size=sections))
    withdrawn = draw(st.sets(st.sampled_from(ids), max_size=size - 1))
    rule = draw(st.sampled_from(["av", "plurality", "sv"]))
    contest = Contest(
        id="contest",
        title="A contest",
        candidates=tuple(Candidate(c, f"Candidate {c.upper()}", c in withdrawn) for c in ids),
        sections=tuple(
            Section(
                f"s{n}",
                f"Section {n}",
                Fraction(part, sum(parts)) if weighted else None,
                Figures(
                    issued=draw(st.none() | st.integers(0, 40)),
                    returned=draw(st.none() | st.integers(0, 40)),
                    rejected=draw(st.dictionaries(st.sampled_from(Heading), st.integers(0, 3))),
                ),
                draw(st.sampled_from(["", "its rankings are invented"])),
            )
            for n, part in enumerate(parts)
        ),
        purpose=draw(st.sampled_from(Purpose)),
        rule=rule,
        seats=draw(st.integers(1, min(3, size - len(withdrawn)))) if rule == "plurality" else 1,
        base=draw(st.sampled_from(Base)),
        tie_order=draw(st.sampled_from(TieOrder)),
        majority=draw(st.sampled_from(Majority)),
        to_two=draw(st.booleans()),
    )
    rankings = st.permutations(range(size)).flatmap(
        lambda order: st.builds(
            lambda length, end: Ranking(tuple(order[:length]), end),
            st.integers(1, size),
            st.sampled_from(End),
        )
    )
    rows = draw(
        st.lists(st.tuples(rankings, st.tuples(*[st.integers(0, 6)] * sections)), max_size=8)
    )
    return contest, Profile.of(list(ids), rows, sections=[s.id for s in contest.sections])


@given(contests())
@settings(max_examples=300, deadline=None)
def test_every_declaration_has_the_published_shape(case: tuple[Contest, Profile]) -> None:
    VALIDATOR.validate(json.loads(as_json(declare(*case))))


@given(contests())
@settings(max_examples=100, deadline=None)
def test_equal_input_gives_equal_bytes(case: tuple[Contest, Profile]) -> None:
    assert as_json(declare(*case)) == as_json(declare(*case))


@given(contests())
@settings(max_examples=200, deadline=None)
def test_votes_and_papers_out_of_the_count_add_up_at_every_stage(
    case: tuple[Contest, Profile],
) -> None:
    document = as_document(declare(*case))
    valid = {s: r["valid"] for s, r in document["reconciliation"].items()}
    for stage in document["stages"]:
        for section, papers in valid.items():
            votes = sum(by_section[section] for by_section in stage["votes"].values())
            assert votes == stage["live"][section]
            assert votes + stage["non_transferable"][section] == papers
        for section, papers in stage["non_transferable"].items():
            causes = stage["non_transferable_by_cause"].values()
            assert sum(by_section[section] for by_section in causes) == papers


@given(contests())
@settings(max_examples=200, deadline=None)
def test_only_an_election_elects_in_words(case: tuple[Contest, Profile]) -> None:
    contest, profile = case
    for purpose in (Purpose.ADVISORY, Purpose.NOMINATION, Purpose.SELECTION):
        declaration = declare(replace(contest, purpose=purpose), profile)
        stages = [stage_sentence(declaration, s) for s in declaration.stages]
        words = " ".join(
            [headline(declaration), *story(declaration), *provisos(declaration), *stages]
        )
        assert not re.search(r"\belected\b", words)


@pytest.mark.parametrize("change", [{"points": {"a": "0.5"}}, {"votes": {"a": {"all": -1}}}, {}])
def test_the_schema_refuses_what_is_not_a_declaration(change: dict[str, Any]) -> None:
    contest = Contest("c", "C", (Candidate("a", "A"), Candidate("b", "B")))
    profile = Profile.of(["a", "b"], [(Ranking((0, 1)), (2,))], sections=["all"])
    document = as_document(declare(contest, profile))
    VALIDATOR.validate(document)
    if change:
        document["stages"][0] |= change
    else:
        del document["outcome"]["lot_needed"]
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(document)
