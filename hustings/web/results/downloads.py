"""The files of a version, each made of the version alone: what a page offers and what is sent."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from io import StringIO

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hustings.ballot import CastVoteRecords
from hustings.count import rule_of
from hustings.declaration import Declaration
from hustings.formats import FORMATS, Loaded
from hustings.language import ENGLISH, speaking
from hustings.picture import pictures
from hustings.report.document import (
    AgentStatement,
    Correction,
    NoPango,
    Signature,
    declaration_document_html,
    declaration_pdf,
)
from hustings.report.sheet import stage_sheet
from hustings.web.contests.models import Contest, Origin
from hustings.web.contests.zoned import day_words
from hustings.web.project.languages import other_languages, query_in
from hustings.web.results import hooks, queries
from hustings.web.results.codebook import codebook
from hustings.web.results.folders import declared_from, read_zip
from hustings.web.results.models import Stage, Version
from hustings.web.results.pages.channels import channel_sheet, channel_tables
from hustings.web.results.pages.groups import GroupTable, group_table
from hustings.web.results.pages.result import pledge_of

__all__ = ["IN_EACH_LANGUAGE", "Download", "downloads_of", "file_of", "signed_document"]


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a result page offers: its name, what it is, and how it is sent.

    ``query`` asks for it in the language of the page; ``others`` are the same in another language:
    code, the language's own name, query. Most files are in English alone.
    """

    name: str
    what: str
    kind: str
    query: str = ""
    others: tuple[tuple[str, str, str], ...] = ()


IN_EACH_LANGUAGE = frozenset({"declaration.html", "declaration.pdf"})
"""The files that are made in the language asked for; every other is English."""

_KINDS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "blt": "text/plain; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "txt": "text/plain; charset=utf-8",
    "zip": "application/zip",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}


def downloads_of(version: Version, contest: Contest) -> list[Download]:
    """The files of a version, those most asked for first."""
    offered: list[tuple[str, str]]
    if contest.origin == Origin.REPORTED:
        offered = [
            ("reported.json", _("what was reported, as data (JSON)")),
            ("folder.zip", _("the contest folder, for hustings count (ZIP)")),
        ]
    else:
        offered = _of_count(version, contest)
    return [_offered(name, what) for name, what in offered]


def _offered(name: str, what: str) -> Download:
    kind = _KINDS[name.rpartition(".")[2]]
    if name not in IN_EACH_LANGUAGE:
        return Download(name, what, kind)
    others = tuple((code, own, query_in(code)) for code, own in other_languages())
    return Download(name, what, kind, query_in(get_language()), others)


def _of_count(version: Version, contest: Contest) -> list[tuple[str, str]]:
    loaded = _loaded(bytes(version.folder))
    no_blt = FORMATS["blt"].loses(_titled(loaded))
    with_groups = group_table(contest, "") is not None
    drawn = _pictures(bytes(version.folder))
    return [
        ("declaration.pdf", _("the declaration to print, sign and file (PDF)")),
        ("declaration.html", _("the same, to print from a browser (HTML)")),
        ("declaration.json", _("the declaration: every figure, exactly (JSON)")),
        ("stages.csv", _("the stage sheet (CSV)")),
        ("rankings.csv", _("each distinct ranking and how many papers hold it (CSV)")),
        *([] if no_blt else [("rankings.blt", _("the same for other counting programs (BLT)"))]),
        ("rankings.parquet", _("the same for statistics programs (Parquet)")),
        *(
            [("groups.csv", _("first preferences by channel and basis, a supplement (CSV)"))]
            if with_groups
            else []
        ),
        *(
            [("channels.csv", _("first preferences and transfers by channel, a supplement (CSV)"))]
            if channel_tables(contest, version)
            else []
        ),
        ("codebook.txt", _("what every file and column means (text)")),
        ("folder.zip", _("the contest folder: hustings count gives the same declaration (ZIP)")),
        *((f"{stem}.svg", _picture_words(stem)) for stem in drawn),
    ]


def _picture_words(stem: str) -> str:
    words = {
        "headline": _("picture: the result (SVG)"),
        "stages": _("picture: bars of every stage (SVG)"),
        "flow": _("picture: how votes moved (SVG)"),
        "flow-phone": _("picture: how votes moved, for narrow pages (SVG)"),
        "sections": _("picture: the sections (SVG)"),
        "next-preferences": _("picture: second preferences (SVG)"),
    }
    return words.get(stem, _("picture: second preferences of one section (SVG)"))


def file_of(version: Version, contest: Contest, name: str) -> bytes | NoPango | None:
    """The bytes of a file that :func:`downloads_of` lists; None for any other name.

    NoPango in place of a PDF where this system cannot make one.
    """
    if name not in {download.name for download in downloads_of(version, contest)}:
        return None
    folder = bytes(version.folder)
    if name == "folder.zip":
        return folder
    if name in {"declaration.json", "reported.json"}:
        return version.document.encode()
    if name.endswith(".svg"):
        return _pictures(folder)[name.removesuffix(".svg")].encode()
    return _MAKERS[name](version, contest)


