"""Alerts as the regulator reads them: the list, and one with its facts as they stand now.

Nobody else reads any: not the parties it names, not the bureau.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from cairong.alerts.models import Alert, AlertThing
from cairong.audit.rows import fetch
from cairong.contracts.models import Contract
from cairong.contracts.reads import contracts_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.money import format_yuan
from cairong.lending.models import Loan, Offer, Verification
from cairong.lending.states import OFFER
from cairong.parties.models import Organisation, Person
from cairong.policy.alerts import KINDS, said_of
from cairong.products.models import Product
from cairong.treasury.models import PayeeVersion

GONE = "本平台已没有这条记录"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing an alert rests on: what it is, in words, and the case or product it opens to."""

    word: str
    text: str
    contract_id: UUID | None = None
    product_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AlertPage:
    """An alert with what it says, its facts, and whether its reader may close it."""

    alert: Alert
    said: str
    innocent: str
    facts: list[Fact]
    closes: bool


def alerts_of(actor: Actor) -> QuerySet[Alert]:
    """List the alerts an actor may see, the newest first: the regulator's alone, by region."""
    rows = Alert.objects.filter(city_id=actor.city).order_by("-raised_at", "-no")
    if actor.role is not Role.REGULATOR:
        return rows.none()
    return rows if actor.whole_city else rows.filter(region=actor.region)


def alert_for(actor: Actor, alert_id: UUID, *, lock: bool = False) -> Alert:
    """Fetch an alert the actor may see. Raises NotFound."""
    return fetch(alerts_of(actor), alert_id, "监管预警", lock=lock)


def open_alerts(actor: Actor) -> int:
    """Count the alerts that wait to be looked at."""
    return alerts_of(actor).filter(state="open").count()


def said_shortly(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Name the organisations that each of these alerts rests on, for the list."""
    rows = AlertThing.objects.filter(alert__in=ids, label="parties.Organisation")
    pairs = list(rows.values_list("alert", "thing_id"))
    names = dict(
        Organisation.objects.filter(pk__in={each for _, each in pairs}).values_list("pk", "name")
    )
    found = defaultdict[UUID, list[str]](list)
    for alert, thing in pairs:
        found[alert].append(names.get(thing, GONE))
    return {alert: "、".join(said) for alert, said in found.items()}


def alert_page(actor: Actor, _now: datetime, alert_id: UUID) -> AlertPage:
    """Read an alert for its page. Raises NotFound."""
    alert = fetch(alerts_of(actor).select_related("closed_by"), alert_id, "监管预警")
    return AlertPage(
        alert=alert,
        said=said_of(alert.kind, alert.figures, day_of(alert.raised_at)),
        innocent=KINDS[alert.kind].innocent,
        facts=facts_of(actor, alert),
        closes=alert.state == "open",
    )


def facts_of(actor: Actor, alert: Alert) -> list[Fact]:
    """Read what an alert rests on, as it stands now and as far as the actor may read it."""
    things = list(alert.things.all())
    by_label = defaultdict[str, list[UUID]](list)
    for each in things:
        by_label[each.label].append(each.thing_id)
    read = {label: READERS[label](ids) for label, ids in by_label.items()}
    facts = [
        read[each.label].get(each.thing_id, Fact(word=WORDS[each.label], text=GONE))
        for each in things
    ]
    cases = {each.contract_id for each in facts if each.contract_id}
    readable = set(contracts_of(actor).filter(pk__in=cases).values_list("pk", flat=True))
    return [
        each if each.contract_id in readable or each.contract_id is None else _closed(each)
        for each in facts
    ]


def _closed(fact: Fact) -> Fact:
    return Fact(word=fact.word, text=fact.text)


def _contracts(ids: Iterable[UUID]) -> Mapping[UUID, Fact]:
    rows = Contract.objects.filter(pk__in=list(ids))
    return {
        row.pk: Fact(
            word="合同",
            text=f"{row.no}「{row.title}」{format_yuan(row.amount_fen)},{row.purchaser_name}",
            contract_id=row.pk,
        )
        for row in rows
    }


def _loans(ids: Iterable[UUID]) -> Mapping[UUID, Fact]:
    rows = Loan.objects.filter(pk__in=list(ids)).select_related("institution")
    return {
        row.pk: Fact(
            word="贷款",
            text=f"{row.no},{row.institution.name},放款 {format_yuan(row.principal_fen)},"
            f"未还 {format_yuan(row.outstanding_fen)}",
            contract_id=row.contract_id,
        )
        for row in rows
    }


def _offers(ids: Iterable[UUID]) -> Mapping[UUID, Fact]:
    rows = Offer.objects.filter(pk__in=list(ids)).select_related("institution", "receivable")
    return {
        row.pk: Fact(
            word="报价",
            text=f"{row.institution.name},{format_yuan(row.amount_fen)},"
            f"{OFFER.states[row.state].word}",
            contract_id=row.receivable.contract_id if row.receivable else None,
        )
        for row in rows
    }


def _checks(ids: Iterable[UUID]) -> Mapping[UUID, Fact]:
    rows = Verification.objects.filter(pk__in=list(ids))
    return {
        row.pk: Fact(
            word="登记的查询编号", text=row.provincial_reference, contract_id=row.contract_id
        )
        for row in rows
    }


def _payees(ids: Iterable[UUID]) -> Mapping[UUID, Fact]:
    rows = PayeeVersion.objects.filter(pk__in=list(ids)).select_related("receivable")
    return {
        row.pk: Fact(
            word="回款账户",
            text=f"第 {row.version} 版,{row.bank},自 {_said(row.established_at)}",
            contract_id=row.receivable.contract_id,
        )
        for row in rows
    }


def _organisations(ids: Iterable[UUID]) -> Mapping[UUID, Fact]:
    rows = Organisation.objects.filter(pk__in=list(ids))
    return {
        row.pk: Fact(word=row.get_kind_display(), text=f"{row.name} {row.uscc}".strip())
        for row in rows
    }


def _people(ids: Iterable[UUID]) -> Mapping[UUID, Fact]:
    rows = Person.objects.filter(pk__in=list(ids))
    return {row.pk: Fact(word="人员", text=row.name) for row in rows}


def _products(ids: Iterable[UUID]) -> Mapping[UUID, Fact]:
    rows = Product.objects.filter(pk__in=list(ids)).select_related("institution")
    return {
        row.pk: Fact(word="产品", text=f"{row.institution.name}「{row.name}」", product_id=row.pk)
        for row in rows
    }


def _said(moment: datetime) -> str:
    day = day_of(moment)
    return f"{day.year}年{day.month}月{day.day}日"


READERS: Mapping[str, Callable[[Iterable[UUID]], Mapping[UUID, Fact]]] = {
    "contracts.Contract": _contracts,
    "lending.Loan": _loans,
    "lending.Offer": _offers,
    "lending.Verification": _checks,
    "parties.Organisation": _organisations,
    "parties.Person": _people,
    "products.Product": _products,
    "treasury.PayeeVersion": _payees,
}
WORDS: Mapping[str, str] = {
    "contracts.Contract": "合同",
    "lending.Loan": "贷款",
    "lending.Offer": "报价",
    "lending.Verification": "登记的查询编号",
    "parties.Organisation": "单位",
    "parties.Person": "人员",
    "products.Product": "产品",
    "treasury.PayeeVersion": "回款账户",
}
