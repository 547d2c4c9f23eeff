"""Serves the gateway on the socket it is handed: `python -m cairong.config.gateway_serving`.

It binds none itself: its address is its parent's before anything is started (cli/doorway.py).
"""

import os
import socket

from granian.constants import HTTPModes, Interfaces
from granian.net import SocketHolder  # type: ignore[attr-defined]
from granian.server.mp import MPServer

from cairong.home.handed import HANDED

MOST_CONNECTIONS = 2048


class Handed(MPServer):
    """The server of the web pages, on a socket that is bound already."""

    def _init_shared_socket(self) -> None:
        """Take the socket that was handed over, in place of binding one."""
        handed = socket.socket(fileno=int(os.environ[HANDED]))
        handed.set_inheritable(True)
        is_unix = handed.family is socket.AF_UNIX
        self._sso = handed
        self._shd = SocketHolder(handed.fileno(), is_unix, self.backlog)  # type: ignore[assignment,call-arg]


def main() -> None:
    """Serve until told to stop, as the web pages are served."""
    Handed(
        "cairong.config.gateway:service",
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        backpressure=MOST_CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


if __name__ == "__main__":
    main()
