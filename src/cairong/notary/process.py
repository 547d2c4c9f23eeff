"""The signer's process: `cairong notary`. Light: no Django, one connection, one key."""

import ctypes
import logging
import os
import signal
import threading
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg

from cairong.home.account import NOTARY, Account, account, give, let_pass
from cairong.home.addresses import Address, is_external, kept_port, notary_address
from cairong.home.folder import Home, home
from cairong.home.trouble import Trouble
from cairong.notary.keys import VARIABLE, algorithm, own_key
from cairong.notary.ledger import Ledger
from cairong.notary.signer import PERIOD, Signer

LOGGER = logging.getLogger("cairong.notary")
TICK_SECONDS, LONGEST_PAUSE = 5.0, 60.0
PERIOD_SECONDS = "CAIRONG_LOG_SECONDS"
PR_SET_PDEATHSIG = 1


def main() -> None:
    """Sign until asked to stop."""
    logging.basicConfig(
        level=logging.WARNING, format="{asctime} {levelname} {name}: {message}", style="{"
    )
    place, stopping = home(), threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    at = notary_address(place)
    external = is_external() or bool(os.environ.get("DATABASE_NOTARY_URL"))
    settle(place, account(NOTARY))
    seconds = float(os.environ.get(PERIOD_SECONDS) or PERIOD.total_seconds())
    key = own_key(place.notary, algorithm(os.environ.get(VARIABLE, "")))
    signer = Signer(key, place.notary, timedelta(seconds=seconds))
    tick = min(TICK_SECONDS, seconds)
    pause = tick
    while not stopping.is_set():
        now_at = at if external else replace(at, port=kept_port(place))
        try:
            _sign(signer, now_at, stopping, tick)
            pause = tick
        except (psycopg.Error, OSError, Trouble) as error:
            LOGGER.warning("nothing can be signed (%s), again in %.0f s", error, pause)
            stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def settle(place: Home, own: Account | None) -> None:
    """Give the folder to the signer's account, and become it, for good; without one stay as is.

    Everything that is needed was imported before: the program's own files may be closed to it.
    """
    place.notary.mkdir(mode=0o700, exist_ok=True)
    if own is None:
        return
    let_pass(place.notary, own)
    give(place.notary, own)
    os.setgroups([])
    os.setresgid(own.gid, own.gid, own.gid)
    os.setresuid(own.uid, own.uid, own.uid)
    with suppress(OSError, AttributeError):  # a change of account forgets what `linked` asked for
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _sign(signer: Signer, at: Address, stopping: threading.Event, tick: float) -> None:
    """Look at the chains every few seconds, by one connection, as long as it holds."""
    with closing(Ledger(at.conninfo)) as ledger:
        while not stopping.is_set():
            signer.round(ledger, datetime.now(UTC))
            stopping.wait(tick)


if __name__ == "__main__":
    main()
