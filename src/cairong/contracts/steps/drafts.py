"""Make the draft of a contract from its award, and write what people enter into it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cairong.audit.rows import locked
from cairong.contracts.facts import Account, Items, Milestone
from cairong.contracts.models import Award, AwardShare, Contract, ContractSupplier, ScheduleRow
from cairong.contracts.reads import draft_of, suppliers_of
from cairong.contracts.steps.numbers import CONTRACTS, next_numbers
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid
from cairong.kernel.text import clean_text
from cairong.parties.models import Organisation, SupplierProfile
from cairong.policy.items import ITEMS, OWN

FROM_AWARD, FROM_PARTY, TYPED = "中标(成交)记录", "单位登记信息", "录入"
ACCOUNT = ("payee", "account_no", "bank", "cnaps")


def draft_for(award: Award, *, now: datetime) -> Contract:
    """Find the draft of an award or make it, filled with all that is known and where from.

    Writes: contracts.Contract, contracts.ContractSupplier.
    """
    known = draft_of(award)
    if known is not None:
        return locked(Contract.objects.all()).get(pk=known.pk)
    draft = prefilled(award, now=now)
    draft.no = next_numbers(award.city_id, CONTRACTS, day_of(now).year)[0]
    draft.save(force_insert=True)
    return draft


def prefilled(award: Award, *, now: datetime) -> Contract:
    """Fill a contract from its award and its purchaser, without number, unsaved."""
    filled: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for item in ITEMS:
        if item.prefilled and (value := getattr(award, item.prefilled)):
            filled[item.code], sources[item.code] = value, FROM_AWARD
    if "subject_matter" not in filled:
        filled["subject_matter"], sources["subject_matter"] = award.title, FROM_AWARD
    purchaser = award.purchaser
    if purchaser is not None:
        filled |= _of_purchaser(purchaser)
        sources |= dict.fromkeys(("purchaser_uscc", "purchaser_address"), FROM_PARTY)
    return Contract(
        city_id=award.city_id,
        award=award,
        purchaser=purchaser,
        purchaser_name=award.purchaser_name,
        region=award.region,
        sample=award.sample,
        recorded_at=now,
        sources=sources,
        **filled,
    )


def require_seen(contract: Contract, seen_revision: int | None) -> None:
    """Refuse to go on from an older save than the one that stands. Raises Conflict."""
    if seen_revision is not None and seen_revision != contract.revision:
        raise Conflict("contracts.revision", now=contract.revision, seen=seen_revision)


def write_items(contract: Contract, items: Items) -> None:
    """Write what was entered over what was there, and note that it was typed. Saves nothing."""
    for name, value in items.written().items():
        if getattr(contract, name) != value:
            setattr(contract, name, value)
            contract.sources[name] = TYPED
    for item in OWN:
        value = getattr(contract, item.code)
        if item.kind == "money" and not 0 <= value <= contract.amount_fen:
            raise Invalid(
                "contracts.held_back", field=item.code, value=value, most=contract.amount_fen
            )


def write_schedule(contract: Contract, schedule: Sequence[Milestone]) -> list[ScheduleRow]:
    """Put the milestones of payment in place of those of before. Writes: contracts.ScheduleRow."""
    ScheduleRow.objects.filter(contract=contract).delete()
    rows = (each.checked() for each in schedule)
    return ScheduleRow.objects.bulk_create(
        ScheduleRow(contract=contract, position=position, **vars(row))
        for position, row in enumerate(rows)
    )


def write_suppliers(
    contract: Contract,
    shares: Sequence[AwardShare],
    accounts: Sequence[Account],
    *,
    address: str | None,
) -> list[ContractSupplier]:
    """Put the suppliers with size, share and account in place of those of before.

    A registered supplier bears the name it has today, whatever the award called it. An account
    that is not given again stays. Raises Invalid for an account that is none.
    Writes: contracts.ContractSupplier.
    """
    before = list(ContractSupplier.objects.filter(contract=contract))
    ContractSupplier.objects.filter(contract=contract).delete()
    ids = [each.supplier_id for each in shares if each.supplier_id]
    profiles = SupplierProfile.objects.select_related("organisation").in_bulk(ids)
    by_supplier = {each.supplier_id: each.checked() for each in accounts}
    alone = len(shares) == 1
    rows = []
    for share in shares:
        account = by_supplier.get(share.supplier_id) or (by_supplier.get(None) if alone else None)
        row = ContractSupplier(
            contract=contract,
            position=share.position,
            supplier=share.supplier,
            name=share.named,
            share_fen=contract.amount_fen if alone else share.share_fen or contract.amount_fen,
            **_account(account, row_of(share, before)),
        )
        profile = profiles.get(share.supplier_id) if share.supplier_id else None
        if share.supplier is not None:
            _describe(row, share.supplier, profile)
        if alone and address:
            row.address = clean_text(address, "supplier_address")
        rows.append(row)
    return ContractSupplier.objects.bulk_create(rows)


def row_of(share: AwardShare, rows: Sequence[ContractSupplier]) -> ContractSupplier | None:
    """Find a winner among a contract's suppliers, under whatever name it was written there."""
    for row in rows:
        same = share.supplier_id is not None and row.supplier_id == share.supplier_id
        if same or row.name == share.supplier_name:
            return row
    return None


def mend_suppliers(
    contract: Contract, accounts: Sequence[Account], *, address: str | None
) -> list[ContractSupplier]:
    """Write accounts and the address given anew; all else stays as it was at signing (802§3).

    Raises Invalid for an account that is none. Writes: contracts.ContractSupplier.
    """
    rows = suppliers_of(contract)
    by_supplier = {each.supplier_id: each.checked() for each in accounts}
    alone = len(rows) == 1
    for row in rows:
        account = by_supplier.get(row.supplier_id) or (by_supplier.get(None) if alone else None)
        for name, value in _account(account, row).items():
            setattr(row, name, value)
        if alone and address:
            row.address = clean_text(address, "supplier_address")
    ContractSupplier.objects.bulk_update(rows, [*ACCOUNT, "address"])
    return rows


def _of_purchaser(purchaser: Organisation) -> dict[str, str]:
    contact = f"{purchaser.contact_name} {purchaser.contact_phone}".strip()
    return {
        "purchaser_uscc": purchaser.uscc,
        "purchaser_address": purchaser.address,
        "purchaser_contact": contact,
    }


def _account(account: Account | None, before: ContractSupplier | None) -> dict[str, str]:
    if account is None:
        return {name: getattr(before, name) for name in ACCOUNT} if before else {}
    return {
        "payee": account.payee,
        "account_no": account.no,
        "bank": account.bank,
        "cnaps": account.cnaps,
    }


def _describe(
    row: ContractSupplier, supplier: Organisation, profile: SupplierProfile | None
) -> None:
    row.uscc, row.address, row.individual = supplier.uscc, supplier.address, supplier.individual
    row.contact = f"{supplier.contact_name} {supplier.contact_phone}".strip()
    if profile is not None:
        row.size = profile.size
        row.size_inputs = {
            "industry": profile.industry,
            "employees": profile.employees,
            "revenue_wan": None if profile.revenue_wan is None else str(profile.revenue_wan),
            "assets_wan": None if profile.assets_wan is None else str(profile.assets_wan),
        }
        if profile.decided_at is not None:
            row.size_inputs["decided_on"] = day_of(profile.decided_at).isoformat()
