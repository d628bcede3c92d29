"""Values -> SVG: bars per stage, the flow of papers, next preferences, the result, the sections.

Every picture is a complete SVG document of ours, without a chart library; equal declarations give
equal bytes. Its ids begin with ``prefix``: give each picture of one page its own. Figures are
printed from exact fractions; :func:`table_twin` gives the same as a table. What the pictures mean
and how they are to be read: docs/guide/pictures.md; why they are our own: docs/decisions/0010.
"""

from __future__ import annotations

from hustings.declaration import Declaration
from hustings.declaration.preferences import MOST_IN_PAIRS
from hustings.picture.bars import bars, draw_bars
from hustings.picture.flow import Orientation, draw_flow, flow
from hustings.picture.frame import headed
from hustings.picture.headline import draw_headline, headline_bar
from hustings.picture.matrix import draw_next_preferences, matrix_of, next_preferences_map
from hustings.picture.sections import draw_sections, section_bars
from hustings.picture.svg import Drawing
from hustings.picture.twin import Picture, Table, table_twin

__all__ = [
    "Orientation",
    "Picture",
    "Table",
    "bars",
    "flow",
    "headline_bar",
    "next_preferences_map",
    "pictures",
    "section_bars",
    "table_twin",
]


def pictures(declaration: Declaration) -> dict[str, str]:
    """All pictures that say something of this declaration, each to stand alone: file stem -> SVG.

    A flow needs a second stage, sections need more than one. Next preferences are left out where
    no paper has any, and of sections whose rankings were made up: they would tell nothing.
    """
    found = {
        "headline": draw_headline(declaration, width=760, prefix="headline"),
        "stages": draw_bars(declaration, width=760, prefix="stages"),
    }
    if len(declaration.stages) > 1:
        wide = min(max(1040.0, 300 + 80.0 * len(declaration.stages)), 1600.0)
        for stem, way, width in (
            ("flow", Orientation.ACROSS, wide),
            ("flow-phone", Orientation.DOWN, 328.0),
        ):
            found[stem] = draw_flow(declaration, orientation=way, width=width, prefix=stem)
    if len(declaration.contest.sections) > 1:
        found["sections"] = draw_sections(declaration, width=760, prefix="sections")
    found.update(_maps(declaration))
    return {stem: headed(drawing).write(stem) for stem, drawing in found.items()}


def _maps(declaration: Declaration) -> dict[str, Drawing]:
    """Next preferences of all sections and of each, wide enough for every candidate."""
    sections = declaration.contest.sections
    if len(declaration.next_preferences) > MOST_IN_PAIRS:
        return {}
    # A section's id need not be fit for the name of a file; its number is.
    wanted: dict[str, str | None] = {}
    if not any(s.invented for s in sections):
        wanted["next-preferences"] = None
    if len(sections) > 1:
        real = ((n, s) for n, s in enumerate(sections, start=1) if not s.invented)
        wanted.update({f"next-preferences-section-{n}": s.id for n, s in real})
    width = min(max(760.0, 230 + 42.0 * (len(declaration.contest.standing) + 1)), 1760.0)
    return {
        stem: draw_next_preferences(declaration, section=section, width=width, prefix=stem)
        for stem, section in wanted.items()
        if any(any(row.to) for row in matrix_of(declaration, section=section).rows)
    }
