"""Addresses of the journal's pages."""

from __future__ import annotations

from django.urls import path

from hustings.web.officers import journal_pages

app_name = "journal"

urlpatterns = [
    path("officer/<slug:org>/journal/", journal_pages.journal, name="journal"),
    path("officer/<slug:org>/journal/export.<str:form>", journal_pages.export, name="export"),
]
