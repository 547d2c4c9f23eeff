"""The gateway's entry, as granian calls it: its pages, and its rounds in a thread of their own."""

import logging
import os
import threading
from asyncio import AbstractEventLoop
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils.module_loading import import_string

os.environ["DJANGO_SETTINGS_MODULE"] = "cairong.config.gateway_settings"
application = get_wsgi_application()

LOGGER = logging.getLogger(__name__)
TICK_SECONDS = 2.0


class Gateway:
    """Its pages; and as long as they are served, its rounds."""

    def __init__(self) -> None:
        # What reads models can be imported only now that Django is set up.
        self.pages = import_string("cairong.config.serving.Service")(application)
        self.stopping = threading.Event()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        await self.pages.__rsgi__(scope, protocol)

    def __rsgi_init__(self, _: AbstractEventLoop) -> None:
        """Begin the rounds."""
        threading.Thread(target=self._rounds, name="rounds", daemon=True).start()

    def __rsgi_del__(self, _: AbstractEventLoop) -> None:
        """End after the round that is under way."""
        self.stopping.set()

    def _rounds(self) -> None:
        go_round = import_string("cairong.gateway.rounds.round_of_gateway")
        opened = import_string("cairong.gateway.exchange.opened")
        home = import_string("cairong.home.folder.home")
        folder = None  # kept, so that what cannot be read is logged once
        while not self.stopping.is_set():
            try:
                folder = folder or opened(home())
                go_round(folder)
            except Exception:
                LOGGER.exception("a round of the gateway failed")
            finally:
                close_old_connections()
            self.stopping.wait(TICK_SECONDS)


service = Gateway()
