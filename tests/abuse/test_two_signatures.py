"""Ten ways to send money with web's and worker's code, keys and roles in hand. Nothing leaves.

In a city that is no demonstration, whose treasury desk holds two keys. What the attacker writes, he
writes by the program itself as the app role, in anybody's name: all rows stand then. The gateway
goes on with its rounds meanwhile. 二(三)-4.
"""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from cairong.audit.outbox import waiting
from cairong.doors.drain import drain
from cairong.gateway.exchange import Exchange
from cairong.gateway.rounds import round_of_gateway
from cairong.kernel.actor import Actor, system
from cairong.kernel.errors import Invalid, PolicyBreach
from cairong.orders.leaving import leaving
from cairong.orders.models import Instruction, Order, PersonKey
from cairong.orders.words import lines_of
from cairong.treasury.actions import confirm_payment
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    change_payee,
    consent_payee_change,
)
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.actions.withdraw_payment import take_back_payment
from cairong.treasury.gateway import Answer
from cairong.treasury.models import Payment, Remittance
from cairong.treasury.proving import unsigned
from gateway.conftest import Visitor
from lending.ground import twice
from orders.conftest import asked, city
from orders.test_rows import NEW_INSTRUCTION
from support.signing import (
    PAID,
    SIGNED,
    Hand,
    SigningCity,
    as_gateway,
    pages_of_gateway,
)
from support.speaking import as_owner
from support.town import CITY

__all__ = ["asked", "city"]
MINE = {
    "payee": "供应商", "account_no": "6217000000000009", "bank": "中国建设银行",
    "cnaps": "105493000012", "reason": "原账户销户",
}  # fmt: skip
DENIED = "permission denied"
NEW_KEY = """INSERT INTO orders_personkey (city_id, person_id, algorithm, credential, public_key,
    fingerprint, site, origin, founding, made_at, registered_at, state)
    SELECT city_id, person_id, algorithm, '{credential}', '{public}', 'mine', site, origin, true,
        made_at, made_at, 'registered' FROM orders_personkey LIMIT 1"""


@pytest.fixture
def goes_round(cluster, tmp_path, clock):
    """Let the gateway do its rounds, as its own role; answers what left."""
    exchange = Exchange(tmp_path)
    clock.set("2025-11-12 14:00")

    def go() -> list[str]:
        with as_gateway(cluster):
            for _ in range(3):
                round_of_gateway(exchange)
        return sorted(path.stem for path in exchange.out.iterdir())

    go.exchange = exchange
    return go


def forged_account(town: SigningCity) -> None:
    """A payee version of the attacker's, in six names that decided nothing."""
    ground = town.ground
    twice(take_back_payment, ground.officer(), ground.approver(), PAID,
          payment_id=town.payment.pk, reason="账户变更")  # fmt: skip
    change = ask_payee_change(
        actor=ground.supplier(), now=PAID, contract_id=town.contract_id, **MINE
    )
    later = PAID + timedelta(minutes=1)
    twice(consent_payee_change, ground.officer(), ground.approver(), later, change_id=change.pk)
    twice(change_payee, *town.pair, later, change_id=change.pk)
    given = {"contract_id": town.contract_id, "amount_fen": 5_000_000}
    town.payment = twice(request_payment, ground.officer(), ground.approver(), later, **given)
    town.release(later + timedelta(minutes=1))


