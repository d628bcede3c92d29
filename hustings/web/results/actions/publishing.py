"""From a count that officers see to a result that everybody sees: by an act, never by the clock."""

from __future__ import annotations

from django.db import transaction

from hustings.errors import RuleError
from hustings.web.contests.models import Contest, Notice, State
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.results import hooks
from hustings.web.results.actions.acting import as_sentence, given, last_version, locked, note
from hustings.web.results.models import Stage, Version

__all__ = ["declare", "publish_provisional"]


@transaction.atomic
def publish_provisional(contest: Contest, *, by: Actor) -> Version:
    """Publish the last version as provisional; RuleError once the result is declared."""
    contest = locked(contest, by)
    version = last_version(contest)
    if contest.state not in {State.COUNTED, State.PROVISIONAL}:
        raise RuleError("A result can be published as provisional after the count, until declared.")
    if version.published_at is not None:
        raise RuleError(f"Version {version.number} is published already.")
    Version.objects.filter(pk=version.pk).update(published_at=clock.now())
    Contest.objects.filter(pk=contest.pk).update(state=State.PROVISIONAL)
    note(
        contest,
        by,
        "provisional",
        f"Published version {version.number} as provisional: {as_sentence(version.headline)}",
    )
    _tell_of_change(contest, version)
    return Version.objects.get(pk=version.pk)


@transaction.atomic
def declare(contest: Contest, *, signed_name: str, role: str, by: Actor) -> Version:
    """Declare the last version, signed by name, and publish it if it is not published yet.

    RuleError unless a provisional result is out, or the last version is of a later recount; or
    where an app above keeps it back, as a request for a recount does until it is answered.
    """
    contest = locked(contest, by)
    version = last_version(contest)
    name = given(signed_name, "who signs the declaration, by full name")
    if contest.state not in {State.PROVISIONAL, State.DECLARED}:
        raise RuleError("Publish the result as provisional first; then it can be declared.")
    if version.declared_at is not None:
        raise RuleError(f"Version {version.number} is declared already.")
    hooks.declaring(contest)
    now = clock.now()
    Version.objects.filter(pk=version.pk).update(
        stage=Stage.DECLARED,
        signed_name=name[:200],
        signed_role=given(role, "in which role the declaration is signed")[:100],
        declared_at=now,
        published_at=version.published_at or now,
    )
    Contest.objects.filter(pk=contest.pk).update(state=State.DECLARED)
    note(
        contest,
        by,
        "declared",
        f"Declared version {version.number}, signed {name}: {as_sentence(version.headline)}",
    )
    if version.published_at is None:
        _tell_of_change(contest, version)
    return Version.objects.get(pk=version.pk)


def _tell_of_change(contest: Contest, version: Version) -> None:
    """A notice for readers where another version was out before."""
    if version.correction:
        Notice.objects.create(
            contest=contest,
            text=f"Version {version.number} of the result was published. "
            f"{as_sentence(version.correction)}",
            at=clock.now(),
        )
