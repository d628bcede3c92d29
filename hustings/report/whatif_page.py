"""A what-if as one HTML page: what would change, and the two counts side by side.

The page is one file, like that of a declaration. :func:`whatif_part` gives its body for a page of
another frame, such as the site's. What the what-if leans on stands before its result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hustings.contest import Contest
from hustings.count import Stage
from hustings.declaration import Declaration
from hustings.declaration.wording import share
from hustings.declaration.wording.words import passive_words
from hustings.language import say
from hustings.picture import headline_bar
from hustings.picture.palette import Palette
from hustings.report.markup import Html, element, join
from hustings.report.shell import FOOT, masthead_line, page_shell
from hustings.report.tables.frame import (
    Row,
    banded_table,
    candidate_cell,
    figure_cell,
    head_cell,
    nothing_cell,
)
from hustings.track.whatif import WhatIf
from hustings.track.whatif_link import assumptions_to_query
from hustings.track.whatif_ranges import Ranges
from hustings.track.whatif_wording import (
    assumption_sentences,
    base_sentences,
    change_sentences,
    result_sentence,
    share_sentences,
    warning_sentences,
)

__all__ = ["whatif_page", "whatif_part"]

GONE = "–"
_WIDTH = 504.0
_NARROW = 328.0


def whatif_page(whatif: WhatIf, ranges: Sequence[Ranges] = (), *, command: str = "") -> str:
    """The what-if as a whole HTML document; ``command`` is how to count it again."""
    contest = whatif.real.contest
    return page_shell(
        title=f"{say('What if')}: {result_sentence(whatif).removesuffix('.')} – {contest.title}",
        body=element("article", whatif_part(whatif, ranges, command=command)),
        masthead=masthead_line(contest.title, contest.date),
        foot=FOOT,
    )


def whatif_part(whatif: WhatIf, ranges: Sequence[Ranges] = (), *, command: str = "") -> Html:
    """The parts of the page, in order, without its frame; its heading is of level 1."""
    contest = whatif.real.contest
    enough = share_sentences(contest, ranges)
    parts = [
        _top(whatif),
        _part("supposed", say("What is supposed"), _items(assumption_sentences(whatif))),
        _side_by_side(whatif),
        _part("changes", say("What would change"), _items(change_sentences(whatif))),
        _part("enough", say("How much would be enough"), _items(enough)) if enough else None,
        _check(whatif, command),
    ]
    return join([part for part in parts if part])


def _part(name: str, heading: str, *children: str | None) -> Html:
    head = element("h2", heading, id=name)
    return element("section", head, *children, aria_labelledby=name, class_=f"part {name}")


def _items(sentences: Iterable[str]) -> Html:
    return element("ul", *(element("li", s) for s in sentences))


def _top(whatif: WhatIf) -> Html:
    """What it leans on, then who would be elected."""
    warnings = [element("p", s) for s in warning_sentences(whatif)]
    box = element("aside", *warnings, class_="provisos", aria_label=say("To be read first"))
    return element(
        "header",
        element("p", say("What if"), class_="kicker"),
        box if warnings else None,
        element("h1", result_sentence(whatif).removesuffix(".")),
        class_="top",
    )


def _side_by_side(whatif: WhatIf) -> Html:
    bases = element("p", " ".join(base_sentences(whatif)), class_="lead")
    both = element(
        "div",
        _count(say("The count"), "real", whatif.real, whatif, picture=True),
        _count(say("What if"), "would", whatif.supposed, whatif, picture=_drawable(whatif)),
        class_="pair",
    )
    return join([both, bases])


def _drawable(whatif: WhatIf) -> bool:
    """Whether a picture can print the supposed figures: points always, papers if they are whole."""
    return whatif.supposed.contest.weighted or whatif.unit == 1


def _count(
    heading: str, name: str, declaration: Declaration, whatif: WhatIf, *, picture: bool
) -> Html:
    """One of the two counts: its bar and its stages."""
    drawn = _bar(declaration, name) if picture and not declaration.no_votes else None
    return _part(name, heading, drawn, _stages(heading, name, declaration, whatif))


def _bar(declaration: Declaration, name: str) -> Html:
    wide = headline_bar(declaration, width=_WIDTH, prefix=f"{name}-wide")
    narrow = headline_bar(declaration, width=_NARROW, prefix=name)
    return element(
        "figure",
        element("div", Html(wide), class_="across"),
        element("div", Html(narrow), class_="down"),
    )


def _stages(heading: str, name: str, declaration: Declaration, whatif: WhatIf) -> Html:
    """Points of every candidate at every stage, in the order of the real result."""
    contest, paints = declaration.contest, Palette(declaration.contest, f"{name}-swatch")
    stages = declaration.stages

    def swatch(candidate: str) -> Html:
        box = "".join(map(str, paints.bar(candidate, 0, 0, 10, 10)))
        return Html(f'<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">{box}</svg>')

    rows = [
        Row(
            candidate_cell(declaration, c, swatch),
            tuple(_cell(contest, stage, c) for stage in stages),
        )
        for c in whatif.real.placing
    ]
    head = [head_cell(say("Candidate"), numbers=False)]
    head += [head_cell(say("Stage {number}", number=s.number)) for s in stages]
    caption = say("{which}: each candidate at each stage, per hundred of the whole.", which=heading)
    return banded_table(f"{name}-stages", caption, head=head, body=rows)


def _cell(contest: Contest, stage: Stage, candidate: str) -> Html:
    if candidate in stage.votes:
        out, won = candidate in stage.excluded, candidate in stage.elected
        fate = say("out") if out else passive_words(contest) if won else ""
        mark = "out" if out else "won" if won else ""
        return figure_cell(share(stage.points[candidate]), fate, mark=mark)
    if contest.candidate(candidate).withdrawn:
        first = stage.number == 1
        return figure_cell(GONE, say("withdraws")) if first else nothing_cell(say("withdraws"))
    return nothing_cell()


def _check(whatif: WhatIf, command: str) -> Html:
    query = assumptions_to_query(whatif.assumptions)
    link = element("p", say("These assumptions as a link: "), element("code", f"?{query}"))
    again = element("p", say("Count it again: "), element("code", command))
    return _part(
        "check", say("Check it yourself"), link if query else None, again if command else None
    )
