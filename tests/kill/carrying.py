"""A round of the gateway's that stands still at a moment, to be killed there."""

import sys
import time
from datetime import datetime
from pathlib import Path

import django


def main(folder: str, moment: str, stop: str) -> None:
    """Go one round; stand still before or after the file is written, or nowhere."""
    django.setup()
    from cairong.doors import clock  # noqa: PLC0415 - after Django is set up
    from cairong.gateway.exchange import Exchange  # noqa: PLC0415
    from cairong.gateway.rounds import round_of_gateway  # noqa: PLC0415

    clock.now = lambda: datetime.fromisoformat(moment)
    exchange = Exchange(Path(folder))
    put = exchange.put

    def and_stand(number: str, facts: dict[str, object]) -> None:
        if stop == "after":
            put(number, facts)
        sys.stdout.write("stands\n")
        sys.stdout.flush()
        time.sleep(600)

    if stop:
        exchange.put = and_stand  # type: ignore[method-assign]
    round_of_gateway(exchange)


if __name__ == "__main__":
    main(*sys.argv[1:])
