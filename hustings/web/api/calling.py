"""One call: a signed POST to an address that was judged, and a short look at what it answers.

urllib3 is told to connect to the judged address and to hold the certificate against the name. It
follows no redirect and repeats nothing. The answer is not kept but for its number; whoever answers
slowly or without end is left after ``LONGEST`` seconds, for the worker has other things to do.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass

import urllib3
from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection

from hustings.web.api.reach import Target

__all__ = ["LONGEST", "Answer", "post"]

STEP_SECONDS = 5.0
LONGEST = 15.0
MOST_READ = 4096


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a call: whether it was taken, and in a few words why not."""

    taken: bool
    words: str
    gone: bool = False  # the receiver says that it wants no more


def post(target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send a body; never raises for what the other side does."""
    connection = _connection(target)
    over = threading.Event()
    alarm = threading.Timer(LONGEST, _cut, (connection, over))
    alarm.daemon = True
    alarm.start()
    try:
        connection.request(
            "POST",
            target.path,
            body=body,
            headers={"Host": target.host_header, "User-Agent": "hustings-webhooks/1", **headers},
            preload_content=False,
        )
        response = connection.getresponse()
        response.read(MOST_READ, decode_content=False)
    except Exception as error:  # noqa: BLE001 - whatever the other side made the client say
        return Answer(False, _too_slow() if over.is_set() else _words(error))
    else:
        return Answer(False, _too_slow()) if over.is_set() else _judged(response.status)
    finally:
        alarm.cancel()
        connection.close()


def _connection(target: Target) -> HTTPConnection:
    if not target.secure:
        return HTTPConnection(target.address, target.port, timeout=STEP_SECONDS)
    return HTTPSConnection(
        target.address,
        target.port,
        timeout=STEP_SECONDS,
        server_hostname=target.host,
        assert_hostname=target.host,
        cert_reqs="CERT_REQUIRED",
    )


def _cut(connection: HTTPConnection, over: threading.Event) -> None:
    """End a connection whose time is over, from another thread."""
    over.set()
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            connection.close()


def _judged(status: int) -> Answer:
    if 200 <= status < 300:
        return Answer(True, _("%(status)d, taken") % {"status": status})
    if status == 410:
        return Answer(False, _("410: the receiver wants no more calls"), gone=True)
    if 300 <= status < 400:
        words = _("%(status)d: it leads elsewhere, where calls do not follow")
        return Answer(False, words % {"status": status})
    return Answer(False, _("%(status)d: not taken") % {"status": status})


def _too_slow() -> str:
    return _("no answer within %(seconds)d seconds") % {"seconds": int(LONGEST)}


def _words(error: Exception) -> str:
    """What went wrong by its kind; what the other side wrote is not repeated."""
    if isinstance(error, urllib3.exceptions.NewConnectionError | ConnectionRefusedError):
        return _("nothing answers there")
    if isinstance(error, urllib3.exceptions.TimeoutError | TimeoutError):
        return _("no answer in time")
    if isinstance(error, urllib3.exceptions.SSLError) or "SSL" in type(error).__name__:
        return _("its certificate is not good for that name")
    return _("no answer that can be read (%(kind)s)") % {"kind": type(error).__name__}
