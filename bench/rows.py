"""Ten thousand contracts laid in bulk, in the shapes that the use-cases make."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from uuid import UUID

from django.db import connection, models, transaction

from bench.case import ITEMS
from bench.town import CITY, COUNTY, OTHER_COUNTY, Town
from cairong.audit.models import Chain, Event
from cairong.clocks.models import Duty, Mark
from cairong.contracts.models import (
    Award,
    AwardShare,
    Contract,
    ContractSupplier,
    Filing,
    Numbering,
    ScheduleRow,
)
from cairong.kernel.actor import Role
from cairong.kernel.calendar import SHANGHAI
from cairong.outreach.models import Letter, Message
from cairong.parties.models import NameLook, Organisation, SupplierProfile
from cairong.policy.calendar_data import CALENDAR
from cairong.policy.duties import DUTIES, DutyDue, due_days
from cairong.policy.names import look_of
from cairong.policy.parameters import parameter_on
from cairong.treasury.models import OwnAccount

REGIONS = (COUNTY, OTHER_COUNTY, CITY)
WORDS = ("信息系统运行维护", "校园食堂食材配送", "市政道路养护", "医疗设备采购", "绿化管护服务")
PURCHASERS, SUPPLIERS, INSTITUTIONS = 200, 1000, 12
GUARDS = (
    "SELECT format('ALTER TABLE %%s %%s TRIGGER %%I', tgrelid::regclass, %s::text, tgname)"
    " FROM pg_trigger WHERE NOT tgisinternal AND tgname ~ '_(undecided|unsaid)$'"
)
FIRST_ID = 0x0180_0000_0000_7000_8000_0000_0000_0000


@dataclass
class Laying:
    """What is being laid: the random choices, the ids, and today."""

    town: Town
    seed: int
    today: date
    purchasers: list[Organisation] = field(default_factory=list)
    suppliers: list[Organisation] = field(default_factory=list)
    institutions: list[Organisation] = field(default_factory=list)
    last_id: int = FIRST_ID

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311 - the same city every time

    def id(self) -> UUID:
        self.last_id += 1
        return UUID(int=self.last_id)

    def ago(self, days: int, hour: int = 10) -> datetime:
        return datetime.combine(self.today - timedelta(days=days), time(hour), SHANGHAI)


@dataclass
class Deal:
    """One contract with everything around it that is written beside it."""

    number: int
    days: int
    region: str
    purchaser: Organisation
    supplier: Organisation
    award: Award
    contract: Contract
    party: ContractSupplier
    schedule: list[ScheduleRow]
    filing: Filing

    @property
    def is_filed(self) -> bool:
        return self.contract.state == "filed"


def lay(laying: Laying, count: int) -> list[Deal]:
    """Lay contracts up to their filing, with letters, duties, messages and events."""
    with transaction.atomic():
        _lay_parties(laying)
        deals = [_deal(laying, number) for number in range(1, count + 1)]
        save(one.award for one in deals)
        save(
            AwardShare(
                id=laying.id(), award=one.award, position=1, supplier=one.supplier,
                supplier_name=one.supplier.name, share_fen=one.award.amount_fen,
            )
            for one in deals
        )  # fmt: skip
        save(one.contract for one in deals)
        save(one.party for one in deals)
        save(row for one in deals for row in one.schedule)
        save(one.filing for one in deals)
        save(_word(laying, one) for one in deals)
        save(_letter(laying, one) for one in deals)
        _lay_duties(laying, deals)
        _lay_events(laying, deals)
        for series in "ZHYD":
            save([Numbering(city_id=CITY, series=series, year=laying.today.year, last=count)])
    return deals


def save(rows: Iterable[models.Model]) -> None:
    """Insert rows of one kind; the connection is the owner's."""
    laid = list(rows)
    if laid:
        type(laid[0])._default_manager.bulk_create(laid, batch_size=1000)


@contextmanager
def undecided() -> Iterator[None]:
    """Lay what nobody decided or said, its guards looking away; the connection is the owner's."""
    _switch("DISABLE")
    try:
        yield
    finally:
        _switch("ENABLE")


