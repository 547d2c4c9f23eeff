"""What a case of the demo city says in each act, where its verb has to be told something."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cairong.contracts.facts import Items, Withholding
from cairong.contracts.models import Award, Contract
from cairong.driving.demo.case import Case
from cairong.driving.demo.cast import Party
from cairong.driving.demo.facts import read
from cairong.kernel.calendar import day_of
from cairong.kernel.money import WAN, yuan_string
from cairong.lending.models import Intent, Loan, Offer
from cairong.policy.cost import AT_ONCE
from cairong.policy.treasury import milestone_amounts
from cairong.treasury.models import Receivable

CHEAPER_BP = 10  # what grade A gets better at least (demo/shelf.py)
WITHHELD_DAYS = 180
SMALL_FEN = 100_000_000
IN_PART = "本机构这一产品在这份合同上最多只能放这些"
IN_PARTS = "分两期验收付款,最后一期在半年以后,期限照它定"
Said = Mapping[str, Any]
Says = Callable[[Case], Said]


def _reasons(text: str) -> Says:
    return lambda _: {"reasons": text}


def _award(case: Case) -> Said:
    return {
        "supplier": case.supplier.organisation,
        "amount_fen": case.amount_fen,
        "notice_on": case.today,
        "title": case.title,
        "project_no": case.project_no,
        "method": "竞争性磋商",
    }


def _contract(case: Case, signed_on: date | None = None) -> Said:
    return {
        "amount_fen": case.amount_fen,
        "signed_on": signed_on or case.today,
        "account": {"bank": case.lender.organisation.name, "cnaps": case.lender.bank_code},
        "schedule": list(case.clause),
        "fields": _items(case),
    }


def _signed_earlier(case: Case) -> Said:
    """Nine days before it is announced: too late."""
    nine_before = case.today - timedelta(days=9)
    return _contract(case, max(nine_before, case.newest(Award).notice_on))


def _silent(case: Case) -> Said:
    """To an account of which the supplier says nothing yet."""
    said = dict(_contract(case))
    account = {**said["account"], "no": f"6225{case.newest(Award).no[-6:]}0000018"}
    return {**said, "account": account, "confirmed": False}


def _withholding(case: Case) -> Said:
    until = case.today + timedelta(days=WITHHELD_DAYS)
    ground = "含供应商技术诀窍,属于商业秘密"
    withheld = [Withholding(item="specification", ground=ground, until=until)]
    return {**_contract(case), "withheld": withheld}


def _items(case: Case) -> Items:
    months = 3 if case.amount_fen < SMALL_FEN else 8
    return Items(
        **read("words")["items"],
        purchaser_no=f"{case.project_no}-HT",
        purchaser_contact=case.purchaser.organisation.contact_name,
        supplier_address=case.supplier.organisation.address,
        performance_period=f"自合同签订之日起{months}个月",
        budget_line=f"{case.today.year}-{case.project_no[-4:]}",
        sme_reserved=True,
    )


def _intent(case: Case, *lenders: Party) -> Said:
    return {
        "contract": case.made.get("contract"),
        "amount_fen": case.lent_fen(case.product),
        "days": case.days,
        "institutions": [lender.organisation for lender in lenders],
        "readers": [lender.organisation for lender in lenders],
        "purpose": "采购原材料和支付人工",
    }


def _intent_to_lender(case: Case) -> Said:
    return _intent(case, case.lender)


def _offer(case: Case) -> Said:
    product = case.product
    method = product.methods[len(case.title) % len(product.methods)]
    asked_fen = case.newest(Intent).amount_fen
    amount_fen = min(case.lent_fen(product), asked_fen)
    return {
        "product": product.product,
        "amount_fen": amount_fen,
        "days": case.days,
        "spread_bp": product.spread_bp - CHEAPER_BP,
        "method": method,
        "instalments": 1 if method in AT_ONCE else max(case.days // 30, 1),
        "fee_fen": product.fee_fen,
        "amount_reason": IN_PART if amount_fen < asked_fen else "",
        "term_reason": IN_PARTS if len(case.clause) > 1 else "",
    }


def _rejected(_: Case) -> Said:
    words = "预计付款日晚于本机构产品的最长期限,建议缩短期限后重新申请"
    return {"code": "term-mismatch", "reasons": words}


def _half(case: Case) -> int:
    whole = case.newest(Offer).amount_fen
    return whole // 2 // WAN * WAN or whole // 2


def _third(case: Case) -> Said:
    amount_fen = case.newest(Loan).principal_fen // 3
    on = case.today - timedelta(days=1)
    return {"amount_fen": amount_fen, "on": on, "means": "供应商自有资金转账"}


def _next_milestone(case: Case) -> Said:
    percents: list[Decimal] = [row.percent for row in case.clause]
    place, case.inspected = case.inspected, case.inspected + 1
    return {
        "milestone": case.clause[place].milestone,
        "amount_fen": milestone_amounts(case.amount_fen, percents)[place],
        "on": case.today,
    }


def _account_elsewhere(case: Case) -> Said:
    no = "6217" + case.newest(Contract).no[-6:] + "0000012"
    account = {"no": no, "bank": case.rival.organisation.name, "cnaps": case.rival.bank_code}
    return {"account": account, "reasons": "基本账户迁至另一家银行"}


def _reference(no: str) -> str:
    """Write the number of a check in the province's system; of a few contracts as nobody does."""
    return f"豫采查〔{no[2:6]}〕{no[-4:]}号" if no.endswith("20") else f"HNZFCG-演示-{no}"


