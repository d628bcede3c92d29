"""The frame of every page: one file with its style and its letters inside, fetching nothing."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib.resources import files

from hustings.language import say, spoken, to_say
from hustings.report.languages import review_note
from hustings.report.markup import Html, element, join, strong
from hustings.report.words import date_words

__all__ = ["FOOT", "masthead_line", "page_shell", "style"]

FOOT = to_say("This page is one file: it fetches nothing and runs no script.")
"""What stands below a page that is one file, to be said."""

_FONTS = (
    ("Hustings Serif", "literata-600.woff2", "600"),
    ("Hustings Sans", "public-sans-400-700.woff2", "400 700"),
)


@cache
def style() -> str:
    """The style sheet with its two fonts inside it: ``style.css`` and ``fonts/`` of this room."""
    here = files("hustings.report")
    faces = [
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:normal;'
        f"font-display:swap;src:url(data:font/woff2;base64,"
        f'{b64encode((here / "fonts" / name).read_bytes()).decode("ascii")}) format("woff2")}}'
        for family, name, weight in _FONTS
    ]
    return "\n".join([*faces, (here / "style.css").read_text(encoding="utf-8")])


def masthead_line(title: str, date: str) -> Html:
    """The line above a page: what it is about, and when that was if it is known."""
    when = element("span", date_words(date), class_="date") if date else None
    return element("p", strong(title), when)


def page_shell(*, title: str, body: Html, masthead: str = "", foot: str = "") -> str:
    """A whole HTML document around ``body``, which stands in its one ``main``.

    ``title`` is the document's title, plain text. ``masthead`` is the line above the page, ``foot``
    the one below it; both may be text or markup. The heading of level 1 is the body's to give.
    Equal arguments give equal bytes in one language; the document says that it is in that one.
    """
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light"),
        element("title", title),
        element("style", Html("\n" + style())),
    )
    note = review_note()
    page = element(
        "body",
        element("a", say("Skip to the result"), class_="skip", href="#main"),
        element("header", masthead, class_="masthead") if masthead else None,
        element(
            "main",
            body,
            element("p", note, class_="note") if note else None,
            id="main",
            tabindex=-1,
        ),
        element("footer", foot, class_="foot") if foot else None,
    )
    return "<!doctype html>\n" + element("html", join([head, page]), lang=spoken().code)