def denied(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return str(error).startswith(DENIED)
    return False


def test_an_account_of_ones_own(asked, goes_round):
    """1. Another account, asked for, consented to and decided in the names of six."""
    forged_account(asked)
    assert Payment.objects.get(state="released").payee_version.account_no == MINE["account_no"]
    assert goes_round() == []
    (payee,) = Order.objects.all()  # the payment has no order yet, its account nobody signed for
    assert payee.kind == "payee"
    assert ("账号", MINE["account_no"]) in list(lines_of(payee))


def test_a_proposal_in_two_names(city, goes_round, cluster):
    """2. A payment released in the names of the two who release."""
    with as_gateway(cluster):
        city.to_sign()
    assert Payment.objects.get().state == "released"
    assert goes_round() == []
    assert not Instruction.objects.exists()


def test_another_account_shown_by_the_web(asked, goes_round, cluster, settings):
    """3. Led to the gateway for what web shows otherwise, one reads there what would be sent."""
    forged_account(asked)
    goes_round()
    (payee,) = Order.objects.all()
    pages_of_gateway(settings)
    with as_gateway(cluster):
        page = Visitor(asked).reads(f"/order/{payee.digest}/")
        said, sent = page.text, json.loads(leaving(payee)["order"])
    assert MINE["account_no"] in said
    assert payee.code in said
    assert sent["account_no"] == MINE["account_no"]
    assert goes_round() == []


def test_an_assertion_of_the_webs_origin(city, goes_round, cluster):
    """4. Somebody signs on a page that web draws: the same digest, the same key, another origin."""
    with as_gateway(cluster):
        order = city.to_sign()
        for who in city.pair:
            for origin in ("http://localhost:8000", "https://localhost", "http://a.localhost:8001"):
                with pytest.raises(Invalid, match=r"orders\.unverified"):
                    city.signs(who, order, origin=origin)
    assert goes_round() == []


def test_an_old_assertion_for_a_new_order(city, goes_round, cluster):
    """5. What both signed for another order."""
    with as_gateway(cluster):
        (payee,) = city.draws()
        old = {who.person_id: city.hand(who).signs(payee.digest) for who in city.pair}
        city.both_sign(payee)
        (order,) = city.draws()
        for text in old.values():
            with pytest.raises(Invalid, match=r"orders\.unverified"):
                city.takes(order, text)
    assert goes_round() == []


def second_key(city: SigningCity, who: Actor) -> None:
    """Another registered key in a person's hand, laid by the owner, whom no guard stops."""
    hand = city.hands[who.person_id] = Hand()
    known = PersonKey.objects.values().get(person_id=who.person_id)
    made = vars(hand.made()) | {"id": uuid4(), "fingerprint": "y", "ceremony_id": None}
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE orders_personkey DISABLE TRIGGER USER")
        PersonKey.objects.create(**{**known, **made})
        cursor.execute("ALTER TABLE orders_personkey ENABLE TRIGGER USER")


def test_two_keys_of_one_person(city, goes_round, cluster):
    """6. One of the two signs with each of two keys."""
    first = city.hand(city.officer)
    second_key(city, city.officer)
    with as_gateway(cluster):
        order = city.to_sign()
        city.signs(city.officer, order)
        assert city.hand(city.officer) is not first
        with pytest.raises(PolicyBreach, match=r"orders\.signed_before"):
            city.takes(order, first.signs(order.digest))
    assert goes_round() == []


def test_a_key_that_nobody_registered(city, goes_round, cluster):
    """7. The attacker's own key, and a row that says it is somebody's."""
    mine = Hand()
    credential, public = mine.kept()
    assert denied(NEW_KEY.format(credential=credential, public=public))
    assert denied(f"UPDATE orders_personkey SET public_key = '{public}'")  # noqa: S608
    with as_gateway(cluster):
        order = city.to_sign()
        with pytest.raises(Invalid, match=r"orders\.unverified"):
            city.takes(order, mine.signs(order.digest))
    assert PersonKey.objects.count() == 2
    assert goes_round() == []


def test_an_instruction_row(city, goes_round, cluster):
    """8. A row that says the instruction stands."""
    with as_gateway(cluster):
        city.to_sign()
    assert denied(NEW_INSTRUCTION)
    assert denied("INSERT INTO orders_signature SELECT * FROM orders_signature")
    assert goes_round() == []


def test_a_mark_that_it_was_sent(city, goes_round, cluster):
    """9. A mark on what both signed: it leaves once, by the gateway, and as it was signed."""
    with as_gateway(cluster):
        order = city.instruction().order
    assert denied("UPDATE orders_instruction SET state = 'sent', sent_at = now()")
    assert denied("UPDATE orders_instruction SET state = 'dropped'")
    assert denied("UPDATE orders_order SET text = '{}'")
    assert goes_round() == [order.number]
    left = json.loads((goes_round.exchange.out / f"{order.number}.json").read_text())
    assert (left["digest"], left["order"]) == (order.digest, order.text)
    assert len(left["signatures"]) == 2


def test_an_answer_of_the_banks(city, goes_round, cluster):
    """10. A row that says the treasury answered, and an event that says so."""
    with as_gateway(cluster):
        city.instruction()
    assert denied("UPDATE orders_instruction SET state = 'answered', serial = 'MINE'")
    goes_round()
    drain(clock=lambda: SIGNED)
    assert list(waiting(now=SIGNED)) == []
    with pytest.raises(DatabaseError, match="undecided"):
        forge_arrival()
    assert Payment.objects.get().state == "released"
    assert not Remittance.objects.exists()
    assert unsigned(CITY) == []


def forge_arrival() -> None:
    """Money that arrived, written as the worker writes it, of which no answer says anything."""
    answer = Answer(bank_serial="MINE", arrived_on=SIGNED.date())
    with transaction.atomic():
        confirm_payment._arrived(system(city=CITY), SIGNED, Payment.objects.get(), answer)
        connection.check_constraints()
