"""Rows of keys, orders, signatures and instructions, written by hand: what refuses each.

As the app role nothing may be written at all; as the gateway's, only what two persons signed.
"""

import json
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction

from cairong.home.addresses import GATEWAY
from cairong.kernel.orders import code_of, digest_of, text_of
from cairong.orders.models import Instruction, Order, PersonKey, Signature
from cairong.orders.rights import OTHERS
from cairong.treasury import ordering
from cairong.treasury.proving import unsigned
from support.signing import PAID, SIGNED, as_gateway
from support.town import CITY

DENIED = "permission denied"
OURS = {
    "orders.Doubt",
    "orders.GatewayWatch",
    "orders.Instruction",
    "orders.Order",
    "orders.PersonKey",
    "orders.Signature",
}
NEW_KEY = """INSERT INTO orders_personkey (city_id, person_id, algorithm, credential, public_key,
    fingerprint, site, origin, founding, made_at, registered_at, state)
    SELECT city_id, person_id, algorithm, credential, public_key, 'mine', site, origin, true,
        made_at, made_at, 'registered' FROM orders_personkey LIMIT 1"""
NEW_SIGNATURE = """INSERT INTO orders_signature (order_id, key_id, person_id, text, at)
    SELECT o.id, k.id, k.person_id, '', now() FROM orders_order o, orders_personkey k"""
NEW_INSTRUCTION = """INSERT INTO orders_instruction (city_id, order_id, made_at, serial, state)
    SELECT city_id, id, now(), '', 'queued' FROM orders_order WHERE kind = 'pay'"""
AS_APP = (
    NEW_KEY,
    "UPDATE orders_personkey SET public_key = 'mine'",
    "UPDATE orders_personkey SET registered_at = registered_at - interval '2 days'",
    "UPDATE orders_personkey SET state = 'ended'",
    "DELETE FROM orders_personkey",
    "INSERT INTO orders_order SELECT * FROM orders_order",
    "UPDATE orders_order SET text = '{}'",
    "DELETE FROM orders_order",
    NEW_SIGNATURE,
    "DELETE FROM orders_signature",
    NEW_INSTRUCTION,
    "UPDATE orders_instruction SET state = 'sent', sent_at = now()",
    "UPDATE orders_instruction SET state = 'answered'",
    "DELETE FROM orders_instruction",
    "INSERT INTO orders_gatewaywatch (city_id, heard_at, trouble) VALUES ('410300', now(), '')",
    "UPDATE orders_gatewaywatch SET heard_at = now()",
    "INSERT INTO orders_doubt SELECT * FROM orders_doubt",
    "UPDATE orders_doubt SET ended_at = now()",
    "DELETE FROM orders_doubt",
)
NO_MONEY = (
    "UPDATE treasury_payment SET state = 'confirmed'",
    "INSERT INTO treasury_payeeversion SELECT * FROM treasury_payeeversion",
    "INSERT INTO parties_proposal SELECT * FROM parties_proposal",
    "UPDATE parties_mandate SET role = 'treasury-officer'",
    "INSERT INTO treasury_entry SELECT * FROM treasury_entry",
    "UPDATE audit_event SET type = 'x'",
    "DELETE FROM audit_outbox",
    "SELECT password FROM parties_account",
    "SELECT * FROM audit_sealed",
    "SELECT * FROM mfa_authenticator",
    "SELECT * FROM outreach_channel",
    "SET ROLE cairong_app",
    "SET ROLE cairong_owner",
)


def refusal(act) -> str:
    """What the database says of statements that are taken back."""
    try:
        with transaction.atomic():
            act()
            connection.check_constraints()
            transaction.set_rollback(True)
    except DatabaseError as error:
        diagnosis = error.__cause__.diag
        return diagnosis.constraint_name or diagnosis.message_primary
    return ""


def told(statement: str) -> str:
    return refusal(lambda: connection.cursor().execute(statement))


@pytest.fixture
def order(cluster, city) -> Order:
    """The order of the payment, which nobody signed yet."""
    with as_gateway(cluster):
        return city.to_sign()


def test_the_app_role_writes_none_of_it(city, order):
    for statement in AS_APP:
        assert told(statement).startswith(DENIED), statement


def test_the_gateway_writes_no_money_and_reads_no_secret(cluster, city):
    with as_gateway(cluster):
        for statement in NO_MONEY:
            assert told(statement).startswith(DENIED), statement


