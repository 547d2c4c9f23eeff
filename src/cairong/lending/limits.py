"""A revolving limit as both sides read it: until when it runs, and what can be drawn now."""

from datetime import date

from cairong.lending.models import Offer
from cairong.treasury.arithmetic import headroom_fen


def term_end(offer: Offer) -> date | None:
    """Name the day on which the term of an offer ends: that of its first draw."""
    return offer.loans.order_by("drawn_on", "pk").values_list("due_on", flat=True).first()


def drawable_fen(offer: Offer) -> int:
    """Work out what of a limit can be asked for now: never above what the contract carries."""
    held = offer.intent.reserved_fen
    room = headroom_fen(offer.receivable, offer.cap_percent, own_fen=held)
    return max(min(offer.unasked_fen, room), 0)
