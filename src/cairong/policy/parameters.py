"""Numbers the rules run by: defaults as dated data, each with its unit and its source (D28)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from cairong.kernel.money import format_yuan

NOTICE_FROM = date(2021, 3, 10)
PLATFORM_FROM = NOTICE_FROM
WORKING, CALENDAR, HOURS, PERCENT, FEN = "个工作日", "日", "小时", "%", "分"


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One number from a day on. `source` says where it comes from, `obligation` which clause."""

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
        return format_yuan(self.value) if self.unit == FEN else f"{self.value} {self.unit}"


def _of_notice(code: str, word: str, value: int, unit: str, obligation: str) -> Parameter:
    return Parameter(
        code=code, word=word, value=value, unit=unit, valid_from=NOTICE_FROM,
        obligation=obligation, source=f"洛财购〔2021〕4号 {obligation}",
    )  # fmt: skip


def _of_platform(code: str, word: str, value: int, unit: str, obligation: str) -> Parameter:
    return Parameter(
        code=code, word=word, value=value, unit=unit, valid_from=PLATFORM_FROM,
        obligation=obligation, source="平台默认值,由财政部门按 三(一)-2 调整",
    )  # fmt: skip


DEFAULTS: tuple[Parameter, ...] = (
    _of_notice("sign_days", "签订合同期限", 15, CALENDAR, "二(二)-1"),
    _of_notice("file_days", "合同备案期限", 3, WORKING, "二(二)-2"),
    _of_notice("decide_days", "融资审批期限", 10, WORKING, "二(四)-3"),
    _of_notice("disburse_days", "放款期限", 7, WORKING, "二(四)-4"),
    _of_notice("target_city_percent", "市级融资规模年增幅目标", 100, PERCENT, "一(二)-3"),
    _of_notice("target_county_percent", "县区融资规模年增幅目标", 30, PERCENT, "一(二)-4"),
    Parameter(
        code="announce_days", word="合同公告期限", value=2, unit=WORKING, valid_from=NOTICE_FROM,
        obligation="二(二)-3", source="《政府采购法实施条例》第五十条",
    ),
    Parameter(
        code="pay_days", word="合同未约定时的付款期限", value=30, unit=CALENDAR,
        valid_from=NOTICE_FROM, obligation="802§9", source="《保障中小企业款项支付条例》第九条",
    ),
    Parameter(
        code="pay_days_at_most", word="付款期限上限", value=60, unit=CALENDAR,
        valid_from=NOTICE_FROM, obligation="802§9", source="《保障中小企业款项支付条例》第九条",
    ),
    _of_platform("review_days", "备案审核期限", 2, WORKING, "二(二)-7"),
    _of_platform("mend_days", "退回备案补正期限", 2, WORKING, "二(二)-2"),
    _of_platform("contract_cap_percent", "合同融资比例上限", 70, PERCENT, "一(一)-1"),
    _of_platform("receipt_hours", "真实性核验有效时间", 24, HOURS, "二(五)-4"),
    _of_platform("intent_lapse_days", "融资意向有效期", 30, CALENDAR, "二(一)-3"),
    _of_platform("first_contact_days", "首次联系供应商期限", 2, WORKING, "二(一)-3"),
    _of_platform("complete_silence_days", "材料齐全确认期限", 2, WORKING, "二(四)-3"),
    _of_platform("lock_lapse_days", "账户锁定申请有效期", 10, WORKING, "二(三)-3"),
    Parameter(
        code="change_hold_days", word="账户变更期间已接受报价的保留期限", value=20, unit=WORKING,
        valid_from=PLATFORM_FROM, obligation="二(三)-3",
        source="平台默认值:变更由供应商、采购人、国库科先后办理,按账户锁定期限的两倍定;"
        "由财政部门按 三(一)-2 调整",
    ),
    _of_platform("conditions_days", "账户锁定后落实放款条件期限", 10, WORKING, "二(四)-4"),
    _of_platform("purchaser_ack_days", "采购人确认锁定期限", 2, WORKING, "二(三)-3"),
    _of_platform("treasury_confirm_days", "国库科确认锁定期限", 1, WORKING, "二(三)-3"),
    _of_platform("treasury_pay_days", "国库科办理支付期限", 2, WORKING, "二(三)-4"),
    _of_platform("offer_days", "报价有效期", 5, WORKING, "二(四)-2"),
    _of_platform("small_base_fen", "目标计算的小基数界限", 100_000_000, FEN, "一(二)-3"),
)  # fmt: skip

MOST = {WORKING: 366, CALENDAR: 366, HOURS: 8784, PERCENT: 1000, FEN: 10**12}
MOST_CAP = 100  # percent: no share is larger than the whole

BY_CODE: dict[str, Parameter] = {one.code: one for one in DEFAULTS}


def parameter_on(code: str, on: date, overrides: Iterable[Parameter] = ()) -> Parameter:
    """Return the parameter that holds on a day: the newest override by then, else the default.

    Raises KeyError for a code that has no default.
    """
    held = [one for one in overrides if one.code == code and one.valid_from <= on]
    return max(held, key=lambda one: one.valid_from, default=BY_CODE[code])


def bounds(code: str) -> tuple[Parameter, Parameter]:
    """Return the least and the largest value that makes sense of a parameter, as parameters."""
    known = BY_CODE[code]
    most = MOST_CAP if code.endswith("cap_percent") else MOST[known.unit]
    return replace(known, value=1), replace(known, value=most)


def default(code: str) -> int:
    """Return the default value of a parameter."""
    return BY_CODE[code].value
