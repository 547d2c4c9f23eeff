"""The checklist of a city that opens, worked out anew from facts whenever somebody looks."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import F

from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.orders.reads import founded_at, gateway_heard
from cairong.outreach.reads import channels_of
from cairong.oversight.outside import in_force
from cairong.parties.eyes import root
from cairong.parties.factors import factors_of
from cairong.parties.levels import County, counties
from cairong.parties.models import Account, Mandate, Organisation
from cairong.parties.reads import city_of
from cairong.policy.lpr import lpr_month
from cairong.policy.readiness import ITEMS, Item, pair_lacks, years_wanted
from cairong.products.reads import on_shelf
from cairong.readiness.models import Statement
from cairong.rulebook.reads import calendar_of, lpr_history
from cairong.treasury.models import Receivable

type State = Literal["there", "missing", "optional"]
Kind = Organisation.Kind
OFFICERS = {
    Kind.PURCHASER: (Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER),
    Kind.INSTITUTION: (Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER),
}
DESKS = {
    "procurement": (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER),
    "treasury-desk": (Role.TREASURY_OFFICER, Role.TREASURY_APPROVER),
}
DESK_NAMES = {"procurement": "采购科", "treasury-desk": "国库科"}
PAIR = ("经办", "复核")
TWO = ("人员", "人员")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the checklist: what is there, what is missing, about which region if of one."""

    key: str
    there: str
    lacks: str = ""
    region: str = ""
    name: str = ""

    @property
    def item(self) -> Item:
        """What it is about."""
        return ITEMS[self.key]

    @property
    def word(self) -> str:
        """Name it, with the county it is about."""
        return f"{self.name}:由谁审批" if self.name else self.item.word

    @property
    def state(self) -> State:
        """Whether it is there, is missing, or may be missing."""
        if not self.lacks:
            return "there"
        return "missing" if self.item.needed else "optional"

    @property
    def said(self) -> str:
        """Say what is missing, or what is there."""
        return "。".join(each for each in (self.lacks, self.there) if each)


@dataclass(kw_only=True)
class Seats:
    """Who holds which role in an organisation and region, by whose hands the person stands in."""

    hands: dict[tuple[UUID, str], dict[str, set[UUID]]] = field(default_factory=dict)
    kinds: dict[UUID, str] = field(default_factory=dict)

    def held(self, organisation: UUID | None, role: Role, region: str = "") -> set[UUID]:
        """List whose hands hold a role of an organisation, in one region alone where it is said."""
        found = self.hands.get((organisation, role), {}) if organisation else {}
        return found.get(region, set()) if region else set().union(*found.values())

    def lacks(self, organisation: UUID | None, roles: tuple[Role, Role], region: str = "") -> str:
        """Say what an organisation's desk of two lacks: two of two regions are no desk."""
        words = TWO if roles[0] == roles[1] else PAIR
        first, second = (self.held(organisation, role, region) for role in roles)
        return pair_lacks(first, second, words)

    def complete(self, kind: str) -> set[UUID]:
        """List the organisations of a kind that have both persons of a desk."""
        rows = [pk for pk, each in self.kinds.items() if each == kind]
        return {pk for pk in rows if not self.lacks(pk, OFFICERS[Kind(kind)])}


def checklist(actor: Actor, now: datetime) -> list[Line]:
    """List what is there and what is missing, of the city or of the actor's county alone."""
    found = counties(actor, now)
    seats = _seats(actor.city, now)
    lines = [_county(each, seats) for each in found]
    if not actor.whole_city:
        return lines
    made = {
        **{line.key: line for line in _authorities(actor.city, seats)},
        **{line.key: line for line in _parties(actor.city, seats)},
        **{line.key: line for line in _rules(actor.city, now)},
        **{line.key: line for line in _money(actor.city)},
        **{line.key: line for line in _machine(actor, now)},
    }
    return [each for key in ITEMS for each in (lines if key == "county" else [made[key]])]


def lacking(lines: Collection[Line]) -> int:
    """Count what is still missing for lawful service."""
    return sum(line.state == "missing" for line in lines)


def _seats(city: str, now: datetime) -> Seats:
    made = Seats()
    rows = Mandate.objects.running(day_of(now)).exclude(organisation__kind=Kind.SUPPLIER)
    rows = rows.filter(organisation__city=city, organisation__active=True)
    of = ("organisation_id", "organisation__kind", "role", "region")
    named = rows.values_list(*of, root(F("person_id")))
    for organisation, kind, role, region, hands in named:
        places = made.hands.setdefault((organisation, role), {})
        places.setdefault(region, set()).add(hands)
        made.kinds[organisation] = kind
    return made


def _only(city: str, kind: str) -> UUID | None:
    rows = Organisation.objects.filter(city_id=city, kind=kind, active=True)
    if kind == Kind.BUREAU:
        rows = rows.filter(region=city)
    return rows.values_list("pk", flat=True).first()


def _authorities(city: str, seats: Seats) -> Iterator[Line]:
    bureau = _only(city, Kind.BUREAU)
    for key, roles in DESKS.items():
        lacks = seats.lacks(bureau, roles, city)
        yield Line(key=key, there="" if lacks else "经办、复核齐备", lacks=lacks)
    held = seats.held(bureau, Role.AUDITOR)
    yield Line(key="auditor", there="已有" if held else "", lacks="" if held else "还没有审计员")
    for role in (Role.PBOC, Role.SME_AUTHORITY):
        lacks = seats.lacks(_only(city, role.value), (role, role))
        yield Line(key=role.value, there="" if lacks else "两人齐备", lacks=lacks)
    held = seats.held(_only(city, Kind.REGULATOR), Role.REGULATOR)
    yield Line(key="regulator", there="已有" if held else "", lacks="" if held else "还没有人员")


