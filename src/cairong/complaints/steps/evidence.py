"""The evidence of a case as it stands: its dates, who holds it, the clocks of the complained-of.

Only what the complained-of itself reads of the case goes in, since it reads the evidence too.
"""

from datetime import date
from typing import Any
from uuid import UUID

from cairong.clocks.models import Duty
from cairong.clocks.reads import duties_about, verdict_of
from cairong.complaints.reads import CaseOf
from cairong.contracts.models import Award, Contract
from cairong.contracts.states import AWARD, CONTRACT
from cairong.kernel.actor import ROLE_NAMES
from cairong.kernel.calendar import day_of
from cairong.kernel.money import format_yuan
from cairong.kernel.states import State
from cairong.lending.models import Application, Loan, Offer
from cairong.lending.states import APPLICATION, LOAN
from cairong.policy.catalogue.words import day_words
from cairong.policy.complaining import KINDS
from cairong.policy.duties import DUTIES
from cairong.treasury.models import Acceptance, Receivable

VERDICTS = {
    "open": "没有到期",
    "kept": "按期办结",
    "late": "超期",
    "breached": "超期(违反法定期限)",
}
MOST_CLOCKS = 20
type Lines = list[list[str]]


def gather(case: CaseOf, kind: str, supplier_id: UUID, today: date) -> dict[str, Any]:
    """Write the facts of a case and the clocks of the complained-of, as they stand on a day."""
    lines, about, foreign = FACTS[case.case](case.case_id, supplier_id)
    wanted = KINDS[kind].clocks
    rows = duties_about(about).filter(holder_organisation=case.accused)
    rows = rows.filter(kind__in=wanted) if wanted else rows
    clocks = [_clock(duty, today) for duty in rows if not foreign & set(duty.about)]
    return {"on": today.isoformat(), "lines": lines, "clocks": clocks[-MOST_CLOCKS:]}


def _clock(duty: Duty, today: date) -> dict[str, str]:
    on = duty.done_on or duty.cancelled_on
    ended = day_words(on) if on else "还没有办"
    verdict = "不用再办" if duty.cancelled_on else VERDICTS[verdict_of(duty, today=today)]
    return {
        "word": DUTIES[duty.kind].word,
        "clause": DUTIES[duty.kind].obligation,
        "start": day_words(duty.start_on),
        "due": day_words(duty.due_on),
        "ended": ended,
        "verdict": verdict,
    }


def _line(word: str, value: str | date | None) -> Lines:
    said = day_words(value) if isinstance(value, date) else value
    return [[word, said]] if said else []


def _standing(state: State) -> Lines:
    held = f"{ROLE_NAMES[state.holder]}:{state.awaits}" if state.holder else ""
    return [*_line("状态", state.word), *_line("在谁手里", held)]


def _award(pk: UUID, _supplier: UUID) -> tuple[Lines, list[UUID], set[UUID]]:
    found = Award.objects.get(pk=pk)
    lines = [
        *_line("中标(成交)", f"{found.no} {found.title}"),
        *_line("通知书发出", found.notice_on),
        *_standing(AWARD.states[found.state]),
    ]
    return lines, [pk], set()


def _contract(pk: UUID, supplier: UUID) -> tuple[Lines, list[UUID], set[UUID]]:
    found = Contract.objects.get(pk=pk)
    receivables = dict(Receivable.objects.filter(contract=pk).values_list("pk", "supplier_id"))
    own = [each for each, whose in receivables.items() if whose == supplier]
    accepted = Acceptance.objects.filter(Acceptance.STANDING, receivable__in=own)
    lines = [
        *_line("合同", f"{found.no} {found.title}"),
        *_line("合同金额", format_yuan(found.amount_fen)),
        *_line("签订", found.signed_on),
        *_line("公告", day_of(found.announced_at) if found.announced_at else "还没有公告"),
        *_line("备案", day_of(found.filed_at) if found.filed_at else "还没有备案"),
        *_standing(CONTRACT.states[found.state]),
    ]
    for each in accepted.order_by("accepted_on", "pk"):
        said = f"{day_words(each.accepted_on)},{format_yuan(each.amount_fen)}"
        lines += _line(f"验收({each.milestone})", said)
    if not accepted:
        lines += _line("验收", "还没有登记验收")
    for receivable in Receivable.objects.filter(pk__in=own):
        lines += _line("已支付", format_yuan(receivable.paid_fen))
    return lines, [pk, *own], receivables.keys() - set(own)


def _application(pk: UUID, _supplier: UUID) -> tuple[Lines, list[UUID], set[UUID]]:
    found = Application.objects.select_related("intent").get(pk=pk)
    offers = Offer.objects.filter(application=pk).select_related("product_version__product")
    intent = found.intent
    lines = [
        *_line("融资意向", f"{intent.no},{format_yuan(intent.amount_fen)},{intent.days} 天"),
        *_line("送达机构", day_of(found.submitted_at)),
        *_line("材料齐全", found.complete_on or "还没有确认"),
        *_standing(APPLICATION.states[found.state]),
        *_line("作出决定", day_of(found.decided_at) if found.decided_at else ""),
        *_line("拒绝的理由", found.reject_words),
    ]
    for each in offers.order_by("offered_at"):
        lines += _offered(each)
    return lines, [pk, *(each.pk for each in offers)], set()


def _offered(offer: Offer) -> Lines:
    version = offer.product_version
    said = f"{day_words(day_of(offer.offered_at))},{version},{format_yuan(offer.amount_fen)}"
    return [
        *_line("报价", f"{said},{offer.days} 天,费用 {format_yuan(offer.fee_fen)}"),
        *_line("产品写明的担保", version.collateral or "不要求抵押、担保"),
    ]


def _loan(pk: UUID, _supplier: UUID) -> tuple[Lines, list[UUID], set[UUID]]:
    found = Loan.objects.select_related("offer__product_version__product").get(pk=pk)
    lines = [
        *_line("贷款", f"{found.no},本金 {format_yuan(found.principal_fen)}"),
        *_line("放款", found.drawn_on),
        *_line("到期", found.due_on),
        *_line("约定费用", format_yuan(found.fee_fen)),
        *_standing(LOAN.states[found.state]),
        *_line("结清", found.settled_on),
    ]
    offer = found.offer
    about = [pk, *([offer.pk, offer.application_id] if offer else [])]
    return lines + (_offered(offer) if offer else []), about, set()


FACTS = {"award": _award, "contract": _contract, "application": _application, "loan": _loan}
