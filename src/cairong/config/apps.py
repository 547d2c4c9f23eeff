"""The start of every process: when Django is ready, the rooms are joined."""

from django.apps import AppConfig

from cairong.config.wiring import find_acts


class Start(AppConfig):
    """Joins what the rooms declare; owns no tables."""

    name = "cairong.config"

    def ready(self) -> None:
        """Find every act."""
        find_acts()
