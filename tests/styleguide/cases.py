"""Sample values of the parts that tell a case."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from cairong.kernel.actor import ROLE_NAMES, Role
from cairong.kernel.calendar import SHANGHAI, Unit, add_days, days_between
from cairong.kernel.errors import Finding, PolicyBreach, Refusal
from cairong.kernel.states import State
from cairong.policy.calendar_data import default_calendar
from cairong.web.parts import (
    Ball,
    Change,
    Deadline,
    Fact,
    Moment,
    Paper,
    Pause,
    Step,
    Sum,
    TwoPerson,
    Why,
)

TODAY = date(2025, 10, 20)
START = date(2025, 10, 9)
PURCHASER = "洛阳市第一实验小学"
STATES = (
    State(word="待确认齐全", shape="wait", holder=Role.INSTITUTION_OFFICER),
    State(word="审批中", shape="work", holder=Role.INSTITUTION_APPROVER),
    State(word="已放款", shape="done"),
    State(word="已退回", shape="stop", holder=Role.SUPPLIER),
    State(
        word="等待确认锁定",
        shape="alert",
        holder=Role.PURCHASER_OFFICER,
        awaits="确认锁定",
        obligation="二(三)-3",
    ),
)


def deadlines() -> list[Deadline]:
    """Make a deadline in each of its states."""
    running = _counted(START, 10, "working", "二(四)-3", "完成审批")
    early = _counted(date(2025, 9, 29), 10, "working", "二(四)-3", "完成审批")
    over = _counted(date(2025, 9, 24), 10, "working", "二(四)-3", "完成审批")
    signing = _counted(START, 15, "calendar", "二(二)-1", "签订政府采购合同")
    filing = Deadline(due=TODAY, today=TODAY, days_left=0, obligation="二(二)-2")
    draw = replace(filing, due=date(2025, 10, 24), days_left=4, obligation="二(四)-4")
    waited = Pause(since=date(2025, 10, 14), until=date(2025, 10, 15), reason="等待补充材料")
    stands = Pause(since=date(2025, 10, 18), reason="账户变更待核")
    return [
        running,
        early,
        over,
        replace(signing, due_law=date(2025, 11, 10)),
        replace(running, due=date(2025, 10, 24), days_left=4, pauses=(waited,)),
        replace(running, verdict="kept", done_on=TODAY),
        filing,
        replace(draw, due=date(2027, 1, 8), days_left=55, provisional=True),
        replace(draw, pauses=(stands,)),
        replace(over, verdict="late", done_on=date(2025, 10, 17)),
    ]


def _counted(start: date, days: int, unit: Unit, obligation: str, word: str) -> Deadline:
    calendar = default_calendar()
    end = add_days(start, days, unit, calendar)
    return Deadline(
        word=word,
        start=start,
        due=end.due,
        today=TODAY,
        days_left=days_between(TODAY, end.due, unit, calendar),
        unit=unit,
        obligation=obligation,
        counted=end.counted,
        provisional=end.provisional,
        calendar_version=calendar.version,
    )


def ball_of(state: State, holder: str, **more: Any) -> Ball:
    """Make the ball of a state, held by the organisation named."""
    if state.holder is None:
        return Ball(awaits=state.awaits or state.word)
    awaits = state.awaits or state.word
    return Ball(holder=holder, role=ROLE_NAMES[state.holder], awaits=awaits, **more)


def balls() -> list[Ball]:
    """Make the ball: with another, with the reader, with nobody."""
    return [
        ball_of(STATES[4], PURCHASER, deadline=deadlines()[0]),
        Ball(
            holder="甲银行股份有限公司洛阳分行",
            role="金融机构复核",
            awaits="审批",
            mine=True,
            deadline=deadlines()[1],
            next_word="同意后生成报价,送供应商接受",
        ),
        ball_of(STATES[2], ""),
    ]


def steps() -> list[Step]:
    """Make the steps of a loan under way."""
    return [
        Step(word="登记意向", place="done", note="10月9日"),
        Step(word="审批", place="done", note="10月20日"),
        Step(word="锁定回款账户", place="now", note="等待采购人"),
        Step(word="放款", note="预计 10月29日"),
        Step(word="回款还贷"),
    ]


def halted() -> list[Step]:
    """Make the steps of a filing that was returned."""
    return [
        Step(word="签订", place="done"),
        Step(word="公开", place="done"),
        Step(word="备案审核", place="stop", note="退回:验收要求缺失"),
        Step(word="已备案"),
    ]


def loan() -> list[Step]:
    """Make the steps as a supplier's phone shows them."""
    return steps()


