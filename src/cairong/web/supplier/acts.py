"""What a supplier can do now on a case."""

from django.urls import reverse

from cairong.kernel.actor import Actor, Role
from cairong.treasury.models import PayeeChange
from cairong.treasury.states import OPEN_CHANGES, PAYEE_CHANGE
from cairong.treasury.steps.locks import payee_bound
from cairong.web.cases.reads import Case
from cairong.web.parts import Paper
from cairong.web.supplier.holdings import financeable


def acts_of_supplier(actor: Actor, case: Case) -> list[Paper]:  # noqa: ARG001 - the shape of ACTS
    """List what the supplier can do: consent to a lock, choose an offer, borrow, change account."""
    acts = [_paper("决定是否同意锁定", "supplier-lock", one.pk) for one in case.locks
            if one.state == "requested"]  # fmt: skip
    acts += [_paper(f"看 {one.institution.name} 的报价", "offer", one.pk) for one in case.offers
             if one.state == "offered"]  # fmt: skip
    acts += [_paper(f"看意向 {one.no}", "intent", one.pk) for one in case.intents]
    if any(financeable(one) for one in case.receivables):
        acts.append(_paper("我要融资", "finance-contract", case.contract.pk))
    acts += [_paper(f"看贷款 {one.no}", "supplier-loan", one.pk) for one in case.loans]
    changes = list(PayeeChange.objects.filter(receivable__in=case.receivables).order_by("asked_at"))
    acts += [_paper(f"看账户变更({PAYEE_CHANGE.states[one.state].word})", "supplier-change", one.pk)
             for one in changes]  # fmt: skip
    changing = any(one.state in OPEN_CHANGES for one in changes)
    payable = [one for one in case.receivables if one.state == "payable"]
    if not changing and any(payee_bound(one) is None for one in payable):
        acts.append(_paper("申请变更回款账户", "payee-change", case.contract.pk))
    return acts


def _paper(word: str, name: str, pk: object) -> Paper:
    return Paper(word=word, href=reverse(name, args=[pk]))


ACTS = {Role.SUPPLIER: acts_of_supplier}
