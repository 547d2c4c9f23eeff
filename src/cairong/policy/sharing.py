"""Agreements to share data (三(一)-1): which fields, between whom, until when."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

CLAUSE = "三(一)-1"
INSTITUTION = "institution-officer"
# The groups of fields that the platform keeps, each with what is in it.
FIELDS: Mapping[str, tuple[str, str]] = {
    "awards": ("中标(成交)信息", "项目、采购人、供应商、金额、公告日期"),
    "contracts": ("合同公开信息", "公告的十四项信息、备案状态、公告的各个版本"),
    "withheld": ("不公开的合同信息", "经同意不公开的合同内容和理由"),
    "receivables": ("应收账款", "合同金额、已付、应付、可融资额度"),
    "payments": ("国库支付", "支付申请、支付结果、退汇"),
    "locks": ("回款账户锁定", "账户的尾号、锁定机构、起止"),
    "intents": ("融资意向和申请", "金额、期限、办到哪一步、答复的期限"),
    "offers": ("报价", "金额、期限、利率、是否要求担保"),
    "loans": ("放款和还款", "本金、利率、放款日、余额、还款"),
    "products": ("产品", "产品的条件、利率、版本"),
    "enterprises": ("企业基本信息", "名称、统一社会信用代码、住所、行业、规模"),
    "contacts": ("联系人", "姓名、电话"),
    "recommended": ("推荐和名录库", "推荐依据、机构答复、名录库企业和对接"),
    "duties": ("期限和超期", "每一项期限、到期日、按期与否、督办"),
    "evaluation": ("综合评价", "各机构的得分、等级、政策支持"),
}
FIELD_WORDS: Mapping[str, str] = {code: word for code, (word, _) in FIELDS.items()}
WAYS: Mapping[str, str] = {
    "pages": "在采融的页面上查看",
    "api": "通过采融的接口",
    "export": "从采融的列表导出",
    "outside": "在采融以外交换(写在目的里)",
}
LONGEST = timedelta(days=1096)


@rule(CLAUSE)
def fields_declared(*, fields: Collection[str]) -> Answer:
    """Bar an agreement on no fields, or on fields that the platform does not have."""
    unknown = [each for each in fields if each not in FIELDS]
    if fields and not unknown:
        return None
    return Finding.of("sharing.fields", CLAUSE, field="fields", value="、".join(unknown) or "(空)")


@rule(CLAUSE)
def way_known(*, way: str) -> Answer:
    """Bar a way of sharing that is none."""
    if way in WAYS:
        return None
    return Finding.of("sharing.way", CLAUSE, field="way", value=way, ways="、".join(WAYS.values()))


@rule(CLAUSE)
def days_agreed(*, today: date, from_on: date, until_on: date) -> Answer:
    """Bar an agreement that begins in the past, ends before it begins, or lasts too long."""
    if from_on < today:
        return Finding.of("sharing.from_on", CLAUSE, from_on=from_on, today=today)
    last = from_on + LONGEST
    if from_on <= until_on <= last:
        return None
    return Finding.of("sharing.until_on", CLAUSE, from_on=from_on, until_on=until_on, last=last)


@rule(CLAUSE)
def given_and_got(*, gives: Collection[str], gets: Collection[str], own: str) -> Answer:
    """Bar an agreement without one who gives and another who gets, or without its own drafter."""
    if not gives or not gets:
        return Finding.of("sharing.sides", CLAUSE, field="gets" if gives else "gives")
    if set(gives) & set(gets):
        return Finding.of("sharing.both", CLAUSE, field="gets")
    if own not in {*gives, *gets}:
        return Finding.of("sharing.own", CLAUSE, field="gives")
    return None


@rule(CLAUSE)
def renewed_at_its_end(*, no: str, until_on: date, from_on: date, running: bool) -> Answer:
    """Bar a new version that begins before the old one ends, or leaves days between them."""
    follows = until_on + timedelta(days=1)
    if not running or from_on == follows:
        return None
    return Finding.of("sharing.renewal", CLAUSE, no=no, until_on=until_on, follows=follows)
