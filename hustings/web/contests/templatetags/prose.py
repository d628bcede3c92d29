"""``{{ text|prose }}``: what somebody wrote, as harmless paragraphs."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from hustings.web.contests.prose import as_html

__all__ = ["prose"]

register = template.Library()


@register.filter(is_safe=True)
def prose(text: str) -> SafeString:
    """The text as paragraphs and lists; see contests/prose.py."""
    return as_html(text)
