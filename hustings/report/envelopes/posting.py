"""What is posted to one elector, how all of one run look, and what a run says when it is done."""

from __future__ import annotations

from dataclasses import dataclass

from hustings.report.letters.letter import DL, Window

__all__ = ["ENGLISH_POST", "EnvelopeDesign", "EnvelopeSummary", "PostWords", "Posting"]


@dataclass(frozen=True, slots=True)
class Posting:
    """One elector's covering letter and return envelope.

    ``address`` are the lines below the name, the postcode last. ``figures`` is what the barcode
    holds, ``number`` the same in groups, as people read it.
    """

    name: str
    address: tuple[str, ...]
    figures: str
    number: str


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
    return_to: str
    envelope: str  # with {number}
    page: str
    fictional: str
    test: str
    test_line: str


ENGLISH_POST = PostWords(
    language="en",
    letters="Covering letters",
    labels="Return labels",
    officer="Returning officer",
    reference="Return envelope {number}",
    dear="Dear {name},",
    deadline="Your vote must arrive by",
    enclosed="What is in this envelope",
    enclosed_lines=(
        "this letter",
        "one ballot paper",
        "one return envelope with a barcode: it is yours alone",
    ),
    how="How to vote by post",
    steps=(
        "Mark the ballot paper by yourself, as is said on it.",
        "Fold it once and put it into the return envelope, with nothing else. Seal the envelope.",
    ),
    sign_step="Sign the declaration on the back of the envelope. Unsigned, it is not opened.",
    post_step="Post it in good time. What counts is when it arrives.",
    mixing="Your vote is secret",
    mixing_lines=(
        "The barcode says that you have voted, so that nobody votes twice. The paper carries "
        "neither your name nor anything that leads to you. Envelopes are opened together and "
        "their papers are mixed before anybody reads one. If you also hold a code to vote "
        "online, use one way only: the first vote that is received counts, and the other does not."
    ),
    help="If something is lost or spoilt",
    help_lines="Ask {officer} for another paper and envelope. The earlier envelope then ends.",
    privacy="Your personal data",
    inside="{count} sealed envelopes are inside, one for each of:",
    to_each="Please hand each to the person whose name is on it.",
    declaration="Declaration",
    signature="Signature",
    day="Date",
    return_to="To",
    envelope="Return envelope {number}",
    page="Page {number} of {total}",
    fictional="Fictional: an invented contest. Nobody votes by this letter.",
    test="TEST",
    test_line="TEST. This is for trying things out. It carries no real vote.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeDesign:
    """What all covering letters and labels of a run say.

    ``asking`` is the sentence that says who asks and what the answer is for, ``deadline`` a day
    and time as printed, ``contact`` and ``return_address`` have a line each. ``declaration`` is
    printed with a place to sign; empty, none is asked for.
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
