"""What the treasury answers to an instruction, as a file says it: paid, or not paid and why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairong.kernel.errors import Invalid

PAID, REFUSED = "paid", "refused"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
BOTH = ("number", "order", "amount_fen")
NEEDED: Mapping[str, tuple[str, ...]] = {
    PAID: (*BOTH, "bank_serial", "arrived_on"),
    REFUSED: (*BOTH, "reason"),
}


@dataclass(frozen=True, kw_only=True)
class TreasuryAnswer:
    """What the treasury says of one instruction; it names number, digest and amount of its order.

    Of one that was paid the bank's serial and the day, of one that was not the reason.
    """

    number: str
    order: str
    amount_fen: int
    outcome: str = PAID
    serial: str = ""
    arrived_on: date | None = None
    reason: str = ""


def answer_of(said: Any, number: str) -> TreasuryAnswer:
    """Read what the file of a number answers. Raises Invalid that names what is wrong."""
    outcome: Any = said.get("outcome") if isinstance(said, dict) else None
    if not isinstance(outcome, str) or outcome not in NEEDED:
        raise _unread("outcome", outcome)
    for field in NEEDED[outcome]:
        _require_readable(field, said.get(field))
    if said["number"] != number:
        raise _unread("number", said["number"])
    return TreasuryAnswer(
        number=number,
        order=said["order"],
        amount_fen=said["amount_fen"],
        outcome=outcome,
        serial=said["bank_serial"] if outcome == PAID else "",
        arrived_on=_day(said["arrived_on"]) if outcome == PAID else None,
        reason=said["reason"] if outcome == REFUSED else "",
    )


def _require_readable(field: str, value: object) -> None:
    if type(value) is not (int if field == "amount_fen" else str):
        raise _unread(field, value)
    if isinstance(value, str) and not _is_text(value):
        raise _unread(field, ascii(value))


def _is_text(value: str) -> bool:
    """Whether a database and a page can hold it: no NUL, no half of a character."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in value


def _day(text: str) -> date:
    """Read a day in the one form; there are others that Python takes."""
    if not DAY.fullmatch(text):
        raise _unread("arrived_on", text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _unread("arrived_on", text) from None


def _unread(field: str, value: object) -> Invalid:
    said = "没有写" if value is None else f"写的是「{str(value)[:60]}」"
    return Invalid("orders.answer_unread", "二(三)-4", field=field, said=said)