def test_the_gateways_rights_are_these(cluster, city, owner_db):
    """Table by table, asked of the catalogue."""
    held = """
        SELECT c.relname, p FROM pg_class c, unnest(array['INSERT', 'UPDATE', 'DELETE']) AS p
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
            AND (has_table_privilege(%s, c.oid, p)
                OR p = 'UPDATE' AND has_any_column_privilege(%s, c.oid, p))"""
    with connections["owner"].cursor() as cursor:
        cursor.execute(held, [GATEWAY, GATEWAY])
        found = set(cursor.fetchall())
        cursor.execute("SELECT pg_has_role(%s, 'cairong_app', 'MEMBER')", [GATEWAY])
        assert cursor.fetchone() == (False,)
    assert found == {
        ("audit_chain", "UPDATE"), ("audit_event", "INSERT"), ("audit_outbox", "INSERT"),
        ("audit_refusalrecord", "INSERT"),
        ("orders_order", "INSERT"), ("orders_signature", "INSERT"),
        ("orders_personkey", "INSERT"), ("orders_personkey", "UPDATE"),
        ("orders_instruction", "INSERT"), ("orders_instruction", "UPDATE"),
        ("orders_doubt", "INSERT"), ("orders_doubt", "UPDATE"),
        ("orders_gatewaywatch", "INSERT"), ("orders_gatewaywatch", "UPDATE"),
    }  # fmt: skip
    assert OTHERS.keys() | OURS <= {model._meta.label for model in apps.get_models()}


def instruct(order: Order) -> str:
    return refusal(lambda: Instruction.objects.create(city_id=CITY, order=order, made_at=SIGNED))


def test_no_instruction_without_both_signatures(cluster, city, order):
    with as_gateway(cluster):
        assert instruct(order) == "treasury_instruction_unsigned"
        city.signs(city.officer, order)
        assert instruct(order) == "treasury_instruction_unsigned"


def test_no_instruction_of_an_account_that_was_not_signed_for(cluster, city):
    """The order of the payment alone, made by hand: its account's order has one signature."""
    with as_gateway(cluster):
        (payee,) = city.draws()
        city.signs(city.officer, payee)
        forged = made("pay", payee, city)
        for who in city.pair:
            sign(forged, who)
        assert instruct(forged) == "treasury_instruction_unsigned"
        city.signs(city.approver, payee)
        assert instruct(forged) == ""


@pytest.mark.parametrize(
    "changed", [{"amount_fen": 1}, {"account_no": "6217000000000009"}, {"payee": "别人"}]
)
def test_no_instruction_of_an_order_that_says_something_else(cluster, city, changed):
    with as_gateway(cluster):
        city.both_sign(city.draws()[0])
        forged = made("pay", Order.objects.get(), city, **changed)
        for who in city.pair:
            sign(forged, who)
        assert instruct(forged) == "treasury_instruction_unsigned"


def made(kind: str, payee: Order, city, /, **changed) -> Order:
    """An order of the payment written by hand, as a gateway in other hands would."""
    payment = city.payment
    payment.refresh_from_db()
    proposal = ordering.proposal_of_payment(payment)
    said = {
        "city": CITY, "kind": kind, "number": "410300-000900", "previous": "",
        "subject": str(payment.receivable_id), "about": str(payment.pk),
        **ordering.pay_facts(payment, payee), **changed,
    }  # fmt: skip
    text = text_of(said)
    return Order.objects.create(
        city_id=CITY, kind=kind, number="410300-000900", subject_id=payment.receivable_id,
        about_id=payment.pk, proposal=proposal, signers=ordering.signers_of(proposal), text=text,
        digest=digest_of(text), code=code_of(digest_of(text)), drawn_at=SIGNED,
        previous=said["previous"],
    )  # fmt: skip


def sign(order: Order, who) -> Signature:
    """A row that says somebody signed, which no key did."""
    key = PersonKey.objects.get(person_id=who.person_id)
    return Signature.objects.create(
        order=order, key=key, person_id=who.person_id, text="{}", at=SIGNED
    )


def test_rows_that_no_key_signed_are_found_by_the_check(cluster, city, order):
    """The database judges no signature: a gateway in other hands is found the same night."""
    with as_gateway(cluster):
        for who in city.pair:
            sign(order, who)
        assert instruct(order) == ""
        Instruction.objects.create(city_id=CITY, order=order, made_at=SIGNED)
    whys = [each.why for each in unsigned(CITY) if each.key == order.number]
    assert len([why for why in whys if "与公钥" in why]) == 2
    assert "支付指令没有两人的有效签名" in whys


def key_row(city, **changed) -> PersonKey:
    known = PersonKey.objects.values().first()
    own = {"id": uuid4(), "fingerprint": "x", "ceremony_id": None}
    return PersonKey.objects.create(**{**known, **own, **changed})


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"founding": False},
        {"state": "asked"},
        {"registered_at": None},
        {"state": "ended", "ended_at": SIGNED},
        {"registered_at": PAID},
    ],
)
def test_no_key_counts_without_a_ceremony_or_two_signatures(cluster, city, changed):
    with as_gateway(cluster):
        assert refusal(lambda: key_row(city, **changed)) == "orders_key_unsigned"


