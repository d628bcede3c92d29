"""One file a format: ``read(...) -> values``, ``write(values) -> bytes``; files, never rules.

A ballot format reads into :class:`~hustings.ballot.CastVoteRecords` and writes from it.
:data:`FORMATS` lists them; :func:`read_ballots` and :func:`write_ballots` choose by the file's
name. A reader reports every defect of a file in one :class:`~hustings.errors.FormatError`, and
keeps what is only odd as notes of the records. A writer refuses what its format cannot hold,
naming it, unless told that the loss is wanted.
"""

from __future__ import annotations
