"""The headline: one line that says what happened."""

from __future__ import annotations

from hustings.contest import Purpose
from hustings.count import Act, Tie
from hustings.declaration import Declaration, Margin
from hustings.declaration.wording.stages import (
    deciding_tie,
    ties_about,
)
from hustings.declaration.wording.words import (
    is_chosen,
    lead_words,
    listed,
    names_of,
    needed_stages,
    ordinal,
    votes_words,
)
from hustings.language import say, to_say

__all__ = ["headline"]


def headline(declaration: Declaration) -> str:
    """One line that says what happened."""
    contest = declaration.contest
    if declaration.no_votes:
        if declaration.valid:
            return say("No paper ranks a candidate who stands")
        return say("No valid papers: nothing to count")
    if declaration.lot_needed:
        names = listed(names_of(contest, declaration.lot_needed.candidates))
        return say("A lot is needed between {names}", names=names)
    result, margin = _result_words(declaration), declaration.margin
    if not margin:
        return _drawn_words(declaration, result)
    tie = deciding_tie(declaration)
    if tie and not tie.by_lot and tie.stage is not None:
        return _level_words(declaration, result, tie, tie.stage)
    return say(
        _headline_text(declaration, by_lot=tie is not None),
        result=result,
        ordinal=ordinal(margin.stage),
        lead=_lead(margin),
    )


def _result_words(declaration: Declaration) -> str:
    """Who was chosen, as a headline says it."""
    contest = declaration.contest
    names = names_of(contest, declaration.elected)
    match contest.purpose:
        case Purpose.ADVISORY:
            return is_chosen(contest, names)
        case Purpose.NOMINATION:
            return say("{names} nominated", names=listed(names))
        case Purpose.SELECTION:
            return say("{names} selected", names=listed(names))
        case Purpose.ELECTION:
            return say("{names} elected", names=listed(names))


def _headline_text(declaration: Declaration, *, by_lot: bool) -> str:
    """The headline with gaps: where it was decided if there were several stages, and how."""
    if len(needed_stages(declaration)) == 1:
        return to_say("{result}, by lot") if by_lot else to_say("{result}, by {lead}")
    if declaration.contest.purpose is Purpose.ADVISORY:
        if by_lot:
            return to_say("{result}, decided at the {ordinal} stage by lot")
        return to_say("{result}, decided at the {ordinal} stage by {lead}")
    if by_lot:
        return to_say("{result} at the {ordinal} stage, by lot")
    return to_say("{result} at the {ordinal} stage, by {lead}")


def _lead(margin: Margin) -> str:
    return votes_words(margin.votes) if margin.votes is not None else lead_words(margin.points)


def _drawn_words(declaration: Declaration, result: str) -> str:
    """Of several elected, on whom a lot fell."""
    drawn = [t.chosen for t in ties_about(declaration.deciding_stage, Act.ELECT) if t.by_lot]
    if not drawn:
        return result
    if len(drawn) == len(declaration.elected):
        return say("{result}, by lot", result=result)
    names = listed(names_of(declaration.contest, drawn))
    return say("{result}, {names} by lot", result=result, names=names)


def _level_words(declaration: Declaration, result: str, tie: Tie, earlier: int) -> str:
    """Of one who was level with others when the count was decided: with whom, and what told."""
    text = to_say(
        "{result}, level with {others} at the {ordinal} stage, ahead at the {earlier}, which "
        "decided"
    )
    if len(tie.narrowed) > 1:
        text = to_say(
            "{result}, level with {others} at the {ordinal} stage, chosen by earlier stages, which "
            "decided"
        )
    return say(
        text,
        result=result,
        others=listed(
            names_of(declaration.contest, [c for c in tie.candidates if c != tie.chosen])
        ),
        ordinal=ordinal(declaration.deciding_stage.number),
        earlier=ordinal(earlier),
    )
