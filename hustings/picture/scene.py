"""What both ways of drawing a flow share: its words, and how nodes and ribbons are filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hustings.count import Stage
from hustings.declaration import Declaration
from hustings.language import say, say_number
from hustings.picture.bars import stages_described
from hustings.picture.graph import OTHERS, Graph, Node
from hustings.picture.layout import Ribbon, Spot
from hustings.picture.lettering import Run, secondary
from hustings.picture.measure import Measure, others_words, status_of
from hustings.picture.palette import NEUTRAL, Palette
from hustings.picture.svg import Element, path, rect
from hustings.rounding import grouped

__all__ = ["NODE", "OUT", "Scene"]

NODE = 13.0
"""How long a node is in the direction of the flow, in pixels."""

OUT = 7.0
"""The same for the end of the papers that left."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What both ways of drawing share: words, colours, ribbons."""

    declaration: Declaration
    graph: Graph
    measure: Measure
    prefix: str

    @property
    def palette(self) -> Palette:
        """The paints of the contest."""
        return Palette(self.declaration.contest, self.prefix)

    def caption(self) -> str:
        """What the figures and the ribbons are."""
        weighted = self.declaration.contest.weighted
        words = self.measure.base_words if weighted else say("Votes")
        if len(self.graph.columns) == 1:
            return f"{words}. {say('The first stage decided: no paper was transferred.')}"
        if weighted:
            return say(
                "{figures}; each ribbon is papers that stayed or moved (+: the points that they "
                "carry on arrival), hatched where they left the count.",
                figures=words,
            )
        return say(
            "{figures}; each ribbon is papers that stayed or moved, hatched where they left the "
            "count.",
            figures=words,
        )

    def left_out(self) -> list[str]:
        """What is drawn as one, and which stages are not drawn."""
        said = []
        if others := self.graph.others:
            said.append(
                say(
                    "{count} candidates are drawn together as others, for want of room.",
                    count=len(others),
                )
            )
        stages = [c.stage.number for c in self.graph.columns]
        if len(stages) > 1 and stages[1] > 2:
            said.append(
                say_number(
                    "Stage 2 is not drawn; all who were excluded before stage {next} are others.",
                    "Stages 2 to {last} are not drawn; all who were excluded before stage {next} "
                    "are others.",
                    stages[1] - 2,
                    last=stages[1] - 1,
                    next=stages[1],
                )
            )
        return said

    def described(self) -> str:
        """The result in words, with the papers that left the count."""
        out = sum(sum(v) for v in self.declaration.stages[-1].non_transferable.values())
        said = stages_described(self.declaration)
        if not out:
            return said
        left = say_number(
            "{papers} paper left the count by the end.",
            "{papers} papers left the count by the end.",
            out,
            papers=grouped(out),
        )
        return f"{said} {left}"

    def name(self, node: Node) -> str:
        """A candidate's name, or how many the others are."""
        if node.id == OTHERS:
            return others_words(len(node.members))
        return self.declaration.contest.name_of(node.id)

    def status(self, stage: Stage, node: Node) -> str:
        """What became of the candidate at that stage, in words."""
        return "" if node.id == OTHERS else status_of(self.declaration, stage, node.id)

    def said(self, stage: Stage, spot: Spot) -> list[Run]:
        """The label of a spot: name, figure, and what became of the candidate."""
        if spot.node is None:
            return [secondary(say("{papers} non-transferable", papers=grouped(spot.papers)))]
        said = [
            Run(self.name(spot.node)),
            Run(self.measure.printed(spot.node.value), bold=True),
        ]
        if status := self.status(stage, spot.node):
            said.append(Run(status))
        return said

    def ribbon(self, ribbon: Ribbon, d: str, *, needed: bool) -> Element:
        """A ribbon: pale where papers stayed, strong where they moved, hatched where they left."""
        if ribbon.link.target is None:
            return path(d, fill=self.palette.pattern("out"), opacity="0.7")
        colour = self.palette.of(ribbon.link.source).colour
        strong, pale = ("0.5", "0.16") if needed else ("0.25", "0.08")
        return path(d, fill=colour, opacity=strong if ribbon.link.moved else pale)

    def bar(
        self, spot: Spot, box: tuple[float, float, float, float], *, needed: bool
    ) -> Iterable[Element]:
        """A node; one that holds nothing is a grey line."""
        x, y, width, height = box
        if spot.node is None:
            return (rect(x, y, width, height, fill=self.palette.pattern("out")),)
        if not spot.size:
            thick = (max(width, 1.0), max(height, 1.0))
            return (rect(x, y, *thick, fill=NEUTRAL),)
        faint = "" if needed else "0.45"
        return self.palette.bar(spot.node.id, x, y, width, height, opacity=faint)
