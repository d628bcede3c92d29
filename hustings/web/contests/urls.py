"""The addresses of the officers' side of a contest; docs/site.md."""

from __future__ import annotations

from django.urls import path

from hustings.web.contests.views import acts, candidates, desk, key, preparing

app_name = "contests"

_C = "officer/<slug:org>/c/<slug:slug>/"

urlpatterns = [
    path("photo/<str:name>", candidates.photo, name="photo"),
    path("officer/", desk.home, name="home"),
    path("officer/<slug:org>/new/", desk.new, name="new"),
    path(_C, desk.contest_desk, name="contest"),
    path(f"{_C}form/", preparing.the_form, name="form"),
    path(f"{_C}voters/", preparing.voters, name="voters"),
    path(f"{_C}timetable/", preparing.timetable, name="timetable"),
    path(f"{_C}pledge/", preparing.pledge, name="pledge"),
    path(f"{_C}retention/", preparing.retention, name="retention"),
    path(f"{_C}test/", preparing.test_mode, name="test"),
    path(f"{_C}order/", preparing.order, name="order"),
    path(f"{_C}candidates/", candidates.overview, name="candidates"),
    path(f"{_C}candidates/add/", candidates.add, name="candidate_add"),
    path(f"{_C}candidates/<slug:key>/", candidates.edit, name="candidate"),
    path(f"{_C}candidates/<slug:key>/move/", candidates.move, name="candidate_move"),
    path(f"{_C}candidates/<slug:key>/remove/", candidates.remove, name="candidate_remove"),
    path(f"{_C}key/", key.key, name="key"),
    path(f"{_C}key/file/", key.key_file, name="key_file"),
    path(f"{_C}key/test/", key.key_test, name="key_test"),
    path(f"{_C}ready/", acts.ready, name="ready"),
    path(f"{_C}draft/", acts.back, name="back"),
    path(f"{_C}extend/", acts.extend, name="extend"),
    path(f"{_C}withdraw/", acts.withdraw, name="withdraw"),
    path(f"{_C}withdraw/<slug:key>/", acts.withdraw_one, name="withdraw_one"),
    path(f"{_C}close/", acts.close, name="close"),
    path(f"{_C}abandon/", acts.abandon, name="abandon"),
]
