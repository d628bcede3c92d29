"""What officers and candidates write, as HTML that can do no harm.

Plain paragraphs with a little of Markdown: a blank line between paragraphs, lines that begin with
"- " as a list, **strong**, *emphasis* and [words](https://address). Everything else stands as it
was typed, HTML included; nh3 then lets through these elements and web or mail addresses alone.
"""

from __future__ import annotations

import html
import re

import nh3
from django.utils.safestring import SafeString, mark_safe

__all__ = ["as_html", "visible_faults"]

_TAGS = {"p", "br", "ul", "li", "strong", "em", "a"}
_LINK = re.compile(
    r"\[([^\[\]\n]{1,200})\]\(((?:https?://|mailto:)[^()\s]{1,500})\)", re.IGNORECASE
)
_STRONG = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_TRICKS = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]")


def as_html(text: str) -> SafeString:
    """The text as paragraphs and lists, safe to stand in any page."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = [_block(block) for block in re.split(r"\n\s*\n", plain) if block.strip()]
    clean = nh3.clean(
        "".join(blocks),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308  cleaned by nh3 above


def _block(block: str) -> str:
    lines = [line.strip() for line in block.strip().split("\n")]
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    return "<p>" + "<br>".join(_inline(line) for line in lines) + "</p>"


def _inline(line: str) -> str:
    """One line: first made harmless, then given its few marks."""
    line = html.escape(line)
    line = _LINK.sub(r'<a href="\2">\1</a>', line)
    return _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", line))


def visible_faults(text: str) -> str | None:
    """A character that shows nothing or turns what follows around, named; None if there is none.

    On a ballot paper such a character could make a name read as another's.
    """
    found = _TRICKS.search(text)
    return f"U+{ord(found.group()):04X}" if found else None
