"""BLT, the ballot file of the ERS, OpenSTV, OpaVote and Droop. docs/spec/formats/blt.md.

A file is read in the order in which it stands: the numbers of candidates and seats, who withdrew
and what options are set, the ballots up to a lone 0, the names and the title. Every defect is
found in one reading; what other programs write beside the grammar is read with a warning.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hustings.ballot import MAX_PAPERS, UNCLEAR, CastVoteRecords, Ranks
from hustings.contest import ids_for, is_id
from hustings.errors import FormatError
from hustings.formats.blt_tokens import Cursor, Text, TextLine, Token, lines_of
from hustings.formats.candidates import (
    Listed,
    distinct_names,
    on_one_line,
    placed,
    section_losses,
    section_of,
    some,
    text_losses,
)
from hustings.formats.format import Expected, Format, Progress
from hustings.formats.reading import Defects, shown, text_of, whole_number

__all__ = ["BLT"]

_NOTHING_EXPECTED = Expected()
_MOST_RANKS = 999  # as on a paper: docs/rules/marks.md
_LINES_A_PIECE = 10_000
_LINES_A_REPORT = 50_000
_UNKNOWN_SEATS = "# seats not stated"

_PLAIN = re.compile(r"[ \t]*([0-9]{1,18})[ \t]+((?:[1-9][0-9]{0,8}[ \t]+)*)0[ \t]*")
_LONE = re.compile(r"\s*0\s*(?:#.*)?")
_BELOW = re.compile(r"-[0-9]+(?:\.[0-9]*)?")
_FRACTION = re.compile(r"\+?[0-9]*(?:[.,][0-9]*|/[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NICK = re.compile(r'(?![0-9]+$)(?!/\*)[^\s"#()=>\[\]-][^\s"#()=>\[\]]*')


def read(
    path: Path,
    *,
    name: str,
    expected: Expected = _NOTHING_EXPECTED,
    progress: Progress | None = None,
) -> CastVoteRecords:
    """Read a BLT file; FormatError with every defect if it has any."""
    data = path.read_bytes()
    defects = Defects(name)
    try:
        return _parse(data, expected, defects, progress or (lambda _done, _size: None))
    except FormatError as error:
        raise FormatError.of(sorted(error.findings, key=lambda f: f.place)) from None


def _parse(
    data: bytes, expected: Expected, defects: Defects, progress: Progress
) -> CastVoteRecords:
    cursor = Cursor(lines_of(text_of(data, defects), defects))
    size, seats = _read_numbers(cursor, defects)
    roster = _Roster(size)
    _read_options(cursor, roster, defects)
    ballots = _Ballots(cursor, roster, defects)
    ballots.read(lambda lines: progress(lines * len(data) // len(cursor.lines), len(data)))
    names, title = _read_names(cursor, size, defects)
    candidates, numbers = placed(roster.listed(names), expected, defects)
    defects.raise_if_any()
    progress(len(data), len(data))
    return CastVoteRecords.gather(
        candidates,
        ((_renumber(ranks, numbers), 0, papers) for ranks, papers in ballots.counted()),
        sections=section_of(expected),
        title=title,
        seats=seats,
        notes=defects.notes,
    )


def _renumber(ranks: Ranks, numbers: list[int]) -> Ranks:
    return tuple(tuple([numbers[c] for c in rank]) for rank in ranks)


def _read_numbers(cursor: Cursor, defects: Defects) -> tuple[int, int | None]:
    """How many candidates and seats there are: the first two words, needed for all that follows."""
    first, second = cursor.take(), cursor.take()
    size, seats = (whole_number(word.text) if word else None for word in (first, second))
    if first and second and size and seats:
        if seats > size:
            defects.warn(f"{seats} seats for {size} candidates", second.line, second.column)
        unknown = _UNKNOWN_SEATS in cursor.lines[second.line - 1]
        return size, None if unknown else seats
    if first is None:
        wrong, found = "the file is empty", Token("", 1, 1)
    elif second is None and size:
        wrong, found = "the number of seats is missing", first
    else:
        what, found = ("seats", second) if second and size else ("candidates", first)
        wrong = f"expected a number of {what} from 1, found {shown(found.text)}"
    wanted = "a BLT file starts with the numbers of candidates and seats, such as '4 1'"
    defects.error(f"{wrong}; {wanted}", found.line, found.column)
    raise FormatError.of(defects.errors)


@dataclass(slots=True)
class _Roster:
    """What the ballots call the candidates: numbers from 1, or nicknames. Here from 0."""

    size: int
    nicks: dict[str, int] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)

    def number(self, word: str) -> int | None:
        """The candidate of that number or nickname."""
        if (number := whole_number(word)) is not None:
            return number - 1 if 1 <= number <= self.size else None
        return self.nicks.get(word)

    @property
    def wanted(self) -> str:
        """What a word for a candidate may be, for messages."""
        return f"a candidate number from 1 to {self.size}" + (" or a nickname" * bool(self.nicks))

    def listed(self, names: list[Text]) -> list[Listed]:
        """The candidates in the order of the names."""
        ids = {number: nick for nick, number in self.nicks.items()}
        return [
            Listed(t.text, t.line, t.column, ids.get(n, ""), n in self.withdrawn)
            for n, t in enumerate(names)
        ]


def _read_options(cursor: Cursor, roster: _Roster, defects: Defects) -> None:
    """Who withdrew (``-3 -5``) and the options in brackets, in any order before the ballots."""
    while word := cursor.peek():
        if word.text == "[":
            _read_option(cursor, roster, defects)
        elif _BELOW.fullmatch(word.text) and _says_who_withdrew(cursor):
            cursor.take()
            _withdraw(roster, word._replace(text=word.text[1:], column=word.column + 1), defects)
        else:
            return


def _says_who_withdrew(cursor: Cursor) -> bool:
    """Whether a word below nought is a withdrawal: on a line of its kind, or after other words.

    A line such as ``-1 2 3 0`` is a ballot for fewer than no papers.
    """
    line = itertools.takewhile(lambda word: word.text != "[", cursor.words)
    return cursor.words[0].text[0] != "-" or all(word.text[0] == "-" for word in line)


def _withdraw(roster: _Roster, word: Token, defects: Defects) -> None:
    number = roster.number(word.text)
    if number is None:
        defects.error(
            f"expected {roster.wanted} as withdrawn, found {shown(word.text)}",
            word.line,
            word.column,
        )
    else:
        roster.withdrawn.add(number)


def _read_option(cursor: Cursor, roster: _Roster, defects: Defects) -> None:
    """One option in brackets: nick, withdrawn, tie or droop."""
    opening = cursor.take()
    assert opening
    words: list[Token] = []
    while (word := cursor.take()) and word.text != "]":
        words.append(word)
    if word is None:
        defects.error("this option is not closed; end it with ]", opening.line, opening.column)
        raise FormatError.of(defects.errors)
    kind = words.pop(0).text if words else ""
    if kind == "nick":
        _name_by_nicks(words, opening, roster, defects)
    elif kind == "withdrawn":
        for word in words:
            _withdraw(roster, word, defects)
    elif kind == "tie":
        _read_tie_order(words, opening, roster, defects)
    elif kind == "droop":
        defects.note("options of Droop are passed over", opening.line, opening.column)
    else:
        defects.error(
            f"unknown option {shown(kind)}; an option is nick, withdrawn, tie or droop",
            opening.line,
            opening.column,
        )


def _name_by_nicks(words: list[Token], opening: Token, roster: _Roster, defects: Defects) -> None:
    if len(words) != roster.size:
        defects.error(
            f"expected {roster.size} nicknames, one for each candidate, found {len(words)}",
            opening.line,
            opening.column,
        )
    for number, word in enumerate(words):
        if not _can_be_nick(word.text, number):
            defects.error(
                f"{shown(word.text)} cannot be a nickname: it must not be a number, start with "
                "'-' or hold '=' or '>'",
                word.line,
                word.column,
            )
        elif word.text in roster.nicks:
            defects.error(f"nickname {shown(word.text)} stands twice", word.line, word.column)
        else:
            roster.nicks[word.text] = number


def _can_be_nick(text: str, number: int) -> bool:
    """A candidate's own number (counted from 1) may stand as nickname; another's would mislead."""
    if not is_id(text) or on_one_line(text) != text:
        return False
    return bool(_NICK.fullmatch(text)) or text == str(number + 1)


def _read_tie_order(words: list[Token], opening: Token, roster: _Roster, defects: Defects) -> None:
    for word in words:
        if roster.number(word.text) is None:
            defects.error(
                f"expected {roster.wanted} in the order for ties, found {shown(word.text)}",
                word.line,
                word.column,
            )
    defects.note(
        "the order for ties is passed over: a tie here asks for a lot", opening.line, opening.column
    )


@dataclass(slots=True)
class _Ballots:
    """The ballots, from the first to the lone 0. Equal ones are counted once.

    ``plain`` counts by the text of the preferences, ``ranked`` by the ranks; ``identified`` keeps
    the ballots with an id until it is known whether their first number is a weight.
    """

    cursor: Cursor
    roster: _Roster
    defects: Defects
    total: int = 0
    plain: dict[str, int] = field(default_factory=dict)
    ranked: dict[Ranks, int] = field(default_factory=dict)
    identified: dict[str, list[Token]] = field(default_factory=dict)
    spread: dict[Token, None] = field(default_factory=dict)

    def counted(self) -> Iterator[tuple[Ranks, int]]:
        """Ranks and how many papers were marked so; the same ranks may come again."""
        for text, papers in self.plain.items():
            yield tuple([(int(word) - 1,) for word in text.split()]), papers
        yield from self.ranked.items()

    def read(self, report: Callable[[int], None]) -> None:
        """Read all ballots, calling ``report`` now and then with the number of lines behind."""
        while not self._at_end(report):
            word = self.cursor.take()
            assert word
            if word.text[0] == "(":
                self._read_identified(word)
            elif whole_number(word.text) is None and not _looks_like_weight(word.text):
                self._refuse_line(word)
            elif whole_number(word.text) is None and not self.cursor.rest():
                self.defects.error(_bad_weight(word.text), word.line, word.column)
            elif (ballot := self._words_of_ballot(word)) is not None:
                self._add(word, whole_number(word.text), ballot)
        self._settle_identified()
        self._warn_of_spread()

    def _at_end(self, report: Callable[[int], None]) -> bool:
        """Take the plain lines that come next; then whether the ballots end here."""
        self._read_plain(report)
        word = self.cursor.peek()
        if word is None or word.text[0] == '"' or self._is_name(word):
            line = word.line if word else len(self.cursor.lines)
            self.defects.error(
                "the 0 that ends the ballots is missing; put it on a line of its own before "
                "the names",
                line,
                word.column if word else 1,
            )
            return True
        after = self.cursor.rest()[1:]
        if word.text == "0" and not (after and self._goes_on(after[0].text)):
            self.cursor.take()
            return True
        return False

    def _goes_on(self, text: str) -> bool:
        """Whether a word after a 0 makes it the weight of a ballot, and not the end of all."""
        stands = text == "-" or "=" in text or text in self.roster.nicks
        return stands or whole_number(text) is not None

    def _is_name(self, word: Token) -> bool:
        """Whether an unquoted word starts the names: it is no weight, and no lone 0 follows."""
        return (
            word.text[0].isalpha()
            and word.text not in self.roster.nicks
            and not any(_LONE.fullmatch(line) for line in self.cursor.lines[word.line :])
        )

    def _read_plain(self, report: Callable[[int], None]) -> None:
        """Take whole lines of the plain kind, ``3 1 4 2 0``, as fast as may be."""
        cursor, lines, plain = self.cursor, self.cursor.lines, self.plain
        if cursor.rest():
            return
        while cursor.line < len(lines) and (found := _PLAIN.fullmatch(lines[cursor.line])):
            text, papers = found[2], int(found[1])
            if text not in plain and not self._knows_all(text):
                return
            plain[text] = plain.get(text, 0) + papers
            cursor.line += 1
            self._count(papers, cursor.line, 1)
            if cursor.line % _LINES_A_REPORT == 0:
                report(cursor.line)

    def _knows_all(self, text: str) -> bool:
        words = text.split()
        return len(words) <= self._most and all(int(word) <= self.roster.size for word in words)

    @property
    def _most(self) -> int:
        return max(self.roster.size, _MOST_RANKS)

    def _count(self, papers: int, line: int, column: int) -> None:
        before, self.total = self.total, self.total + papers
        if before <= MAX_PAPERS < self.total:
            self.defects.error("more than 2^62 papers in all, up to this ballot", line, column)

    def _refuse_line(self, word: Token) -> None:
        self.defects.error(
            "expected a ballot, such as '3 1 4 2 0' for 3 papers with candidates 1, 4 and 2 in "
            f"this order, found {shown(word.text)}",
            word.line,
            word.column,
        )
        self.cursor.skip_line()

    def _words_of_ballot(self, first: Token) -> list[Token] | None:
        """The words up to the 0 that ends a ballot, over line ends; None if there is no such 0."""
        words: list[Token] = []
        while (word := self.cursor.peek()) and word.text[0] != '"':
            self.cursor.take()
            if word.text == "0":
                if word.line > first.line:
                    self.spread[first] = None
                return words
            words.append(word)
        self.defects.error(
            "this ballot has no 0 at its end; add it after the last preference",
            first.line,
            first.column,
        )
        return None

    def _read_identified(self, word: Token) -> None:
        ballot = self._words_of_ballot(word)
        if ballot is None:
            return
        if word.text in self.identified:
            before = self.identified[word.text][0].line
            self.defects.error(
                f"ballot id {shown(word.text)} stands already on line {before}; "
                "keep the ballot once, or give it an id of its own",
                word.line,
                word.column,
            )
        self.identified[word.text] = [word, *ballot]

    def _settle_identified(self) -> None:
        """OpenSTV writes the weight 1 after an id, Droop none: all ids of a file are read alike."""
        ballots = list(self.identified.values())
        weighted = all(len(words) > 1 and words[1].text == "1" for words in ballots)
        if ballots and weighted and not any(w.text == "1" for b in ballots for w in b[2:]):
            self.defects.warn(
                "the 1 after each ballot id is read as its weight, as OpenSTV writes it, "
                "and not as a first preference",
                ballots[0][0].line,
                ballots[0][0].column,
            )
        for first, *words in ballots:
            self._add(first, 1, words[1:] if weighted else words)

    def _add(self, first: Token, papers: int | None, words: list[Token]) -> None:
        """Count a ballot, if neither its weight nor its preferences have a defect."""
        if papers is None:
            self.defects.error(_bad_weight(first.text), first.line, first.column)
        ranks = self._ranks_of(words)
        if first in self.spread:
            self._refuse_repeats(first, ranks)
        if papers is not None:
            self._count(papers, first.line, first.column)
            self.ranked[ranks] = self.ranked.get(ranks, 0) + papers

    def _ranks_of(self, words: list[Token]) -> Ranks:
        if len(words) > self._most:
            self.defects.error(
                f"a ballot has at most {self._most} ranks, this one {len(words)}",
                words[0].line,
                words[0].column,
            )
        return tuple(self._rank_of(word) for word in words)

    def _rank_of(self, word: Token) -> tuple[int, ...]:
        """The candidates at one rank: ``3``, ``3=1``, or none at ``-``."""
        if word.text == "-":
            return ()
        column, rank = word.column, []
        for part in word.text.split("="):
            number = self.roster.number(part)
            if number is None:
                self.defects.error(_bad_preference(part, self.roster.wanted), word.line, column)
            elif number in rank:
                self.defects.error(
                    f"candidate {shown(part)} stands twice at one rank; keep one",
                    word.line,
                    column,
                )
            else:
                rank.append(number)
            column += len(part) + 1
        return tuple(sorted(rank))

    def _refuse_repeats(self, first: Token, ranks: Ranks) -> None:
        named = [candidate for rank in ranks for candidate in rank]
        if len(set(named)) < len(named):
            self.defects.error(
                "this ballot runs over the end of its line and names a candidate twice; "
                "end each ballot with 0",
                first.line,
                first.column,
            )

    def _warn_of_spread(self) -> None:
        if self.spread:
            first, number = next(iter(self.spread)), len(self.spread)
            self.defects.warn(
                f"{number} ballot{'s run' if number > 1 else ' runs'} over the end of a line, "
                "the first here; if a 0 is missing, add it",
                first.line,
                first.column,
            )


def _looks_like_weight(text: str) -> bool:
    return bool(_BELOW.fullmatch(text) or _FRACTION.fullmatch(text))


def _bad_weight(text: str) -> str:
    if text.startswith("-"):
        return (
            f"a ballot cannot stand for {shown(text)} papers; write a whole number from 0. "
            "Withdrawn candidates stand on a line of their own before the ballots"
        )
    return (
        f"expected a whole number of papers, found {shown(text)}; multiply every weight in the "
        "file by the same number, so that all are whole"
    )


def _bad_preference(text: str, wanted: str) -> str:
    if text.startswith("("):
        return f"equal ranks in parentheses, {shown(text)}, are not read; write them as 2=3"
    return f"expected {wanted}, or 0 at the end of the ballot, found {shown(text)}"


def _read_names(cursor: Cursor, size: int, defects: Defects) -> tuple[list[Text], str]:
    """The names of the candidates and the title, which follow the ballots."""
    comments, lines = cursor.comments_left(), list(cursor.texts())
    used, names = _without_parties(lines, size, defects)
    taken = _report_faults(lines, used, size + 1 - len(names), defects)
    texts = [*names, *(text for line in lines[used:] for text in line.texts)]
    if len(texts) <= size and defects.errors and (not texts or any(line.fault for line in lines)):
        return texts, ""  # a consequence of what was found already
    if len(texts) <= size:
        hint = "; lines that start with # are comments" if comments else ""
        defects.error(
            f'expected {size} names and a title ("" for none), found {len(texts)} texts{hint}',
            len(cursor.lines),
            1,
        )
        return texts, ""
    _warn_of_bare(texts[: size + 1], defects)
    if taken and len(texts) > size + 1:
        after = texts[size + 1]
        defects.note("text after the title is passed over", after.line, after.column)
    return texts[:size], texts[size].text


def _without_parties(lines: list[TextLine], size: int, defects: Defects) -> tuple[int, list[Text]]:
    """The names where each line holds a second text, the party, and how many lines that is."""
    own = lines[:size]
    if len(lines) <= size or not all(len(line.texts) == 2 and not line.fault for line in own):
        return 0, []
    party = own[0].texts[1]
    defects.warn(
        "a second text stands after each name, such as a party; it is passed over",
        party.line,
        party.column,
    )
    return size, [line.texts[0] for line in own]


def _report_faults(lines: list[TextLine], start: int, wanted: int, defects: Defects) -> bool:
    """Report what is wrong with the lines that hold the wanted texts; what follows is free."""
    for line in lines[start:]:
        if wanted <= 0:
            break
        wanted -= len(line.texts)
        if line.fault:
            defects.error(line.fault, line.line, line.column)
    return wanted <= 0


def _warn_of_bare(texts: list[Text], defects: Defects) -> None:
    bare = [text for text in texts if not text.quoted]
    if bare:
        defects.warn(
            f"{len(bare)} of the names and the title stand without double quotes, "
            f"the first {shown(bare[0].text)}; each line is read as one",
            bare[0].line,
            bare[0].column,
        )


def write(records: CastVoteRecords) -> Iterator[bytes]:
    """The file in pieces; equal ballots once, in the records' order. See :func:`loses`."""
    lines = itertools.chain(_head(records), _ballot_lines(records), ["0"], _tail(records))
    while piece := list(itertools.islice(lines, _LINES_A_PIECE)):
        yield "".join(line + "\n" for line in piece).encode()


