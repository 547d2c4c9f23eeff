"""What acts on awards and contracts are told: accounts, milestones, items, winners."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from cairong.kernel.errors import Invalid
from cairong.kernel.identifiers import check_account, check_cnaps
from cairong.kernel.text import clean_text
from cairong.policy.items import OWN

WHOLE = Decimal(100)
STRICT = ConfigDict(extra="forbid")
MOST_DAYS = 3650


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Account:
    """A receiving account; `supplier_id` says whose where a contract has several suppliers."""

    payee: str
    no: str
    bank: str
    cnaps: str
    supplier_id: UUID | None = None

    def checked(self) -> "Account":
        """Return the account with every value in order. Raises Invalid naming the field."""
        return replace(
            self,
            payee=clean_text(self.payee, "payee", least=1),
            no=check_account(self.no, "account_no"),
            bank=clean_text(self.bank, "bank", least=1),
            cnaps=check_cnaps(self.cnaps, "cnaps"),
        )


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Milestone:
    """One payment: its milestone, its percent of the whole, and within how many days of it.

    `agreed_days` is None where the contract agrees none; it is then paid in the days of the rules.
    """

    milestone: str
    percent: Decimal
    agreed_days: int | None = None
    unit: Literal["working", "calendar"] = "calendar"

    def checked(self) -> "Milestone":
        """Return the milestone with every value in range. Raises Invalid naming the field."""
        percent = self.percent
        if not (percent.is_finite() and 0 < percent <= WHOLE) or percent != round(percent, 2):
            raise Invalid("invalid.range", field="percent", value=percent, least="0.01", most=WHOLE)
        if self.agreed_days is not None and not 0 <= self.agreed_days <= MOST_DAYS:
            raise Invalid(
                "invalid.range",
                field="agreed_days",
                value=self.agreed_days,
                least=0,
                most=MOST_DAYS,
            )
        return replace(self, milestone=clean_text(self.milestone, "milestone", least=1, most=100))


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Items:
    """The items of a contract that people write; an item left at None keeps what stands."""

    title: str | None = None
    purchaser_no: str | None = None
    project_no: str | None = None
    method: str | None = None
    purchaser_address: str | None = None
    purchaser_contact: str | None = None
    supplier_address: str | None = None
    subject_matter: str | None = None
    specification: str | None = None
    quantity: str | None = None
    unit_price: str | None = None
    quality: str | None = None
    performance_period: str | None = None
    place: str | None = None
    manner: str | None = None
    acceptance_terms: str | None = None
    liability: str | None = None
    dispute_resolution: str | None = None
    other_terms: str | None = None
    budget_line: str | None = None
    funding_source: str | None = None
    retention_fen: int | None = None
    prepayment_fen: int | None = None
    sme_reserved: bool | None = None

    def written(self) -> dict[str, str | int | bool]:
        """List what was written for the contract's own row, cleaned. Raises Invalid by field."""
        found: dict[str, str | int | bool] = {}
        for item in OWN:
            value = getattr(self, item.code)
            if value is not None and item.kind == "text":
                value = clean_text(value, item.code, most=item.longest, lines=True)
            if value is not None:
                found[item.code] = value
        return found


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Withholding:
    """A request to keep one item from the public, on a ground, until a day (二(二)-5)."""

    item: str
    ground: str
    until: date


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Winner:
    """One winner: a registered supplier, or a name alone; its share where it is known.

    `unregistered` says of a name that it is none of the suppliers whose names look like it.
    """

    supplier_id: UUID | None = None
    name: str = ""
    share_fen: int | None = None
    unregistered: bool = False