def moments() -> list[Moment]:
    """Make a timeline: past, halted, now, expected."""
    return [
        Moment(
            what="中标通知书发出",
            organisation=PURCHASER,
            role="采购人经办",
            at=datetime(2025, 9, 24, 10, 5, tzinfo=SHANGHAI),
            papers=(Paper(word="告知函(PDF)", href="#case"),),
        ),
        Moment(
            what="备案退回",
            organisation="洛阳市财政局",
            role="采购科经办",
            at=datetime(2025, 9, 30, 16, 40, tzinfo=SHANGHAI),
            note="验收要求:只写了「按合同」,请写明标准和时间。",
            halt=True,
        ),
        Moment(
            what="合同备案通过",
            organisation="洛阳市财政局",
            role="采购科复核",
            at=datetime(2025, 10, 9, 9, 12, tzinfo=SHANGHAI),
            papers=(
                Paper(word="凭证", href="#case"),
                Paper(word="公开页", href="#case"),
            ),
        ),
        Moment(
            what="确认锁定回款账户",
            organisation=PURCHASER,
            role="采购人经办",
            expected=date(2025, 10, 23),
            now=True,
        ),
        Moment(what="放款", organisation="甲银行洛阳分行", expected=date(2025, 10, 29)),
        Moment(what="回款还贷、结清"),
    ]


def why() -> Why:
    """Make the reason of a figure, with its arithmetic."""
    return Why(
        rule="可融资额度按财政仍欠该合同的款项计算,不看抵押物",
        obligation="一(一)-1",
        facts=(
            Fact(word="合同金额", fen=68_520_000, source="备案合同 HT-2025-0107"),
            Fact(word="已支付", fen=0, source="国库支付记录"),
            Fact(word="成数上限", value="70 %", source="参数 2025 年第 1 版"),
        ),
        sums=(
            Sum(word="合同金额 − 已支付", fen=68_520_000),
            Sum(word="× 70 %,向下到分", fen=47_964_000),
            Sum(word="− 未偿本金与占用", fen=0),
            Sum(word="可融资", fen=47_964_000),
        ),
        mender="采购人补签补充合同,或国库确认退汇后,额度自动重算。",
    )


def two_person() -> TwoPerson:
    """Make an act that waits for its second person."""
    return TwoPerson(
        word="复核:报价 YX-2025-0029",
        action="#two",
        proposed_by="李文静",
        proposed_at=datetime(2025, 10, 20, 9, 30, tzinfo=SHANGHAI),
        changes=(
            Change(word="授信金额", before="¥400,000.00", after="¥411,120.00"),
            Change(word="年利率", before="", after="LPR(3.00 %)+ 45 基点 = 3.45 %"),
            Change(word="期限", before="180 天", after="180 天"),
            Change(word="担保", before="无", after="无"),
        ),
        basis=(
            Fact(word="可融资额度", fen=47_964_000),
            Fact(word="真实性核验", value="2025年10月20日 08:55,一致"),
            Fact(word="省系统核对", value="HN-2025-88213"),
        ),
        papers=(Paper(word="核验凭证", href="#two"),),
        obligation="二(五)-4",
        next_word="报价送供应商,5 个工作日内有效。",
    )


def barred() -> TwoPerson:
    """Make the same act as its own preparer sees it."""
    return TwoPerson(
        word="复核:回款账户变更",
        action="#two",
        proposed_by="李文静",
        proposed_at=datetime(2025, 10, 20, 11, 0, tzinfo=SHANGHAI),
        changes=(Change(word="开户行", before="甲银行涧西支行", after="甲银行洛阳分行营业部"),),
        obligation="二(三)-3",
        barred="经办和复核必须是两个人。请另一位有复核权限的同事办理。",
    )


def refusal() -> Refusal:
    """Make a refusal with two findings."""
    return PolicyBreach(
        Finding(code="four_eyes.same_person", obligation="二(三)-3", params={"person": "李文静"}),
        Finding(
            code="invalid.money_size",
            obligation="二(五)-3",
            params={"field": "融资金额", "value": "4111200000000000000"},
        ),
    )
