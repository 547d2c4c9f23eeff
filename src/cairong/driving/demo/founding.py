"""Found the demo city as it was in 2021, and let its authorities be reorganised as they were."""

from datetime import date

from cairong.driving.demo.days import moment
from cairong.driving.demo.facts import CITY
from cairong.kernel.actor import Channel, system
from cairong.parties.actions.found import found_city
from cairong.parties.actions.succeed import succeed_organisation
from cairong.parties.models import Organisation
from cairong.parties.reads import the_only
from cairong.policy.regions import known_cities

OPENED_ON = date(2021, 3, 10)
Kind = Organisation.Kind
AUTHORITIES = {
    Kind.BUREAU: "洛阳市财政局",
    Kind.PBOC: "中国人民银行洛阳市中心支行",
    Kind.SME_AUTHORITY: "洛阳市工业和信息化局",
    Kind.REGULATOR: "中国银行保险监督管理委员会洛阳监管分局",
    Kind.OPERATOR: "采融平台运维中心",
}
REFORM = "2023年党和国家机构改革方案"
REORGANISED = (
    (Kind.REGULATOR, "国家金融监督管理总局洛阳监管分局", date(2023, 7, 20)),
    (Kind.PBOC, "中国人民银行洛阳市分行", date(2023, 8, 18)),
)


def found_demo_city() -> None:
    """Found Luoyang with its counties of all times, then carry out the reorganisation of 2023."""
    known = known_cities()[CITY]
    actor = system(city=CITY).through(Channel.CLI)
    found_city(
        actor=actor,
        now=moment(OPENED_ON, 0),
        name=known.name,
        opened_on=OPENED_ON,
        regions=known.counties,
        authorities={str(kind): name for kind, name in AUTHORITIES.items()},
        demo=True,
    )
    for kind, name, day in REORGANISED:
        succeed_organisation.by_system(
            actor=actor,
            now=moment(day, 0),
            organisation_id=the_only(CITY, kind).pk,
            name=name,
            on=day,
            basis=REFORM,
        )
