"""That a contest takes posted papers, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.actions.writing import changes, locked, note
from hustings.web.contests.models import Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.post.models import EnvelopeRun, PaperRun, PostSetup

__all__ = ["SetupValues", "set_up", "take_no_post"]

_STATES = (State.DRAFT, State.READY)
_NAMES = {
    "asks_declaration": "whether a declaration is asked for",
    "declaration_words": "words of the declaration",
    "alarm_percent": "per cent at which the alarm rings",
    "alarm_from": "envelopes before the alarm can ring",
    "return_address": "return address",
    "bilingual": "whether papers are in Welsh and English",
    "declaration_welsh": "words of the declaration in Welsh",
}


@dataclass(frozen=True, slots=True)
class SetupValues:
    """What an officer says about posted papers; addresses and words have plain line ends."""

    return_address: str
    asks_declaration: bool
    declaration_words: str
    alarm_percent: int
    alarm_from: int
    bilingual: bool = False
    declaration_welsh: str = ""

    def as_fields(self) -> dict[str, object]:
        """By the names of the model's fields."""
        return {name: getattr(self, name) for name in _NAMES}


@transaction.atomic
def set_up(contest: Contest, values: SetupValues, *, by: Actor) -> PostSetup:
    """Let the contest take posted papers, or change how.

    RuleError after the close, for a declaration without words, and where the declaration would
    change after labels with it were made, or the papers' languages after papers were.
    """
    contest = locked(contest, by, states=_STATES, act=_("set up for the post"))
    if not values.return_address.strip():
        raise RuleError(_("Give the address that return envelopes go to."))
    if values.asks_declaration and not values.declaration_words.strip():
        raise RuleError(_("Give the words of the declaration that electors are to sign."))
    setup = PostSetup.objects.filter(contest=contest).first()
    if setup is None:
        setup = PostSetup.objects.create(contest=contest, **values.as_fields())
        declared = " with a signed declaration" if values.asks_declaration else ""
        note(contest, by, "post-setup", f"Set up posted papers{declared}.")
        return setup
    _check_declaration(contest, setup, values)
    _check_languages(contest, setup, values)
    told = changes(setup, values.as_fields(), _NAMES)
    if told:
        for name, value in values.as_fields().items():
            setattr(setup, name, value)
        setup.save()
        note(contest, by, "post-setup", f"Changed the set-up of posted papers: {told}.")
    return setup


def _check_declaration(contest: Contest, setup: PostSetup, values: SetupValues) -> None:
    """What stands on labels that may have been posted is not changed behind them."""
    names = ("asks_declaration", "declaration_words", "declaration_welsh")
    same = all(getattr(setup, name) == getattr(values, name) for name in names)
    if not same and _labels_made(contest):
        raise RuleError(
            _("Labels with the declaration as it stands are made: it cannot be changed any more.")
        )


def _check_languages(contest: Contest, setup: PostSetup, values: SetupValues) -> None:
    """All papers are alike in their languages, so that none tells who marked it."""
    made = PaperRun.objects.filter(contest=contest, test=False)
    if setup.bilingual != values.bilingual and _held(made).exists():
        raise RuleError(
            _("Papers are made: their languages cannot be changed any more, since all must be "
              "alike.")
        )  # fmt: skip


def _held(runs: QuerySet[Any]) -> QuerySet[Any]:
    """Runs but those of which nobody ever had the file."""
    return runs.exclude(destroyed_at__isnull=False, fetched_at=None)


def _labels_made(contest: Contest) -> bool:
    return _held(EnvelopeRun.objects.filter(contest=contest, test=False)).exists()


@transaction.atomic
def take_no_post(contest: Contest, *, by: Actor) -> None:
    """Take no posted papers after all. RuleError once papers or envelopes were made for it."""
    contest = locked(contest, by, states=_STATES, act=_("changed in this"))
    made = PaperRun.objects.filter(contest=contest, test=False).exists()
    if made or EnvelopeRun.objects.filter(contest=contest, test=False).exists():
        raise RuleError(_("Papers or envelopes are made: this contest takes posted papers."))
    if PostSetup.objects.filter(contest=contest).delete()[0]:
        note(contest, by, "post-setup", "Decided to take no posted papers.")
