"""What was signed and not paid: called off and asked for anew, or paid by the desk's own means."""

import json
from functools import partial
from pathlib import Path

import pytest

from cairong.kernel.actor import Role
from cairong.orders.models import GatewayWatch, Instruction, Order
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    change_payee,
    consent_payee_change,
)
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.models import Payment
from journeys.test_two_signatures import Gateway, Signer, city, gateway, lists
from lending.ground import twice
from support.codes import code_of
from support.journey_house import House
from support.journey_people import DESK, PHONE, Crowd, Person
from support.signing import FEN, SigningCity, held
from support.visitors import WORD, account_in, given_factor
from support.waiting import wait_for

__all__ = ["city", "gateway"]
pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
NEW = {
    "payee": "供应商", "account_no": "6217000000000009", "bank": "中国建设银行",
    "cnaps": "105493000012", "reason": "原账户销户",
}  # fmt: skip


class Seated(Person):
    """Somebody of a real city at the web's pages, with an authenticator app."""

    def __init__(self, crowd: Crowd, city: SigningCity, role: Role, width: int = DESK) -> None:
        account = account_in(city.town, role, username=f"{role}-{width}")
        super().__init__(crowd, account.username, WORD, width=width)
        self.secret = given_factor(account)

    def signs_in(self) -> None:
        super().signs_in()
        self.types(code=code_of(self.secret, at=self.crowd.house.now.timestamp()))
        self.presses("继续", settle=False)


type People = tuple[list[Signer], list[Seated]]


@pytest.fixture(scope="module")
def people(crowd: Crowd, house: House, gateway: Gateway, city: SigningCity) -> People:
    """Two persons of the desk with their keys, and two at its pages."""
    held(*city.pair, now=house.now, origin=gateway.address)
    signers = [Signer(crowd, gateway, who) for who in city.pair]
    for each in signers:
        each.makes_a_key()
    roles = (Role.TREASURY_OFFICER, Role.TREASURY_APPROVER)
    return signers, [Seated(crowd, city, role) for role in roles]


def both_sign(signers: list[Signer], title: str, *said: str) -> None:
    for each in signers:
        wait_for(partial(lists, each, said[-1]), f"{title} is to be signed for")
        each.signs(title, *said)


def file_of(gateway: Gateway) -> Path | None:
    return next(iter((gateway.exchange / "out").glob("*.json")), None)


def answers(gateway: Gateway, **said: object) -> None:
    """The treasury takes the file away and answers it."""
    wait_for(lambda: file_of(gateway), "the instruction leaves")
    path = file_of(gateway)
    left = json.loads(path.read_text())
    whole = {"number": left["number"], "order": left["digest"], "amount_fen": FEN, **said}
    wait_for(lambda: Instruction.objects.filter(state="sent").exists(), "it is marked")
    path.unlink()
    (gateway.exchange / "in" / path.name).write_text(json.dumps(whole))


def both_decide(desk: list[Seated], payment: Payment, unfolds: str, reason: str) -> None:
    """The desk's officer proposes on the payment's page, the second agrees."""
    first, second = desk
    first.opens(f"/finance/payments/{payment.pk}/")
    first.unfolds(unfolds)
    form = first.page.locator("details[open] form")
    form.locator("[name=reason]").fill(reason)
    with first.page.expect_navigation(wait_until="load"):
        form.get_by_role("button").click()
    first.crowd.house.settle()
    first.looks()
    first.sees("已提交复核", reason)
    second.opens("/desk/")
    second.follows("看差异")
    second.presses("同意")
    second.sees("已复核。")


def asked_again(house: House, city: SigningCity) -> Payment:
    """The purchaser asks for the amount, the desk's two persons release it."""
    ground = city.ground
    asked = {"contract_id": city.contract_id, "amount_fen": FEN}
    payment = twice(request_payment, ground.officer(), ground.approver(), house.now, **asked)
    return twice(pay, *city.pair, house.now, payment_id=payment.pk)


