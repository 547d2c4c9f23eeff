"""Django's settings of the gateway: its role, its address, its pages, and no session."""

import secrets
from pathlib import Path

import cairong.gateway
from cairong.config.settings import *  # noqa: F403 - all but what follows is the same
from cairong.config.settings import DATABASES, HOME, INSTALLED_APPS
from cairong.home import hailing
from cairong.home.addresses import gateway_address
from cairong.home.environment import gateway_host, gateway_url

AT = gateway_address(HOME)
ORIGIN = gateway_url()
SECURE = ORIGIN.startswith("https://")
SECRET_KEY = secrets.token_urlsafe(32)  # what it vouches for is good for minutes
ALLOWED_HOSTS = [gateway_host(ORIGIN), hailing.NAME]
ROOT_URLCONF = "cairong.gateway.urls"
INSTALLED_APPS = [
    "cairong.gateway.apps.Accounts" if name == "allauth.account" else name
    for name in INSTALLED_APPS
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(cairong.gateway.__file__).parent / "templates"],
    }
]
DATABASES = {
    "default": {
        **DATABASES["default"],
        "HOST": AT.host,
        "PORT": AT.port,
        "NAME": AT.name,
        "USER": AT.user,
        "PASSWORD": AT.password,
    }
}
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "no-referrer"
