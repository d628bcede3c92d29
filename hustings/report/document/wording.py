"""What is declared, in sentences fit to be signed: an advisory result never elects anybody."""

from __future__ import annotations

from hustings.contest import Contest, Purpose, TieOrder
from hustings.count import rule_of
from hustings.declaration import Declaration
from hustings.declaration.wording import base_words, listed
from hustings.report.document.record import Signature

__all__ = ["declared_sentence", "effect_sentence", "method_sentences", "standing_words"]


def standing_words(declaration: Declaration, signed: Signature | None) -> str:
    """What the document is, above its headline."""
    if declaration.lot_needed or declaration.no_votes:
        return "Report of the count"
    return "Declaration of result" if signed else "Provisional result, not yet declared"


def declared_sentence(declaration: Declaration, signed: Signature | None) -> str:
    """The sentence that is signed; without a signature, that nothing is declared yet."""
    contest = declaration.contest
    names = [contest.name_of(c) for c in declaration.elected]
    if declaration.lot_needed:
        level = listed([contest.name_of(c) for c in declaration.lot_needed.candidates])
        return f"No result can be declared until a lot is drawn between {level}."
    if declaration.no_votes or not names:
        return "There was no valid paper to count, so there is no result to declare."
    result = _result_words(contest, names)
    if not signed:
        return f"The returning officer has not yet declared that {result}."
    return f"I, {signed.name}, declare that {result}."


def _result_words(contest: Contest, names: list[str]) -> str:
    verb = "is" if len(names) == 1 else "are"
    done = {
        Purpose.ADVISORY: f"in “{contest.title}” {listed(names)} {verb} the choice of those voting",
        Purpose.NOMINATION: f"{listed(names)} {verb} nominated in “{contest.title}”",
        Purpose.SELECTION: f"{listed(names)} {verb} selected in “{contest.title}”",
        Purpose.ELECTION: f"{listed(names)} {verb} elected in “{contest.title}”",
    }
    return done[contest.purpose]


def effect_sentence(contest: Contest) -> str:
    """What the result does by itself, where readers take it for more; else nothing."""
    if contest.purpose is Purpose.ADVISORY:
        return "This result is advice. It binds nobody by itself and fills no office."
    return ""


_TIES = {
    TieOrder.FORWARD: (
        "Candidates who are level are told apart by the earlier stages, from the first forward, "
        "and by lot only where they were level at all of them."
    ),
    TieOrder.BACKWARD: (
        "Candidates who are level are told apart by the earlier stages, from the last backward, "
        "and by lot only where they were level at all of them."
    ),
    TieOrder.LOT: "Candidates who are level are told apart by lot.",
}


def method_sentences(contest: Contest) -> tuple[str, ...]:
    """How it was counted: rule, places, weights, the base of shares, and ties."""
    rule = rule_of(contest)
    said = [f"The papers were counted by {rule.name}."]
    if contest.seats > 1:
        said.append(f"There were {contest.seats} places to fill.")
    if rule.moves:
        said.append(rule.moves)
    if contest.weighted:
        weights = listed([f"{s.name} {s.weight}" for s in contest.sections])
        said.append(f"The sections weigh: {weights}, however many papers each has.")
    said.append(f"Shares are {base_words(contest)}.")
    by_stages = "tie_order" in rule.options
    said.append(_TIES[contest.tie_order if by_stages else TieOrder.LOT])
    return tuple(said)
