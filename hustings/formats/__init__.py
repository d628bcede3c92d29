"""One file a format: ``read(...) -> values``, ``write(values) -> bytes``; files, never rules.

A ballot format reads into :class:`~hustings.ballot.CastVoteRecords` and writes from it.
:data:`FORMATS` lists them; :func:`read_ballots` and :func:`write_ballots` choose by the file's
name. A contest folder (:func:`read_contest`, :func:`write_contest`) holds more: what is decided, by
whom, and by which rule. :func:`load_path` takes either, :func:`convert` goes between all, and
:func:`check_path` names every defect.

A reader reports every defect of a file in one :class:`~hustings.errors.FormatError`, and keeps what
is only odd as notes of the records. A writer refuses what its format cannot hold, naming it, unless
told that the loss is wanted. The names below are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hustings.formats.checking import check_path
    from hustings.formats.converting import convert
    from hustings.formats.files import write_atomically
    from hustings.formats.folder import Loaded, read_contest, write_contest
    from hustings.formats.format import Expected, Format, Progress
    from hustings.formats.loading import load_path
    from hustings.formats.lots import lots_as_csv, read_lots
    from hustings.formats.registry import FORMATS, SUFFIXES, read_ballots, write_ballots

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "Expected",
    "Format",
    "Loaded",
    "Progress",
    "check_path",
    "convert",
    "load_path",
    "lots_as_csv",
    "read_ballots",
    "read_contest",
    "read_lots",
    "write_atomically",
    "write_ballots",
    "write_contest",
]

_HOME_OF = {
    "FORMATS": "registry",
    "SUFFIXES": "registry",
    "Expected": "format",
    "Format": "format",
    "Loaded": "folder",
    "Progress": "format",
    "check_path": "checking",
    "convert": "converting",
    "load_path": "loading",
    "lots_as_csv": "lots",
    "read_ballots": "registry",
    "read_contest": "folder",
    "read_lots": "lots",
    "write_atomically": "files",
    "write_ballots": "registry",
    "write_contest": "folder",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first asked for."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'hustings.formats' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  (a plain import costs nothing then)

    value = getattr(import_module(f"hustings.formats.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return list(__all__)
