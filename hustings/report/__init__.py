"""A declaration as documents: HTML page, plain text, stage sheet, summary for drawing, notebook.

Each is a view of the declaration and of nothing else; none counts anything, and equal declarations
give equal bytes.
"""
