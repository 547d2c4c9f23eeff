"""Relending and rediscount for local institutions short of funds (三(二)-3): who, how much, why."""

from collections.abc import Mapping

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

CLAUSE = "三(二)-3"
ANSWER = "answer_relending"  # the duty of the People's Bank
WINDOW = "relending_window_days"
INSTRUMENTS: Mapping[str, str] = {"relending": "再贷款", "rediscount": "再贴现"}
MOST_MONTHS = 36


@rule("三(二)-3")
def declares_as_local(*, name: str, local: bool) -> Answer:
    """Bar a declaration of whoever is no local legal person: the clause speaks of these alone."""
    return None if local else Finding.of("relending.not_local", CLAUSE, name=name)


@rule("三(二)-3")
def granted_within_asked(*, asked_fen: int, granted_fen: int) -> Answer:
    """Bar a grant of nothing, or of more than was asked."""
    if 0 < granted_fen <= asked_fen:
        return None
    return Finding.of("relending.granted", CLAUSE, asked_fen=asked_fen, granted_fen=granted_fen)
