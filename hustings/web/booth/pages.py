"""The booth's pages as they are rendered. What goes on to the next page goes in hidden fields."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hustings.seal import Typo
from hustings.web.booth import words
from hustings.web.booth.forms import CodeForm, DeclarationForm
from hustings.web.booth.marks import Filled, Unreadable, field_of, listed
from hustings.web.booth.outcomes import Accepted, Reason
from hustings.web.booth.papers import Paper, paper_of
from hustings.web.booth.queries import Bearer
from hustings.web.project.languages import FIELD, known_language, other_languages
from hustings.web.project.listing import all_of

__all__ = [
    "Carried",
    "ballot_page",
    "check_page",
    "code_page",
    "confirmation_page",
    "declaration_page",
    "not_recorded_page",
    "refusal_page",
    "throttled_page",
]

STATUS = {
    Reason.UNKNOWN: 404,
    Reason.REISSUED: 410,
    Reason.VOTED: 409,
    Reason.WRONG_LENGTH: 422,
}
MOST_OPTIONS = 30
"""Above so many candidates a place is typed: lists in lists would be long to fetch and to read."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What every page hands on to the next, and the site keeps nowhere."""

    code: str = field(default="", repr=False)
    declared: bool = False
    large: bool = False
    language: str | None = None
    """As chosen on these pages, or else as the elector's own once her code is known."""

    @classmethod
    def by(cls, request: HttpRequest) -> Carried:
        """What came with the request; the code as it was typed."""
        given = request.POST if request.method == "POST" else request.GET
        language = given.get(FIELD) or given.get("language", "")
        return cls(
            code=request.POST.get("code", ""),
            declared=request.POST.get("declared") == "1",
            large=given.get("large") == "1",
            language=known_language(language),
        )

    def with_code(self, code: str) -> Carried:
        """The same with the code as it is written."""
        return replace(self, code=code)

    def in_language(self, language: str | None) -> Carried:
        """The same, its pages in that language."""
        return replace(self, language=language)

    def fields(self, **more: str) -> dict[str, str]:
        """The hidden fields, and any more."""
        own = {
            "code": self.code,
            "declared": "1" if self.declared else "",
            "language": self.language or "",
        }
        return {name: value for name, value in (own | more).items() if value}

    def address(self) -> str:
        """Where a code is entered, in the same size of print and the language chosen."""
        chosen = {"large": "1" if self.large else "", FIELD: self.language or ""}
        query = urlencode({name: value for name, value in chosen.items() if value})
        return f"{reverse('booth:enter')}?{query}"


def _page(
    request: HttpRequest,
    template: str,
    carried: Carried,
    context: Mapping[str, Any],
    *,
    paper: Paper | None = None,
    status: int = 200,
) -> HttpResponse:
    about = {"large": carried.large, "enter_url": carried.address()}
    about |= _about(paper) if paper else {}
    return render(request, template, about | dict(context), status=status)


def _about(paper: Paper) -> dict[str, Any]:
    return {
        "paper": paper,
        "contest": paper.contest,
        "organisation": paper.organisation,
        "test_mode": paper.test_mode,
    }


def code_page(
    request: HttpRequest, carried: Carried, *, typo: Typo | None = None, said: str = ""
) -> HttpResponse:
    """Where the code is entered; with a typo, what looks wrong, and where."""
    form = CodeForm({"code": carried.code}) if typo else CodeForm()
    groups: list[list[tuple[str, bool]]] = []
    if typo and form.is_valid():
        form.add_error("code", words.typo_words(typo))
        groups = words.typed_groups(carried.code, typo)
    context = {
        "form": form,
        "groups": groups,
        "said": said,
        "size_url": replace(carried, large=not carried.large).address(),
        "language_urls": [
            (code, name, carried.in_language(code).address()) for code, name in other_languages()
        ],
        "language": carried.language,
    }
    return _page(request, "booth/code.html", carried, context, status=422 if typo or said else 200)


def declaration_page(
    request: HttpRequest, carried: Carried, paper: Paper, *, left_out: bool
) -> HttpResponse:
    """What the elector must declare before she sees the paper."""
    form = DeclarationForm({} if left_out else None)
    context = {"form": form, "hidden": carried.fields(), **_step(paper, 1)}
    return _page(
        request,
        "booth/declaration.html",
        carried,
        context,
        paper=paper,
        status=422 if left_out else 200,
    )


def ballot_page(
    request: HttpRequest,
    carried: Carried,
    paper: Paper,
    rotation: int | None,
    *,
    marks: Mapping[int, str],
    wrong: Unreadable | None = None,
) -> HttpResponse:
    """The paper in the elector's order; ``marks`` says what stands in each candidate's field."""
    in_order = paper.in_order(rotation)
    faults = _faults(wrong, paper) if wrong else {}
    context = {
        "hidden": carried.fields(declared="1"),
        "rows": [
            {
                "candidate": candidate,
                "field": field_of(candidate.number),
                "value": marks.get(candidate.number, ""),
                "faults": faults.get(candidate.number, ()),
            }
            for candidate in in_order
        ],
        "places": [(str(n), said) for n, said in words.places(paper.choices)]
        if paper.choices <= MOST_OPTIONS
        else [],
        "errors": [
            {"text": text, "url": f"#{field_of(number)}"}
            for text, number in _first_fields(faults).items()
        ],
        "sealing": json.dumps(
            {
                "publicKey": paper.public_key,
                "candidates": len(paper.candidates),
                "rotation": paper.rotation_used(rotation),
                "castAt": reverse("booth:cast"),
            }
        ),
        "words": json.dumps(_script_words(paper)) if paper.ranked else "{}",
        **_step(paper, 2),
    }
    return _page(
        request, "booth/ballot.html", carried, context, paper=paper, status=422 if wrong else 200
    )


