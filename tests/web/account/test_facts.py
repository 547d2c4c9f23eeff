"""What is known of an organisation changes: on papers by the operator, its own facts by itself."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from cairong.audit.models import Event
from cairong.audit.outbox import CONSUMERS, deliver, waiting
from cairong.contracts.models import AwardShare
from cairong.contracts.reads import unclaimed_awards
from cairong.contracts.steps.awards import purchasers_named
from cairong.kernel.actor import Channel
from cairong.lending.reads import obliged_to_province
from cairong.outreach.models import Message
from cairong.parties.actions.succeed import succeed_organisation
from cairong.parties.alike import suppliers_certain
from cairong.parties.models import Mandate, Organisation, Proposal
from cairong.parties.reads import actor_of, the_only
from contracts.ground import Ground
from support.browsing import follow, problems, read, send, text, value_of
from support.papers import beside
from support.staging import staged
from support.town import CITY, COUNTY
from support.visitors import account_in, browser, signed_in

FAR = "410327"
OWN = "/account/organisation/"
PAPERS = {"named_on": "", "papers": "单位来函 5 号"}
CALL = {"contact_name": "周会计", "contact_phone": "13911112222", "address": "洛阳市涧西区"}
FIGURES = {
    "industry": "软件和信息技术服务业", "employees": "150", "revenue_wan": "1800",
    "assets_wan": "", "figures_on": "2025-12-31",
}  # fmt: skip
LENDER = {
    "name": "甲银行", "uscc": "", "address": "", "contact_name": "王经理",
    "contact_phone": "0379-63000000", "regions": [COUNTY, FAR], "licence_kind": "银行",
    "licence_no": "B0001", "connected_on": "2025-03-01", "connected_evidence": "联调记录 3 号",
}  # fmt: skip
FOLLOWED = {"name": "中国人民银行洛阳市分行(新)", "on": "2025-08-18", "basis": "机构改革方案"}


def last(type_: str) -> Event:
    return Event.objects.filter(type=f"parties.organisation.{type_}").latest("seq")


def admission(house: Organisation) -> str:
    return f"/admission/{house.pk}/"


def place(house: Organisation) -> str:
    return f"/account/organisations/{house.pk}/"


@staged
def operator(town) -> Client:
    return browser(town, "operator", username="ops")


@staged
def desk(town) -> Client:
    return browser(town, "procurement-officer", username="desk")


class TestOperatorChanges:
    @pytest.fixture
    def typed(self, town) -> dict[str, str]:
        firm = town.supplier()
        return PAPERS | {
            "name": firm.name, "uscc": firm.uscc, "address": firm.address,
        }  # fmt: skip

    def test_an_institution_is_connected_on_evidence_and_its_house_and_the_bureau_know(
        self, town, desk, operator
    ):
        bank = town.institution()
        boss = account_in(town, "institution-manager", username="boss", administrator=True)
        assert not obliged_to_province(bank.pk)
        assert "变更金融机构登记" in follow(desk, admission(bank) + "change/", LENDER | PAPERS)
        assert not obliged_to_province(bank.pk)
        assert "等另一位同事复核" in read(desk, admission(bank))
        town.agrees()
        page = read(operator, place(bank))
        assert obliged_to_province(bank.pk)
        event = last("changed")
        assert event.before["connected_on"] is None
        assert event.after["connected_on"] == "2025-03-01"
        assert event.after["papers"] == "单位来函 5 号"
        assert "name" not in event.after
        assert set(event.visible_to) >= {bank.pk, the_only(CITY, "bureau").pk}
        for words in ("变更记录", "联调记录 3 号", "西工区、宜阳县", "2025年3月1日"):
            assert words in page
        now = timezone.now()
        for row in list(waiting(now=now)):
            deliver(row, now=now, consumers=CONSUMERS)
        message = Message.objects.get(organisation=bank)
        assert "单位来函 5 号" in message.sentence
        led = signed_in(boss).get(f"/find/{message.subject_id}/", follow=True)
        assert "联调记录 3 号" in text(led)

    def test_the_form_opens_with_what_is_known(self, town, desk):
        send(desk, admission(town.institution()) + "change/", LENDER | PAPERS)
        town.agrees()
        page = read(desk, admission(town.institution()) + "change/")
        for name in ("name", "contact_phone", "connected_on", "connected_evidence", "licence_no"):
            assert value_of(page, name) == LENDER[name]
        assert len(re.findall(r'<input[^>]*name="regions"[^>]*checked', page)) == 2
        assert value_of(page, "papers") == ""

    def test_a_new_name_is_kept_with_its_day_and_the_old_one_stays_a_suppliers_past(
        self, town, operator, typed
    ):
        """Another may bear the old name by now, and whoever is found by a name is paid."""
        firm = town.supplier()
        Ground(town).award(supplier_id=None, supplier_name="供应商")
        AwardShare.objects.update(supplier=None)
        new = typed | {"name": "洛阳新名软件有限公司", "named_on": "2025-08-01"}
        send(operator, place(firm) + "change/", new)
        town.agrees()
        page = read(operator, place(firm))
        assert "供应商" in page
        assert "曾用名" in page
        assert last("changed").after["named_on"] == "2025-08-01"
        assert suppliers_certain(CITY, ["供应商"]) == {}
        assert suppliers_certain(CITY, [new["name"]]) == {new["name"]: firm.pk}
        boss = account_in(town, "supplier", organisation=firm, username="boss")
        mandate = Mandate.objects.select_related("organisation", "person").get(pk=boss.mandate_id)
        assert not unclaimed_awards(actor_of(mandate, channel=Channel.WEB)).exists()

    def test_a_purchaser_is_found_by_the_name_it_bore(self, town, operator, typed):
        school = town.purchaser("洛阳市第一实验小学")
        new = typed | {"name": "洛阳市实验小学", "named_on": "2025-08-01", "uscc": school.uscc}
        send(operator, place(school) + "change/", new)
        town.agrees()
        for name in ("洛阳市第一实验小学", "洛阳市实验小学"):
            assert purchasers_named(CITY, [name]) == {name: school.pk}

    def test_a_business_that_becomes_a_company_changes_its_code(self, town, operator):
        shop = town.individual()
        assert shop.individual
        typed = {"name": shop.name, "uscc": "91110000600037341L", "address": "洛阳市"}
        send(operator, place(shop) + "change/", PAPERS | typed)
        town.agrees()
        page = read(operator, place(shop))
        shop.refresh_from_db()
        assert not shop.individual
        assert "91110000600037341L" in page

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("name", "", "没有填写「名称」"),
            ("name", "另一名称", "就要填写新名称启用的日期"),
            ("uscc", "", "不能改为空"),
            ("uscc", "91110000600037341X", "校验码不符"),
            ("papers", "", "没有填写「变更依据」"),
        ],
    )
    def test_bad_values_are_refused_and_nothing_changes(self, operator, typed, field, value, words):
        firm = Organisation.objects.get(kind="supplier")
        page = send(operator, place(firm) + "change/", typed | {field: value}, 422)
        assert any(words in one for one in problems(page)), problems(page)
        assert not Event.objects.filter(type="parties.organisation.changed").exists()
        assert Organisation.objects.get(kind="supplier").name == "供应商"

    def test_a_new_name_does_not_hold_before_its_day(self, town, operator, typed):
        later = typed | {"name": "另一名称", "named_on": "2099-01-01"}
        page = send(operator, place(town.supplier()) + "change/", later, 422)
        assert "还没有到" in beside(page, "named_on")[0]

    def test_a_code_of_another_is_refused(self, town, operator, typed):
        other = town.supplier("另一家", uscc="91410300MA3X4LQK6G")
        taken = typed | {"uscc": other.uscc}
        page = send(operator, place(town.supplier()) + "change/", taken, 409)
        assert "已经登记过" in problems(page)[0]

    def test_no_change_is_no_event(self, town, operator, typed):
        page = send(operator, place(town.supplier()) + "change/", typed, 409)
        assert "没有任何改动" in problems(page)[0]

    def test_whom_to_call_at_a_supplier_is_the_suppliers_own(self, town, operator, typed):
        boss = browser(town, "supplier", username="boss", administrator=True)
        send(boss, OWN, CALL | FIGURES)
        firm = place(town.supplier())
        for page in (read(operator, firm), read(operator, firm + "change/")):
            assert "周会计" not in page
            assert "13911112222" not in page
            assert "139****22" not in page
        send(operator, firm + "change/", typed | {"address": "洛阳市老城区"})
        kept = town.supplier()
        assert (kept.contact_name, kept.contact_phone) == ("周会计", "13911112222")

    @pytest.mark.parametrize(("field", "nothing"), [("regions", []), ("licence_kind", "")])
    def test_an_institution_keeps_what_it_must_have(self, town, desk, field, nothing):
        address = admission(town.institution()) + "change/"
        page = send(desk, address, LENDER | PAPERS | {field: nothing}, 422)
        assert "没有填写" in beside(page, field)[0]

    def test_a_supplier_is_not_asked_for_an_institutions_facts(self, town, operator, typed):
        answer = operator.post(
            place(town.supplier()) + "change/", typed | {"connected_on": "2025-03-01"}
        )
        assert answer.status_code == 422

    @pytest.mark.parametrize("role", ["institution-manager", "procurement-officer", "regulator"])
    def test_nobody_else_changes_it(self, town, role):
        other = browser(town, role, username="other", administrator=True)
        address = place(town.institution()) + "change/"
        assert other.get(address).status_code == 403
        assert other.post(address, LENDER | PAPERS).status_code == 403
        refused = admission(town.institution()) + "change/"
        assert (other.get(refused).status_code == 403) is (role != "procurement-officer")

    def test_nor_does_the_operator_change_an_institution(self, town, operator):
        page = operator.post(place(town.institution()) + "change/", PAPERS | {"name": "甲行"})
        assert page.status_code == 409
        assert "由市财政局采购科两人" in text(page)


class TestOwnFacts:
    @pytest.fixture
    def boss(self, town) -> Client:
        return browser(town, "supplier", username="boss", administrator=True)

    def test_a_supplier_keeps_its_contact_and_its_figures(self, town, boss):
        page = follow(boss, OWN, CALL | FIGURES)
        firm = town.supplier()
        firm.refresh_from_db()
        kept = firm.supplier_profile
        assert (firm.contact_name, firm.contact_phone) == ("周会计", "13911112222")
        assert (kept.employees, kept.revenue_wan, kept.size) == (150, Decimal(1800), "medium")
        assert kept.figures_on == date(2025, 12, 31)
        for words in ("中型", "变更记录", "2025年12月31日", "周会计"):
            assert words in page

    def test_the_event_says_what_changed_and_no_whole_telephone(self, town, boss):
        send(boss, OWN, CALL | FIGURES)
        event = last("own_facts_changed")
        assert (event.before["employees"], event.after["employees"]) == (42, 150)
        assert (event.before["size"], event.after["size"]) == ("small", "medium")
        assert event.after["contact_phone"] == "139****22"
        assert "industry" not in event.after
        assert the_only(CITY, "bureau").pk in event.visible_to

    def test_what_was_signed_keeps_its_size(self, town, boss):
        contract = Ground(town).sign()
        send(boss, OWN, CALL | FIGURES)
        assert contract.suppliers.get().size == "small"
        assert (
            Ground(town).sign(Ground(town).award(title="第二年")).suppliers.get().size == "medium"
        )

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("contact_name", "", "没有填写「联系人」"),
            ("contact_phone", "", "没有填写「联系电话」"),
            ("contact_phone", "138", "应为 5 到 30 个字"),
            ("address", "", "没有填写「住所」"),
            ("industry", "挖矿", "挖矿"),
            ("employees", "", "从业人员"),
            ("revenue_wan", "-1", "0"),
            ("figures_on", "", "没有填写「以上数据截至」"),
            ("figures_on", "2099-12-31", "还没有到"),
        ],
    )
    def test_bad_values_are_refused_and_nothing_changes(self, town, boss, field, value, words):
        page = send(boss, OWN, CALL | FIGURES | {field: value}, 422)
        assert any(words in one for one in problems(page)), problems(page)
        assert town.supplier().contact_name == ""

    def test_others_have_no_figures(self, town):
        boss = browser(town, "institution-manager", username="boss", administrator=True)
        page = follow(boss, OWN, CALL)
        assert "从业人员" not in page
        assert "周会计" in page
        assert boss.post(OWN, CALL | FIGURES).status_code == 422

    def test_only_an_administrator_of_the_whole_organisation(self, town):
        plain = browser(town, "supplier", username="plain")
        assert plain.get(OWN).status_code == 403
        assert plain.post(OWN, CALL | FIGURES).status_code == 403
        clerk = account_in(town, "county-clerk", username="clerk", administrator=True)
        Mandate.objects.filter(pk=clerk.mandate_id).update(region=COUNTY)
        assert "您管理的是一个县(市、区)的人员" in read(signed_in(clerk), OWN, 403)
        assert signed_in(clerk).post(OWN, CALL).status_code == 403

    def test_it_is_in_the_menu_of_who_administers(self, town):
        boss = browser(town, "purchaser-officer", username="boss", administrator=True)
        assert OWN in read(boss, "/desk/")
        assert OWN not in read(browser(town, "purchaser-officer", username="x"), "/desk/")

    @pytest.mark.parametrize("page", ["/desk/", "/account/"])
    def test_it_is_not_led_to_where_one_county_alone_is_administered(self, town, page):
        clerk = account_in(town, "county-clerk", username="clerk", administrator=True)
        assert f'href="{OWN}"' in read(signed_in(clerk), page)
        Mandate.objects.filter(pk=clerk.mandate_id).update(region=COUNTY)
        shown = read(signed_in(clerk), page)
        assert f'href="{OWN}"' not in shown
        assert 'href="/account/people/"' in shown


class TestSuccession:
    def test_a_body_that_another_followed_reads_no_more(self, town, operator):
        old = the_only(CITY, "bureau")
        send(operator, place(old) + "succeed/", FOLLOWED | {"name": "洛阳市财政局(新)"})
        town.agrees()
        town.actors.clear()
        desk = browser(town, "procurement-officer", username="desk")
        send(desk, admission(town.institution()) + "change/", LENDER | PAPERS)
        town.agrees()
        seen = last("changed").visible_to
        assert the_only(CITY, "bureau").pk in seen
        assert old.pk not in seen

    def test_what_waits_goes_with_the_bureau_to_the_body_that_follows(self, town, operator):
        old = the_only(CITY, "bureau")
        other = {"kind": "purchaser", "name": "第二小学", "uscc": "", "region": COUNTY}
        send(operator, "/account/organisations/admit/", other | {"address": "洛阳市"})
        succeed_organisation.by_system(
            actor=town.system, now=timezone.now(), organisation_id=old.pk,
            name="洛阳市财政局(新)", on=date(2025, 8, 18), basis="机构改革方案",
        )  # fmt: skip
        assert Proposal.objects.get().decider == the_only(CITY, "bureau") != old
        town.agrees()
        assert Organisation.objects.filter(name="第二小学").exists()

    def test_a_new_body_follows_and_its_administrator_is_invited_next(self, town, operator):
        old = the_only(CITY, "pboc")
        send(operator, place(old) + "succeed/", FOLLOWED)
        page = read(operator, place(town.agrees()))
        assert FOLLOWED["name"] in page
        assert "邀请第一位管理员" in page
        assert FOLLOWED["name"] in read(operator, place(old))
        assert the_only(CITY, "pboc").name == FOLLOWED["name"]

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("name", "", "没有填写「承接单位名称」"),
            ("on", "", "没有填写「承接日期」"),
            ("basis", "", "没有填写「依据」"),
        ],
    )
    def test_all_of_it_is_needed(self, operator, field, value, words):
        address = place(the_only(CITY, "pboc")) + "succeed/"
        page = send(operator, address, FOLLOWED | {field: value}, 422)
        assert words in problems(page)[0]

    def test_not_before_its_day_nor_twice(self, town, operator):
        address = place(the_only(CITY, "pboc")) + "succeed/"
        page = send(operator, address, FOLLOWED | {"on": "2099-01-01"}, 409)
        assert "承接日期还没有到" in problems(page)[0]
        send(operator, address, FOLLOWED)
        town.agrees()
        assert "已经有承接单位" in problems(send(operator, address, FOLLOWED, 409))[0]

    def test_others_than_authorities_are_not_followed(self, town, operator):
        firm = town.supplier()
        assert "机构改革承接" not in read(operator, place(firm))
        page = send(operator, place(firm) + "succeed/", FOLLOWED, 409)
        assert "不是主管部门" in problems(page)[0]

    def test_the_operator_is_not_left_without_anybody(self, operator):
        own = the_only(CITY, "operator")
        assert "机构改革承接" not in read(operator, place(own))
        page = send(operator, place(own) + "succeed/", FOLLOWED, 409)
        assert "不能由新单位承接" in problems(page)[0]

    def test_nobody_else(self, town):
        bureau = browser(town, "procurement-approver", username="b", administrator=True)
        assert bureau.post(place(the_only(CITY, "pboc")) + "succeed/", FOLLOWED).status_code == 403
