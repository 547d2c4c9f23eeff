"""The start of every process: when Django is ready, the rooms are joined."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

JOIN = "cairong.config.wiring.join"  # it reads models, which stand only when Django is ready


class Start(AppConfig):
    """Joins what the rooms declare; owns no tables."""

    name = "cairong.config"

    def ready(self) -> None:
        """Join the rooms."""
        import_string(JOIN)()
