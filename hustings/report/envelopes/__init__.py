"""What goes around a ballot paper in the post: covering letters, and labels for the way back.

The covering letter is a sheet of A4 folded in three, with the elector's address in the window. The
label for the return envelope carries the return address and the elector's number, as a barcode
and in figures, and where one is asked for a second label with the declaration and a place to sign.
Labels, because any office printer takes them, and few take envelopes: docs/guide/posted-papers.md.

Neither carries anything of a ballot paper. Where several electors of one address are posted to
together, a sheet with the address comes before their letters, for the outer envelope.
"""

from __future__ import annotations

from hustings.report.envelopes.posting import (
    ENGLISH_POST,
    EnvelopeDesign,
    EnvelopeSummary,
    Posting,
    PostWords,
    post_words,
)
from hustings.report.envelopes.run import write_envelopes

__all__ = [
    "ENGLISH_POST",
    "EnvelopeDesign",
    "EnvelopeSummary",
    "PostWords",
    "Posting",
    "post_words",
    "write_envelopes",
]
