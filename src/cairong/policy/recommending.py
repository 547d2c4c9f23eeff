"""Recommended suppliers (三(一)-4): whom, on which grounds, for how long, and how one answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule
from cairong.policy.size import SIZE_WORDS, SMES

CLAUSE = "三(一)-4"
# The grounds that the notice names, in its order; it asks for all of them at once.
GROUNDS: Mapping[str, str] = {
    "lead": "产业带动强",
    "credit": "信用资质良好",
    "operation": "经营状况良好",
}
LEAST, MOST = 8, 300  # characters of the words of a ground, or of an answer


@dataclass(frozen=True, kw_only=True)
class WhyNot:
    """Why an institution has made no offer, and what would change it."""

    word: str
    cure: str


WHY_NOT: Mapping[str, WhyNot] = {
    "following": WhyNot(word="已联系企业,正在了解情况", cure="企业登记融资意向后,机构给出报价"),
    "no-need": WhyNot(word="企业表示现在不需要融资", cure="企业需要时登记融资意向"),
    "no-contract": WhyNot(
        word="企业没有可融资的政府采购合同", cure="中标、签订合同后再登记融资意向"
    ),
    "no-reach": WhyNot(word="多次联系企业没有回音", cure="企业允许机构查看联系方式,或自己联系机构"),
    "bad-credit": WhyNot(word="征信有未结清的不良记录", cure="结清并更新征信后再登记融资意向"),
    "over-indebted": WhyNot(word="负债过高", cure="降低负债或减少申请金额"),
    "no-product": WhyNot(word="本机构没有适合的产品", cure="可以看网上超市里其他机构的产品"),
    "outside-policy": WhyNot(word="不在本机构公布的业务规则范围内", cure="可以转请其他机构评估"),
}


@rule(CLAUSE, "划型标准§4")
def recommended_is_sme(*, name: str, size: str) -> Answer:
    """Bar recommending a firm that is large, or whose size nobody worked out."""
    if size in SMES:
        return None
    word = dict(SIZE_WORDS).get(size, "")  # type: ignore[call-overload]
    code = "recommending.large" if word else "recommending.no_size"
    return Finding.of(code, CLAUSE, name=name, size=word)


@rule(CLAUSE)
def recommended_takes_part(*, name: str, active: bool, has_people: bool) -> Answer:
    """Bar recommending a firm that is suspended, or that nobody is registered for.

    Whoever is recommended has to be told of it, and to be able to say no.
    """
    if not active:
        return Finding.of("recommending.suspended", CLAUSE, name=name)
    return None if has_people else Finding.of("recommending.nobody_told", CLAUSE, name=name)


@rule(CLAUSE)
def recommended_for_a_time(*, today: date, until: date, most_days: int) -> Answer:
    """Bar a recommendation that ends before tomorrow, or later than the days that hold."""
    last = today + timedelta(days=most_days)
    if today < until <= last:
        return None
    first = today + timedelta(days=1)
    return Finding.of("recommending.until", CLAUSE, until=until, first=first, last=last)


@rule(CLAUSE)
def somebody_is_asked(*, region: str, institutions: int) -> Answer:
    """Bar a recommendation that no institution would see."""
    if institutions:
        return None
    return Finding.of("recommending.nobody_serves", CLAUSE, region=region)


@rule(CLAUSE)
def answered_with_reason(*, code: str, words: str) -> Answer:
    """Bar an answer without a reason of the list and words of one's own."""
    if code in WHY_NOT and len(words) >= LEAST:
        return None
    reasons = "、".join(each.word for each in WHY_NOT.values())
    return Finding.of("recommending.no_reason", CLAUSE, least=LEAST, reasons=reasons)


@rule(CLAUSE)
def offer_is_found(*, name: str, found: bool) -> Answer:
    """Bar answering «offered» where the platform knows of no offer and no loan."""
    return None if found else Finding.of("recommending.no_offer", CLAUSE, name=name)


@rule(CLAUSE)
def no_offer_is_found(*, name: str, found: bool) -> Answer:
    """Bar saying why there is no offer where the platform knows of one."""
    return Finding.of("recommending.has_offer", CLAUSE, name=name) if found else None
