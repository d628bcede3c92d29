"""From rows to what the API says of them to everybody: only what the public pages show as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.web.api import schemas as told
from hustings.web.contests.models import Candidate, Contest, Notice, Origin, Section, State
from hustings.web.contests.pledge import pledge_words
from hustings.web.contests.queries import Phase, electors_on_roll, phase
from hustings.web.contests.zoned import moment_words
from hustings.web.journal import queries as journal
from hustings.web.results import queries as results
from hustings.web.results.downloads import downloads_of
from hustings.web.results.models import Version
from hustings.web.roll.queries import late_counts

__all__ = [
    "BULKY",
    "address",
    "changes",
    "contests_told",
    "notice_of",
    "version_told",
    "versions_told",
]

BULKY = ("folder", "document")
"""Fields of a version that no list needs."""


def address(name: str, *args: object) -> str:
    """The whole address of one of the site's pages."""
    return settings.BASE_URL + reverse(name, args=args)


def contests_told(contests: Sequence[Contest]) -> list[told.ContestTold]:
    """Contests in a list, with the version of each that stands; two queries for all of them."""
    versions = _published([contest.pk for contest in contests if _has_result(contest)])
    current = {version.contest_id: version for version in versions.order_by("number")}
    return [told.ContestTold(**_summary(c, current.get(c.pk))) for c in contests]


def _has_result(contest: Contest) -> bool:
    return contest.state in results.WITH_RESULT


def _published(contests: Iterable[int]) -> QuerySet[Version]:
    """As ``results.queries.published``, for contests that have a result, without bulky fields."""
    found = Version.objects.filter(contest__in=list(contests), test=False)
    return found.exclude(published_at=None).defer(*BULKY)


def _summary(contest: Contest, version: Version | None) -> dict[str, Any]:
    organisation = contest.organisation
    return {
        "id": contest.slug,
        "title": contest.title,
        "organisation": told.OrganisationTold(id=organisation.slug, name=organisation.name),
        "place": contest.place,
        "question": contest.question,
        "origin": contest.origin,
        "purpose": contest.purpose,
        "rule": contest.rule,
        "seats": contest.seats,
        "state": contest.state,
        "phase": phase(contest).value,
        "test": contest.test_mode,
        "fictional": contest.fictional,
        "opens_at": contest.opens_at,
        "closes_at": contest.closes_at,
        "version": version.number if version else None,
        "headline": version.headline if version else None,
        "page": address("results:notice", contest.slug),
    }


def notice_of(contest: Contest) -> told.ContestNotice:
    """All that may be known of a contest before its result."""
    run_here = contest.origin == Origin.RUN
    may_ask = contest.asking_allowed and phase(contest) in {Phase.UPCOMING, Phase.OPEN}
    return told.ContestNotice(
        **_summary(contest, results.published(contest).defer(*BULKY).last()),
        **_kinds(contest),
        about=contest.about,
        advises=_advised(contest),
        candidates=[_candidate(c) for c in contest.candidates.order_by("number")],
        sections=[_section(s) for s in contest.sections.order_by("id")],
        who_may_vote=contest.who_may_vote,
        declaration_text=contest.declaration_text,
        may_ask=may_ask,
        pledge=_pledge(contest),
        timetable=_timetable(contest),
        roll=_roll(contest) if run_here else None,
        journal=_journal(contest) if run_here else None,
        notices=[told.NoticeTold(at=n.at, text=n.text) for n in contest.notices.all()],
    )


def _kinds(contest: Contest) -> dict[str, Any]:
    return {"base": contest.base, "order_policy": contest.order_policy}


def _advised(contest: Contest) -> told.Advised | None:
    advised = contest.advises
    if advised is None:
        title = contest.advises_title
        return told.Advised(id=None, title=title) if title else None
    known = None if advised.state == State.DRAFT else advised.slug
    return told.Advised(id=known, title=advised.title)


def _candidate(candidate: Candidate) -> told.CandidateTold:
    return told.CandidateTold(
        id=candidate.key,
        name=candidate.name,
        description=candidate.description,
        statement=candidate.statement,
        photo=address("contests:photo", candidate.photo) if candidate.photo else None,
        withdrawn=candidate.withdrawn_at is not None,
        withdrawn_at=candidate.withdrawn_at,
    )


def _section(section: Section) -> told.SectionTold:
    weighted = section.weight_over and section.weight_under
    weight = f"{section.weight_over}/{section.weight_under}" if weighted else None
    return told.SectionTold(id=section.key, name=section.name, weight=weight)


def _pledge(contest: Contest) -> told.PledgeTold:
    values: dict[str, Any] = {
        "kind": contest.pledge,
        "by": contest.pledge_by,
        "hundredths": contest.pledge_hundredths,
        "text": contest.pledge_text or pledge_words(contest),
    }
    return told.PledgeTold(**values)