def test_an_account_that_was_closed_is_changed_and_paid_anew(
    crowd: Crowd, house: House, gateway: Gateway, city: SigningCity, people: People
):
    signers, desk = people
    now = house.goes_to("2025-11-12 10:00")
    first = city.release(now)
    both_sign(signers, "回款账户", first.payee_version.account_no)
    both_sign(signers, "支付", "¥50,000.00")
    answers(gateway, outcome="refused", reason="收款账户已销户")
    wait_for(lambda: Instruction.objects.get().state == "refused", "the answer is taken")
    house.settle()
    wait_for(lambda: Order.objects.filter(kind="pay").count() == 2, "it is ordered anew")
    officer = desk[0]
    officer.opens("/messages/")
    officer.sees("国库没有支付", "收款账户已销户", "撤销这笔支付")
    officer.opens(f"/finance/payments/{first.pk}/")
    officer.sees("收款账户已销户", "没有付出,撤销支付")
    both_decide(desk, first, "没有付出,撤销支付", "向国库查明没有付出:账户已销户")
    officer.opens(f"/finance/payments/{first.pk}/")
    officer.sees("款项没有付出,支付已撤销", "账户已销户")
    buyer = Seated(crowd, city, Role.PURCHASER_OFFICER, PHONE)
    buyer.opens("/messages/")
    buyer.sees("没有付出,支付已撤销", "付款期限照常计算")
    buyer.opens("/desk/")
    buyer.sees("申请支付")
    buyer.opens(f"/cases/{city.contract_id}/")
    buyer.sees("没有付出")
    ground, now = city.ground, house.goes_to("2025-11-13 09:00")
    supplier = city.town.actor(city.town.supplier(), "supplier")
    change = ask_payee_change(actor=supplier, now=now, contract_id=city.contract_id, **NEW)
    twice(consent_payee_change, ground.officer(), ground.approver(), now, change_id=change.pk)
    twice(change_payee, *city.pair, now, change_id=change.pk)
    again = asked_again(house, city)
    assert again.voucher_no != first.voucher_no
    both_sign(signers, "回款账户", NEW["account_no"])
    both_sign(signers, "支付", NEW["account_no"], "¥50,000.00")
    answers(
        gateway, outcome="paid", bank_serial="GK20251113000001", arrived_on="2025-11-13"
    )  # fmt: skip
    wait_for(lambda: Instruction.objects.filter(state="answered").exists(), "it is taken")
    house.settle()
    again.refresh_from_db()
    assert again.state == "confirmed"
    crowd.is_content()


def test_a_folder_that_broke_is_gone_round_by_own_means(
    crowd: Crowd, house: House, gateway: Gateway, city: SigningCity, people: People
):
    signers, desk = people
    house.goes_to("2025-11-14 10:00")
    out, away = gateway.exchange / "out", gateway.exchange / "away"
    out.rename(away)
    out.symlink_to("/proc")  # where nobody can write, not even root
    payment = asked_again(house, city)
    both_sign(signers, "支付", "¥50,000.00")
    wait_for(lambda: GatewayWatch.objects.get().trouble == "交换目录写不进", "it says so")
    officer = desk[0]
    officer.opens(f"/finance/payments/{payment.pk}/")
    order = Order.objects.get(kind="pay", about_id=payment.pk)
    officer.sees("两人已签,待送国库", "不再由平台送出,改由国库科自行支付")
    why = "交换目录坏了,国库说没有收到"
    both_decide(desk, payment, "改由国库科自行支付", why)
    officer.opens(f"/finance/payments/{payment.pk}/")
    officer.sees("平台不再送出这笔支付", order.code, why)
    officer.opens("/desk/")
    officer.sees("登记到账", "国库科自行支付")
    wait_for(lambda: Instruction.objects.get(order=order).state == "dropped", "it is let go")
    out.unlink()
    away.rename(out)
    signers[0].goes(f"/order/{order.digest}/")
    signers[0].sees(order.code, NEW["account_no"], "改由国库科自行支付", "不用再签名")
    officer.opens(f"/finance/payments/{payment.pk}/")
    officer.types(bank_serial="BANK20251114001", arrived_on="2025-11-14")
    officer.presses("提交复核")
    desk[1].opens("/desk/")
    desk[1].follows("看差异")
    desk[1].presses("同意")
    payment.refresh_from_db()
    assert (payment.state, file_of(gateway)) == ("confirmed", None)
    crowd.is_content()
