"""The addresses of opened papers; docs/site.md."""

from __future__ import annotations

from django.urls import path

from hustings.web.papers import batch_urls
from hustings.web.papers.views import adjudicating, scans, verifying

app_name = "papers"

_N = "officer/<slug:org>/c/<slug:slug>/papers/"

urlpatterns = [
    *batch_urls.urlpatterns,
    path(f"{_N}doubtful/", adjudicating.doubtful, name="doubtful"),
    path(f"{_N}doubtful/<int:number>/", adjudicating.doubtful_paper, name="doubtful_paper"),
    path(f"{_N}doubtful/<int:number>/objection/", adjudicating.objection, name="objection"),
    path(f"{_N}doubtful/<int:number>/picture/", scans.picture, name="picture"),
    path(f"{_N}doubtful/<int:number>/picture.jpg", scans.covered, name="covered"),
    path(f"{_N}verify/", verifying.verification, name="verify"),
]
