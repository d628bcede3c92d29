"""The addresses of batches, keying, mismatches and pictures; ``urls.py`` puts them together."""

from __future__ import annotations

from django.urls import path

from hustings.web.papers.views import batches, keying, mismatches, scans

_N = "officer/<slug:org>/c/<slug:slug>/papers/"
_B = f"{_N}batches/<int:number>/"

urlpatterns = [
    path(_N, batches.overview, name="overview"),
    path(f"{_N}next/", keying.begin_next, name="begin_next"),
    path(f"{_N}batches/", batches.form_one, name="form_batch"),
    path(_B, batches.batch, name="batch"),
    path(f"{_B}count/", batches.count, name="count"),
    path(f"{_B}balance/", batches.balance, name="balance"),
    path(f"{_B}discard/", batches.discard, name="discard"),
    path(f"{_B}again/", batches.again, name="again"),
    path(f"{_B}key/", keying.key, name="key"),
    path(f"{_B}key/begin/", keying.begin, name="begin"),
    path(f"{_B}key/undo/", keying.undo, name="undo"),
    path(f"{_B}key/finish/", keying.finish, name="finish"),
    path(f"{_B}key/<int:turn>/drop/", keying.drop, name="drop"),
    path(f"{_B}mismatches/", mismatches.queue, name="mismatches"),
    path(f"{_B}mismatches/<int:place>/", mismatches.mismatch, name="mismatch"),
    path(f"{_B}scans/", scans.scans, name="scans"),
    path(f"{_B}scans/remove/", scans.remove, name="scans_remove"),
    path(f"{_B}scans/<int:place>/", scans.scan, name="scan"),
]
