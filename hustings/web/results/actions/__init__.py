"""Every act between the close and the declared result, each in one transaction with its journal.

Opening comes once; a count makes a version, and a later one replaces none; the returning officer
alone does any of it, and nothing follows from the clock.
"""

from hustings.web.results.actions.counting import correct, count, recount
from hustings.web.results.actions.lots import record_lot, record_lot_anew
from hustings.web.results.actions.opening import Mismatch, open_envelopes, wipe_tests
from hustings.web.results.actions.publishing import declare, publish_provisional

__all__ = [
    "Mismatch",
    "correct",
    "count",
    "declare",
    "open_envelopes",
    "publish_provisional",
    "record_lot",
    "record_lot_anew",
    "recount",
    "wipe_tests",
]
