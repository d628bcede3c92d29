"""RCTab's contest folders: its configuration, and the cast vote records that it names.

One function for each provider gives the marks of every ballot as RCTab's own names, rank by rank;
:func:`read_folder` makes candidates, rows and options of them. Only what the folders use is read.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from hustings.contest import Base, Duplicates, MarkPolicy, Overvote, TieOrder
from tests.golden.following import Row

WRITE_INS = "Undeclared Write-ins"
OVERVOTED = "(two candidates)"

Marks = list[list[str]]
"""The names marked at each rank of one ballot, first rank first."""

Settings = Mapping[str, Any]
"""What the configuration says of one file."""

OVERVOTES = {
    "exhaustImmediately": Overvote.EXHAUST,
    "alwaysSkipToNextRank": Overvote.SKIP,
}


@dataclass(frozen=True)
class Folder:
    """A contest as RCTab was told to count it, in the words of hustings."""

    names: tuple[str, ...]
    excluded: tuple[str, ...]
    rows: list[Row]
    marks: MarkPolicy
    base: Base
    tie_order: TieOrder
    to_two: bool
    batch: bool
    seats: int


def configuration(folder: Path) -> dict[str, Any]:
    (path,) = folder.glob("*_config.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def read_folder(folder: Path) -> Folder:
    config = configuration(folder)
    rules, sources = config["rules"], config["cvrFileSources"]
    names = [c["name"] for c in config["candidates"]]
    if any(source.get("undeclaredWriteInLabel") for source in sources):
        names.append(WRITE_INS)
    known = {a: c["name"] for c in config["candidates"] for a in c.get("aliases", ())}
    known |= {name: name for name in names}
    held: Counter[tuple[tuple[int, ...], ...]] = Counter()
    longest = rules["maxRankingsAllowed"]
    for source in sources:
        read = PROVIDERS[source["provider"]]
        alias = {source.get("undeclaredWriteInLabel") or WRITE_INS: WRITE_INS, **known}
        for marks in read(folder / source["filePath"], source):
            kept = marks if longest == "max" else marks[: int(longest)]
            held[tuple(_rank(rank, alias, names) for rank in kept)] += 1
    previous = rules["tiebreakMode"] == "previousRoundCountsThenRandom"
    return Folder(
        tuple(names),
        tuple(c["name"] for c in config["candidates"] if c.get("excluded")),
        list(held.items()),
        _policy(rules),
        Base.FIRST if rules.get("doesFirstRoundDetermineThreshold") else Base.LIVE,
        TieOrder.BACKWARD if previous else TieOrder.LOT,
        bool(rules.get("continueUntilTwoCandidatesRemain")),
        bool(rules["batchElimination"]),
        int(rules["numberOfWinners"]),
    )


def _policy(rules: Settings) -> MarkPolicy:
    skipped = rules["maxSkippedRanksAllowed"]
    return MarkPolicy(
        OVERVOTES[rules["overvoteRule"]],
        Duplicates.EXHAUST if rules.get("exhaustOnDuplicateCandidate") else Duplicates.SKIP,
        None if skipped == "unlimited" else int(skipped),
    )


def _rank(rank: list[str], alias: Mapping[str, str], names: list[str]) -> tuple[int, ...]:
    if OVERVOTED in rank:
        return (0, 1)
    return tuple(sorted({names.index(alias[name]) for name in rank}))


# --- ES&S: a spreadsheet, one ballot a row, one rank a column ---------------------------------


def read_ess(path: Path, source: Settings) -> Iterator[Marks]:
    """Each row written is a ballot, an empty one too: RCTab counts it as an undervote."""
    first_row, first = int(source["firstVoteRowIndex"]), int(source["firstVoteColumnIndex"])
    rows = list(sheet_rows(path))
    width = max(rows[0]) if rows else 0
    for row in rows[first_row - 1 :]:
        yield [_ess_cell(row.get(n, ""), source) for n in range(first, width + 1)]


def _ess_cell(text: str, source: Settings) -> list[str]:
    text = text.strip()
    if not text or text == source.get("skippedRankLabel"):
        return []
    if text == source.get("overvoteLabel"):
        return [OVERVOTED]
    return [text]


SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet_rows(path: Path) -> Iterator[dict[int, str]]:
    """The rows of the first sheet: text by column number from 1; empty cells left out."""
    with zipfile.ZipFile(path) as book:
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            root = ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314
            shared = ["".join(item.itertext()) for item in root]
        with book.open("xl/worksheets/sheet1.xml") as sheet:
            for _, element in ET.iterparse(sheet):  # noqa: S314
                if element.tag == f"{SHEET}row":
                    yield dict(_cells(element, shared))
                    element.clear()


def _cells(row: ET.Element, shared: list[str]) -> Iterator[tuple[int, str]]:
    for cell in row:
        value = cell.find(f"{SHEET}v")
        letters = re.match("[A-Z]+", cell.get("r", ""))
        assert letters
        number = 0
        for letter in letters.group():
            number = number * 26 + ord(letter) - 64
        if cell.get("t") == "inlineStr":
            yield number, "".join(cell.itertext())
        elif value is not None and value.text:
            yield number, shared[int(value.text)] if cell.get("t") == "s" else value.text


# --- CSV: one ballot a row, one candidate a column, the rank in the cell -----------------------


def read_generic_csv(path: Path, source: Settings) -> Iterator[Marks]:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    first = int(source["firstVoteColumnIndex"]) - 1
    for row in rows:
        yield _arranged(
            (int(cell), name)
            for name, cell in zip(header[first:], row[first:], strict=True)
            if cell.strip()
        )


def read_clear_ballot(path: Path, source: Settings) -> Iterator[Marks]:
    """Columns are choice:contest:rank:vote for:candidate:party, 1 where it is marked."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    fields = [name.split(":") for name in header]
    here = [n for n, f in enumerate(fields) if len(f) > 4 and f[1] == source["contestId"]]
    for row in rows:
        if any(n < len(row) and row[n] != "" for n in here):
            marked = [n for n in here if row[n] == "1"]
            yield _arranged((int(fields[n][2]), fields[n][4]) for n in marked)


