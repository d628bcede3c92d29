"""Addresses of the jobs."""

from __future__ import annotations

from django.urls import path

from hustings.web.jobs import views

app_name = "jobs"

urlpatterns = [
    path("officer/<slug:org>/jobs/", views.jobs, name="jobs"),
    path("officer/<slug:org>/jobs/<uuid:number>/", views.job, name="job"),
    path("officer/<slug:org>/jobs/<uuid:number>/state/", views.state, name="state"),
]
