"""The sentences of a letter, in the language in force; English where none is.

Names in braces are filled in when a letter is set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hustings import language
from hustings.contest import Purpose

__all__ = ["ENGLISH", "LetterWords", "letter_words"]


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
    unreviewed: str


def letter_words() -> LetterWords:
    """The sentences of a letter in the language in force (:mod:`hustings.language`)."""
    _ = language.spoken().text
    return LetterWords(
        language=language.spoken().code,
        dear=_("Dear {name},"),
        asking={
            Purpose.ADVISORY: _(
                "{organisation} puts this question to everyone on its roll, in a secret ballot. "
                "The result is advice: it says what those voting want, is published in full, and "
                "elects nobody."
            ),
            Purpose.NOMINATION: _(
                "{organisation} asks everyone on its roll whom it should nominate, in a secret "
                "ballot. The result is published in full."
            ),
            Purpose.SELECTION: _(
                "{organisation} asks everyone on its roll whom it should select, in a secret "
                "ballot. The result is published in full."
            ),
            Purpose.ELECTION: _(
                "{organisation} asks everyone on its roll to elect, in a secret ballot. The result "
                "is published in full."
            ),
        },
        web_address=_("Web address"),
        code=_("Your code"),
        opens=_("Voting opens"),
        closes=_("Voting closes"),
        how=_("How to vote"),
        steps=(
            _("Scan the square with your telephone, or type {address} into a browser."),
            _("If you are asked for your code, type it. Capitals and spaces do not matter."),
            "{marking}",
            _(
                "Check your answers and cast your vote. You can do this once, and not change it "
                "after."
            ),
        ),
        marking=_(
            "Number the candidates in your order: 1, then 2, then 3. You may stop after one."
        ),
        receipt=_("Your receipt"),
        receipt_lines=_(
            "When you have voted you are shown a receipt, a number to write down. It proves that "
            "your vote was received. It cannot show anybody, not even you, how you voted."
        ),
        help=_("Help, or a new code"),
        help_lines=_(
            "If your code is lost, does not work or was seen by somebody else, ask {officer} for a "
            "new one; the old one then ends."
        ),
        help_large=_("Ask there too for this letter in large print."),
        privacy=_("Your personal data"),
        officer=_("Returning officer"),
        page=_("Page {number} of {total}"),
        test=_("TEST"),
        test_line=_("TEST. This letter is for trying things out. It carries no real vote."),
        unreviewed=_(
            "No speaker of the language has reviewed this translation yet. Where in doubt, the "
            "English text holds."
        ),
    )


with language.speaking(language.ENGLISH):
    ENGLISH = letter_words()
