"""A declaration in Welsh: every sentence of it, and no English but what people wrote themselves."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html import unescape
from random import Random

import pytest

from hustings.contest import Contest, Figures, Heading, Purpose
from hustings.count import Lot, Lots
from hustings.declaration import Declaration, declare
from hustings.declaration.document import as_json
from hustings.declaration.wording import headline, lot_sentence, stage_sentence, story
from hustings.facade import load
from hustings.formats import Loaded
from hustings.language import Language, speaking
from hustings.report.document import (
    AgentStatement,
    Correction,
    Signature,
    declaration_document_html,
)
from hustings.report.languages import Translated, language_of, review_note
from hustings.report.page import declaration_page
from hustings.report.sheet import stage_sheet
from hustings.report.summary import rcvis_summary
from hustings.report.text import declaration_text
from tests.count.invented import invent
from tests.report.declarations import STATES, declared, plain

WELSH = language_of("cy")
ENGLISH_WORDS = re.compile(
    r"\b(the|of|and|was|were|is|are|be|with|votes?|papers?|stages?|points?|candidates?|sections?|"
    r"preferences?|from|each|which|not|after|by|lot|elected|chosen|excluded|result|half|second|"
    r"first|count|counted|figures?|this|that)\b",
    re.IGNORECASE,
)
NAMES = ("Catrin", "Gwyn", "Mair", "Dafydd", "Bethan", "Tomos", "Llinos", "Rhys", "Padrig")


class Missing(gettext.NullTranslations):
    """Stands behind the catalogues: what it is asked for is not translated."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()

    def gettext(self, message: str) -> str:
        self.texts.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.texts.add(msgid1)
        return msgid1 if n == 1 else msgid2


def listening() -> tuple[Language, Missing]:
    """Welsh, and what it turns out to lack."""
    welsh, missing = language_of.__wrapped__("cy"), Missing()
    assert isinstance(welsh, Translated)
    welsh.said.add_fallback(missing)
    return welsh, missing


def drawn(seed: int) -> Iterator[Declaration]:
    """A contest made up at random, with its lots drawn one after another; every text is Welsh."""
    random = Random(seed)
    rule = random.choice(["av", "av", "av", "plurality", "sv"])
    made = invent(random, plain_marks=seed % 3 == 0)
    made = made.with_(rule=rule, seats=random.choice([1, 1, 2, 3]) if rule == "plurality" else 1)
    contest = welsh_words(made.contest, random)
    lots: tuple[Lot, ...] = ()
    while True:
        declaration = declare(contest, made.records, Lots(lots))
        yield declaration
        if (asked := declaration.lot_needed) is None:
            return
        among = sorted(asked.candidates)
        lots = (*lots, Lot(asked.stage, frozenset(among), random.choice(among)))


FIGURES = (
    Figures(),
    Figures(issued=300, returned=110, valid=100, rejected={Heading.UNMARKED: 7}),
    Figures(issued=3, returned=5, valid=2, rejected_total=1),
    Figures(issued=1, valid=1, rejected={Heading.UNCERTAIN: 1}),
)


def welsh_words(contest: Contest, random: Random) -> Contest:
    """The contest with names that no English text could be taken for."""
    sections = tuple(
        replace(
            section,
            name=f"Adran {n}",
            figures=random.choice(FIGURES),
            invented="Gwneud." if random.random() < 0.2 else "",
        )
        for n, section in enumerate(contest.sections)
    )
    candidates = tuple(
        replace(c, name=name) for c, name in zip(contest.candidates, NAMES, strict=False)
    )
    return replace(
        contest,
        title="Coeden",
        candidates=candidates,
        sections=sections,
        purpose=random.choice(list(Purpose)),
        date=random.choice(["", "2010", "2010-09-25"]),
        notes=random.choice([(), ("Nodyn.",)]),
        sources=random.choice([(), ("Ffynhonnell.",)]),
    )


@cache
def many() -> tuple[Declaration, ...]:
    """Ties and lots, no votes, weighted and plain, each rule, one place and several."""
    named = {"names": NAMES[:4], "title": "Coeden"}
    rows = (("abc", 53), ("ba", 20), ("cb", 15), ("db", 7))
    counted_on = declared(rows, **named, to_two=True)  # type: ignore[arg-type]
    return (counted_on, *(declaration for seed in range(70) for declaration in drawn(seed)))


def documents(declaration: Declaration, number: int) -> Iterator[str]:
    """Whatever people read of a declaration; what goes with it is now there and now not."""
    yield declaration_text(declaration)
    yield declaration_page(declaration, files={"taflen.csv": "Taflen"}, command="cyfrif")
    yield declaration_document_html(
        declaration,
        signed=Signature("Siân", "Swyddog", "1 Mai 2026") if number % 2 else None,
        version=number % 3 + 1,
        test=number % 5 == 0,
        pledge="Addawyd." if number % 4 == 0 else None,
        corrections=[Correction(2, "Dilys", "1", "2", "Siân", "1 Mai", "Oherwydd.")]
        if number % 3 == 0
        else [],
        agents=[AgentStatement("Aled", "asiant", "llofnododd", "", "", "2 Mai")]
        if number % 3 == 1
        else [],
    )


def words_of(document: str) -> str:
    """What is seen or heard of a document; plain text as it is."""
    body = re.sub(r"<style>.*?</style>", " ", document, flags=re.DOTALL)
    heard = " ".join(re.findall(r'aria-label="([^"]*)"', body))
    return unescape(f"{re.sub(r'<[^>]+>', ' ', body)} {heard}")


