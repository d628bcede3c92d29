"""The tables of a declaration, each with a caption that names what its figures are a share of."""

from __future__ import annotations

from hustings.report.tables.frame import figure_cell, head_cell, row_cell, table
from hustings.report.tables.papers import reconciliation_table
from hustings.report.tables.preferences import next_preferences_table, pairwise_table
from hustings.report.tables.sections import section_stages_tables, sections_table
from hustings.report.tables.stages import stage_table
from hustings.report.tables.transfers import transfers_table
from hustings.report.tables.worth import worth_points_table, worth_table

__all__ = [
    "figure_cell",
    "head_cell",
    "next_preferences_table",
    "pairwise_table",
    "reconciliation_table",
    "row_cell",
    "section_stages_tables",
    "sections_table",
    "stage_table",
    "table",
    "transfers_table",
    "worth_points_table",
    "worth_table",
]
