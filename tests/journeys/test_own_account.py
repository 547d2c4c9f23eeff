"""The supplier confirms its account on a phone; one that never answers is gone on without (D38)."""

import pytest

from cairong.contracts.facts import Account
from cairong.contracts.models import Filing
from cairong.kernel.actor import Role
from cairong.treasury.actions.declare_account import declare_account
from cairong.treasury.models import OwnAccount, Receivable
from contracts.ground import ACCOUNT, OTHER_USCC, Ground
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

WHY = "三次电话无人接听,已核对开户许可证"


@pytest.fixture(scope="module")
def people(crowd: Crowd, ground: Ground) -> dict[str, Person]:
    """The supplier at its phone, the desk's two persons at their desks."""
    roles = (Role.SUPPLIER, Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)
    return {
        role: Person(
            crowd,
            account_in(ground.town, role, username=role.value).username,
            WORD,
            width=PHONE if role is Role.SUPPLIER else 1366,
        )
        for role in roles
    }


def agrees(second: Person) -> None:
    second.opens("/desk/")
    second.follows("看差异")
    second.presses("同意")
    second.sees("已复核。")


def test_one_tap_from_the_message(crowd: Crowd, house: House, ground: Ground, people):
    house.goes_to("2025-09-29 16:00")
    contract = ground.sign(ground.award(title="手机上确认账户"), now=house.now, silent=True)
    house.settle()
    desk, phone = people[Role.PROCUREMENT_OFFICER], people[Role.SUPPLIER]
    desk.opens(f"/finance/filings/{contract.pk}/")
    desk.sees("账户未确认", "确认前不能同意备案")
    phone.opens("/messages/")
    phone.sees("确认回款账户", "10月10日")
    phone.follows("手机上确认账户")
    phone.sees("这是本单位的账户吗", ACCOUNT["no"], "不是本单位的账户")
    phone.presses("是本单位的账户,确认")
    phone.sees("已确认")
    assert OwnAccount.objects.get().account_no == ACCOUNT["no"]
    phone.page.go_back()
    phone.page.reload()
    phone.sees("已确认")
    desk.opens(f"/finance/filings/{contract.pk}/")
    desk.sees("账户已确认")
    desk.presses("同意备案,提交复核")
    agrees(people[Role.PROCUREMENT_APPROVER])
    assert Receivable.objects.get(contract=contract).current.version == 1
    crowd.is_content()


def test_that_it_is_another_s_bars_the_filing(crowd: Crowd, house: House, ground: Ground, people):
    house.goes_to("2025-10-09 09:00")
    account = Account(**{**ACCOUNT, "no": "6222020200066666666"})
    award = ground.award(title="账户写错了")
    contract = ground.sign(award, now=house.now, account=account, silent=True)
    house.settle()
    phone, desk = people[Role.SUPPLIER], people[Role.PROCUREMENT_OFFICER]
    phone.opens("/messages/")
    phone.follows("账户写错了")
    phone.follows("不是本单位的账户")
    phone.types(note="末四位写错了")
    phone.presses("指出不是本单位的账户")
    phone.sees("已告诉采购人和财政局采购科", "已指出不是本单位的账户", "末四位写错了")
    phone.page.go_back()
    phone.page.reload()
    phone.sees("现在不等本单位核对")
    desk.opens(f"/finance/filings/{contract.pk}/")
    desk.sees("供应商指出不是其账户", "末四位写错了")
    desk.types(reason_account_no="供应商指出账号末四位有误,请更正")
    desk.presses("退回,提交复核")
    agrees(people[Role.PROCUREMENT_APPROVER])
    assert Receivable.objects.get(contract=contract).current is None
    crowd.is_content()


def test_silence_ends_on_the_fourth_working_day(crowd: Crowd, house: House, ground: Ground, people):
    house.goes_to("2025-10-13 09:00")
    account = Account(**{**ACCOUNT, "no": "6222020200077777777"})
    award = ground.award(title="一直没有确认")
    contract = ground.sign(award, now=house.now, account=account, silent=True)
    desk, place = people[Role.PROCUREMENT_OFFICER], f"/finance/filings/{contract.pk}/"
    house.goes_to("2025-10-16 17:00")
    desk.opens(place)
    desk.sees("到2025年10月16日")
    desk.presses("同意备案,提交复核")
    desk.sees("还没有确认回款账户")
    house.goes_to("2025-10-17 09:00")
    desk.opens(place)
    desk.presses("同意备案,提交复核")
    desk.sees("须写明理由")
    desk.types(unconfirmed_reason=WHY)
    desk.presses("同意备案,提交复核")
    desk.sees("没有确认,先行通过", WHY)
    agrees(people[Role.PROCUREMENT_APPROVER])
    assert Filing.objects.get(contract=contract).unconfirmed_reason == WHY
    house.settle()
    phone = people[Role.SUPPLIER]
    phone.opens("/messages/")
    phone.sees(WHY, "账户不对的,请马上联系财政局采购科")
    crowd.is_content()


def test_one_number_under_two_names_is_looked_into(crowd: Crowd, ground: Ground, people):
    other = ground.town.actor(ground.town.supplier("另一家", OTHER_USCC), "supplier")
    declare_account(
        actor=other, now=crowd.house.now, payee="另一家", account_no=ACCOUNT["no"],
        bank=ACCOUNT["bank"], cnaps=ACCOUNT["cnaps"],
    )  # fmt: skip
    approver = people[Role.PROCUREMENT_APPROVER]
    approver.opens("/desk/")
    approver.follows("查看两家供应商的同一账号")
    approver.sees("另一家", ACCOUNT["no"])
    approver.types(finding="两家是总公司和分公司,已核对开户许可证")
    approver.presses("记下")
    approver.sees("已查看", "总公司和分公司")
    crowd.is_content()
