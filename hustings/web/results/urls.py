"""The addresses of results, public and for officers; docs/site.md."""

from __future__ import annotations

from django.urls import path

from hustings.web.results.views import public

app_name = "results"

urlpatterns = [
    path("", public.home, name="home"),
    path("feed.atom", public.site_feed, name="site_feed"),
    path("c/<slug:slug>/", public.notice, name="notice"),
    path("c/<slug:slug>/feed.atom", public.contest_feed, name="contest_feed"),
    path("c/<slug:slug>/embed/", public.embed, name="embed"),
    path("c/<slug:slug>/result/", public.result, name="result"),
    path("c/<slug:slug>/result/<int:number>/", public.result_version, name="version"),
    path("c/<slug:slug>/result/<int:number>/<str:name>", public.download, name="download"),
]
