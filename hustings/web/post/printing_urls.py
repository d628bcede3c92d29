"""Addresses of what is set up and printed, within those of the post."""

from __future__ import annotations

from django.urls import path

from hustings.web.post.views import print_runs, printing

__all__ = ["patterns"]

_P = "officer/<slug:org>/c/<slug:slug>/post/"
_R = f"{_P}runs/<slug:kind>/<int:number>/"

patterns = [
    path(_P, printing.overview, name="printing"),
    path(f"{_P}setup/", printing.setup, name="setup"),
    path(f"{_P}stop/", printing.stop, name="stop"),
    path(f"{_P}print/papers/", printing.papers, name="print_papers"),
    path(f"{_P}print/envelopes/", printing.envelopes, name="print_envelopes"),
    path(f"{_P}sample/paper/<slug:size>/", printing.sample_paper, name="sample_paper"),
    path(f"{_P}sample/<slug:what>/", printing.sample_envelopes, name="sample_envelopes"),
    path(f"{_P}fates/<int:number>/replace/", printing.replace, name="replace"),
    path(_R, print_runs.run, name="run"),
    path(f"{_R}fetch/", print_runs.fetch, name="fetch"),
    path(f"{_R}again/", print_runs.again, name="again"),
    path(f"{_R}destroy/", print_runs.destroy, name="destroy"),
    path(f"{_P}runs/envelopes/<int:number>/posted/", print_runs.posted, name="posted"),
]
