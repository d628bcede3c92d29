"""Every address of the site. Public first, then the booth, then the officers' side."""

from __future__ import annotations

from django.urls import include, path

from hustings.web.project import views

urlpatterns = [
    path("healthz", views.health, name="health"),
    path("accounts/", include("allauth.urls")),
]
