"""A reported result as one HTML page: what was reported by whom, and what those figures allow.

The page is one file. It fetches nothing and runs no script. Every figure stands with its sources;
where sources differ, their figures stand side by side. That nothing was counted is said at the top,
in every caption, and by the hatching of the bars.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hustings.language import say, to_say
from hustings.report.markup import Html, element, hidden, join, strong
from hustings.report.reported_bars import share_bars, swatch_colour
from hustings.report.shell import FOOT, masthead_line, page_shell
from hustings.report.tables import figure_cell, head_cell, row_cell, table
from hustings.report.words import written_in
from hustings.reported import Claim, Line, Report, Reported, Sense, Topic
from hustings.reported.check import Check, Kind, Verdict
from hustings.reported.checks import checks
from hustings.reported.phrases import between, number
from hustings.reported.reversal import reversals
from hustings.reported.wording import (
    NO_FIGURE,
    about_sentences,
    headline,
    not_counted,
    reversal_sentence,
    story,
)
from hustings.rounding import grouped

__all__ = ["reported_body", "reported_page"]

_WIDE, _NARROW = 980.0, 330.0
_DASH = "\u2060–\u2060"
"""A dash at which no line is broken."""

_CITED = re.compile(r"\[([^\[\]]+)\]")


def reported_page(reported: Reported) -> str:
    """The reported result as a whole HTML document; equal results give equal bytes."""
    return page_shell(
        title=f"{headline(reported)} – {reported.title}",
        body=reported_body(reported),
        masthead=masthead_line(reported.title, reported.date),
        foot=say(FOOT),
    )


def reported_body(reported: Reported) -> Html:
    """The article of the page, for a page of another frame."""
    found = checks(reported)
    parts = [
        _top(reported),
        *(_report(reported, report) for report in reported.reports),
        _side_by_side(reported),
        _allow(reported, found),
        _whole_votes(reported, found),
        _could_have(reported),
        _told(reported),
        _sources(reported),
    ]
    return element("article", *(part for part in parts if part))


def _part(name: str, heading: str, *children: str | None, lead: str = "") -> Html:
    """One part of the page, under a heading of level 2 that also names it to a screen reader."""
    return element(
        "section",
        element("h2", heading, id=name),
        element("p", lead, class_="lead") if lead else None,
        *children,
        aria_labelledby=name,
        class_=f"part {name}",
    )


# --- citing ------------------------------------------------------------------------------------


def _marks(reported: Reported) -> dict[str, str]:
    """What stands for each source behind a figure: its publisher, numbered if it has several."""
    publishers = [s.publisher for s in reported.sources]
    marks = {}
    for n, source in enumerate(reported.sources):
        name = publishers[n]
        several = publishers.count(name) > 1
        marks[source.id] = f"{name} {publishers[: n + 1].count(name)}" if several else name
    return marks


def _link(reported: Reported, source: str) -> Html:
    place = [s.id for s in reported.sources].index(source) + 1
    return element("a", _marks(reported)[source], href=f"#source-{place}")


def _cite(reported: Reported, sources: Sequence[str]) -> Html:
    """The marks of sources in brackets, each a link to its line in the list of sources."""
    links = join([_link(reported, source) for source in sources], ", ")
    return element("span", "[", links, "]", class_="cite")


def _linked(reported: Reported, sentence: str) -> Html:
    """A sentence whose ids of sources in brackets are links; other brackets stay as they are."""
    known = {s.id for s in reported.sources}
    parts: list[str] = []
    end = 0
    for found in _CITED.finditer(sentence):
        ids = found[1].split(", ")
        if known.issuperset(ids):
            parts += [sentence[end : found.start()], _cite(reported, ids)]
            end = found.end()
    return join([*parts, sentence[end:]])


# --- the top and the shares --------------------------------------------------------------------


def _top(reported: Reported) -> Html:
    question = None
    if reported.question:
        question = element("p", reported.question, class_="question", lang=written_in())
    whole = reported.whole
    return element(
        "header",
        question,
        element("h1", headline(reported)),
        element("p", _story(reported), class_="story"),
        element("aside", element("p", strong(not_counted(reported))), class_="provisos"),
        _figure(reported, whole[0], "first") if whole else None,
        class_="top",
    )


def _story(reported: Reported) -> Html:
    """What was reported, or why nothing is known, as it was written."""
    said = _linked(reported, " ".join(story(reported)))
    return said if reported.whole else _as_written(said)


def _as_written(text: str) -> Html:
    """A text as it was written, marked with its language where that is not the page's."""
    return element("span", text, lang=written_in()) if written_in() else join([text])


