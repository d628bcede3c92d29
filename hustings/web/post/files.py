"""The files of papers, letters and labels, until they are printed: DATA/post, never backed up."""

from __future__ import annotations

from hustings.web.letters.files import PrintFiles

__all__ = ["FILES"]

FILES = PrintFiles("post")
