"""A declaration as one HTML page: what happened, why, and everything needed to check it.

The page is one file. It fetches nothing, runs no script, and says in words whatever it shows by
place, weight or colour. Its order is that of a newspaper: headline, story, one picture, one table,
then the details. docs/guide/declaration.md tells a reader what stands where.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from shlex import quote

from hustings.contest import Contest, TieOrder
from hustings.count import rule_of
from hustings.declaration import Declaration
from hustings.declaration.preferences import MOST_IN_PAIRS
from hustings.declaration.wording import (
    base_words,
    headline,
    listed,
    margin_sentences,
    stage_sentence,
    story,
    tie_at,
)
from hustings.declaration.wording.words import capital_first, rule_name
from hustings.errors import Level
from hustings.language import say, to_say
from hustings.report.drawings import Drawings
from hustings.report.markup import Html, element, join, linked, strong
from hustings.report.shell import FOOT, masthead_line, page_shell, style
from hustings.report.tables import (
    next_preferences_table,
    pairwise_table,
    reconciliation_table,
    section_stages_tables,
    sections_table,
    stage_table,
    transfers_table,
    worth_points_table,
    worth_table,
)
from hustings.report.words import adding_up, warnings_of, written_in

__all__ = ["PageParts", "declaration_page", "page_parts", "page_shell", "style"]

_MANY = 8
"""More candidates than this, and a table of each against each is only there to be opened."""


@dataclass(frozen=True, slots=True)
class PageParts:
    """The parts of a declaration's page, for a page of another frame; None where there is nothing.

    ``patterns`` must stand before any picture. ``details`` are sections, worth of a vote, second
    preferences and one against one.
    """

    patterns: Html | None
    provisos: Html | None
    bar: Html | None
    moved: Html | None
    stages: Html | None
    why: Html | None
    close: Html | None
    details: tuple[Html, ...]
    papers: Html
    how: Html
    check: Html
    sources: Html | None


def page_parts(
    declaration: Declaration, *, files: Mapping[str, str] | None = None, command: str | None = None
) -> PageParts:
    """The parts of the page of :func:`declaration_page`, which tells what the arguments are."""
    contest, drawn = declaration.contest, Drawings(declaration)
    counted = not declaration.no_votes
    command = command or f"hustings count {quote(contest.id)}/"
    return PageParts(
        patterns=drawn.patterns(),
        provisos=_provisos(declaration),
        bar=drawn.bar() if counted else None,
        moved=_moved(declaration, drawn) if counted else None,
        stages=_stages(declaration, drawn) if counted else None,
        why=_who(declaration) if counted else None,
        close=_close(declaration) if counted else None,
        details=tuple(p for p in _details(declaration, drawn) if p) if counted else (),
        papers=_papers(declaration),
        how=_how(declaration),
        check=_check(declaration, files or {}, command),
        sources=_sources(contest),
    )


def declaration_page(
    declaration: Declaration,
    *,
    files: Mapping[str, str] | None = None,
    command: str | None = None,
) -> str:
    """The declaration as a whole HTML document; equal declarations give equal bytes.

    ``files`` are those that lie beside the page: of each address, relative to it, what it is.
    ``command`` is how to count it again; by default the contest's folder by its id.
    """
    contest = declaration.contest
    told = page_parts(declaration, files=files, command=command)
    rest = [*told.details, told.papers, _pair(told.how, told.check), told.sources]
    parts = [
        told.patterns,
        _top(declaration, told),
        told.moved,
        told.stages,
        _pair(told.why, told.close) if told.why else None,
        element("div", *(p for p in rest if p), class_="rest"),
    ]
    return page_shell(
        title=f"{headline(declaration)} – {contest.title}",
        body=element("article", *(p for p in parts if p)),
        masthead=masthead_line(contest.title, contest.date),
        foot=say(FOOT),
    )


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


def _pair(*parts: Html | None) -> Html:
    """Two parts side by side where the page is wide enough; one alone takes the width."""
    kept = [p for p in parts if p]
    return element("div", *kept, class_="pair") if len(kept) > 1 else join(kept)


def _more(summary: str, *children: str | None) -> Html:
    """What is there to be opened: not printed, and never the only place of a figure's meaning."""
    return element("details", element("summary", summary), *children)


def _sentences(sentences: Iterable[str], class_: str | None = None) -> Html:
    return join(element("p", s, class_=class_) for s in sentences)


# --- the top ---------------------------------------------------------------------------------


def _top(declaration: Declaration, told: PageParts) -> Html:
    contest = declaration.contest
    question = element("p", contest.question, class_="question") if contest.question else None
    return element(
        "header",
        question,
        element("h1", headline(declaration)),
        element("p", " ".join(story(declaration)), class_="story"),
        told.provisos,
        told.bar,
        class_="top",
    )


def _provisos(declaration: Declaration) -> Html | None:
    said = warnings_of(declaration)
    if not said:
        return None
    items = [element("li", linked(s)) for s in said]
    return element(
        "aside",
        element("p", strong(say("Read the result with this in mind")), id="provisos"),
        element("ul", *items),
        class_="provisos",
        aria_labelledby="provisos",
    )


