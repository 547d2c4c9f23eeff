"""How the items of a contract lie in their form, and where its refusals stand. 二(二)-4"""

from cairong.policy.items import IDENTITY, ITEMS, PARTIES, WITHHOLDABLE

AMOUNT = "amount"  # the field of `amount_fen`, which is an argument of its own
HINTS = {PARTIES: "采购人和供应商的名称来自登记,不用填写。"}
HEADINGS = tuple(dict.fromkeys(item.section for item in ITEMS if item.section))


def field_of(code: str) -> str:
    """Name the field in which an item is typed."""
    return AMOUNT if code == "amount_fen" else code


def names_under(heading: str) -> list[str]:
    """Name the fields that stand under a heading."""
    typed = [field_of(item.code) for item in ITEMS if item.section == heading]
    return [*typed, "signed_on"] if heading == IDENTITY else typed


ELSEWHERE = ("outside_no", "outside_at", "announced_outside_no", "announced_outside_at")
WITHHELD_CHOICES = [("", "不申请"), *WITHHOLDABLE.items()]
PLACES = {
    "contracts.signed_before_notice": "signed_on",
    "contracts.day_to_come": "signed_on",
    "contracts.above_award": "amount",
    "contracts.shares_sum": "amount",
    "contracts.payee_is_other": "payee",
    "contracts.bank_mismatch": "bank",
    "contracts.schedule_sum": "percent_0",
    "contracts.pays_too_late": "agreed_days_0",
    "contracts.milestone_twice": "milestone_0",
    "contracts.not_withholdable": "item_0",
    "contracts.withheld_twice": "item_0",
    "contracts.fixed_at_signing": "retention_fen",
}
RETURNED_TO = {"account_no": "account_no", "amount_fen": "amount", "schedule": "milestone_0",
               "withheld": "item_0"}  # fmt: skip
