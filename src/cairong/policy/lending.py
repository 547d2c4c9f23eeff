"""Rules of financing: headroom, terms, authenticity, rejections, draws. 一(一) 二(四) 二(五)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cairong.kernel.errors import Finding, Invalid
from cairong.kernel.money import format_yuan
from cairong.policy.cost import AT_ONCE, METHOD_WORDS, Method
from cairong.policy.rule import Answer, rule

WHOLE, WORDS_LEAST = 100, 10
MOST_DAYS = 3660  # that a loan is asked for


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason for which an application may be turned down, and whether it can be cured.

    One of eligibility names its `criterion` (policy/eligibility).
    """

    word: str
    curable: bool
    cure: str
    criterion: str = ""


REASONS: dict[str, Reason] = {
    "contract-doubt": Reason(
        word="合同真实性存疑", curable=True, cure="请采购人核对已公告合同后重新核验"
    ),
    "contract-change": Reason(
        word="合同已变更或履行有争议", curable=True, cure="待变更备案或争议处理完毕后重新申请"
    ),
    "account-elsewhere": Reason(
        word="回款账户不能锁定到本机构", curable=True, cure="与采购人签补充合同变更回款账户"
    ),
    "bad-credit": Reason(
        word="征信有未结清的不良记录",
        curable=True,
        cure="结清并更新征信后再申请",
        criterion="credit",
    ),
    "serious-breach": Reason(
        word="列入严重违法失信名单", curable=False, cure="移出名单后可重新申请", criterion="lawful"
    ),
    "over-indebted": Reason(
        word="负债过高", curable=True, cure="降低负债或减少申请金额", criterion="debt"
    ),
    "off-business": Reason(
        word="合同与主营业务不符", curable=False, cure="可转请其他机构评估", criterion="business"
    ),
    "weak-performance": Reason(
        word="有未按约履行的政府采购合同",
        curable=False,
        cure="履约记录改善后再申请",
        criterion="orderly",
    ),
    "term-mismatch": Reason(
        word="预计付款日超出产品期限", curable=True, cure="缩短期限或选择期限更长的产品"
    ),
    "outside-policy": Reason(
        word="不在本机构公布的业务规则范围内", curable=False, cure="可转请其他机构评估"
    ),
}


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The terms of an offer, or the bounds a product sets to them."""

    amount_fen: int
    days: int
    spread_bp: int
    fee_fen: int
    method: Method
    instalments: int = 1
    amount_reason: str = ""
    term_reason: str = ""
    grade_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What a product version allows."""

    product: str
    least_fen: int
    most_fen: int | None
    days: int
    spread_bp: int
    fee_fen: int
    methods: Sequence[str]


def check_instalments(*, method: Method, instalments: int, days: int) -> None:
    """Refuse a number of parts that a way of repaying cannot have.

    What is repaid at once has one (D17), every other at most one a day.
    Raises Invalid naming the field.
    """
    if method in AT_ONCE and instalments != 1:
        raise Invalid("lending.bullet_is_one", field="instalments", value=instalments)
    if instalments > days:
        raise Invalid("lending.instalments", field="instalments", value=instalments, most=days)


def financeable_fen(*, base_fen: int, cap_percent: int) -> int:
    """Work out what a base can carry under a cap, rounded down to the fen (D9)."""
    return max(base_fen, 0) * cap_percent // WHOLE


@rule("二(一)-2", "二(一)-3")
def reaches_least(*, amount_fen: int, least_fen: int, lender: str) -> Answer:
    """Bar an amount below what any of those asked lends; `lender` is who lends the least."""
    if amount_fen >= least_fen:
        return None
    return Finding.of(
        "lending.below_least", "二(一)-2", amount=amount_fen, least=least_fen, lender=lender
    )


@rule("一(一)-1")
def within_headroom(*, amount_fen: int, headroom_fen: int, cap_percent: int) -> Answer:
    """Bar an amount above what the contract can still be financed for (D9).

    `headroom_fen` is the base under the cap, less outstanding principal and what other intents
    have reserved.
    """
    if amount_fen <= headroom_fen:
        return None
    return Finding.of(
        "lending.above_headroom",
        "一(一)-1",
        amount=amount_fen,
        headroom=max(headroom_fen, 0),
        cap=cap_percent,
    )


