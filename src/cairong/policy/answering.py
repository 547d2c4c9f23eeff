"""What decides an application: an offer for what was asked, or for less that says why. 二(四)-3"""

from cairong.kernel.errors import Finding
from cairong.policy.expected import REASON_LEAST
from cairong.policy.rule import Answer, rule

WHOLE = 100


@rule("二(四)-3")
def answers_what_was_asked(
    *, amount_fen: int, asked_fen: int, most_fen: int, percent: int, reason: str
) -> Answer:
    """Bar an offer that is a token, and one of less than was asked that does not say why.

    `most_fen` is the most that product and contract let this offer be. A token is less than
    `percent` of what could be offered of what was asked: it would stop the clock and decide
    nothing.
    """
    could = min(asked_fen, most_fen)
    if amount_fen * WHOLE < could * percent:
        return Finding.of(
            "lending.token_offer",
            "二(四)-3",
            amount=amount_fen,
            asked=asked_fen,
            could=could,
            percent=percent,
        )
    if amount_fen < asked_fen and len(reason) < REASON_LEAST:
        return Finding.of(
            "lending.less_without_reason",
            "二(四)-3",
            amount=amount_fen,
            asked=asked_fen,
            least=REASON_LEAST,
        )
    return None