def _faults(wrong: Unreadable, paper: Paper) -> dict[int, list[str]]:
    """What must be put right, by the candidate at whose field it stands."""
    faults: dict[int, list[str]] = {}
    for place, numbers in wrong.twice.items():
        names = all_of(paper.names(numbers))
        said = _("%(names)s are both your %(place)s: give one of them another place, or none.")
        if len(numbers) > 2:
            said = _("%(names)s are all your %(place)s: leave one of them there.")
        for number in numbers:
            faults.setdefault(number, []).append(
                said % {"names": names, "place": words.place_words(place)}
            )
    for number, text in wrong.no_place.items():
        faults.setdefault(number, []).append(
            _("%(name)s: “%(found)s” is no place. Give a number from 1 to %(last)s, or none.")
            % {"name": paper.by_number[number].name, "found": text[:20], "last": paper.choices}
        )
    return faults


def _first_fields(faults: Mapping[int, list[str]]) -> dict[str, int]:
    """Each fault once, with the first candidate in whose field it can be put right."""
    first: dict[str, int] = {}
    for number, texts in faults.items():
        for text in texts:
            first.setdefault(text, number)
    return first


def _script_words(paper: Paper) -> dict[str, Any]:
    """What the script of the ballot says: the same sentences as the pages without it."""
    return {
        "places": [said for _place, said in words.places(paper.choices)],
        "left": [words.left_words(left) for left in range(len(paper.candidates) + 1)],
        "nobody": _("Nobody is ranked"),
        "choose": _("Make %(name)s your %(place)s"),
        "chosen": _("%(name)s is your %(place)s."),
        "removed": _("%(name)s is not ranked any more."),
        "full": _("You have given every place. Remove one to rank another."),
        "up": _("Up"),
        "down": _("Down"),
        "remove": _("Remove"),
        "of": _("%(act)s: %(name)s"),
        "drag": _("Drag"),
    }


def check_page(
    request: HttpRequest, carried: Carried, paper: Paper, filled: Filled, nonce: str
) -> HttpResponse:
    """The answers, to be checked before they are cast."""
    left = len(paper.candidates) - len(filled.ranking)
    context = {
        "hidden": carried.fields(declared="1", marks=listed(filled.ranking)),
        "nonce": nonce,
        "names": paper.names(filled.ranking),
        "left": left,
        "readback": words.readback(paper.names(filled.ranking), left),
        "closed_up": _closed_up(filled),
        **_step(paper, 3),
    }
    return _page(request, "booth/check.html", carried, context, paper=paper)


def _closed_up(filled: Filled) -> list[str]:
    """That places were left out, and what each choice behind them counts as."""
    if not filled.was:
        return []
    skipped = all_of([str(place) for place in filled.left_out])
    moved = [
        (filled.was[number], place)
        for place, number in enumerate(filled.ranking, 1)
        if filled.was[number] != place
    ]
    first = _("You left out place %(skipped)s.") % {"skipped": skipped}
    counts = [_("Your %(was)s counts as %(now)s.") % {"was": was, "now": now} for was, now in moved]
    return [first, *counts]


def confirmation_page(carried: Carried, accepted: Accepted) -> HttpResponse:
    """That the vote is in, and the receipt."""
    paper = paper_of(accepted.contest_id)
    before, after = _around_receipt(paper, large=carried.large, repeated=accepted.repeated)
    return HttpResponse(f"{before}{escape(accepted.receipt)}{after}")


def _around_receipt(paper: Paper, *, large: bool, repeated: bool) -> tuple[str, str]:
    """The confirmation up to the receipt and after it, rendered once while the paper is kept.

    Nothing of the request can go into it: it is rendered without one.
    """
    kind = (get_language() or "", large, repeated)
    if kind not in paper.confirmations:
        context = _about(paper) | {"large": large, "repeated": repeated, "receipt": _RECEIPT}
        before, found, after = render_to_string("booth/confirmation.html", context).partition(
            _RECEIPT
        )
        assert found
        paper.confirmations[kind] = (before, after)
    return paper.confirmations[kind]


_RECEIPT = secrets.token_hex(16)
"""Stands where the receipt will, in a confirmation that is kept."""


def not_recorded_page(request: HttpRequest, carried: Carried) -> HttpResponse:
    """The database did not answer: the same form again, whatever it holds, with one button."""
    sent = {name: str(request.POST[name]) for name in request.POST if name not in _NOT_REPEATED}
    response = _page(request, "booth/not_recorded.html", carried, {"hidden": sent}, status=503)
    response["Retry-After"] = "5"
    return response


_NOT_REPEATED = ("csrfmiddlewaretoken", "large")


def refusal_page(
    request: HttpRequest, carried: Carried, reason: Reason, bearer: Bearer | None = None
) -> HttpResponse:
    """Why this code cannot be used, and what can be done about it."""
    context: dict[str, Any] = {
        "reason": reason.value,
        "bearer": bearer,
        "hidden": carried.fields() if bearer else {},
    }
    paper = paper_of(bearer.contest_id) if bearer else None
    status = STATUS.get(reason, 403)
    return _page(request, "booth/refused.html", carried, context, paper=paper, status=status)


def throttled_page(request: HttpRequest, carried: Carried, minutes: int) -> HttpResponse:
    """Too many codes came from here that nobody was given."""
    response = _page(request, "booth/throttled.html", carried, {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


def _step(paper: Paper, step: int) -> dict[str, int]:
    """Where the elector is: the declaration is a step only where there is one."""
    if paper.contest.declaration_text:
        return {"step": step, "steps": 3}
    return {"step": step - 1, "steps": 2}
