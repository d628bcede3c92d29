"""What a page says of its language: that a speaker has yet to review it, what is not in it, and
where it is in another.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from hustings.web.project import languages

__all__ = ["Switch", "as_written", "in_this", "language_switch", "other_languages", "unreviewed"]

register = template.Library()


@dataclass(frozen=True, slots=True)
class Switch:
    """The page in another language: its address here, and as others are told it."""

    code: str
    name: str
    here: str
    everywhere: str


@register.simple_tag
def as_written() -> SafeString:
    """An attribute for an element whose words officers or candidates wrote, in English as far as
    the site knows; nothing on an English page.
    """
    if get_language() == settings.LANGUAGE_CODE:
        return SafeString()
    return format_html(' lang="{}"', settings.LANGUAGE_CODE)


@register.filter
def in_this(address: str) -> str:
    """An address without a query, for others to open it in the language of this page."""
    return languages.in_this_language(address)


@register.simple_tag(takes_context=True)
def language_switch(context: Context) -> list[Switch]:
    """The public page in each other language; none on any other page."""
    request = context.get("request")
    if not isinstance(request, HttpRequest) or not languages.is_chosen_on(request):
        return []
    return [
        Switch(code, name, query, f"{settings.BASE_URL}{request.path}{query}")
        for code, name in languages.other_languages()
        for query in [f"?{languages.FIELD}={code}"]
    ]


@register.simple_tag
def other_languages() -> list[tuple[str, str]]:
    """Code and own name of each language that the page could be in instead."""
    return languages.other_languages()


@register.simple_tag
def unreviewed() -> bool:
    """Whether no speaker has reviewed the translation that this page is in."""
    return languages.unreviewed()
