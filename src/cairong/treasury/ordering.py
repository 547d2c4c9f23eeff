"""What is written into an order about money, from rows alone; what waits to be written."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cairong.kernel.actor import Actor, Channel, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotAllowed, WrongState
from cairong.kernel.money import capitals, format_yuan
from cairong.orders.counting import desk_named, desk_of, is_signed
from cairong.orders.models import Instruction, Order
from cairong.orders.reads import founded_at, unsigned_orders
from cairong.orders.states import INSTRUCTION, PERSON_KEY, UNDER_WAY, UNPAID
from cairong.orders.steps.keys import key_of
from cairong.orders.steps.signing import key_that_signed
from cairong.parties.models import Organisation, Proposal
from cairong.parties.reads import actor_of, mandates_of
from cairong.treasury.models import PayeeVersion, Payment, Remittance
from cairong.treasury.reads import payments_for
from cairong.treasury.states import OPEN_PAYMENTS
from cairong.treasury.steps.tellings import account_of, payment_facts
from cairong.treasury.unsent import over_as, payee_order_of

KIND = Order.Kind
REPLACED = "已由后来的账户版本代替"
CLOSED_BY_SLIP = tuple(before for before, act in INSTRUCTION.steps if act == "close")
TO_SEND = Q(state="released", own_means=None)
OWN, OTHER = "供应商本名", "供应商曾用名或承接单位"


def pay_facts(payment: Payment, payee: Order) -> dict[str, Any]:
    """Say what a payment's order holds: what leaves, to whom, by which order of that account.

    One that is ordered anew names the order in whose place it stands, by which nothing was paid.
    """
    before = Order.objects.filter(
        kind=KIND.PAY, about_id=payment.pk, instruction__state__in=UNPAID
    ).order_by("-drawn_at")
    instead = before.values_list("number", flat=True).first()
    return {
        **({"instead_of": instead} if instead else {}),
        **payment_facts(payment),
        "contract_no": payment.receivable.contract.no,
        "payee_version": payment.payee_version.version,
        "payee_order": payee.digest,
    }


def payee_facts(version: PayeeVersion) -> dict[str, Any]:
    """Say what the order of a payee version holds: the account, whose it is, why it stands."""
    supplier = version.receivable.supplier.name
    return {
        **account_of(version),
        "contract_no": version.receivable.contract.no,
        "payee_version": version.version,
        "supplier": supplier,
        "whose": OWN if version.payee == supplier else OTHER,
        "why": version.source,
    }


def payments_to_draw(actor: Actor) -> list[UUID]:
    """List the payments that were released since the ceremony and have no order yet.

    What was released before was paid by the desk's own means; so is what two decided to pay so.
    """
    since = founded_at(actor.city)
    if since is None:
        return []
    rows = payments_for(actor).filter(TO_SEND, released_at__gte=since)
    rows = rows.filter(~Exists(_living_orders()), Exists(_orders(KIND.PAYEE, "payee_version_id")))
    rows = rows.order_by("released_at", "pk")
    return [row.pk for row in rows if payee_order_of(row) and not over_as(row)]


def versions_to_draw(actor: Actor) -> list[UUID]:
    """List the payee versions whose order is wanted: new since the ceremony, or to be paid to."""
    since = founded_at(actor.city)
    if since is None:
        return []
    paid_to = Payment.objects.filter(payee_version=OuterRef("pk"), state__in=OPEN_PAYMENTS)
    rows = PayeeVersion.objects.filter(
        Q(established_at__gte=since) | Exists(paid_to), receivable__city_id=actor.city
    ).filter(~Exists(_orders(KIND.PAYEE)))
    return list(rows.order_by("established_at", "pk").values_list("pk", flat=True))


def proposal_of_payment(payment: Payment) -> Proposal:
    """Find by what two persons a payment was released. Raises Proposal.DoesNotExist."""
    return _approved(payment.city_id, payment.released_at).get(
        act="treasury.pay", arguments__payment_id=str(payment.pk)
    )


def proposal_of_version(version: PayeeVersion) -> Proposal | None:
    """Find by what two persons a payee version stands: its change, or the filing."""
    rows = _approved(version.receivable.city_id, version.established_at)
    if version.change_id:
        return rows.filter(
            act="treasury.change_payee", arguments__change_id=str(version.change_id)
        ).first()
    return rows.filter(
        approves=Role.PROCUREMENT_APPROVER, about__contains=[version.receivable.contract_id]
    ).first()


def decided_since(version: PayeeVersion) -> bool:
    """Whether a payee version stands since the ceremony: the two who decided it sign it."""
    since = founded_at(version.receivable.city_id)
    return since is not None and version.established_at >= since


def signers_of(proposal: Proposal) -> list[UUID]:
    """Name the two persons of a proposal: who prepared it, or took it over, and who agreed."""
    assert proposal.decided_by_id is not None
    return [proposal.carried_by_id or proposal.prepared_by_id, proposal.decided_by_id]


def require_open(order: Order) -> None:
    """Refuse to sign an order whose record needs it no more. Raises WrongState."""
    state = ended_as(order)
    if state:
        raise WrongState("orders.over", "二(三)-4", state=state)


def ended_as(order: Order) -> str:
    """Say how the record of an order stands where nothing is to be signed any more; else empty."""
    if order.kind == KIND.PAY:
        if how := over_as(Payment.objects.get(pk=order.about_id)):
            return how
        over = Instruction.objects.filter(order=order, state__in=UNPAID).first()
        return INSTRUCTION.states[over.state].word if over else ""
    if order.kind == KIND.PAYEE:
        version = PayeeVersion.objects.select_related("receivable").get(pk=order.about_id)
        return "" if version.receivable.current_id == version.pk else REPLACED
    key = key_of(order)
    wanted = {"asked"} if order.kind == KIND.KEY else {"asked", "registered"}
    return "" if key.state in wanted else PERSON_KEY.states[key.state].word


def signing_actor(order: Order, signature: str, *, site: str, now: datetime) -> Actor:
    """Make the actor of whoever signed an order, as the signature itself says.

    Raises Invalid for what no registered key signed, NotAllowed for who holds no mandate for it.
    """
    person = key_that_signed(order, signature, site=site).person
    desk = desk_of(order)
    seats = mandates_of(person.pk, on=day_of(now)).filter(
        organisation__kind=Organisation.Kind.BUREAU, organisation__city=order.city_id, role__in=desk
    )
    seat = seats.first()
    if seat is None:
        raise NotAllowed(
            "orders.no_mandate", "二(三)-4", person=person.name, desk=desk_named(order)
        )
    return actor_of(seat, channel=Channel.GATEWAY)


def waits_for(person_id: UUID, city: str) -> list[Order]:
    """List the orders that a person may sign and has not, the oldest first."""
    mine = (
        Q(signers__contains=[person_id])
        | Q(signers=[]) & ~Q(subject_id=person_id)
        | Q(kind=KIND.END_KEY, subject_id=person_id)
    )
    rows = unsigned_orders(city).filter(mine).exclude(signatures__person_id=person_id)
    return _open(rows)


def waits_for_any(city: str) -> list[Order]:
    """List the orders that wait for anybody's signature, the oldest first."""
    return _open(unsigned_orders(city))


