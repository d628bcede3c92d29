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
from hustings.web.project.catalogue import LOCALE, texts

PATH = LOCALE / "cy" / "LC_MESSAGES" / "django.po"
FIELDS = re.compile(r"%\((\w+)\)s|%[sd]|\{(\w*)\}|(<[^>]+>)")


def catalogue() -> Catalog:
    with PATH.open("rb") as file:
        return pofile.read_po(file, locale="cy", abort_invalid=True)


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Each Welsh text beside the English ones whose fields it may have."""
    english: Any = message.id
    several = isinstance(english, tuple)
    said: Any = message.string
    for welsh in said if several else (said,):
        yield (" ".join(english) if several else english), welsh


def test_the_compiled_catalogue_is_what_the_written_one_compiles_to() -> None:
    compiled = BytesIO()
    mofile.write_mo(compiled, catalogue())
    compiled.seek(0)
    with PATH.with_suffix(".mo").open("rb") as file:
        kept = gettext.GNUTranslations(file)
    made = gettext.GNUTranslations(compiled)
    assert vars(kept)["_catalog"] == vars(made)["_catalog"]


def test_every_text_of_the_pages_in_scope_is_translated_and_no_other_is_kept() -> None:
    said = {(m.id, m.context or "") for m in catalogue() if m.id and all(w for _e, w in pairs(m))}
    asked = {((t.text, t.plural) if t.plural else t.text, t.context) for t in texts()}
    assert asked == said


def test_a_translation_has_the_fields_and_the_marks_of_its_text() -> None:
    wrong = []
    for message in catalogue():
        for english, welsh in pairs(message) if message.id else ():
            allowed, found = (set(FIELDS.findall(text)) for text in (english, welsh))
            whole = isinstance(message.id, tuple) or allowed == found
            if not (whole and found <= allowed):
                wrong.append((english, welsh))
    assert wrong == []


def test_no_translation_is_only_guessed_at() -> None:
    assert [message.id for message in catalogue() if message.id and message.fuzzy] == []


@pytest.mark.parametrize(
    ("number", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (5, 5), (6, 4), (7, 5), (11, 5)]
)
def test_each_number_has_its_own_welsh_form(number: int, form: int) -> None:
    """As Unicode's CLDR tells: 0, 1, 2, 3, 6 and the others."""
    with PATH.with_suffix(".mo").open("rb") as file:
        assert vars(gettext.GNUTranslations(file))["plural"](number) == form


def test_the_header_says_that_no_speaker_has_reviewed_it_as_long_as_the_pages_do() -> None:
    assert ("NOT YET REVIEWED" in catalogue().header_comment) == ("cy" in languages.UNREVIEWED)


def test_extracting_anew_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = [path.read_bytes() for path in (PATH, PATH.with_suffix(".mo"))]
    try:
        call_command("catalogue")
        assert [path.read_bytes() for path in (PATH, PATH.with_suffix(".mo"))] == before
        assert " 0 of them to translate" in capsys.readouterr().out
    finally:
        for path, content in zip((PATH, PATH.with_suffix(".mo")), before, strict=True):
            path.write_bytes(content)
