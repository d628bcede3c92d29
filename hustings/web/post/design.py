"""What a contest's papers, covering letters and labels say.

Letters and labels are in each elector's own language. Papers are all alike, in English or in Welsh
and English at once: docs/decisions/0017-papers-in-two-languages.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from hustings.count import RULES
from hustings.report.envelopes import EnvelopeDesign, Posting, post_words, write_envelopes
from hustings.report.papers import (
    BallotPaper,
    Listed,
    PaperDesign,
    PaperText,
    PaperWords,
    Size,
    paper_words,
    write_papers,
)
from hustings.web.contests import orders
from hustings.web.contests.models import Candidate, Contest
from hustings.web.letters.design import OwnWords, moment_in_words, officer_of, privacy_words
from hustings.web.letters.languages import (
    ENGLISH,
    WELSH,
    asking_in_words,
    language_for,
    tag_of,
)
from hustings.web.post.models import PaperSize, PostSetup
from hustings.web.post.numbers import envelope_figures, envelope_shown, mark_of, paper_code
from hustings.web.post.numbers import paper_shown as number_shown
from hustings.web.post.state import post_closes
from hustings.web.project import clock
from hustings.web.project.languages import UNREVIEWED, in_language, unreviewed
from hustings.web.roll.models import Elector

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "candidates_of",
    "envelope_designs",
    "paper_design",
    "paper_of",
    "posting_to",
    "sample_envelopes",
    "sample_paper",
]

_SIZES = {PaperSize.A5: Size.A5, PaperSize.A4: Size.A4, PaperSize.LARGE: Size.LARGE}
_SAMPLE_NUMBER = 1_000_000_000
_SAMPLE_MARK = "-----"


def candidates_of(contest: Contest) -> list[Candidate]:
    """The candidates in the order of the contest's own list."""
    return list(contest.candidates.order_by("number"))


def paper_design(
    contest: Contest,
    candidates: Sequence[Candidate],
    size: PaperSize,
    *,
    test: bool,
    bilingual: bool,
) -> PaperDesign:
    """What all papers of the contest say: in English, or in Welsh and beside it in English."""
    with in_language(ENGLISH):
        english = _paper_text(contest)
    with in_language(WELSH):
        welsh = _paper_text(contest)
    first = welsh if bilingual else english
    return PaperDesign(
        organisation=contest.organisation.name,
        title=contest.title,
        question=contest.question,
        how=first.how,
        candidates=tuple(
            Listed(one.name, one.description, one.withdrawn_at is not None) for one in candidates
        ),
        seed=_seed(contest),
        size=_SIZES[size],
        test=test,
        fictional=contest.fictional,
        words=first.words,
        beside=english if bilingual else None,
        unreviewed=bilingual and WELSH in UNREVIEWED,
    )


def _paper_text(contest: Contest) -> PaperText:
    """What the papers say in the language in force."""
    last = _("Write nothing else, and nothing by which you are known.")
    return PaperText(paper_words(), (*_how(contest.rule), last))


def _how(rule: str) -> tuple[str, ...]:
    """How the paper is marked, by the rule that counts it."""
    if rule == "sv":
        return (
            _("Write 1 in the box beside your first choice."),
            _("If you like, write 2 beside your second choice, and no more."),
        )
    if rule in RULES and not RULES[rule].ranked:
        return (_("Choose one candidate: put a cross (X) in that one box."),)
    return (
        _("Write 1 in the box beside your first choice, 2 beside your second, and so on."),
        _("You may stop after any number. Use each figure once."),
    )


def _seed(contest: Contest) -> bytes:
    """What shapes the contest's rosette; keyed, so that nobody draws it beforehand."""
    slug = contest.slug.encode()
    key, person = settings.CODE_KEY, b"hustings rosette"
    return hashlib.blake2b(slug, digest_size=8, key=key, person=person).digest()


def paper_of(
    contest: Contest, candidates: Sequence[Candidate], number: int, rotation: int | None
) -> BallotPaper:
    """The paper of that number, with the candidates in the order of that rotation."""
    places = {one.number: place for place, one in enumerate(candidates)}
    shown = orders.order(candidates, contest.order_policy, rotation)
    return BallotPaper(
        number_shown(number),
        mark_of(contest, number),
        paper_code(contest, number),
        tuple(places[one.number] for one in shown),
    )


