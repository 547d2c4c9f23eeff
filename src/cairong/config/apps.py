"""The start of every process: when Django is ready, the rooms are joined."""

import gc
from typing import Any

from django.apps import AppConfig
from django.utils.module_loading import import_string

JOIN = "cairong.config.wiring.join"  # it reads models, which stand only when Django is ready
SELDOM = 50_000, 20, 50  # new objects before a search for cycles; ours hold a few thousand a page


class Start(AppConfig):
    """Joins what the rooms declare; owns no tables.

    What is imported now stays: nothing is searched for cycles meanwhile, nor ever among it.
    """

    name = "cairong.config"

    def __init__(self, name: str, module: Any) -> None:
        """Stop the search for cycles before the models are read."""
        gc.disable()
        super().__init__(name, module)

    def ready(self) -> None:
        """Join the rooms."""
        import_string(JOIN)()
        gc.freeze()
        gc.set_threshold(*SELDOM)
        gc.enable()
