"""Every text that is said in Welsh, as it stands in templates and modules, and where its Welsh is.

What is read is what is rendered: templates by Django's own parser, modules by Python's. It needs no
program beside Python. :data:`CATALOGUES` names the files; a text of any other is not asked for.
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

from hustings.ballot import End
from hustings.contest import Heading
from hustings.count import RULES
from hustings.roll import Basis

__all__ = ["BORROWED", "CATALOGUES", "Catalogue", "Text"]

_WEB = Path(__file__).parents[1]
_LIBRARY = _WEB.parent


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue and the files whose texts it holds; ``folder`` has ``cy/LC_MESSAGES/``.

    ``patterns`` are relative to ``root``. Those of the site are Django's, one an app where the app
    has many texts; those of the library are read by ``hustings.report.languages``.
    """

    name: str
    folder: Path
    root: Path
    patterns: tuple[str, ...]
    domain: str = "django"
    borrowed: tuple[Text, ...] = ()

    @property
    def written(self) -> Path:
        """What people translate in; the compiled file lies beside it."""
        return self.folder / "cy" / "LC_MESSAGES" / f"{self.domain}.po"

    @property
    def compiled(self) -> Path:
        """What programs read."""
        return self.written.with_suffix(".mo")

    def texts(self) -> Iterator[Text]:
        """Every text with its place, those of one file together."""
        yield from self.borrowed
        for pattern in self.patterns:
            for path in sorted(self.root.glob(pattern)):
                if path.name not in _OFFICERS_OWN:
                    yield from (_of_python if path.suffix == ".py" else _of_template)(path)


_OFFICERS_OWN = ("turnout.html",)
_SEVERAL = frozenset({"ngettext", "say_number"})
_CALLS = frozenset(
    {"_", "gettext", "_lazy", "gettext_lazy", "ngettext", "say", "say_number", "to_say"}
)
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


_RESULT_PAGES = (
    "channels", "embed", "front", "groups", "listed", "no_pango", "not_yet", "notice", "post",
    "precount_table", "precounts", "public_base", "result", "said",
)  # fmt: skip
_ROLL_PAGES = (
    "ask", "ask_closed", "ask_sent", "honeypot", "object", "object_noted", "privacy", "too_often",
)  # fmt: skip
NAMED = (
    *(Text(rule.name) for rule in RULES.values()),
    *(Text(rule.moves) for rule in RULES.values() if rule.moves),
    *(Text(heading.words) for heading in Heading),
    *(Text(end.words) for end in End),
)
"""What the library names once, and its sentences say: rules, headings of rejection, causes."""

CATALOGUES = (
    Catalogue(
        "site",
        _WEB / "locale",
        _WEB,
        (
            "booth/forms.py",
            "booth/pages.py",
            "booth/views.py",
            "booth/words.py",
            "booth/templates/booth/*.html",
            "project/listing.py",
            "project/templates/base.html",
            "project/templates/booth/base.html",
            "project/templates/pieces/error_summary.html",
            "project/templates/pieces/field.html",
            "project/templates/pieces/notice.html",
            "project/templates/[45]*.html",
        ),
        borrowed=BORROWED,
    ),
    Catalogue(
        "letters",
        _WEB / "letters" / "locale",
        _WEB,
        (
            "letters/design.py",
            "letters/messages.py",
            "letters/templates/letters/mail/*",
            "post/design.py",
        ),
    ),
    Catalogue(
        "results",
        _WEB / "results" / "locale",
        _WEB,
        (
            "api/card_telling.py",
            "contests/pledge.py",
            "contests/queries.py",
            "contests/rule_words.py",
            "contests/zoned.py",
            "project/templates/pieces/copy.html",
            "project/templates/pieces/correction.html",
            "project/templates/pieces/state.html",
            "project/templates/pieces/timetable.html",
            "results/comparing.py",
            "results/downloads.py",
            "results/feeds.py",
            "results/lots_told.py",
            "results/pages/*.py",
            "results/reconciling.py",
            *(f"results/templates/results/{name}.html" for name in _RESULT_PAGES),
            "roll/forms/people.py",
            *(f"roll/templates/roll/{name}.html" for name in _ROLL_PAGES),
            "scrutiny/models.py",
            "scrutiny/said.py",
            "scrutiny/words.py",
        ),
        borrowed=tuple(
            Text(words)
            for words in (
                *(rule.name for rule in RULES.values()),
                *(basis.words for basis in Basis),
                *(heading.words for heading in Heading),
            )
        ),
    ),
    Catalogue(
        "printed",
        _LIBRARY / "locale",
        _LIBRARY,
        ("report/letters/words.py", "report/papers/paper.py", "report/envelopes/posting.py"),
        domain="printed",
    ),
    Catalogue(
        "declaration",
        _LIBRARY / "locale",
        _LIBRARY,
        (
            "phrases.py",
            "declaration/figures.py",
            "declaration/wording/*.py",
            "report/page.py",
            "report/shell.py",
            "report/text.py",
            "report/words.py",
            "report/document/*.py",
            "report/tables/*.py",
        ),
        domain="declaration",
        borrowed=NAMED,
    ),
    Catalogue("picture", _LIBRARY / "locale", _LIBRARY, ("picture/*.py",), domain="picture"),
    Catalogue(
        "reported",
        _LIBRARY / "locale",
        _LIBRARY,
        ("reported/*.py", "report/languages.py", "report/reported_*.py"),
        domain="reported",
    ),
    Catalogue(
        "terminal",
        _LIBRARY / "locale",
        _LIBRARY,
        ("cli/outputs.py", "cli/tables.py"),
        domain="terminal",
    ),
)
"""All catalogues, by the name that ``hustings manage catalogue`` knows them by."""


def _of_template(path: Path) -> Iterator[Text]:
    """What is said by tags, and what is marked in the arguments of others."""
    place, source = str(path.relative_to(_LIBRARY)), path.read_text(encoding="utf-8")
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
    place = str(path.relative_to(_LIBRARY))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in _CALLS
        ):
            given = [str(a.value) for a in node.args if isinstance(a, ast.Constant)]
            if given:
                several = node.func.id in _SEVERAL
                yield Text(given[0], given[1] if several else "", place=place)
