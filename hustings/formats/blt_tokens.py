"""The words of a BLT file, each with its line and column, and the texts that follow the ballots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from hustings.formats.reading import CONTROL, Defects

__all__ = ["Cursor", "Text", "TextLine", "Token", "lines_of"]

# A quoted text, an id in parentheses, a bracket of an option, a comment, or anything else in one
# piece. The last alternative is a closing parenthesis without an opening one.
_TOKEN = re.compile(r'"(?:[^"]|"")*"?|\([^)]*\)?|[\[\]]|#.*|[^\s\[\]"()#]+|\S')
_COMMENT = re.compile(r'("[^"\n]*"|#[^\n]*)|(?<!\S)/\*(.*?)(\*/|\Z)', re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"]|"")*)"[ \t]*')
_END_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")


class Token(NamedTuple):
    """One word of the file and its place, both counted from 1."""

    text: str
    line: int
    column: int


class Text(NamedTuple):
    """A name or a title, its quotes taken off, and its place."""

    text: str
    line: int
    column: int
    quoted: bool


class TextLine(NamedTuple):
    """The texts on one line after the ballots; ``fault`` says what is wrong with it."""

    line: int
    texts: tuple[Text, ...]
    fault: str = ""
    column: int = 0


def lines_of(text: str, defects: Defects) -> list[str]:
    """The lines of the file, with comments between ``/*`` and ``*/`` and control signs blanked out.

    Every character that stays keeps its place.
    """
    text = CONTROL.sub(" ", text).replace("\r", " ")

    def blank(found: re.Match[str]) -> str:
        if found[1]:
            return found[1]
        if not found[3]:
            before = text[: found.start()]
            line, column = before.count("\n") + 1, found.start() - before.rfind("\n")
            defects.error("this comment is not closed; end it with */", line, column)
        return re.sub(r"[^\n]", " ", found[0])

    return (_COMMENT.sub(blank, text) if "/*" in text else text).split("\n")


@dataclass(slots=True)
class Cursor:
    """Where the reading stands: ``line`` lines are taken, ``at`` words of the last one of them."""

    lines: list[str]
    line: int = 0
    words: list[Token] = field(default_factory=list)
    at: int = 0

    def peek(self) -> Token | None:
        """The next word, on this line or a later one; None at the end."""
        while self.at == len(self.words):
            if self.line == len(self.lines):
                return None
            self.line += 1
            self.words, self.at = _words(self.lines[self.line - 1], self.line), 0
        return self.words[self.at]

    def take(self) -> Token | None:
        """The next word, which is then behind the cursor."""
        word = self.peek()
        self.at += word is not None
        return word

    def rest(self) -> list[Token]:
        """The words that are left on this line."""
        return self.words[self.at :]

    def skip_line(self) -> None:
        """Leave the rest of this line out."""
        self.at = len(self.words)

    def texts(self) -> Iterator[TextLine]:
        """All that follows, line by line, read as names; lines without any are left out."""
        if self.rest():
            yield _text_line(self.lines[self.line - 1], self.line, self.rest()[0].column - 1)
        for number, line in enumerate(self.lines[self.line :], start=self.line + 1):
            found = _text_line(line, number, 0)
            if found.texts or found.fault:
                yield found

    def comments_left(self) -> int:
        """How many of the lines that follow are comments."""
        return sum(line.lstrip().startswith("#") for line in self.lines[self.line :])


def _words(line: str, number: int) -> list[Token]:
    words = []
    for found in _TOKEN.finditer(line):
        if found[0].startswith("#"):
            break
        words.append(Token(found[0], number, found.start() + 1))
    return words


def _text_line(line: str, number: int, start: int) -> TextLine:
    at = start + len(line[start:]) - len(line[start:].lstrip())
    if not line.startswith('"', at):
        bare = _END_COMMENT.sub("", line[at:]).strip()
        return TextLine(number, (Text(bare, number, at + 1, False),) if bare else ())
    texts: list[Text] = []
    while found := _QUOTED.match(line, at):
        texts.append(Text(found[1].replace('""', '"').strip(), number, at + 1, True))
        at = found.end()
    if at == len(line) or line[at:].isspace() or line.startswith("#", at):
        return TextLine(number, tuple(texts))
    if line.startswith('"', at):
        fault = 'the double quote that opens here is not closed on this line; add the second "'
    else:
        fault = "text follows a closing double quote; put one pair of quotes round the whole name"
    return TextLine(number, tuple(texts), fault, at + 1)
