"""The trade behind an application (贸易背景): what is looked at, who judges it. 二(五)-2"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cairong.kernel.errors import Finding, Invalid
from cairong.kernel.money import format_yuan
from cairong.policy.rule import Answer, rule

CLAUSE = "二(五)-2"
OPINION_LEAST, OPINION_MOST = 10, 1000
LINES: Mapping[str, str] = {
    "parties": "谁和谁签订",
    "award": "中标(成交)结果",
    "filing": "签订、公告和备案",
    "proof": "公告真实性凭证",
    "query": "省系统查询",
    "acceptance": "采购人验收",
    "money": "合同金额和应收账款",
    "papers": "合同文本",
}
JUDGED: Mapping[str, str] = {  # what no machine can judge
    "ordinary": "标的、数量、价格与供应商的主营业务和市场情况相称",
    "arms_length": "没有发现采购人和供应商有关联关系,或者合同只为融资而签",
    "read": "看过合同内容,与公告和备案一致",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line as the platform fills it in: what is known, from where, of which day.

    `doubt` says why it is doubtful, empty where it is not.
    """

    key: str
    value: str
    source: str
    on: date | None = None
    doubt: str = ""

    @property
    def word(self) -> str:
        """What the line is about."""
        return LINES[self.key]

    def kept_as(self) -> dict[str, Any]:
        """Write it as plain values, to be kept."""
        return {**asdict(self), "on": None if self.on is None else self.on.isoformat()}

    @classmethod
    def kept(cls, kept: Mapping[str, Any]) -> "Line":
        """Read it as it was kept."""
        on = kept["on"]
        return cls(**{**kept, "on": None if on is None else date.fromisoformat(on)})


@dataclass(frozen=True, kw_only=True)
class Trade:
    """The facts a checklist rests on: where one is no longer so, it must be made anew."""

    round: int
    award_no: str
    amount_fen: int
    base_fen: int
    supplier: str
    purchaser: str


def digest(lines: Sequence[Line]) -> str:
    """Say in 16 characters what a list shows: another list, another digest."""
    written = json.dumps([line.kept_as() for line in lines], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


SAID: Mapping[str, str] = {
    "round": "备案报送次数",
    "award_no": "中标(成交)编号",
    "amount_fen": "应收账款金额",
    "base_fen": "财政尚待支付",
    "supplier": "供应商名称",
    "purchaser": "采购人名称",
}


def moved(was: Trade, now: Trade) -> list[str]:
    """Say what of a trade is no longer as it was looked at, each with what it was and is."""
    return [
        f"{word}由「{_words(name, getattr(was, name))}」变为「{_words(name, getattr(now, name))}」"
        for name, word in SAID.items()
        if getattr(was, name) != getattr(now, name)
    ]


def _words(name: str, value: object) -> str:
    return format_yuan(int(str(value))) if name.endswith("_fen") else str(value)


def ticked(given: Iterable[str]) -> list[str]:
    """Read what an officer ticked, in the order of the list. Raises Invalid for another word."""
    wanted = set(given)
    for each in wanted - JUDGED.keys():
        raise Invalid("background.judged", field="judged", value=each[:40])
    return [key for key in JUDGED if key in wanted]


@rule(CLAUSE)
def doubts_explained(*, lines: Iterable[Line], judged: Collection[str], opinion: str) -> Answer:
    """Bar a checklist with a doubtful or an unticked line on which its officer says nothing."""
    open_ = [line.word for line in lines if line.doubt]
    open_ += [word for key, word in JUDGED.items() if key not in judged]
    if not open_ or len(opinion) >= OPINION_LEAST:
        return None
    return Finding.of("background.unexplained", CLAUSE, what="、".join(open_), least=OPINION_LEAST)


@rule(CLAUSE)
def confirmed_as_shown(*, lines: Sequence[Line], seen: str) -> Answer:
    """Bar a checklist whose lines are no longer those that its officer was shown."""
    if seen == digest(lines):
        return None
    return Finding.of("background.unseen", CLAUSE, field="seen")


@rule(CLAUSE)
def background_stands(*, was: Trade | None, now: Trade) -> Answer:
    """Bar an offer without a checklist of the trade, or on one whose facts have changed since."""
    if was is None:
        return Finding.of("background.missing", CLAUSE)
    if changed := moved(was, now):
        return Finding.of("background.outdated", CLAUSE, what=";".join(changed))
    return None
