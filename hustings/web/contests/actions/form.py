"""A contest is made, and its form is filled in while it is a draft."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.actions.writing import changes, draft_locked, note
from hustings.web.contests.advice import Advised, problems_between
from hustings.web.contests.models import Contest, Pledge, Section, State
from hustings.web.contests.pledge import pledge_words
from hustings.web.officers.actor import Actor

__all__ = [
    "create_contest",
    "set_form",
    "set_order",
    "set_pledge",
    "set_retention",
    "set_timetable",
    "set_voters",
]

_NAMES = {
    "advises_id": "contest advised",
    "advises_title": "contest advised elsewhere",
    "advises_rule": "rule of the contest advised",
    "asking_allowed": "asking for a ballot",
    "closes_at": "closing time",
    "count_at": "time of the count",
    "declaration_text": "declaration of support",
    "opens_at": "opening time",
    "order_policy": "order on the paper",
    "post_closes_at": "closing time of the post",
    "retention_until": "retention date",
    "who_may_vote": "who may vote",
}
_TRIES = 20


@transaction.atomic
def create_contest(*, by: Actor, title: str, place: str, purpose: str, question: str) -> Contest:
    """A new draft of the officer's organisation, with one section, at an address of its title."""
    values = {"title": title, "place": place, "purpose": purpose, "question": question}
    contest = _created(by, values, slugify(title)[:70].strip("-") or "contest")
    Section.objects.create(contest=contest)
    note(contest, by, "created", f"Created the contest “{title}”.")
    return contest


def _created(by: Actor, values: Mapping[str, str], stem: str) -> Contest:
    """The contest under the first address that is free, of the stem and a number behind it."""
    for number in range(1, _TRIES + 1):
        slug = stem if number == 1 else f"{stem}-{number}"
        if Contest.objects.filter(slug=slug).exists():
            continue
        try:
            with transaction.atomic():
                return Contest.objects.create(organisation=by.organisation, slug=slug, **values)
        except IntegrityError:  # somebody took it in between
            continue
    slug = f"{stem}-{secrets.token_hex(4)}"
    return Contest.objects.create(organisation=by.organisation, slug=slug, **values)


@transaction.atomic
def set_form(contest: Contest, values: Mapping[str, object], *, by: Actor) -> Contest:
    """Set title, place, purpose, question, text, rule, seats, base and the contest advised.

    RuleError where a contest that is already ready advises this one and would no longer fit.
    """
    contest = draft_locked(contest, by)
    _still_advised(contest, str(values["rule"]), int(str(values["seats"])))
    contest = _set(contest, values, by, "set the form")
    if contest.pledge != Pledge.NONE:  # its words name the base
        contest = _set(contest, {"pledge_text": pledge_words(contest)}, by, "reworded the pledge")
    return contest


def _still_advised(contest: Contest, rule: str, seats: int) -> None:
    """Refuse a rule that a contest which advises this one, and can change no more, cannot serve."""
    advised = Advised(contest.title, rule, seats)
    for primary in contest.advised_by.exclude(state__in=(State.DRAFT, State.ABANDONED)):
        for problem in problems_between(primary.rule, primary.seats, advised):
            raise RuleError(f"{primary.title}: {problem}")


def set_voters(contest: Contest, values: Mapping[str, object], *, by: Actor) -> Contest:
    """Set who may vote, the declaration of support, and whether one may ask for a ballot."""
    return _set_draft(contest, values, by, "set who may vote")


def set_order(contest: Contest, order_policy: str, *, by: Actor) -> Contest:
    """Set in which order candidates stand on the paper."""
    return _set_draft(contest, {"order_policy": order_policy}, by, "set the order on the paper")


def set_timetable(contest: Contest, values: Mapping[str, object], *, by: Actor) -> Contest:
    """Set the zone and the times, in UTC; RuleError unless the poll closes after it opens."""
    opens, closes = values.get("opens_at"), values.get("closes_at")
    if opens is None or closes is None or not closes > opens:  # type: ignore[operator]
        raise RuleError(_("Voting must close after it opens."))
    return _set_draft(contest, values, by, "set the timetable")


def set_pledge(
    contest: Contest, *, kind: str, pledge_by: str, hundredths: int | None, by: Actor
) -> Contest:
    """Set the pledge, with its words as they will be published."""
    values: dict[str, object] = {
        "pledge": kind,
        "pledge_by": "" if kind == Pledge.NONE else pledge_by,
        "pledge_hundredths": hundredths,
    }
    preview = Contest(base=contest.base, **values)
    values["pledge_text"] = "" if kind == Pledge.NONE else pledge_words(preview)
    return _set_draft(contest, values, by, "set the pledge")


@transaction.atomic
def set_retention(contest: Contest, until: date, *, by: Actor) -> Contest:
    """Set the day after which personal data are erased; possible in any state, until they are."""
    assert contest.organisation_id == by.organisation.pk
    contest = Contest.objects.select_for_update(of=("self",)).get(pk=contest.pk)
    if contest.erased_at is not None:
        raise RuleError(_("The personal data of this contest are erased already."))
    return _set(contest, {"retention_until": until}, by, "set the retention date")


@transaction.atomic
def _set_draft(contest: Contest, values: Mapping[str, object], by: Actor, what: str) -> Contest:
    return _set(draft_locked(contest, by), values, by, what)


def _set(contest: Contest, values: Mapping[str, object], by: Actor, what: str) -> Contest:
    """Save the values, and journal what changed; nothing where nothing did."""
    told = changes(contest, values, _NAMES)
    if not told:
        return contest
    for name, value in values.items():
        setattr(contest, name, value)
    contest.save(update_fields=[name.removesuffix("_id") for name in values])
    note(contest, by, "form", f"{what[:1].upper()}{what[1:]}: {told}.")
    return contest