def _county(county: County, seats: Seats) -> Line:
    lacks = [f"{desk}没有启用,也没有委托书" for desk in county.lacks]
    bureau = county.bureau
    if bureau is not None:
        for (key, roles), desk in zip(DESKS.items(), (county.filing, county.payment), strict=True):
            missing = seats.lacks(bureau.pk, roles, county.code) if desk.why.by_county else ""
            lacks += [f"{DESK_NAMES[key]}{missing}"] if missing else []
    deciding = dict.fromkeys(f"{each.bureau.name}({each.words})" for each in
                             (county.filing, county.payment))  # fmt: skip
    return Line(
        key="county", there="现由" + "、".join(deciding), lacks=";".join(lacks),
        region=county.code, name=county.name,
    )  # fmt: skip


def _parties(city: str, seats: Seats) -> Iterator[Line]:
    rows = Organisation.objects.filter(city_id=city, active=True).values_list("kind", flat=True)
    count = {kind: list(rows).count(kind) for kind in (Kind.PURCHASER, Kind.AGENCY)}
    shelved = set(on_shelf(city).values_list("product__institution_id", flat=True))
    whole = seats.complete(Kind.INSTITUTION) & shelved
    admitted = list(rows).count(Kind.INSTITUTION)
    said = f"已接入 {admitted} 家,有上架产品且经办、复核齐备的 {len(whole)} 家"
    yield Line(key="institutions", there=said, lacks="" if whole else "还没有一家能受理")
    full = seats.complete(Kind.PURCHASER)
    said = f"已接入 {count[Kind.PURCHASER]} 家,经办、复核齐备的 {len(full)} 家"
    yield Line(key="purchasers", there=said, lacks="" if full else "还没有一家能办理")
    agencies = count[Kind.AGENCY]
    said = f"已接入 {agencies} 家" if agencies else ""
    yield Line(key="agencies", there=said, lacks="" if agencies else "没有接入,按需办理")


def _rules(city: str, now: datetime) -> Iterator[Line]:
    today, calendar = day_of(now), calendar_of(city)
    yield _stated(city, "parameters", "还没有登记核对情况")
    gone = [f"{year}年" for year in years_wanted(today) if year not in calendar.years]
    known = "、".join(f"{year}年" for year in years_wanted(today) if year in calendar.years)
    lacks = f"缺{'、'.join(gone)}放假安排,期限按周末暂计" if gone else ""
    yield Line(key="holidays", there=f"已有{known}" if known else "", lacks=lacks)
    wanted, history = lpr_month(today, calendar), lpr_history(city)
    last = history[-1].published_on if history else None
    late = last is None or last < wanted
    yield Line(
        key="lpr",
        there=f"最近一次 {last.year}年{last.month}月{last.day}日" if last else "",
        lacks=f"缺 {wanted.year}年{wanted.month}月" if late else "",
    )


def _money(city: str) -> Iterator[Line]:
    stated, heard = _stated(city, "gateway", ""), gateway_heard(city)
    if founded_at(city) is None:
        lacks = "" if stated.there else "还没有建立签名密钥,也没有说明怎样确认到账"
        yield Line(key="gateway", there=stated.there, lacks=lacks)
    else:
        trouble = "签名网关还没有运行" if heard is None else heard.trouble
        yield Line(key="gateway", there="签名密钥已建立", lacks=trouble)
    waiting = Receivable.objects.filter(city_id=city, opening_fen=None).count()
    lacks = f"{waiting} 笔应收账款还没有登记完期初余额" if waiting else ""
    yield Line(key="openings", there="" if waiting else "没有待登记的", lacks=lacks)
    before = city_of(city).opened_on.year - 1
    entered = in_force(city).filter(year=before).count()
    lacks = "" if entered else f"{before}年还没有录入,同比没有基数"
    yield Line(key="years", there=f"{before}年已录入 {entered} 项" if entered else "", lacks=lacks)


def _machine(actor: Actor, now: datetime) -> Iterator[Line]:
    of_city = Account.objects.filter(person__city=actor.city, is_active=True)
    given = of_city.filter(given_password=True).count()
    lacks = f"{given} 个账号还在用一次性密码" if given else ""
    yield Line(key="passwords", there="" if given else "没有账号在用一次性密码", lacks=lacks)
    seated = Mandate.objects.running(day_of(now)).filter(role=Role.OPERATOR)
    held = of_city.filter(person__in=seated.values("person"))
    without = [each.person.name for each in held.select_related("person") if not _has(each)]
    lacks = f"{'、'.join(without)}还没有启用" if without else ""
    yield Line(key="factors", there="" if without else f"{len(held)} 人已启用", lacks=lacks)
    on = sum(each is not None and each.on for each in channels_of(actor).values())
    yield Line(
        key="channels",
        there=f"已启用 {on} 条" if on else "",
        lacks="" if on else "还没有启用,消息只在平台内",
    )
    yield _stated(actor.city, "backup", "还没有登记备份密钥的保管和试恢复")


def _has(account: Account) -> bool:
    return factors_of(account.pk).exists()


def _stated(city: str, item: str, lacks: str) -> Line:
    rows = Statement.objects.filter(city_id=city, item=item).order_by("-stated_at", "-pk")
    last = rows.first()
    if last is None:
        return Line(key=item, there="", lacks=lacks)
    day = day_of(last.stated_at)
    said = f"{day.year}年{day.month}月{day.day}日登记:{last.evidence}"
    return Line(key=item, there=said)
