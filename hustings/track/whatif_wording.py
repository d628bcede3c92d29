"""A what-if in sentences: what is supposed, what it leans on, what would change and at which stage.

Every figure comes from the two counts and is rounded only to print; none is a forecast. A sentence
says "would", never "will": the ballots were cast in the contest that there was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from hustings.contest import Base, Contest, Section
from hustings.count import rule_of
from hustings.declaration import Declaration
from hustings.declaration.wording import base_words, listed, lot_sentence
from hustings.declaration.wording.words import lead_words, passive_words
from hustings.language import say, say_number
from hustings.rounding import grouped, percent, percent_above_nought, rounded
from hustings.track.whatif import Following, WhatIf
from hustings.track.whatif_ranges import Range, Ranges

__all__ = [
    "assumption_sentences",
    "base_sentences",
    "change_sentences",
    "enough_words",
    "papers_text",
    "result_sentence",
    "share_sentences",
    "share_text",
    "warning_sentences",
]


def papers_text(papers: Fraction) -> str:
    """A number of papers, which can be a part of one: to two places then."""
    return grouped(int(papers)) if papers.denominator == 1 else rounded(papers, 2)


def share_text(share: Fraction) -> str:
    """A share per hundred; as a fraction too where two places do not hold it."""
    if (share * 10_000).denominator == 1:
        return say("{percent} per cent", percent=_short(percent(share)))
    return say("{share} ({percent} per cent)", share=share, percent=percent(share))


def _short(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def _names(contest: Contest, ids: Sequence[str], last: str = "and") -> str:
    return listed([contest.name_of(c) for c in ids], last)


# --- what it leans on ------------------------------------------------------------------------


def warning_sentences(whatif: WhatIf) -> tuple[str, ...]:
    """What a reader must know first: rankings that were made up, and what pooling cannot see."""
    return (*_invented_sentences(whatif.invented), *_pool_sentences(whatif))


def _invented_sentences(sections: Sequence[Section]) -> Iterator[str]:
    if not sections:
        return
    yield say(
        "This leans on INVENTED rankings, those of {sections}: whatever moves among them is an "
        "illustration, not a finding.",
        sections=listed([s.name for s in sections]),
    )
    reasons: dict[str, list[str]] = {}
    for section in sections:
        reasons.setdefault(section.invented, []).append(section.name)
    for why, names in reasons.items():
        yield say("{sections}: {why}", sections=listed(names), why=why)


def _pool_sentences(whatif: WhatIf) -> Iterator[str]:
    if whatif.assumptions.pool:
        yield say(
            "Papers are pooled, not people: whoever voted in several sections counts once for each "
            "paper, since ballots do not tell."
        )


# --- what is supposed ------------------------------------------------------------------------


def assumption_sentences(whatif: WhatIf) -> tuple[str, ...]:
    """What is supposed, a sentence for each assumption."""
    said = (
        *_withdrawal_sentences(whatif),
        *_weight_sentences(whatif),
        *_option_sentences(whatif),
    )
    return said or (say("Nothing is changed: this is the count itself."),)


def _withdrawal_sentences(whatif: WhatIf) -> Iterator[str]:
    contest, backers = whatif.real.contest, {f.endorsement.candidate for f in whatif.followings}
    for candidate in whatif.assumptions.withdrawn:
        if candidate not in backers:
            yield say(
                "{name} withdraws: struck from every ballot, which goes as it is marked otherwise.",
                name=contest.name_of(candidate),
            )
    for following in whatif.followings:
        yield _endorsement_sentence(contest, following)


def _endorsement_sentence(contest: Contest, following: Following) -> str:
    one = following.endorsement
    name, to = contest.name_of(one.candidate), contest.name_of(one.to)
    parts = [
        say(
            "{follow} of {papers} of {section}",
            follow=papers_text(following.follow[s.id]),
            papers=grouped(following.papers[s.id]),
            section=s.name,
        )
        for s in contest.sections
        if s.id in following.papers
    ]
    return say(
        "{name} withdraws and backs {to}: {share} of the ballots that rank {name} first follow "
        "({papers}), the rest go as they are marked.",
        name=name,
        to=to,
        share=share_text(one.share),
        papers=listed(parts),
    )


def _weight_sentences(whatif: WhatIf) -> Iterator[str]:
    contest = whatif.real.contest
    if whatif.assumptions.pool:
        yield say("One paper, one vote, in whatever section: no section has a weight.")
    for section in contest.sections:
        before, now = whatif.weights[section.id]
        if now == before:
            continue
        if now == 0:
            yield say("{section} are left out.", section=section.name)
        elif now is not None and before is not None:
            yield say(
                "{section} weigh {now} of the whole instead of {before}.",
                section=section.name,
                now=now,
                before=before,
            )
        elif now is not None:
            yield say("{section} weigh {now} of the whole.", section=section.name, now=now)


def _option_sentences(whatif: WhatIf) -> Iterator[str]:
    real, supposed = whatif.real.contest, whatif.supposed.contest
    if supposed.rule != real.rule:
        now, before = rule_of(supposed).name, rule_of(real).name
        yield say("Counted by {now} instead of {before}.", now=now, before=before)
    if supposed.base is Base.FIRST and real.base is not Base.FIRST:
        yield say("Shares are of the votes live at the first stage, not at each stage.")
    if supposed.base is Base.LIVE and real.base is not Base.LIVE:
        yield say("Shares are of the votes live at each stage, not at the first.")


# --- what would change -----------------------------------------------------------------------


def result_sentence(whatif: WhatIf) -> str:
    """Who would be elected, and instead of whom; in the words of the contest's purpose."""
    real, supposed, contest = whatif.real, whatif.supposed, whatif.supposed.contest
    if supposed.no_votes:
        return say("No ballot would rank anybody who stands: there would be no result.")
    if needed := supposed.lot_needed:
        return say(
            "The count would stop at stage {stage} for a lot between {names}.",
            stage=needed.stage,
            names=_names(contest, needed.candidates),
        )
    names, chosen = _names(contest, supposed.elected), passive_words(contest)
    if set(real.elected) == set(supposed.elected):
        return say("{names} would still be {chosen}.", names=names, chosen=chosen)
    if not real.elected:
        return say(
            "{names} would be {chosen}; the count itself has no result.", names=names, chosen=chosen
        )
    return say(
        "{names} would be {chosen} instead of {before}.",
        names=names,
        chosen=chosen,
        before=_names(contest, real.elected),
    )


