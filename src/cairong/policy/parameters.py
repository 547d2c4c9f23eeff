"""Numbers the rules run by: dated lists in two tiers, the city's and the law's, with sources (D28).

A value that ships for every city is one line in NUMBERS: the day from which it holds, the value,
the source. Cases of earlier days keep theirs; a city's own rows go before it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from cairong.kernel.calendar import Unit
from cairong.kernel.errors import Finding, Invalid, PolicyBreach
from cairong.kernel.money import format_yuan
from cairong.policy import complaining
from cairong.policy.inquiring import SHIPPED as ASKING
from cairong.policy.on_paper import SHIPPED as ON_PAPER
from cairong.policy.overdue import SHIPPED as LATE
from cairong.policy.record import SHIPPED
from cairong.policy.rule import Answer, rule

WORKING, CALENDAR, HOURS, PERCENT, FEN, CHOICE = "个工作日", "日", "小时", "%", "分", "种"
TIMES, COPIES, YEARS, MB = "次", "份", "年", "MB"
UNITS: dict[str, Unit] = {WORKING: "working", CALENDAR: "calendar"}
MOST = {
    WORKING: 366, CALENDAR: 366, HOURS: 8784, PERCENT: 1000, FEN: 10**12, TIMES: 100, YEARS: 10,
    COPIES: 100, MB: 10_000,
}  # fmt: skip
MOST_CAP = 100  # percent: no share is larger than the whole


class Dated(NamedTuple):
    """What a number is from a day on, and where that is written."""

    valid_from: date
    value: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One number as it holds from a day on: by which clause, and from which source."""

    code: str
    word: str
    value: int
    unit: str
    valid_from: date
    obligation: str
    source: str

    @property
    def said(self) -> str:
        """The value with its unit, as people read it."""
        return BY_CODE[self.code].say(self.value)


@dataclass(frozen=True)
class Tier:
    """What the city, or the law, says of a number: its clause, its unit, its values by date."""

    obligation: str
    unit: str
    values: Sequence[Dated]


@dataclass(frozen=True, kw_only=True)
class Number:
    """One number the rules run by: the city's tier, and the law's where the law bounds it.

    One that stands for a choice says in `words` what each of its values means.
    """

    code: str
    word: str
    city: Tier
    law: Tier | None = None
    words: Mapping[int, str] = field(default_factory=dict)

    @property
    def unit(self) -> str:
        """The unit in which the city counts."""
        return self.city.unit

    def say(self, value: int) -> str:
        """Write a value with its unit, as people read it."""
        if value in self.words:
            return self.words[value]
        return format_yuan(value) if self.unit == FEN else f"{value} {self.unit}"

    def by_city(self) -> list[Parameter]:
        """List the values of the city's tier that ship."""
        return [self.set_to(value) for value in self.city.values]

    def by_law(self) -> list[Parameter]:
        """List the values of the law, none where it knows no such number."""
        return [_read(self, self.law, value) for value in self.law.values] if self.law else []

    def set_to(self, value: Dated) -> Parameter:
        """Read one value as the city's."""
        return _read(self, self.city, value)


def _read(number: Number, tier: Tier, row: Dated) -> Parameter:
    return Parameter(
        code=number.code, word=number.word, value=row.value, unit=tier.unit,
        valid_from=row.valid_from, obligation=tier.obligation, source=row.source,
    )  # fmt: skip


def _since(day: str, value: int, source: str) -> Dated:
    return Dated(date.fromisoformat(day), value, source)


def _number(
    code: str,
    word: str,
    unit: str,
    obligation: str,
    *values: Dated,
    law: Tier | None = None,
    words: Mapping[int, str] | None = None,
) -> Number:
    city = Tier(obligation, unit, values)
    return Number(code=code, word=word, city=city, law=law, words=words or {})


def _law(obligation: str, unit: str, *values: Dated) -> Tier:
    return Tier(obligation, unit, values)


