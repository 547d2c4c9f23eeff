"""The second factor in a real city, at 360 px: got, lost, shown anew; never three taps more."""

from datetime import date

import pytest

from cairong.kernel.actor import Role
from cairong.parties.models import Account
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.models import Payment
from contracts.ground import Ground
from lending.ground import twice
from support.codes import code_of, secret_on, spare_on
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.town import at, found_town
from support.visitors import WORD, account_in, given_factor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

NEW_WORD = "another good word"
ON, STEP = "/account/second-factor/on/", "/account/second-factor/"


@pytest.fixture(scope="module")
def ground(house: House) -> Ground:
    """A real city: nobody is spared."""
    house.goes_to("2025-09-29 16:00")
    return Ground(found_town(at("2025-09-01 08:00"), demo=False))


class Holder(Person):
    """Somebody with an authenticator app, whose taps are counted."""

    def __init__(self, crowd: Crowd, username: str, word: str = WORD, **looks: object) -> None:
        super().__init__(crowd, username, word, width=PHONE, **looks)
        self.secret, self.taps = "", 0
        self.expected = (*self.expected, 403)

    def presses(self, words: str, *, settle: bool = True):
        self.taps += 1
        return super().presses(words, settle=settle)

    def follows(self, words: str, *, within: str = "main"):
        self.taps += 1
        return super().follows(words, within=within)

    def code(self, ahead: int = 0) -> str:
        return code_of(self.secret, ahead=ahead, at=self.crowd.house.now.timestamp())

    def signs_in(self) -> None:
        super().signs_in()
        self.taps += 1
        if self.secret and self.page.url.split("?")[0].endswith(STEP):
            self.types(code=self.code())
            self.presses("继续", settle=False)

    def enrols(self) -> list[str]:
        """Switch the second factor on where one was led to, and go on; the spare codes shown."""
        assert self.page.url.split("?")[0].endswith(ON)
        self.sees("启用前不能办理别的事")
        self.secret = secret_on(self.page.content())
        self.types(password=self.word, code=self.code())
        self.presses("启用", settle=False)
        spare = spare_on(self.page.content())
        self.follows("已经抄好,继续")
        return spare


def holding(crowd: Crowd, account: Account) -> Holder:
    """Somebody who has had a second factor for long."""
    holder = Holder(crowd, account.username)
    holder.secret = given_factor(account)
    return holder


def later(house: House, minutes: int) -> None:
    house.goes_to(f"2025-09-29 {16 + minutes // 60}:{minutes % 60:02}")


def test_first_sign_in_leads_to_one(crowd: Crowd, house: House, ground: Ground):
    account_in(ground.town, Role.TREASURY_OFFICER, username="first")
    new = Holder(crowd, "first")
    new.opens("/messages/")
    spare = new.enrols()
    assert len(spare) == 10
    assert new.page.url.endswith("/messages/")
    assert new.taps == 1 + 2, "after signing in: switched on, codes written down"
    new.leaves()
    later(house, 1)
    again = Holder(crowd, "first")
    again.secret = new.secret
    again.opens("/desk/")
    assert again.taps == 1 + 1
    crowd.is_content()


def test_a_lost_phone_is_replaced_after_two_have_seen_the_person(
    crowd: Crowd, house: House, ground: Ground
):
    later(house, 10)
    account = account_in(ground.town, Role.PURCHASER_APPROVER, username="lost")
    given_factor(account)
    bosses = [
        account_in(ground.town, role, username=f"boss{n}", administrator=True)
        for n, role in enumerate((Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER))
    ]
    theirs = Holder(crowd, "lost", NEW_WORD)
    theirs.opens("/account/renewal/")
    theirs.types(username="lost", with_factor=True)
    theirs.presses("提出申请")
    code = theirs.page.locator(".code-shown").inner_text()
    later(house, 30)
    for boss in bosses:
        sees = holding(crowd, boss)
        sees.opens(f"/account/people/{account.mandate_id}/")
        later(house, 45 if boss is bosses[0] else 60)
        sees.types(code=code)
        sees.presses("核对")
        sees.sees("再核对一次您本人")
        sees.page.fill("#id_proof", sees.code())
        sees.presses("继续办理")
        sees.sees("已核对")
        sees.leaves()
    theirs.follows("看进度")
    theirs.types(password=NEW_WORD)
    theirs.presses("保存新密码")
    theirs.signs_in()
    assert len(theirs.enrols()) == 10
    theirs.sees("刚重置过登录")
    crowd.is_content()