def change_sentences(whatif: WhatIf) -> tuple[str, ...]:
    """What would change and at which stage: who goes out, where it is decided, by how much."""
    said = [*_order_sentences(whatif), *_decided_sentences(whatif), *_lead_sentences(whatif)]
    if whatif.supposed.lot_needed:
        said.append(lot_sentence(whatif.supposed.contest, whatif.supposed.lot_needed))
    return tuple(said)


_MOST_IN_ORDER = 8
"""The whole order of going out is told of at most so many; the table holds it anyway."""


def _gone(declaration: Declaration) -> list[tuple[str, int]]:
    """Everybody who went out while the result was open, with the stage, in order."""
    return [(c, s.number) for s in declaration.stages if s.needed for c in s.excluded]


def _order_sentences(whatif: WhatIf) -> Iterator[str]:
    contest, away = whatif.real.contest, whatif.assumptions.withdrawn
    went = _gone(whatif.real)
    for candidate, stage in went:
        if candidate in away:
            name = contest.name_of(candidate)
            yield say("In the count {name} went out at stage {stage}.", name=name, stage=stage)
    for candidate in away:
        if candidate not in {c for c, _ in went}:
            name = contest.name_of(candidate)
            yield say("In the count {name} was there to the last stage.", name=name)
    before, now = [(c, n) for c, n in went if c not in away], _gone(whatif.supposed)
    if whatif.real.contest.rule != whatif.supposed.contest.rule:
        return
    pairs = zip(before, now, strict=False)
    parting = next(((b, n) for b, n in pairs if b[0] != n[0]), None)
    if parting is None:
        if now and [c for c, _ in before] == [c for c, _ in now]:
            others = say("the others") if away else say("all")
            yield say("Of {others}, the same would go out in the same order.", others=others)
        return
    (was, was_at), (would, would_at) = parting
    there = "" if was_at == would_at else say(", at stage {stage}", stage=was_at)
    yield say(
        "The counts part at stage {stage}: {name} would go out there; in the count {other} did"
        "{there}.",
        stage=would_at,
        name=contest.name_of(would),
        other=contest.name_of(was),
        there=there,
    )
    if len(went) > _MOST_IN_ORDER:
        return
    yield say(
        "They would go out in this order: {now}; in the count it was {before}.",
        now=", ".join(contest.name_of(c) for c, _ in now),
        before=", ".join(contest.name_of(c) for c, _ in went),
    )


def _decided_sentences(whatif: WhatIf) -> Iterator[str]:
    real, supposed = whatif.real, whatif.supposed
    if not real.elected or not supposed.elected:
        return
    before, now = real.deciding_stage.number, supposed.deciding_stage.number
    if before != now:
        yield say(
            "It would be decided at stage {now}; the count was at stage {before}.",
            now=now,
            before=before,
        )


