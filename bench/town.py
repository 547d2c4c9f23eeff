"""The people of the bench: one city, its authorities, and one account for every role."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cairong.kernel.actor import BUREAU, INSTITUTION, PURCHASER, Actor, Channel, Role, system
from cairong.kernel.calendar import SHANGHAI
from cairong.parties import reads
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.found import found_city
from cairong.parties.kinds import InstitutionFacts, SupplierFacts
from cairong.parties.models import Organisation
from cairong.policy.regions import County
from cairong.treasury.actions.declare_account import declare_account

CITY, COUNTY, OTHER_COUNTY = "410300", "410303", "410327"
FOUNDED = datetime(2025, 9, 1, 8, tzinfo=SHANGHAI)
ROLES = tuple(role for role in Role if role not in (Role.SYSTEM, Role.PUBLIC))
AUTHORITIES = {
    "bureau": "洛阳市财政局",
    "pboc": "中国人民银行洛阳市分行",
    "sme-authority": "洛阳市工业和信息化局",
    "regulator": "国家金融监督管理总局洛阳监管分局",
    "operator": "采融平台运维中心",
}
ACCOUNT = {"no": "6222020000000001", "bank": "甲银行洛阳支行", "cnaps": "313493000011"}
WORD = "bench words are long enough"


@dataclass
class Town:
    """A founded city with one purchaser, one supplier, one institution and all their people."""

    purchaser: Organisation
    supplier: Organisation
    institution: Organisation
    actors: dict[Role, Actor] = field(default_factory=dict)

    def seat_of(self, role: Role) -> Organisation:
        """The organisation in which a role sits."""
        if role is Role.SUPPLIER:
            return self.supplier
        if role in PURCHASER:
            return self.purchaser
        if role in INSTITUTION:
            return self.institution
        if role is Role.AGENCY_CLERK:
            return _admit("agency", "甲代理", COUNTY, uscc="91410300MA0000901B")
        if role is Role.INSPECTOR:
            return admit_organisation.by_system(
                actor=system(city=CITY), now=FOUNDED, kind=role.value, name="审计局", region=CITY
            )
        return reads.the_only(CITY, "bureau" if role in BUREAU | {Role.AUDITOR} else role.value)

    def appoint(self, role: Role) -> None:
        """Give a role its person and account; the user name is the role's word."""
        mandate = appoint_person(
            actor=system(city=CITY), now=FOUNDED, organisation_id=self.seat_of(role).pk,
            role=role.value, name=f"{role}", username=role.value, password=WORD,
        )  # fmt: skip
        self.actors[role] = replace(reads.actor_of(mandate, channel=Channel.WEB), spared=True)


def found_town() -> Town:
    """Found the city by its use-cases."""
    found_city(
        actor=system(city=CITY), now=FOUNDED, name="洛阳市", opened_on=date(2021, 3, 10),
        regions=[
            County(code=COUNTY, name="西工区"), County(code=OTHER_COUNTY, name="宜阳县"),
        ],
        authorities=AUTHORITIES, demo=True,
    )  # fmt: skip
    town = Town(
        purchaser=_admit("purchaser", "洛阳市第一采购人", COUNTY, address="洛阳市西工区"),
        supplier=_admit(
            "supplier", "洛阳演示信息技术有限公司", COUNTY, uscc="91110000600037341L",
            address="洛阳市",
            supplier=SupplierFacts(
                industry="软件和信息技术服务业", employees=42, revenue_wan=Decimal(1800)
            ),
        ),
        institution=_admit(
            "institution", "甲银行", CITY, institution=InstitutionFacts(regions=[CITY])
        ),
    )  # fmt: skip
    for role in ROLES:
        town.appoint(role)
    declare_account(
        actor=town.actors[Role.SUPPLIER], now=FOUNDED, payee=town.supplier.name,
        account_no=ACCOUNT["no"], bank=ACCOUNT["bank"], cnaps=ACCOUNT["cnaps"],
    )  # fmt: skip
    return town


def _admit(kind: str, name: str, region: str, **facts: Any) -> Organisation:
    return admit_organisation.by_system(
        actor=system(city=CITY), now=FOUNDED, kind=kind, name=name, region=region, **facts
    )
