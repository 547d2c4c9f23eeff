"""A round of the gateway's that stands still at a moment, to be killed there."""

import sys
import time
from datetime import datetime
from pathlib import Path

import django


def main(folder: str, moment: str, stop: str) -> None:
    """Go one round; stand still before or after its line or its file is written, or nowhere.

    `shut`: the disk takes nothing; `held`: no line, and all stands still before that is recorded.
    """
    django.setup()
    from cairong.doors import clock  # noqa: PLC0415 - after Django is set up
    from cairong.gateway import exchange as exchange_module  # noqa: PLC0415
    from cairong.gateway.exchange import Exchange  # noqa: PLC0415
    from cairong.gateway.rounds import round_of_gateway  # noqa: PLC0415

    clock.now = lambda: datetime.fromisoformat(moment)
    exchange = Exchange(Path(folder))
    put = exchange.put

    def stand(*_: object) -> bool:
        sys.stdout.write("stands\n")
        sys.stdout.flush()
        time.sleep(600)
        return True

    def and_stand(number: str, facts: dict[str, object], key: str) -> None:
        if stop == "line":
            exchange.ledger.add(number, str(facts["digest"]))
        if stop == "after":
            put(number, facts, key)
        stand()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if stop in {"before", "line", "after"}:
        exchange.put = and_stand  # type: ignore[method-assign]
    elif stop:
        exchange.ledger._append = full  # type: ignore[method-assign]
    if stop == "shut":
        exchange.can_write = lambda: True  # type: ignore[method-assign]
        exchange_module.write_whole = full  # type: ignore[assignment]
    if stop == "held":
        exchange.never_left = stand  # type: ignore[method-assign]
    round_of_gateway(exchange)


if __name__ == "__main__":
    main(*sys.argv[1:])
