"""Post to the books: one balanced posting is one statement; the database keeps the sums."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from cairong.treasury.chart import FLOWS, Account, Kind
from cairong.treasury.models import Entry, Receivable


def post(
    *,
    receivable: Receivable,
    kind: Kind,
    moves: Mapping[Account, int],
    ref_id: UUID,
    now: datetime,
    cap_percent: int | None = None,
    kept_fen: int | None = None,
) -> UUID:
    """Post moves (account → fen, in sum zero) of a locked receivable; `ref_id` is what they are of.

    The receivable in hand is brought up to date. `cap_percent` tightens the bound of headroom to
    a product's; `kept_fen` is what stays reserved of the offer that is drawn. The database
    refuses what is not balanced, not of the chart, or out of bounds.
    Writes: treasury.Entry, and through its trigger the sums of treasury.Receivable.
    """
    posting = uuid4()
    moved = {account: delta for account, delta in moves.items() if delta}
    Entry.objects.bulk_create(
        Entry(
            posting=posting,
            receivable_id=receivable.pk,
            kind=kind,
            account=account,
            delta_fen=delta,
            ref_id=ref_id,
            at=now,
            cap_percent=cap_percent,
            kept_fen=kept_fen,
        )
        for account, delta in moved.items()
    )
    for account, delta in moved.items():
        column = f"{account}_fen"
        setattr(receivable, column, getattr(receivable, column) + delta)
    return posting


def move(
    receivable: Receivable,
    kind: Kind,
    amount_fen: int,
    *,
    ref_id: UUID,
    now: datetime,
    cap_percent: int | None = None,
    kept_fen: int | None = None,
) -> UUID:
    """Post one amount from each account the kind takes from to each it gives to."""
    flow = FLOWS[kind]
    moves = dict.fromkeys(flow.takes, -amount_fen) | dict.fromkeys(flow.gives, amount_fen)
    return post(
        receivable=receivable,
        kind=kind,
        moves=moves,
        ref_id=ref_id,
        now=now,
        cap_percent=cap_percent,
        kept_fen=kept_fen,
    )
