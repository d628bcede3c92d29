"""E-mails, letters, labels and papers in Welsh: whole, and each in its elector's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse

from hustings.contest import Purpose
from hustings.errors import RuleError
from hustings.report.letters import Summary, write_letters
from hustings.web.booth.codes import digest_of
from hustings.web.contests.models import Contest
from hustings.web.letters.design import OwnWords, designs_of, letter_to
from hustings.web.letters.languages import ENGLISH, WELSH
from hustings.web.letters.messages import message_to, sample_message
from hustings.web.letters.models import Mailing, MailKind
from hustings.web.post.actions.setup import SetupValues, set_up
from hustings.web.post.design import (
    candidates_of,
    paper_design,
    sample_envelopes,
    sample_paper,
)
from hustings.web.post.models import PaperSize, PostSetup
from hustings.web.post.numbers import Printed as OfOurs
from hustings.web.post.numbers import read_paper
from hustings.web.project import clock
from hustings.web.roll.models import Elector
from tests.report.letter_cases import Written
from tests.web.letters.posting import codes_in, codes_mailed, letters_of, make_post
from tests.web.making import make_contest, make_electors
from tests.web.post.printed_things import (
    SETUP,
    codes_on_papers,
    figures_on_labels,
    files_of,
    make_shop,
)
from tests.web.welsh.conftest import Missing
from tests.web.welsh.whole import english_in, welsh_in

pytestmark = pytest.mark.django_db(transaction=True)
NOTICE = "Nid oes siaradwr Cymraeg wedi adolygu’r cyfieithiad hwn eto."
OURS = "Pleidleisiwch, os gwelwch yn dda."
TURNS = ("cy", "en", "CY-gb", "", "pl", "cy")
"""Languages as a roll may have them: three are written to in Welsh."""


@pytest.fixture(autouse=True)
def _addresses_are_known() -> None:
    """What modules say as they are read for the first time is no part of a letter."""
    reverse("booth:enter")


@pytest.fixture(autouse=True)
def _no_file_is_left() -> Iterator[None]:
    assert settings.DATA is not None
    yield
    for place in ("letters", "post"):
        for path in settings.DATA.place(place).iterdir():
            path.unlink()


def in_turns(contest: Contest) -> None:
    """Give the electors of the contest their languages, one after another by their keys."""
    for elector, language in zip(
        Elector.objects.filter(contest=contest).order_by("pk"), TURNS, strict=False
    ):
        Elector.objects.filter(pk=elector.pk).update(language=language)


def is_welsh(elector: Elector) -> bool:
    return elector.language.lower().startswith("cy")


def in_one_language(text: str, *, welsh: bool) -> bool:
    """Whether the text is in that language whole, and says in Welsh that nobody reviewed it."""
    assert (english_in(text) if welsh else welsh_in(text)) == set(), text
    assert welsh_in(text) if welsh else english_in(text), text
    return (NOTICE in " ".join(text.split())) == welsh


# --- e-mails ------------------------------------------------------------------------------------


def mailing_of(kind: MailKind, **fields: Any) -> Mailing:
    contest = make_contest(opens_at=clock.now(), question="Pwy?")
    contest.title = "Etholiad 2026"
    return Mailing(contest=contest, kind=kind, subject="Vote", at=clock.now(), by="x", **fields)


@pytest.mark.parametrize("kind", MailKind)
@pytest.mark.parametrize("purpose", Purpose)
def test_every_e_mail_is_in_welsh_whole_from_its_subject_to_its_foot(
    kind: MailKind, purpose: Purpose, missing: Missing
) -> None:
    mailing = mailing_of(kind)
    mailing.contest.purpose = purpose.value
    who: dict[str, Any] = {"address": "a@example.org", "name": "Siân", "language": WELSH}
    message, sample = message_to(mailing, code="ABC", **who), sample_message(mailing, **who)
    html = str(message.alternatives[0][0])
    assert html.startswith('<!doctype html>\n<html lang="cy">')
    assert message.extra_headers["Content-Language"] == "cy"
    assert in_one_language(f"{message.subject}\n{message.body}", welsh=True)
    assert in_one_language(re.sub(r"<[^>]+>", " ", html), welsh=True)
    assert message.subject.endswith(": Etholiad 2026")
    assert sample.subject == f"ENGHRAIFFT: {message.subject}"
    assert missing.texts == []


def test_each_elector_is_e_mailed_in_her_own_language() -> None:
    post = make_post(0)
    make_electors(post.contest, len(TURNS))
    in_turns(post.contest)
    post.mail(words="Please vote.", words_welsh=OURS, subject_welsh="Eich pleidlais chi")
    languages = []
    for message, code in zip(mail.outbox, codes_mailed(), strict=True):
        welsh = is_welsh(Elector.objects.get(codes__digest=digest_of(code)))
        languages.append(welsh)
        assert message.subject == ("Eich pleidlais chi" if welsh else "Your vote")
        assert (OURS in str(message.body)) == welsh
        assert ("Please vote." in str(message.body)) != welsh
        assert in_one_language(str(message.body), welsh=welsh)
        html = str(message.alternatives[0][0])  # type: ignore[attr-defined]
        assert f'<html lang="{"cy" if welsh else "en-GB"}">' in html
    assert sorted(languages) == [False] * 3 + [True] * 3


def test_the_officers_english_words_are_marked_as_english_in_a_welsh_e_mail() -> None:
    mailing = mailing_of(MailKind.INVITATION, words="Please vote.")
    who: dict[str, Any] = {"address": "a@example.org", "name": "Siân", "code": "ABC"}
    said = [str(message_to(mailing, language=one, **who).alternatives[0][0]) for one in
            (WELSH, ENGLISH)]  # fmt: skip
    assert '<div lang="en-gb"><p>Please vote.</p></div>' in said[0]
    assert "<div><p>Please vote.</p></div>" in said[1]


def test_the_draft_is_shown_and_sent_to_the_officer_in_each_language_of_the_roll() -> None:
    for welsh, languages in ((False, ["en-GB"]), (True, ["en-GB", "cy"])):
        mail.outbox.clear()
        post = make_post(2, roll={"language": "cy" if welsh else "en"})
        form = post.client.get(post.url("mail/invitation/")).content.decode()
        assert ("Eich pleidlais: " in form) == ("Your own words in Welsh" in form) == welsh
        said = {"subject": "Your vote", "batch_size": 500, "pause_minutes": 0}
        post.client.post(post.url("mail/invitation/"), said)
        draft = post.contest.mailings.get()
        page = post.client.get(post.url(f"mailings/{draft.pk}/")).content.decode()
        assert re.findall(r'<div class="mail" lang="([\w-]+)"', page) == languages
        post.client.post(post.url(f"mailings/{draft.pk}/to-me/"))
        sent = [m.extra_headers["Content-Language"] for m in mail.outbox]
        assert sent == languages


def test_welsh_words_of_a_draft_are_kept_when_nobody_reads_welsh_any_more() -> None:
    post = make_post(1, roll={"language": "cy"})
    said = {"subject": "Your vote", "batch_size": 500, "pause_minutes": 0}
    welsh = {"subject_welsh": "Eich pleidlais chi", "words_welsh": OURS}
    post.client.post(post.url("mail/invitation/"), said | welsh)
    Elector.objects.update(language="en")
    draft = post.contest.mailings.get()
    post.client.post(post.url(f"mailings/{draft.pk}/change/"), said | {"subject": "Vote!"})
    draft.refresh_from_db()
    assert (draft.subject, draft.subject_welsh, draft.words_welsh) == ("Vote!", *welsh.values())


# --- letters ------------------------------------------------------------------------------------


def test_a_print_run_has_each_letter_in_its_electors_language_in_the_order_of_the_post() -> None:
    post = make_post(0)
    make_electors(post.contest, len(TURNS))
    in_turns(post.contest)
    page = post.client.get(post.url("print/first/")).content.decode()
    assert "of these letters are in Welsh" in page
    run = post.print(words="Please vote.", words_welsh=OURS)
    made, electors = letters_of(run), list(Elector.objects.order_by("pk"))
    keys = [Elector.objects.get(codes__digest=digest_of(code)).pk for code in codes_in(run)]
    assert keys == [elector.pk for elector in electors]
    assert (run.letters, run.sheets, run.untranslated) == (6, 6, ["pl"])
    for n, elector in enumerate(electors):
        text = made.text(n * made.count // 6)
        assert elector.name in text
        assert (OURS in text) == is_welsh(elector) != ("Please vote." in text)
        assert in_one_language(text, welsh=is_welsh(elector))


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize(("rule", "test"), [("av", False), ("sv", True), ("plurality", False)])
def test_every_letter_is_in_welsh_whole(
    large: bool, rule: str, test: bool, missing: Missing
) -> None:
    contest = make_contest(rule=rule, title="Etholiad", question="Pwy?")
    elector = make_electors(contest, 1, language="cy")[0]
    elector.journal_number = 7
    designs = designs_of(contest, OwnWords(), large_print=large, test=test)
    target = BytesIO()
    letter = letter_to(elector, "7K2-9QF-ABC")
    write_letters(target, [letter], designs, total=1, created=clock.now())
    made = Written(target.getvalue(), Summary(0, 0, 0))
    text = " ".join(made.text(n) for n in range(made.count))
    assert in_one_language(text, welsh=True)
    assert ("PRAWF" in text) == test
    assert b"/Lang (cy)" in made.data
    assert "Rhif 7" in text
    assert made.squares(0) == [letter.link]
    assert missing.texts == []


def test_sample_letters_are_in_the_language_asked_for(missing: Missing) -> None:
    post = make_post(1, roll={"language": "cy"})
    for query, welsh in (("", False), ("?of=cy", True), ("?of=cy&large=1", True)):
        content = post.client.get(post.url(f"sample/{query}")).content
        text = Written(content, Summary(0, 0, 0)).text(0)
        assert ("ENGHRAIFFT" in text) == welsh != ("SAMPLE" in text.replace("SAM PLE", ""))
        assert (english_in(text) == set()) == welsh
    assert missing.texts == []


# --- covering letters and labels ----------------------------------------------------------------


def test_covering_letters_and_declarations_are_in_each_electors_language() -> None:
    declared = {"asks_declaration": True, "declaration_words": "I am a supporter of the aims.",
                "declaration_welsh": "Rwy’n cefnogi’r nodau."}  # fmt: skip
    shop = make_shop(len(TURNS), setup=declared, roll={"household": "one home"})
    in_turns(shop.contest)
    run = shop.envelopes(households="on")
    letters, labels = files_of(run).values()
    electors = list(Elector.objects.order_by("pk"))
    numbers = [e.return_envelopes.get().number for e in electors]
    assert [int(read[:-1]) for read in figures_on_labels(run)] == numbers
    outer = letters.text(0)
    assert "Mae 6 amlen" in outer
    assert "6 sealed envelopes are inside" in outer
    each = (letters.count - 1) // 6
    for n, elector in enumerate(electors):
        text = letters.text(1 + n * each)
        assert elector.name in text
        assert in_one_language(text, welsh=is_welsh(elector))
    backs = " ".join(labels.text(n) for n in range(labels.count))
    for words, count in (("Rwy’n cefnogi’r nodau.", 3), ("I am a supporter of the aims.", 3),
                         ("Llofnod", 3), ("Signature", 3)):  # fmt: skip
        assert backs.count(words) == count
    assert not any(elector.name in backs for elector in electors)


@pytest.mark.parametrize("large", [False, True])
def test_sample_covering_letters_and_labels_are_in_welsh_whole(
    large: bool, missing: Missing
) -> None:
    contest = make_contest(title="Etholiad", question="Pwy?", fictional=True)
    setup = PostSetup(contest=contest, return_address="Blwch 1", asks_declaration=True,
                      declaration_words="Rwy’n cefnogi’r nodau.")  # fmt: skip
    made = sample_envelopes(contest, setup, language=WELSH, large_print=large)
    files = [Written(content, Summary(0, 0, 0)) for content in made.values()]
    letter, labels = (" ".join(one.text(n) for n in range(one.count)) for one in files)
    assert in_one_language(letter, welsh=True)
    assert "Datganiad" in labels
    assert english_in(labels) == set()
    sizes = set[float]().union(*(files[0].type_sizes(n) for n in range(files[0].count)))
    assert (min(sizes) >= 16) == large
    assert missing.texts == []


# --- papers -------------------------------------------------------------------------------------


def said_by(design: Any) -> Mapping[str, list[str]]:
    """What each language of a paper says, without what only some papers have."""
    return {
        text.words.language: [text.words.paper, text.words.how, text.words.number, *text.how]
        for text in design.texts
    }


@pytest.mark.parametrize("size", PaperSize)
def test_every_paper_has_both_languages_whole_whoever_will_get_it(
    size: PaperSize, missing: Missing
) -> None:
    shop = make_shop(3, setup={"bilingual": True}, fictional=True, candidates=9)
    in_turns(shop.contest)
    run = shop.papers(5, size.value)
    (made,) = files_of(run).values()
    design = paper_design(
        shop.contest, candidates_of(shop.contest), size, test=False, bilingual=True
    )
    said = said_by(design)
    assert list(said) == ["cy", "en-GB"]
    sides = made.count // 5
    for n in range(5):
        text = " ".join(made.text(n * sides + side) for side in range(sides))
        for sentence in [*said["cy"], *said["en-GB"], "Ffuglennol: ", "Fictional: "]:
            assert sentence in text
        assert "Nid oes siaradwr wedi adolygu’r testun Cymraeg eto." in text
        assert not re.search(r"Elector \d|R1\b|Example Street", text)
    codes = codes_on_papers(run)
    assert len(codes) == 5
    assert all(isinstance(read_paper(shop.contest, code), OfOurs) for code in codes)
    assert b"/Lang (cy)" in made.data
    told = " ".join(made.metadata.values())
    assert "Papur pleidleisio / Ballot paper. " in told
    assert "Elector" not in told
    assert missing.texts == []


def test_papers_of_one_contest_differ_by_nothing_but_order_number_and_mark() -> None:
    shop = make_shop(2, setup={"bilingual": True}, order_policy="as_listed", candidates=3)
    in_turns(shop.contest)
    (made,) = files_of(shop.papers(4)).values()
    bare = {re.sub(r"\d{4} \d{4} \d{3}|\b[0-9A-Z]{5}\b", "", made.text(n)) for n in range(4)}
    assert len(bare) == 1


def test_a_sample_of_a_paper_says_so_in_both_languages() -> None:
    contest = make_contest()
    text = Written(sample_paper(contest, PaperSize.A4, bilingual=True), Summary(0, 0, 0)).text(0)
    assert "ENGHRAIFFT. Ni all neb bleidleisio â’r papur hwn." in text
    assert "SAMPLE. Nobody can vote with this paper." in text
    alone = Written(sample_paper(contest, PaperSize.A4), Summary(0, 0, 0)).text(0)
    assert welsh_in(alone) == set()


def test_where_somebody_reads_welsh_papers_in_both_languages_are_proposed() -> None:
    for language, proposed in (("cy", True), ("en", False)):
        shop = make_shop(2, state="draft", roll={"language": language})
        PostSetup.objects.filter(contest=shop.contest).delete()
        box = re.search(r'<input[^>]*name="bilingual"[^>]*>', shop.get("setup/"))
        assert box is not None
        assert ("checked" in box[0]) == proposed


def test_a_declaration_in_welsh_is_asked_for_where_one_is_read_or_stored() -> None:
    for language, stored, asked in (("cy", "", True), ("en", "", False), ("en", OURS, True)):
        shop = make_shop(1, setup={"declaration_welsh": stored}, roll={"language": language})
        assert ('name="declaration_welsh"' in shop.get("setup/")) == asked
        shop.send("setup/", **SETUP, **({"declaration_welsh": stored} if stored else {}))
        assert PostSetup.objects.get(contest=shop.contest).declaration_welsh == stored


def test_english_papers_for_electors_who_read_welsh_are_warned_of() -> None:
    shop = make_shop(3)
    in_turns(shop.contest)
    assert "language is Welsh, and the papers are in English alone" in shop.get("print/papers/")
    PostSetup.objects.update(bilingual=True)
    assert "Every paper is in Welsh and English" in shop.get("print/papers/")


def test_once_papers_are_made_their_languages_stand() -> None:
    shop = make_shop(1)
    address = str(SETUP["return_address"])
    other = SetupValues(address, False, "", 5, 20, bilingual=True)
    shop.papers(3)
    with pytest.raises(RuleError, match="all must be alike"):
        set_up(shop.contest, other, by=shop.officer)
    assert not PostSetup.objects.get(contest=shop.contest).bilingual
    kept = replace(other, bilingual=False, alarm_percent=9)
    assert set_up(shop.contest, kept, by=shop.officer).alarm_percent == 9


def test_papers_that_nobody_had_bind_nobody() -> None:
    shop = make_shop(1)
    run = shop.papers(3)
    shop.send(f"runs/papers/{run.pk}/destroy/")
    other = SetupValues(str(SETUP["return_address"]), False, "", 5, 20, bilingual=True)
    assert set_up(shop.contest, other, by=shop.officer).bilingual


def test_a_replacement_can_have_its_letter_in_large_print() -> None:
    shop = make_shop(1, roll={"language": "cy"})
    shop.envelopes()
    earlier = shop.contest.return_envelopes.get()
    shop.send(f"fates/{earlier.pk}/replace/", fate="spoilt", large_print="on")
    from tests.web.letters.worker import work_off_the_queue

    work_off_the_queue()
    run = shop.contest.envelope_runs.latest("at")
    letters = files_of(run)["1-covering-letters.pdf"]
    assert run.large_print
    assert min(set[float]().union(*(letters.type_sizes(n) for n in range(letters.count)))) >= 16
