"""Loans of any level and day, written as if they had been drawn."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from cairong.lending.models import Loan, LoanEntry, Offer
from cairong.oversight.reads import Board
from support.town import at

WAN = 1_000_000


def lent(loan: Loan, region: str, on: str, wan: int | Decimal, **other) -> Loan:
    """Another loan like it, in a region on a day."""
    columns = [one.attname for one in Loan._meta.concrete_fields if one.attname != "id"]
    facts = {name: getattr(loan, name) for name in columns}
    facts |= {"no": f"T{Loan.objects.count():06d}", "region": region}
    facts |= {"drawn_on": date.fromisoformat(on), "principal_fen": int(wan * WAN)}
    return Loan.objects.create(**facts | other)


def offered(like: Offer, **other) -> Offer:
    """Another offer like it that lapsed, with other terms."""
    facts = {each.attname: getattr(like, each.attname) for each in Offer._meta.concrete_fields}
    facts |= {"id": None, "state": "lapsed", "service_order": None, "lock_id": None, "drawn_fen": 0}
    return Offer.objects.create(**facts | other)


def repaid(loan: Loan, on: str, kind: str) -> None:
    """It is settled on a day, from its contract's money or from other."""
    LoanEntry.objects.create(
        loan=loan, kind=kind, on=date.fromisoformat(on), at=at(f"{on} 10:00"),
        principal_fen=loan.principal_fen, source_id=loan.pk if kind == "remitted" else None,
    )  # fmt: skip


def seen(board: Board) -> list[object]:
    """A board without what its first page leaves out."""
    return [
        replace(level, brief_fen=0, brief_loans=0, sme_ids=frozenset())
        for level in (board.headline, board.whole, *board.levels)
    ]
