"""The whole run: lay the rows, measure, print, and say whether every bound holds."""

import time
from collections.abc import Iterator
from datetime import datetime

from bench import cases, pages, shelf
from bench.ground import Ground
from bench.money import lay_money
from bench.published import publish
from bench.report import Count, Line, machine, told
from bench.rows import Laying, lay, undecided, vacuum
from bench.town import Town, found_town
from cairong.home.addresses import DATABASE, OWNER
from cairong.home.folder import Home
from cairong.kernel.calendar import SHANGHAI, day_of

CONTRACTS = 10_000
SEED = 4_2021
OURS, FLOOR = "bench_ours", "bench_floor"


def run(home: Home) -> bool:
    """Measure everything; whether every bound holds."""
    ground = Ground(home)
    try:
        ground.start()
        print(f"seed {SEED} · {CONTRACTS} contracts · {machine()}")
        print("durability: " + ", ".join(f"{k} {v}" for k, v in ground.settings().items()))
        return told(_lines(ground, laid(ground)))
    finally:
        ground.stop()


def laid(ground: Ground) -> Town:
    """Lay the city in the first database of a server."""
    began = time.monotonic()
    town = found_town()
    ground.use(DATABASE, user=OWNER)
    laying = Laying(town, SEED, day_of(datetime.now(SHANGHAI)))
    with undecided():
        deals = lay(laying, CONTRACTS)
        publish(deals)
        lay_money(laying, deals)
    vacuum()
    print(f"laid in {time.monotonic() - began:.0f} s\n")
    return town


def _lines(ground: Ground, town: Town) -> Iterator[Line | Count]:
    ground.copy(OURS)
    ground.give_same_ids(OURS)
    ground.copy(FLOOR, of=OURS)
    line, counts = cases.measured(ground, town, OURS, FLOOR)
    yield line
    ground.use(DATABASE)
    with pages.serving(ground.home) as site:
        yield from pages.measured(site, ground.address(DATABASE))
        ground.use(DATABASE, user=OWNER)
        shelf.lay_products(town)
        ground.use(DATABASE)
        yield from shelf.measured(site)
    yield from counts
    yield from pages.counted()
