"""The figures of a month are kept once it is over, never changed, and corrected beside. 一(二)-3"""

import hashlib
import json
from dataclasses import asdict
from datetime import date

import pytest
from django.test import Client

from cairong.audit.models import Event
from cairong.kernel.actor import system
from cairong.kernel.errors import Conflict
from cairong.oversight.actions.keep_months import LATER, keep_month, keep_months
from cairong.oversight.funnel import Stages
from cairong.oversight.models import MonthlyFigures
from cairong.oversight.monthly import BEFORE, figures_at
from cairong.oversight.reads import financed
from cairong.policy.funnel import told_stages
from cairong.policy.targets import told_kinds, told_together
from lending.ground import Case, stand_case
from oversight.ground import WAN, lent
from support.staging import staged
from support.town import CITY, COUNTY, Town, at, found_town
from support.undecided import look_away

pytestmark = pytest.mark.django_db
ACTOR = system(city=CITY)
FIRST = at("2026-01-01 01:00")


@staged
def case(db) -> Case:
    look_away("lending")  # loans are written here that nobody drew
    return stand_case(found_town(at("2025-09-01 08:00")))


@staged
def loan(case: Case):
    """¥10,000 drawn in October 2025, at a county."""
    return case.draw(case.ready(case.publish(), 10_000), 10_000, now=at("2025-10-21 10:00"))


def kept(now=FIRST) -> int:
    return keep_months(actor=ACTOR, now=now)


def months() -> list[str]:
    rows = MonthlyFigures.objects.order_by("month", "version")
    return [f"{row.month:%Y-%m} v{row.version}" for row in rows]


class TestKept:
    def test_every_month_that_is_over_from_the_first_draw_on(self, loan):
        assert kept() == 3
        assert months() == ["2025-10 v1", "2025-11 v1", "2025-12 v1"]
        assert kept() == 0
        assert kept(at("2026-01-20 01:00")) == 0
        assert kept(at("2026-02-03 01:00")) == 1, "a day on which nobody worked is made up for"

    def test_nothing_without_a_draw(self, case):
        assert kept() == 0

    def test_it_says_the_figures_at_the_end_of_the_month(self, loan, case):
        lent(loan, COUNTY, "2025-12-31", 5)
        kept()
        december, november = (
            json.loads(MonthlyFigures.objects.get(month=date(2025, month, 1)).document)
            for month in (12, 11)
        )
        assert (november["all"]["year_fen"], december["all"]["year_fen"]) == (WAN, 6 * WAN)
        assert december["cut_off"] == "2025-12-31"
        board = financed(case.town.bureau("procurement-officer"), 2025)
        assert december["all"]["year_fen"] == board.whole.growth.year_fen
        assert december["judged"] == board.headline.name

    def test_its_hash_is_that_of_its_bytes_and_stands_in_the_chain(self, loan):
        kept()
        row = MonthlyFigures.objects.get(month=date(2025, 10, 1))
        assert row.sha256 == hashlib.sha256(row.document.encode()).hexdigest()
        event = Event.objects.get(type="oversight.month.kept", subject_id=str(row.pk))
        assert event.after["sha256"] == row.sha256

    def test_the_same_month_is_not_kept_twice(self, loan):
        kept()
        with pytest.raises(Conflict, match="month_kept"):
            keep_month(actor=ACTOR, now=FIRST, month=date(2025, 10, 1))


