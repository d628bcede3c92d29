"""What is published beside a version: statements, and requests for a recount once answered."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hustings.web.results.hooks import Said
from hustings.web.results.models import Version
from hustings.web.scrutiny.models import RecountRequest, Statement
from hustings.web.scrutiny.words import role_of

__all__ = ["said_of_version"]


def said_of_version(version: Version) -> Iterator[Said]:
    """Who signed the version or objected to it, and who asked for a recount with which answer."""
    statements = Statement.objects.filter(version=version).select_related("agent__candidate")
    for one in statements:
        what = str(one.get_verdict_display())
        yield Said(one.agent.name, role_of(one.agent), what, one.words, "", one.at)
    answered = RecountRequest.objects.filter(version=version, answered_at__isnull=False)
    for asked in answered.select_related("agent__candidate"):
        yield Said(
            asked.agent.name,
            role_of(asked.agent),
            _("asked for a recount"),
            asked.reason,
            _answer_words(asked),
            asked.at,
        )


def _answer_words(asked: RecountRequest) -> str:
    told = _("Granted by %(by)s: %(why)s") if asked.granted else _("Declined by %(by)s: %(why)s")
    return told % {"by": asked.answered_by, "why": asked.answer}
