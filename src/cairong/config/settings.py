"""Django's settings. Nothing here opens a connection or writes a file."""

import os
import secrets
from typing import Any

from django.utils.csp import CSP

from cairong.home.addresses import Address, app_address, owner_address
from cairong.home.environment import (
    hosts_allowed,
    port_wanted,
    proxies_passed,
    site_url,
    sources_named,
)
from cairong.home.folder import home
from cairong.home.keys import known_secret

HOME = home()
FILES_ROOT = HOME.files
CLAMAV = os.environ.get("CAIRONG_CLAMAV", "")  # host:port of a virus scanner, or none
LOOKUP_SOURCES = sources_named()
PORT = port_wanted()
PROCESS = os.environ.get("CAIRONG_PROCESS", "")

DEBUG = False
SECRET_KEY = known_secret(HOME, "django") or secrets.token_urlsafe(32)
ALLOWED_HOSTS = hosts_allowed()
SITE_URL = site_url(PORT)
SECURE = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "pgtrigger",
    "cairong.audit",
    "cairong.parties",
    "cairong.orders",
    "cairong.rulebook",
    "cairong.clocks",
    "cairong.agencies",
    "cairong.contracts",
    "cairong.products",
    "cairong.papers",
    "cairong.treasury",
    "cairong.lending",
    "cairong.complaints",
    "cairong.outreach",
    "cairong.notary",
    "cairong.secrecy",
    "cairong.recommending",
    "cairong.promotion",
    "cairong.spreading",
    "cairong.oversight",
    "cairong.guidance",
    "cairong.sizing",
    "cairong.board",
    "cairong.alerts",
    "cairong.readiness",
    "cairong.evaluation",
    "cairong.assessment",
    "cairong.admission",
    "cairong.inspecting",
    "cairong.disclosure",
    "cairong.web",
    "cairong.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "cairong.config.urls"
WSGI_APPLICATION = "cairong.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "cairong.web.frame.frame",
            ],
        },
    }
]


def _database(engine: str, address: Address, limits: str, **options: Any) -> dict[str, Any]:
    return {
        "ENGINE": engine,
        "HOST": address.host,
        "PORT": address.port,
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "ATOMIC_REQUESTS": False,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**LIVELY, **dict(address.options), "options": limits, **options},
    }


# A peer that is gone is noticed within half a minute, by us and by the server (which else keeps
# the sessions of a machine that died for two hours), and locks are not held longer than that.
LIVELY = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
NOTICED = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
WAITS = (
    f"{NOTICED} -c lock_timeout=10s -c statement_timeout=60s"
    " -c idle_in_transaction_session_timeout=20s"
)
WEB_WAITS = f"{WAITS} -c transaction_timeout=30s"
# A pool doubles the pause between its tries to connect: a database that was away for minutes would
# be missed for minutes more. Given up after 5 s, the next request begins the tries anew.
_SIZE = {"min_size": 1, "max_size": 8, "timeout": 10, "reconnect_timeout": 5}
_POOL = {"pool": _SIZE} if PROCESS == "web" else {}
DATABASES = {
    "default": _database(
        "cairong.audit.postgresql",
        app_address(HOME, PROCESS),
        WEB_WAITS if PROCESS == "web" else WAITS,
        **_POOL,
    ),
    "owner": _database(
        "django.db.backends.postgresql",
        owner_address(HOME),
        f"{NOTICED} -c lock_timeout=10s -c statement_timeout=10min",
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "parties.Account"
AUTHENTICATION_BACKENDS = ["cairong.doors.signing.AccountBackend"]
LOGIN_URL = "account-sign-in"
CSRF_FAILURE_VIEW = "cairong.web.error_pages.csrf_failed"
MFA_TOTP_ISSUER = "采融"
PASSWORD_RESET_TIMEOUT = 86_400
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

SESSION_ENGINE = "cairong.doors.sessions"
SESSION_COOKIE_AGE = 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
ALLAUTH_TRUSTED_PROXY_COUNT = proxies_passed(int(SECURE))
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SECURE else []
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
FILE_UPLOAD_HANDLERS = ["cairong.doors.uploads.BoundedUpload"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "cairong.config.logs.Line",
            "format": "{asctime} {levelname} {name}: {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
