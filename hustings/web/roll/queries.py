"""Reading the roll: who is on it, what waits for an officer, what may be published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from hustings.roll import fingerprint_of
from hustings.roll.contact import plain_postcode
from hustings.roll.tidying import tidy
from hustings.web.contests.models import Contest, State
from hustings.web.journal.models import Entry
from hustings.web.project import clock
from hustings.web.roll.digests import email_digest, person_digest
from hustings.web.roll.entries import entry_of, public_text
from hustings.web.roll.models import (
    Application,
    ApplicationState,
    Duplicate,
    Elector,
    LateAct,
    LateKind,
    Suppression,
    Upload,
)

__all__ = [
    "Check",
    "LateCounts",
    "Overview",
    "check_fingerprint",
    "codes_issued",
    "due_for_erasure",
    "elector_for",
    "exports",
    "frozen_electors",
    "has_voted",
    "late_counts",
    "live_electors",
    "not_yet_due",
    "overview",
    "search",
    "suppressed",
    "upload_for",
    "waiting_applications",
    "waiting_pairs",
]


def live_electors(contest: Contest) -> QuerySet[Elector]:
    """Those who may vote: on the roll and not struck."""
    return Elector.objects.filter(contest=contest, struck_at=None)


def frozen_electors(contest: Contest) -> QuerySet[Elector]:
    """Those who were on the roll when it was frozen, whatever was done since."""
    return Elector.objects.filter(contest=contest, added_late=False).filter(
        Q(struck_at=None) | Q(struck_at__gte=contest.roll_frozen_at)
    )


def elector_for(contest: Contest, number: int) -> Elector:
    """An elector of the contest; Http404 for any other."""
    elector = Elector.objects.filter(contest=contest, pk=number).first()
    if elector is None:
        raise Http404
    elector.contest = contest
    return elector


def upload_for(contest: Contest, number: int) -> Upload:
    """An upload of the contest; Http404 for any other."""
    upload = Upload.objects.filter(contest=contest, pk=number).first()
    if upload is None:
        raise Http404
    upload.contest = contest
    return upload


def search(contest: Contest, words: str) -> QuerySet[Elector]:
    """Electors by a part of the name, the postcode, the e-mail address, the reference or number."""
    electors = Elector.objects.filter(contest=contest).order_by("name", "pk")
    words = tidy(words)
    if not words:
        return electors
    found = Q(name__icontains=words) | Q(reference__iexact=words) | Q(email__icontains=words)
    if postcode := plain_postcode(words):
        found |= Q(postcode__istartswith=postcode)
    if words.isascii() and words.isdigit() and len(words) <= 12:
        found |= Q(journal_number=int(words))
    return electors.filter(found)


# --- what stands on the roll ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Overview:
    """The roll in numbers: (what, how many) pairs of live electors, and what waits."""

    electors: int
    struck: int
    by_basis: tuple[tuple[str, int], ...]
    by_section: tuple[tuple[str, int], ...]
    by_household_size: tuple[tuple[int, int], ...]
    no_household: int
    post: int
    email: int
    both: int
    post_alone: int
    email_alone: int
    pairs: int


def overview(contest: Contest) -> Overview:
    """The roll of the contest in numbers."""
    live = live_electors(contest).order_by()
    by_post = ~Q(address="") & ~Q(postcode="")
    by_email = ~Q(email="")
    reach = live.aggregate(
        n_every=Count("pk"),
        n_post=Count("pk", filter=by_post),
        n_email=Count("pk", filter=by_email),
        n_both=Count("pk", filter=by_post & by_email),
        n_alone=Count("pk", filter=Q(household="")),
    )
    return Overview(
        electors=reach["n_every"],
        struck=Elector.objects.filter(contest=contest).exclude(struck_at=None).count(),
        by_basis=_tally(live, "basis"),
        by_section=_tally(live, "section"),
        by_household_size=_household_sizes(live),
        no_household=reach["n_alone"],
        post=reach["n_post"],
        email=reach["n_email"],
        both=reach["n_both"],
        post_alone=reach["n_post"] - reach["n_both"],
        email_alone=reach["n_email"] - reach["n_both"],
        pairs=waiting_pairs(contest).count(),
    )


def _tally(electors: QuerySet[Elector], column: str) -> tuple[tuple[str, int], ...]:
    found = electors.values_list(column).annotate(n=Count("pk")).order_by(column)
    return tuple((str(value), number) for value, number in found)


def _household_sizes(electors: QuerySet[Elector]) -> tuple[tuple[int, int], ...]:
    """How many households have so many electors, the smallest first."""
    homes = electors.exclude(household="").values("household").annotate(n=Count("pk"))
    sizes: dict[int, int] = {}
    for size in homes.values_list("n", flat=True):
        sizes[size] = sizes.get(size, 0) + 1
    return tuple(sorted(sizes.items()))


def waiting_pairs(contest: Contest) -> QuerySet[Duplicate]:
    """Likely duplicates that nobody has looked at, the likeliest first."""
    return Duplicate.objects.filter(contest=contest, verdict="").select_related("one", "other")


def waiting_applications(contest: Contest) -> QuerySet[Application]:
    """Those who asked for a ballot and wait for an officer, the first first."""
    return Application.objects.filter(contest=contest, state=ApplicationState.WAITING)


# --- the fingerprint ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Check:
    """The published fingerprint held against the roll as it is now. ``found`` empty: erased."""

    published: str
    found: str
    electors_published: int
    electors_found: int

    @property
    def holds(self) -> bool:
        """Whether the roll is the one that was frozen."""
        return bool(self.found) and self.found == self.published


def check_fingerprint(contest: Contest) -> Check | None:
    """Compute the fingerprint again; None for a roll that is not frozen."""
    if contest.roll_frozen_at is None:
        return None
    counted = int(contest.roll_counts.get("electors", 0))
    if contest.erased_at is not None:
        return Check(contest.roll_fingerprint, "", counted, 0)
    electors = list(frozen_electors(contest).order_by("pk"))
    found = fingerprint_of(
        [entry_of(elector) for elector in electors],
        [public_text(elector.public_id) for elector in electors],
    )
    return Check(contest.roll_fingerprint, found.sha256, counted, found.electors)


# --- late acts and asking -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LateCounts:
    """What was done to the roll since it was frozen, as it is published."""

    additions: int
    strikes: int
    reissues: int
    asked: int  # for a ballot, since the page was opened
    approved: int
    refused: int

    @property
    def total(self) -> int:
        """How many acts there were on the frozen roll."""
        return self.additions + self.strikes + self.reissues


def late_counts(contest: Contest) -> LateCounts:
    """Counts of late acts that two officers agreed on, and of those who asked for a ballot."""
    done = LateAct.objects.filter(contest=contest, approved_at__isnull=False)
    if contest.roll_frozen_at is not None:
        done = done.filter(approved_at__gte=contest.roll_frozen_at)
    kinds = dict(done.order_by().values_list("kind").annotate(n=Count("pk")))
    asked = Application.objects.filter(contest=contest).order_by().values_list("state")
    states = dict(asked.annotate(n=Count("pk")))
    return LateCounts(
        additions=kinds.get(LateKind.ADDITION, 0),
        strikes=kinds.get(LateKind.STRIKE, 0),
        reissues=kinds.get(LateKind.REISSUE, 0),
        asked=sum(states.values()),
        approved=states.get(ApplicationState.APPROVED, 0),
        refused=states.get(ApplicationState.REFUSED, 0),
    )


def codes_issued(contest: Contest) -> int:
    """How many voting codes were issued, those for trials apart."""
    return contest.codes.exclude(channel="test").count()


def has_voted(elector: Elector) -> bool:
    """Whether the elector has voted."""
    return Elector.objects.filter(pk=elector.pk, participation__isnull=False).exists()


# --- objections, exports, erasure -----------------------------------------------------------------


def suppressed(contest: Contest) -> frozenset[int]:
    """Keys of the live electors who objected to being written to by the organisation."""
    objected = Suppression.objects.filter(organisation=contest.organisation_id)
    digests = frozenset(bytes(digest) for digest in objected.values_list("digest", flat=True))
    if not digests:
        return frozenset()
    rows = live_electors(contest).order_by().values_list("pk", "name", "postcode", "email")
    return frozenset(
        key
        for key, name, postcode, email in rows.iterator(chunk_size=5_000)
        if (email and email_digest(email) in digests) or person_digest(name, postcode) in digests
    )


def exports(contest: Contest) -> QuerySet[Entry]:
    """The journal's entries of exports of this roll, the latest first."""
    chain = contest.organisation.slug
    found = Entry.objects.filter(chain=chain, contest=contest.slug, act="roll-exported")
    return found.order_by("-number")


def due_for_erasure(at: datetime | None = None) -> QuerySet[Contest]:
    """Contests that are over, whose retention date is past, and whose roll is not erased yet."""
    today = (at or clock.now()).date()
    over = Contest.objects.filter(state__in=(State.DECLARED, State.ABANDONED), erased_at=None)
    return over.filter(retention_until__lt=today).select_related("organisation").order_by("pk")


def not_yet_due(contest: Contest, at: datetime | None = None) -> str:
    """Why the personal data of the contest is not erased now; empty if it may be."""
    today = (at or clock.now()).date()
    if contest.erased_at is not None:
        return "The personal data of this contest was erased already."
    if contest.state not in (State.DECLARED, State.ABANDONED):
        return "The contest is not over: declare the result or abandon the contest first."
    if contest.retention_until is None:
        return "The contest has no retention date: set one in its timetable."
    if contest.retention_until >= today:
        return f"Personal data is kept until the end of {contest.retention_until:%d %B %Y}."
    return ""