def _timetable(contest: Contest) -> told.Timetable:
    return told.Timetable(
        timezone=contest.timezone,
        opens_at=contest.opens_at,
        closes_at=contest.closes_at,
        post_closes_at=contest.post_closes_at,
        count_at=contest.count_at,
        extensions=[
            told.ExtensionTold(
                closed_before=e.closed_before, closes_after=e.closes_after, reason=e.reason, at=e.at
            )
            for e in contest.extensions.all()
        ],
    )


def _roll(contest: Contest) -> told.RollTold:
    counts = contest.roll_counts.get("basis", {}) if contest.roll_frozen_at else {}
    late = late_counts(contest)
    return told.RollTold(
        electors=electors_on_roll(contest),
        frozen_at=contest.roll_frozen_at,
        fingerprint=contest.roll_fingerprint or None,
        by_basis={basis: int(n) for basis, n in sorted(counts.items())},
        late=told.LateTold(
            additions=late.additions,
            strikes=late.strikes,
            reissues=late.reissues,
            asked=late.asked,
            approved=late.approved,
            refused=late.refused,
        ),
    )


def _journal(contest: Contest) -> told.JournalHead:
    number, digest = journal.head(contest.organisation.slug)
    return told.JournalHead(number=number, digest=digest)


def versions_told(
    contest: Contest, shown: Iterable[Version], known: Sequence[Version]
) -> list[told.VersionShort]:
    """Published versions in a list; ``known`` are all of them, the newest first."""
    current = known[0].number if known else 0
    return [told.VersionShort(**_version(contest, v, current)) for v in shown]


def _version(contest: Contest, version: Version, current: int) -> dict[str, Any]:
    return {
        "contest": contest.slug,
        "number": version.number,
        "stage": version.stage,
        "headline": version.headline,
        "counted_at": version.counted_at,
        "published_at": version.published_at,
        "declared_at": version.declared_at,
        "signed_name": version.signed_name or None,
        "signed_role": version.signed_role or None,
        "correction": version.correction or None,
        "current": version.number == current,
        "test": version.test,
        "page": address("results:version", contest.slug, version.number),
        "document": address("api:document", contest.slug, version.number),
    }


def version_told(contest: Contest, version: Version, current: int) -> told.VersionTold:
    """A published version with what it put right and its files."""
    found = results.corrections(contest, version)
    put_right = found[0].changes if found and found[0].version == version else ()
    page = address("results:version", contest.slug, version.number)
    return told.VersionTold(
        **_version(contest, version, current),
        changes=[told.FigureChange(what=c.what, was=c.was, now=c.now) for c in put_right],
        files=[
            told.File(name=f.name, what=f.what, type=f.kind, address=f"{page}{f.name}")
            for f in downloads_of(version, contest)
        ],
    )


def changes(slug: str | None = None) -> list[told.ChangeTold]:
    """What was published of every public contest, or of one, the newest first."""
    contests = Contest.objects.exclude(state=State.DRAFT)
    if slug is not None:
        contests = contests.filter(slug=slug)
    known = {contest.pk: contest for contest in contests}
    found = [*_openings(known.values()), *_notices(known), *_publications(known)]
    return sorted(found, key=attrgetter("at", "id"), reverse=True)


def _openings(contests: Iterable[Contest]) -> Iterator[told.ChangeTold]:
    for contest in contests:
        if contest.ready_at and contest.origin == Origin.RUN:
            at = moment_words(contest, contest.opens_at)
            yield told.ChangeTold(
                **_of(contest),
                id=f"{contest.slug}-ready",
                at=contest.ready_at,
                kind=told.ChangeKind.READY,
                text=_("Voting opens on %(at)s.") % {"at": at},
                version=None,
                page=address("results:notice", contest.slug),
            )


def _notices(contests: Mapping[int, Contest]) -> Iterator[told.ChangeTold]:
    for notice in Notice.objects.filter(contest__in=contests):
        contest = contests[notice.contest_id]
        yield told.ChangeTold(
            **_of(contest),
            id=f"{contest.slug}-notice-{notice.pk}",
            at=notice.at,
            kind=told.ChangeKind.NOTICE,
            text=notice.text,
            version=None,
            page=address("results:notice", contest.slug),
        )


def _publications(contests: Mapping[int, Contest]) -> Iterator[told.ChangeTold]:
    """Of each version its publication, and its declaration where that came later."""
    for version in _published(pk for pk, c in contests.items() if _has_result(c)):
        contest = contests[version.contest_id]
        for kind, at in _moments(version):
            yield told.ChangeTold(
                **_of(contest),
                id=f"{contest.slug}-version-{version.number}-{kind.value}",
                at=at,
                kind=kind,
                text=version.headline,
                version=version.number,
                page=address("results:version", contest.slug, version.number),
            )


def _moments(version: Version) -> Iterator[tuple[told.ChangeKind, datetime]]:
    if version.published_at and version.declared_at != version.published_at:
        yield told.ChangeKind.PROVISIONAL, version.published_at
    if version.declared_at:
        yield told.ChangeKind.DECLARED, version.declared_at


def _of(contest: Contest) -> dict[str, Any]:
    return {"contest": contest.slug, "title": contest.title}
