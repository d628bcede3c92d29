"""What an agent takes away: the contest folder to count again, and the figures around it.

    README.txt           what each file is, and the two commands
    <contest>/           the contest folder of that version, for hustings check and hustings count
    declaration.json     the declaration that hustings count gives, byte for byte
    journal-head.txt     the newest entry of the journal: CHAIN:NUMBER:DIGEST
    roll.csv             the frozen roll's fingerprint and its counts by basis
    envelopes.csv        posted envelopes, and those refused by heading
    batches.csv          the batches of opened papers, each as it balances
    adjudications.csv    doubtful papers, what was decided of them, and who objected

Tables are safe to open in a spreadsheet. Equal content gives equal bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

from hustings.formats.roll_table import write_table_csv
from hustings.web.contests.models import Contest
from hustings.web.contests.zoned import moment_words
from hustings.web.journal import queries as journal
from hustings.web.papers.models import Objection
from hustings.web.results.models import Version
from hustings.web.scrutiny.adjudged import Decided, decided_papers
from hustings.web.scrutiny.figures import Figures, Line, figures_of

__all__ = ["bundle_of"]

_EPOCH = (1980, 1, 1, 0, 0, 0)


def bundle_of(contest: Contest, version: Version) -> bytes:
    """The bundle of a version, as a ZIP file."""
    found = figures_of(contest)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(contest, version, found):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return held.getvalue()


def _files(contest: Contest, version: Version, found: Figures) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", _readme(contest, version).encode()
    with zipfile.ZipFile(io.BytesIO(bytes(version.folder))) as folder:
        for name in folder.namelist():
            yield name, folder.read(name)
    yield "declaration.json", version.document.encode()
    yield "journal-head.txt", _head(contest).encode()
    yield "roll.csv", write_table_csv(["what", "value"], _roll(contest, found))
    if found.post is not None:
        yield "envelopes.csv", write_table_csv(["what", "envelopes"], _envelopes(found))
        yield "batches.csv", write_table_csv(_BATCH, _batches(found))
        heads = [*_ADJUDICATION, *(c.name for c in contest.candidates.order_by("number"))]
        yield "adjudications.csv", write_table_csv(heads, _adjudications(contest))


def _head(contest: Contest) -> str:
    chain = contest.organisation.slug
    number, digest = journal.head(chain)
    return f"{chain}:{number}:{digest}\n"


def _roll(contest: Contest, found: Figures) -> list[list[str]]:
    frozen = moment_words(contest, contest.roll_frozen_at) if contest.roll_frozen_at else ""
    return [
        ["fingerprint of the frozen roll", contest.roll_fingerprint],
        ["frozen", frozen],
        ["electors on the frozen roll", str(contest.roll_counts.get("electors", ""))],
        *_rows(Line(f"by basis: {line.label}", line.number) for line in found.roll),
        *_rows(Line(f"since then: {line.label}", line.number) for line in found.late),
        ["ballots cast", str(found.turnout.cast)],
        ["electors who could vote", str(found.turnout.on_roll)],
    ]


def _envelopes(found: Figures) -> list[list[str]]:
    assert found.post is not None
    return [
        ["sent", str(found.post.sent)],
        *_rows(Line(f"no longer good: {line.label}", line.number) for line in found.fates),
        ["received", str(found.post.received)],
        ["accepted", str(found.post.accepted)],
        *_rows(Line(f"refused: {line.label}", line.number) for line in found.refused),
        ["waiting to be scanned", str(found.post.waiting)],
    ]


def _rows(lines: Iterable[Line]) -> list[list[str]]:
    return [[line.label, str(line.number)] for line in lines]


_BATCH = ["batch", "section", "basis", "envelopes", "extra", "empty", "found", "balanced"]


def _batches(found: Figures) -> list[list[str]]:
    return [
        [
            str(batch.number),
            batch.section,
            batch.basis or "several",
            *(str(n) for n in (batch.envelopes, batch.extra, batch.empty, batch.found)),
            "yes" if batch.balanced_at else "no",
        ]
        for batch in found.batches
    ]


_ADJUDICATION = ["batch", "paper", "decision", "heading", "why", "decided by", "objections"]


def _adjudications(contest: Contest) -> list[list[str]]:
    return [
        [
            str(one.batch),
            str(one.place),
            "rejected" if one.heading else "counted",
            one.heading_words,
            one.why,
            " and ".join(one.by),
            "; ".join(_objection(objection) for objection in one.objections),
            *_marks(one),
        ]
        for one in decided_papers(contest)
    ]


def _objection(objection: Objection) -> str:
    who = f"{objection.name}, {objection.role}" if objection.role else objection.name
    return f"{who}: {objection.words}"


def _marks(one: Decided) -> list[str]:
    """What is written beside each name, and what it was counted as where that differs."""
    return [
        f"{m.written} (counted as {m.counted})" if m.counted not in ("", m.written) else m.written
        for m in one.marks
    ]


def _readme(contest: Contest, version: Version) -> str:
    standing = "declared" if version.declared_at else "provisional"
    if version.published_at is None:
        standing = "not published yet: do not pass it on"
    slug = contest.slug
    return f"""{contest.title}
Version {version.number} of the result: {standing}.
{version.headline}

Check it, and count it again
----------------------------
Install hustings, unpack this file, and in its folder:

    hustings check {slug}
    hustings count {slug} --json counted.json

check finds nothing wrong; counted.json and declaration.json are the same, byte for byte.

What is here
------------
{slug}/            the contest folder that was counted: distinct rankings, each with its papers
declaration.json   the declaration, with every figure
journal-head.txt   the newest entry of the officers' journal when you took this away. Keep it: an
                   export of the journal that does not hold it was changed.
roll.csv           the fingerprint of the frozen roll, its counts by basis, and the turnout
envelopes.csv      posted envelopes: sent, received, accepted, and refused by heading
batches.csv        opened papers: found = envelopes + extra - empty, in every batch
adjudications.csv  doubtful papers by batch and place, what was decided of them, and who objected

The last three are there only if the contest takes posted papers.
"""
