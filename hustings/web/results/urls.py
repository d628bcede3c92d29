"""The addresses of results, public and for officers; docs/site.md."""

from __future__ import annotations

from django.urls import path

from hustings.web.results.views import counting, opening, precount, public, publishing

app_name = "results"

_N = "officer/<slug:org>/c/<slug:slug>/count/"
_P = "officer/<slug:org>/c/<slug:slug>/pre-count/"

urlpatterns = [
    path("", public.home, name="home"),
    path("feed.atom", public.site_feed, name="site_feed"),
    path("c/<slug:slug>/", public.notice, name="notice"),
    path("c/<slug:slug>/feed.atom", public.contest_feed, name="contest_feed"),
    path("c/<slug:slug>/embed/", public.embed, name="embed"),
    path("c/<slug:slug>/result/", public.result, name="result"),
    path("c/<slug:slug>/result/<int:number>/", public.result_version, name="version"),
    path("c/<slug:slug>/result/<int:number>/<str:name>", public.download, name="download"),
    path(_P, precount.precount, name="precount"),
    path(f"{_P}<int:number>/", precount.precount_view, name="precount_view"),
    path(f"{_P}<int:number>/publish/", precount.publish, name="publish_precount"),
    path(_N, counting.overview, name="overview"),
    path(f"{_N}open/", opening.open_, name="open"),
    path(f"{_N}count/", counting.count, name="count"),
    path(f"{_N}lot/", counting.lot, name="lot"),
    path(f"{_N}lot/<int:number>/", counting.lot_anew, name="lot_anew"),
    path(f"{_N}provisional/", publishing.provisional, name="provisional"),
    path(f"{_N}declare/", publishing.declare, name="declare"),
    path(f"{_N}recount/", counting.recount, name="recount"),
    path(f"{_N}correct/", counting.correct, name="correct"),
    path(f"{_N}preview/", publishing.preview, name="preview"),
    path(f"{_N}preview/<str:name>", publishing.preview_file, name="preview_file"),
]
