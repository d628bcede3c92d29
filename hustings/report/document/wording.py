"""What is declared, in sentences fit to be signed: an advisory result never elects anybody."""

from __future__ import annotations

from hustings.contest import Contest, Purpose, TieOrder
from hustings.count import rule_of
from hustings.declaration import Declaration
from hustings.declaration.wording import base_words, listed
from hustings.declaration.wording.words import rule_name
from hustings.language import say, say_number, to_say
from hustings.report.document.record import Signature

__all__ = ["declared_sentence", "effect_sentence", "method_sentences", "standing_words"]


def standing_words(declaration: Declaration, signed: Signature | None) -> str:
    """What the document is, above its headline."""
    if declaration.lot_needed or declaration.no_votes:
        return say("Report of the count")
    return say("Declaration of result") if signed else say("Provisional result, not yet declared")


def declared_sentence(declaration: Declaration, signed: Signature | None) -> str:
    """The sentence that is signed; without a signature, that nothing is declared yet."""
    contest = declaration.contest
    names = [contest.name_of(c) for c in declaration.elected]
    if declaration.lot_needed:
        level = listed([contest.name_of(c) for c in declaration.lot_needed.candidates])
        return say("No result can be declared until a lot is drawn between {names}.", names=level)
    if declaration.no_votes or not names:
        return say("There was no valid paper to count, so there is no result to declare.")
    result = _result_words(contest, names)
    if not signed:
        return say("The returning officer has not yet declared that {result}.", result=result)
    return say("I, {name}, declare that {result}.", name=signed.name, result=result)


def _result_words(contest: Contest, names: list[str]) -> str:
    """What is declared, a clause: "Ash is elected in “Tree of the year”"."""
    number, gaps = len(names), {"names": listed(names), "title": contest.title}
    match contest.purpose:
        case Purpose.ADVISORY:
            return say_number(
                "in “{title}” {names} is the choice of those voting",
                "in “{title}” {names} are the choice of those voting",
                number,
                **gaps,
            )
        case Purpose.NOMINATION:
            return say_number(
                "{names} is nominated in “{title}”",
                "{names} are nominated in “{title}”",
                number,
                **gaps,
            )
        case Purpose.SELECTION:
            return say_number(
                "{names} is selected in “{title}”",
                "{names} are selected in “{title}”",
                number,
                **gaps,
            )
        case Purpose.ELECTION:
            return say_number(
                "{names} is elected in “{title}”",
                "{names} are elected in “{title}”",
                number,
                **gaps,
            )


def effect_sentence(contest: Contest) -> str:
    """What the result does by itself, where readers take it for more; else nothing."""
    if contest.purpose is Purpose.ADVISORY:
        return say("This result is advice. It binds nobody by itself and fills no office.")
    return ""


_TIES = {
    TieOrder.FORWARD: to_say(
        "Candidates who are level are told apart by the earlier stages, from the first forward, "
        "and by lot only where they were level at all of them."
    ),
    TieOrder.BACKWARD: to_say(
        "Candidates who are level are told apart by the earlier stages, from the last backward, "
        "and by lot only where they were level at all of them."
    ),
    TieOrder.LOT: to_say("Candidates who are level are told apart by lot."),
}


def method_sentences(contest: Contest) -> tuple[str, ...]:
    """How it was counted: rule, places, weights, the base of shares, and ties."""
    rule = rule_of(contest)
    said = [say("The papers were counted by {rule}.", rule=rule_name(contest))]
    if contest.seats > 1:
        said.append(
            say_number(
                "There was {number} place to fill.",
                "There were {number} places to fill.",
                contest.seats,
                number=contest.seats,
            )
        )
    if rule.moves:
        said.append(say(rule.moves))
    if contest.weighted:
        weights = listed([f"{s.name} {s.weight}" for s in contest.sections])
        said.append(
            say("The sections weigh: {weights}, however many papers each has.", weights=weights)
        )
    said.append(say("Shares are {base}.", base=base_words(contest)))
    by_stages = "tie_order" in rule.options
    said.append(say(_TIES[contest.tie_order if by_stages else TieOrder.LOT]))
    return tuple(said)
