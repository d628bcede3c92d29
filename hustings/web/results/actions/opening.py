"""Opening the envelopes: once, after the close, all or none; and wiping what came of tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from hustings.errors import RuleError, SealError
from hustings.rounding import grouped
from hustings.seal import OpeningKey, fingerprint
from hustings.web.booth.models import Envelope, Participation
from hustings.web.contests.models import Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.papers.models import Verification
from hustings.web.papers.queries import PaperTally, tally
from hustings.web.post.queries import takes_post
from hustings.web.project import clock
from hustings.web.project.plurals import number_of
from hustings.web.results.actions.acting import is_trial, locked, note
from hustings.web.results.actions.leaving import leave_no_trace
from hustings.web.results.models import GroupTally, Lot, Opening, Ranking, Version
from hustings.web.results.opening import (
    POST,
    Contents,
    Sealed,
    Tell,
    contents_of,
    of_posted,
    open_all,
)
from hustings.web.results.reconciling import snapshot
from hustings.web.roll.models import Elector

__all__ = [
    "Mismatch", "electors_and_envelopes", "open_envelopes", "waits_for_papers", "wipe_tests",
]  # fmt: skip

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A section whose electors marked as having voted are not as many as its envelopes."""

    section: str
    participations: int
    envelopes: int

    def __str__(self) -> str:
        return (
            f"{self.section}: {grouped(self.participations)} marked as having voted, "
            f"{number_of(self.envelopes, 'envelope')}"
        )


def open_envelopes(
    contest: Contest, *, key: OpeningKey, by: Actor, tell: Tell = lambda _done, _total: None
) -> Opening:
    """Open every envelope of a closed contest into distinct rankings with counts; destroy them.

    The envelopes are read and opened before the transaction, for after the close the database takes
    none and gives none away; it then checks that they are still as many. RuleError if the contest
    is not closed, was opened already, or envelopes and voters do not match; SealError for a key
    that is not the contest's. Either way nothing is changed.
    """
    with transaction.atomic():
        checked = _may_open(contest, key, by)
    contents = _contents(checked, key, tell)
    with transaction.atomic():
        held = _may_open(contest, key, by)
        opening = _write(held, contents, by)
        transaction.on_commit(lambda: leave_no_trace(held))
    return opening


def _may_open(contest: Contest, key: OpeningKey, by: Actor) -> Contest:
    held = locked(contest, by)
    if Opening.objects.filter(contest=held).exists():
        raise RuleError("The envelopes of this contest were opened already; that happens once.")
    if held.state != State.CLOSED and not is_trial(held):
        raise RuleError("The envelopes can be opened once voting is closed, and not before.")
    if held.public_key is None or key.public != bytes(held.public_key):
        wanted = fingerprint(bytes(held.public_key)) if held.public_key else "none was made"
        raise SealError(
            f"This is not the key that the ballots were sealed to. The key given has the "
            f"fingerprint {fingerprint(key.public)}; the contest's has {wanted}."
        )
    if why := waits_for_papers(held):
        raise RuleError(why)
    if found := electors_and_envelopes(held)[1]:
        raise RuleError(
            "The envelopes were not opened, because they are not as many as the electors who "
            f"voted. {'; '.join(map(str, found))}. Restore the last backup, or ask for help."
        )
    return held


def waits_for_papers(contest: Contest) -> str:
    """Why posted papers keep the envelopes shut, in a sentence; empty if they do not."""
    if is_trial(contest) or not takes_post(contest):
        return ""
    if Verification.objects.filter(contest=contest).exists():
        return ""
    return _(
        "The posted papers are not verified yet. Envelopes are opened after that, so that nobody "
        "who judges a doubtful paper knows how the votes cast online stand; then both are counted "
        "together."
    )


