"""Recorded lots: a CSV ``stage,candidates,drawn``, tied candidates joined by ``>``.

    stage,candidates,drawn
    3,balls>burnham,burnham

``drawn`` is whom the lot fell on: excluded where the tie was about exclusion, elected where it was
about election. Candidates are named by id or by name; lines that start with ``#`` are comments.
The form is that of docs/spec/contest-folder.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from hustings.contest import Contest
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
    text = text_of(data, defects)
    defects.raise_if_any()
    numbered = enumerate(text.split("\n"), start=1)
    lines = [(number, line) for number, line in numbered if not is_passed_over(line)]
    if not lines or lines[0][1].replace(" ", "") != ",".join(HEADER):
        defects.error(f"expected the header {','.join(HEADER)}", lines[0][0] if lines else 1, 1)
        raise FormatError.of(defects.errors)
    known = {c.name: c.id for c in contest.candidates} | {c.id: c.id for c in contest.candidates}
    lots = Lots(tuple(_lots(lines[1:], known, defects)))
    defects.raise_if_any()
    return lots


def lots_as_csv(lots: Lots) -> bytes:
    """The lots as a file that :func:`read_lots` reads, in order of their stages."""
    rows = sorted((lot.stage, ">".join(sorted(lot.candidates)), lot.drawn) for lot in lots)
    lines = [",".join(HEADER), *(f"{s},{_quoted(c)},{_quoted(d)}" for s, c, d in rows)]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",]', text) else text


def _lots(
    lines: Iterable[tuple[int, str]], known: Mapping[str, str], defects: Defects
) -> Iterator[Lot]:
    """Yield each sound lot that answers no question twice; everything else becomes a defect."""
    seen: dict[tuple[int, frozenset[str]], int] = {}
    for number, line in lines:
        lot = _lot(number, line, known, defects)
        if lot is None:
            continue
        earlier = seen.setdefault((lot.stage, lot.candidates), number)
        if earlier == number:
            yield lot
        else:
            defects.error(f"this lot was drawn already on line {earlier}; keep one", number, 1)


def _lot(number: int, line: str, known: Mapping[str, str], defects: Defects) -> Lot | None:
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
    tied = [_candidate(t, known, defects, number, columns[1]) for t in cells[1].split(">")]
    drawn = _candidate(cells[2], known, defects, number, columns[2])
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


def _candidate(
    text: str, known: Mapping[str, str], defects: Defects, line: int, column: int
) -> str | None:
    found = known.get(text.strip())
    if found is None:
        hint = did_you_mean(text.strip(), known)
        defects.error(f"{text.strip()!r} is no candidate of this contest{hint}", line, column)
    return found
