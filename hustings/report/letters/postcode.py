"""The order of the post: by postcode, as bundles for one walk come together."""

from __future__ import annotations

import re

__all__ = ["PostcodeKey", "postcode_key"]

PostcodeKey = tuple[int, str, int, str, int, str]

_POSTCODE = re.compile(r"([A-Z]{1,2})(\d{1,2})([A-Z]?)\s*(\d)([A-Z]{2})$")


def postcode_key(postcode: str) -> PostcodeKey:
    """What sorts British postcodes as the post does: area, district, sector, unit.

    "S2 1AA" comes before "S10 1AA". ``postcode`` may be a whole last line of an address; what ends
    in no postcode comes last, in alphabetical order.
    """
    text = " ".join(postcode.upper().split())
    found = _POSTCODE.search(text)
    if not found or (found.start() and text[found.start() - 1].isalnum()):
        return (1, text, 0, "", 0, "")
    area, district, suffix, sector, unit = found.groups()
    return (0, area, int(district), suffix, int(sector), unit)
