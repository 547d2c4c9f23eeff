"""Yichang as a journey finds it: its authorities, the real file imported, people with passwords."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from cairong.contracts.importing.running import Report, import_file
from cairong.contracts.importing.shipped import shipped_file
from cairong.kernel.actor import BUREAU, INSTITUTION, PURCHASER, Actor, Role, system
from cairong.kernel.identifiers import uscc_check
from cairong.parties import reads
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.found import found_city
from cairong.parties.kinds import InstitutionFacts
from cairong.parties.models import Organisation
from cairong.policy.regions import County
from support.journey_house import House
from support.visitors import WORD

CITY, COUNTY = "420500", "420506"
REGIONS = {"420506": "夷陵区", "420582": "当阳市", "420583": "枝江市", "420581": "宜都市"}
AUTHORITIES = {
    "bureau": "宜昌市财政局",
    "pboc": "中国人民银行宜昌市分行",
    "sme-authority": "宜昌市经济和信息化局",
    "regulator": "国家金融监督管理总局宜昌监管分局",
    "operator": "采融平台运维中心",
}
BUYER, WINNER = "宜昌市三峡高级中学", "湖北宜昌朝辉五星太阳能有限公司"
PROJECT = "YLA010090-202501-01"
AMOUNT_FEN = 228_875_400
LENDER = "宜昌农村商业银行"
BODY = "91420506MA4951TU2"
USCC = BODY + uscc_check(BODY)


def found_yichang(house: House, folder: Path) -> Report:
    """Found the city and import the whole real file into it."""
    actor = system(city=CITY)
    found_city(
        actor=actor,
        now=house.now,
        name="宜昌市",
        opened_on=date(2021, 3, 10),
        regions=[County(code=code, name=name) for code, name in REGIONS.items()],
        authorities=AUTHORITIES,
        demo=True,
    )
    return import_file(shipped_file(folder), actor=actor, clock=lambda: house.now)


def admit_parties(house: House) -> None:
    """Admit the purchaser of the row and a bank, and give everybody an account."""
    actor = system(city=CITY)
    buyer = admit_organisation.by_system(
        actor=actor, now=house.now, kind="purchaser", name=BUYER, region=COUNTY,
        address="宜昌市夷陵区罗河路 9 号",
    )  # fmt: skip
    lender = admit_organisation.by_system(
        actor=actor, now=house.now, kind="institution", name=LENDER, region=CITY,
        institution=InstitutionFacts(regions=[CITY]),
    )  # fmt: skip
    bureau = reads.the_only(CITY, "bureau")
    _seat(house, actor, buyer, PURCHASER)
    _seat(house, actor, lender, INSTITUTION)
    _seat(house, actor, bureau, BUREAU | {Role.AUDITOR})
    for kind in ("pboc", "sme-authority", "regulator", "operator"):
        _seat(house, actor, reads.the_only(CITY, kind), [Role(kind)])


def _seat(house: House, actor: Actor, organisation: Organisation, roles: Iterable[Role]) -> None:
    for role in sorted(roles):
        appoint_person(
            actor=actor, now=house.now, organisation_id=organisation.pk, role=role.value,
            name=f"{organisation.name[:2]}{role.value[-8:]}", username=role.value, password=WORD,
        )  # fmt: skip
