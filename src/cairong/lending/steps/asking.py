"""What a supplier asks to draw of an offer: never nothing, never above what is left to ask for."""

from cairong.kernel.errors import Invalid
from cairong.policy.drawing import askable
from cairong.policy.rule import require


def asked_first(draw_fen: int, amount_fen: int) -> int | None:
    """Say what is asked first of an offer; the whole of it is as if nothing was said.

    Raises Invalid, PolicyBreach.
    """
    check_asked(draw_fen, amount_fen, field="draw_fen")
    return None if draw_fen == amount_fen else draw_fen


def check_asked(draw_fen: int, unasked_fen: int, *, field: str = "amount_fen") -> None:
    """Refuse a draw of nothing, or above what is left to ask. Raises Invalid, PolicyBreach."""
    if draw_fen <= 0:
        raise Invalid("lending.asked_nothing", "二(四)-5", field=field, value=draw_fen)
    require(askable(amount_fen=draw_fen, unasked_fen=unasked_fen))
