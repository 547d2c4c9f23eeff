"""First screens of who watches: levels behind, what is overdue and with whom, what is stuck."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from cairong.audit.models import Outbox, RefusalRecord
from cairong.audit.outbox import note_failure
from cairong.clocks.models import DailyRun, Duty
from cairong.doors.daily import DAILY
from cairong.kernel.actor import OVERSEERS, Role
from cairong.lending.actions.reject_application import reject_application
from cairong.parties.models import Mandate
from cairong.rulebook.models import LprRow
from lending.ground import Case, sign, stand_award
from support.browsing import read
from support.staging import staged
from support.town import CITY, at
from support.visitors import account_in, browser, signed_in

pytestmark = pytest.mark.django_db
WATCHERS = sorted(OVERSEERS)


def plain(page: str) -> str:
    """What a page says: no tags, no runs of blanks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def desk(case: Case, role: Role) -> str:
    return plain(read(browser(case.town, role), "/desk/"))


@staged
def late(case: Case) -> Case:
    """A decision and a review of a filing that are overdue, the bank's and the bureau's."""
    case.complete(case.intend(300_000))
    sign(case.town, stand_award(case.town), filed=False)
    return case


class TestOverdue:
    @pytest.mark.parametrize("role", WATCHERS)
    def test_each_authority_reads_what_is_overdue_with_whom_and_by_which_clause(self, late, role):
        said = desk(late, role)
        for words in ("甲银行(金融机构经办)", "完成融资审批", "已超", "个工作日", "二(四)-3"):
            assert words in said

    @pytest.mark.parametrize("role", [Role.PBOC, Role.REGULATOR])
    def test_who_watches_over_institutions_lists_theirs_and_counts_all(self, late, role):
        said = desk(late, role)
        over = Duty.objects.filter(state="running", due_on__lt=timezone.localdate())
        assert "审核备案" not in said
        assert f"各方超期 {over.count()} 件" in said
        theirs = over.filter(holder_role__startswith="institution").count()
        assert 0 < theirs < over.count()
        assert f"全部 {theirs} 件超期事项" in said

    def test_who_watches_over_enterprises_lists_all_sides(self, late):
        said = desk(late, Role.SME_AUTHORITY)
        assert "审核备案" in said
        assert "财政部门(采购科经办)" in said

    def test_each_line_leads_to_the_record(self, late):
        client = browser(late.town, Role.PBOC)
        (address,) = set(re.findall(r"/find/[0-9a-f-]{36}/", read(client, "/desk/")))
        assert client.get(address).url == f"/cases/{late.contract.pk}/"

    def test_a_county_reads_its_own(self, late):
        account = account_in(late.town, Role.PBOC)
        Mandate.objects.filter(pk=account.mandate_id).update(region="410327")
        said = plain(read(signed_in(account), "/desk/"))
        assert "各方超期 0 件" in said
        assert "完成融资审批" not in said

    def test_nothing_overdue_is_said_in_words(self, case):
        assert not Duty.objects.filter(state="running", due_on__lt=timezone.localdate()).exists()
        said = desk(case, Role.REGULATOR)
        assert "各方超期 0 件" in said
        assert "没有。任何一方超过期限的事项" in said

    def test_the_list_of_all_counts_the_bureau_once_named_or_not(self, late):
        rows = Duty.objects.filter(
            due_on__lt=timezone.localdate(), kind="review_filing", state="running"
        )
        count = rows.filter(holder_organisation__isnull=True).count()
        assert count
        client = browser(late.town, Role.PBOC)
        page = plain(read(client, "/overseer/duties/?side=bureau"))
        assert "未指定" not in page
        assert f"共 {count} 条" in page
        assert f"财政部门 {count}" in page
        assert f"共 {count} 条" not in plain(
            read(client, "/overseer/duties/?side=purchaser&standing=open")
        )


class TestTargets:
    def lend(self, case: Case, before: int, now: int) -> None:
        year = timezone.localdate().year
        offer = case.ready(case.publish(), 300_000)
        case.draw(offer, before, now=at(f"{year - 1}-12-21 10:00"))
        case.draw(offer, now, now=at(f"{year}-01-05 10:00"))

    def test_a_level_behind_its_line_stands_there_with_what_is_missing(self, case):
        self.lend(case, 200_000, 50_000)
        said = desk(case, Role.PBOC)
        assert "未到目标线的级次 1 个" in said
        assert re.search(r"西工区 ¥50,000.00 ¥260,000.00 ¥210,000.00", said)

    def test_a_level_at_its_line_does_not(self, case):
        self.lend(case, 100_000, 130_000)
        said = desk(case, Role.PBOC)
        assert "未到目标线的级次 0 个" in said
        assert "有目标线的级次都已达到" in said


