"""The supplier says that the account in a contract is not its own: its filing cannot pass."""

import re
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.contracts.reads import contract_for
from cairong.contracts.steps.drafts import require_seen
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text, half_width
from cairong.treasury.models import DisownedAccount
from cairong.treasury.reads import own_part
from cairong.treasury.steps.own_accounts import CLAUSE, keep_disowned
from cairong.treasury.steps.tellings import account_of, filing_bureau

ACCOUNT_NUMBER = re.compile(r"\d(?:[- ]?\d){7,}")


@use_case(Role.SUPPLIER, word="指出账户不是本单位的")
def disown_account(
    *,
    actor: Actor,
    now: datetime,
    contract_id: UUID,
    note: str = "",
    seen_revision: int | None = None,
) -> DisownedAccount:
    """Say, as a supplier of a contract that waits to be filed, that its account is not one's own.

    The filing is returned, not accepted, whatever its days, until the supplier confirms that
    account or the contract names another. Raises NotFound, Conflict where the contract was mended
    since `seen_revision`, WrongState where nothing waits or it was said before, Invalid for a note
    with an account number in it: more read the event than may know the account.
    Writes: treasury.DisownedAccount. Source: 二(三)-3, D38.
    """
    contract = contract_for(actor, contract_id, lock=True)
    require_seen(contract, seen_revision)
    row = own_part(actor, contract)
    why = clean_text(note, "note", most=500, lines=True)
    if ACCOUNT_NUMBER.search(half_width(why)):
        raise Invalid("treasury.note_has_account", CLAUSE, field="note")
    said = keep_disowned(actor=actor, now=now, account=account_of(row), contract=contract, note=why)
    bureau = filing_bureau(contract, now).pk
    told = [Tell(organisation_id=bureau, role=Role.PROCUREMENT_OFFICER, region=contract.region)]
    if contract.purchaser_id:
        told.append(Tell(organisation_id=contract.purchaser_id, role=Role.PURCHASER_OFFICER))
    record(
        actor=actor,
        now=now,
        type="treasury.account.disowned",
        subject=said,
        about=[contract.pk, contract.award_id],
        visible_to=[each.organisation_id for each in told],
        after={"no": contract.no, "title": contract.title, "note": why or "没有写明"},
        basis=[CLAUSE],
        tell=told,
    )
    return said