NOTICE = "洛财购〔2021〕4号"
PLATFORM = "平台默认值,由财政部门按 三(一)-2 调整"
ALERTED = "平台设定:预警只请人查看,不作认定;由财政部门按 三(一)-2 调整"
PAYING = (("2020-09-01", "728号)第八条"), ("2025-06-01", "802号)第九条"))
PAID_BY_LAW, PAID_AT_MOST = (
    _law("802§9", CALENDAR, *(
        _since(day, days, f"《保障中小企业款项支付条例》(国务院令第{no}") for day, no in PAYING))
    for days in (30, 60)
)  # fmt: skip
SME = "《政府采购促进中小企业发展管理办法》(财库〔2020〕46号)第十六条"
SIZED = (
    _number("size_letter_days", "答复财政部门规模认定协查函期限", WORKING, "46§16",
        _since("2021-03-10", 10, SME), law=_law("46§16", WORKING, _since("2021-01-01", 10, SME))),
    _number("size_decide_days", "认定企业规模期限(不是协查函的)", WORKING, "802§29",
        _since("2021-03-10", 10, f"802号令第二十九条没有规定期限,照 46§16;{PLATFORM}")),
    _number("size_heard_days", "企业对规模异议的陈述期", WORKING, "802§29",
        _since("2021-03-10", 5, PLATFORM)),
)  # fmt: skip
RECORDED = [
    _number(code, f"履约评级:{word}", unit, "二(五)-6", _since("2021-03-10", value, PLATFORM))
    for code, word, unit, value in SHIPPED
]
ROOMS = (
    ("二(四)-3", ASKING),
    ("二(一)-6", ON_PAPER),
    ("二(四)-5", LATE),
    ("三(一)-2", complaining.SHIPPED),
)  # numbers that stand with their rules, by clause
OF_ROOMS = [
    _number(*each[:3], clause, _since("2021-03-10", each[3], PLATFORM))
    for clause, shipped in ROOMS
    for each in shipped
]
ROUTED = [
    _number(code, word, CHOICE, "三(一)-2", _since("2021-03-10", value, PLATFORM),
        words=complaining.ROUTE_WORDS)
    for code, word, value in complaining.ROUTES
]  # fmt: skip
NUMBERS: tuple[Number, ...] = (
    _number("sign_days", "签订合同期限", CALENDAR, "二(二)-1",
        _since("2021-03-10", 15, f"{NOTICE} 二(二)-1"),
        law=_law("采购法§46", CALENDAR, _since("2003-01-01", 30, "《政府采购法》第四十六条")),
    ),
    _number("file_days", "合同备案期限", WORKING, "二(二)-2",
        _since("2021-03-10", 3, f"{NOTICE} 二(二)-2"),
        law=_law("采购法§47", WORKING, _since("2003-01-01", 7, "《政府采购法》第四十七条")),
    ),
    _number("decide_days", "融资审批期限", WORKING, "二(四)-3",
        _since("2021-03-10", 10, f"{NOTICE} 二(四)-3")),
    _number("disburse_days", "放款期限", WORKING, "二(四)-4",
        _since("2021-03-10", 7, f"{NOTICE} 二(四)-4")),
    _number("target_city_percent", "市级融资规模年增幅目标", PERCENT, "一(二)-3",
        _since("2021-03-10", 100, f"{NOTICE} 一(二)-3")),
    _number("target_city_scope", "市级融资规模的口径", CHOICE, "一(二)-3",
        _since("2021-03-10", 1, f"{NOTICE} 一(二)-3「市级」按市本级合同计,县区另有 一(二)-4;"
               "由财政部门按 三(一)-2 调整"),
        words={1: "市本级合同", 2: "全市合同(市本级和各县区)"},
    ),
    _number("brief_loan_days", "另列的短期贷款:放款后还清的天数", CALENDAR, "一(二)-3",
        _since("2021-03-10", 7, PLATFORM)),
    _number("target_county_percent", "县区融资规模年增幅目标", PERCENT, "一(二)-4",
        _since("2021-03-10", 30, f"{NOTICE} 一(二)-4")),
    _number("announce_days", "合同公告期限", WORKING, "二(二)-3",
        _since("2021-03-10", 2, "《政府采购法实施条例》第五十条"),
        law=_law("条例§50", WORKING, _since("2015-03-01", 2, "《政府采购法实施条例》第五十条")),
    ),
    _number("pay_days", "合同未约定时的付款期限", CALENDAR, "802§9",
        *PAID_BY_LAW.values,
        law=PAID_BY_LAW,
    ),
    _number("pay_days_at_most", "付款期限上限", CALENDAR, "802§9",
        *PAID_AT_MOST.values,
        law=PAID_AT_MOST,
    ),
    _number("review_days", "备案审核期限", WORKING, "二(二)-7",
        _since("2021-03-10", 2, PLATFORM)),
    _number("mend_days", "退回备案补正期限", WORKING, "二(二)-2",
        _since("2021-03-10", 2, PLATFORM)),
    _number("confirm_account_days", "供应商确认回款账户期限", WORKING, "二(三)-3",
        _since("2021-03-10", 3, PLATFORM)),
    _number("opening_objection_days", "供应商核对期初余额期限", WORKING, "二(三)-4",
        _since("2021-03-10", 5, PLATFORM)),
    _number("contract_cap_percent", "合同融资比例上限", PERCENT, "一(一)-1",
        _since("2021-03-10", 70, PLATFORM)),
    _number("receipt_hours", "真实性核验有效时间", HOURS, "二(五)-4",
        _since("2021-03-10", 24, PLATFORM)),
    _number("intent_lapse_days", "融资意向有效期", CALENDAR, "二(一)-3",
        _since("2021-03-10", 30, PLATFORM)),
    _number("answer_recommendation_days", "答复推荐企业期限", WORKING, "三(一)-4",
        _since("2021-03-10", 5, PLATFORM)),
    _number("board_task_days", "联席任务的通常期限", CALENDAR, "三(一)-1",
        _since("2021-03-10", 30, PLATFORM)),
    _number("board_answer_days", "答复联席事项期限", WORKING, "三(一)-1",
        _since("2021-03-10", 5, PLATFORM)),
    _number("agreement_warn_days", "数据共享协议到期前几天提醒", CALENDAR, "三(一)-1",
        _since("2021-03-10", 30, PLATFORM)),
    _number("event_effect_days", "活动成效的统计天数", CALENDAR, "三(三)-3",
        _since("2021-03-10", 90, PLATFORM)),
    _number("contact_kept_days", "活动后保留报名联系方式的天数", CALENDAR, "三(三)-1",
        _since("2021-03-10", 30, PLATFORM)),
    _number("survey_words_kept_days", "问卷结束后保留文字回答的天数", CALENDAR, "三(三)-2",
        _since("2021-03-10", 180, PLATFORM)),
    _number("recommendation_days", "推荐企业的最长有效期", CALENDAR, "三(一)-4",
        _since("2021-03-10", 365, PLATFORM)),
    _number("first_contact_days", "首次联系供应商期限", WORKING, "二(一)-3",
        _since("2021-03-10", 2, PLATFORM)),
    _number("complete_silence_days", "材料齐全确认期限", WORKING, "二(四)-3",
        _since("2021-03-10", 2, PLATFORM)),
    _number("lock_lapse_days", "账户锁定申请有效期", WORKING, "二(三)-3",
        _since("2021-03-10", 10, PLATFORM)),
    _number("change_hold_days", "账户变更期间已接受报价的保留期限", WORKING, "二(三)-3",
        _since("2021-03-10", 20, "平台默认值:变更由供应商、采购人、国库科先后办理,"
               "按账户锁定期限的两倍定;由财政部门按 三(一)-2 调整"),
    ),
    _number("conditions_days", "账户锁定后落实放款条件期限", WORKING, "二(四)-4",
        _since("2021-03-10", 10, PLATFORM)),
    _number("purchaser_ack_days", "采购人确认锁定期限", WORKING, "二(三)-3",
        _since("2021-03-10", 2, PLATFORM),
        law=_law(
            "802§16", CALENDAR,
            _since("2020-09-01", 30, "《保障中小企业款项支付条例》(国务院令第728号)第十四条"),
            _since("2025-06-01", 30, "《保障中小企业款项支付条例》(国务院令第802号)第十六条"),
        ),
    ),
    _number("treasury_confirm_days", "国库科确认锁定期限", WORKING, "二(三)-3",
        _since("2021-03-10", 1, PLATFORM)),
    _number("treasury_pay_days", "国库科办理支付期限", WORKING, "二(三)-4",
        _since("2021-03-10", 2, PLATFORM)),
    _number("overdue_holder_days", "超期后提醒责任人:到期日之后", WORKING, "三(一)-2",
        _since("2021-03-10", 1, PLATFORM)),
    _number("overdue_head_days", "超期后告知责任人的主管:到期日之后", WORKING, "三(一)-2",
        _since("2021-03-10", 2, PLATFORM)),
    _number("overdue_bureau_days", "超期后告知财政部门:到期日之后", WORKING, "三(一)-2",
        _since("2021-03-10", 3, PLATFORM)),
    _number("overdue_urge_days", "超期后提示发督办函:到期日之后", WORKING, "三(一)-2",
        _since("2021-03-10", 5, PLATFORM)),
    _number("urge_answer_days", "答复督办函期限", WORKING, "三(一)-2",
        _since("2021-03-10", 5, PLATFORM)),
    _number("institution_review_days", "复核金融机构的周期", CALENDAR, "一(一)-4",
        _since("2021-03-10", 365, PLATFORM)),
    _number("guidance_answer_days", "答复信贷指导函期限", WORKING, "三(一)-3",
        _since("2021-03-10", 10, PLATFORM)),
    _number("guidance_close_days", "收到答复后办结信贷指导函期限", WORKING, "三(一)-3",
        _since("2021-03-10", 10, PLATFORM)),
    _number("relending_answer_days", "答复资金困难申报期限", WORKING, "三(二)-3",
        _since("2021-03-10", 10, PLATFORM)),
    _number("relending_window_days", "优先名单按放款额排位的窗口期", CALENDAR, "三(二)-3",
        _since("2021-03-10", 365, PLATFORM)),
    _number("roster_answer_days", "对接名录库企业并答复期限", WORKING, "三(二)-4",
        _since("2021-03-10", 20, PLATFORM)),
    *SIZED,
    *RECORDED,
    *OF_ROOMS,
    *ROUTED,
    _number("papers_day_mb", "一家单位一天上传材料的上限", MB, "二(四)-2",
        _since("2021-03-10", 200, PLATFORM)),
    _number("appeal_days", "年度评价申诉期", WORKING, "三(二)-1",
        _since("2021-03-10", 10, PLATFORM)),
    _number("answer_appeal_days", "答复评价申诉期限", WORKING, "三(二)-1",
        _since("2021-03-10", 10, PLATFORM)),
    _number("alert_days", "预警回看的天数", CALENDAR, "三(一)-3",
        _since("2021-03-10", 90, ALERTED)),
    _number("alert_twice_days", "疑似两次融资:两份合同签订相隔至多", CALENDAR, "三(一)-3",
        _since("2021-03-10", 30, ALERTED)),
    _number("alert_account_times", "回款账户多次变更:回看期内至少", TIMES, "三(一)-3",
        _since("2021-03-10", 2, ALERTED)),
    _number("alert_near_percent", "报价紧贴上限:达到最高金额的", PERCENT, "三(一)-3",
        _since("2021-03-10", 95, ALERTED)),
    _number("alert_near_times", "报价紧贴上限:同一产品至少", TIMES, "三(一)-3",
        _since("2021-03-10", 3, ALERTED)),
    _number("alert_overdue_days", "贷款逾期预警:应还日以后", CALENDAR, "三(一)-3",
        _since("2021-03-10", 10, ALERTED)),
    _number("offer_days", "报价有效期", WORKING, "二(四)-2",
        _since("2021-03-10", 5, PLATFORM)),
    _number("expected_least_times", "预计付款日:付款记录至少", TIMES, "二(五)-3",
        _since("2021-03-10", 20, PLATFORM)),
    _number("expected_beyond_days", "融资期限晚于预计付款日不用说明的天数", CALENDAR, "二(五)-3",
        _since("2021-03-10", 180, PLATFORM)),
    _number("expected_years", "预计付款日:看最近几年的验收", YEARS, "二(五)-3",
        _since("2021-03-10", 3, PLATFORM)),
    _number("small_base_fen", "目标计算的小基数界限", FEN, "一(二)-3",
        _since("2021-03-10", 100_000_000, PLATFORM)),
)  # fmt: skip