@rule("二(五)-4", "二(五)-2")
def receipt_fresh(*, checked_at: datetime | None, now: datetime, hours: int) -> Answer:
    """Bar an approval without a receipt of the contract's authenticity, or on a stale one."""
    if checked_at is None:
        return Finding.of("lending.not_verified", "二(五)-4", hours=hours)
    if now - checked_at <= timedelta(hours=hours):
        return None
    return Finding.of(
        "lending.receipt_stale",
        "二(五)-4",
        age=int((now - checked_at).total_seconds() // 3600),
        hours=hours,
    )


@rule("二(五)-4", "二(二)-6")
def receipt_current(*, proved_round: int, newest_round: int) -> Answer:
    """Bar what rests on a receipt of a contract whose filing was submitted anew since."""
    if proved_round >= newest_round:
        return None
    return Finding.of(
        "lending.receipt_superseded", "二(五)-4", proved=proved_round, newest=newest_round
    )


@rule("二(五)-4")
def province_checked(*, obliged: bool, reference: str) -> Answer:
    """Bar an approval without the provincial check where the institution is obliged to it (D21)."""
    if not obliged or reference:
        return None
    return Finding.of("lending.province_not_checked", "二(五)-4")


@rule("二(五)-3")
def within_product(*, terms: Terms, bounds: Bounds) -> Answer:
    """Bar an amount or a term outside what the product allows."""
    if terms.days > bounds.days:
        what, value, bound = "期限", f"{terms.days}天", f"最长{bounds.days}天"
    elif terms.amount_fen < bounds.least_fen:
        what, value = "金额", format_yuan(terms.amount_fen)
        bound = f"最低{format_yuan(bounds.least_fen)}"
    elif bounds.most_fen is not None and terms.amount_fen > bounds.most_fen:
        what, value = "金额", format_yuan(terms.amount_fen)
        bound = f"最高{format_yuan(bounds.most_fen)}"
    else:
        return None
    return Finding.of(
        "lending.outside_product",
        "二(五)-3",
        product=bounds.product,
        what=what,
        value=value,
        bound=bound,
    )


@rule("二(五)-7")
def priced_as_published(*, terms: Terms, bounds: Bounds) -> Answer:
    """Bar a spread or a fee above what the product publishes; below is welcome."""
    if terms.spread_bp <= bounds.spread_bp and terms.fee_fen <= bounds.fee_fen:
        return None
    return Finding.of(
        "lending.dearer_than_published",
        "二(五)-7",
        product=bounds.product,
        spread=terms.spread_bp,
        spread_most=bounds.spread_bp,
        fee=terms.fee_fen,
        fee_most=bounds.fee_fen,
    )


@rule("二(五)-7")
def rate_above_zero(*, lpr_bp: int, spread_bp: int) -> Answer:
    """Bar terms whose rate, LPR and spread together, would be nothing or less."""
    if lpr_bp + spread_bp > 0:
        return None
    return Finding.of("lending.rate_not_positive", "二(五)-7", lpr=lpr_bp, spread=spread_bp)


@rule("二(四)-5")
def repaid_as_offered(*, terms: Terms, bounds: Bounds) -> Answer:
    """Bar a way of repaying that the product does not offer."""
    if terms.method in bounds.methods:
        return None
    return Finding.of(
        "lending.method_not_offered",
        "二(四)-5",
        product=bounds.product,
        methods="、".join(
            word for method, word in METHOD_WORDS.items() if method in bounds.methods
        ),
    )


@rule("二(四)-3")
def all_there(*, contract_stands: bool) -> Answer:
    """Bar calling an application complete while the contract itself is missing."""
    if contract_stands:
        return None
    return Finding.of("lending.contract_missing", "二(四)-3")


@rule("二(四)-3")
def rejected_with_reason(*, code: str, words: str) -> Answer:
    """Bar a rejection without a reason of the list and words of one's own."""
    if code in REASONS and len(words) >= WORDS_LEAST:
        return None
    return Finding.of(
        "lending.rejection_without_reason",
        "二(四)-3",
        least=WORDS_LEAST,
        reasons="、".join(f"{reason.word}({key})" for key, reason in REASONS.items()),
    )


@rule("二(四)-4")
def within_offer(*, amount_fen: int, left_fen: int) -> Answer:
    """Bar a draw above what is left of the accepted amount."""
    if amount_fen <= left_fen:
        return None
    return Finding.of("lending.above_offer", "二(四)-4", amount=amount_fen, left=left_fen)


@rule("二(五)-7")
def fee_below_draw(*, amount_fen: int, fee_fen: int) -> Answer:
    """Bar a draw that its own fee would eat up."""
    if amount_fen > fee_fen:
        return None
    return Finding.of("lending.fee_above_draw", "二(五)-7", amount=amount_fen, fee=fee_fen)


@rule("二(四)-5")
def owed_at_most(*, amount_fen: int, owed_fen: int) -> Answer:
    """Bar recording a repayment above principal and interest owed on that day."""
    if amount_fen <= owed_fen:
        return None
    return Finding.of("lending.repaid_above_owed", "二(四)-5", amount=amount_fen, owed=owed_fen)
