"""The addresses of agents, which name no contest but their own, and of officers about them."""

from __future__ import annotations

from django.urls import path

from hustings.web.scrutiny.views import entering, officers, saying, seeing

app_name = "scrutiny"

_N = "officer/<slug:org>/c/<slug:slug>/agents/"

urlpatterns = [
    path("agent/", entering.enter, name="enter"),
    path("agent/leave/", entering.leave, name="leave"),
    path("agent/figures/", seeing.figures, name="figures"),
    path("agent/papers/", seeing.papers, name="papers"),
    path("agent/papers/<int:number>/", saying.object_to, name="object"),
    path("agent/papers/<int:number>/picture.jpg", seeing.picture, name="picture"),
    path("agent/result/", seeing.result, name="result"),
    path("agent/result/<int:number>/", seeing.version, name="version"),
    path("agent/result/<int:number>/bundle.zip", seeing.bundle, name="bundle"),
    path("agent/result/<int:number>/say/", saying.say, name="say"),
    path("agent/result/<int:number>/recount/", saying.ask, name="ask"),
    path(_N, officers.agents, name="agents"),
    path(f"{_N}invite/", officers.invite, name="invite"),
    path(f"{_N}show/", officers.show, name="show"),
    path(f"{_N}<int:number>/link/", officers.new_link, name="new_link"),
    path(f"{_N}<int:number>/revoke/", officers.revoke, name="revoke"),
    path(f"{_N}requests/<int:number>/", officers.answer, name="answer"),
]