def test_a_key_stays_what_it_is(cluster, city):
    with as_gateway(cluster):
        again = "UPDATE orders_personkey SET registered_at = registered_at - interval '2 days'"
        assert told(again) == "orders_key_fixed"
        assert told("UPDATE orders_personkey SET state = 'asked'") == "orders_key_fixed"
        ended = "UPDATE orders_personkey SET state = 'ended', ended_at = made_at"
        assert told(ended) == "orders_key_unsigned"
        assert told("UPDATE orders_personkey SET public_key = 'mine'").startswith(DENIED)


@pytest.mark.parametrize(
    "changed",
    [
        {"digest": "0" * 64},
        {"number": "410300-000901"},
        {"previous": "0" * 64},
        {"signers": [uuid4(), uuid4()]},
        {"kind": "key"},
    ],
)
def test_an_order_is_its_bytes_and_follows_from_two_persons(cluster, city, changed):
    with as_gateway(cluster):
        payee = city.draws()[0]
        like = {
            field.attname: getattr(payee, field.attname) for field in Order._meta.concrete_fields
        }
        like |= {"id": uuid4(), "about_id": uuid4()}
        assert refusal(lambda: Order.objects.create(**like | changed)) == "orders_order_follows"


def test_a_signature_is_of_one_who_may_sign_by_a_key_of_their_own(cluster, city, order):
    with as_gateway(cluster):
        key = PersonKey.objects.get(person_id=city.officer.person_id)
        other = {"order": order, "key": key, "text": "{}", "at": SIGNED}

        def as_approver():
            Signature.objects.create(person_id=city.approver.person_id, **other)

        assert refusal(as_approver) == "orders_signature_whose"


def test_an_instruction_goes_on_step_by_step(cluster, city):
    with as_gateway(cluster):
        city.instruction()
        answered = "UPDATE orders_instruction SET state = 'answered', answered_at = now()"
        for statement in (answered, f"{answered}, serial = 'x', arrived_on = now()"):
            assert told(statement) == "orders_instruction_fixed"
        for statement in (
            "UPDATE orders_instruction SET state = 'sent', sent_at = now()",
            "UPDATE orders_instruction SET state = 'leaving'",
            "UPDATE orders_instruction SET state = 'closed', closed_at = now()",
            "UPDATE orders_instruction SET left_at = now()",
        ):
            assert told(statement) == "orders_instruction_fixed", statement
        assert told("UPDATE orders_instruction SET state = 'leaving', left_at = now()") == ""
        assert told("UPDATE orders_instruction SET made_at = now()").startswith(DENIED)
        assert told("DELETE FROM orders_instruction").startswith(DENIED)


def test_a_payment_has_one_order_and_one_instruction_until_nothing_was_paid_by_it(cluster, city):
    """Another order stands, and its instruction, only once the treasury paid nothing by the first.

    Both guards are looked at: the order's, and without it the instruction's.
    """
    with as_gateway(cluster):
        first = city.instruction().order
        payee = Order.objects.get(kind="payee")
        again = {"number": "410300-000900", "previous": first.digest}

        def another() -> None:
            forged = made("pay", payee, city, **again)
            for who in city.pair:
                sign(forged, who)
            Instruction.objects.create(city_id=CITY, order=forged, made_at=SIGNED)

        assert refusal(another) == "orders_order_about_once"
        without = "ALTER TABLE orders_order {} TRIGGER orders_order_about_once"
        with connections["owner"].cursor() as cursor:
            cursor.execute(without.format("DISABLE"))
            assert refusal(another) == "treasury_instruction_unsigned"
            cursor.execute(without.format("ENABLE"))
        for step in (
            "state = 'leaving', left_at = now()", "state = 'sent', sent_at = now()",
            "state = 'refused', answered_at = now(), reason = '户名不符'",
        ):  # fmt: skip
            connection.cursor().execute(f"UPDATE orders_instruction SET {step}")  # noqa: S608
        assert refusal(another) == ""


def test_a_changed_text_is_found(cluster, city, order, owner_db):
    """By the check, where the database's owner changed what was signed."""
    with as_gateway(cluster):
        city.both_sign(order)
    said = json.loads(order.text) | {"account_no": "6217000000000009"}
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE orders_order DISABLE TRIGGER USER")
        cursor.execute("UPDATE orders_order SET text = %s WHERE id = %s", [text_of(said), order.pk])
    assert "内容与摘要、核对码不符" in [each.why for each in unsigned(CITY)]
