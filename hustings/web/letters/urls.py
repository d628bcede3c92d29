"""Addresses of letters and mail; docs/site.md."""

from __future__ import annotations

from django.urls import path

from hustings.web.letters.views import mail, overview, runs

app_name = "letters"

_L = "officer/<slug:org>/c/<slug:slug>/letters/"

urlpatterns = [
    path(_L, overview.overview, name="overview"),
    path(f"{_L}sample/", overview.sample, name="sample"),
    path(f"{_L}codes/", overview.codes, name="codes"),
    path(f"{_L}print/<str:kind>/", runs.begin, name="print"),
    path(f"{_L}runs/<int:number>/", runs.run, name="run"),
    path(f"{_L}runs/<int:number>/fetch/", runs.fetch, name="fetch"),
    path(f"{_L}runs/<int:number>/again/", runs.again, name="again"),
    path(f"{_L}runs/<int:number>/destroy/", runs.destroy, name="destroy"),
    path(f"{_L}runs/<int:number>/posted/", runs.posted, name="posted"),
    path(f"{_L}runs/<int:number>/list/", runs.list_of_letters, name="run_list"),
    path(f"{_L}mail/<str:kind>/", mail.new, name="mail"),
    path(f"{_L}mailings/<int:number>/", mail.mailing, name="mailing"),
    path(f"{_L}mailings/<int:number>/change/", mail.change, name="mail_change"),
    path(f"{_L}mailings/<int:number>/discard/", mail.discard, name="mail_discard"),
    path(f"{_L}mailings/<int:number>/to-me/", mail.to_me, name="mail_to_me"),
    path(f"{_L}mailings/<int:number>/send/", mail.send, name="mail_send"),
    path(f"{_L}mailings/<int:number>/go-on/", mail.go_on, name="mail_go_on"),
    path(f"{_L}mailings/<int:number>/list/", mail.list_of_emails, name="mail_list"),
]
