"""One page of a list, as every list of the API gives it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Query

from hustings.web.api.schemas import Page

__all__ = ["Number", "Size", "page_of"]

T = TypeVar("T")
S = TypeVar("S")
Number = Annotated[int, Query(ge=1, le=1_000_000, description="Which page, from 1.")]
Size = Annotated[int, Query(ge=1, le=100, description="How many on a page.")]


def page_of(
    rows: Sequence[S], page: int, size: int, make: Callable[[Sequence[S]], list[T]]
) -> Page[T]:
    """That page, made of its rows alone. Http404 for a page after the last."""
    pages = max(1, -(-len(rows) // size))
    if page > pages:
        raise Http404(_("There are %(pages)d pages.") % {"pages": pages})
    shown = rows[(page - 1) * size : page * size]
    return Page(items=make(shown), count=len(rows), page=page, pages=pages)
