"""What a page says of its language: that a speaker has yet to review it, and what is not in it."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from hustings.web.project import languages

__all__ = ["as_written", "other_languages", "unreviewed"]

register = template.Library()


@register.simple_tag
def as_written() -> SafeString:
    """An attribute for an element whose words officers or candidates wrote, in English as far as
    the site knows; nothing on an English page.
    """
    if get_language() == settings.LANGUAGE_CODE:
        return SafeString()
    return format_html(' lang="{}"', settings.LANGUAGE_CODE)


@register.simple_tag
def other_languages() -> list[tuple[str, str]]:
    """Code and own name of each language that the page could be in instead."""
    return languages.other_languages()


@register.simple_tag
def unreviewed() -> bool:
    """Whether no speaker has reviewed the translation that this page is in."""
    return languages.unreviewed()