def _figure(reported: Reported, report: Report, name: str) -> Html:
    """The bars, drawn twice: across for a wide page, with names above the bars for a narrow one."""
    return element(
        "figure",
        element(
            "div",
            share_bars(reported, report, width=_WIDE, prefix=f"{name}-across"),
            class_="across",
        ),
        element(
            "div",
            share_bars(reported, report, width=_NARROW, prefix=f"{name}-down"),
            class_="down",
        ),
        element("figcaption", _key(report)),
    )


def _key(report: Report) -> str:
    """What the hatching means, and how a limit is drawn where there is one."""
    said = say(
        "{report}: per cent of the votes. Hatched: reported, not counted.", report=report.title
    )
    limits = any(
        line.share and line.share.sense in {Sense.AT_LEAST, Sense.UNDER} for line in report.lines
    )
    dashed = say("Dashed: how far a share that was printed as a limit can go.")
    return f"{said} {dashed}" if limits else said


def _report(reported: Reported, report: Report) -> Html:
    """One report: its picture, unless it stands at the top, and its table."""
    whole = reported.whole
    at_top = bool(whole) and report is whole[0]
    name = f"report-{reported.reports.index(report) + 1}"
    lead = say("A part of the votes only, as reported.") if report.partial else ""
    figure = None if at_top else _figure(reported, report, name)
    title = _as_written(report.title)
    return _part(name, title, figure, _shares_table(reported, report, name), lead=lead)


def _shares_table(reported: Reported, report: Report, name: str) -> Html:
    with_votes = any(line.votes for line in report.lines)
    rows = [_share_row(reported, report, c, with_votes) for c in reported.in_order(report)]
    head = [
        head_cell(say("Candidate"), numbers=False),
        head_cell(say("Share, per cent")),
        *([head_cell(say("Votes"))] if with_votes else []),
        head_cell(say("Reported by"), numbers=False),
    ]
    caption = say(
        "{report}: as printed by the sources, per cent of the votes.", report=report.title
    )
    return table(f"{name}-table", caption, head=head, body=rows)


def _share_row(reported: Reported, report: Report, candidate: str, with_votes: bool) -> Html:
    line = report.line(candidate)
    name = _named(reported, candidate)
    if line is None:
        nothing = element("td", say(NO_FIGURE), class_="none", colspan=3 if with_votes else 2)
        return element("tr", name, nothing)
    cells = [figure_cell(line.share.words if line.share else "–")]
    if with_votes:
        cells.append(figure_cell(line.votes.words if line.votes else "–"))
    return element("tr", name, *cells, element("td", _told_by(reported, line), class_="told"))


def _told_by(reported: Reported, line: Line | Claim) -> Html:
    note = element("span", line.note, class_="note", lang=written_in()) if line.note else None
    return join([_cite(reported, line.sources), *([note] if note else [])], " ")


def _named(reported: Reported, candidate: str) -> Html:
    return row_cell(join([_swatch(reported, candidate), reported.name_of(candidate)]))


def _swatch(reported: Reported, candidate: str) -> Html:
    """The small square in a candidate's colour; the name always stands beside it."""
    box = f'<rect width="10" height="10" fill="{swatch_colour(reported, candidate)}"/>'
    return Html(f'<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">{box}</svg>')


# --- what sources say, side by side --------------------------------------------------------------


def _side_by_side(reported: Reported) -> Html | None:
    """The figures besides the shares: a row for each thing, a column for each differing figure."""
    topics = [t for t in Topic if t.is_figure and reported.about(t)]
    if not topics:
        return None
    most = max(len(reported.about(topic)) for topic in topics)
    rows = [_figures_row(reported, topic, most) for topic in topics]
    titles = [say("As reported")]
    if most > 1:
        titles = [say("Figure {number}", number=n) for n in range(1, most + 1)]
    head = [
        head_cell(hidden(say("What")), numbers=False),
        *(head_cell(title, numbers=False) for title in titles),
    ]
    lead = ""
    if most > 1:
        lead = say("Where sources differ, their figures stand side by side; none is preferred.")
    caption = say("As printed by the sources.")
    figures = table("figures", caption, head=head, body=rows)
    return _part("papers", say("Papers, votes and turnout"), figures, lead=lead)


def _figures_row(reported: Reported, topic: Topic, most: int) -> Html:
    claims = reported.about(topic)
    cells = [
        element("td", strong(c.words), " ", _told_by(reported, c), class_="told") for c in claims
    ]
    empty = [element("td", "") for _ in range(most - len(claims))]
    differ = element("span", say("{number} figures", number=number(len(claims))), class_="note")
    return element(
        "tr", element("th", topic.words, differ if len(claims) > 1 else None, scope="row"),
        *cells, *empty,
    )  # fmt: skip


