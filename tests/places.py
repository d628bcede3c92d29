"""Where things lie: the repository, and the case sets and figures that are read beside it.

The case sets and figures belong to others and are not carried here. They are looked for in
`../shared/cases` and `../shared/facts` beside the repository, or where HUSTINGS_CASES and
HUSTINGS_FACTS say. Tests of single files take the fixtures `cases` and `facts`; tests whose table
is made from a folder's content use these paths, and `list_cases`.
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CASES = Path(os.environ.get("HUSTINGS_CASES") or ROOT.parent / "shared" / "cases")
FACTS = Path(os.environ.get("HUSTINGS_FACTS") or ROOT.parent / "shared" / "facts")
CHROMIUM = Path(os.environ.get("HUSTINGS_CHROMIUM") or "/usr/bin/chromium")


def list_cases(folder: str, pattern: str) -> list[Path]:
    """Return the files of a case set in a fixed order; none where the cases are absent.

    A case set that is there but has no such file is a mistake of the test's, so an error.
    """
    if not CASES.is_dir():
        return []
    found = sorted((CASES / folder).glob(pattern))
    if not found:
        raise FileNotFoundError(f"no {pattern} in {CASES / folder}")
    return found
