"""An agent's visit: a session of her own, in a cookie of its own, apart from any officer's.

The officers' session is neither read nor written: an officer who opens an agent's link in the same
browser is both, each on its own pages, and neither has the other's rights. The database holds a
digest of the cookie (:mod:`hustings.web.project.sessions`). At each request the visit is held
against the agent's row: revoked, expired or given another link, she is out at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from hustings.web.project import clock
from hustings.web.project.sessions import SessionStore
from hustings.web.scrutiny.models import Agent

__all__ = ["LONGEST", "Visit", "begin", "cookie_name", "current", "end", "works"]

LONGEST = timedelta(hours=12)
"""A visit ends after so long, with the browser, and with the link that it came by."""

_AGENT, _LINK, _SHOWN = "agent", "agent_link", "agent_shown"


def cookie_name() -> str:
    """What the cookie is called: bound to this host where the site is served by HTTPS."""
    return "__Host-agent" if settings.SESSION_COOKIE_SECURE else "agent"


@dataclass(frozen=True, slots=True)
class Visit:
    """An agent who is let in, and what she was shown so far."""

    agent: Agent
    _store: SessionStore

    def was_shown(self, *what: str) -> bool:
        """Whether all of that was shown in this visit, and is in the journal."""
        return set(what) <= set(self._store.get(_SHOWN, []))

    def note_shown(self, *what: str) -> None:
        """Remember it until the visit ends."""
        self._store[_SHOWN] = sorted({*self._store.get(_SHOWN, []), *what})
        self._store.save()


def works(agent: Agent) -> bool:
    """Whether her link lets her in at this moment."""
    return agent.revoked_at is None and agent.expires_at > clock.now()


def begin(request: HttpRequest, response: HttpResponseBase, agent: Agent) -> None:
    """Let her in: a new key each time, whatever cookie came along; an earlier visit ends."""
    _forget(request)
    store = SessionStore()
    store.update({_AGENT: agent.pk, _LINK: bytes(agent.digest).hex()})
    store.set_expiry(min(LONGEST, agent.expires_at - clock.now()))
    store.save()
    assert store.session_key is not None
    response.set_cookie(  # until the browser is closed
        cookie_name(),
        store.session_key,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def current(request: HttpRequest) -> Visit | None:
    """Whose visit it is; None where there is none, or it is over."""
    store = _store_of(request)
    if store is None:
        return None
    agent = (
        Agent.objects.select_related("contest", "contest__organisation", "candidate")
        .filter(pk=store[_AGENT])
        .first()
    )
    if agent is None or not works(agent):
        return None
    same = compare_digest(store.get(_LINK, ""), bytes(agent.digest).hex())
    return Visit(agent, store) if same else None


def end(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let her out; the key that she held opens nothing any more."""
    _forget(request)
    response.delete_cookie(cookie_name(), samesite="Lax")


def _store_of(request: HttpRequest) -> SessionStore | None:
    """The session that the cookie leads to, if it is an agent's: an officer's key opens nothing."""
    key = request.COOKIES.get(cookie_name())
    if not key:
        return None
    store = SessionStore(key)
    return store if _AGENT in store else None


def _forget(request: HttpRequest) -> None:
    store = _store_of(request)
    if store is not None:
        store.delete()