def _open(rows: QuerySet[Order]) -> list[Order]:
    return [order for order in rows.select_related("proposal") if not ended_as(order)]


def _orders(kind: str, column: str = "pk") -> QuerySet[Order]:
    return Order.objects.filter(kind=kind, about_id=OuterRef(column))


def _living_orders() -> QuerySet[Order]:
    """Orders of a payment that may still be paid: by the others nothing was paid."""
    return _orders(KIND.PAY).exclude(instruction__state__in=UNPAID)


def over_instructions(city: str) -> list[Instruction]:
    """List the instructions under way whose payment the desk recorded by the bank slip."""
    arrived = Remittance.objects.filter(payment=OuterRef("order__about_id"))
    return _told(Instruction.objects.filter(Exists(arrived), state__in=CLOSED_BY_SLIP), city)


def to_be_paid(order: Order) -> list[tuple[str, str]]:
    """List what two decided to pay by own means to an order's account: the rest may have left."""
    if order.kind != KIND.PAYEE:
        return []
    rows = Payment.objects.filter(
        payee_version_id=order.about_id, state="released", own_means__isnull=False
    )
    amounts = rows.order_by("voucher_no").values_list("voucher_no", "amount_fen")
    return [(voucher, f"{format_yuan(fen)}({capitals(fen)})") for voucher, fen in amounts]


def leads_to_pay(order: Order) -> str:
    """Say whether anybody may be led to pay by an order: `yes`, `unsigned` or `over`.

    Empty for one that is about no money.
    """
    if order.kind not in {KIND.PAY, KIND.PAYEE}:
        return ""
    if not is_signed(order):
        return "unsigned"
    sent = Instruction.objects.filter(order=order).exclude(state="queued")
    return "over" if ended_as(order) or sent.exists() else "yes"


def is_recorded(payment: Payment) -> bool:
    """Whether money of a payment was recorded as arrived, whatever became of it since."""
    return Remittance.objects.filter(payment=payment).exists()


def gone_otherwise(city: str) -> list[Instruction]:
    """List the instructions that left of payments whose rows say that nothing left by them.

    No act comes there, so somebody wrote rows: nothing of these is closed, or put away.
    """
    nothing = Q(state="unpaid") | Q(state="returned", remittance=None) | Q(own_means__isnull=False)
    payment = Payment.objects.filter(nothing, pk=OuterRef("order__about_id"))
    rows = Instruction.objects.filter(Exists(payment), state__in=(*UNDER_WAY, "closed"))
    return _told(rows, city)


def _told(rows: QuerySet[Instruction], city: str) -> list[Instruction]:
    return list(rows.filter(city_id=city).select_related("order").order_by("made_at", "pk"))


def something_waits(city: str, since: datetime) -> bool:
    """Whether anything waits for the gateway: a payment on its way, or an order to be signed."""
    paid = Payment.objects.filter(TO_SEND, city_id=city, released_at__gte=since)
    return paid.exists() or unsigned_orders(city).exclude(kind=KIND.PAY).exists()


def _approved(city: str, at: datetime | None) -> QuerySet[Proposal]:
    return Proposal.objects.filter(city_id=city, state="approved", decided_at=at)
