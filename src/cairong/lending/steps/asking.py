"""What a supplier asks to draw of an offer: never nothing, never above what is left to ask for."""

from cairong.kernel.errors import Invalid
from cairong.lending.models import Offer
from cairong.policy.drawing import askable
from cairong.policy.rule import require


def asked_first(draw_fen: int | None, offer: Offer) -> int | None:
    """Say what is asked first of an offer; the whole of it is as if nothing was said.

    Of a revolving limit it is always said, since more may be asked for later. Raises Invalid,
    PolicyBreach.
    """
    fen = offer.amount_fen if draw_fen is None else draw_fen
    check_asked(fen, offer.amount_fen, field="draw_fen")
    return None if fen == offer.amount_fen and not offer.revolves else fen


def check_asked(draw_fen: int, unasked_fen: int, *, field: str = "amount_fen") -> None:
    """Refuse a draw of nothing, or above what is left to ask. Raises Invalid, PolicyBreach."""
    if draw_fen <= 0:
        raise Invalid("lending.asked_nothing", "二(四)-5", field=field, value=draw_fen)
    require(askable(amount_fen=draw_fen, unasked_fen=unasked_fen))
