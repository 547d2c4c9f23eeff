"""A change of the receiving account where no lock stands, as acts of a case."""

from cairong.driving.demo.case import Case
from cairong.kernel.actor import Role
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    change_payee,
    consent_payee_change,
    withdraw_payee_change,
)


def ask_change(case: Case) -> None:
    """Ask, as the supplier, for an account at another bank."""
    case.change = case.alone(
        ask_payee_change,
        Role.SUPPLIER,
        contract_id=case.contract.pk,
        payee=case.supplier.organisation.name,
        account_no="6217" + case.contract.no[-6:] + "0000012",
        bank=case.rival.organisation.name,
        cnaps=case.rival.bank_code,
        reason="基本账户迁至另一家银行",
    )


def agree_change(case: Case) -> None:
    """Consent, as the purchaser."""
    case.both(
        consent_payee_change,
        Role.PURCHASER_OFFICER,
        Role.PURCHASER_APPROVER,
        change_id=case.change.pk,
    )


def change_account(case: Case) -> None:
    """Decide, as the treasury desk, that the account changes."""
    case.both(change_payee, Role.TREASURY_OFFICER, Role.TREASURY_APPROVER, change_id=case.change.pk)


def drop_change(case: Case) -> None:
    """Take the change back, as the supplier."""
    case.alone(
        withdraw_payee_change, Role.SUPPLIER, change_id=case.change.pk, reason="原账户继续使用"
    )


ACTS = {one.__name__: one for one in (ask_change, agree_change, change_account, drop_change)}
