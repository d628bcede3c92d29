"""Whom a webhook may reach: servers of the public internet, by HTTPS, and nothing behind our wall.

An officer chooses the address, and the site then speaks from where it stands, perhaps beside a
database or a provider's own services. So the name is looked up here, every answer is judged, and
the call goes to the address that was judged: a name that answers otherwise a moment later reaches
nothing (DNS rebinding). Nothing follows a redirect. Sources: OWASP, Server-Side Request Forgery
Prevention; IANA's registries of special-purpose addresses, as Python's ``ipaddress`` holds them.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from hustings.errors import RuleError

__all__ = ["Target", "check_address", "resolved"]

Lookup = Callable[[str, int], Iterable[str]]
_PORTS = {"https": 443, "http": 80}
_KEPT = "/%:@!$&'()*+,;=~?-._"
_EMBEDDED = ("sixtofour", "ipv4_mapped")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call goes: the address that was judged, and the name that the certificate is for."""

    address: str
    port: int
    host: str
    path: str
    secure: bool

    @property
    def host_header(self) -> str:
        """The name as HTTP's Host wants it."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == _PORTS["https" if self.secure else "http"]
        return shown if usual else f"{shown}:{self.port}"


def check_address(text: str) -> None:
    """RuleError unless calls could be sent there by its spelling alone; no name is looked up."""
    parts = _split(text)
    host = parts.hostname or ""
    if _is_number(host) and not _may_reach(host, secure=parts.scheme == "https"):
        raise RuleError(_not_public(host))


def resolved(text: str, lookup: Lookup | None = None) -> Target:
    """The place to call. RuleError if the address is none of those that may be reached.

    Every answer of the look-up must be a public address: one that is not refuses them all.
    """
    parts = _split(text)
    host, secure = _plain(parts.hostname or ""), parts.scheme == "https"
    port = parts.port or _PORTS[parts.scheme]
    found = list((lookup or _lookup)(host, port))
    if not found:
        raise RuleError(_("The name %(host)s leads nowhere.") % {"host": host})
    for address in found:
        if not _may_reach(address, secure=secure):
            raise RuleError(_not_public(host))
    return Target(found[0], port, host, _path(parts), secure)


def _path(parts: SplitResult) -> str:
    """Path and query as a request line can hold them."""
    path = quote(parts.path, safe=_KEPT) or "/"
    return f"{path}?{quote(parts.query, safe=_KEPT)}" if parts.query else path


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise RuleError(_("This is no address: begin it with https://.")) from None
    if parts.scheme not in _PORTS or not parts.hostname or port == 0:
        raise RuleError(_("This is no address that can be called: begin it with https://."))
    if parts.scheme == "http" and not _loopback_allowed(parts.hostname):
        raise RuleError(_("Calls go by https alone: begin the address with https://."))
    if parts.username is not None or parts.password is not None:
        raise RuleError(
            _("Leave user name and password out: each call is signed, which says who sent it.")
        )
    return parts


def _plain(host: str) -> str:
    """A name in the letters that the net itself uses."""
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        raise RuleError(_("The name %(host)s leads nowhere.") % {"host": host}) from None


def _lookup(host: str, port: int) -> list[str]:
    """The addresses of a name, by the system's own way of looking up."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(entry[4][0]) for entry in found]


def _loopback_allowed(host: str) -> bool:
    """Whether this is the machine itself, on a site that may call it: a demonstration, or tests."""
    return bool(settings.WEBHOOKS_TO_LOOPBACK) and (
        host == "localhost" or (_is_number(host) and ipaddress.ip_address(host).is_loopback)
    )


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _may_reach(address: str, *, secure: bool) -> bool:
    """Whether an address is a public one; also whatever address of IPv4 one of IPv6 stands for."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if settings.WEBHOOKS_TO_LOOPBACK and found.is_loopback:
        return True
    inner = [getattr(found, name, None) for name in _EMBEDDED]
    nat64 = ipaddress.ip_network("64:ff9b::/96")
    if found.version == 6 and found in nat64:
        inner.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
    judged = [found, *(one for one in inner if one is not None)]
    return secure and all(one.is_global and not one.is_multicast for one in judged)


def _not_public(host: str) -> str:
    return _(
        "%(host)s is not on the public internet: calls go only to servers that anybody can reach."
    ) % {"host": host}
