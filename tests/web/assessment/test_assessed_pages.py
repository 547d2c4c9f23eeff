"""The assessment on its pages: a scheme by sheet and by paste, values, results, who reads what.

三(二)-2
"""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessment.assessing import (
    ANSWERED,
    BEFORE,
    ENTERED,
    FROZEN,
    NO,
    OBJECTED,
    PUBLISHED,
    YEAR,
    Assessor,
    stand_assessor,
)
from cairong.assessment.models import Objection, Scheme, Value, Version, Year
from cairong.assessment.reads import indicators_of
from cairong.driving.samples import sample_indicators, sample_values
from cairong.kernel.actor import Role
from cairong.parties.four_eyes import act_of
from cairong.parties.models import Organisation, Proposal
from cairong.policy.assessment import PART_WORDS, QUALITATIVE, Indicator, decimal
from cairong.policy.evaluation import MEASURE_WORDS
from cairong.policy.reassess import any_result
from cairong.readiness.assessing import INDICATOR, NAMED
from support.browsing import follow, problems
from support.staging import staged
from support.town import COUNTY
from support.visitors import browser

pytestmark = pytest.mark.django_db
AT = f"/assessments/{YEAR}/"


@staged
def ground(db) -> Assessor:
    return stand_assessor()


@staged
def published(ground: Assessor) -> Assessor:
    ground.adopts()
    ground.enters(ground.first)
    ground.enters(ground.second, sample_values(YEAR, 1))
    ground.publishes()
    return ground


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def refused(client: Client, address: str, typed: dict) -> str:
    """Send a form and read why it is refused."""
    answer = client.post(address, typed)
    assert answer.status_code in {409, 422}, answer.status_code
    return answer.content.decode()


def agreed(ground: Assessor, now) -> None:
    for waiting in Proposal.objects.filter(state="waiting"):
        act_of(waiting.act).approve(
            actor=ground.people[1], now=now + timedelta(minutes=5), proposal_id=waiting.pk
        )


def cells(each: Indicator) -> list[str]:
    """Write an indicator as a clerk's row: what goes without saying is left blank."""
    given = each.part == QUALITATIVE
    return [
        PART_WORDS[each.part], each.aspect, each.name, decimal(each.weight),
        "" if given else decimal(each.none), "" if given else decimal(each.full),
        "" if given or each.source else each.unit,
        f"采融:{MEASURE_WORDS[each.source]}" if each.source else "手工",
    ]  # fmt: skip


def sheet(*rows: list[str], head) -> SimpleUploadedFile:
    lines = [[each.word for each in head], *rows]
    text = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in lines)
    return SimpleUploadedFile("评估.csv", text.encode())


def uploaded(client: Client, key: str, file) -> tuple[str, str]:
    answer = client.post(f"/sheets/{key}/", {"file": file})
    assert answer.status_code == 302, re.sub(r"\s+", " ", answer.content.decode())[-3000:]
    place = answer.headers["Location"]
    return place, read(client, place)


