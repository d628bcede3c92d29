"""The booth's addresses, and the officers' page of the turnout."""

from __future__ import annotations

from django.urls import path

from hustings.web.booth import officer_views, views

app_name = "booth"

urlpatterns = [
    path("vote/", views.enter, name="enter"),
    path("vote/paper/", views.paper, name="paper"),
    path("vote/check/", views.check, name="check"),
    path("vote/cast/", views.cast, name="cast"),
    path("officer/<slug:org>/c/<slug:slug>/turnout/", officer_views.turnout, name="turnout"),
]
