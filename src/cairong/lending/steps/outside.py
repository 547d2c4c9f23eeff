"""What is said of a loan lent outside the platform, and to whom; its place among loans."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from cairong.lending.models import OutsideLoan
from cairong.treasury.models import Receivable
from cairong.treasury.steps.tellings import parties_of, paying_bureau


def readers(outside: OutsideLoan, now: datetime) -> list[UUID]:
    """List who may read what happens to it: its three sides, and the bureau that pays."""
    receivable = outside.receivable
    return parties_of(receivable, outside.institution_id, paying_bureau(receivable, now).pk)


def outside_facts(outside: OutsideLoan) -> dict[str, Any]:
    """Say what it is: whose, on which contract, how much, since and until when, at what rate."""
    contract = outside.receivable.contract
    return {
        "supplier": outside.receivable.supplier.name,
        "contract": f"{contract.no} {contract.title}",
        "agreement_no": outside.agreement_no,
        "original_fen": outside.original_fen,
        "amount_fen": outside.outstanding_fen,
        "counted_on": outside.counted_on,
        "drawn_on": outside.drawn_on,
        "due_on": outside.due_on,
        "rate_bp": outside.rate_bp,
        "lpr_bp": outside.lpr_bp,
        "day_count": outside.day_count,
        "evidence": outside.evidence,
        "state": outside.state,
    }


def next_place(receivable: Receivable) -> int:
    """Number the next place in the order of service of a locked receivable (D13)."""
    rows = Receivable.objects.filter(pk=receivable.pk)
    last = rows.aggregate(offer=Max("offers__service_order"), loan=Max("loans__service_order"))
    return max(last["offer"] or 0, last["loan"] or 0) + 1
