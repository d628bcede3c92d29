"""Those who ask for a ballot: kept as they come, decided by an officer."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from hustings.errors import RuleError
from hustings.roll import Basis, Entry, Kind, address_key
from hustings.roll.contact import plain_postcode
from hustings.roll.tidying import tidy
from hustings.web.contests.models import Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.project.plurals import number_of
from hustings.web.roll.actions import late
from hustings.web.roll.actions.electors import refuse_twin
from hustings.web.roll.actions.locking import held
from hustings.web.roll.actions.telling import tell
from hustings.web.roll.entries import elector_of
from hustings.web.roll.matching import Found, matches
from hustings.web.roll.models import Application, ApplicationState, Elector, LateAct

__all__ = ["approve", "approve_exact", "keep", "refuse"]

_AT_ONCE = 200


@transaction.atomic
def keep(
    contest: Contest, *, name: str, address: Sequence[str], postcode: str, email: str
) -> Application:
    """Keep what somebody typed. The register is not looked at; the same twice is kept once."""
    typed = {
        "name": tidy(name),
        "address": "\n".join(address),
        "postcode": plain_postcode(tidy(postcode)),
        "email": tidy(email).lower(),
    }
    found, _ = Application.objects.get_or_create(
        contest=contest,
        state=ApplicationState.WAITING,
        **typed,
        defaults={"declared": True, "at": clock.now()},
    )
    return found


@transaction.atomic
def approve(application: Application, *, by: Actor) -> Elector | LateAct:
    """Put the applicant on the roll as self-declared.

    To a frozen roll nobody is added by one officer: then it is a late act, for a second to agree.
    """
    contest = _open_to_asking(application.contest)
    now = _still_waiting(application)
    entered = _enter(contest, now, matches([now])[now.pk], by)
    if isinstance(entered, Elector):
        told = f"elector {entered.journal_number}"
    else:
        told = f"late act {entered.pk}, for a second officer to agree"
    tell(contest, by, "ask-approved", f"Approved application {now.pk}: {told}.")
    return entered


@transaction.atomic
def approve_exact(contest: Contest, *, by: Actor) -> int:
    """Approve all waiting who are on the register beyond doubt and not on the roll; how many."""
    now = _open_to_asking(contest)
    waiting = Application.objects.filter(contest=now, state=ApplicationState.WAITING)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    approved = 0
    for start in range(0, len(keys), _AT_ONCE):
        portion = list(waiting.filter(pk__in=keys[start : start + _AT_ONCE]).order_by("pk"))
        approved += sum(_enter_if_exact(now, portion, by))
    if approved:
        sentence = (
            f"Approved {number_of(approved, 'application')} with an exact match on the register."
        )
        tell(now, by, "ask-approved", sentence)
    return approved


def _enter_if_exact(contest: Contest, portion: list[Application], by: Actor) -> list[bool]:
    found = matches(portion)
    entered = []
    for application in portion:
        match = found[application.pk]
        fits = match.kind is Kind.EXACT and match.elector is None
        if fits:
            try:
                _enter(contest, application, match, by)
            except RuleError:
                fits = False  # somebody of this portion was the same person
        entered.append(fits)
    return entered


def _enter(
    contest: Contest, application: Application, match: Found, by: Actor
) -> Elector | LateAct:
    if match.elector is not None:
        raise RuleError("This person is on the roll already: refuse the application.")
    entry = entry_of_application(application, contest)
    entered: Elector | LateAct
    if contest.roll_frozen_at is not None:
        reason = f"Asked for a ballot; on the register: {match.kind.value}."
        entered = late.ask_addition(
            contest, entry, reason=reason, by=by, application=application.pk
        )
    else:
        refuse_twin(contest, entry)
        entered = application.elector = elector_of(entry, contest)
        entered.save()
    _settle(application, ApplicationState.APPROVED, match, by)
    return entered


def entry_of_application(application: Application, contest: Contest) -> Entry:
    """The applicant as an entry of the roll, in the contest's first section."""
    section = contest.sections.order_by("id").first()
    address = tuple(application.address.split("\n"))
    return Entry(
        row=application.pk,
        name=application.name,
        basis=Basis.SELF_DECLARED,
        section=section.key if section else "all",
        address=address,
        postcode=application.postcode,
        email=application.email,
        household=address_key(address, application.postcode),
    )


@transaction.atomic
def refuse(application: Application, *, by: Actor) -> None:
    """Say no. The applicant is told nothing here: what is said, the officer says herself."""
    contest = held(application.contest)
    now = _still_waiting(application)
    _settle(now, ApplicationState.REFUSED, matches([now])[now.pk], by)
    tell(contest, by, "ask-refused", f"Refused application {now.pk}.")


def _settle(application: Application, state: ApplicationState, match: Found, by: Actor) -> None:
    application.state = state
    application.match = match.kind.value
    application.row = match.row
    application.decided_by, application.decided_at = by.words, clock.now()
    application.save()


def _still_waiting(application: Application) -> Application:
    now = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if now.state != ApplicationState.WAITING:
        raise RuleError("This application has been settled meanwhile.")
    return now


def _open_to_asking(contest: Contest) -> Contest:
    now = held(contest)
    if now.state not in (State.DRAFT, State.READY):
        raise RuleError("The poll is closed: nobody is added to the roll any more.")
    return now
