"""The year of making the policy known: from the records alone, up to the end of a day. 三(三)-3"""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from cairong.audit.recording import TELL
from cairong.cases.actions.tell_holders import tell_holders
from cairong.clocks.models import Duty
from cairong.contracts.models import AwardShare
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict
from cairong.outreach.actions.mark_read import mark_all_read
from cairong.oversight.actions.issue_statistic import issue_statistic
from cairong.oversight.models import Statistic
from cairong.oversight.spread import SIDES, summed_up
from cairong.oversight.statistics import document_of, statistic_pdf, table_of
from cairong.promotion.actions.end_outreach_event import hold_outreach_event
from cairong.spreading.models import Survey
from lending.ground import drain
from promotion.ground import Promotion, stand_promotion
from spreading.ground import stand_spreading
from spreading.told import stand_telling
from support.staging import staged
from support.town import COUNTY, Town, at
from support.visitors import browser

pytestmark = pytest.mark.django_db
NOW, CUT = at("2025-12-01 09:00"), date(2025, 11, 30)
HELD = at("2025-10-15 18:00")
LATER = {
    "starts_at": at("2025-12-10 14:00"),
    "ends_at": at("2025-12-10 17:00"),
    "title": "年底再办的一场",
}


@staged
def year(town: Town) -> tuple[Promotion, Survey]:
    """One event with one firm and one guest, one survey of three answers, one public story."""
    telling = stand_telling(town)
    telling.published()
    promotion = stand_promotion(town)
    event = promotion.announced()
    promotion.invite(event, "suppliers")
    drain(promotion.now, {TELL: tell_holders})
    mark_all_read(actor=promotion.firm, now=promotion.now)
    promotion.signed_up(event)
    promotion.guest_signed_up(event)
    promotion.signed_in(event)
    hold_outreach_event(actor=promotion.host, now=HELD, event_id=event.pk)
    surveys = stand_spreading(town)
    asked = surveys.open()
    for known in ("yes", "yes"):
        surveys.answer(asked, q1=known)
    surveys.enter(asked, q1="no")
    return promotion, asked


def lines_of(actor: Actor, until: date = CUT) -> dict[str, tuple[int, str]]:
    return {
        f"{line['group']}·{line['item']}": (line["number"], line["note"])
        for line in summed_up(actor, 2025, until)
    }


def issue(actor: Actor, now=NOW, cut_off: date = CUT) -> Statistic:
    return issue_statistic(actor=actor, now=now, kind="promotion", year=2025, cut_off=cut_off)


