"""A contest followed day by day: records, the position on a date, and what a primary moved.

A :class:`~hustings.track.ledger.Ledger` holds dated, sourced records of four kinds that are never
merged. :func:`~hustings.track.position.position` says where the contest stood on a day,
:func:`~hustings.track.chain.chain` what one primary moved, from a pledge to points of the college,
:func:`~hustings.track.side_by_side.side_by_side` how each candidate did in each primary.
:func:`~hustings.track.document.as_document` gives the JSON of docs/spec/tracker.md.
"""
