"""The pages as a Django application: their templates, tags and static files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Owns templates, template tags and static files of every audience."""

    name = "cairong.web"
    label = "web"
