"""Agreements to share data as pages and acts read them: the board all, an institution its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet

from cairong.audit.rows import fetch
from cairong.board.models import Agreement, Party
from cairong.board.reads import is_member
from cairong.kernel.actor import INSTITUTION, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.oversight.reads import WATCHERS
from cairong.parties.models import Organisation
from cairong.parties.reads import line_of
from cairong.policy.board import DESKS
from cairong.policy.sharing import INSTITUTION as OF_INSTITUTION
from cairong.rulebook.reads import parameter

WARN = "agreement_warn_days"


def agreements_of(actor: Actor) -> QuerySet[Agreement]:
    """List the agreements an actor may see, the newest first."""
    rows = Agreement.objects.filter(city_id=actor.city).order_by("-no", "-version")
    if actor.role in INSTITUTION:
        own = Party.objects.filter(organisation=actor.organisation_id)
        return rows.filter(pk__in=own.values("agreement"))
    return rows if actor.role in WATCHERS and actor.whole_city else rows.none()


def agreement_for(actor: Actor, agreement_id: UUID, *, lock: bool = False) -> Agreement:
    """Fetch an agreement an actor may see. Raises NotFound."""
    return fetch(agreements_of(actor), agreement_id, "数据共享协议", lock=lock)


def party_for(actor: Actor, party_id: UUID) -> Party:
    """Fetch a party of an agreement an actor may see. Raises NotFound."""
    rows = Party.objects.filter(agreement__in=agreements_of(actor).order_by())
    return fetch(rows, party_id, "数据共享协议")


def own_party(actor: Actor, agreement: Agreement) -> Party | None:
    """Find the party for which an actor acts: its desk on the board, or its institution."""
    rows = agreement.parties.filter(organisation__in=line_of(actor.organisation_id))
    if actor.role is Role.INSTITUTION_OFFICER:
        return rows.filter(desk=OF_INSTITUTION).first()
    return rows.filter(desk=actor.role.value).first() if is_member(actor) else None


def in_force(agreement: Agreement, on: date) -> bool:
    """Whether an agreement is in force on a day."""
    return agreement.state == "agreed" and agreement.from_on <= on <= agreement.until_on


def party_words(party: Party) -> str:
    """Name a party as pages do."""
    return DESKS.get(party.desk, party.organisation.name)


def parties_on(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say of each of these agreements who gives and who gets."""
    rows = Party.objects.filter(agreement__in=ids).select_related("organisation").order_by("pk")
    gives: dict[UUID, list[str]] = {}
    gets: dict[UUID, list[str]] = {}
    for each in rows:
        (gives if each.gives else gets).setdefault(each.agreement_id, []).append(party_words(each))
    return {pk: f"{'、'.join(gives.get(pk, ()))} → {'、'.join(gets.get(pk, ()))}" for pk in gives}


def left_on(_actor: Actor, now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say of each of these agreements how long it still runs."""
    today = day_of(now)
    return {each.pk: left(each, today) for each in Agreement.objects.filter(pk__in=ids)}


def left(agreement: Agreement, today: date) -> str:
    """Say how long an agreement still runs."""
    if agreement.state != "agreed":
        return "—"
    if today < agreement.from_on:
        return f"还有 {(agreement.from_on - today).days} 天开始"
    days = (agreement.until_on - today).days
    return f"还剩 {days} 天" if days else "今天到期"


def newest_version(agreement: Agreement) -> int:
    """Give the newest version of an agreement's number."""
    rows = Agreement.objects.filter(city_id=agreement.city_id, no=agreement.no)
    found: int = rows.aggregate(last=Max("version"))["last"]
    return found


def to_lapse(city: str, today: date) -> list[UUID]:
    """Name the agreements whose last day is over."""
    rows = Agreement.objects.filter(city_id=city, state="agreed", until_on__lt=today)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def to_warn(city: str, today: date) -> list[UUID]:
    """Name the agreements that end soon and whose parties were not told."""
    last = today + timedelta(days=parameter(city, WARN, on=today))
    rows = Agreement.objects.filter(
        city_id=city, state="agreed", warned_at=None, until_on__range=(today, last)
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


def party_choices(actor: Actor) -> list[tuple[str, str]]:
    """List who may be a party: the desks of the board, then the institutions by name."""
    rows = Organisation.objects.filter(
        city_id=actor.city, kind=Organisation.Kind.INSTITUTION, active=True
    )
    named = rows.order_by("name").values_list("pk", "name")
    return [*DESKS.items(), *((str(pk), name) for pk, name in named)]


@dataclass(frozen=True, kw_only=True)
class AgreementPage:
    """An agreement with its parties and versions, and what its reader may do now."""

    agreement: Agreement
    parties: list[tuple[Party, str]]
    versions: list[Agreement]
    in_force: bool
    left: str
    ends_soon: bool
    agrees: bool
    declines: bool
    ends: bool
    renews: bool


def agreement_page(actor: Actor, now: datetime, agreement_id: UUID) -> AgreementPage:
    """Read an agreement for its page. Raises NotFound."""
    found, today = agreement_for(actor, agreement_id), day_of(now)
    own = own_party(actor, found)
    parties = found.parties.select_related("organisation", "agreed_by").order_by("-gives", "pk")
    days = parameter(actor.city, WARN, on=today)
    running = found.state == "agreed"
    return AgreementPage(
        agreement=found,
        parties=[(each, party_words(each)) for each in parties],
        versions=list(agreements_of(actor).filter(no=found.no).exclude(pk=found.pk)),
        in_force=in_force(found, today),
        left=left(found, today),
        ends_soon=running and (found.until_on - today).days <= days,
        agrees=own is not None and found.state == "proposed" and own.agreed_at is None,
        declines=own is not None and found.state == "proposed",
        ends=own is not None and running,
        renews=own is not None and is_member(actor) and _newest(found),
    )


def _newest(agreement: Agreement) -> bool:
    return agreement.state != "proposed" and newest_version(agreement) == agreement.version
