"""Lists from spreadsheets: a verdict per row, nothing entered, then the acts' own two persons."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairong.audit.models import Event, RefusalRecord
from cairong.contracts.importing.sheets import sheet_rows
from cairong.kernel.actor import Role
from cairong.parties.models import Account, Invitation, Organisation, Proposal
from cairong.policy.lpr import LPR
from cairong.readiness.listed import SHEETS
from cairong.rulebook.models import LprRow, ParameterRow
from cairong.treasury.models import Opening, OpeningPart
from contracts import bombs
from lending.ground import Case, stand_case
from support.browsing import follow, value_of
from support.staging import staged
from support.town import CITY, Town, at, found_town
from support.visitors import account_in, browser, signed_in

HEAD = "单位名称,统一社会信用代码,县(市、区),住所,联系人,联系电话"
GOOD = (
    "洛阳市第一中学,,西工区,西工区一号,张三,0379-1",
    "洛阳市第二中学,,洛阳市,,,",
    "洛阳市第三中学,,,,,",
)
BAD = {
    "洛阳市第四中学,91410300000000000X,,,,": "统一社会信用代码",
    "洛阳市第五中学,,火星区,,,": "火星区",
    "洛阳市第一中学,,西工区,,,": "与第 2 行重复",
    "示例市第一中学,,,,,": "模板里的示例行",
    ",,西工区,某处,,": "单位名称",
}


@staged
def city(db) -> Town:
    return found_town(demo=False)


def csv(*rows: str, head: str = HEAD) -> SimpleUploadedFile:
    return SimpleUploadedFile("名单.csv", "\r\n".join([head, *rows]).encode())


def sent(client: Client, key: str, file) -> tuple[str, str]:
    """Upload a list; return the address of its preview and the page."""
    answer = client.post(f"/sheets/{key}/", {"file": file})
    assert answer.status_code == 302, re.sub(r"\s+", " ", answer.content.decode())[-3000:]
    place = answer.headers["Location"]
    return place, client.get(place).content.decode()


def test_a_verdict_per_row_and_nothing_entered(city):
    operator = browser(city, Role.OPERATOR)
    before = Event.objects.count(), Organisation.objects.count()
    _, page = sent(operator, "purchasers", csv(*GOOD, *BAD))
    for said in BAD.values():
        assert said in page
    assert page.count("可以办</") >= len(GOOD)
    assert (Event.objects.count(), Organisation.objects.count()) == before
    assert not Proposal.objects.exists()
    assert not RefusalRecord.objects.exists()


def test_put_before_the_second_person_once_and_agreed_to_together(city):
    operator, approver = browser(city, Role.OPERATOR), browser(city, Role.PROCUREMENT_APPROVER)
    place, _ = sent(operator, "purchasers", csv(*GOOD, *BAD))
    done = follow(operator, f"{place}send/", {})
    assert "已送审" in done
    assert Proposal.objects.filter(state="waiting").count() == len(GOOD)
    _, again = sent(operator, "purchasers", csv(*GOOD))
    assert again.count("已送审,等复核") == len(GOOD)
    moved = csv("洛阳市第一中学,,西工区,西工区二号,张三,0379-1")
    assert "内容与这一行不同" in sent(operator, "purchasers", moved)[1]
    second = "/sheets/purchasers/second/"
    assert "接入单位</a>:3 件" in approver.get("/sheets/").content.decode()
    page = approver.get(second).content.decode()
    for row in GOOD:
        assert row.split(",")[0] in page
    assert not Organisation.objects.filter(kind="purchaser").exists()
    follow(approver, second, {"seen": value_of(page, "seen")})
    names = Organisation.objects.filter(kind="purchaser").values_list("name", "region")
    assert set(names) == {
        ("洛阳市第一中学", "410303"), ("洛阳市第二中学", "410300"), ("洛阳市第三中学", "410300"),
    }  # fmt: skip
    admitted = Event.objects.filter(type="parties.organisation.admitted")
    assert admitted.filter(person_id__isnull=False).count() == len(GOOD)
    _, last = sent(operator, "purchasers", csv(*GOOD, "洛阳市第一中学,,涧西区,,,"))
    assert last.count("已登记") >= len(GOOD)
    other = sent(operator, "purchasers", csv("洛阳市第三中学,,西工区,,,"))[1]
    assert "县(市、区)与这一行不同" in other
    moved = sent(operator, "purchasers", csv("洛阳市第三中学,,,老城区九号,,", head=HEAD))[1]
    assert "住所与这一行不同" in moved


def test_what_was_taken_back_meanwhile_is_left_and_the_rest_goes_on(city):
    operator, approver = browser(city, Role.OPERATOR), browser(city, Role.PROCUREMENT_APPROVER)
    place, _ = sent(operator, "purchasers", csv(*GOOD))
    follow(operator, f"{place}send/", {})
    seen = value_of(approver.get("/sheets/purchasers/second/").content.decode(), "seen")
    back = Proposal.objects.order_by("pk")[0]
    operator.post(f"/proposals/{back.pk}/recall/", {})
    assert Proposal.objects.get(pk=back.pk).state == "taken_back"
    page = follow(approver, "/sheets/purchasers/second/", {"seen": seen})
    assert "已同意 2 件" in page
    assert "没有办成" in page
    assert Organisation.objects.filter(kind="purchaser").count() == len(GOOD) - 1


def test_nobody_else_sees_an_upload_or_sends_it_twice(city):
    operator = browser(city, Role.OPERATOR)
    place, _ = sent(operator, "purchasers", csv(*GOOD))
    assert browser(city, Role.OPERATOR).get(place).status_code == 404
    assert operator.get(place.replace("purchasers", "agencies")).status_code == 404
    follow(operator, f"{place}send/", {})
    assert operator.post(f"{place}send/", {}).status_code == 409
    assert Proposal.objects.count() == len(GOOD)


@pytest.mark.parametrize("key", SHEETS)
def test_a_template_left_as_it_is_enters_nothing(city, tmp_path, key):
    sheet = SHEETS[key]
    client = signed_in(account_in(city, sheet.roles[0], administrator=True))
    answer = client.get(f"/sheets/{key}/template/")
    place = tmp_path / "模板.xlsx"
    place.write_bytes(answer.content)
    rows = [cells for _, cells in sheet_rows(place)]
    assert rows[0] == [each.word for each in sheet.columns]
    page = sent(client, key, SimpleUploadedFile("模板.xlsx", answer.content))[1]
    assert "模板里的示例行" in page
    assert "没有要办的行" in page


HOSTILE = [b"", bombs.PDF, b"PK\x03\x04broken", bombs.csv("a,b")]


@pytest.mark.parametrize("content", HOSTILE)
def test_hostile_files_are_refused_in_words(city, content):
    operator = browser(city, Role.OPERATOR)
    answer = operator.post("/sheets/purchasers/", {"file": SimpleUploadedFile("x.xlsx", content)})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


def test_a_workbook_of_a_million_cells_and_a_list_too_long(city, tmp_path):
    operator = browser(city, Role.OPERATOR)
    rows = '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>'
    bomb = bombs.book(tmp_path, sheet=bombs.worksheet(rows))
    for file in (BytesIO(bomb), csv(*(f"第{each}中学,,,,," for each in range(301)))):
        answer = operator.post("/sheets/purchasers/", {"file": file})
        assert answer.status_code == 422
    too_large = SimpleUploadedFile("x.csv", b"x" * 600_000)
    assert operator.post("/sheets/purchasers/", {"file": too_large}).status_code == 413


def test_people_are_invited_by_their_administrator_alone(city):
    boss = signed_in(account_in(city, Role.PROCUREMENT_APPROVER, administrator=True))
    head = "姓名,岗位,县(市、区),手机,同时担任管理员"
    file = (
        "赵敏,国库科经办,,13800000001,",
        "钱二,国库科复核,,13800000002,是",
        "孙三,采购人经办,,,",
    )
    place, page = sent(boss, "people", csv(*file, head=head))
    assert "孙三" in page
    links = boss.post(f"{place}send/", {})
    assert links.headers["Cache-Control"] == "no-store"
    found = re.findall(r"http://testserver(/account/accept/[^<]+)<", links.content.decode())
    assert len(found) == 2
    assert set(Invitation.objects.values_list("name", "role", "administrator")) == {
        ("赵敏", "treasury-officer", False), ("钱二", "treasury-approver", True),
    }  # fmt: skip
    joined = Client().post(
        found[0], {"username": "zhaomin", "password": "a word of 27 my own"}
    )  # fmt: skip
    assert joined.status_code == 302
    assert not Account.objects.get(username="zhaomin").given_password
    again = sent(boss, "people", csv(*file, head=head))[1]
    assert "已在岗" in again
    assert "已邀请,还没有接受" in again
    other = "钱二,国库科复核,,13900000002,是", "赵敏,国库科经办,,13800000001,是"
    differing = sent(boss, "people", csv(*other, head=head))[1]
    for said in ("手机与这一行不同", "同时担任管理员与这一行不同", "到「本单位人员」办理"):
        assert said in differing
    plain = browser(city, Role.PROCUREMENT_OFFICER)
    assert plain.post("/sheets/people/", {"file": csv(*file, head=head)}).status_code == 403


def test_a_row_that_shares_a_mark_with_the_example_is_none(city):
    boss = signed_in(account_in(city, Role.PURCHASER_APPROVER, administrator=True))
    head = "姓名,岗位,县(市、区),手机,同时担任管理员"
    file = csv("李四,采购人复核,,13800000003,", "示例人员,采购人复核,,,", head=head)
    page = sent(boss, "people", file)[1]
    assert page.count("模板里的示例行") == 1
    assert page.count("可以办</") == 2  # the row, and the heading of the count


def test_administrators_take_the_operator_and_the_second_authority(city):
    for name in ("甲局", "乙局"):
        city.organisation("purchaser", name)
    operator, approver = browser(city, Role.OPERATOR), browser(city, Role.PROCUREMENT_APPROVER)
    head = "单位名称,姓名,岗位,手机,凭什么材料"
    file = (
        "甲局,赵一,采购人复核,13800000003,介绍信1号",
        "乙局,钱二,采购人经办,,介绍信2号",
        "丙局,孙三,采购人经办,,3号",
    )
    place, page = sent(operator, "administrators", csv(*file, head=head))
    assert "单位「丙局」" in page
    links = operator.post(f"{place}send/", {}).content.decode()
    accept = re.search(r"http://testserver(/account/accept/[^<]+)<", links)[1]
    waiting = approver.get("/sheets/agreeing/").content.decode()
    for said in ("13800000003", "没有登记", "有效至", "回拨单位登记的电话"):
        assert said in waiting
    words = approver.post("/sheets/agreeing/", {"seen": value_of(waiting, "seen")})
    word = re.findall(r"<code>(\d{4} \d{4})</code>", words.content.decode())
    assert len(word) == 2
    facts = {"username": "zhaoyi", "password": "a word of 27 my own"}
    assert Client().post(accept, {**facts, "word": "0000 0000"}).status_code == 422
    assert Client().post(accept, {**facts, "word": word[0]}).status_code == 302


@staged
def running(db) -> Case:
    """A contract signed on 29 September in a city that opened on 1 October."""
    return stand_case(found_town(at("2025-09-01 08:00"), opened_on=date(2025, 10, 1)))


def test_an_invitation_that_ran_out_is_not_agreed_to(city):
    city.organisation("purchaser", "甲局")
    operator, approver = browser(city, Role.OPERATOR), browser(city, Role.PROCUREMENT_APPROVER)
    head = "单位名称,姓名,岗位,手机,凭什么材料"
    file = csv("甲局,赵一,采购人复核,,介绍信1号", head=head)
    operator.post(f"{sent(operator, 'administrators', file)[0]}send/", {})
    seen = value_of(approver.get("/sheets/agreeing/").content.decode(), "seen")
    Invitation.objects.update(expires_at=city.now)
    for place in ("/sheets/agreeing/", "/account/invitations/"):
        assert "赵一" not in approver.get(place).content.decode()
    said = approver.post("/sheets/agreeing/", {"seen": seen}).content.decode()
    assert "没有办成" in said
    assert Invitation.objects.get().agreed_at is None


def test_openings_of_contracts_by_milestone(running):
    officer = browser(running.town, Role.PURCHASER_OFFICER)
    approver = browser(running.town, Role.PURCHASER_APPROVER)
    head = "合同编号,供应商,付款节点,平台外已付(元),已付款统计到,依据"
    no = running.contract.no
    milestone = running.contract.schedule.order_by("pk")[0].milestone
    row = f"{no},,{milestone},20万,2025-09-28,凭证 2025-0917"
    bad = ("HT-0,,验收,1,2025-09-28,凭证", f"{no},别家,验收,1,2025-09-28,凭证")
    bad_cells = {
        f"{milestone},": "没有付过的填 0", "写错的节点,0": "只能是",
        f"{milestone},9000万": "(依据 二(三)-4)",
    }  # fmt: skip
    for cells, said in bad_cells.items():
        wrong = csv(f"{no},,{cells},2025-09-28,凭证", head=head)
        assert said in sent(officer, "openings", wrong)[1]
    place, page = sent(officer, "openings", csv(row, *bad, head=head))
    assert f"「{milestone}」已付 ¥200,000.00(该节点 ¥" in page
    assert "合同「HT-0」" in page
    assert "供应商「别家」" in page
    follow(officer, f"{place}send/", {})
    second = "/sheets/openings/second/"
    page = approver.get(second).content.decode()
    assert f"合同编号:{no};合同名称:{running.contract.title};供应商:" in page
    assert "已同意 1 件" in follow(approver, second, {"seen": value_of(page, "seen")})
    assert Opening.objects.get().paid_fen == 20_000_000
    assert OpeningPart.objects.get().milestone == milestone
    assert "已登记" in sent(officer, "openings", csv(row, head=head))[1]
    other = csv(row.replace("0917", "0918"), head=head)
    assert "依据与这一行不同" in sent(officer, "openings", other)[1]


INSTITUTIONS = {
    "甲银行,91410300MA0000902E,,洛阳市,银行,B0001,,合1,,齐全可办,,,,20250301,联3,是": "可以办</",
    "庚银行,91410300MA0000902E,,洛阳市,银行,B07,,合7号,,材料齐全,,,,2025-03-01,,": "就要写明依据",
    "乙银行,91410300MA0000901B,,西工区、宜阳县,银行,B02,2030-12-31,合2,,材料齐全,,,": "可以办</",
    "丙银行,91410300MA45PB4K4X,,洛阳市,银行,B0003,,合3号,,材料齐全,,,": "「统一社会信用代码」的值",
    "丁银行,91410300MA0000902E,,洛阳市,钱庄,B0004,,合4号,,材料齐全,,,": "钱庄",
    "戊银行,91410300MA0000902E,,洛阳市,银行,B0005,2020-01-01,合5号,,材料齐全,,,": "2020",
    "己银行,91410300MA0000902E,,火星区,银行,B0006,,合6号,,材料齐全,,,": "火星区",
}


def test_institutions_by_two_of_the_bureau(city):
    officer = browser(city, Role.PROCUREMENT_OFFICER)
    approver = browser(city, Role.PROCUREMENT_APPROVER)
    columns = SHEETS["institutions"].columns
    head = ",".join(each.word for each in columns)
    place, page = sent(officer, "institutions", csv(*INSTITUTIONS, head=head))
    for said in INSTITUTIONS.values():
        assert said in page
    assert browser(city, Role.OPERATOR).get("/sheets/institutions/").status_code == 403
    follow(officer, f"{place}send/", {})
    assert Proposal.objects.count() == 2
    second = "/sheets/institutions/second/"
    seen = value_of(approver.get(second).content.decode(), "seen")
    assert "已同意 2 件" in follow(approver, second, {"seen": seen})
    made = {each.name: each.institution_profile for each in Organisation.objects.filter(
        kind="institution")}  # fmt: skip
    assert made["甲银行"].regions == [CITY]
    assert made["甲银行"].licence_no == "B0001"
    assert (made["甲银行"].connected_evidence, made["甲银行"].local_legal_person) == (
        "联3",
        True,
    )
    assert (made["乙银行"].connected_on, made["乙银行"].local_legal_person) == (None, False)
    assert len(made["乙银行"].regions) == 2
    again = sent(officer, "institutions", csv(*INSTITUTIONS, head=head))[1]
    assert again.count("已登记") >= 2


def test_days_off_of_a_year(city):
    officer = browser(city, Role.PROCUREMENT_OFFICER)
    head = "年份,日期,休或班,来源"
    rows = (
        "2027,2027-01-01,休,国办发明电〔2026〕9号", "2027,2027-01-02,休,国办发明电〔2026〕9号",
        "2027,2027-01-03,班,国办发明电〔2026〕9号",
    )  # fmt: skip
    place, _ = sent(officer, "holidays", csv(*rows, head=head))
    follow(officer, f"{place}send/", {})
    laid = Proposal.objects.get()
    kept = laid.arguments
    assert (kept["days_off"], kept["days_worked"]) == (["2027-01-01"], ["2027-01-03"])
    wrong = {
        "2027,2026-10-09,休,国办发明电": "不是 2027 年的日子",
        "二七年,2027-10-08,休,国办发明电": "不是整数",
        "2028,2028-05-01,休,甲通知〔1〕\r\n2028,2028-05-02,休,乙通知〔2〕": "「来源」要填得一样",
    }  # fmt: skip
    for row, said in wrong.items():
        assert said in sent(officer, "holidays", csv(row, head=head))[1]
    approver = browser(city, Role.PROCUREMENT_APPROVER)
    read = approver.get(f"/proposals/{laid.pk}/").content.decode()
    assert "2027" in read
    approver.post(f"/proposals/{laid.pk}/decide/", {"decision": "approve", "reason": ""})
    assert "已录入" in sent(officer, "holidays", csv(*rows, head=head))[1]
    one = csv("2027,2027-10-08,休,国办发明电〔2026〕9号", head=head)
    assert "到「放假安排」办理" in sent(officer, "holidays", one)[1]


def test_parameters_are_sent_together_and_agreed_to_one_by_one(city):
    officer = browser(city, Role.PROCUREMENT_OFFICER)
    approver = browser(city, Role.PROCUREMENT_APPROVER)
    head = "参数,新的值,生效日,来源"
    good = (
        "融资审批期限,8个工作日,2099-01-01,洛财购〔2098〕1号",
        "target_city_scope,全市合同(市本级和各县区),2099-01-01,洛财购〔2098〕1号",
    )
    wrong = {
        "没有的参数,8,2099-01-01,洛财购〔2098〕1号": "没有的参数",
        "放款期限,八天,2099-01-01,洛财购〔2098〕1号": "不是整数",
        "放款期限,7,2020-01-01,洛财购〔2098〕1号": "已经过去",
        "pay_days_at_most,90,2099-01-01,洛财购〔2098〕1号": "802§9",
    }
    place, page = sent(officer, "parameters", csv(*good, *wrong, head=head))
    assert "融资审批期限:10 个工作日 → 8 个工作日,自 2099-01-01" in page
    for said in wrong.values():
        assert said in page
    follow(officer, f"{place}send/", {})
    second = "/sheets/parameters/second/"
    page = approver.get(second).content.decode()
    assert "同意以上各件" not in page
    first = Proposal.objects.order_by("pk")[0]
    assert approver.post(second, {"seen": str(first.pk)}).status_code == 409
    assert not ParameterRow.objects.exists()
    approver.get(f"/proposals/{first.pk}/")
    approver.post(f"/proposals/{first.pk}/decide/", {"decision": "approve", "reason": ""})
    again = sent(officer, "parameters", csv(*good, head=head))[1]
    assert "已设定" in again
    assert "已送审,等复核" in again
    other = csv("decide_days,9,2099-01-01,洛财购〔2098〕1号", head=head)
    assert "取值与这一行不同" in sent(officer, "parameters", other)[1]


def test_publications_of_the_lpr(city):
    one, two = browser(city, Role.PBOC), browser(city, Role.PBOC, username="pboc-two")
    head = "公布日,一年期(%),五年期以上(%),来源"
    month = (
        "2025-10-21,3.00,3.50,全国银行间同业拆借中心公告",
        "2025-11-21,3,3.5%,全国银行间同业拆借中心公告",
    )
    ships = LPR[-1]
    known = f"{ships.published_on},{ships.one_year_bp / 100},{ships.five_year_bp / 100},同上公告"
    slip = "2025-12-23,0.03,0.04,全国银行间同业拆借中心公告"
    place, page = sent(one, "lpr", csv(*month, known, slip, head=head))
    assert "一年期 3.00 %(300 基点);五年期以上 3.50 %(350 基点)" in page
    assert "已随程序提供" in page
    assert "0.03" in page
    assert page.count("可以办</") == len(month) + 1  # and the heading of the count
    follow(one, f"{place}send/", {})
    page = two.get("/sheets/lpr/second/").content.decode()
    follow(two, "/sheets/lpr/second/", {"seen": value_of(page, "seen")})
    assert LprRow.objects.count() == len(month)
    assert "已录入" in sent(one, "lpr", csv(*month, head=head))[1]


def test_who_may_what(city):
    assert browser(city, Role.PBOC).get("/sheets/purchasers/").status_code == 403
    assert browser(city, Role.OPERATOR).get("/sheets/nothing/").status_code == 404
    index = browser(city, Role.OPERATOR).get("/sheets/").content.decode()
    assert "登记采购人" in index
    assert "登记期初余额" not in index