BY_CODE: dict[str, Number] = {each.code: each for each in NUMBERS}


def held_on(code: str, on: date, own: Iterable[Parameter] = ()) -> Parameter | None:
    """Find what a number is on a day: the newest of a city's `own` values by then, else of ours.

    None before its first day. Raises KeyError for a code there is not.
    """
    number = BY_CODE[code]
    return _newest((each for each in own if each.code == code), on) or _newest(number.by_city(), on)


def parameter_on(code: str, on: date, own: Iterable[Parameter] = ()) -> Parameter:
    """Return what a number is on a day. Raises PolicyBreach for a day before its first."""
    held = held_on(code, on, own)
    if held is not None:
        return held
    raise PolicyBreach(
        "rulebook.before_first",
        obligation=BY_CODE[code].city.obligation,
        word=BY_CODE[code].word,
        day=on,
        since=first_day(code),
    )


def first_day(code: str) -> date:
    """Return the first day of which a number can be asked."""
    return min(value.valid_from for value in BY_CODE[code].city.values)


def law_on(code: str, on: date) -> Parameter | None:
    """Find what the law says of a number on a day; None where it says nothing, or not yet."""
    return _newest(BY_CODE[code].by_law(), on)


def most_on(code: str, on: date) -> Parameter | None:
    """Find the value of the law that a city's own may not exceed: one in the city's unit."""
    law = law_on(code, on)
    return law if law is not None and law.unit == BY_CODE[code].unit else None


