"""The treasury of a demonstration: it reads what left for it, and answers each as paid at once."""

import json
from collections.abc import Mapping
from typing import Any

from cairong.doors import clock
from cairong.gateway.exchange import Exchange
from cairong.home.folder import settle, write_whole
from cairong.kernel.calendar import day_of
from cairong.orders.answers import PAID
from cairong.orders.reads import instructions_in
from cairong.treasury.gateway import simulated_serial


def answer_all(exchange: Exchange, city: str) -> None:
    """Answer what was sent of a city and has no answer yet, each as paid today."""
    for row in instructions_in(city, "sent"):
        number = row.order.number
        left = exchange.out / f"{number}.json"
        if left.exists() and not any(exchange.into.glob(f"{number}.*")):
            said = _answer(json.loads(left.read_bytes()))
            write_whole(exchange.into / left.name, json.dumps(said, ensure_ascii=False) + "\n")
            settle(exchange.into)


def _answer(left: Mapping[str, Any]) -> dict[str, Any]:
    order = json.loads(left["order"])
    return {
        "number": left["number"],
        "order": left["digest"],
        "amount_fen": order["amount_fen"],
        "outcome": PAID,
        "bank_serial": f"DEMO{simulated_serial(order['voucher_no'])}",
        "arrived_on": day_of(clock.now()).isoformat(),
    }
