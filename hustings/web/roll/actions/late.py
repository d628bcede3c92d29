"""Acts on a frozen roll: one officer asks with a reason, another approves, and then it is done."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction

from hustings.errors import RuleError
from hustings.roll import Basis, Entry
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.roll import hooks, queries
from hustings.web.roll.actions.electors import refuse_twin
from hustings.web.roll.actions.freezing import one_rotation
from hustings.web.roll.actions.locking import frozen, held
from hustings.web.roll.actions.telling import tell
from hustings.web.roll.entries import elector_of
from hustings.web.roll.models import Application, ApplicationState, Elector, LateAct, LateKind

__all__ = ["approve", "ask_addition", "ask_reissue", "ask_strike", "refuse"]


@transaction.atomic
def ask_addition(
    contest: Contest, entry: Entry, *, reason: str, by: Actor, application: int | None = None
) -> LateAct:
    """Ask that somebody be added to the frozen roll; ``application`` is who asked for a ballot."""
    now = frozen(contest)
    refuse_twin(now, entry)
    details = _details(entry) | ({} if application is None else {"application": application})
    return _ask(now, LateKind.ADDITION, None, reason, by, details=details)


@transaction.atomic
def ask_strike(elector: Elector, *, reason: str, by: Actor) -> LateAct:
    """Ask that an elector be struck. RuleError for one who has voted or is struck."""
    now = frozen(elector.contest)
    _refuse_if_settled(elector)
    return _ask(now, LateKind.STRIKE, elector, reason, by)


@transaction.atomic
def ask_reissue(elector: Elector, *, reason: str, by: Actor) -> LateAct:
    """Ask that an elector get a new code, the old ones dying. RuleError for one who has voted."""
    now = frozen(elector.contest)
    _refuse_if_settled(elector)
    return _ask(now, LateKind.REISSUE, elector, reason, by)


def _ask(
    contest: Contest,
    kind: LateKind,
    elector: Elector | None,
    reason: str,
    by: Actor,
    *,
    details: dict[str, Any] | None = None,
) -> LateAct:
    if not reason.strip():
        raise RuleError("Give the reason: the second officer decides by it.")
    if elector and _waiting(contest).filter(kind=kind, elector=elector).exists():
        raise RuleError("This has been asked for already and waits for a second officer.")
    act = LateAct.objects.create(
        contest=contest,
        kind=kind,
        elector=elector,
        details=details or {},
        reason=reason.strip(),
        asked_by=by.user,
        asked_at=clock.now(),
    )
    tell(contest, by, "late-asked", f"Asked for late act {act.pk}: {_words(act)}.")
    return act


def _waiting(contest: Contest) -> Any:
    return LateAct.objects.filter(contest=contest, approved_at=None, refused_at=None)


def _words(act: LateAct) -> str:
    """What the act does, without a name."""
    if act.elector is None:
        return act.get_kind_display()
    return f"{act.get_kind_display()}, elector {act.elector.journal_number}"


def _refuse_if_settled(elector: Elector) -> None:
    if elector.struck_at is not None:
        raise RuleError("This elector has been struck already.")
    if queries.has_voted(elector):
        raise RuleError("This elector has voted: nothing is taken back once a vote is cast.")


@transaction.atomic
def approve(act: LateAct, *, by: Actor) -> LateAct:
    """Agree as the second officer, and do it. RuleError for whoever asked, or once settled."""
    contest = frozen(act.contest)
    now = _still_open(act)
    if now.asked_by_id == by.user.pk:
        raise RuleError("You asked for this yourself: another officer has to agree.")
    _do(now, contest)
    now.approved_by, now.approved_at, now.details = by.user, clock.now(), {}
    now.save()
    hooks.late_act_done(now, by)
    tell(contest, by, "late-approved", f"Agreed to late act {now.pk}: {_words(now)}.")
    return now


@transaction.atomic
def refuse(act: LateAct, *, by: Actor) -> LateAct:
    """Say no, or withdraw what one asked oneself; nothing is done."""
    contest = held(act.contest)
    now = _still_open(act)
    _refuse_application(now.details.get("application"), by)
    now.refused_at, now.refused_by, now.details = clock.now(), by.words, {}
    now.save()
    tell(contest, by, "late-refused", f"Refused late act {now.pk}: {_words(now)}.")
    return now


def _refuse_application(key: int | None, by: Actor) -> None:
    """The second officer said no to somebody who asked for a ballot."""
    if key is not None:
        Application.objects.filter(pk=key).update(
            state=ApplicationState.REFUSED, decided_by=by.words, decided_at=clock.now()
        )


def _still_open(act: LateAct) -> LateAct:
    now = LateAct.objects.select_for_update(of=("self",)).get(pk=act.pk)
    if now.approved_at is not None or now.refused_at is not None:
        raise RuleError("This has been settled meanwhile.")
    return now


def _do(act: LateAct, contest: Contest) -> None:
    if act.kind == LateKind.ADDITION:
        act.elector = _add(contest, act.details)
        return
    elector = act.elector
    if elector is None:
        raise RuleError("The elector is no longer there.")
    _refuse_if_settled(elector)
    if act.kind == LateKind.STRIKE:
        elector.struck_at, elector.struck_why = clock.now(), f"late act {act.pk}"
        elector.save(update_fields=["struck_at", "struck_why"])
        hooks.struck(elector)


def _add(contest: Contest, details: dict[str, Any]) -> Elector:
    application = details.get("application")
    fields = {name: value for name, value in details.items() if name != "application"}
    entry = Entry(
        **fields
        | {"basis": Basis(details["basis"]), "address": tuple(details["address"]), "row": 0}
    )
    refuse_twin(contest, entry)
    elector = elector_of(entry, contest)
    elector.added_late = True
    elector.rotation = one_rotation(contest)
    elector.save()
    if application is not None:
        Application.objects.filter(pk=application).update(elector=elector)
    return elector


def _details(entry: Entry) -> dict[str, Any]:
    return asdict(entry) | {"basis": entry.basis.value, "address": list(entry.address)}
