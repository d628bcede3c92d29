"""The document as one HTML file that prints well: A4, running title, page numbers, nothing fetched.

Order: what is declared and by whom, how the count went, what decided, the papers, the rule, what
was corrected, then the whole stage sheet.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from hustings.contest import Contest
from hustings.declaration import Declaration
from hustings.declaration.wording import (
    headline,
    margin_sentences,
    stage_sentence,
    story,
    tie_at,
)
from hustings.language import say, spoken
from hustings.report.document.record import AgentStatement, Correction, Signature
from hustings.report.document.sheet import sheet_tables
from hustings.report.document.wording import (
    declared_sentence,
    effect_sentence,
    method_sentences,
    standing_words,
)
from hustings.report.drawings import Drawings
from hustings.report.languages import review_note
from hustings.report.markup import Html, element, join, linked, strong
from hustings.report.tables import (
    head_cell,
    reconciliation_table,
    row_cell,
    sections_table,
    stage_table,
    table,
)
from hustings.report.words import adding_up, date_words, warnings_of, written_in

__all__ = ["declaration_document_html"]

_FACES = (
    ("Hustings Serif", "literata-600.ttf", 600),
    ("Hustings Sans", "public-sans-400.ttf", 400),
    ("Hustings Sans", "public-sans-700.ttf", 700),
)


def declaration_document_html(
    declaration: Declaration,
    *,
    signed: Signature | None,
    version: int,
    corrections: Sequence[Correction] = (),
    test: bool = False,
    pledge: str | None = None,
    agents: Sequence[AgentStatement] = (),
) -> str:
    """The declaration as a print-ready HTML document; equal arguments give equal bytes.

    ``signed`` is who declares it; without, the document calls itself provisional on every page.
    ``version`` counts from 1. ``pledge`` says whether the promise to follow the result applies, in
    words. ``agents`` is what those who watched the count said of it. ``test`` writes TEST across
    every page.
    """
    drawn = Drawings(declaration)
    standing = standing_words(declaration, signed)
    counted = not declaration.no_votes
    parts = [
        drawn.patterns(),
        element("div", say("TEST"), class_="watermark", aria_hidden="true") if test else None,
        _top(declaration, standing, version, test=test),
        _declared(declaration, signed, pledge),
        _provisos(declaration),
        _stages(declaration, drawn) if counted else None,
        _why(declaration) if counted else None,
        _papers(declaration),
        _how(declaration.contest),
        _corrected(corrections),
        _agents(agents),
        _sheet(declaration, drawn) if counted else None,
        _sources(declaration.contest),
    ]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{_mark(test=test)}{standing}: {declaration.contest.title}"),
        element("style", Html(_style(declaration.contest.title, standing, version, test=test))),
    )
    body = element("body", element("main", *(p for p in parts if p)))
    return "<!doctype html>\n" + element("html", join([head, body]), lang=spoken().code)


def _style(title: str, standing: str, version: int, *, test: bool) -> str:
    """The style sheet with its fonts inside, and the words that run along every page."""
    said = say("{standing}, version {version}", standing=standing, version=version)
    said = f"{_mark(test=test)}{said}"
    running = (
        f"@page{{@top-left{{content:{_css_string(title)}}}"
        f"@top-right{{content:{_css_string(said)}}}"
        f"@bottom-right{{content:{_numbering()}}}}}\n"
    )
    return f"\n{_faces()}\n{_document_style()}{running}"


def _mark(*, test: bool) -> str:
    """What stands before everything that a reader sees of a test."""
    return f"{say('TEST.')} " if test else ""


def _numbering() -> str:
    """The number of each page and how many there are, as CSS."""
    said = say("Page {page} of {pages}", page="\x01", pages="\x02")
    counters = {"\x01": "counter(page)", "\x02": "counter(pages)"}
    pieces = [piece for piece in re.split("([\x01\x02])", said) if piece]
    return ' " " '.join(counters.get(piece) or _css_string(piece) for piece in pieces)


@cache
def _faces() -> str:
    here = files("hustings.report") / "fonts"
    return "\n".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};src:url(data:font/ttf;base64,'
        f"{b64encode((here / name).read_bytes()).decode('ascii')})}}"
        for family, name, weight in _FACES
    )


@cache
def _document_style() -> str:
    return (files("hustings.report.document") / "document.css").read_text(encoding="utf-8")


def _css_string(text: str) -> str:
    """Any text as a CSS string that cannot end the string or the style sheet."""
    shown = " ".join(text.split())
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in shown) + '"'


def _part(name: str, heading: str, *children: str | None, lead: str = "") -> Html:
    return element(
        "section",
        element("h2", heading, id=name),
        element("p", lead, class_="lead") if lead else None,
        *children,
        aria_labelledby=name,
        class_=f"part {name}",
    )


def _items(sentences: Iterable[str], name: str = "ul", *, lang: str | None = None) -> Html:
    return element(name, *(element("li", linked(s), lang=lang) for s in sentences))


def _top(declaration: Declaration, standing: str, version: int, *, test: bool) -> Html:
    contest = declaration.contest
    title = f"{contest.title}, {date_words(contest.date)}" if contest.date else contest.title
    numbered = say("version {version}", version=version)
    return element(
        "header",
        element("p", strong(_mark(test=True)), say("These votes are not real."), class_="test")
        if test
        else None,
        element("p", f"{standing} · {title} · {numbered}", class_="kicker"),
        element("h1", headline(declaration)),
        element("p", contest.question, class_="question") if contest.question else None,
        element("p", " ".join(story(declaration)), class_="story"),
        element("p", note, class_="note") if (note := review_note()) else None,
    )


def _declared(declaration: Declaration, signed: Signature | None, pledge: str | None) -> Html:
    effect = effect_sentence(declaration.contest)
    return element(
        "section",
        element("p", declared_sentence(declaration, signed), class_="declared"),
        element("p", effect, class_="effect") if effect else None,
        element("p", strong(say("The pledge.")), " ", pledge, class_="pledge") if pledge else None,
        _signature(signed),
        class_="statement",
        aria_label=say("What is declared"),
    )


def _signature(signed: Signature | None) -> Html:
    """The line to sign on, with the name below it; empty lines where nobody has signed."""
    rows = [(say("Returning officer"), ""), (say("Date"), "")]
    if signed:
        rows = [
            (say("Signed"), signed.name),
            (say("As"), signed.role),
            (say("On"), signed.date),
        ]
    cells = [
        element(
            "div",
            element("p", said or "\u00a0", class_="on"),
            element("p", label, class_="below"),
        )
        for label, said in rows
    ]
    return element("div", *cells, class_="signature")


def _provisos(declaration: Declaration) -> Html | None:
    said = warnings_of(declaration)
    if not said:
        return None
    return element(
        "aside",
        element("p", strong(say("Read the result with this in mind"))),
        _items(said),
        class_="provisos",
    )


def _stages(declaration: Declaration, drawn: Drawings) -> Html:
    contest = declaration.contest
    one = len(declaration.stages) == 1
    heading = say("First preferences") if one else say("Stage by stage")
    split = None
    if len(contest.sections) > 1:
        split = _whole(declaration, sections_table(declaration, declaration.deciding_stage))
    stages = _whole(declaration, stage_table(declaration, drawn.swatch))
    return _part("by-stage", heading, stages, split)


def _whole(declaration: Declaration, held: Html) -> Html:
    """Tables that stay on one page each, unless so many stand that they need more."""
    few = len(declaration.contest.candidates) <= _ON_A_PAGE
    return element("div", held, class_="whole") if few else held


_ON_A_PAGE = 14
"""Candidates whose table fits a page with room to spare."""


def _why(declaration: Declaration) -> Html:
    contest, stages = declaration.contest, declaration.stages
    said = [
        element("li", strong(say("Stage {number}.", number=s.number)), " ", sentence)
        for s in stages
        if (sentence := stage_sentence(declaration, s))
    ]
    ties = [tie_at(contest, s, tie) for s in stages for tie in s.ties] or [
        say("No tie had to be settled.")
    ]
    if declaration.lot_needed:
        ties.append(say("A lot is still to be drawn."))
    close = margin_sentences(declaration)
    return _part(
        "why",
        say("What was decided, and why"),
        element("ol", *said, class_="plain"),
        element("h3", say("Ties")),
        *(element("p", tie) for tie in ties),
        element("h3", say("How close it was")) if close else None,
        *(element("p", sentence) for sentence in close),
    )


def _papers(declaration: Declaration) -> Html:
    several = len(declaration.contest.sections) > 1
    problems = [
        f"{f'{s.name}: ' if several else ''}{problem}."
        for s, part in zip(declaration.contest.sections, declaration.reconciliation, strict=True)
        for problem in part.problems
    ]
    verdict = element("p", adding_up(declaration), class_="note")
    if problems:
        verdict = join([element("p", strong(say("The figures do not add up."))), _items(problems)])
    held = reconciliation_table(declaration)
    return _part("ballot-papers", say("The ballot papers"), held, verdict)


def _how(contest: Contest) -> Html:
    *said, ties = method_sentences(contest)
    heading = say("How it was counted")
    return _part("how", heading, element("p", " ".join(said)), element("p", ties))


def _corrected(corrections: Sequence[Correction]) -> Html | None:
    if not corrections:
        return None
    rows = [
        element(
            "tr",
            row_cell(c.what, small=say("version {version}", version=c.version)),
            element("td", element("s", c.old)),
            element("td", c.new),
            element("td", f"{c.why} {c.who}, {c.when}."),
        )
        for c in corrections
    ]
    heads = (say("What"), say("Was"), say("Is"), say("Why, by whom, when"))
    return _part(
        "corrections",
        say("Corrections"),
        table(
            "corrected",
            say("What earlier versions of this declaration had otherwise."),
            head=[head_cell(said, numbers=False) for said in heads],
            body=rows,
        ),
    )


def _agents(agents: Sequence[AgentStatement]) -> Html | None:
    if not agents:
        return None
    rows = [
        element(
            "tr",
            row_cell(a.name, small=a.role),
            element("td", a.said),
            element("td", " ".join(part for part in (a.words, a.answer) if part)),
            element("td", a.when),
        )
        for a in agents
    ]
    heads = (say("Who"), say("Said"), say("In these words"), say("On"))
    return _part(
        "agents",
        say("Agents"),
        table(
            "agents-said",
            say("What candidates’ agents and scrutineers said of this version of the result."),
            head=[head_cell(said, numbers=False) for said in heads],
            body=rows,
        ),
    )


def _sheet(declaration: Declaration, drawn: Drawings) -> Html:
    return _part(
        "sheet",
        say("The stage sheet"),
        _whole(declaration, sheet_tables(declaration, drawn.swatch)),
        lead=say(
            "Every figure of the count. At each stage the votes and the papers not transferable "
            "add up to the valid papers."
        ),
    )


def _sources(contest: Contest) -> Html | None:
    if not contest.sources and not contest.notes:
        return None
    return _part(
        "sources",
        say("Notes and sources") if contest.notes else say("Sources"),
        _items(contest.notes, lang=written_in()) if contest.notes else None,
        _items(contest.sources, lang=written_in()) if contest.sources else None,
    )
