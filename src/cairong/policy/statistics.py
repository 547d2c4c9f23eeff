"""Official statistics: which tables there are, and what each says of itself (一(二), 三(一))."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

type Cell = str | int | None
CellKind = Literal["text", "money", "number", "percent", "rate"]
WORD = "采融统"  # the word of the number of every table (字号)


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of a table. Values: whole fen for `money`, basis points for `rate`.

    `number` is a whole number; `percent` and `text` are written as they are read.
    """

    key: str
    word: str
    kind: CellKind = "text"


@dataclass(frozen=True, kw_only=True)
class Form:
    """The form of a statistic: title, what it counts, the obligation it serves, its columns."""

    title: str
    rule: str
    clause: str
    fields: tuple[Field, ...]


NAME = Field(key="level", word="级次")
INSTITUTION = Field(key="institution", word="金融机构")
AMOUNT = Field(key="amount", word="放款本金", kind="money")
LOANS = Field(key="loans", word="贷款(笔)", kind="number")
KEPT = Field(key="kept", word="按期(件)", kind="number")
SUPPLIERS = Field(key="suppliers", word="企业(家)", kind="number")
RATE = Field(key="rate", word="年利率(%)", kind="rate")
SPREAD = Field(key="spread", word="较 LPR(基点)", kind="number")
CREDIT = Field(key="credit", word="信用占比(%)", kind="number")
WEIGHTED = "年利率和较 LPR 的距离按本金加权;信用占比是没有抵押、担保的本金所占的比例"
DRAWN = "按自然年内实际放款的本金计算,每一笔提款只计一次,归合同所在级次"
FORMS: Mapping[str, Form] = {
    "targets": Form(
        title="融资目标完成情况表",
        rule=f"{DRAWN};含平台外融资,另列",
        clause="一(二)-3",
        fields=(
            NAME,
            Field(key="amount", word="本年融资", kind="money"),
            Field(key="line", word="目标线", kind="money"),
            Field(key="missing", word="还差", kind="money"),
            Field(key="base", word="上年融资", kind="money"),
            Field(key="percent", word="增幅(%)", kind="percent"),
            Field(key="outside", word="其中平台外:本年", kind="money"),
            Field(key="base_outside", word="其中平台外:上年", kind="money"),
            Field(key="verdict", word="说明"),
        ),
    ),
    "coverage": Form(
        title="融资覆盖情况表",
        rule="备案按审核通过的日期计;企业按人头计,一家企业在几个级次融资的,各级次各计一次",
        clause="一(二)-1",
        fields=(
            NAME,
            Field(key="filed", word="备案合同(份)", kind="number"),
            Field(key="institutions", word="放款机构(家)", kind="number"),
            LOANS,
            SUPPLIERS,
            Field(key="smes", word="其中中小微(家)", kind="number"),
            Field(key="first_time", word="其中首次融资(家)", kind="number"),
        ),
    ),
    "months": Form(
        title="按月放款情况表",
        rule=f"{DRAWN};不含平台外融资",
        clause="一(二)-3",
        fields=(
            Field(key="month", word="月份"),
            LOANS,
            Field(key="amount", word="当月放款", kind="money"),
            Field(key="sum", word="累计", kind="money"),
        ),
    ),
    "institutions": Form(
        title="金融机构放款情况表",
        rule=WEIGHTED,
        clause="三(一)-3",
        fields=(
            INSTITUTION,
            AMOUNT,
            LOANS,
            SUPPLIERS,
            RATE,
            SPREAD,
            CREDIT,
        ),
    ),
    "lenders": Form(
        title="金融机构分县区放款情况表",
        rule=f"{DRAWN};不含平台外融资;{WEIGHTED}",
        clause="三(一)-3",
        fields=(INSTITUTION, NAME, AMOUNT, LOANS, SUPPLIERS, RATE, SPREAD, CREDIT),
    ),
    "rates": Form(
        title="贷款利率和综合成本按月情况表",
        rule="按放款月份,各项都按本金加权;LPR 是各笔报价所用的;"
        "年化成本是报价时的内部收益率,含利息和一切费用",
        clause="三(一)-3",
        fields=(
            Field(key="month", word="月份"),
            LOANS,
            AMOUNT,
            RATE,
            Field(key="lpr", word="LPR(%)", kind="rate"),
            SPREAD,
            Field(key="cost", word="年化成本(%)", kind="rate"),
        ),
    ),
    "collateral": Form(
        title="要求抵押担保的例外情况表",
        rule="年内有效、年内报价或放款用过的产品条件,一版一行;"
        "报价和贷款按当年计,没有自己的担保条件,都随产品",
        clause="二(五)-5",
        fields=(
            INSTITUTION,
            Field(key="product", word="产品"),
            Field(key="asked", word="要求"),
            Field(key="ground", word="例外理由"),
            Field(key="source", word="依据"),
            Field(key="since", word="公布日"),
            Field(key="offers", word="报价(笔)", kind="number"),
            LOANS,
            AMOUNT,
        ),
    ),
    "filings": Form(
        title="合同签订、公告和备案情况表",
        rule="合同按签订、公告、审核通过的日期各计入当年;到期的备案,指当年办结和到截止日逾期未办的",
        clause="二(二)-2",
        fields=(
            NAME,
            Field(key="signed", word="签订合同(份)", kind="number"),
            Field(key="amount", word="签订金额", kind="money"),
            Field(key="announced", word="公告合同(份)", kind="number"),
            Field(key="filed", word="备案合同(份)", kind="number"),
            Field(key="filed_amount", word="备案金额", kind="money"),
            Field(key="due", word="到期的备案(件)", kind="number"),
            KEPT,
        ),
    ),
    "payments": Form(
        title="验收和资金支付情况表",
        rule="验收按验收日期计,已撤回的不计;支付按到账日期计;付出时账户在锁定中的另列",
        clause="二(三)-4",
        fields=(
            NAME,
            Field(key="accepted", word="验收(笔)", kind="number"),
            Field(key="accepted_amount", word="验收金额", kind="money"),
            Field(key="paid", word="到账支付(笔)", kind="number"),
            Field(key="amount", word="到账金额", kind="money"),
            Field(key="locked", word="其中付到锁定账户", kind="money"),
            Field(key="returned", word="退汇(笔)", kind="number"),
            Field(key="due", word="到期的付款(件)", kind="number"),
            KEPT,
        ),
    ),
    "kept_days": Form(
        title="按期履行职责情况表",
        rule="当年办结和到截止日逾期未办的各计一件;异议成立的不计;以出具时所知为准",
        clause="三(一)-1",
        fields=(
            Field(key="duty", word="职责"),
            Field(key="clause", word="依据"),
            Field(key="holder", word="由谁办"),
            Field(key="judged", word="到期(件)", kind="number"),
            KEPT,
            Field(key="late", word="逾期(件)", kind="number"),
        ),
    ),
    "promotion": Form(
        title="普及推广年度总结",
        rule="由活动、消息、问卷、贷款、案例和期限的记录得出,截止日以后的不计;来的和没来的相比不是证明",
        clause="三(三)-3",
        fields=(
            Field(key="group", word="类别"),
            Field(key="item", word="项目"),
            Field(key="number", word="数", kind="number"),
            Field(key="unit", word="单位"),
            Field(key="note", word="说明"),
        ),
    ),
}
TITLES: Mapping[str, str] = {kind: form.title for kind, form in FORMS.items()}


@rule("一(二)-3")
def counted_until(*, year: int, cut_off: date, today: date) -> Answer:
    """Bar a cut-off that is not the end of a past day of the year a table is about."""
    if cut_off.year == year and cut_off < today:
        return None
    return Finding.of("oversight.statistic_day", "一(二)-3", year=year, cut_off=cut_off)
