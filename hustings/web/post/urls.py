"""Addresses of the post; docs/site.md."""

from __future__ import annotations

from django.urls import path

from hustings.web.post.printing_urls import patterns as printing
from hustings.web.post.views import alarm, bags, fates, receiving, refused

app_name = "post"

_P = "officer/<slug:org>/c/<slug:slug>/post/"

urlpatterns = [
    *printing,
    path(f"{_P}bags/", bags.overview, name="bags"),
    path(f"{_P}bags/new/", bags.enter, name="bag_new"),
    path(f"{_P}bags/<int:number>/", receiving.bag, name="bag"),
    path(f"{_P}bags/<int:number>/scan/", receiving.scan, name="scan"),
    path(f"{_P}bags/<int:number>/correct/", bags.correct, name="bag_correct"),
    path(f"{_P}bags/<int:number>/confirm/", bags.confirm, name="bag_confirm"),
    path(f"{_P}figures.csv", bags.figures_csv, name="figures"),
    path(f"{_P}refused/", refused.overview, name="refused"),
    path(f"{_P}refused/electors/", refused.electors, name="refused_electors"),
    path(f"{_P}refused/<int:number>/cure/", refused.cure, name="cure"),
    path(f"{_P}fates/", fates.overview, name="fates"),
    path(f"{_P}fates/<int:number>/", fates.record, name="fate"),
    path(f"{_P}alarm/<slug:heading>/", alarm.alarm, name="alarm"),
]
