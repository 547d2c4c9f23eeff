"""Official tables: one question, one table, one number; every page says the same. 一(二)-3"""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotFound, PolicyBreach
from cairong.kernel.orders import digest_of
from cairong.lending.models import Loan
from cairong.oversight.actions.issue_statistic import issue_statistic
from cairong.oversight.models import Statistic
from cairong.oversight.statistics import statistic_for, statistics_of, table_of
from cairong.policy.statistics import FORMS
from lending.ground import stand_case
from oversight.ground import lent
from support.staging import staged
from support.town import CITY, COUNTY, Town, at, found_town
from support.undecided import look_away
from support.visitors import browser

pytestmark = pytest.mark.django_db
NOW, CUT = at("2026-03-02 09:00"), date(2025, 12, 31)


@staged
def lender(db) -> tuple[Town, Loan]:
    """One loan, after which others are written; ¥10,000 in October 2025 at a county."""
    look_away("lending")
    case = stand_case(found_town(at("2025-09-01 08:00")))
    loan = case.draw(case.ready(case.publish(), 10_000), 10_000, now=at("2025-10-21 10:00"))
    return case.town, loan


@pytest.fixture
def town(lender) -> Town:
    return lender[0]


@pytest.fixture
def officer(town):
    return town.bureau(Role.PROCUREMENT_OFFICER)


def issue(actor, kind="targets", now=NOW, year=2025, cut_off=CUT) -> Statistic:
    return issue_statistic(actor=actor, now=now, kind=kind, year=year, cut_off=cut_off)


class TestNumber:
    def test_numbers_follow_each_other_and_the_event_names_the_hash(self, officer):
        rows = [issue(officer, kind) for kind in FORMS]
        assert [row.no for row in rows] == [
            f"采融统〔2026〕{n}号" for n in range(1, len(FORMS) + 1)
        ]
        event = Event.objects.filter(type="oversight.statistic.issued").first()
        assert event.after["sha256"] == rows[0].sha256 == digest_of(rows[0].document)

    def test_the_same_question_is_answered_by_the_same_table(self, officer, town):
        first = issue(officer)
        with pytest.raises(Conflict, match="statistic_stands"):
            issue(town.bureau(Role.TREASURY_APPROVER), now=at("2026-05-01 09:00"))
        assert list(Statistic.objects.all()) == [first]

    def test_figures_that_turned_out_otherwise_revise_it(self, officer, lender):
        first = issue(officer)
        before = first.document
        lent(lender[1], COUNTY, "2025-11-30", 5)
        second = issue(officer)
        assert (second.revises, second.no) == (first, "采融统〔2026〕2号")
        first.refresh_from_db()
        assert first.document == before
        assert table_of(second).total["amount"] == 6_000_000

    def test_what_is_drawn_after_the_day_is_not_in_it(self, officer, lender):
        lent(lender[1], COUNTY, "2025-11-30", 5)
        row = issue(officer, "months", cut_off=date(2025, 11, 29))
        rows = table_of(row).rows
        assert (len(rows), rows[-1]["sum"], rows[-1]["loans"]) == (11, 1_000_000, 0)
        for kind, key in (("institutions", "amount"), ("lenders", "amount"), ("targets", "amount")):
            found = table_of(issue(officer, kind, cut_off=date(2025, 11, 29)))
            assert found.total[key] == 1_000_000

    @pytest.mark.parametrize("day", ["2026-03-02", "2026-03-03", "2024-12-31"])
    def test_a_day_that_is_not_over_or_of_another_year_is_refused(self, officer, day):
        on = date.fromisoformat(day)
        with pytest.raises(PolicyBreach, match="statistic_day"):
            issue(officer, year=2025 if on.year == 2024 else on.year, cut_off=on)

    def test_an_unknown_table_is_refused(self, officer):
        with pytest.raises(Invalid, match="statistic_kind"):
            issue(officer, "anything")

    def test_nobody_rewrites_one(self, officer):
        row = issue(officer)
        for change in ({"document": "{}"}, {"number": 9}):
            with pytest.raises(ProgrammingError), transaction.atomic():
                Statistic.objects.filter(pk=row.pk).update(**change)
        facts = {f.attname: getattr(row, f.attname) for f in Statistic._meta.concrete_fields}
        with pytest.raises(IntegrityError), transaction.atomic():
            Statistic.objects.create(**facts | {"id": None, "number": 7})


class TestScope:
    def test_a_county_issues_and_reads_its_own(self, officer, town, lender):
        lent(lender[1], CITY, "2025-11-30", 5)
        whole = issue(officer)
        clerk = replace(town.bureau(Role.COUNTY_CLERK), region=COUNTY)
        own = issue(clerk)
        assert [row["level"] for row in table_of(own).rows] == ["西工区"]
        assert table_of(own).total["amount"] == 1_000_000
        assert list(statistics_of(clerk)) == [own]
        with pytest.raises(NotFound):
            statistic_for(clerk, whole.pk)


def cells(page: str, label: str) -> list[str]:
    """Read a column of the tables of a page, without the sum."""
    body = re.sub(r"<tfoot>.*?</tfoot>", "", page, flags=re.DOTALL)
    found = re.findall(rf'data-label="{re.escape(label)}"[^>]*>(.*?)</td>', body, re.DOTALL)
    return [re.sub(r"<[^>]+>|\s", "", each) for each in found]


class TestPages:
    AT = "/overseer/statistics/"

    def asked(self, **otherwise):
        return {"kind": "lenders", "year": "2025", "cut_off": "2025-12-31"} | otherwise

    def test_issued_looked_at_and_taken_away(self, town, lender, clock):
        clock.goes_on_from(NOW)
        someone = browser(town, Role.PBOC)
        answer = someone.post(f"{self.AT}issue/", self.asked())
        row = Statistic.objects.get()
        assert (answer.status_code, answer.url) == (302, f"{self.AT}{row.pk}/")
        page = someone.get(answer.url).content.decode()
        for word in (
            row.no,
            row.sha256,
            "金融机构分县区放款情况表",
            "¥10,000.00",
            "甲银行",
            "合计",
        ):
            assert word in page
        again = someone.post(f"{self.AT}issue/", self.asked())
        assert again.url == answer.url
        listed = someone.get(self.AT).content.decode()
        assert row.no in listed
        assert cells(listed, "范围") == ["全市"]
        paper = someone.get(f"{self.AT}{row.pk}.pdf")
        assert paper.content.startswith(b"%PDF")
        with ZipFile(BytesIO(someone.get(f"{self.AT}{row.pk}.xlsx").content)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
            words = book.read("xl/sharedStrings.xml").decode()
        assert row.no in words
        assert "autoFilter" in sheet
        assert 'orientation="landscape"' in sheet

    @pytest.mark.parametrize(
        ("otherwise", "said"),
        [
            ({"cut_off": ""}, "截止日"),
            ({"cut_off": "2099-01-01"}, "已经过去的一天"),
            ({"cut_off": "昨天"}, "昨天"),
            ({"kind": "甲"}, "甲"),
            ({"year": "1999"}, "1999"),
        ],
    )
    def test_what_is_wrong_is_said(self, town, clock, otherwise, said):
        clock.goes_on_from(NOW)
        answer = browser(town, Role.PBOC).post(f"{self.AT}issue/", self.asked(**otherwise))
        assert answer.status_code in {400, 409, 422}
        assert said in answer.content.decode()
        assert not Statistic.objects.exists()
