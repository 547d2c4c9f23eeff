"""An empty city, not Luoyang, opened by pages and spreadsheets to its first repaid loan.

From `cairong init` and `cairong officials` on nobody acts alone on what others rest on: where two
are asked for, two sign in. Everything is done at pages; the worker's turn is taken by the test.
"""

import re
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile

from cairong.audit.models import Event, Outbox
from cairong.audit.outbox import CONSUMERS, deliver
from cairong.cli.init import init
from cairong.cli.officials import officials
from cairong.contracts.models import Award, Contract
from cairong.home.folder import Home
from cairong.kernel.calendar import day_of
from cairong.kernel.identifiers import uscc_check
from cairong.lending.checking import books_check
from cairong.lending.models import Application, Loan, Offer
from cairong.parties.models import Claim, Mandate, Organisation, Proposal
from cairong.policy.background import JUDGED
from cairong.treasury.models import Lock, Opening, Payment, Receivable
from support.clerk import OWN_WORD, Clerk
from support.clock import Clock

ANYANG = "410500"
BODY = "91410500MA4951TU2"
USCC = BODY + uscc_check(BODY)
SME = "安阳市中小企业服务局"
BUYER, LENDER, WINNER = "安阳市第一人民医院", "安阳商都农村商业银行", "安阳市殷都信息技术有限公司"
ACCOUNT = {"account_no": "81010000123456789", "bank": "安阳商都农村商业银行文峰支行",
           "cnaps": "314526012345"}  # fmt: skip
CONTRACT = {
    "purchaser_no": "AYYY-2026-017", "method": "公开招标", "subject_matter": "信息系统运维",
    "quantity": "1 项", "quality": "验收合格", "place": "安阳市文峰区", "manner": "驻场服务",
    "acceptance_terms": "按季度验收", "liability": "每日万分之五", "performance_period": "一年",
    "dispute_resolution": "协商;协商不成,向采购人所在地人民法院起诉", "signed_on": "2026-11-20",
    "milestone_0": "签订开票", "percent_0": "40", "agreed_days_0": "30", "unit_0": "calendar",
    "milestone_1": "验收", "percent_1": "60", "agreed_days_1": "30", "unit_1": "calendar",
    **ACCOUNT,
}  # fmt: skip
AMOUNT_FEN, PAID_FEN, LOAN_FEN = 50_000_000, 20_000_000, 10_000_000


class City:
    """Who is there, by user name, and what the test takes from rows: ids alone."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.people = clock, dict[str, Clerk]()

    def works(self) -> None:
        """Take the worker's turn until nothing is left."""
        while rows := list(Outbox.objects.filter(done_at=None).order_by("id")):
            for row in rows:
                deliver(row, now=self.clock.now(), consumers=CONSUMERS)

    def __getitem__(self, name: str) -> Clerk:
        return self.people[name]

    def comes(self, name: str, word: str) -> Clerk:
        clerk = self.people[name] = Clerk(name, word)
        clerk.comes_in()
        return clerk

    def joins(self, name: str, link: str, word: str = "") -> Clerk:
        """Somebody follows the link of an invitation, with the word where one is asked for."""
        clerk = self.people[name] = Clerk(name, OWN_WORD)
        typed = {"username": name, "password": OWN_WORD, **({"word": word} if word else {})}
        answer = clerk.client.post(link, typed)
        assert answer.status_code == 302, answer.content.decode()[-2000:]
        clerk.comes_in()
        return clerk

    def two(self, first: str, address: str, button: str, second: str, /, **typed) -> None:
        """One prepares on a page, the other agrees."""
        self[first].presses(address, button, **typed)
        self[second].agrees(waiting())


def waiting() -> UUID:
    return Proposal.objects.get(state="waiting").pk


