"""A primary's chain in sentences: whom it chose, the pledge, the vote, what the vote carries."""

from __future__ import annotations

from collections.abc import Iterator

from hustings.declaration.figures import Worth
from hustings.phrases import listed
from hustings.reported import Reported
from hustings.rounding import grouped, rounded
from hustings.track.chain import Chain
from hustings.track.pledges import Binding, JudgedPledge
from hustings.track.records import Nomination
from hustings.track.standing import Stance
from hustings.track.wording.words import act_words, base_of_worth, cited, when_words

__all__ = ["chain_sentences", "pledge_sentence", "worth_of_one"]


def chain_sentences(chain: Chain) -> Iterator[str]:
    """The chain from the primary to points, one sentence a link, as far as it is known."""
    yield _chosen(chain)
    for judged in chain.pledges:
        yield pledge_sentence(chain, judged)
    yield from _before(chain)
    yield from _vote(chain)
    yield from _moved(chain)


def _chosen(chain: Chain) -> str:
    primary, contest = chain.primary, chain.position.contest
    if not chain.announced:
        return f"The result of {primary.short} is not out by this day."
    if chain.chosen is not None:
        how = "as reported" if isinstance(primary.result, Reported) else "as counted"
        return (
            f"{primary.short}, {when_words(primary.held)}: {contest.name_of(chain.chosen)} was the "
            f"choice of those voting, {how}{cited(primary.sources)}."
        )
    if isinstance(primary.result, Reported) and primary.result.unknown:
        return f"{primary.short}: {primary.result.unknown}"
    return f"{primary.short}: whom it chose is not known."


def pledge_sentence(chain: Chain, judged: JudgedPledge) -> str:
    """What was promised, and whether the result makes it binding."""
    pledge = judged.pledge
    told = f"{pledge.who} was to follow it"
    told += f" at a {pledge.bar.words}" if pledge.bar else "; no threshold is known"
    told += cited(pledge.sources)
    return f"{told}. {_binding(chain, judged)}"


def _binding(chain: Chain, judged: JudgedPledge) -> str:
    if judged.binding is Binding.NOT_YET:
        return "It is too early to tell whether the pledge binds."
    if judged.binding is Binding.CANNOT_TELL:
        return "Whether it was kept cannot be told from what is known."
    if judged.binding is Binding.FREE:
        return "The threshold was not reached, so the pledge does not bind."
    declared = chain.declared
    reached = "" if judged.pledge.bar is None else "The threshold was reached. "
    if declared is None or declared.who != judged.pledge.who:
        return f"{reached}The vote is not declared by this day."
    kept = "was kept" if judged.kept_by(declared.choice) else "was not kept"
    return f"{reached}The pledge {kept}: the vote put {_name(chain, declared.choice)} first."


def _name(chain: Chain, candidate: str) -> str:
    return chain.position.contest.name_of(candidate)


def _before(chain: Chain) -> Iterator[str]:
    record = chain.before
    if record is None:
        if chain.primary.advises:
            yield f"What {chain.primary.advises} had done before for a candidate is not known."
        return
    why = f", {record.reason}" if record.reason else ""
    told = f"{record.person} {act_words(record, _name(chain, record.choice))}"
    lent = isinstance(record, Nomination) and record.lent
    tail = " A lent nomination is no promise of a vote." if lent else ""
    yield f"Before: {told} {when_words(record.when)}{why}{cited(record.sources)}.{tail}"


def _vote(chain: Chain) -> Iterator[str]:
    vote = chain.declared
    if vote is None or chain.vote is None:
        if chain.primary.advises:
            yield f"The vote of {chain.primary.advises} is not declared by this day."
        return
    ranked = [f"{_name(chain, c)} {n}" for n, c in enumerate(vote.ranking, start=1)]
    followed = {True: ", as the primary chose", False: ", otherwise than the primary chose"}
    tail = followed.get(chain.followed, "") if chain.followed is not None else ""
    yield f"Vote: {listed(ranked)}{tail}{cited(chain.vote.sources)}. {_since(chain.vote)}"


def _since(stance: Stance) -> str:
    """Since when the vote was known: in part at first, where that came sooner."""
    whole = stance.record
    first = min(stance.records, key=lambda r: (r.settled, -len(r.content)))
    if len(first.content) == len(whole.content):
        return f"It was known {when_words(first.when)}."
    return (
        f"Its first preference was known {when_words(first.when)}, all of it "
        f"{when_words(whole.when)}."
        if len(first.content) == 1
        else f"A part of it was known {when_words(first.when)}, all {when_words(whole.when)}."
    )


def _moved(chain: Chain) -> Iterator[str]:
    """What the one vote carries on each base, and from whom to whom it went."""
    if chain.declared is None or not chain.worths:
        return
    shown = _telling(chain)
    if chain.moved and chain.before is not None:
        yield (
            f"So one vote went to {_name(chain, chain.declared.choice)} and not to "
            f"{_name(chain, chain.before.choice)}: {worth_of_one(chain, shown[0])}."
        )
    else:
        yield f"One such vote carries {worth_of_one(chain, shown[0])}."
    for worth in shown[1:]:
        yield f"On another base it is {worth_of_one(chain, worth)}."


def _telling(chain: Chain) -> list[Worth]:
    """The first and the last stage where the count is known, else papers issued."""
    live = [w for w in chain.worths if w.base in ("live", "first")]
    return [live[0], live[-1]] if len(live) > 1 else live or list(chain.worths[:1])


def worth_of_one(chain: Chain, worth: Worth) -> str:
    """One vote's part of the whole, and as many votes of each other section; the base is named."""
    points, section = chain.points(worth), chain.primary.section
    names = {s.id: s.name for s in chain.position.contest.sections}
    if points is None:
        return f"nothing ({base_of_worth(worth)})"
    others = [
        f"{rounded(ratio, 2)} of {names[other]}"
        for other, ratio in worth.in_votes_of[section].items()
    ]
    weight = next(s.weight for s in chain.position.contest.sections if s.id == section)
    whole = f"{weight}/{grouped(worth.papers[section])}"
    alike = f", as much as {listed(others, 'or')}" if others else ""
    return (
        f"{rounded(points * 100, 4)} of 100 points ({whole} of the whole){alike} "
        f"({base_of_worth(worth)})"
    )
