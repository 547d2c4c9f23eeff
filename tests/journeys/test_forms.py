"""Nothing typed is lost, nothing needs a script, everything can be done by keys alone."""

import pytest

from cairong.treasury.models import Acceptance
from contracts.ground import Ground
from support.journey_house import House
from support.journey_people import Crowd, Person
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

PUBLIC = ("/", "/contracts/", "/supermarket/", "/verify/", "/policy/", "/account/sign-in/",
          "/account/register/")  # fmt: skip
TYPED = {
    "title": "图书馆空调",
    "project_no": "XG-2025-31",
    "notice_on": "2025-09-26",
    "amount": "五十万圆零三块",
    "budget": "60万",
    "agency": "河南代理有限公司",
    "scope": "十二台空调",
    "supplier_0": "供应商",
    "supplier_1": "乙供应商",
    "share_1": "一半",
}


def officer_of(crowd: Crowd, ground: Ground, username: str) -> Person:
    account_in(ground.town, "purchaser-officer", username=username)
    return Person(crowd, username, WORD)


def kept(person: Person) -> dict[str, str]:
    return {name: person.page.input_value(f"main [name={name}]") for name in TYPED}


def test_several_errors_keep_everything_typed(crowd: Crowd, house: House, ground: Ground):
    officer = officer_of(crowd, ground, "errs")
    officer.opens("/purchaser/awards/new/")
    officer.follows("不涉及国家秘密")
    officer.unfolds("联合体")
    officer.types(**TYPED)
    officer.presses("登记")
    assert kept(officer) == TYPED
    assert officer.page.locator(".form-errors li").count() >= 2
    assert officer.page.evaluate("document.activeElement.className") == "form-errors"
    assert officer.page.locator("main [name=amount][aria-invalid=true]").count() == 1
    crowd.is_content()


def test_a_session_ended_elsewhere_keeps_the_draft(crowd: Crowd, house: House, ground: Ground):
    officer = officer_of(crowd, ground, "drafts")
    officer.opens("/purchaser/awards/new/")
    officer.follows("不涉及国家秘密")
    officer.unfolds("联合体")
    officer.types(**TYPED)
    officer.page.wait_for_selector("text=已保存草稿")
    elsewhere = Person(crowd, "drafts", WORD)
    elsewhere.opens("/account/")
    elsewhere.presses("结束 127.0.0.1 的登录", settle=False)
    officer.presses("登记", settle=False)
    officer.sees("草稿", "登录")
    with officer.page.expect_navigation(wait_until="load"):
        officer.page.locator("main").get_by_role("link", name="去登录").click()
    officer.signs_in()
    officer.looks()
    officer.sees("已恢复上次的草稿")
    assert kept(officer) == TYPED
    crowd.is_content()


def test_everything_public_reads_without_scripts(crowd: Crowd, house: House, ground: Ground):
    contract = ground.sign(ground.award(title="无脚本可读"))
    reader = Person(crowd, "", "", java_script_enabled=False)
    for path in (*PUBLIC, f"/contracts/{contract.no}/"):
        answer = reader.page.goto(house.address + path)
        assert answer is not None
        assert answer.status == 200, path
        assert reader.page.locator("main").inner_text().strip(), path
    reader.sees("无脚本可读", "685,200.00", "运维服务")
    account_in(ground.town, "purchaser-officer", username="plain")
    officer = Person(crowd, "plain", WORD, java_script_enabled=False)
    officer.page.goto(f"{house.address}/cases/{contract.pk}/")
    officer.signs_in()
    officer.sees("无脚本可读", "等待", "时间线", "685,200.00")


def test_keys_alone_sign_in_and_send_a_form(crowd: Crowd, house: House, ground: Ground):
    contract = ground.decide(ground.sign(ground.award(title="只用键盘")))
    officer = officer_of(crowd, ground, "keys")
    path = f"/purchaser/contracts/{contract.pk}/acceptance/"
    officer.page.goto(house.address + path)
    tab_to(officer, "username")
    officer.page.keyboard.type("keys")
    tab_to(officer, "password")
    officer.page.keyboard.type(WORD)
    send(officer)
    assert officer.page.url.endswith(path)
    tab_to(officer, "milestone")
    officer.page.keyboard.press("ArrowDown")
    tab_to(officer, "amount")
    officer.page.keyboard.type("41.112万")
    send(officer)
    officer.looks()
    officer.sees("验收已登记")
    made = Acceptance.objects.get(receivable__contract=contract)
    assert (made.milestone, made.amount_fen) == ("验收", 41_112_000)
    crowd.is_content()


def tab_to(person: Person, name: str) -> None:
    """Press Tab until the field has the focus; whatever has it on the way shows it."""
    for _ in range(60):
        person.page.keyboard.press("Tab")
        here, seen = person.page.evaluate(FOCUS)
        assert seen, f"the focus does not show on {here}"
        if here == name:
            return
    raise AssertionError(f"no way to {name} by Tab")


def send(person: Person) -> None:
    with person.page.expect_navigation(wait_until="load"):
        person.page.keyboard.press("Enter")


FOCUS = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const own = one.type === 'date';  // the browser's own parts inside show theirs
  const shows = own || style.outlineStyle !== 'none';
  return [one.name || one.outerHTML.slice(0, 120), shows];
}"""
