"""The numbers of printed things, as they are keyed and scanned: whose they are, or what is wrong.

A paper's barcode holds its eleven figures, a hyphen and its official mark; a return envelope's
holds its eleven figures alone. Typed by hand the figures of either are enough.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.errors import RuleError
from hustings.seal.numbers import (
    FIGURES,
    NumberKind,
    Slip,
    SlipKind,
    in_figures,
    in_groups,
    is_mark,
    official_mark,
    read_number,
    split_code,
)
from hustings.web.contests.models import Contest
from hustings.web.post.models import BallotPaper, ReturnEnvelope

__all__ = [
    "NotOurs",
    "Printed",
    "envelope_figures",
    "envelope_shown",
    "form_digest",
    "mark_of",
    "paper_code",
    "paper_shown",
    "read_envelope",
    "read_paper",
    "read_shown",
]


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper that was printed for the contest: its number, and the rotation that it shows."""

    number: int
    rotation: int | None


@dataclass(frozen=True, slots=True)
class NotOurs:
    """A paper that cannot be taken for one of the contest's, and why, in a sentence's end."""

    why: str


def paper_shown(number: int) -> str:
    """A paper's number in groups, with its check figure."""
    return in_groups(number, NumberKind.PAPER)


def envelope_shown(number: int) -> str:
    """A return envelope's number in groups, with its check figure."""
    return in_groups(number, NumberKind.ENVELOPE)


def envelope_figures(number: int) -> str:
    """What the barcode of a return envelope holds."""
    return in_figures(number, NumberKind.ENVELOPE)


def read_shown(text: str) -> str:
    """What was scanned or typed, in groups if it has the eleven figures of a number; else as it is.

    An official mark after a hyphen stays behind the figures.
    """
    figures, mark = split_code(text)
    bare = "".join(figures.split())
    if not (bare.isascii() and bare.isdigit() and len(bare) == FIGURES):
        return text
    shown = " ".join((bare[:4], bare[4:8], bare[8:]))
    return f"{shown}-{mark}" if mark else shown


def mark_of(contest: Contest, number: int) -> str:
    """The official mark of a paper of the contest."""
    return official_mark(number, key=settings.CODE_KEY, contest=_name(contest))


def paper_code(contest: Contest, number: int) -> str:
    """What the code on a paper holds: its figures, a hyphen, its official mark."""
    return f"{in_figures(number, NumberKind.PAPER)}-{mark_of(contest, number)}"


def read_paper(contest: Contest, text: str) -> Printed | NotOurs:
    """The paper of the contest whose code or number was scanned or typed, or why it is not ours."""
    figures, mark = split_code(text)
    number = read_number(figures, NumberKind.PAPER)
    if isinstance(number, Slip):
        return NotOurs(_words(number, NumberKind.PAPER))
    if mark and not is_mark(mark, number, key=settings.CODE_KEY, contest=_name(contest)):
        return NotOurs(_("its official mark is wrong"))
    paper = BallotPaper.objects.filter(contest=contest, number=number).select_related("run").first()
    if paper is None:
        return NotOurs(_("not printed for this contest"))
    if paper.run.destroyed_at is not None and paper.run.fetched_at is None:
        return NotOurs(_("its file was destroyed before anybody could print it"))
    if paper.run.form and paper.run.form != form_digest(contest):
        return NotOurs(_("printed before what stands on the papers was changed"))
    return Printed(paper.number, paper.rotation)


def form_digest(contest: Contest) -> str:
    """A digest of what stands on the papers and decides what a mark on one means.

    A withdrawal or a new description changes no paper.
    """
    candidates = contest.candidates.order_by("number")
    form = [
        [contest.title, contest.question, contest.rule, contest.order_policy],
        [list(one) for one in candidates.values_list("number", "key", "name", "surname")],
    ]
    text = json.dumps(form, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_envelope(contest: Contest, text: str) -> ReturnEnvelope | None:
    """The contest's return envelope of the number scanned or typed; None if it is nobody's.

    Raises RuleError, with the place where it can be told, for a slip of whoever typed it.
    """
    number = read_number(text, NumberKind.ENVELOPE)
    if isinstance(number, Slip):
        raise RuleError(_("The number: %(why)s.") % {"why": _words(number, NumberKind.ENVELOPE)})
    found = ReturnEnvelope.objects.filter(contest=contest, number=number)
    return found.select_related("elector", "run").first()


def _name(contest: Contest) -> bytes:
    """The contest among all: its address, which no other has and which never changes."""
    return contest.slug.encode()


def _words(slip: Slip, kind: NumberKind) -> str:
    """What is wrong, as the end of a sentence."""
    if slip.kind is SlipKind.NOT_A_FIGURE:
        return _("what stands at place %(at)s is no figure") % {"at": slip.at}
    if slip.kind is SlipKind.TOO_SHORT:
        told = ngettext("%(n)s figure is missing", "%(n)s figures are missing", slip.by)
        return told % {"n": slip.by}
    if slip.kind is SlipKind.TOO_LONG:
        told = ngettext(
            "there is %(n)s figure too many", "there are %(n)s figures too many", slip.by
        )
        return told % {"n": slip.by}
    if slip.kind is SlipKind.OTHER_KIND:
        if kind is NumberKind.PAPER:
            return _("a figure is wrong, or it is the number of a return envelope, not of a paper")
        return _("a figure is wrong, or it is the number of a ballot paper, not of an envelope")
    return _("a figure is wrong, or two neighbours are swapped")
