"""Django's settings for the site. Everything that differs between installs is in the environment.

HUSTINGS_DATA            the data folder (project/data.py); `hustings serve --data` sets it
DATABASE_URL             postgresql://... ; else SQLite in the data folder
HUSTINGS_ALLOWED_HOSTS   host names, by commas; else this machine's loopback names only
HUSTINGS_BASE_URL        https://vote.example.org, as printed in letters and e-mails
HUSTINGS_PROXY           1 behind a reverse proxy that sets X-Forwarded-Proto and -For
EMAIL_URL                file (default: into the data folder), console, smtp://..., or
                         anymail:NAME with that provider's own ANYMAIL_* variables
HUSTINGS_MAIL_FROM       the sender's address of every e-mail
HUSTINGS_WEBHOOKS_TO_LOOPBACK  1 lets webhooks call this machine itself, also by http: to try them
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from hustings.web.project.data import data_folder
from hustings.web.project.mail import mail_settings

DATA = data_folder()
BASE_URL = os.environ.get("HUSTINGS_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
SECURE = BASE_URL.startswith("https://")
DEBUG = False

SECRET_KEY = DATA.secret("django").hex() if DATA else secrets.token_hex(32)
CODE_KEY = DATA.secret("codes") if DATA else secrets.token_bytes(32)
"""Keys every digest of a code: the database alone cannot test a guess."""
SUPPRESSION_KEY = DATA.secret("suppression") if DATA else secrets.token_bytes(32)
"""Keys the digests of those who objected, and of households: the database alone names nobody."""
WEBHOOK_KEY = DATA.secret("webhooks") if DATA else secrets.token_bytes(32)
"""Each webhook's secret follows from it: the database alone can sign no call."""
WEBHOOKS_TO_LOOPBACK = os.environ.get("HUSTINGS_WEBHOOKS_TO_LOOPBACK") == "1"

ALLOWED_HOSTS = [
    name.strip()
    for name in os.environ.get("HUSTINGS_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
    if name.strip()
]
CSRF_TRUSTED_ORIGINS = [BASE_URL] if SECURE else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "anymail",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "hustings.web.project",
    "hustings.web.journal",
    "hustings.web.officers",
    "hustings.web.jobs",
    "hustings.web.contests",
    "hustings.web.roll",
    "hustings.web.booth",
    "hustings.web.letters",
    "hustings.web.post",
    "hustings.web.papers",
    "hustings.web.results",
    "hustings.web.scrutiny",
    "hustings.web.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hustings.web.project.policy.ContentPolicy",
    "hustings.web.project.bodies.BoundedBodies",
    "hustings.web.project.private.PrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hustings.web.project.languages.PageLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "hustings.web.project.urls"
WSGI_APPLICATION = "hustings.web.project.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],  # before allauth's own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- database -----------------------------------------------------------------------------------

_SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA.database if DATA else ":memory:",
    "TEST": {"NAME": DATA.root / "test.sqlite3" if DATA else None},  # a real file, as in use
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",  # a writer waits its turn rather than failing half way
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA secure_delete=ON;",
    },
}
DATABASE_URL = os.environ.get("DATABASE_URL", "")
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)
    if DATABASE_URL
    else _SQLITE | {"CONN_MAX_AGE": None}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by every process, so that a limit on guessing and a code used once hold in all of them.
# Only signing in writes to it. One in memory would count anew in each process and at each restart.
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "officers_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # so that a flood pushes no limit out soon
    },
    # How often each network address asks the API: in memory, since one process serves, and reading
    # must write nothing.
    "api": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "api",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# --- officers -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "officers.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/officer/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "hustings.web.officers.adapter.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # officers come by invitation, to the address invited
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    # django-axes locks an account for an address; these bound one address trying many accounts,
    # and many addresses trying one account.
    "login_failed": "20/m/ip,30/h/key",
}
MFA_ADAPTER = "hustings.web.officers.adapter.SecondFactors"
MFA_FORMS = {"add_webauthn": "hustings.web.officers.forms.AddPasskeyForm"}
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute out
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # a browser itself allows it on localhost only
MFA_TOTP_ISSUER = "hustings"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "hustings.web.officers.throttle.account_tried"
AXES_CLIENT_IP_CALLABLE = "hustings.web.officers.throttle.address_tried_from"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "csrfmiddlewaretoken", "next"]
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
if os.environ.get("HUSTINGS_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# --- sessions, cookies, headers -------------------------------------------------------------------

SESSION_ENGINE = "hustings.web.project.sessions"  # the database holds digests of their keys
SESSION_COOKIE_NAME = "__Host-officer" if SECURE else "officer"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "hustings.web.project.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"  # under "no-referrer" browsers send forms from origin null
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 << 20
MOST_UPLOADED = 42 << 20
"""Bytes that a request to an officer's page may bring: a roll of 40 MB and the form around it."""
FILE_UPLOAD_PERMISSIONS = 0o600

# --- words ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
# Which pages are in the second: project/languages.py.
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LANGUAGE_COOKIE_NAME = "__Host-language" if SECURE else "language"
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"  # how officers' pages show times; each contest has its own

# --- files, mail, work beside the requests ------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA.static if DATA else None
STATICFILES_DIRS = [
    ("fonts", Path(__file__).parents[2] / "report" / "fonts"),
]
# `hustings serve` collects the files once, under names that change with their content; tests and
# Django's own commands serve them from where they lie.
COLLECTED = bool(STATIC_ROOT) and (
    "HUSTINGS_COLLECT" in os.environ or (DATA.root / "static" / "staticfiles.json").exists()
    if DATA
    else False
)
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_AUTOREFRESH = False
STORAGES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA.root / "media") if DATA else "media"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# A worker for each: a call to another site does not wait until 15,000 letters are made.
QUEUES = ("default", "calls")
TASKS: dict[str, Any] = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": list(QUEUES)},
}
globals().update(mail_settings(os.environ, DATA))

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_tokens": {"()": "hustings.web.project.logs.WithoutTokens"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["without_tokens"],
        },
    },
    "loggers": {
        # A mistyped form or an address that is not there is no news to whoever runs the site.
        "django.request": {"level": "ERROR"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = [
    # Whether the other names under one's domain are served by HTTPS, and whether browsers' makers
    # should list it, is not for one site under it to say: the proxy's header can.
    "security.W005",
    "security.W021",
]