class TestCorrected:
    def test_what_was_recorded_late_makes_a_version_beside_the_first(self, loan):
        kept()
        first = MonthlyFigures.objects.get(month=date(2025, 11, 1)).document
        lent(loan, COUNTY, "2025-11-30", 9)
        assert kept(at("2026-01-15 01:00")) == 0, "looked at on the first of a month"
        assert kept(at("2026-02-01 01:00")) == 3  # November and December otherwise; January
        assert months() == [
            "2025-10 v1", "2025-11 v1", "2025-11 v2", "2025-12 v1", "2025-12 v2", "2026-01 v1",
        ]  # fmt: skip
        second = MonthlyFigures.objects.get(month=date(2025, 11, 1), version=2)
        assert second.reason == LATER
        assert MonthlyFigures.objects.get(month=date(2025, 11, 1), version=1).document == first
        assert json.loads(second.document)["all"]["year_fen"] == 10 * WAN

    def test_a_month_of_before_is_held_against_what_it_said(self, loan):
        """Of 0.2 the targets alone were kept: that more is said now is no correction."""
        month, document = date(2025, 10, 1), figures_at(ACTOR, date(2025, 10, 1), form=BEFORE)
        MonthlyFigures.objects.create(
            city_id=CITY, month=month, version=1, document=document,
            sha256=hashlib.sha256(document.encode()).hexdigest(), kept_at=FIRST,
        )  # fmt: skip
        assert json.loads(document).keys().isdisjoint({"funnel", "complaints"})
        kept()
        assert months() == ["2025-10 v1", "2025-11 v1", "2025-12 v1"]
        lent(loan, COUNTY, "2025-10-30", 9)
        kept(at("2026-02-01 01:00"))
        second = MonthlyFigures.objects.get(month=month, version=2)
        assert json.loads(second.document)["funnel"]["intents"] is None  # of one: too few to tell


class TestFew:
    def test_what_fewer_than_three_did_is_not_told_nor_how_long_it_took(self):
        stages = Stages(
            key="", intents=9, complete=5, offered=3, accepted=2, drawn=1, first_time=1,
            to_complete=4, to_offer=6, to_accept=7, to_draw=8,
        )  # fmt: skip
        assert told_stages(asdict(stages)) == {
            "intents": 9, "complete": 5, "offered": 3, "accepted": None, "drawn": None,
            "repaid": 0, "first_time": None, "to_complete": 4, "to_offer": 6, "to_accept": None,
            "to_draw": None, "to_repay": None,
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("counts", "told"),
        [
            ({"slow": 4, "fees": 0}, {"all": 4, "slow": 4, "fees": 0}),
            ({"slow": 4, "fees": 1}, {"all": 5, "slow": None, "fees": None}),
            (
                {"slow": 4, "fees": 1, "stall": 9},
                {"all": 14, "slow": None, "fees": None, "stall": 9},
            ),
            (
                {"slow": 2, "fees": 1, "stall": 9},
                {"all": 12, "slow": None, "fees": None, "stall": 9},
            ),
        ],
    )
    def test_a_kind_of_complaint_made_once_or_twice_cannot_be_worked_out(self, counts, told):
        assert told_kinds(counts) == told

    @pytest.mark.parametrize(
        ("suppliers", "together"),
        [
            ({}, ""),
            ({"a": 0, "b": 5}, ""),
            ({"a": 3, "b": 5}, ""),
            ({"a": 2, "b": 5, "c": 4}, "ac"),
            ({"a": 2, "b": 1, "c": 4}, "ab"),
            ({"a": 1}, "a"),
            ({"a": 1, "b": 9, "c": 0}, "ab"),
        ],
    )
    def test_what_one_or_two_borrowed_cannot_be_worked_out(self, suppliers, together):
        assert told_together(suppliers) == set(together)

    def test_such_a_level_bears_no_amount(self, loan):
        said = json.loads(figures_at(ACTOR, date(2025, 10, 1)))
        county = next(each for each in said["levels"] if each["code"] == COUNTY)
        assert (county["apart"], county["loans"]) == (False, 1)
        assert not any(name.endswith("_fen") for name in county)


class TestPage:
    def test_anybody_reads_and_downloads_them(self, loan):
        kept()
        page = Client().get("/progress/").content.decode()
        for word in ("融资进展", "2025年12月", "不足 3 家,不单列", "第 1 版", "全市"):
            assert word in page
        for word in ("融资漏斗", "登记意向", "太少,不公布", "投诉什么", "合计"):
            assert word in page
        row = MonthlyFigures.objects.get(month=date(2025, 10, 1))
        assert row.sha256 in page
        file = Client().get("/progress/2025-10/1.json")
        assert hashlib.sha256(file.content).hexdigest() == row.sha256

    @pytest.mark.parametrize("path", ["2025-10/2.json", "2025-13/1.json", "abc/1.json"])
    def test_what_is_no_month_is_not_there(self, loan, path):
        kept()
        assert Client().get(f"/progress/{path}").status_code == 404

    def test_before_the_first_month_it_says_so(self, town: Town):
        assert "还没有满月的数据" in Client().get("/progress/").content.decode()