@rule("三(一)-2")
def within_law(*, code: str, value: int, on: date) -> Answer:
    """Bar a city's own number from a day on that is laxer than the law's; stricter is welcome."""
    number, most = BY_CODE[code], most_on(code, on)
    if most is None or value <= most.value:
        return None
    return Finding.of(
        "rulebook.laxer_than_law",
        most.obligation,
        word=number.word,
        value=number.say(value),
        most=most.said,
    )


def checked_value(code: str, value: int) -> Number:
    """Check that a value makes sense of a number. Raises Invalid, also for a code there is not."""
    known = BY_CODE.get(code)
    if known is None:
        raise Invalid("rulebook.no_parameter", field="code", value=code)
    least, most = bounds(code)
    if not least <= value <= most:
        said, lowest, highest = (known.say(each) for each in (value, least, most))
        raise Invalid("rulebook.value_range", field="value", value=said, least=lowest, most=highest)
    return known


def bounds(code: str) -> tuple[int, int]:
    """Return the least and the largest value that makes sense of a number."""
    if words := BY_CODE[code].words:
        return min(words), max(words)
    return 1, MOST_CAP if code.endswith("cap_percent") else MOST[BY_CODE[code].unit]


def _newest(rows: Iterable[Parameter], on: date) -> Parameter | None:
    return max((row for row in rows if row.valid_from <= on), key=_day, default=None)


def _day(parameter: Parameter) -> date:
    return parameter.valid_from