def test_the_declarations_shown_are_of_every_kind() -> None:
    """So that what is asked of them below is asked of each kind."""
    of = many()
    assert {d.contest.rule for d in of} == {"av", "plurality", "sv"}
    assert {d.contest.purpose for d in of} == set(Purpose)
    assert {d.contest.weighted for d in of} == {True, False}
    assert any(d.no_votes for d in of)
    assert any(d.lot_needed for d in of)
    assert any(len(d.elected) > 1 for d in of)
    assert any(d.reversal for d in of)
    assert any(t.by_lot for d in of for s in d.stages for t in s.ties)
    assert any(t.narrowed for d in of for s in d.stages for t in s.ties)
    assert any(not s.needed for d in of for s in d.stages)
    assert any(r.problems for d in of for r in d.reconciliation)


def test_every_sentence_of_every_declaration_is_welsh_and_no_word_is_english() -> None:
    welsh, missing = listening()
    found: dict[str, str] = {}
    with speaking(welsh):
        for number, declaration in enumerate(many()):
            for document in documents(declaration, number):
                words = words_of(document)
                found.update(dict.fromkeys(ENGLISH_WORDS.findall(words), words))
    assert missing.texts == set()
    assert found == {}


@pytest.mark.parametrize("state", STATES)
def test_each_state_of_a_declaration_has_its_welsh(state: str) -> None:
    welsh, missing = listening()
    with speaking(welsh):
        list(documents(STATES[state](), 1))
    assert missing.texts == set()


def test_a_shipped_college_has_its_welsh() -> None:
    loaded = load("example:labour-leader-2010")
    assert isinstance(loaded, Loaded)
    declaration = declare(loaded.contest, loaded.records, Lots())
    welsh, missing = listening()
    with speaking(welsh):
        list(documents(declaration, 1))
        said = (headline(declaration), *story(declaration))
    assert missing.texts == set()
    assert said == (
        "Etholwyd Ed Miliband yng ngham 4, â mantais o 1.31 pwynt",
        (
            "Roedd David Miliband ar y blaen dros y camau cyntaf (3), ac mewn 2 o’r 3 adran ar yr "
            "olaf."
        ),
        (
            "Drwy drosglwyddiadau oddi wrth Ed Balls, a mantais o 60 i 40 y cant (Affiliated "
            "organisations), aeth Ed Miliband ar y blaen i David Miliband: 50.65 i 49.35 pwynt "
            "o’r cyfan."
        ),
    )


def test_pages_and_documents_say_that_they_are_in_welsh() -> None:
    with speaking(WELSH):
        _text, page, document = documents(STATES["plain"](), 1)
    assert '<html lang="cy">' in page
    assert '<html lang="cy">' in document
    assert '"Tudalen" " " counter(page) " " "o" " " counter(pages)' in document
    assert "7 Mai 2026" in page


def test_each_says_that_nobody_has_reviewed_its_welsh() -> None:
    with speaking(WELSH):
        note = review_note()
        for document in documents(STATES["plain"](), 1):
            assert note in " ".join(words_of(document).split())
    assert review_note() == ""


def test_what_programs_read_is_english_whatever_is_spoken() -> None:
    declaration = STATES["college"]()
    made = (as_json, stage_sheet, rcvis_summary)
    english = [make(declaration) for make in made]
    with speaking(WELSH):
        assert [make(declaration) for make in made] == english


@pytest.mark.parametrize(
    ("purpose", "said"),
    [
        (
            Purpose.ADVISORY,
            (
                "Ash yw dewis y rhai a bleidleisiodd, fel y penderfynwyd yng ngham 3, â mantais o "
                "6 phleidlais"
            ),
        ),
        (Purpose.NOMINATION, "Enwebwyd Ash yng ngham 3, â mantais o 6 phleidlais"),
        (Purpose.SELECTION, "Dewiswyd Ash yng ngham 3, â mantais o 6 phleidlais"),
        (Purpose.ELECTION, "Etholwyd Ash yng ngham 3, â mantais o 6 phleidlais"),
    ],
)
def test_a_headline_has_the_verb_of_its_purpose_in_front(purpose: Purpose, said: str) -> None:
    with speaking(WELSH):
        assert headline(plain(purpose)) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (
            1,
            (
                "Nid oes gan neb fwy na hanner y pleidleisiau sydd yn y cyfrif. Gan Catrin a "
                "Dafydd y mae’r nifer lleiaf, 12 o bleidleisiau (12.77 y cant) yr un; syrthiodd y "
                "coelbren ar Dafydd, a eithriwyd felly."
            ),
        ),
        (
            2,
            (
                "Mae gan Gwyn 52 o bleidleisiau (55.32 y cant), mwy na’r holl ymgeiswyr eraill "
                "sy’n parhau gyda’i gilydd; fe’i hetholwyd."
            ),
        ),
    ],
)
def test_names_stand_as_they_are_written_whatever_stands_before_them(
    number: int, said: str
) -> None:
    rows = (("abc", 40), ("bac", 30), ("cb", 12), ("da", 12))
    lot = Lot(1, frozenset("cd"), "d")
    names = ("Gwyn", "Mair", "Catrin", "Dafydd")
    declaration = declared(rows, names=names, lots=Lots((lot,)))
    with speaking(WELSH):
        assert stage_sentence(declaration, declaration.stages[number - 1]) == said


def test_a_lot_is_asked_for_in_welsh() -> None:
    declaration = STATES["lot_needed"]()
    assert declaration.lot_needed is not None
    with speaking(WELSH):
        assert lot_sentence(declaration.contest, declaration.lot_needed) == (
            "Yng ngham 1 mae Cedar a Dogwood yn gyfartal: tynnwch goelbren i benderfynu pa un "
            "ohonynt a eithrir, cofnodwch y canlyniad a chyfrwch eto."
        )
