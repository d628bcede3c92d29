"""Mailings: drafted, looked at, started; gone on with after a stop."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.models import Contest
from hustings.web.letters.audience import for_mail
from hustings.web.letters.background import enqueue_batch
from hustings.web.letters.models import Delivery, DeliveryState, Mailing, MailKind
from hustings.web.letters.sending import send_sample
from hustings.web.letters.state import MailState, is_alive, mail_state, not_now
from hustings.web.letters.telling import tell
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.project.plurals import number_of

__all__ = ["Draft", "change", "discard", "draft", "go_on", "send_to_me", "start"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the officer says about a mailing; in Welsh, empty stands for the standard subject and
    for the words as they are.
    """

    subject: str
    words: str = ""
    subject_welsh: str = ""
    words_welsh: str = ""
    also_with_code: bool = False
    batch_size: int = 500
    pause_minutes: int = 0

    def __post_init__(self) -> None:
        if not self.subject.strip() or any(
            len(subject.splitlines()) > 1 for subject in (self.subject, self.subject_welsh)
        ):
            raise RuleError(_("Give a subject of one line."))
        if not (1 <= self.batch_size <= 100_000 and 0 <= self.pause_minutes <= 1440):
            raise RuleError(_("A batch has at least one e-mail, a pause a day at the most."))


@transaction.atomic
def draft(contest: Contest, kind: MailKind, said: Draft, *, by: Actor) -> Mailing:
    """A mailing to be looked at; nothing is sent."""
    if why := not_now(contest, kind):
        raise RuleError(why)
    return Mailing.objects.create(
        contest=contest, kind=kind, at=clock.now(), by=by.words[:254], **_columns(said)
    )


@transaction.atomic
def change(mailing: Mailing, said: Draft) -> Mailing:
    """Other words for a mailing that is still a draft."""
    now = _locked(mailing)
    _refuse_started(now)
    for name, value in _columns(said).items():
        setattr(now, name, value)
    now.save()
    return now


@transaction.atomic
def discard(mailing: Mailing) -> None:
    """Remove a draft."""
    now = _locked(mailing)
    _refuse_started(now)
    now.delete()


def send_to_me(mailing: Mailing, *, by: Actor) -> None:
    """Send the e-mail to the officer herself, with a code that is none."""
    send_sample(mailing, address=by.user.email, name=str(by.user))


@transaction.atomic
def start(mailing: Mailing, *, by: Actor) -> Mailing:
    """Fix who is written to, and begin with the first batch. RuleError where there is nobody."""
    Contest.objects.select_for_update(of=("self",)).get(pk=mailing.contest_id)
    now = _locked(mailing)
    _refuse_started(now)
    kind = MailKind(now.kind)
    if why := not_now(now.contest, kind):
        raise RuleError(why)
    others = now.contest.mailings.exclude(pk=now.pk).exclude(started_at=None)
    if any(mail_state(other) is MailState.UNDER_WAY for other in others):
        raise RuleError(_("Other e-mails are being sent: wait until they are done."))
    keys = for_mail(now.contest, kind, also_with_code=now.also_with_code).keys
    if not keys:
        raise RuleError(_("Nobody needs such an e-mail now."))
    Delivery.objects.bulk_create(
        (Delivery(mailing=now, elector_id=key) for key in keys), batch_size=5_000
    )
    now.started_at, now.by = clock.now(), by.words[:254]
    now.save()
    enqueue_batch(now, by=by)
    tell(
        now.contest,
        by.words,
        "mail-begun",
        f"Began to send {number_of(len(keys), 'e-mail')}: {now.get_kind_display()}, "
        f"mailing {now.pk}.",
    )
    return now


@transaction.atomic
def go_on(mailing: Mailing, *, by: Actor, failed_again: bool = False) -> Mailing:
    """Send to those who still wait, after a stop; if told, also to those it failed for.

    An e-mail that was on its way when the work stopped is sent again and marked as perhaps sent
    twice. RuleError while somebody is still at it.
    """
    now = _locked(mailing)
    if now.started_at is None or is_alive(now.job):
        raise RuleError(_("These e-mails are being sent: wait until that is done."))
    if why := not_now(now.contest, MailKind(now.kind)):
        raise RuleError(why)
    now.deliveries.filter(state=DeliveryState.SENDING).update(
        state=DeliveryState.WAITING, maybe_twice=True
    )
    if failed_again:
        now.deliveries.filter(state=DeliveryState.FAILED).update(
            state=DeliveryState.WAITING, error=""
        )
    left = now.deliveries.filter(state=DeliveryState.WAITING).count()
    if not left:
        raise RuleError(_("Nobody waits for an e-mail of this mailing."))
    enqueue_batch(now, by=by)
    told = f"Went on with mailing {now.pk}: {number_of(left, 'e-mail')} to send."
    tell(now.contest, by.words, "mail-resumed", told)
    return now


def _columns(said: Draft) -> dict[str, object]:
    return {
        "subject": " ".join(said.subject.split())[:200],
        "words": said.words.strip(),
        "subject_welsh": " ".join(said.subject_welsh.split())[:200],
        "words_welsh": said.words_welsh.strip(),
        "also_with_code": said.also_with_code,
        "batch_size": said.batch_size,
        "pause_minutes": said.pause_minutes,
    }


def _refuse_started(mailing: Mailing) -> None:
    if mailing.started_at is not None:
        raise RuleError(_("These e-mails have been sent, or are being sent."))


def _locked(mailing: Mailing) -> Mailing:
    found = Mailing.objects.select_for_update(of=("self",))
    return found.select_related("contest__organisation", "job").get(pk=mailing.pk)