def electors_and_envelopes(contest: Contest) -> tuple[int, list[Mismatch]]:
    """How many envelopes there are, and the sections in which voters are not as many."""
    voted: Mapping[str, int] = dict(
        Participation.objects.filter(contest=contest)
        .exclude(channel=POST)  # whose papers were verified
        .order_by()
        .values_list("elector__section")
        .annotate(n=Count("pk"))
    )
    sealed: Mapping[str, int] = dict(
        Envelope.objects.filter(contest=contest)
        .order_by()
        .values_list("section")
        .annotate(n=Count("pk"))
    )
    found = [
        Mismatch(section, voted.get(section, 0), sealed.get(section, 0))
        for section in sorted({*voted, *sealed})
        if voted.get(section, 0) != sealed.get(section, 0)
    ]
    return sum(sealed.values()), found


def _contents(contest: Contest, key: OpeningKey, tell: Tell) -> Contents:
    keys = list(contest.candidates.order_by("number").values_list("key", flat=True))
    total = Envelope.objects.filter(contest=contest).count()
    opened = open_all(_sealed(contest), total=total, key=key, candidates=keys, tell=tell)
    return contents_of(opened, of_posted(_posted(contest)))


def _posted(contest: Contest) -> Mapping[PaperTally, int]:
    """The verified papers; none in a trial, which is without post."""
    return tally(contest) if takes_post(contest) and not is_trial(contest) else {}


def _sealed(contest: Contest) -> list[Sealed]:
    """All envelopes, read before anything is written: about a hundred bytes each."""
    rows = Envelope.objects.filter(contest=contest).order_by("id")
    columns = rows.values_list("section", "channel", "basis", "sealed")
    return [Sealed(s, channel, basis, bytes(sealed)) for s, channel, basis, sealed in columns]


def _write(contest: Contest, contents: Contents, by: Actor) -> Opening:
    verified = None if is_trial(contest) else Verification.objects.filter(contest=contest).first()
    posted = verified.papers if verified else 0
    total = Envelope.objects.filter(contest=contest).count()
    if sum(papers for _, papers in contents.papers) != total + posted:
        raise RuleError("Envelopes were added or lost meanwhile; nothing was changed. Try again.")
    Ranking.objects.bulk_create(
        (
            Ranking(
                contest=contest,
                section=paper.section,
                ranking=paper.ranking,
                rotation=None if paper.rotation < 0 else paper.rotation,
                heading=paper.heading,
                channel=paper.channel,
                papers=number,
            )
            for paper, number in contents.papers
        ),
        batch_size=_AT_ONCE,
    )
    GroupTally.objects.bulk_create(
        GroupTally(
            contest=contest, channel=channel, basis=basis, first_preference=first, papers=number
        )
        for (channel, basis), tally in contents.groups
        for first, number in sorted(tally.items())
    )
    now = clock.now()
    opening = Opening.objects.create(
        contest=contest,
        at=now,
        by=by.words,
        envelopes=total,
        damaged=contents.damaged,
        participations=Participation.objects.filter(contest=contest).count(),
        papers=posted,
        post=snapshot(contest) if verified else {},
    )
    Envelope.objects.filter(contest=contest).delete()
    if not is_trial(contest):
        Elector.objects.filter(contest=contest).update(rotation=None)
        Contest.objects.filter(pk=contest.pk).update(opened_envelopes_at=now)
    note(contest, by, "opened", _opened_words(opening, len(contents.papers)))
    return opening


def _opened_words(opening: Opening, distinct: int) -> str:
    damaged = posted = ""
    if opening.papers:
        posted = f" {number_of(opening.papers, 'posted paper')} were added to them."
    if opening.damaged:
        damaged = f" Without a ballot, and void for uncertainty: {grouped(opening.damaged)}."
    return (
        f"Opened {number_of(opening.envelopes, 'envelope')}, as many as electors who voted, into "
        f"{number_of(distinct, 'different paper')}, and destroyed what was opened.{posted}{damaged}"
    )


def wipe_tests(contest: Contest) -> None:
    """Remove what test ballots came to, in the transaction of the act that ends the draft."""
    Version.objects.filter(contest=contest, test=True).delete()
    Lot.objects.filter(contest=contest).delete()
    GroupTally.objects.filter(contest=contest).delete()
    Ranking.objects.filter(contest=contest).delete()
    Opening.objects.filter(contest=contest).delete()