class TestCounted:
    def test_events_messages_and_stories_are_as_recorded(self, year):
        promotion, _ = year
        found = lines_of(promotion.host)
        assert found["推广活动·举办银企座谈会"] == (1, "到场 1 家次")
        assert found["推广活动·举办集中培训"] == (0, "到场 0 家次")
        assert found["推广活动·邀请"][0] == 1
        assert found["推广活动·报名"][0] == 2
        assert found["推广活动·到场"] == (1, "其中没有账号的 0 家次")
        sent, read = found["告知和消息·站内消息"]
        assert sent >= 1
        assert "有人读过" in read
        assert "有人读过 0 条" not in read
        assert found["典型案例·公开"] == (1, "截止日仍公开 1 个")

    def test_a_survey_stands_with_its_n(self, year):
        promotion, asked = year
        found = lines_of(promotion.host)
        assert found["知晓度问卷·结束的问卷"] == (1, "")
        assert found[f"知晓度问卷·{asked.no} {asked.title}"] == (3, "网上 2 份,纸质 1 份")
        count, note = found[f"知晓度问卷·{asked.no} 第 1 题:是"]
        assert count == 2
        assert note == "n=3,66.7%,95% 区间 20.8% 到 93.9%,不到 30 份,只作参考"
        assert found[f"知晓度问卷·{asked.no} 第 2 题:告知函"] == (0, "n=0")

    def test_who_came_and_first_borrowed_afterwards_is_counted(self, year):
        promotion, _ = year
        found = lines_of(promotion.host)
        assert found["活动成效·来的供应商"] == (1, "活动以后 90 天内")
        assert found["活动成效·其中借到款"] == (1, "没有同类可比")
        assert found["活动成效·其中第一次借到款"][0] == 1
        assert found["活动成效·放款"][0] == 1
        assert found["活动成效·放款本金"] == (300_000, "不足一元的舍去")

    def test_those_like_them_stand_beside_and_it_proves_nothing(self, year):
        promotion, _ = year
        alike = promotion.town.supplier("同类", uscc="91410300MA44K3P079")
        award = AwardShare.objects.get().award
        AwardShare.objects.create(award=award, position=2, supplier=alike, supplier_name=alike.name)
        found = lines_of(promotion.host)
        _, note = found["活动成效·其中借到款"]
        for word in ("占 100.0%", "同类没来的 0.0%(1 家)", "不是证明"):
            assert word in note

    def test_duties_are_counted_by_side_on_the_day_they_were_due(self, year):
        promotion, _ = year
        found = lines_of(promotion.host)
        due = Duty.objects.filter(due_on__lte=CUT).exclude(cancelled_on__isnull=False)
        said = {side: found[f"按期履行职责·{side}"] for side in SIDES}
        numbers = [int(note.split()[1]) for _, note in said.values() if "到期" in note[:2]]
        assert sum(numbers) == due.count()
        assert all(kept <= due.count() for kept, _ in said.values())

    def test_nothing_after_the_day_is_in_it(self, year):
        promotion, asked = year
        before = lines_of(promotion.host, date(2025, 10, 14))
        assert before["推广活动·举办银企座谈会"][0] == 0
        assert before["知晓度问卷·结束的问卷"][0] == 0
        assert before["典型案例·公开"][0] == 0
        assert before["活动成效·来的供应商"] == (0, "")
        half = lines_of(promotion.host, date(2025, 10, 16))
        assert half["推广活动·举办银企座谈会"][0] == 1
        assert half["活动成效·放款"][0] == 0
        assert f"知晓度问卷·{asked.no} {asked.title}" not in half

    def test_a_county_counts_its_own(self, year):
        promotion, _ = year
        clerk = replace(promotion.town.bureau(Role.COUNTY_CLERK), region=COUNTY)
        found = lines_of(clerk)
        assert found["推广活动·举办银企座谈会"][0] == 0
        assert found["知晓度问卷·结束的问卷"][0] == 0


class TestIssued:
    def test_the_same_question_has_the_same_number_and_bytes(self, year):
        promotion, _ = year
        first = issue(promotion.host)
        again = document_of(promotion.host, "promotion", 2025, CUT)
        assert again == first.document
        with pytest.raises(Conflict, match="statistic_stands"):
            issue(promotion.host, now=at("2026-03-01 09:00"))
        promotion.announced(now=at("2025-12-02 09:00"), **LATER)
        assert document_of(promotion.host, "promotion", 2025, CUT) == first.document

    def test_it_is_a_table_without_a_sum_and_a_paper(self, year):
        promotion, _ = year
        row = issue(promotion.host)
        table = table_of(row)
        assert table.total == {}
        assert json.loads(row.document)["cut_off"] == "2025-11-30"
        assert statistic_pdf(row).startswith(b"%PDF")

    def test_its_page_shows_it_as_it_was_issued(self, year, clock):
        clock.set("2025-12-01 09:10")
        promotion, _ = year
        row = issue(promotion.host)
        client = browser(promotion.town, Role.PROCUREMENT_OFFICER)
        page = client.get(f"/overseer/statistics/{row.pk}/").content.decode()
        for word in ("普及推广年度总结", row.no, row.sha256, "66.7%", "按期履行职责"):
            assert word in page
        assert "合计" not in page
        with ZipFile(BytesIO(client.get(f"/overseer/statistics/{row.pk}.xlsx").content)) as book:
            words = book.read("xl/sharedStrings.xml").decode()
        assert "普及推广年度总结" in words
        assert "合计" not in words
