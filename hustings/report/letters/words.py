"""The sentences of a letter: English here; another language is another :class:`LetterWords`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hustings.contest import Purpose

__all__ = ["ENGLISH", "LetterWords"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWords:
    """Every text of a letter that is not the contest's own; names in braces are filled in.

    ``asking`` says by purpose who asks and what the answer is for, ``{organisation}``; ``dear``
    takes ``{name}``; ``help_lines`` take ``{officer}``; ``page`` takes
    ``{number}`` and ``{total}``. ``steps`` are the four lines of how to vote, the first with
    ``{address}``, the third with ``{marking}``.
    """

    language: str
    dear: str
    asking: Mapping[Purpose, str]
    web_address: str
    code: str
    opens: str
    closes: str
    how: str
    steps: tuple[str, str, str, str]
    marking: str
    receipt: str
    receipt_lines: str
    help: str
    help_lines: str
    help_large: str
    privacy: str
    officer: str
    page: str
    test: str
    test_line: str


ENGLISH = LetterWords(
    language="en-GB",
    dear="Dear {name},",
    asking={
        Purpose.ADVISORY: (
            "{organisation} puts this question to everyone on its roll, in a secret ballot. The "
            "result is advice: it says what those voting want, is published in full, and elects "
            "nobody."
        ),
        Purpose.NOMINATION: (
            "{organisation} asks everyone on its roll whom it should nominate, in a "
            "secret ballot. The result is published in full."
        ),
        Purpose.SELECTION: (
            "{organisation} asks everyone on its roll whom it should select, in a "
            "secret ballot. The result is published in full."
        ),
        Purpose.ELECTION: (
            "{organisation} asks everyone on its roll to elect, in a secret ballot. "
            "The result is published in full."
        ),
    },
    web_address="Web address",
    code="Your code",
    opens="Voting opens",
    closes="Voting closes",
    how="How to vote",
    steps=(
        "Scan the square with your telephone, or type {address} into a browser.",
        "If you are asked for your code, type it. Capitals and spaces do not matter.",
        "{marking}",
        "Check your answers and cast your vote. You can do this once, and not change it after.",
    ),
    marking="Number the candidates in your order: 1, then 2, then 3. You may stop after one.",
    receipt="Your receipt",
    receipt_lines=(
        "When you have voted you are shown a receipt, a number to write down. It proves that your "
        "vote was received. It cannot show anybody, not even you, how you voted."
    ),
    help="Help, or a new code",
    help_lines=(
        "If your code is lost, does not work or was seen by somebody else, ask {officer} for a "
        "new one; the old one then ends."
    ),
    help_large="Ask there too for this letter in large print.",
    privacy="Your personal data",
    officer="Returning officer",
    page="Page {number} of {total}",
    test="TEST",
    test_line="TEST. This letter is for trying things out. It carries no real vote.",
)
