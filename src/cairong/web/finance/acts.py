"""What each desk of the bureau can do now on a case."""

from django.urls import reverse

from cairong.kernel.actor import Actor, Role
from cairong.treasury.models import PayeeChange
from cairong.treasury.states import OPEN_PAYMENTS
from cairong.web.cases.reads import Case
from cairong.web.parts import Paper


def acts_of_procurement(actor: Actor, case: Case) -> list[Paper]:
    """Lead to the filing: to review it as the first person, or to read it."""
    prepares = actor.role is not Role.PROCUREMENT_APPROVER
    open_ = case.contract.state == "announced" and case.contract.pk not in case.laid and prepares
    word = "审核备案" if open_ else "看备案内容"
    return [_paper(word, "finance-filing", case.contract.pk)]


def acts_of_treasury(actor: Actor, case: Case) -> list[Paper]:  # noqa: ARG001 - the shape of ACTS
    """List locks, payments, arrivals and changes of account to act on; lead to the books.

    What waits before the approver is not offered again.
    """
    laid = case.laid
    acts = [_paper("确认账户锁定", "finance-lock", one.pk) for one in case.locks
            if one.state == "purchaser_acknowledged" and one.pk not in laid]  # fmt: skip
    acts += [_paper(f"办理支付 {one.voucher_no}", "finance-payment", one.pk)
             for one in case.payments
             if one.state == "requested" and one.pk not in laid]  # fmt: skip
    acts += [_paper(f"登记到账 {one.voucher_no}", "finance-payment", one.pk)
             for one in case.payments
             if one.state == "released" and one.pk not in laid]  # fmt: skip
    changes = PayeeChange.objects.filter(receivable__in=case.receivables, state="agreed")
    acts += [_paper("审批账户变更", "finance-change", one.pk) for one in changes
             if one.pk not in laid]  # fmt: skip
    return acts + _books(case)


def readings_of_treasury(actor: Actor, case: Case) -> list[Paper]:  # noqa: ARG001 - the shape of ACTS
    """Lead the approver to what the officer acts on, to read it; what waits is offered apart."""
    changes = PayeeChange.objects.filter(receivable__in=case.receivables, state="agreed")
    readings = [_paper("看账户锁定", "finance-lock", one.pk) for one in case.locks
                if one.state == "purchaser_acknowledged"]  # fmt: skip
    readings += [_paper(f"看支付 {one.voucher_no}", "finance-payment", one.pk)
                 for one in case.payments if one.state in OPEN_PAYMENTS]  # fmt: skip
    readings += [_paper("看账户变更", "finance-change", one.pk) for one in changes]
    return readings + _books(case)


def acts_of_clerk(actor: Actor, case: Case) -> list[Paper]:
    """List what a county's clerk prepares or reads on a case."""
    return acts_of_procurement(actor, case) + _books(case)


def _books(case: Case) -> list[Paper]:
    return [_paper("看账簿", "finance-book", one.pk) for one in case.receivables]


def _paper(word: str, name: str, pk: object) -> Paper:
    return Paper(word=word, href=reverse(name, args=[pk]))


ACTS = {
    Role.PROCUREMENT_OFFICER: acts_of_procurement,
    Role.PROCUREMENT_APPROVER: acts_of_procurement,
    Role.TREASURY_OFFICER: acts_of_treasury,
    Role.TREASURY_APPROVER: readings_of_treasury,
    Role.COUNTY_CLERK: acts_of_clerk,
}
