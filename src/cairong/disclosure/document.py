"""The public document of a contract or a sample: what it says, its bytes, its hash."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785
from django.db.models import OuterRef, Subquery

from cairong.contracts.models import Award, Contract, ContractSupplier, ScheduleRow, WithheldItem
from cairong.kernel.identifiers import mask_account
from cairong.kernel.money import yuan_string
from cairong.policy.items import ITEMS, Item
from cairong.treasury.models import Receivable

CONTRACT_SCHEMA = "cairong-contract/1"
SAMPLE_SCHEMA = "cairong-sample/1"
LEAF = b"\x00"
ACCOUNT = ("payee", "account_no", "bank", "cnaps")
ASSENTS: Mapping[bool | None, str] = {None: "undecided", True: "given", False: "refused"}


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A contract with its rows, as published: parties, schedule, what is withheld."""

    contract: Contract
    suppliers: list[ContractSupplier]
    schedule: list[ScheduleRow]
    withheld: list[WithheldItem]

    def hidden(self) -> set[str]:
        """Name the items the public may not see: asked for and not refused (D1)."""
        return {each.item for each in self.withheld if each.assent is not False}


def whole(contract: Contract) -> Whole:
    """Read the rows of a contract that its document is made of."""
    return Whole(
        contract=contract,
        suppliers=paid_suppliers(contract),
        schedule=list(contract.schedule.all()),
        withheld=list(contract.withheld.order_by("item")),
    )


def paid_suppliers(contract: Contract) -> list[ContractSupplier]:
    """Read a contract's suppliers, unsaved: each with the account that is paid to today (D8)."""
    of_supplier = Receivable.objects.filter(
        contract=OuterRef("contract"), supplier=OuterRef("supplier")
    )
    current = {
        f"current_{name}": Subquery(of_supplier.values(f"current__{name}")) for name in ACCOUNT
    }
    rows = list(contract.suppliers.annotate(**current).order_by("position"))
    for row in rows:
        for name in ACCOUNT:
            setattr(row, name, getattr(row, f"current_{name}") or getattr(row, name))
    return rows


def contract_document(
    given: Whole, *, kind: str, version: int, now: datetime, filing: Mapping[str, Any]
) -> dict[str, Any]:
    """Write the document of a contract: every public item; those withheld are only named."""
    contract, hidden = given.contract, given.hidden()
    return {
        "schema": CONTRACT_SCHEMA,
        "contract_no": contract.no,
        "version": version,
        "kind": kind,
        "published_at": timestamp(now),
        "region": contract.region,
        "purchaser": {
            "name": contract.purchaser_name,
            "uscc": contract.purchaser_uscc,
            "address": "" if "purchaser_address" in hidden else contract.purchaser_address,
        },
        "suppliers": [_supplier(supplier, hidden) for supplier in given.suppliers],
        "contract": {
            item.key: "" if item.code in hidden else _said(item, getattr(contract, item.code))
            for item in ITEMS
            if item.of == "contract" and item.public
        },
        "award": {
            "no": contract.award.no,
            "notice_on": contract.award.notice_on.isoformat(),
            "amount_yuan": yuan_string(contract.award.amount_fen),
        },
        "schedule": [_milestone(row) for row in given.schedule],
        "withheld": [
            {"item": each.item, "basis": "商业秘密", "assent": ASSENTS[each.assent],
             "until": each.until.isoformat()}
            for each in given.withheld
            if each.item in hidden
        ],
        "filing": dict(filing),
        "announcement": {
            "outside_no": contract.announced_outside_no,
            "outside_at": _moment(contract.announced_outside_at),
        },
        "files": [],
    }  # fmt: skip


def sample_document(award: Award, contract: Contract | None, *, now: datetime) -> dict[str, Any]:
    """Write the document of a sample: what was published elsewhere, and where (D32)."""
    return {
        "schema": SAMPLE_SCHEMA,
        "contract_no": contract.no if contract else award.no,
        "version": 1,
        "kind": "sample",
        "published_at": timestamp(now),
        "notice": {
            "kind": award.kind,
            "title": award.title,
            "project_no": award.project_no,
            "purchaser_no": contract.purchaser_no if contract else "",
            "purchaser": award.purchaser_name,
            "agency": award.agency,
            "suppliers": [share.supplier_name for share in award.shares.all()],
            "amount_yuan": yuan_string(award.amount_fen),
            "budget_yuan": None if award.budget_fen is None else yuan_string(award.budget_fen),
            "notice_on": award.notice_on.isoformat(),
            "province": award.place_province,
            "city": award.place_city,
            "district": award.place_district,
            "industry": award.industry,
            "performance_period": award.performance_period,
            "place": award.place_of_work,
            "scope": award.scope,
            "note": award.quality_flag,
        },
        "source": {"site": award.source_site, "url": award.source_url, "id": award.src_id},
        "withheld": [],
        "files": [],
    }


def canonical(document: Mapping[str, Any]) -> bytes:
    """Write a document as its RFC 8785 bytes."""
    return rfc8785.dumps(dict(document))


def leaf_hash(document: bytes) -> str:
    """Hash the bytes of a document: SHA-256 over 0x00 and them, lower-case hex (D6)."""
    return hashlib.sha256(LEAF + document).hexdigest()


def timestamp(moment: datetime) -> str:
    """Write a moment as RFC 3339 in UTC with milliseconds (D6)."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _moment(moment: datetime | None) -> str | None:
    return timestamp(moment) if moment else None


def names(rows: Iterable[str]) -> str:
    """Join the names of suppliers as lists show them."""
    return "、".join(rows)[:600]


def _said(item: Item, value: Any) -> str | bool | None:
    """Write the value of an item: amounts in yuan, days in ISO form."""
    if item.kind == "money":
        return yuan_string(value)
    if item.kind == "day":
        return value.isoformat() if value else None
    return value  # type: ignore[no-any-return]


def _supplier(row: ContractSupplier, hidden: set[str]) -> dict[str, Any]:
    masked = row.individual and bool(row.account_no)
    account_no = mask_account(row.account_no) if masked else row.account_no
    return {
        "name": row.name,
        "uscc": row.uscc,
        "address": "" if "supplier_address" in hidden else row.address,
        "size": row.size,
        "share_yuan": yuan_string(row.share_fen),
        "account": {
            "payee": row.payee,
            "no": "" if "account_no" in hidden else account_no,
            "masked": masked,
            "bank": "" if "bank" in hidden else row.bank,
            "cnaps": "" if "bank" in hidden else row.cnaps,
        },
    }


def _milestone(row: ScheduleRow) -> dict[str, Any]:
    return {
        "milestone": row.milestone,
        "percent": f"{row.percent.normalize():f}",
        "agreed_days": row.agreed_days,
        "unit": row.unit,
    }
