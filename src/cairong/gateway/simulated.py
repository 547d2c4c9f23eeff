"""The treasury of a demonstration: it reads what left for it, and answers each as paid at once."""

import json
from datetime import datetime

from cairong.gateway.exchange import Exchange
from cairong.home.folder import settle, write_whole
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.orders.answers import PAID
from cairong.orders.reads import Sending, instructions_in
from cairong.treasury.gateway import DEMO_SERIAL, simulated_serial


def unanswered(exchange: Exchange, city: str) -> list[Sending]:
    """List what was sent of a city and has no answer yet, whatever became of it."""
    rows = instructions_in(city, "sent")
    return [row for row in rows if not any(exchange.into.glob(f"{row.order.number}.*"))]


def answer_as_paid(
    exchange: Exchange, instruction: Sending, *, actor: Actor, now: datetime
) -> None:
    """Answer an instruction as paid today.

    Where its file is gone with another machine, by the order itself. Raises Conflict for a file of
    another order, OSError, ValueError, Trouble.
    """
    del actor  # as acts are called
    number, digest = instruction.order.number, instruction.order.digest
    left = exchange.out / f"{number}.json"
    if left.exists() and json.loads(left.read_bytes())["digest"] != digest:
        raise Conflict("orders.unproven", "二(三)-4", number=number, why="文件是另一份签名单的")
    order = json.loads(instruction.order.text)
    said = {
        "number": number,
        "order": digest,
        "amount_fen": order["amount_fen"],
        "outcome": PAID,
        "bank_serial": f"{DEMO_SERIAL}{simulated_serial(order['voucher_no'])}",
        "arrived_on": day_of(now).isoformat(),
    }
    write_whole(exchange.into / f"{number}.json", json.dumps(said, ensure_ascii=False) + "\n")
    settle(exchange.into)
