"""The suppliers of a contract say that its accounts are their own, each by a person of its own."""

from datetime import datetime

from cairong.contracts.models import Contract
from cairong.contracts.reads import suppliers_of
from cairong.treasury.actions.confirm_account import confirm_account
from cairong.treasury.reads import words_on
from support.town import Town


def confirmed(town: Town, contract: Contract, now: datetime) -> Contract:
    """Let every supplier that has not said so yet say it."""
    suppliers = suppliers_of(contract)
    said = words_on(suppliers)
    for part in suppliers:
        if part.supplier is not None and part.pk not in said:
            person = town.actor(part.supplier, "supplier")
            confirm_account(actor=person, now=now, contract_id=contract.pk)
    return contract
