"""A declaration in a notebook: headline, story, bar and stage table, without a page around them.

Styles stand inline, because a notebook has its own style sheet and may strip ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from hustings.count import Stage
from hustings.declaration import Declaration
from hustings.declaration.wording import base_words, chosen_as, headline, share, story
from hustings.picture import headline_bar
from hustings.report.markup import Html, element, join
from hustings.report.order import result_order
from hustings.report.words import invented_sections, warnings_of
from hustings.rounding import grouped

__all__ = ["notebook_html"]

_BOX = "max-width:46rem;font-family:system-ui,sans-serif;line-height:1.4"
_HEADLINE = "font:600 1.4rem/1.2 Georgia,serif;margin:0 0 .3rem"
_PLAIN = "margin:0 0 .6rem"
_SMALL = "font-size:.85em;opacity:.8"
_CELL = "padding:.3rem .6rem;vertical-align:top;font-variant-numeric:tabular-nums"


def notebook_html(declaration: Declaration) -> str:
    """A fragment of HTML; equal declarations give equal bytes, and others no id in common."""
    warnings = [element("p", w, style=f"{_PLAIN};{_SMALL}") for w in warnings_of(declaration)]
    return element(
        "div",
        element("p", headline(declaration), style=_HEADLINE, role="heading", aria_level=3),
        element("p", " ".join(story(declaration)), style=_PLAIN),
        *warnings,
        *([] if declaration.no_votes else [_bar(declaration), _table(declaration)]),
        style=_BOX,
    )


def _bar(declaration: Declaration) -> Html:
    """The headline bar; its ids hang on what it shows, since notebooks put many on one page."""
    drawn = headline_bar(declaration, width=720, prefix="bar")
    own = sha256(drawn.encode()).hexdigest()[:8]
    return Html(headline_bar(declaration, width=720, prefix=f"bar-{own}"))


def _table(declaration: Declaration) -> Html:
    contest, stages = declaration.contest, declaration.stages
    unit = "Points" if contest.weighted else "Votes"
    said = f"{unit} at each stage: {base_words(contest)}."
    if not contest.weighted:
        said = f"Votes at each stage; small, {base_words(contest)}."
    caption = join([said, invented_sections(contest)], " ")
    shown = [c for c in result_order(declaration) if c in stages[0].votes]
    head = [_cell("th", unit, scope="col"), *(_figure_head(s) for s in stages)]
    return element(
        "table",
        element("caption", caption, style=f"text-align:left;{_SMALL}"),
        element("thead", element("tr", *head)),
        element("tbody", *(_row(declaration, c, stages) for c in shown)),
        style="border-collapse:collapse",
    )


def _row(declaration: Declaration, candidate: str, stages: Sequence[Stage]) -> Html:
    name = _cell("th", declaration.contest.name_of(candidate), scope="row", weight="400")
    return element("tr", name, *(_figure(declaration, s, candidate) for s in stages))


def _figure(declaration: Declaration, stage: Stage, candidate: str) -> Html:
    if candidate not in stage.votes:
        return _cell("td", "–", right=True)
    contest = declaration.contest
    main, small = share(stage.points[candidate]), ""
    if not contest.weighted:
        main, small = grouped(stage.total(candidate)), f" {main}%"
    word = ""
    if candidate in stage.elected:
        main, word = element("strong", main), chosen_as(contest)
    elif candidate in stage.excluded:
        word = "excluded"
    notes = [element("br"), element("span", word, style=_SMALL)] if word else []
    return _cell("td", join([main, element("span", small, style=_SMALL), *notes]), right=True)


def _figure_head(stage: Stage) -> Html:
    return _cell("th", f"Stage {stage.number}", scope="col", right=True)


def _cell(
    name: str, content: str, *, scope: str | None = None, right: bool = False, weight: str = ""
) -> Html:
    side = "right" if right else "left"
    bold = f";font-weight:{weight}" if weight else ""
    return element(name, content, scope=scope, style=f"{_CELL};text-align:{side}{bold}")
