"""The work of a mailing, beside the requests: one elector after another.

For each: (1) in a transaction, keep a new code's digest and mark the e-mail as being sent; (2)
hand it to the mail server; (3) mark it as sent. A crash between 2 and 3 leaves one e-mail of which
nobody knows whether it went: going on sends it again, with another code, and says so. So a crash
repeats one e-mail at the most, and loses none.

The code lives in this process's memory alone. No message of an error is kept or logged: only its
kind and, of a mail server's answer, its number.
"""

from __future__ import annotations

import logging
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException

from anymail.exceptions import (  # type: ignore[import-untyped]
    AnymailRecipientsRefused,
    AnymailUnsupportedFeature,
)
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.rounding import grouped
from hustings.web.booth import codes
from hustings.web.jobs.actions import Progress
from hustings.web.letters.languages import ENGLISH, WELSH, language_for, speakers
from hustings.web.letters.messages import message_to, sample_message
from hustings.web.letters.models import Delivery, DeliveryState, Mailing, MailKind
from hustings.web.letters.state import not_now
from hustings.web.letters.telling import SITE, tell
from hustings.web.project.plurals import number_of
from hustings.web.roll.models import Elector
from hustings.web.roll.queries import suppressed

__all__ = ["MOST_REFUSED", "send_batch", "send_sample"]

_LOG = logging.getLogger("hustings.letters")
MOST_REFUSED = 10
"""So many refusals one after another are the server's or the sender's fault, not the addresses'."""
_DONE = (DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.LEFT_OUT)


def send_batch(mailing: Mailing, progress: Progress) -> int:
    """Send to the next of those who wait; how many wait then. RuleError where nothing goes."""
    if why := not_now(mailing.contest, MailKind(mailing.kind)):
        raise RuleError(why)
    waiting = mailing.deliveries.filter(state=DeliveryState.WAITING).order_by("pk")
    batch = list(waiting.values_list("pk", flat=True)[: mailing.batch_size])
    if batch:
        _send_all(mailing, batch, progress)
    left = waiting.count()
    if not left:
        _tell_end(mailing)
    return left


def send_sample(mailing: Mailing, *, address: str, name: str) -> None:
    """Send the e-mail to the officer herself, with a code that is none, and once more in Welsh
    where somebody on the roll reads Welsh. RuleError if it fails.
    """
    languages = [ENGLISH, WELSH] if speakers(mailing.contest, WELSH) else [ENGLISH]
    samples = [
        sample_message(mailing, address=address, name=name, language=one) for one in languages
    ]
    connection = _opened()
    try:
        connection.send_messages(samples)
    except Exception as error:  # noqa: BLE001 - its text may quote the e-mail
        raise RuleError(_stopped_by(error)) from None
    finally:
        connection.close()


def _send_all(mailing: Mailing, batch: list[int], progress: Progress) -> None:
    # Those who objected are kept out of invitations, not out of what they themselves asked for.
    asked_for = mailing.kind == MailKind.REISSUE
    objected: frozenset[int] = frozenset() if asked_for else suppressed(mailing.contest)
    connection = _opened()
    refused = 0
    try:
        for n, key in enumerate(batch, 1):
            went = _send_one(mailing, key, objected, connection)
            refused = 0 if went else refused + 1
            if refused >= MOST_REFUSED:
                raise RuleError(
                    _("%(n)d e-mails in a row were refused, so the rest wait. See why below, then "
                      "go on.") % {"n": refused}
                )  # fmt: skip
            progress(n, len(batch))
    finally:
        connection.close()


def _opened() -> BaseEmailBackend:
    """A connection to the mail server. RuleError, before any code is made, where there is none."""
    try:
        connection: BaseEmailBackend = get_connection(fail_silently=False)
        connection.open()
    except Exception as error:  # noqa: BLE001 - its text may quote the e-mail
        raise RuleError(_stopped_by(error)) from None
    return connection


def _send_one(
    mailing: Mailing, key: int, objected: frozenset[int], connection: BaseEmailBackend
) -> bool:
    """Send one; False if it was refused. RuleError where the way out itself is broken."""
    begun = _begin(mailing, key, objected)
    if begun is None:
        return True
    elector, code = begun
    try:
        message = message_to(
            mailing,
            address=elector.email,
            name=elector.name,
            code=code,
            language=language_for(elector.language),
        )
        connection.send_messages([message])
    except Exception as error:  # noqa: BLE001 - its text may quote the e-mail
        if (why := _refused(error)) is None:
            _put_back(key)
            raise RuleError(_stopped_by(error)) from None
        _refuse(key, why)
        return False
    status = getattr(message, "anymail_status", None)
    known_as = getattr(status, "message_id", None) or message.extra_headers["Message-ID"]
    sent = Delivery.objects.filter(pk=key, state=DeliveryState.SENDING)
    sent.update(state=DeliveryState.SENT, message_id=str(known_as)[:200], error="")
    return True