def _lead_sentences(whatif: WhatIf) -> Iterator[str]:
    now, before = _lead(whatif.supposed, whatif.unit), _lead(whatif.real, Fraction(1))
    if now and before:
        yield say(
            "At the stage that decides {now_name} would be {now_lead} {now_others}; in the count "
            "{name} was {lead} {others}.",
            now_name=now[0],
            now_lead=now[1],
            now_others=now[2],
            name=before[0],
            lead=before[1],
            others=before[2],
        )


def _lead(declaration: Declaration, unit: Fraction) -> tuple[str, str, str] | None:
    """The winner, how far he or she is ahead at the stage that decides, and of whom."""
    margin, contest = declaration.margin, declaration.contest
    if margin is None:
        return None
    name, others = contest.name_of(margin.winner), _names(contest, margin.runners_up)
    if not margin.points:
        return name, say("level"), say("with {others}", others=others)
    if margin.votes is None:
        how_far = say("{points} of the whole", points=lead_words(margin.points))
    else:
        votes, share = _votes_text(margin.votes * unit), percent_above_nought(margin.points)
        how_far = say("{votes} ({share} per cent)", votes=votes, share=share)
    return name, how_far, say("ahead of {others}", others=others)


def _votes_text(votes: Fraction) -> str:
    whole = 1 if votes == 1 else 2
    return say_number("{votes} vote", "{votes} votes", whole, votes=papers_text(votes))


def base_sentences(whatif: WhatIf) -> tuple[str, ...]:
    """What the printed figures of both counts are a share of."""
    before, now = base_words(whatif.real.contest), base_words(whatif.supposed.contest)
    if before == now:
        return (say("Figures are {base}.", base=before),)
    return (
        say("Figures of the count are {base}.", base=before),
        say("Figures of the what-if are {base}.", base=now),
    )


# --- how much would be enough ----------------------------------------------------------------


def share_sentences(contest: Contest, ranges: Sequence[Ranges]) -> tuple[str, ...]:
    """Who would win at which share of the ballots that follow; what changes nothing stands last."""
    changing = [r for r in ranges if not r.ranges[0].elected or _turns(r)]
    steady: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for found in ranges:
        if found not in changing:
            key = found.candidate, found.ranges[0].elected
            steady.setdefault(key, []).append(found.to)
    return (
        *(_turning_sentence(contest, r) for r in changing),
        *(_steady_sentence(contest, *key, tos) for key, tos in steady.items()),
    )


def _steady_sentence(
    contest: Contest, candidate: str, elected: tuple[str, ...], tos: Sequence[str]
) -> str:
    return say(
        "{name} backing {to}: {winner} would be {chosen} whatever share of the ballots follows.",
        name=contest.name_of(candidate),
        to=_names(contest, tos, "or"),
        winner=_names(contest, elected),
        chosen=passive_words(contest),
    )


def _turning_sentence(contest: Contest, ranges: Ranges) -> str:
    name, to = contest.name_of(ranges.candidate), contest.name_of(ranges.to)
    first = ranges.ranges[0]
    later = [
        say("{share} of them {who}", share=enough_words(r), who=_who(contest, r))
        for r in _turns(ranges)
    ]
    if not first.elected:
        begin = say(
            "{name} backing {to}: with no ballot following a lot is needed", name=name, to=to
        )
    else:
        begin = say(
            "{name} backing {to}: with no ballot following {winner} would be {chosen}",
            name=name,
            to=to,
            winner=_names(contest, first.elected),
            chosen=passive_words(contest),
        )
    return say("{begin}.", begin="; ".join([begin, *later]))


def _turns(ranges: Ranges) -> list[Range]:
    """Each range that elects others than the one before it; lots at single shares left out."""
    turns, before = [], ranges.ranges[0].elected
    for found in ranges.ranges[1:]:
        single = found.start == found.end
        if not (single and not found.elected) and set(found.elected) != set(before):
            turns.append(found)
            before = found.elected
    return turns


def _who(contest: Contest, found: Range) -> str:
    return _names(contest, found.elected) if found.elected else say("a lot is needed")


def enough_words(found: Range) -> str:
    """From which share a range goes, in words: rounded up as far as it still lies in the range."""
    start, end = found.start, found.end
    if start.exact and (start.low * 10_000).denominator == 1:
        share = share_text(start.low)
        return (
            say("from {share}", share=share)
            if found.with_start
            else say("above {share}", share=share)
        )
    for places in range(2, 40):
        step = Fraction(1, 100 * 10**places)
        up = (start.high // step + 1) * step
        if up < end.low or (up == end.low and found.with_end):
            return say("from {percent} per cent", percent=percent(up, places))
    return say("just above {share}", share=start.low)