# --- checks --------------------------------------------------------------------------------------

_TAGS = {
    Verdict.FITS: to_say("Fits"),
    Verdict.DOES_NOT_FIT: to_say("Does not fit"),
    Verdict.INFORMS: to_say("Follows"),
}


def _allow(reported: Reported, found: Sequence[Check]) -> Html | None:
    """Every check in a sentence, but the votes of each total, which have a table of their own."""
    shown = [c for c in found if "votes" not in c.values or c.kind is not Kind.WHOLE_VOTES]
    if not shown:
        return None
    items = [
        element("li", _tag(check.verdict), " ", _linked(reported, check.sentence))
        for check in shown
    ]
    lead = say("Worked out here from the printed figures, exactly; no figure was changed.")
    said = [element("p", s, class_="note") for s in about_sentences(reported)]
    return _part("checks", say("What the figures allow"), element("ul", *items), *said, lead=lead)


def _tag(verdict: Verdict) -> Html:
    """The verdict in words; a misfit stands out."""
    if verdict is Verdict.DOES_NOT_FIT:
        return element("span", say(_TAGS[verdict]), class_="tag")
    return strong(f"{say(_TAGS[verdict])}.")


def _whole_votes(reported: Reported, found: Sequence[Check]) -> Html | None:
    """A table of the whole numbers of votes that can stand behind the shares, for each total."""
    tables = []
    for number_, report in enumerate(reported.whole, start=1):
        fits = [
            c
            for c in found
            if c.report == report.id and c.kind is Kind.WHOLE_VOTES and "votes" in c.values
        ]
        if fits:
            tables.append(_fits_table(reported, report, fits, f"whole-votes-{number_}"))
    if not tables:
        return None
    lead = say(
        "No numbers of votes were published. These are the fewest and the most votes with which "
        "whole numbers give every printed share: bounds, not a result."
    )
    return _part("whole", say("Votes that the shares allow"), *tables, lead=lead)


def _fits_table(reported: Reported, report: Report, fits: Sequence[Check], name: str) -> Html:
    order = reported.in_order(report)
    head = [
        head_cell(say("If there were"), numbers=False),
        *(head_cell(reported.name_of(c)) for c in order),
        head_cell(say("Different ways")),
    ]
    rows = [_fit_row(reported, check, order) for check in fits]
    caption = say("{report}: fewest to most votes for each candidate.", report=report.title)
    cue = say("Scroll sideways for all {count} candidates.", count=len(order))
    return table(name, caption, head=head, body=rows, wide=True, cue=cue)


def _fit_row(reported: Reported, check: Check, order: Sequence[str]) -> Html:
    values = check.values
    votes, ways, told = values["votes"], values["ways"], values["total_sources"]
    low, high = values["low"], values["high"]
    assert isinstance(votes, Mapping)
    assert isinstance(told, tuple)
    assert isinstance(low, int)
    assert isinstance(high, int)
    opening = join([str(values["total"]), " ", _cite(reported, [str(s) for s in told])])
    cells = [figure_cell(_range(votes[candidate])) for candidate in order]
    counted = grouped(ways) if isinstance(ways, int) else say("not counted")
    return element("tr", row_cell(opening, small=between(low, high)), *cells, figure_cell(counted))


def _range(value: object) -> str:
    assert isinstance(value, tuple)
    low, high = value
    return grouped(low) if low == high else f"{grouped(low)}{_DASH}{grouped(high)}"


# --- the rest ------------------------------------------------------------------------------------


def _could_have(reported: Reported) -> Html | None:
    said = [reversal_sentence(reported, found) for found in reversals(reported)]
    if not said:
        return None
    paragraphs = [element("p", _linked(reported, sentence)) for sentence in said]
    return _part("reversal", say("What later preferences could have changed"), *paragraphs)


def _told(reported: Reported) -> Html | None:
    """What was reported in words, under its heading."""
    terms: list[Html] = []
    for topic in Topic:
        claims = [] if topic.is_figure else reported.about(topic)
        if claims:
            said = [element("div", _as_written(c.says), " ", _told_by(reported, c)) for c in claims]
            terms += [element("dt", topic.words), element("dd", *said)]
    return _part("told", say("Also reported"), element("dl", *terms)) if terms else None


def _sources(reported: Reported) -> Html | None:
    if not reported.sources:
        return None
    marks = _marks(reported)
    items = [
        element("li", strong(f"{marks[s.id]}:"), " ", _as_written(f"{s.title}."), id=f"source-{n}")
        for n, s in enumerate(reported.sources, start=1)
    ]
    return _part("sources", say("Sources"), element("ul", *items, class_="sentences"))