# --- the result ------------------------------------------------------------------------------


def _details(declaration: Declaration, drawn: Drawings) -> list[Html | None]:
    return [
        _sections(declaration, drawn),
        _worth(declaration),
        _second(declaration, drawn),
        _pairs(declaration, drawn),
    ]


def _moved(declaration: Declaration, drawn: Drawings) -> Html | None:
    if len(declaration.stages) == 1:
        return None
    lead = _moved_words(declaration.contest)
    twin = _more(say("Votes moved, as a table"), transfers_table(declaration, drawn.swatch))
    return _part("moved", say("How votes moved"), drawn.flow(), twin, lead=lead)


def _moved_words(contest: Contest) -> str:
    """How papers move by the contest's rule."""
    if moves := rule_of(contest).moves:
        return say(moves)
    if contest.weighted:
        return say(
            "At each stage the lowest total of the whole goes out in every section at once, and "
            "each of the papers passes to the next preference that is still in the count."
        )
    return say(
        "At each stage the lowest goes out, and each of the papers passes to the next preference "
        "that is still in the count."
    )


def _stages(declaration: Declaration, drawn: Drawings) -> Html:
    one = len(declaration.stages) == 1
    heading = say("First preferences") if one else say("Stage by stage")
    return _part("by-stage", heading, drawn.bars(), stage_table(declaration, drawn.swatch))


def _who(declaration: Declaration) -> Html:
    """Each stage in a sentence, then how ties were settled."""
    said = [
        element(
            "li",
            strong(say("Stage {number}.", number=s.number)),
            " ",
            stage_sentence(declaration, s),
        )
        for s in declaration.stages
        if stage_sentence(declaration, s)
    ]
    settled = [
        element("li", tie_at(declaration.contest, s, tie))
        for s in declaration.stages
        for tie in s.ties
    ]
    ties: list[Html] = [element("p", say("No tie had to be settled."), class_="note")]
    if settled or declaration.lot_needed:
        heading = element("h3", say("How ties were settled"))
        ties = [heading, element("ul", *settled)] if settled else []
    if declaration.lot_needed:
        ties.append(element("p", strong(say("A lot is still to be drawn.")), class_="open"))
    many = len(declaration.stages) > 6
    items = element("ol", *said, class_="sentences many" if many else "sentences")
    said_of = say("What was decided, and why")
    if any(s.excluded for s in declaration.stages):
        said_of = say("Who went out, and why")
    return _part("why", said_of, items, *ties)


def _sections(declaration: Declaration, drawn: Drawings) -> Html | None:
    contest = declaration.contest
    if len(contest.sections) == 1:
        return None
    lead = say("Each section's votes count for its weight, however many they are.")
    if not contest.weighted:
        lead = say("The votes of all sections are added without weighing.")
    tables = section_stages_tables(declaration, drawn.swatch)
    twin = _more(say("Every section at every stage"), tables)
    table = sections_table(declaration, declaration.deciding_stage)
    return _part("split", _sections_heading(contest), drawn.sections(), table, twin, lead=lead)


def _sections_heading(contest: Contest) -> str:
    size = len(contest.sections)
    if contest.weighted and len({s.weight for s in contest.sections}) == 1:
        return say(_EQUAL_SECTIONS.get(size, _BY_SECTION))
    return say(_BY_SECTION)


_BY_SECTION = to_say("Section by section")
_EQUAL_SECTIONS = {
    2: to_say("Two sections, a half each"),
    3: to_say("Three sections, a third each"),
    4: to_say("Four sections, a quarter each"),
    5: to_say("Five sections, a fifth each"),
}


def _worth(declaration: Declaration) -> Html | None:
    if not declaration.worths:
        return None
    twin = _more(say("In points of the whole"), worth_points_table(declaration))
    heading = say("What one vote was worth")
    return _part("worth-of-a-vote", heading, worth_table(declaration), twin)


def _close(declaration: Declaration) -> Html | None:
    said = margin_sentences(declaration)
    return _part("close", say("How close it was"), _sentences(said)) if said else None


def _second(declaration: Declaration, drawn: Drawings) -> Html | None:
    if len(declaration.next_preferences) < 2:
        return None
    if len(declaration.next_preferences) > MOST_IN_PAIRS:
        lead = say(
            "More than {number} candidates are too many for tables of second preferences and of "
            "one against one; the declaration as JSON lists the second preferences.",
            number=MOST_IN_PAIRS,
        )
        return _part("second", say("Second preferences"), lead=lead)
    lead = say("Where the next preference goes on the papers that put each candidate first.")
    parts: list[Html] = []
    for n in _telling(declaration.contest):
        twin = next_preferences_table(declaration, drawn.swatch, section=n)
        said = _of(declaration.contest, n, _SECOND)
        if n is not None:
            parts.append(element("h3", declaration.contest.sections[n].name))
        parts += [drawn.next_preferences(n), _more(said, twin)]
    if None not in _telling(declaration.contest):
        parts.append(
            _more(
                say("All sections together, those with invented rankings included"),
                next_preferences_table(declaration, drawn.swatch),
            )
        )
    return _part("second", say("Second preferences"), *parts, lead=lead)


