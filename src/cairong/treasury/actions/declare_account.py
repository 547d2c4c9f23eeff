"""The supplier says beforehand that an account is its own, the second factor shown anew (D38)."""

from datetime import datetime

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.identifiers import check_account, check_cnaps
from cairong.kernel.text import clean_text
from cairong.parties.reads import organisation
from cairong.policy.contracts import bank_matches_code, payee_is_supplier
from cairong.policy.rule import require
from cairong.treasury.models import OwnAccount
from cairong.treasury.steps.own_accounts import CLAUSE, keep_word
from cairong.treasury.steps.shared_numbers import note_shared
from cairong.treasury.steps.tellings import bureau_of


@use_case(Role.SUPPLIER, word="声明本单位账户", fresh=True)
def declare_account(
    *, actor: Actor, now: datetime, payee: str, account_no: str, bank: str, cnaps: str
) -> OwnAccount:
    """Say, before any contract names it, that an account is one's own.

    A filing with the same four facts then waits for no other word. Raises Invalid, PolicyBreach
    for an account that is not in the supplier's name or not at the bank of its code, WrongState
    where it was said before. Writes: treasury.OwnAccount, treasury.SharedNumber.
    Source: 二(三)-3, D38.
    """
    assert actor.organisation_id is not None
    account = {
        "payee": clean_text(payee, "payee", least=2),
        "account_no": check_account(account_no, "account_no"),
        "bank": clean_text(bank, "bank", least=2),
        "cnaps": check_cnaps(cnaps, "cnaps"),
    }
    own = organisation(actor.city, actor.organisation_id)
    require(
        payee_is_supplier(payee=account["payee"], supplier=own.name),
        bank_matches_code(bank=account["bank"], cnaps=account["cnaps"]),
    )
    word = keep_word(actor=actor, now=now, account=account)
    alarms = note_shared(
        city=actor.city,
        now=now,
        account_no=word.account_no,
        supplier_id=own.pk,
        region=own.region,
    )
    record(
        actor=actor,
        now=now,
        type="treasury.own_account.declared",
        subject=word,
        about=[own.pk],
        visible_to=[bureau_of(actor.city).pk],
        basis=[CLAUSE],
        tell=alarms,
    )
    return word
