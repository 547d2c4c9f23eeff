"""The receiving account changes where no lock stands: both parties consent, the bureau decides."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import WrongState
from cairong.kernel.identifiers import check_account, check_cnaps
from cairong.kernel.text import clean_text
from cairong.parties.deciding import require_deciding
from cairong.parties.four_eyes import two_person
from cairong.policy.contracts import bank_matches_code, payee_is_supplier
from cairong.policy.rule import require
from cairong.treasury.models import PayeeChange, PayeeConsent, PayeeVersion, Receivable
from cairong.treasury.reads import CHANGE_DROPPED, change_for, contract_receivable
from cairong.treasury.states import PAYEE_CHANGE, RECEIVABLE
from cairong.treasury.steps.locks import payee_bound
from cairong.treasury.steps.receivables import stand_payee
from cairong.treasury.steps.shared_numbers import note_shared
from cairong.treasury.steps.tellings import (
    about,
    account_of,
    parties_of,
    paying_bureau,
    purchaser,
    supplier,
    treasury_desk,
)

CLAUSE = "二(三)-3"
Party = PayeeConsent.Party


@use_case(Role.SUPPLIER, word="申请变更回款账户", fresh=True)
def ask_payee_change(
    *,
    actor: Actor,
    now: datetime,
    contract_id: UUID,
    payee: str,
    account_no: str,
    bank: str,
    cnaps: str,
    reason: str,
) -> PayeeChange:
    """Ask for another receiving account, as the supplier, which consents by asking.

    Raises NotFound, Invalid, WrongState before the filing, PolicyBreach for an account that is not
    the supplier's own, while a lock is asked for or active, or another change is open.
    Writes: treasury.PayeeChange, treasury.PayeeConsent. Source: 二(三)-3, D8.
    """
    receivable = contract_receivable(actor, contract_id, lock=True)
    current = _free_payee(receivable)
    account = {
        "payee": clean_text(payee, "payee", least=2),
        "account_no": check_account(account_no, "account_no"),
        "bank": clean_text(bank, "bank", least=2),
        "cnaps": check_cnaps(cnaps, "cnaps"),
    }
    require(
        payee_is_supplier(payee=account["payee"], supplier=receivable.supplier.name),
        bank_matches_code(bank=account["bank"], cnaps=account["cnaps"]),
    )
    change = PayeeChange.objects.create(
        city_id=actor.city,
        receivable=receivable,
        **account,
        reason=clean_text(reason, "reason", least=2, most=500, lines=True),
        asked_at=now,
    )
    _consent(actor, change, Party.SUPPLIER, now)
    record(
        actor=actor,
        now=now,
        type="treasury.payee.change_asked",
        subject=change,
        about=about(receivable),
        visible_to=parties_of(receivable, paying_bureau(receivable, now).pk),
        before=account_of(current),
        after=account_of(change),
        basis=[CLAUSE],
        tell=[purchaser(receivable)],
    )
    return change


@two_person(Role.PURCHASER_OFFICER, word="同意变更回款账户", of=PAYEE_CHANGE, fresh=True)
def consent_payee_change(*, actor: Actor, now: datetime, change_id: UUID) -> PayeeChange:
    """Consent, as the purchaser, to the account the supplier asked for.

    Raises NotFound, WrongState. Writes: treasury.PayeeChange, treasury.PayeeConsent.
    Source: 二(三)-3, D8, D19.
    """
    change = change_for(actor, change_id, lock=True)
    receivable, before = change.receivable, change.state
    change.state = PAYEE_CHANGE.after(change.state, "agree")
    change.save(update_fields=["state"])
    _consent(actor, change, Party.PURCHASER, now)
    bureau = paying_bureau(receivable, now)
    record(
        actor=actor,
        now=now,
        type="treasury.payee.change_agreed",
        subject=change,
        about=about(receivable),
        visible_to=parties_of(receivable, bureau.pk),
        before={"state": before, **account_of(receivable.current)},
        after={"state": change.state, **account_of(change)},
        basis=[CLAUSE],
        tell=[treasury_desk(receivable, bureau), supplier(receivable)],
    )
    return change


@two_person(Role.TREASURY_OFFICER, word="变更回款账户", of=PAYEE_CHANGE, fresh=True, counties=True)
def change_payee(*, actor: Actor, now: datetime, change_id: UUID) -> PayeeVersion:
    """Decide, as the bureau, that the account changes: a new payee version stands.

    Raises NotFound, WrongState, PolicyBreach without both consents, with a lock asked for or
    active, or a payment under way. Writes: treasury.PayeeVersion, treasury.PayeeChange,
    treasury.SharedNumber.
    Source: 二(三)-3, D8, D19.
    """
    change = change_for(actor, change_id, lock=True)
    receivable = change.receivable
    require_deciding(actor, receivable.region, now)
    state = PAYEE_CHANGE.after(change.state, "change")
    before = _free_payee(receivable)
    version = stand_payee(
        now=now,
        receivable=receivable,
        account=account_of(change),
        source="账户变更",
        change=change,
    )
    change.state = state
    change.save(update_fields=["state"])
    alarms = note_shared(
        city=actor.city,
        now=now,
        account_no=version.account_no,
        supplier_id=receivable.supplier_id,
        region=receivable.region,
        contract_id=receivable.contract_id,
    )
    record(
        actor=actor,
        now=now,
        type="treasury.payee.changed",
        subject=version,
        about=about(receivable, change.pk),
        visible_to=parties_of(receivable),
        before=account_of(before),
        after={"version": version.version, **account_of(version)},
        basis=[CLAUSE],
        tell=[supplier(receivable), purchaser(receivable), *alarms],
    )
    return version


@use_case(
    Role.SUPPLIER,
    Role.PURCHASER_OFFICER,
    Role.TREASURY_OFFICER,
    word="撤回账户变更申请",
    counties=True,
)
def withdraw_payee_change(
    *, actor: Actor, now: datetime, change_id: UUID, reason: str
) -> PayeeChange:
    """End a change that is not decided: taken back by the supplier, or not agreed to.

    Raises NotFound, WrongState, Invalid. Writes: treasury.PayeeChange. Source: 二(三)-3.
    """
    words = clean_text(reason, "reason", least=2, most=500, lines=True)
    change = change_for(actor, change_id, lock=True)
    receivable, before = change.receivable, change.state
    require_deciding(actor, receivable.region, now)
    change.state = PAYEE_CHANGE.after(change.state, "withdraw")
    change.save(update_fields=["state"])
    told = [supplier(receivable), purchaser(receivable)]
    if before == "agreed":
        told.append(treasury_desk(receivable, paying_bureau(receivable, now)))
    record(
        actor=actor,
        now=now,
        type=CHANGE_DROPPED,
        subject=change,
        about=about(receivable),
        visible_to=parties_of(receivable),
        before={"state": before},
        after={"state": change.state, "reason": words},
        basis=[CLAUSE],
        tell=told,
    )
    return change


def _consent(actor: Actor, change: PayeeChange, party: Party, now: datetime) -> None:
    assert actor.organisation_id is not None
    assert actor.person_id is not None
    PayeeConsent.objects.create(
        change=change,
        party=party,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        at=now,
    )


def _free_payee(receivable: Receivable) -> PayeeVersion:
    """Answer the current payee version, which nothing may bind."""
    current: PayeeVersion | None = receivable.current
    if current is None:
        raise WrongState("treasury.no_payee", CLAUSE, state=RECEIVABLE.states["standing"].word)
    require(payee_bound(receivable))
    return current
