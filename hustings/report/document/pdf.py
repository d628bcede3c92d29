"""The document as PDF, set by WeasyPrint with the system's Pango, if there is one."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO

__all__ = ["NoPango", "declaration_pdf"]


@dataclass(frozen=True, slots=True)
class NoPango:
    """That no PDF can be made here: ``message`` says why and what to do. Offer the HTML instead."""

    message: str


def declaration_pdf(html: str) -> bytes | NoPango:
    """The document as PDF, or why this system cannot make one.

    ``html`` is that of :func:`declaration_document_html`. Nothing is fetched: only what is inside
    the document is used. Equal documents give equal bytes with the same version of WeasyPrint.
    """
    try:
        with redirect_stdout(StringIO()):  # WeasyPrint prints advice when it finds no Pango
            from weasyprint import HTML  # noqa: PLC0415
            from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except ImportError:
        return NoPango(
            'PDF needs WeasyPrint, which comes with the site: pip install "hustings[web]". The '
            "document as HTML prints just as well from a browser."
        )
    except OSError:
        return NoPango(
            "PDF needs the library Pango, which this system lacks; on Debian: apt install "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. The document as HTML prints "
            "just as well from a browser."
        )
    finally:
        _refuse_pictures_cut_off()
    inside_only = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    written = HTML(string=html, url_fetcher=inside_only).write_pdf(
        pdf_identifier=sha256(html.encode("utf-8", "replace")).hexdigest()[:32].encode("ascii")
    )
    assert isinstance(written, bytes)
    return written


def _refuse_pictures_cut_off() -> None:
    """Importing WeasyPrint lets Pillow take half a picture as a whole one, in the whole process:
    what people upload would no longer be refused. The document here has no such pictures.
    """
    if pillow := sys.modules.get("PIL.ImageFile"):
        pillow.LOAD_TRUNCATED_IMAGES = False  # type: ignore[attr-defined]
