"""Every signature and every instruction checked anew, from public keys and bytes alone.

Whoever sent without signatures, or counted a key that nobody registered, is found by it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cairong.kernel.errors import Conflict
from cairong.kernel.orders import code_of, digest_of
from cairong.orders.ceremonies import ended_by, founded, signed_for
from cairong.orders.counting import counted, good, holders, is_signed
from cairong.orders.models import Instruction, Order, PersonKey, Signature
from cairong.orders.reads import founded_at
from cairong.parties.models import Proposal
from cairong.policy.orders import TWO
from cairong.treasury.models import PayeeVersion, Payment
from cairong.treasury.ordering import decided_since, gone_otherwise, signers_of
from cairong.treasury.steps.tellings import payment_facts

KIND = Order.Kind
GONE = "指令已送出,支付却记作没有付出、已退汇或改由国库科自行支付"
UNREGISTERED = "没有两人签名登记,或与登记时签的、与登记仪式不符"


@dataclass(frozen=True, kw_only=True)
class Unsigned:
    """What stands without the signatures it needs: which record, and what is wrong with it."""

    row: str
    key: str
    why: str


def unsigned(city: str) -> list[Unsigned]:
    """Check every order, signature, key and instruction of a city, and what arrived by them."""
    if not Order.objects.filter(city_id=city).exists() and founded_at(city) is None:
        return []
    return [*_orders(city), *_keys(city), *_instructions(city), *_arrivals(city)]


def _orders(city: str) -> Iterator[Unsigned]:
    before: dict[tuple[str, str], str] = {}
    rows = Order.objects.filter(city_id=city).select_related(
        "proposal__carried_by", "proposal__prepared_by", "proposal__decided_by"
    )
    signed_by = Signature.objects.filter(order__city_id=city).values_list("person_id", flat=True)
    known = holders(city, signed_by.distinct())
    for order in rows.order_by("number").prefetch_related("signatures__key__person"):
        chain = (order.kind, str(order.subject_id))
        yield from (_of(order, why) for why in _wrong(order, before.get(chain, "")))
        before[chain] = order.digest
        for each in order.signatures.all():
            if not good(order, each, known):
                yield _of(order, f"签名 {each.pk} 与公钥、签名人或登记的时间不符")


def _wrong(order: Order, previous: str) -> Iterator[str]:
    if digest_of(order.text) != order.digest or code_of(order.digest) != order.code:
        yield "内容与摘要、核对码不符"
    if order.previous != previous or json.loads(order.text).get("previous") != previous:
        yield "与同一对象的上一份不衔接"
    named = order.signers and order.kind != KIND.KEY  # those of a key: `signed_for`
    if named and order.signers != _decided_by(order.proposal):
        yield "签名人不是办理和复核的两人"
    if order.kind == KIND.PAYEE and not order.signers and _is_later(order):
        yield "登记仪式以后的账户,没有写明由办理和复核的两人签名"


def _is_later(order: Order) -> bool:
    rows = PayeeVersion.objects.select_related("receivable").filter(pk=order.about_id)
    return any(decided_since(version) for version in rows)


def _decided_by(proposal: Proposal | None) -> object:
    return signers_of(proposal) if proposal is not None and proposal.decided_by_id else None


def _keys(city: str) -> Iterator[Unsigned]:
    """Find keys that count, or ended, by no ceremony and by nothing that was signed for them."""
    keys = PersonKey.objects.filter(city_id=city).select_related("ceremony", "person")
    known = holders(city, keys.values_list("person_id", flat=True))
    orders = {
        (order.kind, order.about_id): order
        for order in Order.objects.filter(city_id=city, kind__in=[KIND.KEY, KIND.END_KEY])
        if is_signed(order, known)
    }
    for key in keys:
        made, ended = (orders.get((kind, key.pk)) for kind in (KIND.KEY, KIND.END_KEY))
        yield from (
            Unsigned(row="签名钥匙", key=key.fingerprint, why=why)
            for why in _of_key(key, made, ended)
        )


def _of_key(key: PersonKey, made: Order | None, ended: Order | None) -> Iterator[str]:
    told = founded(key) if key.founding else signed_for(key, made)
    if key.registered_at is not None and not told:
        yield UNREGISTERED
    if key.ended_at is not None and not ended_by(key, ended):
        yield "停用没有签名,也没有登记仪式"


def _instructions(city: str) -> Iterator[Unsigned]:
    for each in Instruction.objects.filter(city_id=city).select_related("order__proposal"):
        yield from unproven(each.order)
    for each in gone_otherwise(city):
        yield _of(each.order, GONE)


def unproven(order: Order) -> Iterator[Unsigned]:
    """Find what keeps an order of a payment from leaving: asked before it does, and every night."""
    if digest_of(order.text) != order.digest:
        yield _of(order, "内容与摘要不符")
    if len(counted(order)) < TWO:
        yield _of(order, "支付指令没有两人的有效签名")
    payment = Payment.objects.select_related("payee_version").filter(pk=order.about_id).first()
    said = json.loads(order.text)
    if payment is None or any(said.get(k) != v for k, v in payment_facts(payment).items()):
        yield _of(order, "支付指令与支付单不符")
    payee = Order.objects.filter(digest=said.get("payee_order"), kind=KIND.PAYEE).first()
    if payee is None or len(counted(payee)) < TWO:
        yield _of(order, "回款账户没有两人的有效签名")


def require_proven(order: Order) -> None:
    """Refuse an order whose bytes, signatures and rows do not agree. Raises Conflict."""
    for wrong in unproven(order):
        raise Conflict("orders.unproven", "二(三)-4", number=wrong.key, why=wrong.why)


def _arrivals(city: str) -> Iterator[Unsigned]:
    """Find payments that arrived since the ceremony, explained by no order and no two persons."""
    since = founded_at(city)
    if since is None:
        return
    answered = Instruction.objects.filter(city_id=city, state="answered")
    by_order = set(answered.values_list("order__about_id", flat=True))
    confirmed = Proposal.objects.filter(
        city_id=city, act="treasury.confirm_arrival", state="approved"
    )
    by_slip = {each.arguments["payment_id"] for each in confirmed}
    arrived = Payment.objects.filter(city_id=city, released_at__gte=since, remittance__isnull=False)
    for payment in arrived:
        if payment.pk not in by_order and str(payment.pk) not in by_slip:
            yield Unsigned(row="支付", key=payment.voucher_no, why="到账没有对应的签名单或两人登记")


def _of(order: Order, why: str) -> Unsigned:
    return Unsigned(row="签名单", key=order.number, why=why)


def lines(found: Iterable[Unsigned]) -> list[dict[str, object]]:
    """Write what was found as the night's check keeps it."""
    return [{"row": each.row, "key": each.key, "field": each.why, "seq": 0} for each in found]
