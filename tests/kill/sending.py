"""A worker that does nothing but send, on a clock that runs two hundred times too fast."""

import sys
import time
from datetime import datetime, timedelta

import django

FASTER = 200


def main(began: float, monday: datetime) -> None:
    """Send until killed."""
    django.setup()
    from cairong.outreach.posting import pass_on, post  # noqa: PLC0415 - after Django is set up
    from support.town import CITY  # noqa: PLC0415

    def clock() -> datetime:
        return monday + timedelta(seconds=(time.time() - began) * FASTER)

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        touched = pass_on(city=CITY, now=clock()) + post(city=CITY, clock=clock)
        if not touched:
            time.sleep(0.02)


if __name__ == "__main__":
    main(float(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
