"""What a reported result says in sentences: the headline, why, and what it is not.

Nothing here works anything out. A result of an advisory primary is "the choice of those voting";
only an election elects. Everything is "as reported", with its sources.
"""

from __future__ import annotations

from hustings.contest import Purpose
from hustings.count import RULES
from hustings.language import say, to_say
from hustings.reported import Line, Report, Reported, Sense, Topic
from hustings.reported.phrases import (
    cited,
    day,
    listed,
    number,
    per_cent,
    rule_name,
    votes_printed,
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

NOT_COUNTED = to_say("Reported, not counted here: no ballots were published.")
"""Stands on everything that shows a reported result, in its language."""

NO_FIGURE = to_say("no figure reported")
"""What stands where a candidate's share would, in the language of what shows it."""


def not_counted(reported: Reported) -> str:
    """The line that keeps a reported result apart from a count."""
    if reported.whole:
        return say(NOT_COUNTED)
    return say("Not reported, not counted here: neither figures nor ballots were found.")


def occasion(reported: Reported) -> str:
    """Title and date."""
    return f"{reported.title}{f', {day(reported.date)}' if reported.date else ''}"


def headline(reported: Reported) -> str:
    """One line that says what happened, as far as the sources agree on it."""
    if not reported.whole:
        return say("No result was found")
    winners = {chosen(reported, report) for report in reported.whole}
    if len(winners) > 1:
        return say("The reports differ on who won")
    winner = winners.pop()
    if winner is None:
        return _headline_without_winner(reported)
    return say(_CHOSEN[reported.purpose], name=reported.name_of(winner))


_CHOSEN = {
    Purpose.ADVISORY: to_say("{name} was the choice of those voting, as reported"),
    Purpose.NOMINATION: to_say("{name} was nominated, as reported"),
    Purpose.SELECTION: to_say("{name} was selected, as reported"),
    Purpose.ELECTION: to_say("{name} was elected, as reported"),
}


def _headline_without_winner(reported: Reported) -> str:
    firsts = {leading(reported, report, 1) for report in reported.whole}
    if len(firsts) == 1 and (first := firsts.pop()):
        name = reported.name_of(first[0])
        return say("{name} was ahead on first preferences, as reported", name=name)
    return say("The reported figures do not say who won")


def story(reported: Reported) -> tuple[str, ...]:
    """What was reported and why it was so: one sentence a report of all votes, or why none is."""
    if not reported.whole:
        return (reported.unknown,)
    said = [_lead_sentence(reported, report) for report in reported.whole]
    rule = rule_sentence(reported)
    return (*said, rule) if rule else tuple(said)


def _lead_sentence(reported: Reported, report: Report) -> str:
    two = leading(reported, report, 2)
    several = len(reported.whole) > 1
    first = report.line(two[0]) if two else None
    if first is None and several:
        return say(
            "{title}: the figures reported leave in doubt who came first.", title=report.title
        )
    if first is None:
        return say("The figures reported leave in doubt who came first.")
    second = report.line(two[1]) if len(two) > 1 else None
    said = _ahead_sentence(reported, first, second)
    return f"{report.title}: {said}" if several else said


def _ahead_sentence(reported: Reported, first: Line, second: Line | None) -> str:
    name, figures, told = _told(reported, first)
    if second is None:
        return say(
            "{name} is reported with {figures}{told}.", name=name, figures=figures, told=told
        )
    other, other_figures, other_told = _told(reported, second)
    return say(
        "{name} is reported with {figures}{told}, {other} second with {other_figures}{other_told}.",
        name=name,
        figures=figures,
        told=told,
        other=other,
        other_figures=other_figures,
        other_told=other_told,
    )


def _told(reported: Reported, line: Line) -> tuple[str, str, str]:
    """Who, with what, by whose report."""
    return reported.name_of(line.candidate), figure_words(line), cited(line.sources)


def figure_words(line: Line) -> str:
    """A line's figures in a sentence: "50.3 per cent", "7,914 votes (48.0 per cent)"."""
    share = per_cent(line.share.words) if line.share else ""
    if line.votes is None:
        return share
    votes = votes_printed(line.votes)
    return f"{votes} ({share})" if share else votes


def rule_sentence(reported: Reported) -> str:
    """By which rule it was counted, and whether another one was due; empty where not known."""
    if not reported.rule:
        return ""
    rule, told = rule_name(reported.rule), _cited_about(reported, Topic.RULE)
    if reported.rule_due and reported.rule_due != reported.rule:
        return say(
            "It was counted by {rule}{told}; {due} was due, as reported{due_told}.",
            rule=rule,
            told=told,
            due=rule_name(reported.rule_due),
            due_told=_cited_about(reported, Topic.RULE_DUE),
        )
    ranked = RULES[reported.rule].ranked
    if ranked and reported.whole and all(chosen(reported, r) for r in reported.whole):
        return say(
            "It was counted by {rule}{told}; more than half of the first preferences decided it.",
            rule=rule,
            told=told,
        )
    return say("It was counted by {rule}{told}.", rule=rule, told=told)


def _cited_about(reported: Reported, topic: Topic) -> str:
    return cited(dict.fromkeys(s for claim in reported.about(topic) for s in claim.sources))


def reversal_sentence(reported: Reported, reversal: Reversal) -> str:
    """What preferences that nobody collected could have changed, with the range of rounding."""
    other, leader = reported.name_of(reversal.runner_up), reported.name_of(reversal.leader)
    if reversal.exact:
        return say(
            "Only first preferences were counted. If each of the {votes} votes for others had "
            "passed to one of the first two, more than {share} per cent of them going to {other} "
            "would have put {other} ahead of {leader}{told}.",
            votes=grouped(int(reversal.others)),
            share=percent_enough(reversal.share, 1),
            other=other,
            leader=leader,
            told=cited(reversal.sources),
        )
    return say(
        "Only first preferences were counted. If each of the votes for others, {others} per cent "
        "of all, had passed to one of the first two, more than {share} per cent of them ({low} to "
        "{high} with rounding) going to {other} would have put {other} ahead of {leader}{told}.",
        others=_plain(reversal),
        share=percent(reversal.share, 1),
        low=percent(reversal.low, 1),
        high=percent(reversal.high, 1),
        other=other,
        leader=leader,
        told=cited(reversal.sources),
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
    return (say('A figure with "about" is taken to be within a tenth of itself, either way.'),)


def conflicts(reported: Reported) -> tuple[str, ...]:
    """One sentence for each thing that sources report differently; the words stand side by side."""
    said = []
    for topic in Topic:
        claims = reported.about(topic) if topic.is_figure else ()
        if len(claims) > 1:
            said.append(
                say(
                    "{topic}: {number} figures are reported, {these}.",
                    topic=topic.words,
                    number=number(len(claims)),
                    these=listed([f"{c.words}{cited(c.sources)}" for c in claims]),
                )
            )
    if len(reported.whole) > 1:
        count = number(len(reported.whole))
        said.append(say("The result: {number} reports stand side by side.", number=count))
    return tuple(said)
