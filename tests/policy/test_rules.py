"""Rules on contracts, acceptance and payment, products and targets, as tables a clerk can read."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import pytest

from cairong.kernel.calendar import SHANGHAI, Unit
from cairong.kernel.errors import PolicyBreach
from cairong.policy import contracts, products, targets, treasury
from cairong.policy.catalogue import SENTENCES, sentence
from cairong.policy.clauses import known
from cairong.policy.items import REQUIRED
from cairong.policy.rule import RULES, Answer, findings, require

NOTICE, SIGNED, TODAY = date(2024, 1, 29), date(2024, 2, 7), date(2024, 2, 23)
ACCOUNTS = [("甲公司", "6222-0200-0000-0001"), ("乙公司", "6222020000000002")]
EARLY, COMING = date(2024, 1, 26), date(2024, 2, 24)
FILLED = dict.fromkeys(REQUIRED, "有")
HALVES = [Decimal(40), Decimal(60)]


def agreed(days: int, unit: Unit, *, most_days: int = 60) -> Answer:
    return contracts.agreed_days_within_law(
        milestone="验收", agreed_days=days, unit=unit, most_days=most_days
    )


def elsewhere(at: str = "", no: str = "洛财备1", what: str = "filed") -> Answer:
    """What another site gave for a contract signed on SIGNED; it is 10:00 of TODAY."""
    given = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI) if at else None
    now = datetime.combine(TODAY, datetime.min.time(), SHANGHAI).replace(hour=10)
    return contracts.done_elsewhere(
        what=what, field="outside", no=no, at=given, signed_on=SIGNED, now=now
    )


def confirmed(
    *silent: str, against: Sequence[str] = (), reason: str = "", today: date = TODAY
) -> Answer:
    """Whether accounts may stand; the suppliers had time until TODAY."""
    return treasury.account_confirmed(
        unconfirmed=silent, disowned=against, reason=reason, until=TODAY, today=today
    )


KEPT: list[Answer] = [
    confirmed(),
    confirmed("甲公司", reason="已电话核对", today=COMING),
    treasury.accounts_apart(accounts=ACCOUNTS),
    treasury.accounts_apart(accounts=[("甲公司", ""), ("乙公司", "")]),
    treasury.accounts_apart(accounts=[ACCOUNTS[0], ACCOUNTS[0]]),
    contracts.signed_after_notice(signed_on=SIGNED, notice_on=NOTICE),
    contracts.signed_after_notice(signed_on=NOTICE, notice_on=NOTICE),
    contracts.day_has_come(day=TODAY, today=TODAY, what="签订日期"),
    elsewhere(no=""),
    elsewhere("2024-02-07 00:00"),
    elsewhere("2024-02-23 10:00"),
    contracts.amount_within_award(amount_fen=19800000, award_fen=19800000),
    contracts.shares_entered(open_names=[]),
    contracts.supplier_known(supplier="甲", uscc="91110000600037341L"),
    contracts.shares_add_up(shares_fen=[1, 2], whole_fen=3),
    contracts.items_present(items=FILLED),
    contracts.schedule_adds_up(percents=HALVES),
    agreed(60, "calendar"),
    agreed(0, "calendar"),
    agreed(42, "working"),
    agreed(0, "working"),
    agreed(45, "calendar", most_days=45),
    agreed(32, "working", most_days=45),
    contracts.payee_is_supplier(payee="洛阳(甲) 公司", supplier="洛阳(甲)公司"),
    contracts.bank_matches_code(bank="中国工商银行洛阳分行", cnaps="102493000011"),
    contracts.bank_matches_code(bank="甲银行", cnaps="313493080539"),
    contracts.bank_matches_code(bank="洛阳农商银行", cnaps="402493080539"),
    contracts.no_state_secret(state_secret=False),
    contracts.may_be_withheld(item="quality", ground="商业秘密", until=COMING, today=TODAY),
    contracts.return_has_reasons(reasons={"quality": "不清"}, items=["quality"]),
    contracts.return_has_reasons(reasons={"": "附件缺页"}, items=[]),
    contracts.fixed_at_signing(changed=["quality"]),
    treasury.acceptance_within_milestone(amount_fen=100, open_fen=100, milestone="验收"),
    treasury.acceptance_not_asked_for(milestone="验收", asked_fen=0),
    treasury.accepted_keeps_its_milestone(milestone="验收", accepted_fen=100, share_fen=100),
    treasury.accepted_on_a_possible_day(on=TODAY, signed_on=SIGNED, today=TODAY),
    treasury.arrived_on_a_possible_day(on=SIGNED, released_on=SIGNED, today=TODAY),
    treasury.arrived_on_a_possible_day(on=TODAY, released_on=SIGNED, today=TODAY),
    treasury.payment_within_owed(amount_fen=27408000, owed_fen=27408000),
    treasury.paid_to_current_payee(payee_version=2, current_version=2),
    products.no_collateral(asked="", ground=""),
    products.rate_fixed(floats=False),
    products.no_collateral(asked="设备抵押", ground="设备已由供应商自愿办理抵押登记"),
]

BROKEN: list[tuple[Answer, str, str]] = [
    (contracts.signed_after_notice(signed_on=EARLY, notice_on=NOTICE), "二(二)-1", "1月26日"),
    (contracts.day_has_come(day=COMING, today=TODAY, what="签订日期"), "二(二)-6", "签订日期"),
    (elsewhere(), "二(二)-2", "没有填时间"),
    (elsewhere("2024-02-08 09:00", no=""), "二(二)-2", "没有填编号"),
    (elsewhere(what="announced"), "二(二)-3", "在其他网站公告的编号"),
    (elsewhere("2024-02-06 23:59"), "二(二)-2", "2024年2月6日 23:59 不能早于签订日期 2024年2月7日"),
    (elsewhere("2024-02-23 10:01", what="announced"), "二(二)-3", "公告的时间 2024年2月23日 10:01"),
    (contracts.amount_within_award(amount_fen=19800001, award_fen=19800000), "采购法§46",
     "198,000.01"),
    (contracts.shares_entered(open_names=["乙公司"]), "采购法§46", "乙公司"),
    (contracts.supplier_known(supplier="甲公司", uscc=""), "采购法§46", "甲公司"),
    (contracts.shares_add_up(shares_fen=[1, 1], whole_fen=3), "二(二)-6", "0.02"),
    (contracts.items_present(items=FILLED | {"place": "", "bank": None}), "二(二)-4",
     "履行地点、开户行"),
    (contracts.schedule_adds_up(percents=[Decimal(99)]), "二(二)-4", "99%"),
    (contracts.schedule_adds_up(percents=[]), "二(二)-4", "0%"),
    (agreed(61, "calendar"), "802§9", "「验收」约定 61 日内付款"),
    (agreed(61, "calendar"), "802§9", "不超过 60 日"),
    (agreed(43, "working"), "802§9", "不超过 42 个工作日"),
    (agreed(43, "working"), "802§9", "最长期限 60 日"),
    (agreed(46, "calendar", most_days=45), "802§9", "不超过 45 日"),
    (agreed(33, "working", most_days=45), "802§9", "不超过 32 个工作日"),
    (confirmed("甲公司", "乙公司"), "二(三)-3", "甲公司、乙公司还没有确认"),
    (confirmed("甲公司", reason="已电话核对"), "二(三)-3", "2024年2月23日"),
    (confirmed("甲公司", today=COMING), "二(三)-3", "须写明理由"),
    (confirmed("甲公司", against=["甲公司"], reason="已电话核对", today=COMING), "二(三)-3",
     "甲公司指出回款账户不是本单位的"),
    (treasury.accounts_apart(accounts=[ACCOUNTS[0], ("乙公司", "6222020000000001")]),
     "二(三)-3", "6222020000000001"),
    (contracts.payee_is_supplier(payee="乙公司", supplier="甲公司"), "二(三)-4", "乙公司"),
    (contracts.bank_matches_code(bank="建设银行洛阳分行", cnaps="102493000011"), "二(二)-6",
     "中国工商银行"),
    (contracts.no_state_secret(state_secret=True), "二(二)-5", "国家秘密"),
    (contracts.may_be_withheld(item="amount_fen", ground="商业秘密", until=COMING, today=TODAY),
     "二(二)-5", "价款或者报酬"),
    (contracts.may_be_withheld(item="quality", ground=" ", until=COMING, today=TODAY),
     "二(二)-5", "依据"),
    (contracts.may_be_withheld(item="quality", ground="商业秘密", until=TODAY, today=TODAY),
     "二(二)-5", "截止日期"),
    (contracts.return_has_reasons(reasons={}, items=[]), "二(二)-7", "写明理由"),
    (contracts.return_has_reasons(reasons={"quality": " "}, items=["quality"]), "二(二)-7", "质量"),
    (contracts.return_has_reasons(reasons={"x": "y"}, items=["quality"]), "二(二)-7", "x"),
    (contracts.fixed_at_signing(changed=["retention_fen"]), "采购法§50", "质保金"),
    (treasury.acceptance_within_milestone(amount_fen=101, open_fen=100, milestone="验收"),
     "二(三)-4", "验收"),
    (treasury.acceptance_not_asked_for(milestone="验收", asked_fen=1), "二(三)-4", "0.01"),
    (treasury.accepted_keeps_its_milestone(milestone="验收", accepted_fen=101, share_fen=100),
     "二(三)-4", "1.01"),
    (treasury.accepted_on_a_possible_day(on=COMING, signed_on=SIGNED, today=TODAY), "802§10",
     "2月24日"),
    (treasury.accepted_on_a_possible_day(on=EARLY, signed_on=SIGNED, today=TODAY), "802§10",
     "1月26日"),
    (treasury.arrived_on_a_possible_day(on=COMING, released_on=SIGNED, today=TODAY), "二(三)-4",
     "2月24日"),
    (treasury.arrived_on_a_possible_day(on=EARLY, released_on=SIGNED, today=TODAY), "二(三)-4",
     "银行回单"),
    (treasury.payment_within_owed(amount_fen=27408001, owed_fen=27408000), "二(三)-4",
     "274,080.01"),
    (treasury.paid_to_current_payee(payee_version=1, current_version=2), "二(三)-3", "第2版"),
    (products.rate_fixed(floats=True), "二(五)-7", "浮动"),
    (products.no_collateral(asked="房产抵押", ground=""), "二(五)-5", "房产抵押"),
    (products.no_collateral(asked="房产抵押", ground="需要"), "二(五)-5", "房产抵押"),
]  # fmt: skip


@pytest.mark.parametrize("found", KEPT)
def test_kept(found: Answer) -> None:
    assert found is None


@pytest.mark.parametrize(("found", "obligation", "words"), BROKEN)
def test_broken_says_which_clause_and_which_value(
    found: Answer, obligation: str, words: str
) -> None:
    assert found is not None
    assert found.obligation == obligation
    assert found.code in SENTENCES
    said = sentence(found)
    assert words in said
    assert "…" not in said


def test_every_breach_is_named_at_once() -> None:
    broken = [answer for answer, _, _ in BROKEN[:3]]
    assert findings(None, *broken) == tuple(broken)
    with pytest.raises(PolicyBreach) as refused:
        require(KEPT[0], *broken)
    assert len(refused.value.findings) == 3
    assert refused.value.obligation == "二(二)-1"
    require(*KEPT)


def test_every_rule_cites_known_clauses() -> None:
    for one in RULES.values():
        assert one.obligations
        assert all(known(obligation) for obligation in one.obligations)
        assert one.function.__doc__


@pytest.mark.parametrize(
    ("amount", "percents", "parts"),
    [
        (68520000, [40, 60], (27408000, 41112000)),
        (100, [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")], (33, 33, 34)),
        (1, [50, 50], (1, 0)),
        (1000, [50], (500,)),
        (1000, [], ()),
    ],
)
def test_milestones_divide_the_whole(
    amount: int, percents: list[Decimal], parts: tuple[int, ...]
) -> None:
    assert treasury.milestone_amounts(amount, [Decimal(one) for one in percents]) == parts


GROWTH = [
    # 今年, 上年, 目标%, 增幅%, 目标线, 还差, 基数, 达到
    (8412, 4500, 100, "86.9", 9000, 588, "normal", False),
    (9000, 4500, 100, "100.0", 9000, 0, "normal", True),
    (130, 100, 30, "30.0", 130, 0, "normal", True),
    (66574, 600, 30, "10995.7", 780, 0, "normal", True),
    (50, 100, 30, "-50.0", 130, 80, "normal", False),
]


@pytest.mark.parametrize(("year", "base", "asked", "said", "line", "lacks", "kind", "ok"), GROWTH)
def test_growth(  # noqa: PLR0917 - one row of the table
    year: int,
    base: int,
    asked: int,
    said: str,
    line: int,
    lacks: int,
    kind: str,
    ok: bool,  # noqa: FBT001
) -> None:
    wan = 1_000_000
    found = targets.growth(
        year_fen=year * wan, base_fen=base * wan, required_percent=asked, small_base_fen=100 * wan
    )
    assert (str(found.percent), found.base, found.reached) == (said, kind, ok)
    assert (found.line_fen, found.missing_fen) == (line * wan, lacks * wan)
    breach = targets.target_reached(found=found, city_level=asked == 100)
    assert (breach is None) == ok
    if breach:
        assert breach.obligation == ("一(二)-3" if asked == 100 else "一(二)-4")


def test_small_and_missing_bases_are_said() -> None:
    small = targets.growth(year_fen=600, base_fen=99, required_percent=30, small_base_fen=100)
    assert (small.base, str(small.percent), small.line_fen) == ("small", "506.1", 129)
    none = targets.growth(year_fen=600, base_fen=0, required_percent=30, small_base_fen=100)
    assert (none.base, none.percent, none.line_fen, none.reached) == ("none", None, None, None)
    assert targets.target_reached(found=none, city_level=False) is None
    assert targets.BASE_WORDS["none"]
