"""Who took part in a lock that ends with the last offer under it, and is told that it is over."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from cairong.audit.recording import Tell
from cairong.treasury.models import Lock
from cairong.treasury.steps.tellings import paying_bureau, purchaser, treasury_desk

ENDED: Final = "lending.lock.ended"
REACHED: Final = {  # how many of purchaser and treasury desk it has come to
    "requested": 0,
    "supplier_consented": 1,
    "purchaser_acknowledged": 2,
    "active": 2,
}


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A lock that ended, and the state it was in before."""

    lock: Lock
    before: str


def locks_of(ended: Ended | None) -> list[UUID]:
    """Name the lock, if one ended."""
    return [ended.lock.pk] if ended else []


def partners_told(ended: Ended | None, now: datetime) -> list[Tell]:
    """Tell purchaser and treasury desk, as far as the lock had come to them. Source: 二(三)-3."""
    if ended is None:
        return []
    receivable = ended.lock.receivable
    partners = [purchaser(receivable), treasury_desk(receivable, paying_bureau(receivable, now))]
    return [
        replace(partner, saying=ENDED, subject_id=ended.lock.pk)
        for partner in partners[: REACHED[ended.before]]
    ]


def partners_of(ended: Ended | None, now: datetime) -> list[UUID]:
    """List the organisations that are told, who may read of it."""
    return [each.organisation_id for each in partners_told(ended, now)]
