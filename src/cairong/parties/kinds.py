"""What an organisation of each kind has: the roles of its people, the facts of its profile."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from cairong.kernel.actor import BUREAU, INSTITUTION, OVERSEERS, PURCHASER, Role
from cairong.parties.models import Organisation

CONTACT = ("contact_name", "contact_phone")
OWN_FACTS = ("name", "uscc", "address", *CONTACT)
SUPPLIER_FACTS = ("industry", "employees", "revenue_wan", "assets_wan", "figures_on", "size")
Kind = Organisation.Kind
ROLES_OF: dict[str, frozenset[Role]] = {
    Kind.SUPPLIER: frozenset({Role.SUPPLIER}),
    Kind.PURCHASER: PURCHASER,
    Kind.AGENCY: frozenset({Role.AGENCY_CLERK}),
    Kind.INSTITUTION: INSTITUTION,
    Kind.BUREAU: BUREAU | {Role.AUDITOR},
    Kind.PBOC: OVERSEERS & {Role.PBOC},
    Kind.SME_AUTHORITY: OVERSEERS & {Role.SME_AUTHORITY},
    Kind.REGULATOR: OVERSEERS & {Role.REGULATOR},
    Kind.OPERATOR: frozenset({Role.OPERATOR}),
    Kind.INSPECTOR: frozenset({Role.INSPECTOR}),
}


@dataclass(frozen=True, kw_only=True)
class SupplierFacts:
    """What decides a supplier's size class, as of a day; revenue and assets in 万元."""

    industry: str
    employees: int | None = None
    revenue_wan: Decimal | None = None
    assets_wan: Decimal | None = None
    figures_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class InstitutionFacts:
    """An institution's licence, the regions it serves, and since when it is connected."""

    regions: Sequence[str]
    licence_no: str = ""
    licence_kind: str = "银行"
    connected_on: date | None = None
    connected_evidence: str = ""
    local_legal_person: bool = False


FIGURES = tuple(field.name for field in fields(SupplierFacts))
INSTITUTION_FACTS = tuple(field.name for field in fields(InstitutionFacts))
