"""A small builder of SVG text: elements, their attributes, and the escaping of all that is in them.

A picture is one standalone document: no script, no style sheet, no font and no address from
elsewhere. Looks are presentation attributes, which neither leak into a page around the picture nor
fall to its content security policy. Coordinates have two decimals and no locale, so equal input
gives equal bytes. Sources: SVG 1.1 of the W3C; XML 1.0, section 2.2, for what text may hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hustings.language import ENGLISH, spoken

__all__ = [
    "FONTS",
    "INK",
    "PAPER",
    "RULE",
    "SECONDARY",
    "Drawing",
    "Element",
    "element",
    "group",
    "line",
    "number",
    "path",
    "rect",
]

PAPER = "#fcfbf8"
INK = "#1c1b1a"
SECONDARY = "#5f5c57"
RULE = "#d3cfc6"
FONTS = "'Source Sans 3', 'Helvetica Neue', Arial, sans-serif"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its name, its attributes in their order, and what it holds, text unescaped."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Element | str, ...]

    def __str__(self) -> str:
        said = "".join(f' {name}="{_escaped(value)}"' for name, value in self.attributes)
        if not self.children:
            return f"<{self.tag}{said}/>"
        inner = "".join(_escaped(c) if isinstance(c, str) else str(c) for c in self.children)
        return f"<{self.tag}{said}>{inner}</{self.tag}>"


def _escaped(text: str) -> str:
    """Text that may stand in a document; what XML cannot hold becomes the replacement sign."""
    return "".join(_ESCAPES.get(sign, sign) for sign in _NOT_XML.sub("\ufffd", text))


def number(value: float) -> str:
    """A coordinate with at most two decimals, as short as it can be written."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(tag: str, attributes: Mapping[str, str | float], *children: Element | str) -> Element:
    """An element; a number among the attributes is a coordinate, an empty text leaves one out."""
    said = (
        (name, value if isinstance(value, str) else number(value))
        for name, value in attributes.items()
    )
    return Element(tag, tuple((name, value) for name, value in said if value), children)


def group(children: Iterable[Element], attributes: Mapping[str, str | float]) -> Element:
    """Several elements that share their attributes."""
    return element("g", attributes, *children)


def rect(
    x: float, y: float, width: float, height: float, *, fill: str, opacity: str = ""
) -> Element:
    """A filled rectangle without outline."""
    box = {"x": x, "y": y, "width": max(width, 0.0), "height": max(height, 0.0)}
    return element("rect", {**box, "fill": fill, "fill-opacity": opacity})


def line(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = RULE, width: float = 1
) -> Element:
    """A straight line; a hairline rule unless told otherwise."""
    ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    return element("line", {**ends, "stroke": stroke, "stroke-width": width})


def path(d: str, *, fill: str, opacity: str = "") -> Element:
    """A filled shape."""
    return element("path", {"d": d, "fill": fill, "fill-opacity": opacity})


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture before it is written: its parts, its size in pixels, and what it says in words.

    ``title`` names it, ``description`` says in a sentence what it shows, with figures.
    """

    title: str
    description: str
    width: float
    height: float
    parts: tuple[Element, ...]

    def write(self, prefix: str) -> str:
        """The whole SVG document; every id in it begins with the prefix.

        In another language than English it says which.
        """
        title, description = f"{prefix}-title", f"{prefix}-desc"
        root: dict[str, str | float] = {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {number(self.width)} {number(self.height)}",
            "width": self.width,
            "height": self.height,
            "role": "img",
            "aria-labelledby": f"{title} {description}",
            "font-family": FONTS,
            "font-size": "13",
            "font-variant": "tabular-nums",
            "fill": INK,
            "direction": "ltr",
            "xml:lang": "" if spoken().code == ENGLISH.code else spoken().code,
        }
        ground = rect(0, 0, self.width, self.height, fill=PAPER)
        named = element("title", {"id": title}, self.title)
        described = element("desc", {"id": description}, self.description)
        return f"{element('svg', root, named, described, ground, *self.parts)}\n"