class TestTurnedDown:
    def reject(self, case: Case) -> None:
        application = case.application(case.intend(300_000))
        case.by_bank(
            reject_application, "甲银行", timezone.now(), application_id=application.pk,
            code="term-mismatch", words="预计付款日晚于产品最长期限",
        )  # fmt: skip

    @pytest.mark.parametrize("role", [Role.PBOC, Role.SME_AUTHORITY])
    def test_reasons_are_counted_with_what_cures_them(self, case, role):
        self.reject(case)
        said = desk(case, role)
        assert "预计付款日超出产品期限 1 缩短期限或选择期限更长的产品" in said
        assert "近 90 天不予融资 1 笔" in said
        assert "预计付款日晚于产品最长期限" not in said

    def test_none_is_said_in_words(self, case):
        assert "近 90 天没有被拒绝的融资申请" in desk(case, Role.SME_AUTHORITY)


class TestRegulator:
    def test_refused_acts_are_counted(self, case):
        for days in (1, 29, 31):
            RefusalRecord.objects.create(
                city=CITY, at=timezone.now() - timedelta(days=days), role="supplier",
                channel="web", act="treasury.pay", kind="PolicyBreach", code="treasury.above_owed",
            )  # fmt: skip
        assert "近 30 天被拒绝的办理 2 次" in desk(case, Role.REGULATOR)


@pytest.mark.parametrize("role", [Role.REGULATOR, Role.PBOC])
def test_products_that_ask_for_collateral_are_counted_and_open_to_their_grounds(case, role):
    case.publish()
    words, address = "要求抵押担保的在架产品", "/overseer/collateral/?standing=shelf"
    assert f"{words} 0 个" in desk(case, role)
    ground = "单笔超过五百万元的例外安排"
    case.publish(name="例外贷", collateral="股东担保", collateral_ground=ground)
    assert f"{words} 1 个" in desk(case, role)
    client = browser(case.town, role)
    assert address in read(client, "/desk/")
    said = plain(read(client, address))
    for shown in ("例外贷 第1版", "股东担保", ground, "共 1 条"):
        assert shown in said
    assert address.partition("?")[0] in read(client, "/overseer/institutions/")


class TestLpr:
    """The last that ships is of 2026-08-20; the 20th of September is a Sunday that is worked."""

    WORDS = "2026年9月的 LPR 已过公布日"

    @pytest.mark.parametrize(("day", "said"), [("2026-09-20", False), ("2026-09-21", True)])
    def test_the_peoples_bank_is_told_the_day_after_the_months_was_due(
        self, case, clock, day, said
    ):
        clock.set(f"{day} 10:00")
        assert (self.WORDS in desk(case, Role.PBOC)) is said
        assert self.WORDS not in desk(case, Role.REGULATOR), "who cannot enter it is not told"

    def test_it_is_told_who_enters_it_by_which_clause_until_it_is_there(self, case, clock):
        clock.set("2026-09-22 10:00")
        said = desk(case, Role.PBOC)
        for words in ("由人民银行两人录入", "二(五)-7", "最近一次还是 2026年8月20日"):
            assert words in said
        LprRow.objects.create(
            city_id=CITY, published_on=date(2026, 9, 20), one_year_bp=300, five_year_bp=350,
            source="公告", recorded_at=at("2026-09-22 11:00"),
        )  # fmt: skip
        assert "有一期 LPR 没有录入" not in desk(case, Role.PBOC)


class TestOperator:
    def test_what_is_stuck_stands_there_with_its_reason_in_words(self, case):
        row = Outbox.objects.filter(done_at=None).first()
        for error in (TimeoutError("国库没有回答"), TimeoutError("国库没有回答")):
            note_failure(row, error, now=timezone.now())
        said = desk(case, Role.OPERATOR)
        assert "失败过的待发事项 1 件" in said
        assert "对方没有按时应答(国库没有回答)" in said
        assert "TimeoutError" not in said

    def test_daily_work_that_did_not_run_is_named(self, case):
        now = timezone.now()
        first, *others = DAILY
        for name in others:
            DailyRun.objects.create(
                city_id=CITY, name=name, on=timezone.localdate(), at=now, touched=0
            )
        said = desk(case, Role.OPERATOR)
        assert "今天还没有运行的每日工作 1 项" in said
        assert "材料齐全(期满默认)" in said
        DailyRun.objects.create(
            city_id=CITY, name=first, on=timezone.localdate(), at=now, touched=0
        )
        assert "有每日工作今天还没有运行" not in desk(case, Role.OPERATOR)
