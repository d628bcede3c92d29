"""Where a mail provider tells what became of e-mails; nowhere unless its secret is set.

The address is ``/anymail/<provider>/tracking/``; the provider sends the secret with it as user name
and password. Without a secret anybody could call a delivered e-mail lost: then there is no address.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = (
    [path("anymail/", include("anymail.urls"))]
    if getattr(settings, "ANYMAIL", {}).get("WEBHOOK_SECRET")
    else []
)
