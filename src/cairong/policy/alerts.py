"""Alerts for the regulator (监管预警): what is compared, what each says, how one is closed.

An alert decides nothing and is no finding against anybody: a person looks. 三(一)-3
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from cairong.policy.clauses import read_data

CLAUSE = "三(一)-3"
LEAST, MOST = 8, 500  # characters of the words with which one is closed
A_DAY = 100  # raised on one day at most; the rest on the next
NUMBERS = (
    "alert_days", "alert_twice_days", "alert_account_times", "alert_near_percent",
    "alert_near_times", "alert_overdue_days",
)  # fmt: skip
FINDINGS: Mapping[str, str] = {
    "none": "无异常",
    "handled": "已核实处理",
    "passed": "移送有关部门",
}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of alert: its name, what was compared, and what it may be that is no fault."""

    word: str
    says: str
    innocent: str

    def said(self, figures: Mapping[str, Any]) -> str:
        """Say what was found, with the figures of that day and what they were held against."""
        return self.says.format_map(figures)


KINDS: Mapping[str, Kind] = {
    "twice": Kind(
        word="同一应收账款疑似两次融资",
        says="采购人、供应商、金额相同,项目编号或名称也相同的两份合同,签订相隔 {days} 天"
        "(界限 {most} 天),都登记了融资。",
        innocent="分期签订的两份合同、同名的年度采购也会这样。",
    ),
    "lenders": Kind(
        word="一笔应收账款有两家机构的贷款",
        says="一笔应收账款上有 {lenders} 家机构未结清的贷款,共 {loans} 笔。",
        innocent="机构之间约定共同融资的也会这样。",
    ),
    "account": Kind(
        word="回款账户短期内多次变更",
        says="一笔应收账款的回款账户 {days} 天内变更了 {times} 次(界限 {least} 次)。",
        innocent="换贷款机构、银行网点合并也会变更。",
    ),
    "related": Kind(
        word="关联任职",
        says="同一个人现在既为供应商任职,也为同一笔业务的采购人、金融机构或另一家供应商任职,"
        "涉及 {cases} 笔业务。",
        innocent="兼职、借调、集团内任职也会这样。",
    ),
    "contact": Kind(
        word="不同单位留同一电话",
        says="同一笔业务的两家单位留了同一个电话,涉及 {cases} 笔业务。",
        innocent="代理记账、同一园区的总机也会这样。",
    ),
    "device": Kind(
        word="同一台设备登录过两家单位",
        says="{days} 天内,同一台设备({devices} 台)为同一笔业务的两家单位登录过,共 {times} 次。",
        innocent="公用电脑、现场培训、代办点也会这样。",
    ),
    "limit": Kind(
        word="多笔报价紧贴产品上限",
        says="{days} 天内,同一产品有 {offers} 笔报价达到最高金额的 {percent}%"
        " 而没有到顶(界限 {least} 笔)。",
        innocent="产品的最高金额定得偏低也会这样。",
    ),
    "overdue": Kind(
        word="贷款逾期",
        says="{due_on:%Y年%-m月%-d日}应还的款,{days} 天后还没有还清(界限 {most} 天)。",
        innocent="采购人迟付合同款也会使贷款逾期。",
    ),
    "evidence": Kind(
        word="真实性查询编号不合已知写法",
        says="机构登记的省系统查询编号不合平台已知的任何一种写法({formats})。",
        innocent="省系统没有公布编号规则,不合写法不等于伪造。",
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Format:
    """One way in which the province's system is known to write the number of a check."""

    pattern: str
    words: str
    example: str
    since: date
    source: str


@cache
def _formats() -> tuple[Format, ...]:
    rows = read_data("reference_formats.json")
    return tuple(Format(**{**row, "since": date.fromisoformat(row["since"])}) for row in rows)


def formats_on(day: date) -> Sequence[Format]:
    """List the ways that are known on a day."""
    return [each for each in _formats() if each.since <= day]


def said_of(kind: str, figures: Mapping[str, Any], raised_on: date) -> str:
    """Say what an alert found, as it was on the day it was raised."""
    read = {
        key: date.fromisoformat(value) if key.endswith("_on") else value
        for key, value in figures.items()
    }
    written = "、".join(each.words for each in formats_on(raised_on))
    return KINDS[kind].said({**read, "formats": written})