def _head(records: CastVoteRecords) -> Iterator[str]:
    unknown = records.seats is None
    yield f"{len(records.candidates)} {records.seats or 1}" + f" {_UNKNOWN_SEATS}" * unknown
    withdrawn = [f"-{n}" for n, c in enumerate(records.candidates, start=1) if c.withdrawn]
    if withdrawn:
        yield " ".join(withdrawn)
    if _needs_nicks(records) and not _odd_ids(records):
        yield f"[nick {' '.join(c.id for c in records.candidates)}]"


def _ballot_lines(records: CastVoteRecords) -> Iterator[str]:
    for ranks, papers in records.rows():
        words = ["=".join(str(c + 1) for c in rank if c != UNCLEAR) or "-" for rank in ranks]
        yield " ".join([str(sum(papers)), *words, "0"])


def _tail(records: CastVoteRecords) -> Iterator[str]:
    names = distinct_names(_bare(c.name) for c in records.candidates)
    for text in [*names, _bare(records.title)]:
        yield f'"{text}"'


def _bare(text: str) -> str:
    return on_one_line(text).replace('"', "'")


def _needs_nicks(records: CastVoteRecords) -> bool:
    names = [c.name for c in records.candidates]
    return tuple(c.id for c in records.candidates) != ids_for(names)


def _odd_ids(records: CastVoteRecords) -> list[str]:
    return [c.id for n, c in enumerate(records.candidates) if not _can_be_nick(c.id, n)]


def loses(records: CastVoteRecords) -> list[str]:
    """What of these records BLT cannot hold, a phrase each; empty if it holds everything."""
    losses = [*section_losses(records), *text_losses(records)]
    quoted = [
        text for text in [*(c.name for c in records.candidates), records.title] if '"' in text
    ]
    if quoted:
        losses.append(f"double quotes inside a name or title, written as ': {some(quoted)}")
    if _needs_nicks(records) and (odd := _odd_ids(records)):
        losses.append(f"the candidates' ids, since not all can be nicknames: {some(odd)}")
    if (records.marks == UNCLEAR).any() or any(UNCLEAR in group for group in records.equal):
        losses.append("marks that name nobody, at whose rank nothing is written")
    return losses


BLT = Format("blt", "BLT (ERS, OpenSTV, Droop)", (".blt",), read, write, loses)
