"""The work of a print run, beside the requests: codes are drawn, set into letters, and kept last.

1. Draw a code for each elector, in memory.
2. Write the letters aside, flush them to the disk, give the file its name.
3. In one transaction: keep the codes' digests, from when they work, and mark the run as made.

So a code works only if it stands in a finished file. Whatever stops the work before the third step
leaves no code and, at the next sweep, no file.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from django.db import transaction

from hustings.errors import RuleError
from hustings.report.letters import Summary, write_letter_parts, write_letters
from hustings.web.booth import codes
from hustings.web.jobs.actions import Progress
from hustings.web.letters import files
from hustings.web.letters.audience import channel_of, for_letters
from hustings.web.letters.design import OwnWords, designs_of, letter_to
from hustings.web.letters.models import Printed, PrintKind, PrintRun
from hustings.web.letters.state import not_now
from hustings.web.letters.telling import tell
from hustings.web.project import clock
from hustings.web.project.plurals import number_of
from hustings.web.roll.models import Elector

__all__ = ["LETTERS_A_PART", "make", "starts_with"]

LETTERS_A_PART = 5_000
"""More letters than that come as several PDF files in one ZIP: memory holds one part at a time."""

Made = list[tuple[Elector, str]]


def make(run: PrintRun, progress: Progress) -> None:
    """Make the letters of the run and their codes. RuleError where there is nobody to write to."""
    made = [(elector, codes.draw()) for elector in _electors(run)]
    if not made:
        raise RuleError("Nobody needs such a letter any more: no letter was made, and no code.")
    try:
        with files.writing(run.file_name) as file:
            summary = _write(file, made, run, progress)
        _finish(run, made, summary)
    except BaseException:
        files.destroy(run.file_name)
        raise


def starts_with(name: str) -> bytes:
    """The first bytes of a run's file: those of a PDF, or of a ZIP with several."""
    with files.path_of(name).open("rb") as file:
        return file.read(4)


def _electors(run: PrintRun) -> list[Elector]:
    """To whom letters are due at this moment, in the order of the post."""
    if run.kind == PrintKind.REISSUE:
        waiting = Elector.objects.filter(struck_at=None, participation=None)
        return list(waiting.filter(pk__in=[run.elector_id]))
    keys = for_letters(run.contest, PrintKind(run.kind), most=run.most).keys
    found = Elector.objects.filter(contest=run.contest_id).in_bulk()
    return [found[key] for key in keys]


def _write(file: BinaryIO, made: Made, run: PrintRun, progress: Progress) -> Summary:
    design = designs_of(
        run.contest,
        OwnWords(run.words, run.words_welsh),
        large_print=run.large_print,
        test=run.kind == PrintKind.TEST,
        by=run.by,
    )
    letters = (letter_to(elector, code) for elector, code in made)
    total, created = len(made), clock.now()
    if total <= LETTERS_A_PART:
        return write_letters(file, letters, design, total=total, created=created, progress=progress)
    parts = -(-total // LETTERS_A_PART)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:

        @contextmanager
        def open_part(number: int) -> Iterator[BinaryIO]:
            name = f"letters-{number:02d}-of-{parts:02d}.pdf"
            with archive.open(name, "w", force_zip64=True) as part:
                yield part  # type: ignore[misc]

        return write_letter_parts(
            open_part,
            letters,
            design,
            total=total,
            created=created,
            per_part=LETTERS_A_PART,
            progress=progress,
        )


@transaction.atomic
def _finish(run: PrintRun, made: Made, summary: Summary) -> None:
    """The codes work from here on, and the file can be fetched."""
    now = PrintRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    now.contest.refresh_from_db()
    if now.job_id != run.job_id or now.made_at or now.destroyed_at:
        raise RuleError("These letters were begun again meanwhile: these here were destroyed.")
    if why := not_now(now.contest, PrintKind(now.kind)):
        raise RuleError(f"{why} The letters were destroyed; none of their codes works.")
    if not files.path_of(run.file_name).exists():
        raise RuleError("The file disappeared before it was done. Begin again.")
    if now.kind == PrintKind.REISSUE:
        codes.kill(made[0][0], codes.Death.REISSUED)
    digests = codes.keep(made, channel=channel_of(PrintKind(now.kind)))
    Printed.objects.bulk_create(_rows(now, made, digests), batch_size=5_000)
    now.made_at, now.letters = clock.now(), summary.letters
    now.sheets = summary.sheets
    now.unprintable = _unprintable(made, summary)
    now.untranslated = list(summary.untranslated)
    now.save()
    tell(
        now.contest,
        now.by,
        "letters-made",
        f"Made {number_of(now.letters, 'letter')} with codes: {now.get_kind_display()}, "
        f"print run {now.pk}.",
    )


def _rows(run: PrintRun, made: Made, digests: Sequence[bytes]) -> Iterator[Printed]:
    for (elector, _code), digest in zip(made, digests, strict=True):
        yield Printed(run=run, elector=elector, digest=digest)


def _unprintable(made: Made, summary: Summary) -> list[int]:
    """The journal numbers of electors whose letter is not quite as their entry on the roll."""
    numbers = {one.letter for one in summary.unprintable if one.letter}
    return [made[n - 1][0].journal_number for n in sorted(numbers)]
