"""Targets, loans, duties, institutions and refusals as the overseers see them."""

from datetime import date
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from cairong.audit.models import RefusalRecord
from cairong.doors.clock import now
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotShown, Refusal
from cairong.lending.actions.decline_offer import withdraw_intent
from cairong.lending.models import Loan
from cairong.oversight.performance import performances
from cairong.parties.models import Mandate
from cairong.web.overseer.words import KIND_WORDS
from lending.ground import Case
from support.staging import staged
from support.town import CITY, COUNTY, at
from support.visitors import account_in, browser, signed_in

pytestmark = pytest.mark.django_db


@staged
def pboc(lent: Case) -> Client:
    return browser(lent.town, Role.PBOC)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def sheet(client: Client, address: str) -> list[list]:
    answer = client.get(address)
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def in_county(case: Case, role: Role, region: str) -> Client:
    account = account_in(case.town, role)
    Mandate.objects.filter(pk=account.mandate_id).update(region=region)
    return signed_in(account)


class TestTargets:
    def test_a_year_stands_against_its_line_and_opens_to_its_loans(self, pboc):
        page = text(pboc, "/overseer/targets/?year=2026")
        assert "上年基数较小" in page
        assert "¥200,000.00" in page
        assert f"/overseer/loans/?year=2026&amp;region={COUNTY}" in page
        assert f"/overseer/loans/?year=2026&amp;region={CITY}&amp;month=1" in page
        assert "宜阳县" in page

    def test_every_county_is_a_tile_that_says_how_it_stands(self, pboc):
        page = text(pboc, "/overseer/targets/?year=2026")
        assert 'aria-label="西工区 已达到 +100.0 %"' in page
        assert 'aria-label="宜阳县 无融资"' in page
        assert page.count('class="tile-name"') == 3
        assert "已达到 1 个,未达到 0 个,无目标线 0 个,无融资 2 个" in page

    def test_other_lines_are_tried_and_said_to_be_tried(self, pboc):
        page = text(pboc, "/overseer/targets/?year=2026&try_county=50")
        assert "试算,不是目标" in page
        assert "县区 50 %" in page
        assert "¥150,000.00" in page, "half as much again as the year before"
        assert "试算,不是目标" not in text(pboc, "/overseer/targets/?year=2026")
        assert "看不懂" in text(pboc, "/overseer/targets/?year=2026&try_city=-5")

    def test_a_year_without_base_says_so(self, pboc):
        page = text(pboc, "/overseer/targets/?year=2025")
        assert "上年无融资,不计算增幅" in page
        assert "无备案" in page
        assert "2025年没有融资:洛阳市本级、宜阳县、伊川县" in page

    def test_a_year_nobody_offers_is_this_year_with_a_note(self, pboc):
        page = text(pboc, "/overseer/targets/?year=1999")
        assert "筛选条件「年度」的值「1999」看不懂" in page
        assert f"{day_of(now()).year}年融资" in page

    @pytest.mark.parametrize("number", ["0", "-1", "abc", "1.5"])
    def test_a_page_that_is_none_is_said_to_be_none(self, pboc, number):
        assert f"页码「{number}」不对" in text(pboc, f"/overseer/targets/?page={number}")
        assert "不对" not in text(pboc, "/overseer/targets/?page=1")

    def test_the_running_year_says_where_it_leads_and_a_past_one_does_not(self, case):
        case.draw(case.ready(case.publish(), 100_000), 100_000, now=now())
        client, year = browser(case.town, Role.PBOC), day_of(now()).year
        words = "照现在的进度到年底"
        running = text(client, f"/overseer/targets/?year={year}")
        assert words in running
        assert f"{day_of(now()).month}月(未完)" in running
        assert "(未完)" not in text(client, f"/overseer/targets/?year={year - 1}")
        assert words not in text(client, f"/overseer/targets/?year={year - 1}")

    def test_a_county_sees_itself_alone(self, lent):
        page = text(in_county(lent, Role.COUNTY_CLERK, "410327"), "/overseer/targets/?year=2026")
        assert "宜阳县" in page
        assert "西工区" not in page

    def test_every_level_is_exported(self, pboc):
        rows = sheet(pboc, "/overseer/targets/export/?year=2026")
        assert rows[0][0] == "融资目标与覆盖 2026年(演示数据)"
        county = next(row for row in rows if row[0] == "西工区")
        assert county[1] == 200_000
        assert county[5] == 100

    def levels(self, client: Client, **query: str) -> list[str]:
        rows = sheet(client, f"/overseer/targets/export/?{urlencode({'year': 2026, **query})}")
        head = next(at for at, row in enumerate(rows) if row[0] == "级次")
        return [row[0] for row in rows[head + 1 :]]

    def test_levels_are_searched_and_sorted_in_both_tables(self, pboc):
        given = self.levels(pboc)
        assert given[0] == "洛阳市本级"
        assert self.levels(pboc, sort="-amount")[0] == "西工区"
        assert self.levels(pboc, sort="smes")[-1] == "西工区"
        assert self.levels(pboc, words="宜阳") == ["宜阳县"]
        page = text(pboc, "/overseer/targets/?year=2026&words=宜阳&sort=-loans")
        assert page.count("宜阳县</a></th>") == 2
        assert "西工区</a></th>" not in page
        assert "合计" not in page
        assert "合计" in text(pboc, "/overseer/targets/?year=2026")
        assert "不能按「verdict」排序" in text(pboc, "/overseer/targets/?sort=verdict")

    def test_the_page_costs_a_constant_number_of_statements(
        self, pboc, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(26):
            pboc.get("/overseer/targets/?year=2026")


class TestLoans:
    def test_the_loans_behind_a_number(self, pboc):
        page = text(pboc, f"/overseer/loans/?year=2026&region={COUNTY}&month=1")
        assert "1 笔" in page
        assert "3.45" in page
        assert "没有符合条件的放款" in text(pboc, "/overseer/loans/?year=2026&month=2")

    def test_they_are_exported_with_the_filter(self, pboc):
        rows = sheet(pboc, "/overseer/loans/export/?year=2026&sort=-amount")
        assert any("年度:2026年" in str(row[0]) for row in rows)
        assert any(200_000 in row for row in rows)

    def test_another_county_sees_none(self, lent):
        clerk = in_county(lent, Role.COUNTY_CLERK, "410327")
        assert "没有符合条件的放款" in text(clerk, "/overseer/loans/?year=2026")


class TestDuties:
    def test_overdue_duties_are_grouped_by_holder(self, pboc):
        page = text(pboc, "/overseer/duties/")
        assert "按责任单位" in page

    def test_filters_and_sheet(self, pboc):
        assert "期限" in text(pboc, "/overseer/duties/?standing=open&side=purchaser&sort=-due")
        assert (
            sheet(pboc, "/overseer/duties/export/?standing=open")[0][0]
            == "未按期办理事项(演示数据)"
        )

    def test_what_was_cancelled_overdue_stays_to_be_seen(self, case, pboc):
        assert "没有符合条件的事项" in text(pboc, "/overseer/duties/?standing=gone")
        case.complete(intent := case.intend(100_000))
        late = at("2025-11-20 10:00")
        withdraw_intent(actor=case.supplier, now=late, intent_id=intent.pk)
        page = text(pboc, "/overseer/duties/?standing=gone&kind=decide_application")
        assert "超期后取消" in page
        rows = sheet(pboc, "/overseer/duties/export/?standing=gone&kind=decide_application")
        assert [row[-1] for row in rows[-1:]] == [21]


class TestInstitutions:
    def test_figures_come_from_the_rows(self, lent):
        actor = lent.town.bureau(Role.PROCUREMENT_OFFICER)
        (one,) = performances(actor, 2025, today=date(2025, 12, 1))
        assert (one.amount_fen, one.loans, one.suppliers) == (10_000_000, 1, 1)
        assert (one.rate_bp, one.spread_bp, one.credit_percent) == (345, 45, 100)
        # A third of what was asked is drawn: the days of the draw still run, and are not judged.
        assert (one.judged, one.kept, one.kept_percent) == (1, 1, 100)
        assert one.approval_days == 0
        assert one.disbursement_days is None

    def test_the_page_sorts_and_exports(self, pboc):
        page = text(pboc, "/overseer/institutions/?year=2025&sort=-kept")
        assert "甲银行" in page
        assert sheet(pboc, "/overseer/institutions/export/?year=2025")[0][0].startswith("金融机构")
        assert "不能按「nobody」排序" in text(pboc, "/overseer/institutions/?sort=nobody")

    def test_one_is_found_by_its_name(self, pboc):
        assert "甲银行</a>" in text(pboc, "/overseer/institutions/?year=2025&words=甲")
        assert "甲银行</a>" not in text(pboc, "/overseer/institutions/?year=2025&words=丙")
        found = sheet(pboc, "/overseer/institutions/export/?year=2025&words=丙")
        assert found[-1][0] == "金融机构"

    def test_what_it_cost_stands_by_month_for_all_or_for_what_is_chosen(self, lent, pboc):
        page = text(pboc, "/overseer/institutions/?year=2025")
        assert "2025年 1 笔,按本金加权:年利率 3.45%,LPR 3.00%,较 LPR 45 基点" in page
        assert "/overseer/loans/?year=2025&amp;month=10" in page
        other = lent.town.institution("乙银行").pk
        assert "2025年还没有放款" in text(
            pboc, f"/overseer/institutions/?year=2025&institution={other}"
        )

    def test_institutions_stand_level_by_level(self, lent, pboc):
        rows = sheet(pboc, "/overseer/institutions/export/?year=2025&apart=1")
        assert [row[1:4] for row in rows[-1:]] == [["西工区", 100_000, 1]]
        assert "甲银行</a>" not in text(pboc, "/overseer/institutions/?year=2025&region=410327")
        clerk = in_county(lent, Role.COUNTY_CLERK, "410327")
        page = text(clerk, f"/overseer/institutions/?year=2025&region={COUNTY}")
        assert "看不懂" in page
        assert "西工区" not in page
        assert "甲银行</a>" not in page


class TestCollateral:
    def test_each_exception_opens_to_its_loans_and_is_handed_out(self, lent, pboc):
        at_list = "/overseer/collateral/"
        assert "在架的产品都不要求抵押、担保" in text(pboc, f"{at_list}?year=2025")
        product = lent.publish(
            name="例外贷", collateral="股东担保", collateral_ground="单笔超过五百万元的例外安排"
        )
        version = product.versions.get()
        page = text(pboc, f"{at_list}?year=2025&words=股东")
        assert f"/overseer/loans/?year=2025&amp;version={version.pk}" in page
        assert "没有符合条件的放款" in text(
            pboc, f"/overseer/loans/?year=2025&version={version.pk}"
        )
        (loan,) = Loan.objects.filter(drawn_on__year=2025)
        plain = loan.offer.product_version_id
        assert "1 笔" in text(pboc, f"/overseer/loans/?year=2025&version={plain}")
        rows = sheet(pboc, f"{at_list}export/?year=2025&standing=shelf")
        assert rows[-1][1:5] == [
            "例外贷 第1版",
            "股东担保",
            "单笔超过五百万元的例外安排",
            "没有写明",
        ]
        assert "共 0 条" in text(pboc, f"{at_list}?year=2024")

    def test_what_left_the_shelf_stays_in_its_year(self, lent, pboc):
        product = lent.publish(
            name="例外贷", collateral="股东担保", collateral_ground="单笔超过五百万元的例外安排"
        )
        lent.publish(name="例外贷", product_id=product.pk, source="不再要求担保的新版本")
        page = text(pboc, "/overseer/collateral/?year=2025")
        assert "例外贷 第1版" in page
        assert "例外贷 第2版" not in page
        assert "不在架" in page
        assert "共 0 条" in text(pboc, "/overseer/collateral/?year=2025&standing=shelf")
        assert "共 0 条" in text(pboc, "/overseer/collateral/?year=2026")


class TestRefusals:
    def test_refused_acts_are_counted_by_kind_without_what_was_typed(self, lent):
        regulator = browser(lent.town, Role.REGULATOR)
        RefusalRecord.objects.create(
            city=CITY, at=at("2026-01-06 09:00"), role="supplier", channel="web", act="pay",
            kind="PolicyBreach", code="treasury.above_owed", obligation="二(三)-4",
            facts={"value": "秘密"},
        )  # fmt: skip
        page = text(regulator, "/overseer/refusals/?kind=PolicyBreach&since=2026-01-06")
        assert "违反规则" in page
        assert "二(三)-4" in page
        assert "秘密" not in page
        none = text(regulator, "/overseer/refusals/?until=2020-01-01")
        assert "没有符合条件的拒绝记录" in none
        rows = sheet(regulator, "/overseer/refusals/export/")
        assert rows[0][0] == "拒绝记录(演示数据)"

    def test_every_kind_of_refusal_has_a_word_to_be_found_by(self):
        kinds, left = set(), [Refusal]
        while left:
            found = left.pop().__subclasses__()
            kinds |= {one.kind for one in found if one.__module__.startswith("cairong.")}
            left += found
        assert kinds - {NotShown.kind} <= KIND_WORDS.keys()  # of that one nothing is kept

    def test_they_are_found_by_the_name_of_who_was_refused(self, lent):
        RefusalRecord.objects.create(
            city=CITY, at=at("2026-01-06 09:00"), role="supplier", channel="web", act="pay",
            kind="PolicyBreach", code="treasury.above_owed", obligation="二(三)-4",
            organisation_id=lent.town.supplier().pk,
        )  # fmt: skip
        regulator = browser(lent.town, Role.REGULATOR)
        assert "二(三)-4" in text(
            regulator, f"/overseer/refusals/?words={lent.town.supplier().name}"
        )
        assert "没有符合条件" in text(regulator, "/overseer/refusals/?words=没有这家")

    def test_the_first_and_the_last_day_there_are_bound_nothing(self, lent):
        RefusalRecord.objects.create(
            city=CITY, at=at("2026-01-06 23:59"), role="supplier", channel="web", act="pay",
            kind="PolicyBreach", code="treasury.above_owed", obligation="二(三)-4",
        )  # fmt: skip
        regulator = browser(lent.town, Role.REGULATOR)
        for days, shown in (
            ("since=0001-01-01&until=9999-12-31", True), ("until=2026-01-06", True),
            ("since=2026-01-06&until=2026-01-06", True), ("until=2026-01-05", False),
            ("since=2026-01-07", False), ("since=9999-12-31", False), ("until=0001-01-01", False),
        ):  # fmt: skip
            page = text(regulator, f"/overseer/refusals/?{days}")
            assert ("没有符合条件" not in page) is shown, days
            rows = sheet(regulator, f"/overseer/refusals/export/?{days}")
            assert ("违反规则" in str(rows)) is shown, days

    def test_a_supplier_does_not_see_them(self, lent):
        assert browser(lent.town, Role.SUPPLIER).get("/overseer/refusals/").status_code == 403