@transaction.atomic
def _begin(mailing: Mailing, key: int, objected: frozenset[int]) -> tuple[Elector, str] | None:
    """The elector and a new code, with the e-mail marked as being sent; None if none is due."""
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("elector", "mailing")
        .get(pk=key)
    )
    if delivery.mailing.job_id != mailing.job_id:
        raise RuleError(_("Another job goes on with these e-mails: this one stopped."))
    if delivery.state != DeliveryState.WAITING:
        return None
    if why := _not_due(delivery.elector, objected):
        delivery.state, delivery.error = DeliveryState.LEFT_OUT, why
        delivery.save(update_fields=["state", "error"])
        return None
    code = codes.draw()
    (delivery.digest,) = codes.keep([(delivery.elector, code)], channel=codes.Channel.EMAIL)
    delivery.state, delivery.error = DeliveryState.SENDING, ""
    delivery.save(update_fields=["state", "digest", "error"])
    return delivery.elector, code


def _not_due(elector: Elector, objected: frozenset[int]) -> str:
    if elector.struck_at is not None:
        return _("Struck from the roll meanwhile.")
    if hasattr(elector, "participation"):
        return _("Has voted meanwhile.")
    return _("Objected to being written to.") if elector.pk in objected else ""


@transaction.atomic
def _refuse(key: int, why: str) -> None:
    """The e-mail did not go: its code reached nobody and is dead."""
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=key)
    codes.withdraw([bytes(delivery.digest or b"")])
    delivery.state, delivery.error, delivery.digest = DeliveryState.FAILED, why, None
    delivery.save(update_fields=["state", "error", "digest"])


def _put_back(key: int) -> None:
    """It may have gone before the connection broke: it waits, and its code stays good."""
    Delivery.objects.filter(pk=key).update(state=DeliveryState.WAITING, maybe_twice=True)


def _refused(error: Exception) -> str | None:
    """A sentence if it is this one e-mail that cannot go; None if the way out is broken."""
    if isinstance(error, SMTPRecipientsRefused):
        number = next((code for code, _said in error.recipients.values()), 0)
        return _("The mail server refused the address (%(number)s).") % {"number": number}
    if isinstance(error, SMTPDataError):
        return _("The mail server refused the e-mail (%(number)s).") % {"number": error.smtp_code}
    if isinstance(error, AnymailRecipientsRefused):
        return _("The provider refused the address.")
    if isinstance(error, ValueError) and not isinstance(error, AnymailUnsupportedFeature):
        return _("This is no e-mail address that can be written to.")
    return None


def _stopped_by(error: Exception) -> str:
    """What the officer is told when the way out is broken; the log has its kind alone."""
    kind = type(error).__name__
    number = f" {error.smtp_code}" if isinstance(error, SMTPResponseException) else ""
    _LOG.error("e-mails stopped: %s%s", kind, number)
    if isinstance(error, AnymailUnsupportedFeature):
        return _(
            "The provider cannot be told to leave links as they are. Switch its counting of clicks "
            "and openings off, then have whoever runs this site set "
            "ANYMAIL_IGNORE_UNSUPPORTED_FEATURES, and go on."
        )
    return _(
        "The mail server did not take e-mails (%(kind)s). Have whoever runs this site look at "
        "EMAIL_URL, then go on: nobody who was sent an e-mail is sent it again."
    ) % {"kind": f"{kind}{number}"}


@transaction.atomic
def _tell_end(mailing: Mailing) -> None:
    done = mailing.deliveries.filter(state__in=(DeliveryState.SENT, DeliveryState.DELIVERED))
    failed = mailing.deliveries.filter(state__in=(DeliveryState.FAILED, DeliveryState.BOUNCED))
    tell(
        mailing.contest,
        SITE,
        "mail-sent",
        f"Handed {number_of(done.count(), 'e-mail')} to the mail server "
        f"({mailing.get_kind_display()}, mailing {mailing.pk}); {grouped(failed.count())} "
        f"could not be sent.",
    )
