"""Each rule of financing: passes on its edge, and one step beyond says value, bound and clause."""

from datetime import timedelta

import pytest

from cairong.policy import lending as rules
from cairong.policy.catalogue import SENTENCES, sentence
from support.town import at

NOW = at("2025-10-10 09:30")
BOUNDS = rules.Bounds(
    product="甲贷", least_fen=1_000_000, most_fen=40_000_000, days=360, spread_bp=45,
    fee_fen=60_000, methods=["bullet", "equal-principal"],
)  # fmt: skip


def terms(**changed) -> rules.Terms:
    facts = {
        "amount_fen": 40_000_000, "days": 360, "spread_bp": 45, "fee_fen": 60_000,
        "method": "bullet",
    }  # fmt: skip
    return rules.Terms(**facts | changed)


def product(rule, **changed):
    return rule(terms=terms(**changed), bounds=BOUNDS)


CASES = {
    "headroom": (
        lambda more: rules.within_headroom(
            amount_fen=47_964_000 + more, headroom_fen=47_964_000, cap_percent=70
        ),
        "一(一)-1", ["¥479,640.01", "¥479,640.00", "70%", "请减少金额"],
    ),
    "below nothing": (
        lambda more: rules.within_headroom(
            amount_fen=-1 + more, headroom_fen=-1, cap_percent=70
        ),
        "一(一)-1", ["¥0.00", "请减少金额"],
    ),
    "age of the receipt": (
        lambda more: rules.receipt_fresh(
            checked_at=NOW, now=NOW + timedelta(hours=24, seconds=more), hours=24
        ),
        "二(五)-4", ["24小时", "请重新核验"],
    ),
    "no receipt": (
        lambda more: rules.receipt_fresh(checked_at=None if more else NOW, now=NOW, hours=24),
        "二(五)-4", ["还没有核验合同真实性", "24小时内", "请先核验"],
    ),
    "contract submitted anew": (
        lambda more: rules.receipt_current(proved_round=1, newest_round=1 + more),
        "二(五)-4", ["第1次报备", "第2次报备", "请重新核验合同"],
    ),
    "province": (
        lambda more: rules.province_checked(obliged=True, reference="" if more else "HN-1"),
        "二(五)-4", ["河南省电子化政府采购系统", "请核对后登记查询编号"],
    ),
    "longest": (
        lambda more: product(rules.within_product, days=360 + more),
        "二(五)-3", ["期限361天", "最长360天", "「甲贷」", "请调整"],
    ),
    "least": (
        lambda more: product(rules.within_product, amount_fen=1_000_000 - more),
        "二(五)-3", ["¥9,999.99", "最低¥10,000.00", "请调整"],
    ),
    "most": (
        lambda more: product(rules.within_product, amount_fen=40_000_000 + more),
        "二(五)-3", ["¥400,000.01", "最高¥400,000.00", "请调整"],
    ),
    "spread": (
        lambda more: product(rules.priced_as_published, spread_bp=45 + more),
        "二(五)-7", ["加点46个基点", "「甲贷」公布的45个基点", "不能更高"],
    ),
    "fee": (
        lambda more: product(rules.priced_as_published, fee_fen=60_000 + more),
        "二(五)-7", ["费用¥600.01", "¥600.00", "不能更高"],
    ),
    "rate": (
        lambda more: rules.rate_above_zero(lpr_bp=300, spread_bp=-299 - more),
        "二(五)-7", ["LPR 300个基点", "-300个基点", "请改正加点数"],
    ),
    "method": (
        lambda more: product(
            rules.repaid_as_offered, method="equal-instalment" if more else "bullet"
        ),
        "二(四)-5", ["「甲贷」", "到期一次还本付息、等额本金", "请改选"],
    ),
    "contract": (
        lambda more: rules.all_there(contract_stands=not more),
        "二(四)-3", ["合同还没有签订公告", "请等合同公告"],
    ),
    "words of a rejection": (
        lambda more: rules.rejected_with_reason(code="bad-credit", words="字" * (10 - more)),
        "二(四)-3", ["不少于10个字", "征信有未结清的不良记录(bad-credit)"],
    ),
    "reason of a rejection": (
        lambda more: rules.rejected_with_reason(
            code="other" if more else "bad-credit", words="字" * 10
        ),
        "二(四)-3", ["从列表选一个理由", "负债过高(over-indebted)"],
    ),
    "draw": (
        lambda more: rules.within_offer(amount_fen=100 + more, left_fen=100),
        "二(四)-4", ["¥1.01", "¥1.00", "请减少金额"],
    ),
    "fee above draw": (
        lambda more: rules.fee_below_draw(amount_fen=60_001 - more, fee_fen=60_000),
        "二(五)-7", ["金额¥600.00", "费用¥600.00", "请提高金额或降低费用"],
    ),
    "repaid": (
        lambda more: rules.owed_at_most(amount_fen=517_500 + more, owed_fen=517_500),
        "二(四)-5", ["¥5,175.01", "¥5,175.00", "请按不超过应还数登记"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_on_the_edge_it_passes_and_one_step_beyond_it_says_what_to_do(name):
    rule, obligation, words = CASES[name]
    assert rule(0) is None
    found = rule(1)
    assert found.obligation == obligation
    said = sentence(found)
    for one in words:
        assert one in said, said
    assert "{" not in said


def test_who_is_not_obliged_needs_no_reference():
    assert rules.province_checked(obliged=False, reference="") is None


@pytest.mark.parametrize(
    ("base", "cap", "fen"),
    [(68_520_000, 70, 47_964_000), (101, 70, 70), (1, 99, 0), (0, 70, 0), (-5, 70, 0)],
)
def test_a_cap_rounds_down_to_the_fen_and_never_below_nothing(base, cap, fen):
    assert rules.financeable_fen(base_fen=base, cap_percent=cap) == fen


@pytest.mark.parametrize("code", rules.REASONS)
def test_every_reason_says_how_it_can_be_cured(code):
    one = rules.REASONS[code]
    assert len(one.word) >= 4
    assert len(one.cure) >= 6
    if not one.curable:
        assert {"可", "后"} & set(one.cure)


@pytest.mark.parametrize(
    "code", sorted(one for one in SENTENCES if one.startswith(("lending.", "products.")))
)
def test_every_sentence_says_what_to_do(code):
    said = SENTENCES[code]
    assert said.endswith("。")
    assert any(word in said for word in ("请", "须", "不必", "可以更低", "不能因")), said
