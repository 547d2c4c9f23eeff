"""Test browsers go through one chain of middleware: to make one, all static files are read."""

from typing import Any

from django.test.client import ClientHandler

CHAIN = (
    "_view_middleware", "_template_response_middleware", "_exception_middleware",
    "_middleware_chain",
)  # fmt: skip


def share_middleware() -> None:
    """Have every test browser of this process use the middleware of the first."""
    load, first = ClientHandler.load_middleware, list[ClientHandler]()

    def shared(self: ClientHandler, *words: Any, **named: Any) -> None:
        if not first:
            load(self, *words, **named)
            first.append(self)
        for name in CHAIN:
            setattr(self, name, getattr(first[0], name))

    ClientHandler.load_middleware = shared  # type: ignore[method-assign]
