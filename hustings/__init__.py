"""hustings: ranked-ballot primaries and the weighted contests that they feed.

In three lines, the second of which counts::

    import hustings
    result = hustings.run_count("example:labour-leader-2010")
    print(result)

The parts stand in rooms of their own: :mod:`hustings.contest`, :mod:`hustings.ballot`,
:mod:`hustings.count`, :mod:`hustings.declaration`, :mod:`hustings.reported`,
:mod:`hustings.formats`, :mod:`hustings.picture`, :mod:`hustings.report`. The names below are the
public face; each is loaded when it is first used, so that importing hustings costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hustings.ballot import CastVoteRecords, Paper, Profile, Ranking, interpret, judge_paper
    from hustings.contest import Base, Candidate, Contest, MarkPolicy, Purpose, Section
    from hustings.count import Lot, Lots
    from hustings.declaration import Declaration, declare
    from hustings.errors import Finding, FormatError, HustingsError, RuleError
    from hustings.facade import Result, load, run_count
    from hustings.formats import Loaded, convert, read_ballots, write_ballots
    from hustings.reported import Reported

__version__ = "0.1.0"

_HOMES = {
    "hustings.ballot": (
        "CastVoteRecords", "Paper", "Profile", "Ranking", "interpret", "judge_paper",
    ),
    "hustings.contest": ("Base", "Candidate", "Contest", "MarkPolicy", "Purpose", "Section"),
    "hustings.count": ("Lot", "Lots"),
    "hustings.declaration": ("Declaration", "declare"),
    "hustings.errors": ("Finding", "FormatError", "HustingsError", "RuleError"),
    "hustings.facade": ("Result", "load", "run_count"),
    "hustings.formats": ("Loaded", "convert", "read_ballots", "write_ballots"),
    "hustings.reported": ("Reported",),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Base",
    "Candidate",
    "CastVoteRecords",
    "Contest",
    "Declaration",
    "Finding",
    "FormatError",
    "HustingsError",
    "Loaded",
    "Lot",
    "Lots",
    "MarkPolicy",
    "Paper",
    "Profile",
    "Purpose",
    "Ranking",
    "Reported",
    "Result",
    "RuleError",
    "Section",
    "convert",
    "declare",
    "interpret",
    "judge_paper",
    "load",
    "read_ballots",
    "run_count",
    "write_ballots",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its room when it is first asked for."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'hustings' has no attribute {name!r}")
    from importlib import import_module  # only a first use pays for it

    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__, "__version__"]
