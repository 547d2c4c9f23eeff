"""The «百千万» roster (三(二)-4): who may enter it, what institutions answer of each firm."""

from collections.abc import Mapping
from datetime import date

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule
from cairong.policy.size import SIZE_WORDS, SMES

CLAUSE = "三(二)-4"
ANSWER = "answer_roster"  # the duty of each institution, of each firm
LEAST, MOST = 4, 300  # characters of an answer
MOST_NAMED = 200  # participants that are entered at once
VISITED, CREDITED, DECLINED = "visited", "credited", "declined"
OUTCOMES: Mapping[str, str] = {
    VISITED: "已走访", CREDITED: "已授信", DECLINED: "未对接",
}  # fmt: skip
SMALL = frozenset({"small", "micro"})


@rule("三(二)-4")
def entered_took_part(*, name: str, active: bool, took_part: bool) -> Answer:
    """Bar a firm that is suspended, or that took part in no procurement that the platform knows.

    Taking part is enough; nobody has to have won.
    """
    if not active:
        return Finding.of("roster.suspended", CLAUSE, name=name)
    return None if took_part else Finding.of("roster.no_part", CLAUSE, name=name)


@rule("三(二)-4", "划型标准§4")
def entered_is_private_or_small(*, name: str, size: str, private: bool) -> Answer:
    """Bar a firm that is neither private and at most medium, nor small or micro."""
    if size in SMALL or (size in SMES and private):
        return None
    if size in SMES:
        return Finding.of("roster.not_private", CLAUSE, name=name)
    word = dict(SIZE_WORDS).get(size, "")  # type: ignore[call-overload]
    return Finding.of("roster.large" if word else "roster.no_size", CLAUSE, name=name, size=word)


@rule("三(二)-4")
def done_by_today(*, since: date, on: date, today: date) -> Answer:
    """Bar a visit or a credit that lies ahead, or before the firm was in the roster."""
    if since <= on <= today:
        return None
    return Finding.of("roster.on", CLAUSE, on=on, first=since, last=today)
