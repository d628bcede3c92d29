"""The Welsh catalogue: whole, sound, and compiled from what is written."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from babel.messages import Catalog, Message, mofile, pofile
from django.core.management import call_command

from hustings.web.project import languages
from hustings.web.project.catalogue import CATALOGUES, Catalogue

EACH = pytest.mark.parametrize("which", CATALOGUES, ids=lambda which: which.name)
FIELDS = re.compile(r"%\((\w+)\)s|%[sd]|\{(\w*)\}|(<[^>]+>)")


def catalogue(which: Catalogue) -> Catalog:
    with which.written.open("rb") as file:
        return pofile.read_po(file, locale="cy", abort_invalid=True)


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Each Welsh text beside the English ones whose fields it may have."""
    english: Any = message.id
    several = isinstance(english, tuple)
    said: Any = message.string
    for welsh in said if several else (said,):
        yield (" ".join(english) if several else english), welsh


@EACH
def test_the_compiled_catalogue_is_what_the_written_one_compiles_to(which: Catalogue) -> None:
    made = BytesIO()
    mofile.write_mo(made, catalogue(which))
    made.seek(0)
    with which.compiled.open("rb") as file:
        kept = gettext.GNUTranslations(file)
    assert vars(kept)["_catalog"] == vars(gettext.GNUTranslations(made))["_catalog"]


@EACH
def test_every_text_in_scope_is_translated_and_no_other_is_kept(which: Catalogue) -> None:
    messages = [m for m in catalogue(which) if m.id and all(w for _e, w in pairs(m))]
    said = {(m.id, m.context or "") for m in messages}
    asked = {((t.text, t.plural) if t.plural else t.text, t.context) for t in which.texts()}
    assert asked == said


@EACH
def test_a_translation_has_the_fields_and_the_marks_of_its_text(which: Catalogue) -> None:
    wrong = []
    for message in catalogue(which):
        for english, welsh in pairs(message) if message.id else ():
            allowed, found = (set(FIELDS.findall(text)) for text in (english, welsh))
            whole = isinstance(message.id, tuple) or allowed == found
            if not (whole and found <= allowed):
                wrong.append((english, welsh))
    assert wrong == []


UNWANTED = {
    r"\bar gam\b": "yng ngham: the other means wrongly",
    r"\basiantau\b": "asiantiaid: the other means agencies",
}


@EACH
def test_no_word_stands_for_another_than_the_guide_has(which: Catalogue) -> None:
    said = [welsh for message in catalogue(which) if message.id for _e, welsh in pairs(message)]
    found = [(text, why) for text in said for word, why in UNWANTED.items()
             if re.search(word, text, re.IGNORECASE)]  # fmt: skip
    assert found == []


@EACH
def test_what_is_fictional_is_called_so_by_one_word(which: Catalogue) -> None:
    for message in catalogue(which):
        for english, welsh in pairs(message) if message.id else ():
            if re.search(r"\bfictional\b", english, re.IGNORECASE):
                assert re.search(r"\bffuglennol\b", welsh, re.IGNORECASE), english


@EACH
def test_no_translation_is_only_guessed_at(which: Catalogue) -> None:
    assert [message.id for message in catalogue(which) if message.id and message.fuzzy] == []


@EACH
@pytest.mark.parametrize(
    ("number", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (5, 5), (6, 4), (7, 5), (11, 5)]
)
def test_each_number_has_its_own_welsh_form(number: int, form: int, which: Catalogue) -> None:
    """As Unicode's CLDR tells: 0, 1, 2, 3, 6 and the others."""
    with which.compiled.open("rb") as file:
        assert vars(gettext.GNUTranslations(file))["plural"](number) == form


@EACH
def test_the_head_says_that_no_speaker_has_reviewed_it_as_long_as_the_pages_do(
    which: Catalogue,
) -> None:
    unreviewed = "cy" in languages.UNREVIEWED
    assert ("NOT YET REVIEWED" in catalogue(which).header_comment) == unreviewed


@EACH
def test_extracting_anew_changes_nothing(
    which: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in (which.written, which.compiled)}
    try:
        call_command("catalogue", which.name)
        assert {path: path.read_bytes() for path in before} == before
        assert " 0 of them to translate" in capsys.readouterr().out
    finally:
        for path, content in before.items():
            path.write_bytes(content)


@pytest.mark.parametrize("site", [True, False], ids=["the site", "the library"])
def test_what_two_catalogues_say_of_one_text_is_the_same(*, site: bool) -> None:
    """They are laid over one another, so that which one wins would hang on their order."""
    said: dict[tuple[Any, str | None], set[str]] = {}
    for which in CATALOGUES:
        for message in catalogue(which) if (which.domain == "django") is site else ():
            said.setdefault((message.id, message.context), set()).add(str(message.string))
    assert {key: texts for key, texts in said.items() if key[0] and len(texts) > 1} == {}
