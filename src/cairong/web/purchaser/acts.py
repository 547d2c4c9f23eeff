"""What the purchaser can do now on a case."""

from django.urls import reverse

from cairong.contracts.reads import newest_filing
from cairong.kernel.actor import Actor, Role
from cairong.treasury.models import PayeeChange
from cairong.web.cases.reads import Case
from cairong.web.parts import Paper

CHANGES = {"asked": "答复变更回款账户", "agreed": "撤回对账户变更的同意"}


def acts_of_officer(actor: Actor, case: Case) -> list[Paper]:
    """List what the officer can do: mend, recall, accept, ask for payment, acknowledge.

    What waits before the approver is not offered again.
    """
    contract, laid = case.contract, case.laid
    acts = [_paper("确认账户锁定", "purchaser-lock", one.pk) for one in case.locks
            if one.state == "supplier_consented" and one.pk not in laid]  # fmt: skip
    acts += [_paper(CHANGES[one.state], "purchaser-change", one.pk) for one in _changes(case)
             if one.pk not in laid]  # fmt: skip
    if contract.state == "returned" and contract.pk not in laid:
        acts.append(_paper("补正备案", "filing-resubmit", contract.pk))
    acts += _accepting(case)
    back = case.laid_by("treasury.take_back_payment")
    acts += [_paper(f"撤回支付申请 {one.voucher_no}", "payment-take-back", one.pk)
             for one in case.payments
             if one.state == "requested" and one.pk not in back]  # fmt: skip
    return acts + acts_of_approver(actor, case)


def acts_of_approver(actor: Actor, case: Case) -> list[Paper]:  # noqa: ARG001 - the shape of ACTS
    """List what the approver can do without an officer: recall a filing nobody has opened."""
    if case.contract.state != "announced" or newest_filing(case.contract).opened_at:
        return []
    return [_paper("收回备案", "filing-recall", case.contract.pk)]


def _accepting(case: Case) -> list[Paper]:
    contract, acts = case.contract, []
    unasked = any(one.due_fen and one.pk not in case.laid for one in case.receivables)
    if unasked and contract.state == "filed":
        acts.append(_paper("申请支付", "payment-new", contract.pk))
    mending = contract.state == "returned"
    left = not mending and any(one.committed_fen for one in case.receivables)
    if left or unasked:
        acts.append(_paper("登记验收" if left else "撤回验收", "acceptance-new", contract.pk))
    return acts


def _changes(case: Case) -> list[PayeeChange]:
    return list(PayeeChange.objects.filter(receivable__in=case.receivables, state__in=CHANGES))


def _paper(word: str, name: str, pk: object) -> Paper:
    return Paper(word=word, href=reverse(name, args=[pk]))


ACTS = {Role.PURCHASER_OFFICER: acts_of_officer, Role.PURCHASER_APPROVER: acts_of_approver}
