"""The work of a run, beside the requests: numbers are drawn, printed, and kept last.

1. Draw the numbers, in memory: of papers with an order each, of envelopes with an elector each.
2. Write the file aside, flush it to the disk, give it its name.
3. In one transaction keep the numbers and mark the run as made.

So a number is known here only if it stands in a finished file. Of a test nothing is kept. Papers
and envelopes are drawn in runs of their own; nothing is written that joins one to the other.
"""

from __future__ import annotations

import secrets
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, cast

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.report.envelopes import EnvelopeSummary, write_envelopes
from hustings.report.papers import BallotPaper as Paper
from hustings.report.papers import PaperDesign, write_paper_parts, write_papers
from hustings.report.papers.run import PAPERS_A_PART
from hustings.web.contests import orders
from hustings.web.contests.models import Contest, OrderPolicy
from hustings.web.jobs.actions import Progress
from hustings.web.letters.telling import tell
from hustings.web.post.audience import Due, due, due_one, due_test
from hustings.web.post.design import (
    candidates_of,
    envelope_designs,
    paper_design,
    paper_of,
    posting_to,
)
from hustings.web.post.files import FILES
from hustings.web.post.models import (
    Audience,
    BallotPaper,
    EnvelopeRun,
    Fate,
    PaperRun,
    PaperSize,
    PostSetup,
    ReturnEnvelope,
    random_number,
)
from hustings.web.post.numbers import form_digest
from hustings.web.post.state import Run, not_now
from hustings.web.project import clock
from hustings.web.project.plurals import number_of
from hustings.web.roll.models import Elector

__all__ = ["TEST_ENVELOPES", "due_of", "make_envelopes", "make_papers"]

TEST_ENVELOPES = 10
"""How many covering letters and labels a trial makes."""
_AT_ONCE = 5_000


def make_papers(run: PaperRun, progress: Progress) -> None:
    """Print the papers of the run. RuleError where they do not fit, or the time for it is over."""
    contest = run.contest
    candidates = candidates_of(contest)
    numbers = _fresh(run.papers, set(contest.ballot_papers.values_list("number", flat=True)))
    rotations = _rotations(contest, run.papers, len(candidates))
    bilingual = PostSetup.objects.filter(contest=contest, bilingual=True).exists()
    design = paper_design(
        contest, candidates, PaperSize(run.size), test=run.test, bilingual=bilingual
    )
    papers = (
        paper_of(contest, candidates, number, rotation)
        for number, rotation in zip(numbers, rotations, strict=True)
    )
    with _leaving_nothing(run), FILES.writing(run.file_name) as file:
        _write_papers(file, papers, design, total=run.papers, progress=progress)
    digest = form_digest(contest)
    with _leaving_nothing(run):
        _keep_papers(run, numbers, rotations, digest)


