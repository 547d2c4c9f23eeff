"""The supplier says that the account in a contract is its own: one tap (D38)."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.contracts.reads import contract_for
from cairong.contracts.steps.drafts import require_seen
from cairong.kernel.actor import Actor, Role
from cairong.treasury.models import OwnAccount
from cairong.treasury.reads import own_part
from cairong.treasury.steps.own_accounts import CLAUSE, keep_word
from cairong.treasury.steps.shared_numbers import note_shared
from cairong.treasury.steps.tellings import account_of, filing_bureau


@use_case(Role.SUPPLIER, word="确认回款账户")
def confirm_account(
    *, actor: Actor, now: datetime, contract_id: UUID, seen_revision: int | None = None
) -> OwnAccount:
    """Say, as a supplier of a contract, that the account it names for one is one's own.

    The word is on the account, not on the contract: whatever is filed with the same account needs
    no other. Raises NotFound, Conflict where the contract was mended since `seen_revision`,
    WrongState where it was said before. Writes: treasury.OwnAccount,
    treasury.SharedNumber. Source: 二(三)-3, D38.
    """
    contract = contract_for(actor, contract_id, lock=True)
    require_seen(contract, seen_revision)
    row = own_part(actor, contract)
    word = keep_word(actor=actor, now=now, account=account_of(row), contract=contract)
    bureau, waits = filing_bureau(contract, now).pk, contract.state == "announced"
    desk = Tell(organisation_id=bureau, role=Role.PROCUREMENT_OFFICER, region=contract.region)
    alarms = note_shared(
        city=actor.city,
        now=now,
        account_no=word.account_no,
        supplier_id=word.supplier_id,
        region=contract.region,
        contract_id=contract.pk,
    )
    record(
        actor=actor,
        now=now,
        type="treasury.own_account.confirmed",
        subject=word,
        about=[contract.pk, contract.award_id],
        visible_to=[contract.purchaser_id, bureau],
        after={"no": contract.no, "title": contract.title},
        basis=[CLAUSE],
        tell=[*([desk] if waits else []), *alarms],
    )
    return word