def signed_document(version: Version, contest: Contest) -> str:
    """The declaration as a document: signed where it is declared, else provisional."""
    signed = None
    if version.stage == Stage.DECLARED and version.signed_name and version.declared_at:
        day = day_words(contest, version.declared_at)
        signed = Signature(version.signed_name, version.signed_role, day)
    outcome = pledge_of(contest, version)["outcome"]
    return declaration_document_html(
        declared_from(bytes(version.folder)),
        signed=signed,
        version=version.number,
        corrections=_corrections(version, contest),
        test=version.test,
        pledge=outcome.sentence if outcome else None,
        agents=_agents(version, contest),
    )


def _agents(version: Version, contest: Contest) -> list[AgentStatement]:
    return [
        AgentStatement(
            name=said.name,
            role=said.role,
            said=said.what,
            words=said.words,
            answer=said.answer,
            when=day_words(contest, said.at),
        )
        for said in hooks.said_of(version)
    ]


def _corrections(version: Version, contest: Contest) -> list[Correction]:
    return [
        Correction(
            version=corrected.version.number,
            what=change.what,
            old=change.was,
            new=change.now,
            who=corrected.version.counted_by,
            when=date_format(corrected.version.counted_at, "j F Y"),
            why=corrected.version.correction,
        )
        for corrected in queries.corrections(contest, version)
        for change in corrected.changes
    ]


def _document(version: Version, contest: Contest) -> bytes:
    return signed_document(version, contest).encode()


def _pdf(version: Version, contest: Contest) -> bytes | NoPango:
    return _pdf_of(signed_document(version, contest))


@lru_cache(maxsize=8)
def _pdf_of(html: str) -> bytes | NoPango:
    return declaration_pdf(html)


def _sheet(version: Version, _contest: Contest) -> bytes:
    sheet = stage_sheet(declared_from(bytes(version.folder)))
    return (_marked(sheet) if version.test else sheet).encode()


def _marked(sheet: str) -> str:
    """A table of trial ballots: each line ends in the word TEST."""
    return "".join(f"{line},TEST\n" for line in sheet.splitlines())


def _csv(version: Version, _contest: Contest) -> bytes:
    rankings = b"".join(FORMATS["csv"].write(_loaded(bytes(version.folder)).records))
    return b"# TEST: trial ballots, no result\n" + rankings if version.test else rankings


def _blt(version: Version, _contest: Contest) -> bytes:
    return b"".join(FORMATS["blt"].write(_titled(_loaded(bytes(version.folder)))))


def _parquet(version: Version, _contest: Contest) -> bytes:
    return b"".join(FORMATS["parquet"].write(_loaded(bytes(version.folder)).records))


def _titled(loaded: Loaded) -> CastVoteRecords:
    contest = loaded.contest
    return replace(loaded.records, title=contest.title, seats=contest.seats)


def _groups(version: Version, contest: Contest) -> bytes:
    table = group_table(contest, "rejected")
    assert table is not None
    sheet = _groups_sheet(table)
    return (_marked(sheet) if version.test else sheet).encode()


def _channels(version: Version, contest: Contest) -> bytes:
    sheet = channel_sheet(channel_tables(contest, version))
    return (_marked(sheet) if version.test else sheet).encode()


def _groups_sheet(table: GroupTable) -> str:
    written = StringIO()
    lines = csv.writer(written, lineterminator="\n")
    columns = [column or "rejected" for column in table.columns]
    lines.writerow(["channel", "basis", *columns, "papers"])
    for row in table.rows:
        papers = ["" if n is None else n for n in row.papers]
        lines.writerow([row.channel or "several", row.basis or "several", *papers, row.total])
    lines.writerow(["all", "all", *table.totals, sum(table.totals)])
    return written.getvalue()


def _codebook(version: Version, contest: Contest) -> bytes:
    declaration: Declaration = declared_from(bytes(version.folder))
    names = [(download.name, download.what) for download in downloads_of(version, contest)]
    return codebook(declaration, names, rule_of(declaration.contest).name, version).encode()


_MAKERS: Mapping[str, Callable[[Version, Contest], bytes | NoPango]] = {
    "declaration.pdf": _pdf,
    "declaration.html": _document,
    "stages.csv": _sheet,
    "rankings.csv": _csv,
    "rankings.blt": _blt,
    "rankings.parquet": _parquet,
    "groups.csv": _groups,
    "channels.csv": _channels,
    "codebook.txt": _codebook,
}


@lru_cache(maxsize=8)
def _loaded(folder: bytes) -> Loaded:
    loaded = read_zip(folder)
    assert isinstance(loaded, Loaded)
    return loaded


@lru_cache(maxsize=8)
def _pictures(folder: bytes) -> dict[str, str]:
    declaration = declared_from(folder)
    if declaration.no_votes:
        return {}
    with speaking(ENGLISH):
        return pictures(declaration)
