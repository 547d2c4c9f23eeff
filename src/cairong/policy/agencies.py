"""What an agency may do for a purchaser: under an agreement that holds, never for itself.

Source: 采购法§12, §19, §20, 条例§16, 87号令§8, §28, docs/decisions/agencies.md.
"""

from collections.abc import Collection, Mapping
from datetime import date

from cairong.kernel.errors import Finding
from cairong.policy.contracts import same_name
from cairong.policy.rule import Answer, rule

AGREEMENT, SCOPE, OWN_PART, RECUSAL = "采购法§20", "条例§16", "87号令§8", "采购法§12"
LETTER, CONFIDENTIAL = "附-1", "87号令§28"
METHODS = (
    "公开招标", "邀请招标", "竞争性谈判", "竞争性磋商", "询价", "单一来源", "框架协议",
)  # fmt: skip
SERVED: Mapping[str, str] = {
    "paper": "当面递交纸质件",
    "post": "邮寄",
    "mail": "电子邮件",
    "link": "发送链接或二维码",
}
MOST_RECIPIENTS = 100  # named at once
MOST_YEARS = 5


@rule("采购法§20", "条例§16")
def agreement_in_days(*, valid_from: date, valid_to: date, today: date) -> Answer:
    """Bar an agreement whose days are in the wrong order, over already, or more than five years."""
    days = {"valid_from": valid_from.isoformat(), "valid_to": valid_to.isoformat()}
    if valid_to < valid_from:
        return Finding.of("agencies.days_order", SCOPE, field="valid_to", **days)
    if valid_to < today:
        return Finding.of("agencies.days_over", SCOPE, field="valid_to", **days)
    if (valid_to - valid_from).days > MOST_YEARS * 366:
        return Finding.of("agencies.days_long", SCOPE, field="valid_to", most=MOST_YEARS, **days)
    return None


@rule("采购法§20", "条例§16")
def agreement_holds(
    *, state: str, no: str, valid_from: date, valid_to: date, today: date
) -> Answer:
    """Bar whatever an agency does under an agreement that does not hold today, saying why."""
    days = {"valid_from": valid_from.isoformat(), "valid_to": valid_to.isoformat()}
    if state == "offered":
        return Finding.of("agencies.not_accepted", AGREEMENT, no=no)
    if state != "accepted":
        return Finding.of("agencies.agreement_ended", AGREEMENT, no=no)
    if today < valid_from:
        return Finding.of("agencies.agreement_ahead", SCOPE, no=no, **days)
    if today > valid_to:
        return Finding.of("agencies.agreement_over", SCOPE, no=no, **days)
    return None


@rule("采购法§19", "条例§16")
def within_agreement(*, no: str, covers: str, project_no: str) -> Answer:
    """Bar an act on another project than the one an agreement is for (`covers`; empty: all)."""
    if covers in ("", project_no):
        return None
    return Finding.of(
        "agencies.other_project", SCOPE, no=no, covers=covers, project_no=project_no or "未填写",
        field="project_no",
    )  # fmt: skip


@rule("采购法§20")
def not_given_to_another(*, project_no: str, agency: str) -> Answer:
    """Bar an act on a project that the purchaser gave to another agency (`agency`) by itself."""
    if not agency:
        return None
    return Finding.of(
        "agencies.of_another", AGREEMENT, project_no=project_no, agency=agency, field="project_no"
    )


@rule("采购法§20", "条例§16")
def own_file(*, project_no: str, issuer: str, actor: str) -> Answer:
    """Bar an agency from going on with a procurement file that somebody else issued."""
    if issuer == actor:
        return None
    return Finding.of(
        "agencies.file_of_other", SCOPE, project_no=project_no, issuer=issuer, field="project_no"
    )


@rule("条例§16")
def same_project(*, file_no: str, project_no: str) -> Answer:
    """Bar an award under another project number than that of its procurement file."""
    if file_no == project_no:
        return None
    return Finding.of(
        "agencies.file_project", SCOPE, file_no=file_no, project_no=project_no or "未填写",
        field="project_no",
    )  # fmt: skip


@rule("附-1")
def served_after_issue(*, served_on: date, issued_on: date) -> Answer:
    """Bar a letter served before the procurement file it goes with was issued."""
    if served_on >= issued_on:
        return None
    return Finding.of(
        "agencies.served_early", LETTER, field="served_on", served_on=served_on.isoformat(),
        issued_on=issued_on.isoformat(),
    )  # fmt: skip


@rule("87号令§8")
def takes_no_part(
    *, agency: str, uscc: str, names: Collection[str], codes: Collection[str]
) -> Answer:
    """Bar an agency that is itself among the suppliers of a project it handles."""
    if (uscc and uscc in codes) or any(same_name(agency, name) for name in names):
        return Finding.of("agencies.own_part", OWN_PART, agency=agency)
    return None


@rule("采购法§12")
def recused(*, person: str, suppliers: Collection[str]) -> Answer:
    """Bar a person who also acts for one of the suppliers (by name) of what is done."""
    if not suppliers:
        return None
    return Finding.of("agencies.recused", RECUSAL, person=person, names="、".join(suppliers))
