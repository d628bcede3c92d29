"""What those who watch are called on pages, in letters and in the journal."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from hustings.web.scrutiny.models import Agent

__all__ = ["named", "role_of", "role_on_record"]


def role_of(agent: Agent) -> str:
    """For whom somebody watches: "agent of Candidate 1", or "scrutineer for all candidates"."""
    if agent.candidate is None:
        return _("scrutineer for all candidates")
    return _("agent of %(name)s") % {"name": agent.candidate.name}


def named(agent: Agent) -> str:
    """Name and role, as the journal names her who acts, in its own language."""
    return f"{agent.name}, {role_on_record(agent)}"


def role_on_record(agent: Agent) -> str:
    """For whom she watches, in the language of the journal, whichever she reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return role_of(agent)
