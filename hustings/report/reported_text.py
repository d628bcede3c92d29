"""A reported result in words: plain text, 78 columns, every figure with its sources.

First what was reported and that nothing was counted, then the shares, what sources report
differently, what the figures allow, what else was reported, and the sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from hustings.language import say, say_number
from hustings.report.languages import review_note
from hustings.reported import Claim, Printed, Report, Reported, Topic
from hustings.reported.checks import Check, Verdict, checks
from hustings.reported.phrases import cited
from hustings.reported.reversal import reversals
from hustings.reported.wording import (
    NO_FIGURE,
    about_sentences,
    conflicts,
    headline,
    not_counted,
    occasion,
    reversal_sentence,
    story,
)

__all__ = ["reported_text"]

WIDTH = 78
_NAMES = 28
"""At most so many characters for the names on the left."""

_FIGURE = 10
"""The width of a column of shares or votes, as printed."""


def reported_text(reported: Reported) -> str:
    """The reported result as lines of at most 78 characters, ending in a newline.

    A word longer than a line stands whole on a line of its own.
    """
    blocks = [
        _opening(reported),
        *(_report(reported, report) for report in reported.reports),
        _listed(say("REPORTED DIFFERENTLY"), conflicts(reported)),
        _listed(
            say("WHAT THE FIGURES ALLOW"),
            [*about_sentences(reported), *(_checked(check) for check in checks(reported))],
        ),
        _listed(
            say("WHAT LATER PREFERENCES COULD HAVE CHANGED"),
            [reversal_sentence(reported, found) for found in reversals(reported)],
        ),
        _listed(say("WHAT ELSE WAS REPORTED"), list(_claims(reported))),
        _listed(say("SOURCES"), [f"[{s.id}] {s.title}. {s.publisher}." for s in reported.sources]),
        _paragraph(review_note()),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _plain(text: str) -> str:
    """A text on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _paragraph(text: str, *, first: str = "", then: str = "") -> list[str]:
    return wrap(
        _plain(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _listed(heading: str, sentences: Sequence[str]) -> list[str]:
    """A heading and a list of sentences; nothing where there are none."""
    if not sentences:
        return []
    lines = (ln for text in sentences for ln in _paragraph(text, first="  - ", then="    "))
    return [heading, *lines]


def _opening(reported: Reported) -> list[str]:
    question = _paragraph(reported.question) if reported.question else []
    told = " ".join(story(reported))
    return [
        *_paragraph(occasion(reported).upper()),
        *question,
        "",
        *_paragraph(headline(reported)),
        "",
        *_paragraph(told),
        "",
        *_paragraph(not_counted(reported)),
    ]


def _report(reported: Reported, report: Report) -> list[str]:
    """The shares and votes of one report, as printed, each line with its sources."""
    lines = [*_paragraph(say("{report} (per cent, as reported)", report=report.title))]
    wide = max(_FIGURE + 6, *(len(_votes(ln.votes)) + 2 for ln in report.lines if ln.votes), 0)
    for candidate in reported.in_order(report):
        name = _plain(reported.name_of(candidate))
        start = f"  {name:<{_NAMES}}"
        line = report.line(candidate)
        if line is None:
            lines.extend(_paragraph(say(NO_FIGURE), first=start, then=" " * (_NAMES + 6)))
            continue
        share = f"{line.share.words if line.share else '-':>{_FIGURE}}"
        votes = f"{_votes(line.votes):>{wide}}" if line.votes else ""
        note = f"; {_plain(line.note)}" if line.note else ""
        rest = f"{cited(line.sources).strip()}{note}"
        lines.extend(_paragraph(rest, first=f"{start}{share}{votes}  ", then=" " * (_NAMES + 6)))
    return lines


def _votes(printed: Printed) -> str:
    return say_number("{votes} vote", "{votes} votes", int(printed.value), votes=printed.words)


def _checked(check: Check) -> str:
    wrong = check.verdict is Verdict.DOES_NOT_FIT
    return say("Does not fit: {finding}", finding=check.sentence) if wrong else check.sentence


def _claims(reported: Reported) -> Iterator[str]:
    """What else was reported: figures of one thing side by side, words each by themselves."""
    for topic in Topic:
        said = [_claimed(claim) for claim in reported.about(topic)]
        if topic.is_figure and said:
            yield f"{topic.words}: {'; '.join(said)}."
        elif said:
            yield from (f"{topic.words}: {text}" for text in said)


def _claimed(claim: Claim) -> str:
    note = f" ({claim.note})" if claim.note else ""
    return f"{claim.words}{cited(claim.sources)}{note}"
