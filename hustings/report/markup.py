"""HTML that is escaped by construction: plain strings are text, only :class:`Html` is markup.

Every text that a user could have chosen (a name, a title, a source) passes through here as a plain
string, so no page has to remember to escape it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

__all__ = ["Html", "element", "hidden", "join", "linked", "strong", "text"]

_VOID = frozenset({"br", "col", "hr", "img", "link", "meta", "wbr"})
_BLOCK = frozenset(
    {
        *("html", "head", "meta", "title", "style", "body", "main", "header", "footer"),
        *("article", "section", "aside", "h1", "h2", "h3", "p", "ul", "ol", "li", "dl", "dt", "dd"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
        *("div", "figure", "figcaption", "details", "summary"),
    }
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")

Attribute = str | int | bool | None


class Html(str):
    """Markup that is already safe to stand in a page."""

    __slots__ = ()


def text(value: str) -> Html:
    """A plain string as markup; what is markup already stays as it is."""
    return value if isinstance(value, Html) else Html(_escaped(value))


def _escaped(value: str) -> str:
    """Escaped for content and attributes alike; control characters show as the sign for them."""
    return escape(_CONTROL.sub("\ufffd", value), quote=True)


def join(parts: Iterable[str], between: str = "") -> Html:
    """Texts and markup one after another."""
    return Html(text(between).join(text(p) for p in parts))


def element(name: str, /, *children: str | None, **attributes: Attribute) -> Html:
    """One element: ``element("td", "<5", class_="n")`` is ``<td class="n">&lt;5</td>``.

    An attribute of None or False is left out, of True stands bare; ``class_`` is ``class`` and any
    other underscore a hyphen. Block elements end a line, so that pages compare well line by line.
    """
    told = "".join(_attribute(key, value) for key, value in attributes.items())
    inner = "".join(text(c) for c in children if c is not None)
    end = "" if name in _VOID else f"</{name}>"
    return Html(f"<{name}{told}>{inner}{end}{chr(10) if name in _BLOCK else ''}")


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{_escaped(str(value))}"'


def strong(value: str) -> Html:
    """The text with weight."""
    return element("strong", value)


def hidden(value: str) -> Html:
    """Text for screen readers, where the eye sees it by place or line."""
    return element("span", value, class_="unseen")


def linked(value: str) -> Html:
    """A text whose web addresses are links; nothing is fetched until somebody follows one."""
    parts: list[str] = []
    end = 0
    for found in _URL.finditer(value):
        url = found.group()
        parts += [value[end : found.start()], element("a", url, href=url, rel="noreferrer")]
        end = found.end()
    return join([*parts, value[end:]])
