"""How e-mail leaves: into files unless the install says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from hustings.web.project.data import DataFolder

__all__ = ["mail_settings"]


def mail_settings(environment: Mapping[str, str], data: DataFolder | None) -> dict[str, Any]:
    """Django's EMAIL_* settings for EMAIL_URL: ``file``, ``console``, ``smtp://``, ``smtps://`` or
    ``anymail:NAME``. ValueError for any other.
    """
    url = environment.get("EMAIL_URL", "file")
    sender = environment.get("HUSTINGS_MAIL_FROM", "hustings@localhost")
    settings: dict[str, Any] = {"DEFAULT_FROM_EMAIL": sender, "SERVER_EMAIL": sender}
    if url == "file":
        folder = str(data.root / "mail") if data else "mail"
        return settings | {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder,
        }
    if url == "console":
        return settings | {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if url.startswith("anymail:"):
        name = url.removeprefix("anymail:")
        own = {k: v for k, v in environment.items() if k.startswith("ANYMAIL_")}
        return settings | {
            "EMAIL_BACKEND": f"anymail.backends.{name}.EmailBackend",
            "ANYMAIL": {k.removeprefix("ANYMAIL_"): v for k, v in own.items()},
        }
    parts = urlsplit(url)
    if parts.scheme in ("smtp", "smtps", "smtp+tls") and parts.hostname:
        return settings | {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_TIMEOUT": 30,
        }
    raise ValueError(
        "EMAIL_URL must be file, console, smtp://, smtp+tls://, smtps:// or anymail:NAME; "
        f"found {url.split('@')[-1]!r}"
    )
