"""The declaration as a document to be signed, printed and filed: HTML made for paper, and PDF.

It holds what the returning officer declares, in the words of the contest's purpose, and every
figure that it rests on: stages, the whole stage sheet, papers, rule and ties. Equal declarations
give equal bytes, in HTML and in PDF. docs/guide/declaration-pdf.md tells what stands where.
"""

from __future__ import annotations

from hustings.report.document.html import declaration_document_html
from hustings.report.document.pdf import NoPango, declaration_pdf
from hustings.report.document.record import AgentStatement, Correction, Signature

__all__ = [
    "AgentStatement",
    "Correction",
    "NoPango",
    "Signature",
    "declaration_document_html",
    "declaration_pdf",
]