def test_money_is_released_on_a_phone_with_one_tap_more(crowd: Crowd, house: House, ground: Ground):
    later(house, 90)
    now, town = house.now, ground.town
    contract = ground.decide(ground.sign(ground.award(title="手机上复核支付")))
    buyers = ground.officer(), ground.approver()
    record_acceptance(
        actor=buyers[0], now=now, contract_id=contract.pk, milestone="签订开票",
        amount_fen=1_000_000, on=date(2025, 9, 29),
    )  # fmt: skip
    facts = {"contract_id": contract.pk, "amount_fen": 1_000_000}
    payment = twice(request_payment, *buyers, now, **facts)
    laid = pay.propose(actor=town.bureau(Role.TREASURY_OFFICER), now=now, payment_id=payment.pk)
    second = holding(crowd, account_in(town, Role.TREASURY_APPROVER, username="second"))
    second.opens(f"/proposals/{laid.pk}/")
    later(house, 105)
    second.types(reason="与合同一致")
    before = second.taps
    second.presses("同意")
    second.sees("「办理支付」要再核对一次您本人")
    second.page.fill("#id_proof", "000000")
    second.presses("继续办理")
    second.sees("动态码不对")
    second.page.fill("#id_proof", second.code())
    second.presses("继续办理")
    second.sees("已复核。", "与合同一致")
    assert second.taps - before == 2 + 1, "one more than before, and one for the wrong code"
    assert Payment.objects.get(pk=payment.pk).state == "released"
    crowd.is_content()


@pytest.fixture
def local(crowd: Crowd, house: House, monkeypatch) -> Crowd:
    """The house visited by its name: no passkey is made at an address of numbers."""
    monkeypatch.setattr(house, "address", f"http://localhost:{house.port}")
    return crowd


def device_of(person: Person) -> None:
    """Give a browser a fingerprint reader, which says yes."""
    driver = person.page.context.new_cdp_session(person.page)
    driver.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    driver.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_finger_is_enough_at_the_door_and_before_money(
    local: Crowd, house: House, ground: Ground
):
    later(house, 150)
    account_in(ground.town, Role.INSTITUTION_APPROVER, username="finger")
    new = Holder(local, "finger")
    device_of(new)
    new.opens("/desk/")
    new.follows("改用通行密钥")
    new.types(name="我的手机")
    new.presses("添加", settle=False)
    assert len(spare_on(new.page.content())) == 10
    new.follows("已经抄好,继续")
    assert new.taps == 1 + 3
    new.opens("/account/")
    new.sees("我的手机")
    new.page.context.clear_cookies()
    new.opens("/desk/")
    new.presses("用通行密钥继续", settle=False)
    assert new.page.url.endswith("/desk/")
    later(house, 165)
    new.opens("/account/second-factor/codes/")
    new.sees("再核对一次您本人")
    new.presses("用通行密钥继续", settle=False)
    new.sees("没有用过")
    local.is_content()


def test_without_scripts_it_goes_as_well(crowd: Crowd, house: House, ground: Ground):
    later(house, 120)
    account_in(ground.town, Role.PROCUREMENT_OFFICER, username="plain")
    plain = Holder(crowd, "plain", java_script_enabled=False)
    page = plain.page
    page.goto(f"{house.address}/desk/")
    page.fill("#id_username", "plain")
    page.fill("#id_password", WORD)
    page.click("main button[type=submit]")
    plain.secret = secret_on(page.content())
    page.fill("#id_password", WORD)
    page.fill("#id_code", plain.code())
    page.click("main button:has-text('启用')")
    page.click("text=已经抄好,继续")
    assert page.url.endswith("/desk/")