def _switch(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(GUARDS, [word])
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def vacuum() -> None:
    """Let the planner know what is there."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _lay_parties(laying: Laying) -> None:
    town = laying.town
    kinds = (
        ("purchaser", PURCHASERS, town.purchaser, laying.purchasers),
        ("supplier", SUPPLIERS, town.supplier, laying.suppliers),
        ("institution", INSTITUTIONS, town.institution, laying.institutions),
    )
    for kind, count, first, found in kinds:
        found.append(first)
        found.extend(
            Organisation(
                id=laying.id(), city_id=CITY, kind=kind, name=f"演示{kind}第{number:04d}号单位",
                region=CITY if kind == "institution" else REGIONS[number % 3], address="洛阳市",
            )
            for number in range(2, count + 1)
        )  # fmt: skip
        save(found[1:])
        save(
            NameLook(city_id=CITY, organisation=one, name=one.name, look=look_of(one.name))
            for one in found[1:]
        )
    save(
        SupplierProfile(organisation=one, industry="软件和信息技术服务业", size="small")
        for one in laying.suppliers[1:]
    )


def _deal(laying: Laying, number: int) -> Deal:
    days = number % 900 + 1
    waits = number % 40 == 0
    purchaser = laying.purchasers[number % PURCHASERS]
    supplier = laying.suppliers[number // 3 % SUPPLIERS]
    region = purchaser.region
    amount = laying.random.randrange(5_000_000, 500_000_000)
    title = f"{laying.random.choice(WORDS)}第{number}号项目"
    signed = laying.ago(1 if waits else days + 10)
    year = signed.year
    award = Award(
        id=laying.id(), city_id=CITY, no=f"Z{year}{number:06d}", purchaser=purchaser,
        purchaser_name=purchaser.name, title=title, project_no=f"洛采{number}",
        amount_fen=amount, notice_on=(signed - timedelta(days=12)).date(), method="公开招标",
        region=region, state="contracted", recorded_at=signed - timedelta(days=12),
    )  # fmt: skip
    contract = Contract(
        id=laying.id(), city_id=CITY, no=f"H{year}{number:06d}", award=award, purchaser=purchaser,
        region=region, title=title, project_no=award.project_no, method=award.method,
        purchaser_no=f"HT-{number}", purchaser_name=purchaser.name, amount_fen=amount,
        signed_on=signed.date(), announced_at=signed, recorded_at=signed,
        filed_at=None if waits else signed + timedelta(days=2),
        state="announced" if waits else "filed",
        **{name: value for name, value in ITEMS.items() if name != "supplier_address"},
    )  # fmt: skip
    party = ContractSupplier(
        id=laying.id(), contract=contract, position=1, supplier=supplier, name=supplier.name,
        address="洛阳市", share_fen=amount, size="small", payee=supplier.name,
        account_no=f"6222{number:012d}", bank="中国工商银行洛阳分行", cnaps="102493000011",
    )  # fmt: skip
    schedule = [
        ScheduleRow(
            id=laying.id(), contract=contract, position=position, milestone=milestone,
            percent=Decimal(percent), agreed_days=10, unit="working",
        )
        for position, milestone, percent in ((1, "签订开票", 40), (2, "验收", 60))
    ]  # fmt: skip
    filing = Filing(
        id=laying.id(), contract=contract, round=1, submitted_at=signed,
        decided_at=contract.filed_at, verdict="" if waits else "accept",
    )  # fmt: skip
    return Deal(number, days, region, purchaser, supplier, award, contract, party, schedule, filing)


def _word(laying: Laying, deal: Deal) -> OwnAccount:
    """Make the supplier's word on its account: one person says it for all of them."""
    party = deal.party
    return OwnAccount(
        id=laying.id(), city_id=CITY, supplier=deal.supplier, payee=party.payee,
        account_no=party.account_no, bank=party.bank, cnaps=party.cnaps,
        person_id=laying.town.actors[Role.SUPPLIER].person_id, said_at=deal.filing.submitted_at,
    )  # fmt: skip


def _letter(laying: Laying, deal: Deal) -> Letter:
    sent = deal.award.recorded_at
    return Letter(
        id=laying.id(), city_id=CITY, award=deal.award, supplier=deal.supplier, occasion="award",
        project_title=deal.award.title, project_no=deal.award.project_no, sha256="0" * 64,
        sent_at=sent, opened_at=None if deal.number % 10 == 0 else sent + timedelta(hours=3),
    )  # fmt: skip


@cache
def _due(kind: str, start: date) -> DutyDue:
    days = parameter_on(DUTIES[kind].parameter, start).value
    return due_days(kind, start=start, calendar=CALENDAR, days=days)


def duty(
    laying: Laying,
    kind: str,
    subject: models.Model,
    holder: Organisation,
    start: date,
    *,
    region: str,
    done_on: date | None,
    title: str,
) -> Duty:
    """Make one duty as its step would, already done where a day is given."""
    of_kind, due = DUTIES[kind], _due(kind, start)
    return Duty(
        id=laying.id(), city_id=CITY, kind=kind, subject_id=subject.pk, about=[subject.pk],
        holder_organisation=holder, holder_role=of_kind.holder, region=region, title=title,
        start_on=start, days=len(due.counted), unit=of_kind.unit, due_on=due.due,
        due_law_on=due.due_law, counted=[day.isoformat() for day in due.counted],
        provisional=due.provisional, calendar_version=CALENDAR.version,
        state="done" if done_on else "running", done_on=done_on,
    )  # fmt: skip


def save_duties(duties: Iterable[Duty]) -> None:
    """Insert duties with the mark that opened each."""
    laid = list(duties)
    save(laid)
    began = datetime.combine(laid[0].start_on, time(9), SHANGHAI)
    save(Mark(duty=one, kind="opened", on=one.start_on, at=began) for one in laid)


def _lay_duties(laying: Laying, deals: list[Deal]) -> None:
    bureau = Organisation.objects.get(city_id=CITY, kind="bureau")
    rows: list[Duty] = []
    for one in deals:
        signed = one.contract.signed_on
        assert signed
        facts = {"region": one.region, "title": one.contract.title}
        filed = one.filing.decided_at
        mine, review = one.purchaser, filed.date() if filed else None
        start = one.award.notice_on
        rows += [
            duty(laying, "sign_contract", one.award, mine, start, done_on=signed, **facts),
            duty(laying, "file_contract", one.contract, mine, signed, done_on=signed, **facts),
            duty(laying, "review_filing", one.contract, bureau, signed, done_on=review, **facts),
        ]
    save_duties(rows)


def _lay_events(laying: Laying, deals: list[Deal]) -> None:
    chain = Chain.objects.get(city=CITY)
    bureau = Organisation.objects.get(city_id=CITY, kind="bureau")
    events = list(_events(laying, deals, chain))
    save(events)
    save(
        Message(
            city_id=CITY, event=event, event_type=event.type, organisation=organisation, role=role,
            sentence="有一份合同等您办理", subject_type=event.subject_type,
            subject_id=event.subject_id, sent_at=event.at,
        )
        for event, one in zip(events, (deal for deal in deals for _ in range(3)), strict=True)
        for organisation, role in (
            ((one.supplier, "supplier"),) if event.type == "contracts.award.recorded"
            else ((bureau, "procurement-officer"),) if event.type == "filing.contract.signed"
            else ((one.purchaser, "purchaser-officer"),)
        )
    )  # fmt: skip
    Chain.objects.filter(city=CITY).update(seq=events[-1].seq, hash=bytes(32))


def _events(laying: Laying, deals: list[Deal], chain: Chain) -> Iterator[Event]:
    officer = laying.town.actors
    seq = chain.seq
    for one in deals:
        for type_, role, subject in (
            ("contracts.award.recorded", "purchaser-officer", one.award),
            ("filing.contract.signed", "purchaser-approver", one.contract),
            ("filing.contract.decided", "procurement-approver", one.contract),
        ):
            seq += 1
            actor = next(found for key, found in officer.items() if key.value == role)
            yield Event(
                city=CITY, seq=seq, at=one.contract.recorded_at, type=type_,
                person_id=actor.person_id, person_name=actor.person_name,
                organisation_id=actor.organisation_id, organisation_name=actor.organisation_name,
                role=role, channel="web", subject_type=subject._meta.label,
                subject_id=str(subject.pk), about=[subject.pk], visible_to=[actor.organisation_id],
                after={"amount_fen": one.contract.amount_fen}, previous_hash=b"", hash=b"",
            )  # fmt: skip
