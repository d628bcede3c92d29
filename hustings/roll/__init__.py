"""From the rows of a list to a checked roll: who may vote, on what basis, in which household.

    table -> suggest_columns -> ColumnMapping -> clean -> entries -> fingerprint
                                                 clean -> fixed, decisions, refused

1. :func:`suggest_columns` guesses what each column is; the officer's choice is a
   :class:`ColumnMapping`.
2. :func:`clean` puts right what cannot be doubted and reports it, asks about what can
   (:class:`Decision`), and refuses the rest with a remedy. Answers are data, and cleaning is run
   again with them.
3. :func:`likely_duplicates` finds pairs to be looked at; :func:`count_households` counts homes.
4. :func:`fingerprint_of` is what is published of a frozen roll; docs/spec/roll.md.
5. :func:`match` finds on a register whoever asks for a ballot.

Nothing here sees a file, a clock or chance: tables are read and written by
:mod:`hustings.formats.roll_table`, and public ids are arguments.
"""

from hustings.roll.cleaning import Cleaned, clean
from hustings.roll.columns import ColumnMapping, Field, suggest_columns
from hustings.roll.decisions import LEAVE_OUT, WRITE, Asks, Choice, Decision
from hustings.roll.drafts import Defaults, Fixed, Refused
from hustings.roll.duplicates import Pair, likely_duplicates
from hustings.roll.entry import Analysis, Basis, Entry
from hustings.roll.fictional import CONSTITUENCY, FICTIONAL_COLUMNS, fictional_rows
from hustings.roll.fingerprint import Fingerprint, canonical_bytes, fingerprint_of
from hustings.roll.households import Households, address_key, count_households
from hustings.roll.register import Applicant, Kind, Match, Register, match
from hustings.roll.sheets import (
    CANONICAL,
    Sheet,
    decisions_sheet,
    entries_as_table,
    fixed_sheet,
    left_out_sheet,
    refused_sheet,
)
from hustings.roll.table import Table
from hustings.roll.vocabulary import LANGUAGES

__all__ = [
    "CANONICAL",
    "CONSTITUENCY",
    "FICTIONAL_COLUMNS",
    "LANGUAGES",
    "LEAVE_OUT",
    "WRITE",
    "Analysis",
    "Applicant",
    "Asks",
    "Basis",
    "Choice",
    "Cleaned",
    "ColumnMapping",
    "Decision",
    "Defaults",
    "Entry",
    "Field",
    "Fingerprint",
    "Fixed",
    "Households",
    "Kind",
    "Match",
    "Pair",
    "Refused",
    "Register",
    "Sheet",
    "Table",
    "address_key",
    "canonical_bytes",
    "clean",
    "count_households",
    "decisions_sheet",
    "entries_as_table",
    "fictional_rows",
    "fingerprint_of",
    "fixed_sheet",
    "left_out_sheet",
    "likely_duplicates",
    "match",
    "refused_sheet",
    "suggest_columns",
]
