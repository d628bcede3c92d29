"""Every address of the site. An address belongs to one app, so their order changes nothing."""

from __future__ import annotations

from django.urls import include, path

from hustings.web.project import views

urlpatterns = [
    path("healthz", views.health, name="health"),
    path("", include("hustings.web.booth.urls")),  # early, for it is asked the most
    path("accounts/", include("hustings.web.officers.account_urls")),
    path("", include("hustings.web.officers.urls")),
    path("", include("hustings.web.officers.journal_urls")),
    path("", include("hustings.web.jobs.urls")),
    path("", include("hustings.web.contests.urls")),
    path("", include("hustings.web.roll.urls")),
    path("", include("hustings.web.post.urls")),
    path("", include("hustings.web.papers.urls")),
    path("", include("hustings.web.results.urls")),
    path("", include("hustings.web.scrutiny.urls")),
    path("", include("hustings.web.letters.urls")),
    path("", include("hustings.web.letters.webhook_urls")),
    path("", include("hustings.web.api.urls")),
]

handler400 = "hustings.web.project.views.bad_request"
handler500 = "hustings.web.project.views.server_error"
