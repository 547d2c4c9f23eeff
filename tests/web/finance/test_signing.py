"""What the web shows of the two signatures: the code, who signed, what waits, the first keys.

It shows and leads; it takes no signature. 二(三)-4
"""

import pytest
from django.urls import reverse

from cairong.audit.models import Event
from cairong.cases.desk import all_waiting
from cairong.doors.drain import drain
from cairong.kernel.actor import Role
from cairong.orders.models import Order, PersonKey
from cairong.outreach.models import Message
from orders.conftest import asked, city
from orders.test_sending import unpaid
from orders.test_signing import LATER, answered, sent
from support.signing import SIGNED, as_gateway
from support.visitors import browser

__all__ = ["asked", "city"]


@pytest.fixture
def order(cluster, city, clock) -> Order:
    """The order of the payment, which one of the two has signed."""
    clock.set("2025-11-12 14:30")
    with as_gateway(cluster):
        made = city.to_sign()
        city.signs(city.officer, made)
    return made


def test_the_page_of_a_payment_shows_the_code_and_who_signed(city, order):
    client = browser(city.town, Role.TREASURY_OFFICER)
    page = client.get(reverse("finance-payment", args=[city.payment.pk])).content.decode()
    assert page.count("核对码") >= 2
    for said in (order.code, city.officer.person_name, f"/order/{order.digest}/", "去签名网关"):
        assert said in page


def test_what_waits_names_the_code_until_both_signed(cluster, city, order):
    def words() -> list[str]:
        waiting = all_waiting(city.officer, now=SIGNED)
        return [ball.ref for ball in waiting if ball.subject_id == city.payment.pk]

    assert words() == [f"{city.payment.voucher_no} · 待两人签名,核对码 {order.code}"]
    with as_gateway(cluster):
        city.signs(city.approver, order)
    assert words() == [city.payment.voucher_no]


def test_the_desk_is_told_with_the_code(city, order):
    (event,) = Event.objects.filter(type="orders.order.drawn", subject_id=str(order.pk))
    assert event.after["code"] == order.code
    told = {(each["role"], each["subject"]) for each in event.after["tell"]}
    assert told == {
        ("treasury-approver", str(city.payment.pk)), ("treasury-officer", str(city.payment.pk)),
    }  # fmt: skip


def test_who_is_told_of_a_late_answer_can_open_it(cluster, city, order):
    with as_gateway(cluster):
        city.signs(city.approver, order)
        sent(city)
        answered(city)
        unpaid(city)
    drain(clock=lambda: LATER)
    told = Message.objects.filter(event__type="orders.instruction.answered_late")
    assert {message.role for message in told} == {
        "treasury-officer", "treasury-approver", "auditor",
    }  # fmt: skip
    for message in told:
        client = browser(city.town, Role(message.role))
        led = client.get(f"/messages/{message.pk}/", follow=True)
        assert (led.status_code, "防止一笔款付两次" in message.sentence) == (200, True), (
            message.role
        )


def test_the_first_keys_stand_on_the_public_log(client, city):
    page = client.get(reverse("log")).content.decode()
    assert "没有人能签名" in page
    for key in PersonKey.objects.all():
        assert key.fingerprint in page
        assert key.person.name not in page


def test_what_the_treasury_did_not_pay_says_why_and_waits_for_two_again(cluster, city, order):
    with as_gateway(cluster):
        city.signs(city.approver, order)
        sent(city)
        unpaid(city)
        (again,) = city.draws()
    client = browser(city.town, Role.TREASURY_OFFICER)
    page = client.get(reverse("finance-payment", args=[city.payment.pk])).content.decode()
    assert "国库没有支付:账户户名不符" in page
    assert f"/order/{again.digest}/" in page
    (waits,) = [
        ball.ref for ball in all_waiting(city.officer, now=SIGNED)
        if ball.subject_id == city.payment.pk
    ]  # fmt: skip
    assert waits == f"{city.payment.voucher_no} · 待两人签名,核对码 {again.code}"
