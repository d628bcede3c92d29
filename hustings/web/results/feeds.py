"""Atom feeds: what was published, newest first. Source of the form: RFC 4287."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from hustings.language import spoken
from hustings.web.contests.models import Contest, Origin, State
from hustings.web.contests.zoned import moment_words
from hustings.web.project.languages import in_this_language, unreviewed
from hustings.web.results import queries
from hustings.web.results.models import Stage, Version
from hustings.web.results.pages.result import told_of

__all__ = ["feed_of_contest", "feed_of_site"]

_MOST = 50
Absolute = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Item:
    at: datetime
    link: str
    name: str  # unlike any other's
    title: str
    text: str


def feed_of_contest(contest: Contest, absolute: Absolute) -> str:
    """The versions and notices of a contest."""
    page = _address("notice", contest.slug)
    address = _address("contest_feed", contest.slug)
    return _feed(contest.title, page, address, sorted(_items(contest), key=_time), absolute)


def feed_of_site(absolute: Absolute) -> str:
    """The versions and notices of every public contest."""
    items = (item for contest in queries.lists_of_contests() for item in _items(contest))
    title = _("Contests and results")
    home, address = _address("home"), _address("site_feed")
    return _feed(title, home, address, sorted(items, key=_time), absolute)


def _address(page: str, *args: object) -> str:
    """A page of results in the language of the feed."""
    return in_this_language(reverse(f"results:{page}", args=args))


def _time(item: _Item) -> datetime:
    return item.at


def _feed(title: str, page: str, address: str, items: list[_Item], absolute: Absolute) -> str:
    feed = Atom1Feed(
        title=title,
        link=absolute(page),
        description=title,
        subtitle=_subtitle(),
        language=spoken().code,
        feed_url=absolute(address),
        feed_guid=absolute(address),
    )
    for item in items[: -_MOST - 1 : -1]:
        link = absolute(item.link)
        feed.add_item(
            title=item.title,
            link=link,
            description=item.text,
            unique_id=f"{link}#{item.name}",
            pubdate=item.at,
            updateddate=item.at,
        )
    if not items:
        feed.feed["updated"] = datetime(1970, 1, 1, tzinfo=UTC)
    return feed.writeString("utf-8")


def _subtitle() -> str | None:
    return (
        _("No speaker of the language has reviewed this translation yet.") if unreviewed() else None
    )


def _items(contest: Contest) -> Iterator[_Item]:
    for version in queries.published(contest):
        yield _of_version(contest, version)
    page = _address("notice", contest.slug)
    for notice in contest.notices.all():
        yield _Item(notice.at, page, f"notice-{notice.pk}", contest.title, notice.text)
    if contest.ready_at and contest.origin == Origin.RUN and contest.state != State.ABANDONED:
        opens = moment_words(contest, contest.opens_at)
        text = _("Voting opens on %(at)s.") % {"at": opens}
        yield _Item(contest.ready_at, page, "notice", contest.title, text)


def _of_version(contest: Contest, version: Version) -> _Item:
    link = _address("version", contest.slug, version.number)
    at = version.declared_at or version.published_at
    assert at is not None
    how = _("Declared") if version.stage == Stage.DECLARED else _("Provisional")
    told = told_of(version, contest)
    why = f" {version.correction}" if version.correction else ""
    text = f"{how}. {told.story}{why}"
    name = f"version-{version.number}-{version.stage}"
    return _Item(at, link, name, f"{contest.title}: {told.headline}", text)
