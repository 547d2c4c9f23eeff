"""Outside data (外部数据): which sources there are, what each says, and what a machine makes of it.

What a source says is checked into plain facts; a rule of ours says whether they meet the criterion
the source is asked for. What the rule does not cover stays the institution's judgement. 二(五)-1
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cairong.kernel.errors import Finding, Invalid
from cairong.kernel.money import format_yuan
from cairong.policy.eligibility import CLAUSE
from cairong.policy.rule import Answer, rule

RULES_OF = "2026-12-01"  # the day of the rules below: kept with each result
UNKNOWN = "unknown"
RESULT_WORDS: Mapping[str, str] = {"met": "符合", "unmet": "不符合", UNKNOWN: "平台不能判断"}
SIMULATED = "模拟数据源"  # no other source bears this name; a real city takes nothing of it
MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(minutes=1)
MOST_WORDS, MOST_LISTS, LONGEST = 300, 10, 60
MOST_FEN = 10**15
GRADES = ("A", "B", "M", "C", "D")
GOOD_GRADES, BAD_GRADES = ("A", "B", "M"), ("D",)
MONTHS, BUSY_MONTHS = 12, 6
KEPT_PERCENT = 80  # of the invoices of the year before
ENDED = ("吊销", "注销", "撤销", "停业", "迁出")
Facts = Mapping[str, Any]


class UnreadableError(ValueError):
    """A source answered what is no answer of its kind."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a machine makes of the facts of a source: in words, and whether they meet."""

    value: str
    result: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of outside data: who has it, what is read, which criterion it speaks of.

    `reads` checks what a source said into facts, `judges` says what they come to.
    """

    word: str
    what: str
    criterion: str
    cure: str
    reads: Callable[[Facts], dict[str, Any]]
    judges: Callable[[Facts], Verdict]


def _whole(said: Facts, name: str, most: int) -> int:
    value = said.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise UnreadableError(name)
    return value


def _text(said: Facts, name: str, most: int) -> str:
    value = said.get(name)
    if not isinstance(value, str) or len(value) > most or not value.isprintable():
        raise UnreadableError(name)
    return value.strip()


def _reads_credit(said: Facts) -> dict[str, Any]:
    listed = said.get("listed")
    if not isinstance(listed, list) or len(listed) > MOST_LISTS:
        raise UnreadableError("listed")
    return {"listed": [_text({"list": each}, "list", LONGEST) for each in listed]}


def _judges_credit(facts: Facts) -> Verdict:
    listed = facts["listed"]
    if listed:
        return Verdict(value=f"列入{'、'.join(listed)}"[:MOST_WORDS], result="unmet")
    return Verdict(value="未列入", result="met")


def _reads_tax(said: Facts) -> dict[str, Any]:
    grade = _text(said, "grade", 1)
    if grade and grade not in GRADES:
        raise UnreadableError("grade")
    return {"grade": grade, "owed_fen": _whole(said, "owed_fen", MOST_FEN)}


def _judges_tax(facts: Facts) -> Verdict:
    grade, owed = facts["grade"], facts["owed_fen"]
    rated = f"纳税信用{grade}级" if grade else "没有纳税信用级别"
    value = f"{rated},{f'欠税{format_yuan(owed)}' if owed else '没有欠税'}"
    if owed or grade in BAD_GRADES:
        return Verdict(value=value, result="unmet")
    return Verdict(value=value, result="met" if grade in GOOD_GRADES else UNKNOWN)


def _reads_invoices(said: Facts) -> dict[str, Any]:
    return {
        "year_fen": _whole(said, "year_fen", MOST_FEN),
        "before_fen": _whole(said, "before_fen", MOST_FEN),
        "months": _whole(said, "months", MONTHS),
    }


def _judges_invoices(facts: Facts) -> Verdict:
    year, before, months = facts["year_fen"], facts["before_fen"], facts["months"]
    value = f"近12个月开票{format_yuan(year)},{months}个月有开票,再前12个月{format_yuan(before)}"
    if not year:
        return Verdict(value=value, result="unmet")
    kept = before and year * 100 >= before * KEPT_PERCENT
    return Verdict(value=value, result="met" if kept and months >= BUSY_MONTHS else UNKNOWN)


def _reads_licence(said: Facts) -> dict[str, Any]:
    status = _text(said, "status", LONGEST)
    if not status:
        raise UnreadableError("status")
    return {"status": status, "scope": _text(said, "scope", MOST_WORDS)}


def _judges_licence(facts: Facts) -> Verdict:
    status, scope = facts["status"], facts["scope"]
    value = f"登记状态{status};经营范围:{scope or '没有登记'}"[:MOST_WORDS]
    ended = any(word in status for word in ENDED)
    return Verdict(value=value, result="unmet" if ended else UNKNOWN)


KINDS: Mapping[str, Kind] = {
    "credit": Kind(
        word="信用中国",
        what="严重失信主体、重大违法名单",
        criterion="lawful",
        cure="企业向列入名单的机关申请移出",
        reads=_reads_credit,
        judges=_judges_credit,
    ),
    "tax": Kind(
        word="税务",
        what="纳税信用级别、欠税",
        criterion="credit",
        cure="企业缴清欠税,或向主管税务机关申请修复纳税信用",
        reads=_reads_tax,
        judges=_judges_tax,
    ),
    "invoice": Kind(
        word="电子发票",
        what="近两年各12个月的开票金额和月数",
        criterion="running",
        cure="企业说明停开或减少开票的原因,补充近期报表",
        reads=_reads_invoices,
        judges=_judges_invoices,
    ),
    "licence": Kind(
        word="营业执照登记",
        what="登记状态、经营范围",
        criterion="business",
        cure="企业向登记机关办理恢复或变更登记",
        reads=_reads_licence,
        judges=_judges_licence,
    ),
}


def kind_of(source: str) -> Kind:
    """Find a kind of outside data by its code. Raises Invalid for one that is none."""
    kind = KINDS.get(source)
    if kind is None:
        raise Invalid("lookup.source", field="source", value=source[:40])
    return kind


def said_of(source: str, value: str, of_on: date) -> str:
    """Say a value with its source and day: 信用中国,2026-12-01 查询:未列入."""
    return f"{KINDS[source].word},{of_on.isoformat()} 查询:{value}"


@rule(CLAUSE)
def consented(*, source: str, stands: bool) -> Answer:
    """Bar a reading of outside data without a consent that stands."""
    if stands:
        return None
    return Finding.of("lookup.no_consent", CLAUSE, what=KINDS[source].word)


def pause_before_next(attempts: int) -> timedelta:
    """Say how long a source that did not answer is left alone after so many tries."""
    doubled: int = 2 ** max(attempts - 1, 0)
    return FIRST_PAUSE * doubled