def _pairs(declaration: Declaration, drawn: Drawings) -> Html | None:
    if len(declaration.pairwise) < 2:
        return None
    lead = say("Two at a time: on how many papers each candidate stands before each other one.")
    first, *others = dict.fromkeys([*_telling(declaration.contest), None])
    shown = pairwise_table(declaration, drawn.swatch, section=first)
    if len(declaration.pairwise) > _MANY:
        shown = _more(say("One against one, as a table"), shown)
    twins = [
        _more(
            _of(declaration.contest, n, _PAIRS),
            pairwise_table(declaration, drawn.swatch, section=n),
        )
        for n in others
    ]
    return _part("pairs", say("One against one"), shown, *twins, lead=lead)


def _telling(contest: Contest) -> list[int | None]:
    """The sections whose preferences tell something: all together, or those not invented alone."""
    real = [n for n, s in enumerate(contest.sections) if not s.invented]
    return [None] if len(real) in {0, len(contest.sections)} else [*real]


_SECOND = (
    to_say("Second preferences, as a table"),
    to_say("Second preferences, all sections together, as a table"),
    to_say("Second preferences of {section}, as a table"),
)
_PAIRS = (
    to_say("One against one"),
    to_say("One against one, all sections together"),
    to_say("One against one of {section}"),
)
"""Of the one section that there is, of all, of one of several."""


def _of(contest: Contest, section: int | None, texts: tuple[str, str, str]) -> str:
    """The text that says whose preferences they are."""
    if section is not None:
        return say(texts[2], section=contest.sections[section].name)
    return say(texts[len(contest.sections) > 1])


# --- the papers, and how to check it ---------------------------------------------------------


def _papers(declaration: Declaration) -> Html:
    contest, parts = declaration.contest, declaration.reconciliation
    problems = [
        element("li", _where(contest, n), f"{problem}.")
        for n, part in enumerate(parts)
        for problem in part.problems
    ]
    if problems:
        heading = element("p", strong(say("The figures do not add up.")))
        verdict = element("div", heading, element("ul", *problems), class_="provisos")
    else:
        verdict = element("p", _adds_up(declaration), class_="note")
    held = reconciliation_table(declaration)
    return _part("ballot-papers", say("The ballot papers"), held, verdict)


def _where(contest: Contest, number: int) -> str:
    return "" if len(contest.sections) == 1 else f"{contest.sections[number].name}: "


def _adds_up(declaration: Declaration) -> str:
    said = adding_up(declaration)
    if all(r.issued is None for r in declaration.reconciliation):
        unknown = say("How many were issued was not stated, so there is no turnout.")
        return f"{said} {unknown}"
    return said


def _how(declaration: Declaration) -> Html:
    contest = declaration.contest
    rows = [
        (say("Rule"), capital_first(rule_name(contest))),
        (say("Shares"), capital_first(base_words(contest))),
    ]
    if contest.weighted:
        weights = listed([f"{s.name} {s.weight}" for s in contest.sections])
        rows.append((say("Weights"), weights))
    if contest.seats > 1:
        rows.append((say("Places"), str(contest.seats)))
    by_stages = "tie_order" in rule_of(contest).options
    rows.append((say("Ties"), say(_TIES[contest.tie_order if by_stages else TieOrder.LOT])))
    terms = [join([element("dt", term), element("dd", said)]) for term, said in rows]
    return _part("how", say("How it was counted"), element("dl", *terms))


_TIES = {
    TieOrder.FORWARD: to_say("By earlier stages from the first forward, else by lot"),
    TieOrder.BACKWARD: to_say("By earlier stages from the last backward, else by lot"),
    TieOrder.LOT: to_say("By lot"),
}


def _sources(contest: Contest) -> Html | None:
    """The contest's own notes on its figures, and where they come from."""
    if not contest.sources and not contest.notes:
        return None
    written = written_in()
    notes = element("ul", *(element("li", linked(n), lang=written) for n in contest.notes))
    sources = element("ul", *(element("li", linked(s), lang=written) for s in contest.sources))
    return _part(
        "sources",
        say("Notes and sources") if contest.notes else say("Sources"),
        notes if contest.notes else None,
        element("h3", say("Sources")) if contest.notes and contest.sources else None,
        sources if contest.sources else None,
    )


def _check(declaration: Declaration, files: Mapping[str, str], command: str) -> Html:
    links = [
        element("li", element("a", said, href=_beside(address)), " ", element("code", address))
        for address, said in files.items()
    ]
    again = element("p", say("Count it again:"), " ", element("code", command))
    noticed = [element("li", str(f)) for f in declaration.findings if f.level is not Level.ERROR]
    return _part(
        "check",
        say("Check it yourself"),
        element("ul", *links) if links else None,
        again,
        _more(say("What was noticed when the files were read"), element("ul", *noticed))
        if noticed
        else None,
    )


def _beside(address: str) -> str:
    """An address that can only be of a file beside the page, whatever its name looks like."""
    return address if address.startswith(("./", "../")) else f"./{address}"
