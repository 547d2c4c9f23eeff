"""The database made ready for one command: started, or found running, roles made."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from cairong.home.addresses import (
    SERVING,
    app_address,
    gateway_address,
    is_external,
    notary_address,
    owner_address,
)
from cairong.home.folder import Home
from cairong.home.keys import secret
from cairong.home.lock import run_lock
from cairong.home.owners import hand_over
from cairong.home.postgres import Server
from cairong.home.roles import (
    dead,
    make_embedded,
    make_external,
    refuse_mighty,
    refuse_unusable,
    shut_external,
)
from cairong.home.trouble import Trouble

WAIT_SECONDS = 60
KEPT = ("django", "seal", "admin", "owner", "app", "web", "worker", "notary", "gateway")


@contextmanager
def database(home: Home) -> Iterator[None]:
    """Keep the database up for the length of one command, starting it only where needed."""
    refuse_unusable_server(home)
    home.prepare()
    make_keys(home)
    if is_external():
        prepare_external(home)
        yield
        return
    with run_lock(home) as alone:
        if not alone:
            _wait_for_server(home)
            yield
            return
        server = Server(home)
        try:
            server.start()
            make_embedded(server)
            yield
        finally:
            server.stop()


def make_keys(home: Home) -> None:
    """Make every secret that is kept for good; each lies with the account that needs it."""
    for name in KEPT:
        secret(home, name)
    hand_over(home)


def refuse_unusable_server(home: Home) -> None:
    """Say what is wrong with the operator's own server before anything is made here."""
    if is_external():
        refuse_unusable(owner_address(home), makes_role=not os.environ.get("DATABASE_APP_URL"))


def prepare_external(home: Home) -> None:
    """Make the app role on the operator's own server, or check the address given for it."""
    owner = owner_address(home)
    if not os.environ.get("DATABASE_APP_URL"):
        make_external(home, owner)
    refuse_mighty(app_address(home), owner)
    running = [app_address(home, process) for process in ("", *SERVING)]
    running += [notary_address(home), gateway_address(home)]
    shut_external(owner, sorted({each.user for each in running}))


def _wait_for_server(home: Home) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            psycopg.connect(owner_address(home).conninfo, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                raise Trouble(dead(owner_address(home))) from error
            time.sleep(0.2)
        else:
            return
