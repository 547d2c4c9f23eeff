"""What stands in the papers of an inspection about one case: sections of plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cairong.cases.case import Case, case_for
from cairong.clocks.models import Duty
from cairong.clocks.reads import duties_about
from cairong.contracts.reads import ContractView, contract_view
from cairong.inspecting.reads import Reading
from cairong.kernel.money import format_yuan
from cairong.oversight.urgings import letters_about
from cairong.policy.catalogue.words import moment_words
from cairong.policy.duties import DUTIES
from cairong.treasury.models import Acceptance, Lock, Payment

UNITS = {"working": "个工作日", "calendar": "日"}
BUREAU = "财政部门"


@dataclass(frozen=True, kw_only=True)
class Section:
    """One table of words: its title, its heads, its rows."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything of a case as an inspector reads it."""

    case: Case
    view: ContractView
    duties: list[Duty]
    sections: list[Section]


def facts_of(found: Reading, now: datetime) -> Facts:
    """Read a case for an inspection, as the bureau's desk of its region reads it."""
    case = case_for(found.reader, found.contract.pk, now=now)
    view = contract_view(found.reader, found.contract.pk)
    duties = _duties(view)
    letters = letters_about(found.reader, now, [duty.pk for duty in duties])
    sections = [
        _contract(view, case),
        _parties(view),
        _filings(view),
        _owed(duties, letters),
        _money(case),
        _financing(case),
        _locks(case),
        _payments(case),
        _happened(case),
    ]
    return Facts(
        case=case, view=view, duties=duties, sections=[each for each in sections if each.rows]
    )


def written(duty: Duty) -> dict[str, Any]:
    """Write a duty as data: its days as counted, and what befell it."""
    return {
        "id": str(duty.pk),
        "kind": duty.kind,
        "word": DUTIES[duty.kind].word,
        "obligation": DUTIES[duty.kind].obligation,
        "holder": _holder(duty),
        "title": duty.title,
        "start_on": duty.start_on.isoformat(),
        "days": duty.days,
        "unit": duty.unit,
        "due_on": duty.due_on.isoformat(),
        "due_law_on": _iso(duty.due_law_on),
        "counted": list(duty.counted),
        "calendar_version": duty.calendar_version,
        "provisional": duty.provisional,
        "state": duty.state,
        "done_on": _iso(duty.done_on),
        "cancelled_on": _iso(duty.cancelled_on),
        "marks": [
            {
                "kind": mark.kind,
                "on": mark.on.isoformat(),
                "at": moment_words(mark.at),
                "reason": mark.reason,
                "due_on": _iso(mark.due_on),
            }
            for mark in sorted(duty.marks.all(), key=lambda each: each.pk)
        ],
    }


def _duties(view: ContractView) -> list[Duty]:
    contract = view.contract
    ids = [contract.pk, contract.award_id]
    for model in (Acceptance, Lock, Payment):
        rows = model.objects.filter(receivable__contract=contract)
        ids += rows.values_list("pk", flat=True)
    found = duties_about(ids).select_related("holder_organisation").prefetch_related("marks")
    return list(found)


def _contract(view: ContractView, case: Case) -> Section:
    contract = view.contract
    rows = [
        ("平台编号", contract.no),
        ("名称", contract.title),
        ("采购人", contract.purchaser_name),
        ("采购人的合同编号", contract.purchaser_no),
        ("项目编号", contract.project_no),
        ("采购方式", contract.method),
        ("金额", format_yuan(contract.amount_fen)),
        ("签订日期", _day(contract.signed_on)),
        ("状态", case.contract.state.word),
    ]
    return _section("合同", ("项目", "内容"), [row for row in rows if row[1]])


def _parties(view: ContractView) -> Section:
    rows = [
        (row.name, row.uscc, format_yuan(row.share_fen), row.payee, row.account_no, row.bank)
        for row in view.suppliers
    ]
    heads = ("供应商", "统一社会信用代码", "份额", "户名", "账号", "开户行")
    return _section("供应商和回款账户", heads, rows)


def _filings(view: ContractView) -> Section:
    rows = [
        (str(each.round), _moment(each.submitted_at), each.get_verdict_display() or "审核中",
         _moment(each.decided_at), ";".join(map(str, each.reasons.values())))
        for each in reversed(view.filings)
    ]  # fmt: skip
    return _section("备案", ("轮次", "报备", "结论", "审核", "意见"), rows)


def _owed(duties: Sequence[Duty], letters: Any) -> Section:
    rows = [
        (
            DUTIES[duty.kind].word, DUTIES[duty.kind].obligation, _holder(duty),
            _day(duty.start_on), f"{duty.days} {UNITS[duty.unit]}", _day(duty.due_on),
            _day(duty.due_law_on), _day(duty.done_on or duty.cancelled_on),
            Duty.State(duty.state).label, _days(duty), letters.get(duty.pk, ""),
        )
        for duty in duties
    ]  # fmt: skip
    heads = (
        "职责", "依据", "责任单位", "起算", "天数", "到期", "法定到期", "办结", "状态", "逐日",
        "督办函",
    )  # fmt: skip
    return _section("期限", heads, rows)


def _money(case: Case) -> Section:
    rows = [
        (each.supplier, *(format_yuan(fen) for fen in (
            each.amount_fen, each.due_fen, each.requested_fen, each.in_transit_fen,
            each.paid_fen, each.principal_paid_fen, each.interest_paid_fen,
            each.to_supplier_fen)))
        for each in case.money
    ]  # fmt: skip
    heads = (
        "供应商", "应收", "已验收待申请", "已申请", "在途", "已支付", "还本", "还息", "归供应商",
    )  # fmt: skip
    return _section("应收账款", heads, rows)


def _financing(case: Case) -> Section:
    rows = [
        (word, each.institution, each.no, format_yuan(each.amount_fen), each.state.word, each.words)
        for word, listed in (
            ("申请", case.applications), ("报价", case.offers), ("贷款", case.loans),
        )
        for each in listed
    ]  # fmt: skip
    return _section("融资", ("环节", "金融机构", "编号", "金额", "状态", "说明"), rows)


def _locks(case: Case) -> Section:
    rows = [
        (each.institution, each.payee, each.bank, each.account_end, each.state.word, each.reason)
        for each in case.locks
    ]
    heads = ("金融机构", "户名", "开户行", "账号尾号", "状态", "说明")
    return _section("账户锁定", heads, rows)


def _payments(case: Case) -> Section:
    rows = [
        (each.voucher_no, format_yuan(each.amount_fen), _moment(each.requested_at), each.state.word)
        for each in case.payments
    ]
    return _section("支付", ("凭证号", "金额", "申请", "状态"), rows)


def _happened(case: Case) -> Section:
    rows = [
        (_moment(each.at), each.what, each.organisation, each.role, each.person, each.note)
        for each in case.moments
        if each.at is not None
    ]
    return _section("经过", ("时间", "事项", "单位", "岗位", "人员", "依据"), rows)


def _section(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Section:
    return Section(title=title, heads=heads, rows=rows)


def _holder(duty: Duty) -> str:
    return duty.holder_organisation.name if duty.holder_organisation else BUREAU


def _days(duty: Duty) -> str:
    days = (date.fromisoformat(day) for day in duty.counted)
    return "、".join(f"{day.month}月{day.day}日" for day in days)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _moment(moment: datetime | None) -> str:
    return moment_words(moment) if moment else ""
