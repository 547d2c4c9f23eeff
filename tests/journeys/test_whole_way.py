"""One contract of the real file from the award to the last yuan, by clicking and typing alone.

Steps 1 to 12 with every role's own sign-in; the supplier at 360 px. Every page on the way is
looked at: console, axe, width, words left in English.
"""

import re

import pytest

from cairong.contracts.models import Award
from cairong.kernel.actor import Role
from cairong.policy.background import JUDGED
from cairong.treasury.models import Receivable
from support.journey_city import (
    AMOUNT_FEN,
    BUYER,
    CITY,
    LENDER,
    PROJECT,
    USCC,
    WINNER,
    admit_parties,
    found_yichang,
)
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.visitors import WORD

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

LOAN_FEN = 123_456_789
FEE_FEN = 30_000
# 1,234,567.89 × (3.00 % + 0.45 %) × 60 ÷ 360, drawn on 26 June and repaid on 25 August.
INTEREST_FEN = 709_877
CONTRACT = {
    "purchaser_no": "SXGZ-2025-017",
    "method": "公开招标",
    "subject_matter": "学生宿舍楼太阳能热水系统采购、安装和调试",
    "quantity": "5 栋",
    "quality": "符合 GB/T 26973-2011,验收合格",
    "place": "宜昌市三峡高级中学校园内",
    "manner": "送货上门,安装调试并培训",
    "acceptance_terms": "安装调试后 7 日内由采购人组织验收",
    "liability": "逾期每日按合同金额万分之五支付违约金",
    "dispute_resolution": "协商;协商不成,向采购人所在地人民法院起诉",
    "performance_period": "签订合同后 60 日历天内完成",
    "signed_on": "2025-06-20",
    "account_no": "81010000123456789",
    "bank": "宜昌农村商业银行夷陵支行",
    "cnaps": "314526012345",
}


def agrees(second: Person) -> None:
    """Find on the desk what waits for a second person, read the difference, agree."""
    second.opens("/desk/")
    second.follows("看差异")
    second.presses("同意")
    second.sees("已复核。")


