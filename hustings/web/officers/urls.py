"""Addresses of the officers' app."""

from __future__ import annotations

from django.urls import path

from hustings.web.officers import views
from hustings.web.officers.sign_in import sign_in

app_name = "officers"

urlpatterns = [
    path("sign-in/<str:token>/", sign_in, name="sign_in"),
    path("officer/<slug:org>/officers/", views.officers, name="officers"),
    path("officer/<slug:org>/officers/invite/", views.invite, name="invite"),
    path("officer/<slug:org>/officers/<int:number>/role/", views.change_role, name="role"),
    path("officer/<slug:org>/officers/<int:number>/remove/", views.remove, name="remove"),
    path("officer/<slug:org>/officers/<int:number>/link/", views.new_link, name="new_link"),
]
