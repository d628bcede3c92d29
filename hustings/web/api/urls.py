"""The addresses of the API, for programs, and of its pages, for officers; docs/site.md."""

from __future__ import annotations

from django.urls import URLPattern, path

from hustings.web.api import views, views_api, views_card
from hustings.web.api.serving import private, public
from hustings.web.api.site_api import api

app_name = "api"

_O = "officer/<slug:org>/api/"
_W = f"{_O}webhooks/<uuid:number>/"


def _operations() -> list[URLPattern]:
    """The operations, each served as what it is: open to everybody, or by a token."""
    found = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            inside = str(pattern.pattern).startswith("organisation")
            view = (private if inside else public)(pattern.callback)
            found.append(path(f"api/1/{pattern.pattern}", view, name=pattern.name))
    return found


urlpatterns = [
    *_operations(),
    path("api/1/", views_api.operations, name="operations"),
    path("api/1/openapi.json", public(views_api.openapi), name="openapi"),
    path("api/1/<path:rest>", public(views_api.unknown), name="unknown"),
    path("c/<slug:slug>/card.png", views_card.card, name="card"),
    path(_O, views.overview, name="overview"),
    path(f"{_O}tokens/new/", views.make_token, name="make_token"),
    path(f"{_O}tokens/<int:number>/revoke/", views.revoke_token, name="revoke_token"),
    path(f"{_O}webhooks/new/", views.add_webhook, name="add_webhook"),
    path(_W, views.webhook, name="webhook"),
    path(f"{_W}secret/", views.secret, name="secret"),
    path(f"{_W}stop/", views.stop_webhook, name="stop_webhook"),
    path(f"{_W}test/", views.send_test, name="send_test"),
    path(f"{_W}calls/<uuid:call>/again/", views.try_again, name="try_again"),
]
