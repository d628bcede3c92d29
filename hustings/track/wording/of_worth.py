"""Published worths of one vote in sentences: what was printed, what its base gives."""

from __future__ import annotations

from hustings.contest import Contest
from hustings.rounding import grouped, rounded
from hustings.track.setting import WorthClaim
from hustings.track.wording.words import cited
from hustings.track.worth import CheckedWorth, Reproduced

__all__ = ["claim_words", "worth_sentence"]


def claim_words(contest: Contest, claim: WorthClaim) -> str:
    """What was printed: "one vote of MPs and MEPs worth nearly 608 of Members"."""
    names = {section.id: section.name for section in contest.sections}
    said = claim.says or claim.figure
    of = f"of {names[claim.of]}" if claim.of else "per cent of the whole"
    return f"one vote of {names[claim.one]} worth {said} {of}"


def worth_sentence(contest: Contest, checked: CheckedWorth) -> str:
    """What was published, and whether its base gives it."""
    claim = checked.claim
    told = f"Published: {claim_words(contest, claim)}{cited(claim.sources)}."
    return f"{told} {_verdict(contest, checked)}"


def _verdict(contest: Contest, checked: CheckedWorth) -> str:
    claim, exact = checked.claim, checked.exact
    if exact is None:
        what = (
            f"Its base, {claim.base}, is not known in figures" if claim.base else "No base is named"
        )
        return f"{what}, so nothing can be held against it."
    base = _base(contest, claim)
    if checked.reproduced is Reproduced.NO_BASE:
        return f"{base} {rounded(exact, 3)}."
    more = rounded(exact, claim.places + 2)
    if checked.reproduced is Reproduced.ROUNDED:
        return f"{base} {more}: it reproduces."
    if checked.reproduced is Reproduced.CUT:
        whole = rounded(exact, claim.places)
        return f"{base} {more}: cut off, not rounded, which would be {whole}."
    return f"{base} {more}: THE PRINTED FIGURE DOES NOT REPRODUCE."


def _base(contest: Contest, claim: WorthClaim) -> str:
    if claim.stage is not None:
        return f"Votes live at stage {claim.stage} give"
    names = {section.id: section.name for section in contest.sections}
    papers = ", ".join(f"{names[s]} {grouped(n)}" for s, n in claim.papers)
    return f"{claim.base[:1].upper()}{claim.base[1:] or 'Its base'} ({papers}) give"