def _contacted(case: Case) -> Said:
    return {
        "on": case.today,
        "channel": "phone",
        "words": "采购人还没有验收付款,企业答应货款到账后归还",
    }


def _plan(case: Case) -> Said:
    """Plan what is overdue in two halves, a month and two from the day."""
    fen = case.newest(Loan).outstanding_fen
    first = fen // 2 // WAN * WAN or fen // 2
    days = (case.today + timedelta(days=30 * month) for month in (1, 2))
    parts = zip(days, (first, fen - first), strict=True)
    return {
        "parts": "\n".join(f"{day} {yuan_string(part)}" for day, part in parts),
        "words": "货款预计分两次到账,照此归还",
    }


def _earlier(case: Case) -> Said:
    intent = case.newest(Intent)
    return {
        "claimed_on": day_of(intent.registered_at),
        "ground": "登记意向那天材料已经全部交齐,没有再补过",
    }


def _worded(facts: Said) -> Says:
    return lambda _: facts


SAYS: Mapping[str, Says] = {
    **{verb: _reasons(text) for verb, text in read("words")["reasons"].items()},
    **{verb: _worded(facts) for verb, facts in read("words")["inquiries"].items()},
    "record_award": _award,
    "save_draft": lambda _: {"fields": Items(quantity="1项", quality="符合采购文件要求")},
    "sign_contract": _contract,
    "sign_contract:earlier": _signed_earlier,
    "sign_contract:silent": _silent,
    "sign_contract:withholding": _withholding,
    "decide_filing": lambda _: {"verdict": "accept"},
    "decide_filing:return": lambda _: {"verdict": "return", "reasons": read("words")["returned"]},
    "decide_filing:silent": lambda _: {
        "verdict": "accept",
        "unconfirmed_reason": read("words")["unconfirmed"],
    },
    "resubmit_filing": lambda _: {"fields": Items(**read("words")["mended"])},
    "register_intent": _intent_to_lender,
    "register_intent:both": lambda case: _intent(case, case.lender, case.rival),
    "register_intent:all": _intent,
    "register_intent:award": lambda case: {**_intent_to_lender(case), "award": case.newest(Award)},
    "verify_contract": lambda case: {"provincial_reference": _reference(case.newest(Contract).no)},
    "approve_offer": _offer,
    "reject_application": _rejected,
    "dispute_start": _earlier,
    "meet_conditions": lambda case: {"registration_no": f"ZDW-演示-{case.newest(Contract).no}"},
    "disburse": lambda case: {"amount_fen": case.newest(Offer).amount_fen},
    "disburse:half": lambda case: {"amount_fen": _half(case)},
    "accept_offer:half": lambda case: {"draw_fen": _half(case)},
    "ask_draw": lambda case: {"amount_fen": case.newest(Offer).unasked_fen},
    "record_repayment": _third,
    "contact_overdue": _contacted,
    "propose_plan": _plan,
    "record_acceptance": _next_milestone,
    "request_payment": lambda case: {
        "amount_fen": Receivable.objects.get(contract=case.newest(Contract)).due_fen
    },
    "ask_payee_change": _account_elsewhere,
}