class TestScheme:
    def rows(self) -> list[list[str]]:
        return [[NO, str(YEAR), *cells(each)] for each in sample_indicators()]

    def test_from_a_sheet_with_a_verdict_per_row(self, ground, clock):
        clock.set(f"{BEFORE:%Y-%m-%d %H:%M}")
        pboc, head = browser(ground.bank.case.town, Role.PBOC), (*NAMED, *INDICATOR)
        assert pboc.get("/sheets/assessment-scheme/template/").status_code == 200
        wrong = self.rows()
        wrong[3][5] = "八分"
        _, page = uploaded(pboc, "assessment-scheme", sheet(*wrong, head=head))
        assert page.count("这一行读得出;同一份里有别的行不能办") == 26
        assert "八分" in page
        _, page = uploaded(pboc, "assessment-scheme", sheet(*self.rows()[1:], head=head))
        assert "定量指标要有 11 项,表里有 10 项" in page
        assert "定量指标分值" not in page
        place, page = uploaded(pboc, "assessment-scheme", sheet(*self.rows(), head=head))
        assert page.count("定量 11 项 80 分(要 11 项 80 分)") == 27
        follow(pboc, f"{place}send/", {})
        agreed(ground, BEFORE)
        assert indicators_of(Scheme.objects.get()) == tuple(sample_indicators())
        _, page = uploaded(pboc, "assessment-scheme", sheet(*self.rows(), head=head))
        assert page.count("已公布") >= 27

    def test_by_paste_and_what_cannot_be_read_is_said_by_its_row(self, ground, clock):
        clock.set(f"{BEFORE:%Y-%m-%d %H:%M}")
        pboc = browser(ground.bank.case.town, Role.PBOC)
        assert "公布方案" in read(pboc, "/assessments/")
        lines = ["\t".join(cells(each)) for each in sample_indicators()]
        typed = {"document_no": NO, "first_year": YEAR}
        address = "/assessments/schemes/publish/"
        page = refused(pboc, address, {**typed, "indicators": "定量\t总量"})
        assert "第 1 行有 2 列,要有 8 列" in page
        page = refused(pboc, address, {**typed, "indicators": lines[0].replace("总量", "总和")})
        assert "第 1 行:" in page
        assert "总和" in page
        page = refused(pboc, address, {**typed, "indicators": lines[1].replace("\t%", "\t")})
        assert "没有写「单位」" in page
        page = refused(pboc, address, {**typed, "first_year": 2025, "indicators": "\n".join(lines)})
        assert "2025 年已经开始" in page, problems(page)
        follow(pboc, address, {**typed, "indicators": "\r\n".join(lines)})
        agreed(ground, BEFORE)
        scheme = Scheme.objects.get()
        officer = browser(ground.bank.case.town, Role.INSTITUTION_OFFICER)
        page = read(officer, f"/assessments/schemes/{scheme.pk}/")
        assert "演示指标 定性16" in page
        file = officer.get(f"/assessments/schemes/{scheme.pk}/file/")
        assert file.content.decode() == scheme.document
        assert "公布方案" not in read(officer, "/assessments/")


class TestValues:
    def test_from_a_sheet_each_institution_for_itself(self, ground, clock):
        ground.adopts()
        ground.enters(ground.second, sample_values(YEAR, 1)[:1])
        clock.set(f"{ENTERED:%Y-%m-%d %H:%M}")
        pboc = browser(ground.bank.case.town, Role.PBOC)
        head = [type(NAMED[0])(key=word, word=word, read=str) for word in
                ("金融机构", "年度", "指标", "数值", "来源")]  # fmt: skip
        rows = [
            [name, str(YEAR), each.indicator, decimal(each.value), each.source]
            for place, name in enumerate(("甲银行", "乙银行"))
            for each in sample_values(YEAR, place)
        ]
        other = [["甲银行", str(YEAR), "没有的指标", "1", "报表"]]
        _, page = uploaded(pboc, "assessment-values", sheet(*rows, *other, head=head))
        assert "方案里没有指标「没有的指标」" in page
        place, page = uploaded(pboc, "assessment-values", sheet(*rows, head=head))
        assert "22 项,依据" in page
        follow(pboc, f"{place}send/", {})
        agreed(ground, ENTERED)
        assert Value.objects.count() == 46
        _, page = uploaded(pboc, "assessment-values", sheet(*rows, head=head))
        assert page.count("已录入") >= 46
        rows[0][3] = "9.99"
        _, page = uploaded(pboc, "assessment-values", sheet(*rows, head=head))
        assert "演示指标 定量2与这一行不同" in page

    def test_on_the_page_of_one_with_its_source_then_corrected(self, ground, clock):
        ground.adopts()
        clock.set(f"{ENTERED:%Y-%m-%d %H:%M}")
        pboc = browser(ground.bank.case.town, Role.PBOC)
        address = f"{AT}of/{ground.first}/"
        assert "还缺数值,没有结果" in read(pboc, address)
        page = refused(pboc, f"{address}values/", {"source": "报表 3", "value_0": "7.555"})
        assert "7.555" in page
        assert not Proposal.objects.filter(act="assessment.enter_assessment_values").exists()
        page = follow(pboc, f"{address}values/", {"source": "报表 3", "value_0": "7.5%"})
        assert "演示指标 定量2:7.5 %(报表 3)" in page
        agreed(ground, ENTERED)
        clock.set("2026-11-03 10:00")
        typed = {"indicator": "演示指标 定量2", "value": "9", "source": "报表 4"}
        typed["reason"] = "报表更正"
        pboc = browser(ground.bank.case.town, Role.PBOC)
        follow(pboc, f"{address}correct/", typed)
        agreed(ground, ENTERED + timedelta(days=1))
        page = read(pboc, address)
        assert "报表 4(更正:报表更正)" in page
        assert Value.objects.count() == 2


