"""What a reported result says in sentences: the headline, why, and what it is not.

Nothing here works anything out. A result of an advisory primary is "the choice of those voting";
only an election elects. Everything is "as reported", with its sources.
"""

from __future__ import annotations

from hustings.count import RULES
from hustings.reported import Line, Report, Reported, Sense, Topic
from hustings.reported.phrases import (
    chosen_as,
    cited,
    day,
    listed,
    number,
    per_cent,
    rule_name,
)
from hustings.reported.reversal import Reversal
from hustings.reported.standing import chosen, leading
from hustings.rounding import grouped, percent, percent_enough

__all__ = [
    "NOT_COUNTED",
    "NO_FIGURE",
    "about_sentences",
    "conflicts",
    "figure_words",
    "headline",
    "not_counted",
    "occasion",
    "reversal_sentence",
    "rule_sentence",
    "story",
]

NOT_COUNTED = "Reported, not counted here: no ballots were published."
"""Stands on everything that shows a reported result."""

NO_FIGURE = "no figure reported"
"""What stands where a candidate's share would."""


def not_counted(reported: Reported) -> str:
    """The line that keeps a reported result apart from a count."""
    if reported.whole:
        return NOT_COUNTED
    return "Not reported, not counted here: neither figures nor ballots were found."


def occasion(reported: Reported) -> str:
    """Title and date."""
    return f"{reported.title}{f', {day(reported.date)}' if reported.date else ''}"


def headline(reported: Reported) -> str:
    """One line that says what happened, as far as the sources agree on it."""
    if not reported.whole:
        return "No result was found"
    winners = {chosen(reported, report) for report in reported.whole}
    if len(winners) > 1:
        return "The reports differ on who won"
    winner = winners.pop()
    if winner is None:
        return _headline_without_winner(reported)
    return f"{reported.name_of(winner)} was {chosen_as(reported.purpose)}, as reported"


def _headline_without_winner(reported: Reported) -> str:
    firsts = {leading(reported, report, 1) for report in reported.whole}
    if len(firsts) == 1 and (first := firsts.pop()):
        return f"{reported.name_of(first[0])} was ahead on first preferences, as reported"
    return "The reported figures do not say who won"


def story(reported: Reported) -> tuple[str, ...]:
    """What was reported and why it was so: one sentence a report of all votes, or why none is."""
    if not reported.whole:
        return (reported.unknown,)
    said = [_lead_sentence(reported, report) for report in reported.whole]
    rule = rule_sentence(reported)
    return (*said, rule) if rule else tuple(said)


def _lead_sentence(reported: Reported, report: Report) -> str:
    two = leading(reported, report, 2)
    which = f"{report.title}: " if len(reported.whole) > 1 else ""
    first = report.line(two[0]) if two else None
    if first is None:
        doubt = "the figures reported leave in doubt who came first."
        return f"{which}{doubt}" if which else f"{doubt[:1].upper()}{doubt[1:]}"
    opening = f"{which}{reported.name_of(two[0])} is reported with {figure_words(first)}"
    opening += cited(first.sources)
    second = report.line(two[1]) if len(two) > 1 else None
    if second is None:
        return f"{opening}."
    name = reported.name_of(second.candidate)
    return f"{opening}, {name} second with {figure_words(second)}{cited(second.sources)}."


def figure_words(line: Line) -> str:
    """A line's figures in a sentence: "50.3 per cent", "7,914 votes (48.0 per cent)"."""
    share = per_cent(line.share.text) if line.share else ""
    if line.votes is None:
        return share
    votes = f"{_votes_text(line)} vote{'' if line.votes.value == 1 else 's'}"
    return f"{votes} ({share})" if share else votes


def _votes_text(line: Line) -> str:
    """Votes as printed, with commas where the text is nothing but digits."""
    assert line.votes is not None
    return grouped(int(line.votes.text)) if line.votes.text.isdigit() else line.votes.text


def rule_sentence(reported: Reported) -> str:
    """By which rule it was counted, and whether another one was due; empty where not known."""
    if not reported.rule:
        return ""
    used = f"It was counted by {rule_name(reported.rule)}{_cited_about(reported, Topic.RULE)}"
    if not reported.rule_due or reported.rule_due == reported.rule:
        ranked = RULES[reported.rule].ranked
        decided = ranked and reported.whole and all(chosen(reported, r) for r in reported.whole)
        return (
            f"{used}; more than half of the first preferences decided it."
            if decided
            else f"{used}."
        )
    due = _cited_about(reported, Topic.RULE_DUE)
    return f"{used}; {rule_name(reported.rule_due)} was due, as reported{due}."


def _cited_about(reported: Reported, topic: Topic) -> str:
    return cited(dict.fromkeys(s for claim in reported.about(topic) for s in claim.sources))


def reversal_sentence(reported: Reported, reversal: Reversal) -> str:
    """What preferences that nobody collected could have changed, with the range of rounding."""
    other, leader = reported.name_of(reversal.runner_up), reported.name_of(reversal.leader)
    if reversal.exact:
        others = f"{grouped(int(reversal.others))} votes for others"
        need = f"more than {percent_enough(reversal.share, 1)} per cent of them"
    else:
        others = f"votes for others, {_plain(reversal)} per cent of all,"
        need = (
            f"more than {percent(reversal.share, 1)} per cent of them "
            f"({percent(reversal.low, 1)} to {percent(reversal.high, 1)} with rounding)"
        )
    return (
        f"Only first preferences were counted. If each of the {others} had passed to one of the "
        f"first two, {need} going to {other} would have put {other} ahead of {leader}"
        f"{cited(reversal.sources)}."
    )


def _plain(reversal: Reversal) -> str:
    places = 0 if reversal.others.denominator == 1 else 1
    return percent(reversal.others / 100, places)


def about_sentences(reported: Reported) -> tuple[str, ...]:
    """How a figure printed with "about" is taken; nothing where none is, or nothing is checked."""
    claims = [claim.figure for claim in reported.claims]
    lines = [line for report in reported.reports for line in report.lines]
    printed = [*claims, *(line.share for line in lines), *(line.votes for line in lines)]
    if not reported.whole or not any(one and one.sense is Sense.ABOUT for one in printed):
        return ()
    return ('A figure with "about" is taken to be within a tenth of itself, either way.',)


def conflicts(reported: Reported) -> tuple[str, ...]:
    """One sentence for each thing that sources report differently; the words stand side by side."""
    said = []
    for topic in Topic:
        claims = reported.about(topic) if topic.is_figure else ()
        if len(claims) > 1:
            these = listed([f"{c.says}{cited(c.sources)}" for c in claims])
            said.append(f"{topic.words}: {number(len(claims))} figures are reported, {these}.")
    if len(reported.whole) > 1:
        said.append(f"The result: {number(len(reported.whole))} reports stand side by side.")
    return tuple(said)
