"""The pages of django-allauth that this site has: signing in and out, password, second factors.

Its other pages (signing up, changing the e-mail address, resetting a password by e-mail, signing in
by code) have no address here: officers come by invitation, and a new way in is sent by another
officer or made on the server.
"""

from __future__ import annotations

from allauth.account import views
from allauth.account.decorators import reauthentication_required
from django.urls import include, path

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path(
        "password/set/",
        reauthentication_required(views.password_set),
        name="account_set_password",
    ),
    path("2fa/", include("allauth.mfa.urls")),
]