def csv(head: str, *rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("名单.csv", "\r\n".join([head, *rows]).encode())


def uploads(clerk: Clerk, key: str, head: str, *rows: str) -> str:
    answer = clerk.client.post(f"/sheets/{key}/", {"file": csv(head, *rows)})
    assert answer.status_code == 302, answer.content.decode()[-1500:]
    place: str = answer["Location"]
    return place


def links_on(page: str) -> list[str]:
    return re.findall(r"http://testserver(/account/accept/[^<\s]+)", page)


@pytest.fixture
def city(place: Home, clock: Clock, tmp_path: Path) -> City:
    """What two commands at the machine leave: an operator and the bureau's two, each by a word."""
    clock.set("2026-11-25 10:00")
    run = CliRunner().invoke
    named = ["--operator", "周运维", "--paper", "安政数〔2026〕3号", "--sme-authority", SME]
    begun = run(init, ["--city", ANYANG, *named])
    assert begun.exit_code == 0, begun.exception
    assert "/readiness/" in begun.stdout.strip().splitlines()[-1]
    papers = ("安财人〔2026〕12号", "安财人〔2026〕13号")
    two = run(officials, [f"李复核=lifuhe={papers[0]}", f"王经办=wangjingban={papers[1]}",
                          "--into", str(tmp_path)])  # fmt: skip
    assert two.exit_code == 0, two.exception
    given = [each.read_text() for each in sorted(tmp_path.glob("*.txt"))]
    words = re.findall(r"用户名 (\S+?),一次性密码 (\S+?),", "".join([begun.stdout, *given]))
    assert Organisation.objects.get(kind="sme-authority").name == SME
    made = City(clock)
    for name, word in words:
        made.comes(name, word)
    return made


def test_an_empty_city_of_another_prefecture_to_its_first_repaid_loan(city: City):
    first = city["operator"].reads("/readiness/")
    assert "依法开办还缺" in first
    for step in (
        desks, purchasers, lenders, supplier, contracted, filed, opened, shelved, lent, locked,
        drawn, paid, counted,
    ):  # fmt: skip
        step(city)


def desks(city: City) -> None:
    """The bureau's two each invite one of the treasury's desk, by a list each: two hands."""
    head = "姓名,岗位,县(市、区),手机,同时担任管理员"
    for by, name, role, phone in (
        ("lifuhe", "赵国库", "国库科经办", "13800000001"),
        ("wangjingban", "钱国库", "国库科复核", "13800000002"),
    ):
        place = uploads(city[by], "people", head, f"{name},{role},,{phone},")
        [link] = links_on(city[by].gets(place, "全部发出"))
        city.joins({"赵国库": "zhaoguoku", "钱国库": "qianguoku"}[name], link)
    page = city["lifuhe"].reads("/readiness/")
    assert "缺经办" not in page


def admitted(city: City, key: str, name: str) -> None:
    """The operator's list, the bureau's second person."""
    head = "单位名称,统一社会信用代码,县(市、区),住所,联系人,联系电话"
    place = uploads(city["operator"], key, head, f"{name},,,安阳市文峰区,孙主任,0372-2200000")
    city["operator"].presses(place, "提交复核")
    assert "已同意 1 件" in city["lifuhe"].presses(f"/sheets/{key}/second/", "同意以上各件")


def staffed(city: City, name: str, approver: tuple[str, str], officer: tuple[str, str]) -> None:
    """An administrator by two authorities, whose colleague the bureau's two confirm."""
    of = "采购人" if name == BUYER else "金融机构"
    head = "单位名称,姓名,岗位,手机,凭什么材料"
    place = uploads(city["operator"], "administrators", head,
                    f"{name},{approver[0]},{of}复核,,介绍信〔2026〕1号")  # fmt: skip
    [link] = links_on(city["operator"].gets(place, "全部发出"))
    words = city["lifuhe"].gets("/sheets/agreeing/", "同意以上各份")
    [word] = re.findall(r"<code>(\d{4} \d{4})</code>", words)
    boss = city.joins(approver[1], link, word)
    place = uploads(boss, "people", "姓名,岗位,手机", f"{officer[0]},{of}经办,13800000009")
    [link] = links_on(boss.gets(place, "全部发出"))
    city.joins(officer[1], link)
    seat = Mandate.objects.get(person__name=officer[0])
    city.two("wangjingban", f"/account/unproven/{seat.pk}/", "提交复核", "lifuhe",
             papers="身份证和单位工作证,回拨单位总机核对")  # fmt: skip


def purchasers(city: City) -> None:
    admitted(city, "purchasers", BUYER)
    staffed(city, BUYER, ("孙采购", "suncaigou"), ("李采购", "licaigou"))


def lenders(city: City) -> None:
    """The bank is admitted, and sits with two."""
    city.two(
        "wangjingban", "/admission/new/", "提交复核", "lifuhe", name=LENDER, region=ANYANG,
        uscc="91410500MA0000901M", regions=ANYANG, licence_kind="银行", licence="B0001",
        agreement="安财金合〔2026〕1号", words="材料齐全,签有合作协议。",
    )  # fmt: skip
    staffed(city, LENDER, ("周银行", "zhouyinhang"), ("吴银行", "wuyinhang"))


def supplier(city: City) -> None:
    """The supplier registers, the desk proves the mandate."""
    clerk = Clerk("supplier", OWN_WORD)
    clerk.presses(
        "/account/register/", "提交注册", uscc=USCC, name=WINNER, region="410502",
        address="安阳市文峰区", industry="软件和信息技术服务业", employees="42", revenue_wan="1800",
        person="陈供应", phone="13907200001", evidence="营业执照副本;授权书 2026-11 号",
        username="supplier", password=OWN_WORD,
    )  # fmt: skip
    claim = Claim.objects.get()
    city["wangjingban"].presses(
        f"/account/claims/{claim.pk}/", "核实通过", reason="已回拨登记电话,与营业执照一致"
    )
    city.comes("supplier", OWN_WORD)


def contracted(city: City) -> None:
    """An award of before the city opened, its contract by two of the purchaser."""
    officer = city["licaigou"]
    officer.presses(
        "/purchaser/awards/new/?secrecy=no", "登记", title="信息系统运维", project_no="AYCG-2026-1",
        notice_on="2026-11-16", amount="50万", method="公开招标",
        industry="软件和信息技术服务业", supplier_0=WINNER,
    )  # fmt: skip
    award = Award.objects.get()
    page = f"/purchaser/awards/{award.pk}/contract/?secrecy=no"
    city.two("licaigou", page, "提交复核", "suncaigou", **CONTRACT)


def filed(city: City) -> None:
    """The supplier confirms its account, the desk's two accept the filing."""
    contract = Contract.objects.get()
    part = contract.suppliers.get()
    city["supplier"].presses(f"/supplier/accounts/{part.pk}/", "是本单位的账户")
    city.two("wangjingban", f"/finance/filings/{contract.pk}/", "同意备案", "lifuhe")


def opened(city: City) -> None:
    """What was paid before: by a list of the purchaser's two; agreed; approved by the treasury."""
    contract = Contract.objects.get()
    assert Receivable.objects.get().opening_fen is None
    head = "合同编号,供应商,付款节点,平台外已付(元),已付款统计到,依据"
    row = f"{contract.purchaser_no},,签订开票,20万,2026-11-24,凭证 2026-1124"
    place = uploads(city["licaigou"], "openings", head, row)
    city["licaigou"].presses(place, "提交复核")
    city["suncaigou"].presses("/sheets/openings/second/", "同意以上各件")
    opening = Opening.objects.get()
    city["supplier"].presses(f"/supplier/openings/{opening.pk}/", "核对过,没有异议")
    city.two("zhaoguoku", f"/finance/openings/{opening.pk}/", "提交复核", "qianguoku")
    assert Receivable.objects.get().opening_fen == PAID_FEN


def shelved(city: City) -> None:
    city.two(
        "wuyinhang", "/institution/products/new/", "提交复核", "zhouyinhang", name="商采贷",
        lpr="1Y", spread_bp="45", fee="0", day_count="360", cap_percent="70", max_days="180",
        source="商农商发〔2026〕12 号",
    )  # fmt: skip
    city.works()


def lent(city: City) -> None:
    """An intent, the application complete and verified, an offer by two, accepted."""
    contract = Contract.objects.get()
    page = f"/supplier/intents/new/contract/{contract.pk}/?amount=100000&days=90"
    city["supplier"].presses(page, "确认,送给金融机构", purpose="购买设备")
    city.works()
    application = Application.objects.get()
    place = f"/institution/applications/{application.pk}/"
    city["wuyinhang"].presses(place, "确认材料齐全")
    city["wuyinhang"].presses(place, "核验并保存凭证", provincial_reference="HB-2026-1125")
    seen = {"judged": list(JUDGED), "opinion": "合同原件已在网点看过,与公告和备案一致"}
    city["wuyinhang"].presses(place, "确认清单", **seen)
    city.two("wuyinhang", f"{place}offer/", "提交复核", "zhouyinhang", amount="100000",
             days="90", spread_bp="45", fee="0", instalments="1")  # fmt: skip
    offer = Offer.objects.get(state="offered")
    city["supplier"].presses(f"/supplier/offers/{offer.pk}/", "接受这份报价")


def locked(city: City) -> None:
    """The account is locked by all four, two persons each."""
    application = Application.objects.get()
    city.two("wuyinhang", f"/institution/applications/{application.pk}/", "提交复核", "zhouyinhang")
    lock = Lock.objects.get()
    city["supplier"].presses(f"/supplier/locks/{lock.pk}/", "同意锁定")
    ticks = dict.fromkeys(("account", "unchanged", "debt", "instead"), "on")
    city.two("licaigou", f"/purchaser/locks/{lock.pk}/", "提交复核", "suncaigou", **ticks)
    city.two("zhaoguoku", f"/finance/locks/{lock.pk}/", "提交复核", "qianguoku")
    lock.refresh_from_db()
    assert lock.state == "active"


def drawn(city: City) -> None:
    place = f"/institution/applications/{Application.objects.get().pk}/"
    today = day_of(city.clock.now()).isoformat()
    city["wuyinhang"].presses(place, "条件已落实", agreement="on", pledge="on",
                              registration_no="0412 3456 0001",
                              signed_on=today, registered_on=today)  # fmt: skip
    city.two("wuyinhang", place, "提交复核", "zhouyinhang")
    assert Loan.objects.get().outstanding_fen == LOAN_FEN
    city.works()


def paid(city: City) -> None:
    """What is left is accepted, asked for, paid, and has arrived: each by two, by bank slip."""
    contract = Contract.objects.get()
    place = f"/purchaser/contracts/{contract.pk}"
    city["licaigou"].presses(f"{place}/acceptance/", "登记验收", milestone="验收",
                             amount="300000", on="2026-11-25")  # fmt: skip
    city.two("licaigou", f"{place}/payment/", "提交复核", "suncaigou", amount="300000")
    payment = Payment.objects.get()
    page = f"/finance/payments/{payment.pk}/"
    city.two("zhaoguoku", page, "提交复核", "qianguoku")
    city.works()
    city.two("zhaoguoku", page, "提交复核", "qianguoku", bank_serial="2026112500018873",
             arrived_on="2026-11-25")  # fmt: skip
    city.works()


def counted(city: City) -> None:
    """The loan is repaid, books and checklist agree; nobody prepared and approved the same."""
    loan, owed = Loan.objects.get(), Receivable.objects.get()
    assert (loan.state, loan.outstanding_fen) == ("settled", 0)
    assert owed.paid_fen == AMOUNT_FEN
    assert books_check(ANYANG)["balanced"]
    assert not Proposal.objects.filter(state="waiting").exists()
    approved = Proposal.objects.filter(state="approved")
    assert approved.count() > 12
    for each in approved.select_related("prepared_by", "decided_by"):
        assert each.prepared_by_id != each.decided_by_id
    page = city["operator"].reads("/readiness/")
    assert "有上架产品且经办、复核齐备的 1 家" in page
    assert not Event.objects.filter(channel="story").exists()
    assert Organisation.objects.get(name=BUYER).region == ANYANG
    assert "没有账号在用一次性密码" in page