def _arranged(marks: Iterator[tuple[int, str]]) -> Marks:
    ranks: Marks = []
    for rank, name in marks:
        ranks.extend([] for _ in range(rank - len(ranks)))
        ranks[rank - 1].append(name)
    return ranks


# --- the common data format, in JSON and in XML ------------------------------------------------


def read_cdf(path: Path, source: Settings) -> Iterator[Marks]:
    if path.suffix == ".xml":
        report = _plain(ET.parse(path).getroot())  # noqa: S314
    else:
        report = json.loads(path.read_text(encoding="utf-8"))
    (election,) = _listed(report["Election"])
    name_of = {_id(c): c.get("Name", WRITE_INS) for c in _listed(election["Candidate"])}
    (contest,) = [c for c in _listed(election["Contest"]) if c["Name"] == source["contestId"]]
    selections: dict[str, str] = {}
    for s in _listed(contest["ContestSelection"]):
        ids = s.get("CandidateIds")
        first = _listed(ids)[0].split()[0] if ids else None
        selections[_id(s)] = name_of[first] if first else WRITE_INS
    only = len(_listed(election["Contest"])) == 1
    for cvr in _listed(report["CVR"]):
        for snapshot in _current(cvr):
            for voted in _listed(snapshot.get("CVRContest", [])):
                if only or voted.get("ContestId") == _id(contest):
                    yield _arranged(_cdf_marks(voted, selections))


def _cdf_marks(voted: Settings, selections: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    for chosen in _listed(voted.get("CVRContestSelection", [])):
        name = selections.get(chosen.get("ContestSelectionId", ""), WRITE_INS)
        for position in _listed(chosen["SelectionPosition"]):
            if position.get("HasIndication", "yes") == "yes":
                yield int(position.get("Rank", 1)), name


def _current(cvr: Settings) -> list[dict[str, Any]]:
    snapshots = _listed(cvr["CVRSnapshot"])
    current = cvr.get("CurrentSnapshotId")
    return [s for s in snapshots if current is None or _id(s) == current]


def _id(node: Settings) -> str:
    return str(node.get("@id") or node.get("ObjectId"))


def _listed(node: Any) -> list[Any]:
    return node if isinstance(node, list) else [node]


def _plain(element: ET.Element) -> Any:
    """An XML element as JSON would hold it: text, or its children by name, several as a list."""
    if not len(element) and not element.attrib:
        return (element.text or "").strip()
    node: dict[str, Any] = dict(element.attrib)
    for child in element:
        name, value = child.tag.rpartition("}")[2], _plain(child)
        if name not in node:
            node[name] = value
        elif isinstance(node[name], list):
            node[name].append(value)
        else:
            node[name] = [node[name], value]
    return node


# --- Dominion and Hart --------------------------------------------------------------------------


def read_dominion(path: Path, source: Settings) -> Iterator[Marks]:
    export = json.loads((path / "CvrExport.json").read_text(encoding="utf-8"))
    for session in export["Sessions"]:
        record = session["Original"]
        if not record["IsCurrent"]:
            record = session["Modified"]
        cards = record.get("Cards", [record])
        for contest in (c for card in cards for c in card["Contests"]):
            if str(contest["Id"]) == source["contestId"]:
                yield _arranged(
                    (mark["Rank"], str(mark["CandidateId"]))
                    for mark in contest["Marks"]
                    if not mark["IsAmbiguous"]
                )


def read_hart(path: Path, source: Settings) -> Iterator[Marks]:
    for file in sorted(path.glob("*.xml")):
        for contest in _listed(_plain(ET.parse(file).getroot())["Contests"]["Contest"]):  # noqa: S314
            if contest["Id"] == source["contestId"]:
                options = contest.get("Options") or {}
                yield _arranged(
                    (place, option["Id"])
                    for option in _listed(options.get("Option", []))
                    for place, digit in enumerate(option["Value"], 1)
                    if digit == "1"
                )


PROVIDERS: Mapping[str, Callable[[Path, Settings], Iterator[Marks]]] = {
    "ess": read_ess,
    "genericCsv": read_generic_csv,
    "clearBallot": read_clear_ballot,
    "cdf": read_cdf,
    "dominion": read_dominion,
    "hart": read_hart,
}
