"""An award field by field: what is refused and in which words, who may do it, and its list."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from cairong.contracts.facts import Winner
from cairong.contracts.models import Award
from cairong.parties.models import Mandate
from support.browsing import follow, is_noted, problems, read, send, value_of
from support.papers import beside, column, sheet_of, table, twice_the_same
from support.visitors import account_in, signed_in

NEW = "/purchaser/awards/new/"
AWARDS = "/purchaser/awards/"
LIST = "中标(成交)记录"
TYPED = {"title": "办公系统运维", "project_no": "洛财采-2025-17", "lot": "一包",
         "notice_on": "2025-09-15", "amount": "685200", "budget": "70万", "method": "公开招标",
         "industry": "软件和信息技术服务业", "agency": "某代理", "scope": "全年运维",
         "supplier_0": "供应商"}  # fmt: skip


class TestFields:
    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("title", "", "没有填写「项目名称」"),
            ("title", "字" * 301, "300"),
            ("title", "运维\u202e", "不允许的字符(U+202E)"),
            ("project_no", "号" * 101, "100"),
            ("lot", "包" * 61, "60"),
            ("notice_on", "", "没有填写「通知书发出日期」"),
            ("notice_on", "2025-02-30", "「2025-02-30」不是日期"),
            ("notice_on", "2099-01-01", "还没有到"),
            ("amount", "", "没有填写「中标(成交)金额」"),
            ("amount", "0", "不能是零"),
            ("amount", "-1", "是负数"),
            ("amount", "1.001", "多于两位小数"),
            ("amount", "一万二", "金额"),
            ("amount", "NaN", "不是金额"),
            ("amount", "1e9", "不是金额"),
            ("amount", "99999999999999999", "过大"),
            ("budget", "很多", "不是金额"),
            ("budget", "0", "不能是零"),
            ("method", "抽签", "抽签"),
            ("industry", "挖矿", "挖矿"),
            ("agency", "代" * 201, "200"),
            ("scope", "标" * 501, "500"),
            ("supplier_0", "", "没有填写「中标(成交)供应商」"),
            ("supplier_0", "供" * 201, "200"),
            ("share_0", "一半", "不是金额"),
        ],
    )
    def test_a_bad_value_is_refused_beside_its_box(self, office, field, value, words):
        page = send(office.officer, NEW, TYPED | {field: value}, 422)
        assert any(words in one for one in beside(page, field)), problems(page)
        for kept in {"title", "project_no", "scope", "agency"} - {field}:
            assert value_of(page, kept) == TYPED[kept]
        assert not Award.objects.exists()

    @pytest.mark.parametrize(
        ("typed", "fen"),
        [("685200", 68_520_000), ("685,200.00", 68_520_000), ("68.52万", 68_520_000),
         ("¥685200", 68_520_000), ("６８５２００", 68_520_000), ("0.01", 1),
         ("陆拾捌万伍仟贰佰元整", 68_520_000)],
    )  # fmt: skip
    def test_amounts_are_read_as_people_write_them(self, office, typed, fen):
        send(office.officer, NEW, TYPED | {"amount": typed})
        assert Award.objects.get().amount_fen == fen

    def test_all_of_it_is_kept(self, office):
        page = follow(office.officer, NEW, TYPED)
        for words in ("洛财采-2025-17", "一包", "公开招标", "¥700,000.00", "某代理", "全年运维",
                      "2025年9月15日", "尚未注册"):  # fmt: skip
            assert words in page
        award = Award.objects.get()
        assert (award.notice_on, award.budget_fen) == (date(2025, 9, 15), 70_000_000)

    def test_a_share_without_a_winner_is_not_lost(self, office):
        typed = TYPED | {"share_0": "600000", "share_1": "85200"}
        page = send(office.officer, NEW, typed, 422)
        assert "没有填写「中标(成交)供应商 2」" in beside(page, "supplier_1")[0]
        assert value_of(page, "share_1") == "85200"
        assert not Award.objects.exists()

    @pytest.mark.parametrize(
        ("shares", "words"),
        [
            (("600000", "85199.99"), "份额合计 ¥685,199.99,与金额 ¥685,200.00 不等"),
            (("685200", "1"), "份额合计 ¥685,201.00"),
            (("685200", "0"), "不能是零"),
        ],
    )
    def test_shares_add_up_to_the_award(self, office, shares, words):
        typed = TYPED | {"supplier_1": "乙", "share_0": shares[0], "share_1": shares[1]}
        page = send(office.officer, NEW, typed, 422)
        assert any(words in one for one in problems(page)), problems(page)
        assert not Award.objects.exists()

    def test_six_winners_are_the_most(self, office):
        names = {f"supplier_{at}": f"成员{at}" for at in range(6)}
        send(office.officer, NEW, TYPED | names)
        assert Award.objects.get().shares.count() == 6
        assert office.officer.post(NEW, TYPED | {"supplier_6": "第七家"}).status_code == 422

    def test_a_double_click_records_once(self, office):
        first, second = twice_the_same(office.officer, NEW, TYPED)
        assert first["Location"] == second["Location"]
        assert Award.objects.count() == 1

    @pytest.mark.parametrize(
        "role", ["purchaser-approver", "supplier", "procurement-officer", "institution-officer"]
    )
    def test_no_other_role_records(self, office, role):
        other = signed_in(account_in(office.town, role))
        assert other.get(NEW).status_code == 403
        assert other.post(NEW, TYPED).status_code == 403
        assert not Award.objects.exists()


class TestAnother:
    """What belongs to another purchaser is not there, for reading or for writing."""

    @pytest.fixture
    def stranger(self, office):
        other = office.town.purchaser("别的采购人")
        return signed_in(account_in(office.town, "purchaser-officer", organisation=other))

    @pytest.mark.parametrize("act", ["", "shares/", "cancel/", "contract/"])
    def test_it_is_not_found(self, office, stranger, act):
        place = f"/purchaser/awards/{office.ground.award().pk}/{act}"
        if act != "cancel/":
            assert stranger.get(place).status_code == 404
        if act:
            assert stranger.post(place, {"reason": "别人的"}).status_code == 404
        assert Award.objects.get().state == "noticed"

    def test_it_is_in_no_list_and_no_workbook(self, office, stranger):
        office.ground.award()
        assert table(read(stranger, AWARDS), LIST) == []
        assert sheet_of(stranger.get(AWARDS + "export/")).rows == []


class TestShares:
    @pytest.fixture
    def place(self, office) -> str:
        office.town.supplier()
        winners = [Winner(name="供应商"), Winner(name="未注册的")]
        return f"/purchaser/awards/{office.ground.award(winners=winners).pk}/shares/"

    @pytest.mark.parametrize(
        ("share", "words"),
        [("", "没有填写「未注册的 的份额」"), ("x", "不是金额"), ("-1", "负数"), ("0", "零"),
         ("85200.001", "两位小数")],
    )  # fmt: skip
    def test_each_share_is_an_amount(self, office, place, share, words):
        page = send(office.officer, place, {"share_0": "600000", "share_1": share}, 422)
        assert any(words in one for one in problems(page)), problems(page)
        assert value_of(page, "share_0") == "600000"

    def test_a_registered_supplier_is_found_by_its_name(self, office, place):
        page = read(office.officer, place)
        own = str(office.town.supplier().pk)
        assert f'<option value="{own}" selected>供应商(91110000600037341L)</option>' in page
        send(office.officer, place, {"supplier_0": own, "share_0": "600000", "share_1": "85200"})
        first = Award.objects.get().shares.order_by("position")[0]
        assert str(first.supplier_id) == own

    def test_another_supplier_is_no_choice(self, office, place):
        other = office.town.supplier("别的供应商", uscc="91410300MA3X4LQK6G")
        typed = {"supplier_0": str(other.pk), "share_0": "600000", "share_1": "85200"}
        page = send(office.officer, place, typed, 404)
        assert beside(page, "supplier_0")
        assert not Award.objects.get().shares.filter(supplier=other).exists()

    def test_after_cancelling_nothing_is_entered(self, office, place):
        send(office.officer, place.replace("shares", "cancel"), {"reason": "项目终止"})
        typed = {"share_0": "600000", "share_1": "85200"}
        page = send(office.officer, place, typed, 409)
        assert "已取消" in problems(page)[0]


class TestCancelling:
    def test_an_award_is_cancelled_once(self, office):
        place = f"{AWARDS}{office.ground.award().pk}/"
        page = follow(office.officer, place + "cancel/", {"reason": "项目终止"})
        assert "已取消" in page
        assert "填写合同" not in page
        again = send(office.officer, place + "cancel/", {"reason": "又一次"}, 409)
        assert any("已取消" in one for one in problems(again)), again
        assert office.officer.get(place + "contract/").status_code == 409

    def test_a_contracted_award_stays(self, office):
        contract = office.ground.sign()
        place = f"{AWARDS}{contract.award_id}/cancel/"
        page = send(office.officer, place, {"reason": "反悔"}, 409)
        assert problems(page)
        contract.refresh_from_db()
        assert contract.state == "announced"

    @pytest.mark.parametrize(("reason", "words"), [("", "理由"), ("x", "2"), ("理" * 301, "300")])
    def test_the_reason_is_words(self, office, reason, words):
        place = f"{AWARDS}{office.ground.award().pk}/cancel/"
        page = send(office.officer, place, {"reason": reason}, 422)
        assert any(words in one for one in beside(page, "reason"))
        assert value_of(page, "reason") == reason
        assert '<details class="more" open>' in page


class TestList:
    @pytest.fixture
    def three(self, office):
        facts = (("甲项目", 100, date(2025, 9, 3)), ("乙项目", 300, date(2025, 9, 1)),
                 ("丙项目", 200, date(2025, 9, 2)))  # fmt: skip
        for title, yuan, day in facts:
            office.ground.award(title=title, amount_fen=yuan * 100, notice_on=day)
        return office

    @pytest.mark.parametrize(
        ("sort", "titles"),
        [
            ("", "甲丙乙"), ("notice", "乙丙甲"), ("-notice", "甲丙乙"),
            ("amount", "甲丙乙"), ("-amount", "乙丙甲"), ("no", "甲乙丙"), ("-no", "丙乙甲"),
        ],
    )  # fmt: skip
    def test_it_sorts(self, three, sort, titles):
        place = f"{AWARDS}?sort={sort}" if sort else AWARDS
        listed = [one[0] for one in column(read(three.officer, place), LIST, "项目")]
        assert "".join(listed) == titles
        whole = sheet_of(three.officer.get(f"{AWARDS}export/?sort={sort}"))
        assert "".join(one[0] for one in whole.column("项目")) == titles

    @pytest.mark.parametrize(
        ("query", "titles"),
        [("words=甲项", "甲"), ("words=供应商", "甲丙乙"), ("state=contracted", ""),
         ("state=noticed&words=乙", "乙"), ("words=%25", ""), ("words=_", "")],
    )  # fmt: skip
    def test_it_filters(self, three, query, titles):
        listed = [one[0] for one in column(read(three.officer, f"{AWARDS}?{query}"), LIST, "项目")]
        assert "".join(listed) == titles

    @pytest.mark.parametrize(
        ("query", "note"),
        [
            ("sort=budget", "不能按「budget」排序"), ("state=strange", "的值「strange」看不懂"),
            ("page=0", "页码「0」不对"), ("page=x", "页码「x」不对"),
            (f"words={'x' * 101}", "看不懂"), ("colour=red", ""),
        ],
    )  # fmt: skip
    def test_what_it_cannot_do_it_says(self, three, query, note):
        page = read(three.officer, f"{AWARDS}?{query}")
        assert len(table(page, LIST)) == 3
        assert note in page
        assert is_noted(page) is bool(note)

    def test_it_has_pages(self, office):
        for n in range(21):
            office.ground.award(title=f"项目{n:02}")
        first, second = read(office.officer, AWARDS), read(office.officer, AWARDS + "?page=2")
        assert len(table(first, LIST)) == 20
        assert len(table(second, LIST)) == 1
        assert "第 2 页,共 2 页" in second
        assert len(sheet_of(office.officer.get(AWARDS + "export/")).rows) == 21
        assert len(table(read(office.officer, AWARDS + "?page=99"), LIST)) == 1

    def test_the_workbook_holds_numbers_days_and_text(self, three):
        sheet = sheet_of(three.officer.get(AWARDS + "export/?words=甲项"))
        assert sheet.title == f"{LIST}(演示数据)"
        assert "项目、编号或中标(成交)供应商:甲项" in sheet.filters
        assert "金额(元)" in sheet.words
        assert [Decimal(str(one)) for one in sheet.column("金额(元)")] == [Decimal(100)]
        (day,) = sheet.column("通知书日期")
        assert (day.date() if isinstance(day, datetime) else day) == date(2025, 9, 3)
        assert sheet.column("编号") == [Award.objects.get(title="甲项目").no]
        assert sheet.column("状态") == [
            table(read(three.officer, AWARDS + "?words=甲项"), LIST)[0]["状态"]
        ]

    def test_a_title_that_looks_like_a_formula_is_harmless(self, office):
        office.ground.award(title="=1+1")
        (cell,) = sheet_of(office.officer.get(AWARDS + "export/")).column("项目")
        assert cell == "'=1+1"

    def test_empty_it_says_how_to_begin(self, office):
        assert "发出通知书后在这里登记" in read(office.officer, AWARDS)

    def test_a_purchaser_of_another_county_sees_its_own(self, three):
        assert len(table(read(three.officer, AWARDS), LIST)) == 3
        Mandate.objects.filter(role="purchaser-officer").update(region="410327")
        assert three.officer.get(AWARDS).status_code == 200


class TestClaiming:
    def test_nothing_of_another_name_is_taken(self, office):
        office.ground.award()
        Award.objects.update(purchaser=None, purchaser_name="洛阳市别的单位")
        assert "没有以本单位名称公开" in read(office.officer, AWARDS + "claim/")
        assert office.officer.post(AWARDS + "claim/").status_code == 404
        assert Award.objects.get().purchaser is None

    def test_samples_of_elsewhere_stay(self, office):
        office.ground.award()
        Award.objects.update(purchaser=None, sample=True)
        assert office.officer.post(AWARDS + "claim/").status_code == 404

    def test_a_double_click_claims_once(self, office):
        office.ground.award()
        Award.objects.update(purchaser=None)
        first, second = twice_the_same(office.officer, AWARDS + "claim/", {})
        assert (first.status_code, second.status_code) == (302, 302)
        assert Award.objects.get().purchaser == office.town.purchaser()

    def test_the_approver_does_not_claim(self, office):
        assert office.approver.get(AWARDS + "claim/").status_code == 403