class TestYear:
    def test_published_objected_answered_frozen(self, published, clock):
        town = published.bank.case.town
        version = Version.objects.get()
        clock.set(f"{OBJECTED:%Y-%m-%d %H:%M}")
        pboc, officer = browser(town, Role.PBOC), browser(town, Role.INSTITUTION_OFFICER)
        assert "第 1 版" in read(pboc, AT)
        assert any_result(read(pboc, f"{AT}facts/")) == version.result
        assert read(pboc, f"{AT}versions/1/") == version.result
        page = read(officer, f"{AT}own/")
        assert "演示统计表 2026-1" in page
        assert "乙银行" not in page
        page = follow(officer, f"{AT}object/", {"words": "第二项的口径与报表不一致。"})
        assert "异议已提出" in page
        row = Objection.objects.get()
        assert "2026年导向效果评估异议:甲银行" in read(pboc, "/desk/")
        place = f"/assessments/objections/{row.pk}/"
        assert "第二项的口径" in read(officer, place)
        clock.set(f"{ANSWERED:%Y-%m-%d %H:%M}")
        pboc = browser(town, Role.PBOC)
        page = refused(pboc, f"{place}answer/", {"verdict": "upheld", "reply": "已核对。"})
        assert "还没有公布更正以后的结果" in page
        follow(pboc, f"{place}answer/", {"verdict": "overruled", "reply": "已核对报表。"})
        agreed(published, ANSWERED)
        officer = browser(town, Role.INSTITUTION_OFFICER)
        assert "已核对报表。" in read(officer, place)
        clock.set(f"{FROZEN:%Y-%m-%d %H:%M}")
        pboc = browser(town, Role.PBOC)
        assert "冻结导向效果评估" in read(pboc, "/desk/")
        follow(pboc, f"{AT}freeze/", {})
        agreed(published, FROZEN)
        assert Year.objects.get().state == "frozen"
        page = read(pboc, AT)
        assert "cairong evaluate 2026" in page
        assert "提交复核" not in page + read(pboc, f"{AT}of/{published.first}/")

    def test_again_with_its_reason(self, published, clock):
        clock.set(f"{ANSWERED:%Y-%m-%d %H:%M}")
        pboc = browser(published.bank.case.town, Role.PBOC)
        follow(pboc, f"{AT}again/", {"reason": "按更正的报表重算"})
        agreed(published, ANSWERED)
        assert "按更正的报表重算" in read(pboc, AT)
        assert Version.objects.count() == 2

    def test_nobody_reads_what_is_another_s(self, published, clock):
        clock.set(f"{PUBLISHED:%Y-%m-%d %H:%M}")
        town = published.bank.case.town
        other = Organisation.objects.get(pk=published.second)
        peeping = browser(town, Role.INSTITUTION_OFFICER, organisation=other)
        row = published.objected()
        assert "甲银行" not in read(peeping, f"{AT}own/")
        read(peeping, f"/assessments/objections/{row.pk}/", 404)
        for address in (AT, f"{AT}of/{published.first}/", f"{AT}facts/", f"{AT}versions/1/"):
            read(peeping, address, 403)
        value = Value.objects.filter(institution_id=published.first).first()
        assert peeping.get(f"/find/{value.pk}/").status_code == 404
        county = browser(town, Role.PBOC, region=COUNTY)
        for address in ("/assessments/", AT, f"{AT}of/{published.first}/", f"{AT}facts/"):
            assert "县区的账号不能查看" in read(county, address, 403)
        regulator = browser(town, Role.REGULATOR)
        assert "提交复核" not in read(regulator, AT)
        assert regulator.post(f"{AT}freeze/").status_code == 403


def test_its_frozen_result_is_a_ground_of_the_incentive(published, clock):
    published.freezes()
    bank = published.bank
    bank.adopts()
    bank.publishes()
    bank.looks()
    bank.freezes()
    clock.set(f"{FROZEN + timedelta(days=1):%Y-%m-%d %H:%M}")
    officer = browser(bank.case.town, Role.INSTITUTION_OFFICER)
    page = read(officer, f"/institution/evaluation/{YEAR}/")
    assert re.search(r"导向效果评估 \d+\.\d\d 分,第 \d 名\(第 1 版\)", page)
    pack = browser(bank.case.town, Role.PBOC).get(f"/evaluations/{YEAR}/of/{published.first}/pack/")
    assert "导向效果评估结果.json".encode() in pack.content