class Way:
    """Everybody of the case, and its two addresses once it has them."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd, self.house = crowd, crowd.house
        self.people: dict[str, Person] = {}
        self.no = self.case = ""

    def __getitem__(self, role: str) -> Person:
        if role not in self.people:
            width = PHONE if role == "supplier" else 1366
            self.people[role] = Person(self.crowd, role, WORD, width=width)
        return self.people[role]

    def on_case(self, role: str, act: str) -> Person:
        """Open the case as a role, and follow what it can do there now."""
        person = self[role]
        person.opens(self.case)
        person.follows(act)
        return person


def yuan(fen: int) -> str:
    return f"¥{fen // 100:,}.{fen % 100:02}"


def test_a_real_contract_goes_the_whole_way(crowd: Crowd, house: House, tmp_path):
    way = Way(crowd)
    house.goes_to("2025-06-18 09:00")
    report = found_yichang(house, tmp_path)
    assert report.awards > 800
    assert set(report.reasons) <= {"import.future"}
    admit_parties(house)
    house.settle()
    for step in (
        registered, awarded, signed, confirmed, filed, shelved, wished, approved, locked, drawn,
        accepted, repaid, counted,
    ):  # fmt: skip
        step(way)
    crowd.is_content()


def registered(way: Way) -> None:
    """The winner registers by its code; the procurement desk looks at the mandate."""
    new = Person(way.crowd, "", "", width=PHONE)
    new.opens("/account/register/")
    new.types(
        uscc=USCC, name=WINNER, region="420506", address="宜昌市夷陵区小溪塔街道",
        industry="建筑业", employees="60", revenue_wan="4200", assets_wan="3000", person="陈五星",
        phone="13907200001", evidence="营业执照副本;授权书 2025-06 号,登记电话 0717-7820001",
        username="supplier", password=WORD,
    )  # fmt: skip
    new.presses("提交注册")
    new.leaves()
    desk = way["procurement-officer"]
    desk.opens("/account/claims/")
    desk.follows(WINNER)
    desk.sees(USCC, "陈五星")
    desk.types(reason="已回拨登记电话,授权书与营业执照一致")
    desk.presses("核实通过")


def awarded(way: Way) -> None:
    """Step 1: both parties take over the imported row; the letter goes out and is read."""
    officer = way["purchaser-officer"]
    officer.opens("/purchaser/awards/")
    officer.opens("/purchaser/awards/claim/")
    officer.sees(yuan(AMOUNT_FEN), WINNER)
    officer.presses("认领这些记录")
    award = Award.objects.get(city_id=CITY, project_no=PROJECT)
    assert award.amount_fen == AMOUNT_FEN
    supplier = way["supplier"]
    supplier.opens("/desk/")
    supplier.opens("/supplier/contracts/claim/")
    supplier.presses("认领")
    supplier.opens("/letters/")
    supplier.follows("三峡高级中学")
    supplier.sees("各供应商", "首次打开")
    officer.opens("/purchaser/awards/")
    officer.follows("三峡高级中学")
    officer.sees("已打开", "等待签订合同")


def signed(way: Way) -> None:
    """Steps 2 and 3: written, checked, agreed; public at once, with its case."""
    way.house.goes_to("2025-06-20 10:00")
    officer = way["purchaser-officer"]
    officer.opens("/purchaser/awards/")
    officer.follows("三峡高级中学")
    officer.follows("填写合同")
    officer.follows("不涉及国家秘密")
    officer.types(**CONTRACT)
    officer.types(milestone_0="安装完成", percent_0="30", agreed_days_0="30", unit_0="calendar")
    officer.types(milestone_1="验收", percent_1="60", agreed_days_1="30", unit_1="calendar")
    officer.presses("提交复核")
    officer.sees("合计")
    officer.types(percent_1="70")
    officer.presses("提交复核")
    officer.sees("已提交复核", yuan(AMOUNT_FEN))
    agrees(way["purchaser-approver"])
    officer.opens("/purchaser/contracts/")
    officer.follows("三峡高级中学")
    way.case = officer.page.url.removeprefix(way.house.address)
    found = re.search(r"HT\d{4}-\d{6}", officer.reads())
    assert found
    way.no = found[0]
    reader = Person(way.crowd, "", "")
    reader.opens("/contracts/")
    reader.opens(f"/contracts/{way.no}/")
    reader.sees("备案审核中", yuan(AMOUNT_FEN), WINNER, BUYER)
    reader.leaves()


def confirmed(way: Way) -> None:
    """Between 3 and 4: the supplier says with one tap that the account is its own."""
    supplier = way["supplier"]
    supplier.opens("/desk/")
    supplier.follows("确认回款账户")
    supplier.sees(CONTRACT["account_no"], "不是本单位的账户")
    supplier.presses("是本单位的账户,确认")
    supplier.sees("已确认")


def filed(way: Way) -> None:
    """Step 4: the procurement desk accepts; the account of payment stands."""
    way.house.goes_to("2025-06-23 09:30")
    clerk = way["county-clerk"]
    clerk.opens("/desk/")
    clerk.sees("三峡高级中学")
    clerk.follows("审核备案")
    clerk.sees(CONTRACT["account_no"], CONTRACT["subject_matter"])
    desk = way["procurement-officer"]
    desk.opens("/desk/")
    desk.opens("/messages/")
    desk = way.on_case("procurement-officer", "审核备案")
    desk.sees(CONTRACT["account_no"], CONTRACT["subject_matter"])
    desk.presses("同意备案,提交复核")
    agrees(way["procurement-approver"])
    desk.opens(f"/contracts/{way.no}/")
    desk.sees("已备案")


def shelved(way: Way) -> None:
    """Step 5: a product is written by one, published by another, and on the shelf."""
    officer = way["institution-officer"]
    officer.opens("/institution/products/")
    officer.opens("/institution/products/new/")
    officer.types(
        name="宜采贷", lpr="1Y", spread_bp="45", fee="300", day_count="360", cap_percent="70",
        max_days="180", source="宜农商发〔2025〕12 号",
    )  # fmt: skip
    officer.presses("提交复核")
    agrees(way["institution-approver"])
    shelf = Person(way.crowd, "", "", width=PHONE)
    shelf.opens("/supermarket/")
    shelf.follows("宜采贷")
    shelf.sees("70%", LENDER)
    shelf.leaves()


def wished(way: Way) -> None:
    """Step 6: contract, amount and days, one confirmation; contact by consent."""
    way.house.goes_to("2025-06-24 10:00")
    supplier = way["supplier"]
    supplier.opens("/desk/")
    supplier.follows("我要融资")
    supplier.follows("三峡高级中学")
    supplier.sees("最多", yuan(AMOUNT_FEN * 70 // 100))
    supplier.types(amount="160.3万")
    supplier.presses("下一步")
    supplier.sees("超过可融资额度")
    supplier.types(amount="1234567.89", days="90")
    supplier.presses("下一步")
    supplier.sees(yuan(LOAN_FEN), LENDER)
    supplier.types(purpose="购买集热器和水箱")
    supplier.presses("确认,送给金融机构")
    supplier.sees("意向已送到金融机构")
    supplier.presses("同意提供联系方式")
    officer = way["institution-officer"]
    officer.opens("/institution/applications/")
    officer.follows(WINNER)
    officer.presses("查看联系方式")
    officer.sees("13907200001")
    supplier.opens("/supplier/intents/")
    supplier.follows("三峡高级中学")
    supplier.sees("谁看过您的联系方式", LENDER)


def approved(way: Way) -> None:
    """Step 7: complete, checked, offered, agreed, accepted."""
    officer = way["institution-officer"]
    officer.opens("/institution/applications/")
    officer.follows(WINNER)
    officer.presses("确认材料齐全")
    officer.types(provincial_reference="HB-2025-0617")
    officer.presses("核验并保存凭证")
    for words in JUDGED.values():
        officer.page.get_by_label(words).check()
    officer.types(opinion="合同原件已在网点看过,与公告和备案一致")
    officer.presses("确认清单")
    officer.sees("清单成立")
    officer.follows("写报价")
    officer.types(amount="1234567.89", days="90", spread_bp="45", fee="300", instalments="1")
    officer.presses("提交复核")
    officer.sees(yuan(LOAN_FEN))
    agrees(way["institution-approver"])
    supplier = way["supplier"]
    supplier.opens("/desk/")
    supplier.follows(f"{LENDER} 报价")
    supplier.sees(yuan(LOAN_FEN), "3.45%", yuan(FEE_FEN))
    supplier.presses("接受这份报价")
    supplier.sees("已接受")


def locked(way: Way) -> None:
    """Step 8: the bank asks, the supplier consents, the purchaser and the treasury agree."""
    way.house.goes_to("2025-06-25 09:30")
    officer = way["institution-officer"]
    officer.opens("/institution/applications/")
    officer.follows(WINNER)
    officer.presses("提交复核")
    agrees(way["institution-approver"])
    supplier = way["supplier"]
    supplier.opens("/desk/")
    supplier.follows("同意锁定回款账户")
    supplier.sees(CONTRACT["account_no"])
    supplier.presses("同意锁定")
    buyer = way.on_case("purchaser-officer", "确认账户锁定")
    for name in ("account", "unchanged", "debt", "instead"):
        buyer.types(**{name: True})
    buyer.presses("提交复核")
    agrees(way["purchaser-approver"])
    treasury = way.on_case("treasury-officer", "确认账户锁定")
    treasury.presses("提交复核")
    agrees(way["treasury-approver"])
    supplier.opens(way.case)
    supplier.sees("锁定")
    assert Receivable.objects.get().locks.get().state == "active"


def drawn(way: Way) -> None:
    """Step 9: conditions met, money drawn by two."""
    way.house.goes_to("2025-06-26 10:00")
    officer = way["institution-officer"]
    officer.opens("/institution/applications/")
    officer.follows(WINNER)
    days = {"signed_on": "2025-06-26", "registered_on": "2025-06-26"}
    officer.types(agreement=True, pledge=True, registration_no="0412 3456 0001", **days)
    officer.presses("条件已落实")
    officer.sees("还要放", yuan(LOAN_FEN))
    officer.presses("提交复核")
    agrees(way["institution-approver"])
    supplier = way["supplier"]
    supplier.opens("/supplier/loans/")
    supplier.sees(LENDER)
    supplier.follows("三峡高级中学")
    supplier.sees(yuan(LOAN_FEN), "2025年9月24日")


def accepted(way: Way) -> None:
    """Step 10: accepted, asked for, paid, to the current account and no more than is owed."""
    way.house.goes_to("2025-08-25 09:30")
    buyer = way.on_case("purchaser-officer", "登记验收")
    buyer.types(milestone="安装完成", amount="686626.20", on="2025-08-25")
    buyer.presses("登记验收")
    buyer.opens(way.case)
    buyer.follows("登记验收")
    buyer.types(milestone="验收", amount="1602127.80", on="2025-08-25")
    buyer.presses("登记验收")
    buyer.types(amount="2288754.01")
    buyer.presses("提交复核")
    buyer.sees("2,288,754.00", "2,288,754.01")
    buyer.types(amount="2288754")
    buyer.presses("提交复核")
    agrees(way["purchaser-approver"])
    treasury = way.on_case("treasury-officer", "办理支付")
    treasury.sees(CONTRACT["account_no"], "付到锁定账户", yuan(AMOUNT_FEN))
    treasury.presses("提交复核")
    agrees(way["treasury-approver"])


def repaid(way: Way) -> None:
    """Step 11: nobody does anything: the loan is settled, the rest is the supplier's, free."""
    rest = AMOUNT_FEN - LOAN_FEN - INTEREST_FEN
    supplier = way["supplier"]
    supplier.opens("/supplier/loans/")
    supplier.sees(LENDER)
    supplier.follows("三峡高级中学")
    supplier.sees("结清", yuan(INTEREST_FEN), yuan(LOAN_FEN))
    supplier.opens(way.case)
    supplier.sees(yuan(AMOUNT_FEN), yuan(LOAN_FEN), yuan(INTEREST_FEN), yuan(rest), "没有等待办理")
    one = Receivable.objects.get()
    assert (one.paid_fen, one.principal_paid_fen, one.interest_paid_fen, one.to_supplier_fen) == (
        AMOUNT_FEN, LOAN_FEN, INTEREST_FEN, rest,
    )  # fmt: skip
    assert one.locks.get().state == "released"
    for role in ("institution-manager", "treasury-officer", "purchaser-officer"):
        way[role].opens(way.case)
        way[role].sees("没有等待办理的事项")


def counted(way: Way) -> None:
    """Step 12: the desks see the principal of the year at the contract's level.

    The operator sees that nothing is stuck, the auditor that the chain of events is whole.
    """
    for role in ("procurement-approver", "county-clerk", "pboc", "sme-authority", "regulator"):
        watching = way[role]
        watching.opens("/desk/")
        watching.opens("/overseer/targets/")
        watching.sees("夷陵区", yuan(LOAN_FEN))
        watching.opens("/overseer/loans/?year=2025")
        watching.sees(yuan(LOAN_FEN), LENDER)
    keeper = way["operator"]
    keeper.opens("/desk/")
    for page in ("health", "outbox"):
        keeper.opens(f"/operator/{page}/")
    audits = way["auditor"]
    audits.opens("/desk/")
    audits.opens("/auditor/checks/")
    audits.presses("申请全部核对")
    audits.waits_for("全部相符", at="/auditor/checks/")
    apart = {"public", "system", "inspector", "agency-clerk"}  # each has a journey of its own
    assert set(way.people) == {one.value for one in Role} - apart
