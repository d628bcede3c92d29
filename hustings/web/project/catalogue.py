"""Every text of the pages in Welsh, as it stands in their templates and modules.

What is read is what is rendered: templates by Django's own parser, modules by Python's. It needs no
program beside Python. :data:`IN_SCOPE` names the files; a text of any other file is not asked for.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from django.template import Origin, Template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

__all__ = ["BORROWED", "IN_SCOPE", "LOCALE", "Text", "texts"]

_WEB = Path(__file__).parents[1]
LOCALE = _WEB / "locale"
"""Where the catalogues are: ``cy/LC_MESSAGES/django.po`` and what it compiles to."""

IN_SCOPE = (
    "booth/forms.py",
    "booth/pages.py",
    "booth/views.py",
    "booth/words.py",
    "booth/templates/booth/*.html",
    "letters/design.py",
    "letters/messages.py",
    "letters/templates/letters/mail/*",
    "project/listing.py",
    "project/templates/base.html",
    "project/templates/booth/base.html",
    "project/templates/pieces/error_summary.html",
    "project/templates/pieces/field.html",
    "project/templates/pieces/notice.html",
    "project/templates/[45]*.html",
)
_OFFICERS_OWN = ("turnout.html",)
_CALLS = frozenset({"_", "gettext", "gettext_lazy", "ngettext"})
_IN_A_TAG = re.compile(r'\b_\("([^"]+)"\)')


@dataclass(frozen=True, slots=True)
class Text:
    """A text to translate; ``plural`` and ``context`` are empty where it has none."""

    text: str
    plural: str = ""
    context: str = ""
    place: str = ""

    @property
    def bare(self) -> Text:
        """The same, wherever it stands."""
        return replace(self, place="")


_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ENDINGS = {"11, 12, 13": "th", "1": "st", "2": "nd", "3": "rd"}
BORROWED = (
    Text(", "),
    *(Text(word) for word in _NUMBERS),
    *(
        Text(f"{{}}{_ENDINGS.get(last, 'th')}", context=f"ordinal {last}")
        for last in ("11, 12, 13", *"0123456789")
    ),
)
"""Django's own texts that its Welsh catalogue lacks, or has otherwise than these pages need."""


def texts() -> Iterator[Text]:
    """Every text in scope with its place, those of one file together."""
    yield from BORROWED
    for pattern in IN_SCOPE:
        for path in sorted(_WEB.glob(pattern)):
            if path.name not in _OFFICERS_OWN:
                yield from _of_python(path) if path.suffix == ".py" else _of_template(path)


def _of_template(path: Path) -> Iterator[Text]:
    """What is said by tags, and what is marked in the arguments of others."""
    place, source = str(path.relative_to(_WEB)), path.read_text(encoding="utf-8")
    nodes = Template(source, Origin(place), place).nodelist
    for said in cast("list[TranslateNode]", nodes.get_nodes_by_type(TranslateNode)):
        yield Text(str(said.filter_expression.var.literal).replace("%", "%%"), place=place)
    for block in cast("list[BlockTranslateNode]", nodes.get_nodes_by_type(BlockTranslateNode)):
        many = block.render_token_list(block.plural)[0] if block.plural else ""
        yield Text(block.render_token_list(block.singular)[0], many, place=place)
    for text in _IN_A_TAG.findall(source):
        yield Text(text, place=place)


def _of_python(path: Path) -> Iterator[Text]:
    """What the functions of gettext are called with."""
    place = str(path.relative_to(_WEB))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in _CALLS
        ):
            given = [str(a.value) for a in node.args if isinstance(a, ast.Constant)]
            if given:
                several = node.func.id == "ngettext"
                yield Text(given[0], given[1] if several else "", place=place)
