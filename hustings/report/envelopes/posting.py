"""What is posted to one elector, how all of one run look, and what a run says when it is done."""

from __future__ import annotations

from dataclasses import dataclass

from hustings import language
from hustings.report.letters.letter import DL, Window

__all__ = [
    "ENGLISH_POST",
    "EnvelopeDesign",
    "EnvelopeSummary",
    "PostWords",
    "Posting",
    "post_words",
]


@dataclass(frozen=True, slots=True)
class Posting:
    """One elector's covering letter and return envelope.

    ``address`` are the lines below the name, the postcode last. ``figures`` is what the barcode
    holds, ``number`` the same in groups, as people read it. ``language`` is the elector's.
    """

    name: str
    address: tuple[str, ...]
    figures: str
    number: str
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostWords:
    """What every covering letter and label says in one language."""

    language: str
    letters: str
    labels: str
    officer: str
    reference: str  # with {number}
    dear: str  # with {name}
    deadline: str
    enclosed: str
    enclosed_lines: tuple[str, ...]
    how: str
    steps: tuple[str, ...]
    sign_step: str
    post_step: str
    mixing: str
    mixing_lines: str
    help: str
    help_lines: str  # with {officer}
    privacy: str
    inside: str  # with {count}
    to_each: str
    declaration: str
    signature: str
    day: str
    envelope: str  # with {number}
    page: str
    fictional: str
    test: str
    test_line: str
    unreviewed: str


def post_words() -> PostWords:
    """The words of letters and labels in the language in force (:mod:`hustings.language`)."""
    _ = language.spoken().text
    return PostWords(
        language=language.spoken().code,
        letters=_("Covering letters"),
        labels=_("Return labels"),
        officer=_("Returning officer"),
        reference=_("Return envelope {number}"),
        dear=_("Dear {name},"),
        deadline=_("Your vote must arrive by"),
        enclosed=_("What is in this envelope"),
        enclosed_lines=(
            _("this letter"),
            _("one ballot paper"),
            _("one return envelope with a barcode: it is yours alone"),
        ),
        how=_("How to vote by post"),
        steps=(
            _("Mark the ballot paper by yourself, as is said on it."),
            _(
                "Fold it once and put it into the return envelope, with nothing else. Seal the "
                "envelope."
            ),
        ),
        sign_step=_(
            "Sign the declaration on the back of the envelope. Unsigned, it is not opened."
        ),
        post_step=_("Post it in good time. What counts is when it arrives."),
        mixing=_("Your vote is secret"),
        mixing_lines=_(
            "The barcode says that you have voted, so that nobody votes twice. The paper carries "
            "neither your name nor anything that leads to you. Envelopes are opened together and "
            "their papers are mixed before anybody reads one. If you also hold a code to vote "
            "online, use one way only: the first vote that is received counts, and the other does "
            "not."
        ),
        help=_("If something is lost or spoilt"),
        help_lines=_(
            "Ask {officer} for another paper and envelope. The earlier envelope then ends."
        ),
        privacy=_("Your personal data"),
        inside=_("{count} sealed envelopes are inside, one for each of:"),
        to_each=_("Please hand each to the person whose name is on it."),
        declaration=_("Declaration"),
        signature=_("Signature"),
        day=_("Date"),
        envelope=_("Return envelope {number}"),
        page=_("Page {number} of {total}"),
        fictional=_("Fictional: an invented contest. Nobody votes by this letter."),
        test=_("TEST"),
        test_line=_("TEST. This is for trying things out. It carries no real vote."),
        unreviewed=_(
            "No speaker of the language has reviewed this translation yet. Where in doubt, the "
            "English text holds."
        ),
    )


with language.speaking(language.ENGLISH):
    ENGLISH_POST = post_words()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeDesign:
    """What all covering letters and labels of one language say.

    ``asking`` is the sentence that says who asks and what the answer is for, ``deadline`` a day
    and time as printed, ``contact`` and ``return_address`` have a line each. ``declaration`` is
    printed with a place to sign; empty, none is asked for. ``large_print`` sets nothing in a letter
    smaller than 16 point. ``unreviewed`` says that no speaker has reviewed the translation.
    """

    organisation: str
    title: str
    question: str
    asking: str
    officer: str
    contact: str
    deadline: str
    return_address: str
    privacy: str
    declaration: str = ""
    window: Window = DL
    large_print: bool = False
    unreviewed: bool = False
    test: bool = False
    fictional: bool = False
    words: PostWords = ENGLISH_POST


@dataclass(frozen=True, slots=True)
class EnvelopeSummary:
    """What was written: electors, outer envelopes with several of them, sheets of either kind.

    ``unprintable`` are the numbers, from 1 in the order given, of the electors whose name or
    address does not stand there as it was written.
    """

    electors: int
    outer: int
    letter_sheets: int
    label_sheets: int
    files: int
    unprintable: tuple[int, ...] = ()
