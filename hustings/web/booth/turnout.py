"""How many have voted: by day, by channel, by basis, each with what it is a share of.

Nobody learns who voted: a basis with fewer than ten electors is told together with others, and the
days are told of all electors alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from hustings.roll import Basis
from hustings.web.booth.codes import Death
from hustings.web.booth.models import Code, Participation
from hustings.web.booth.outcomes import TEST
from hustings.web.contests.models import Contest, State
from hustings.web.project import clock
from hustings.web.roll.models import Elector

__all__ = ["FEWEST", "Day", "Row", "Turnout", "merged", "register_sent", "turnout"]

FEWEST = 10
"""The fewest electors of a basis that are told by themselves."""

_SENT: dict[str, Callable[[Contest], int]] = {}


def register_sent(channel: str, counted: Callable[[Contest], int]) -> None:
    """How many electors could vote by a channel that the booth does not know: by post."""
    _SENT[channel] = counted


@dataclass(frozen=True, slots=True)
class Row:
    """Ballots of some electors: ``cast`` of ``of``. ``keys`` has several where bases are merged."""

    keys: tuple[str, ...]
    cast: int
    of: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the poll, in the contest's own zone; ``to_come`` if it has not begun."""

    day: date
    cast: int
    so_far: int
    to_come: bool
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Turnout:
    """``cast`` ballots of ``on_roll`` electors, ``issued`` of whom have been given a code.

    ``channels`` are those of ballots (online, post), shares of the roll; ``able`` has the same
    ballots as shares of the electors who were sent what that channel needs: a code, or papers.
    ``given`` says how many have been given a code by each channel of codes. ``bases`` are shares
    of their own electors on the roll, none of fewer than ten unless there are no more in all.
    """

    cast: int
    on_roll: int
    issued: int
    days: tuple[Day, ...]
    channels: tuple[Row, ...]
    able: tuple[Row, ...]
    given: tuple[Row, ...]
    bases: tuple[Row, ...]

    @property
    def most_in_a_day(self) -> int:
        """The most ballots of one day, the measure of a bar."""
        return max((day.cast for day in self.days), default=0)


def turnout(contest: Contest) -> Turnout:
    """The turnout at this moment; in a draft, that of its test ballots."""
    voted = Participation.objects.filter(contest=contest)
    roll = Elector.objects.filter(contest=contest).filter(
        Q(struck_at=None) | Q(participation__isnull=False)
    )
    on_roll = roll.count()
    by_basis = _counted(roll, "basis")
    cast_by_basis = _counted(voted, "elector__basis")
    by_day = {row["day"]: row["n"] for row in voted.values("day").annotate(n=Count("pk"))}
    issued = _codes(contest).values("elector").distinct().count()
    by_channel = _by_channel(contest, voted)
    return Turnout(
        cast=sum(by_day.values()),
        on_roll=on_roll,
        issued=issued,
        days=tuple(_days(contest, by_day)),
        channels=tuple(Row((key,), n, on_roll) for key, n in by_channel.items()),
        able=tuple(_able(contest, by_channel, issued)),
        given=tuple(_given(contest, on_roll)),
        bases=merged(Row((key,), cast_by_basis.get(key, 0), of) for key, of in by_basis.items()),
    )


def _counted(rows: QuerySet[Elector] | QuerySet[Participation], by: str) -> dict[str, int]:
    return {row[by]: row["n"] for row in rows.order_by().values(by).annotate(n=Count("pk"))}


def _by_channel(contest: Contest, voted: QuerySet[Participation]) -> dict[str, int]:
    """Ballots of each channel, one that was offered and not used among them."""
    counted = _counted(voted, "channel")
    offered = {channel: 0 for channel, sent in _SENT.items() if sent(contest)}
    return dict(sorted((offered | counted).items()))


def _able(contest: Contest, by_channel: Mapping[str, int], issued: int) -> Iterable[Row]:
    """Only where there is more than one channel: else it is the same as the codes given."""
    if set(by_channel) & set(_SENT):
        for channel, cast in by_channel.items():
            sent = _SENT.get(channel)
            yield Row((channel,), cast, sent(contest) if sent else issued)


def _codes(contest: Contest) -> QuerySet[Code]:
    """Codes of the poll, those apart that reached nobody; in a draft, those of the test."""
    codes = Code.objects.filter(contest=contest, elector__struck_at=None)
    is_test = contest.state == State.DRAFT and contest.test_mode
    if is_test:
        return codes.filter(channel=TEST)
    return codes.exclude(channel=TEST).exclude(dead=Death.UNSENT)


def _given(contest: Contest, on_roll: int) -> Iterable[Row]:
    counted = _codes(contest).values("channel").annotate(n=Count("elector", distinct=True))
    for row in counted.order_by("channel"):
        yield Row((row["channel"],), row["n"], on_roll)


def merged(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows in the order of their bases, those of fewer than ten electors made one.

    If that one has still too few, the smallest of the others joins it: else it could be had by
    subtraction from the total.
    """
    by_size = sorted(rows, key=lambda row: (row.of, row.keys))
    small = [row for row in by_size if row.of < FEWEST]
    large = by_size[len(small) :]
    while small and large and sum(row.of for row in small) < FEWEST:
        small.append(large.pop(0))
    together = [_together(small)] if small else []
    return tuple(sorted([*large, *together], key=lambda row: (len(row.keys), _rank(row.keys[0]))))


def _together(rows: Sequence[Row]) -> Row:
    keys = sorted((key for row in rows for key in row.keys), key=_rank)
    return Row(tuple(keys), sum(row.cast for row in rows), sum(row.of for row in rows))


def _rank(key: str) -> tuple[int, str]:
    known = [basis.value for basis in Basis]
    return (known.index(key) if key in known else len(known), key)


def _days(contest: Contest, by_day: Mapping[date, int]) -> Iterable[Day]:
    """Every day from the opening to the close, and any other on which somebody voted."""
    zone = ZoneInfo(contest.timezone)
    first, last = _day_of(contest.opens_at, zone), _day_of(contest.closes_at, zone)
    known = sorted({*by_day, *(day for day in (first, last) if day)})
    if not known:
        return
    today, so_far = clock.now().astimezone(zone).date(), 0
    for n in range((known[-1] - known[0]).days + 1):
        day = known[0] + timedelta(days=n)
        so_far += by_day.get(day, 0)
        yield Day(day, by_day.get(day, 0), so_far, day > today, day == first, day == last)


def _day_of(at: datetime | None, zone: ZoneInfo) -> date | None:
    return at.astimezone(zone).date() if at else None
