"""The web server's entry."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairong.config.settings")
application = get_wsgi_application()
reverse("healthz")  # reads every page's module now: no first visitor waits for it
