"""Recorded lots: a CSV ``stage,candidates,drawn``, tied candidates joined by ``>``.

    stage,candidates,drawn
    3,balls>burnham,burnham

``drawn`` is whom the lot fell on: excluded where the tie was about exclusion, elected where it was
about election. Candidates are named by id or by name, without regard to capitals and the width of
spaces where that leaves no doubt; lines that start with ``#`` are comments. The form is that of
docs/spec/contest-folder.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from hustings.contest import Contest, Names
from hustings.count.stage import Lot, Lots
from hustings.errors import FormatError, Place
from hustings.formats.csv_careful import LineError, is_passed_over, split_line
from hustings.formats.files import explain
from hustings.formats.reading import Defects, text_of
from hustings.formats.suggesting import did_you_mean

__all__ = ["lots_as_csv", "parse_lots", "read_lots"]

HEADER = ("stage", "candidates", "drawn")
_STAGE = re.compile(r"[1-9][0-9]{0,8}")


def read_lots(path: Path, *, contest: Contest, name: str | None = None) -> Lots:
    """Read the recorded lots of a contest; FormatError with every defect.

    ``name`` is the file as the user gave it, for messages.
    """
    name = str(path) if name is None else name
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise FormatError(Place(name), "there is no such file") from None
    except (OSError, ValueError) as error:
        raise FormatError(Place(name), f"cannot be read: {explain(error)}") from None
    return parse_lots(data, contest=contest, name=name)


def parse_lots(data: bytes, *, contest: Contest, name: str) -> Lots:
    """Read the bytes of a lots file; see :func:`read_lots`."""
    defects = Defects(name)
    try:
        lots = _parse(text_of(data, defects), contest, defects)
        defects.raise_if_any()
    except FormatError as error:  # 'hustings check' reads no lots, so all is told here
        raise FormatError.of(error.findings, all_shown=True) from None
    return lots


def _parse(text: str, contest: Contest, defects: Defects) -> Lots:
    defects.raise_if_any()
    numbered = enumerate(text.split("\n"), start=1)
    lines = [(number, line) for number, line in numbered if not is_passed_over(line)]
    if not lines or lines[0][1].replace(" ", "") != ",".join(HEADER):
        defects.error(f"expected the header {','.join(HEADER)}", lines[0][0] if lines else 1, 1)
        return Lots()
    return Lots(tuple(_lots(lines[1:], Names(contest.candidates), defects)))


def lots_as_csv(lots: Lots) -> bytes:
    """The lots as a file that :func:`read_lots` reads, in order of their stages."""
    rows = sorted((lot.stage, ">".join(sorted(lot.candidates)), lot.drawn) for lot in lots)
    lines = [",".join(HEADER), *(f"{s},{_quoted(c)},{_quoted(d)}" for s, c, d in rows)]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",]', text) else text


def _lots(lines: Iterable[tuple[int, str]], names: Names, defects: Defects) -> Iterator[Lot]:
    """Yield each sound lot that answers no question twice; everything else becomes a defect."""
    seen: dict[tuple[int, frozenset[str]], int] = {}
    for number, line in lines:
        lot = _lot(number, line, names, defects)
        if lot is None:
            continue
        earlier = seen.setdefault((lot.stage, lot.candidates), number)
        if earlier == number:
            yield lot
        else:
            defects.error(f"this lot was drawn already on line {earlier}; keep one", number, 1)


def _lot(number: int, line: str, names: Names, defects: Defects) -> Lot | None:
    before = len(defects.errors)
    try:
        cells, columns = split_line(line)
    except LineError as bad:
        defects.error(str(bad), number, bad.column)
        return None
    if len(cells) != len(HEADER):
        defects.error(f"expected 3 cells ({', '.join(HEADER)}), found {len(cells)}", number, 1)
        return None
    if not _STAGE.fullmatch(cells[0]):
        wanted = "the number of a stage, from 1"
        defects.error(f"expected {wanted}, found {cells[0]!r}", number, columns[0])
    tied = [_candidate(t, names, defects, number, columns[1]) for t in cells[1].split(">")]
    drawn = _candidate(cells[2], names, defects, number, columns[2])
    if len(tied) < 2:
        defects.error("a lot is drawn between two or more, joined by '>'", number, columns[1])
    if len(set(tied)) < len(tied) and None not in tied:
        defects.error("a candidate stands twice among the tied", number, columns[1])
    if None not in (*tied, drawn) and drawn not in tied:
        where = f"the lot fell on {cells[2]!r}, who is not one of {cells[1]!r}"
        defects.error(where, number, columns[2])
    if len(defects.errors) > before or drawn is None:
        return None
    level = frozenset(one for one in tied if one is not None)
    return Lot(int(cells[0]), level, drawn, Place(defects.file, number, 1))


def _candidate(text: str, names: Names, defects: Defects, line: int, column: int) -> str | None:
    text = text.strip()
    found = [names.candidates[n].id for n in names.meant(text)]
    if len(found) == 1:
        return found[0]
    if found:
        hint = f"could be {' or '.join(sorted(found))}; write the id as the contest has it"
    else:
        hint = f"is no candidate of this contest{did_you_mean(text, names.exact)}"
    defects.error(f"{text!r} {hint}", line, column)
    return None