def envelope_designs(
    contest: Contest, setup: PostSetup, *, test: bool, large_print: bool = False, by: str = ""
) -> Mapping[str, EnvelopeDesign]:
    """What all covering letters and labels of the contest say, in each of the site's languages;
    ``by`` is who makes them.
    """
    found = {}
    for language, _name in settings.LANGUAGES:
        with in_language(language):
            plain = _envelope_design(contest, setup, language, by)
        design = replace(plain, test=test, large_print=large_print)
        found[language.partition("-")[0]] = design
    return found


def _envelope_design(contest: Contest, setup: PostSetup, language: str, by: str) -> EnvelopeDesign:
    """The same in the language in force."""
    organisation = contest.organisation
    contact = (organisation.address, organisation.contact_phone, organisation.contact_email)
    declaration = OwnWords(setup.declaration_words, setup.declaration_welsh).in_(language)
    return EnvelopeDesign(
        organisation=organisation.name,
        title=contest.title,
        question=contest.question,
        asking=asking_in_words(contest),
        officer=officer_of(contest, by=by),
        contact="\n".join(part.strip() for part in contact if part.strip()),
        deadline=moment_in_words(contest, post_closes(contest)),
        return_address=setup.return_address,
        privacy=privacy_words(contest),
        declaration=declaration if setup.asks_declaration else "",
        fictional=contest.fictional,
        unreviewed=unreviewed(),
        words=post_words(),
    )


def posting_to(elector: Elector, number: int) -> Posting:
    """What is posted to the elector, with the number of her return envelope."""
    lines = [line for line in elector.address.split("\n") if line.strip()]
    language = language_for(elector.language)
    with in_language(language):
        return Posting(
            name=elector.name or _("Elector"),
            address=(*lines, elector.postcode) if elector.postcode else tuple(lines),
            figures=envelope_figures(number),
            number=envelope_shown(number),
            language=tag_of(language),
        )


def sample_paper(contest: Contest, size: PaperSize, *, bilingual: bool = False) -> bytes:
    """A paper as PDF, marked SAMPLE, whose number and mark can never be ones."""
    candidates = candidates_of(contest)
    design = paper_design(contest, candidates, size, test=True, bilingual=bilingual)
    design = replace(design, words=_sample_words(design.words))
    if design.beside:
        design = replace(
            design, beside=replace(design.beside, words=_sample_words(design.beside.words))
        )
    paper = replace(
        paper_of(contest, candidates, _SAMPLE_NUMBER, 0),
        number="0000 0000 000",
        mark=_SAMPLE_MARK,
        code="00000000000",
    )
    target = BytesIO()
    with closing(target):
        write_papers(target, [paper], design, total=1, created=clock.now())
        return target.getvalue()


def _sample_words(words: PaperWords) -> PaperWords:
    """The words, with SAMPLE in the place of TEST."""
    with in_language(language_for(words.language)):
        line = _("SAMPLE. Nobody can vote with this paper.")
        return replace(words, test=_("SAMPLE"), test_line=line)


def sample_envelopes(
    contest: Contest, setup: PostSetup, *, language: str = ENGLISH, large_print: bool = False
) -> dict[str, bytes]:
    """A covering letter and a sheet of labels as PDF, to nobody, marked SAMPLE, by file name."""
    designs = envelope_designs(contest, setup, test=True, large_print=large_print)
    plain = designs[language.partition("-")[0]]
    with in_language(language):
        line = _("SAMPLE. Nobody can vote by this letter.")
        words = replace(plain.words, test=_("SAMPLE"), test_line=line)
        address = (_("1 Example Street"), _("Exampleton"), "ZZ99 1AA")
        posting = Posting(_("Sample Elector"), address, "00000000000", "0000 0000 000")
    design = replace(plain, words=words)
    made: dict[str, bytes] = {}

    @contextmanager
    def open_file(name: str) -> Iterator[BinaryIO]:
        target = BytesIO()
        yield target
        made[name] = target.getvalue()

    write_envelopes(open_file, [[posting]], design, total=1, created=clock.now())
    return made