def _write_papers(
    file: BinaryIO,
    papers: Iterable[Paper],
    design: PaperDesign,
    *,
    total: int,
    progress: Progress,
) -> None:
    """One PDF, or several in a ZIP."""
    now, parts = clock.now(), -(-total // PAPERS_A_PART)
    if parts == 1:
        write_papers(file, papers, design, total=total, created=now, progress=progress)
        return
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        write_paper_parts(
            lambda n: _entry(archive, f"papers-{n:02d}-of-{parts:02d}.pdf"),
            papers,
            design,
            total=total,
            created=now,
            progress=progress,
        )


def _fresh(count: int, known: set[int]) -> list[int]:
    """So many random numbers, none twice and none of the known."""
    found: list[int] = []
    while len(found) < count:
        number = random_number()
        if number not in known:
            known.add(number)
            found.append(number)
    return found


def _rotations(contest: Contest, papers: int, candidates: int) -> Sequence[int | None]:
    """For each paper, in the order of printing: each rotation equally often, shuffled."""
    if contest.order_policy != OrderPolicy.ROTATION:
        return [None] * papers
    return orders.deal_rotations(papers, candidates, draw=secrets.SystemRandom())


@contextmanager
def _entry(archive: zipfile.ZipFile, name: str) -> Iterator[BinaryIO]:
    with archive.open(name, "w", force_zip64=True) as part:
        yield cast("BinaryIO", part)


@contextmanager
def _leaving_nothing(run: Run) -> Iterator[None]:
    """Destroy the file whatever fails."""
    try:
        yield
    except BaseException:
        FILES.destroy(run.file_name)
        raise


@transaction.atomic
def _keep_papers(
    run: PaperRun, numbers: Sequence[int], rotations: Sequence[int | None], digest: str
) -> None:
    """The papers are the contest's from here on, and the file can be fetched.

    They are kept by their numbers, not as they lie in the pile: whoever packs from the top of it
    goes through the electors in the order of the letters, which is known.
    """
    now = PaperRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    _check(now, run)
    fresh = form_digest(now.contest)
    if fresh != digest:
        raise RuleError(
            _("The form was changed meanwhile: the papers were destroyed. Begin again.")
        )
    if not now.test:
        BallotPaper.objects.bulk_create(
            (
                BallotPaper(contest=now.contest, run=now, number=number, rotation=rotation)
                for number, rotation in sorted(zip(numbers, rotations, strict=True))
            ),
            batch_size=_AT_ONCE,
        )
    now.made_at, now.form = clock.now(), digest
    now.save(update_fields=["made_at", "form"])
    what = number_of(now.papers, "test paper" if now.test else "ballot paper")
    tell(now.contest, now.by, "papers-made", f"Made {what}, {now.get_size_display()}, paper run "
         f"{now.pk}.")  # fmt: skip


def _check(now: Run, run: Run) -> None:
    """RuleError where the run was begun again, or its time is over, or its file is gone."""
    now.contest.refresh_from_db()
    if now.job_id != run.job_id or now.made_at or now.destroyed_at:
        raise RuleError(_("This was begun again meanwhile: what was made here was destroyed."))
    if why := not_now(now.contest, test=now.test):
        raise RuleError(_("%(why)s What was made was destroyed.") % {"why": why})
    if not FILES.path_of(run.file_name).exists():
        raise RuleError(_("The file disappeared before it was done. Begin again."))


def due_of(run: EnvelopeRun) -> Due:
    """To whom the run is due at this moment."""
    if run.test:
        return due_test(run.contest, TEST_ENVELOPES)
    if run.audience == Audience.ONE:
        return due_one(run.elector)
    return due(run.contest, Audience(run.audience), households=run.households)


def make_envelopes(run: EnvelopeRun, progress: Progress) -> None:
    """Print covering letters and labels. RuleError where there is nobody to post to."""
    contest, going = run.contest, due_of(run)
    setup = PostSetup.objects.filter(contest=contest).first()
    if not going.electors or setup is None:
        raise RuleError(_("Nobody is due an envelope any more: nothing was made."))
    known = set(contest.return_envelopes.values_list("number", flat=True))
    numbers = iter(_fresh(going.electors, known))
    made = [[(key, next(numbers)) for key in household] for household in going.households]
    electors = Elector.objects.filter(contest=contest).in_bulk()
    design = envelope_designs(contest, setup, test=run.test, large_print=run.large_print, by=run.by)
    households = (
        [posting_to(electors[key], number) for key, number in household] for household in made
    )
    with (
        _leaving_nothing(run),
        FILES.writing(run.file_name) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive,
    ):
        summary = write_envelopes(
            lambda name: _entry(archive, name),
            households,
            design,
            total=going.electors,
            created=clock.now(),
            progress=progress,
        )
    keys = [pair for household in made for pair in household]
    with _leaving_nothing(run):
        _keep_envelopes(run, keys, summary, len(made))


@transaction.atomic
def _keep_envelopes(
    run: EnvelopeRun, made: Sequence[tuple[int, int]], summary: EnvelopeSummary, outer: int
) -> None:
    """The envelopes are good from here on, and the file can be fetched."""
    now = EnvelopeRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    _check(now, run)
    if not now.test:
        _refuse_second(now, made)
        ReturnEnvelope.objects.bulk_create(
            (
                ReturnEnvelope(contest=now.contest, run=now, elector_id=key, number=number)
                for key, number in made
            ),
            batch_size=_AT_ONCE,
        )
    now.made_at = clock.now()
    now.envelopes = summary.electors
    now.outer = outer
    now.unprintable = _unprintable(made, summary)
    now.save(update_fields=["made_at", "envelopes", "outer", "unprintable"])
    what = number_of(now.envelopes, "test letter" if now.test else "return envelope")
    one = ", in place of an earlier one" if now.audience == Audience.ONE else ""
    tell(now.contest, now.by, "envelopes-made", f"Made covering letters and labels for {what}"
         f"{one}, envelope run {now.pk}.")  # fmt: skip


def _refuse_second(now: EnvelopeRun, made: Sequence[tuple[int, int]]) -> None:
    """Nobody has two good envelopes: not even where two runs were made at once."""
    keys = {key for key, _ in made}
    good = ReturnEnvelope.objects.filter(contest=now.contest, fate=Fate.GOOD)
    if keys.intersection(good.values_list("elector", flat=True)):
        raise RuleError(
            _("Some of them were given an envelope meanwhile: what was made was destroyed.")
        )


def _unprintable(made: Sequence[tuple[int, int]], summary: EnvelopeSummary) -> list[int]:
    """The journal numbers of electors whose letter is not quite as their entry on the roll."""
    keys = [made[number - 1][0] for number in summary.unprintable]
    found = Elector.objects.in_bulk(keys)
    return [found[key].journal_number for key in keys]
