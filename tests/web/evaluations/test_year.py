"""A year on its pages: published, appealed, answered, frozen, and what it earns.

三(二)-1 三(二)-2
"""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairong.evaluation.models import AdoptedScheme, Appeal, ClosedFlag, YearVersion
from cairong.kernel.actor import Role
from cairong.parties.four_eyes import act_of
from cairong.parties.models import Proposal
from evaluation.judged import ANSWERED, APPEALED, FROZEN, PUBLISHED, SUPPORTED, YEAR, Bank
from evaluation.judged import stand_bank as stands
from support.slips import PAPER
from support.staging import staged
from support.visitors import browser

pytestmark = pytest.mark.django_db
AT = f"/evaluations/{YEAR}/"


@staged
def bank(db) -> Bank:
    made = stands()
    made.adopts()
    return made


@staged
def published(bank: Bank) -> Bank:
    bank.publishes()
    return bank


@staged
def frozen(published: Bank) -> Bank:
    published.looks()
    published.freezes()
    return published


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def sent(client: Client, address: str, **typed) -> str:
    answer = client.post(address, typed, follow=True)
    return answer.content.decode()


def agreed(bank: Bank, now) -> None:
    waiting = Proposal.objects.get(state="waiting")
    act_of(waiting.act).approve(
        actor=bank.people[0], now=now + timedelta(minutes=5), proposal_id=waiting.pk
    )


class TestScheme:
    def test_the_bank_publishes_it_and_everybody_reads_it(self, bank, clock):
        clock.set(f"{PUBLISHED:%Y-%m-%d %H:%M}")
        pboc = browser(bank.case.town, Role.PBOC)
        page = sent(pboc, "/evaluations/schemes/adopt/", version=1, first_year=2027)
        assert "2027 年已经开始" in page
        page = sent(pboc, "/evaluations/schemes/adopt/", version=1, first_year=2028)
        assert "已提交复核" in page
        agreed(bank, PUBLISHED)
        officer = browser(bank.case.town, Role.INSTITUTION_OFFICER)
        page = read(officer, "/evaluations/schemes/")
        assert "大额存单发行" in page
        assert "公布方案" not in page
        row = AdoptedScheme.objects.get(first_year=2028)
        file = officer.get(f"/evaluations/schemes/{row.pk}/file/")
        assert file.content.decode() == row.document


class TestYear:
    def test_published_by_two_and_read_as_it_was_published(self, bank, clock):
        clock.set(f"{PUBLISHED:%Y-%m-%d %H:%M}")
        pboc = browser(bank.case.town, Role.PBOC)
        page = read(pboc, AT)
        assert "公布暂定结果" in page
        assert "暂计" in page
        assert "已提交复核" in sent(pboc, f"{AT}publish/")
        agreed(bank, PUBLISHED)
        version = YearVersion.objects.get()
        assert version.sha256 in read(pboc, AT)
        assert pboc.get(f"{AT}versions/1/").content.decode() == version.result
        facts = pboc.get(f"{AT}facts/").content
        assert json.loads(facts)["year"] == YEAR
        assert pboc.get(f"{AT}versions/2/").status_code == 404

    def test_others_only_look(self, published, clock):
        clock.set(f"{PUBLISHED:%Y-%m-%d %H:%M}")
        regulator = browser(published.case.town, Role.REGULATOR)
        assert "提交复核" not in read(regulator, AT)
        assert regulator.post(f"{AT}freeze/").status_code == 403
        assert browser(published.case.town, Role.SUPPLIER).get(AT).status_code == 403
        assert regulator.get("/evaluations/2050/").status_code == 404

    def test_frozen_it_says_where_its_hash_stands(self, published, clock):
        clock.set(f"{FROZEN:%Y-%m-%d %H:%M}")
        pboc = browser(published.case.town, Role.PBOC)
        assert "还有待查看的情况没有查明" in sent(pboc, f"{AT}freeze/")
        published.looks()
        assert "冻结年度评价" in read(pboc, "/desk/")
        assert "已提交复核" in sent(pboc, f"{AT}freeze/")
        agreed(published, FROZEN)
        page = read(pboc, AT)
        assert "写在日志第" in page
        assert "cairong evaluate 2026" in page


class TestAppeal:
    def test_an_institution_appeals_with_its_facts_and_a_paper(self, published, clock):
        clock.set(f"{APPEALED:%Y-%m-%d %H:%M}")
        officer = browser(published.case.town, Role.INSTITUTION_OFFICER)
        page = read(officer, f"/institution/evaluation/{YEAR}/")
        assert "前可以申诉" in page
        key = page.split('name="facts"')[1].split('value="')[1].split('"')[0]
        page = sent(officer, f"{AT}appeal/", measure="amount", words="这一笔是他行的贷款。",
                    facts=[key], file=SimpleUploadedFile("凭证.pdf", PAPER))  # fmt: skip
        assert "申诉已提出" in page
        appeal = Appeal.objects.get()
        assert appeal.facts == [key]
        own = read(officer, f"/evaluations/appeals/{appeal.pk}/")
        assert "这一笔是他行的贷款。" in own
        assert "提交复核" not in own
        assert officer.get(f"/evaluations/papers/{appeal.paper_id}/").status_code == 200
        other = published.case.town.institution("乙银行")
        stranger = browser(published.case.town, Role.INSTITUTION_OFFICER, organisation=other)
        assert stranger.get(f"/evaluations/appeals/{appeal.pk}/").status_code == 404
        assert stranger.get(f"/evaluations/papers/{appeal.paper_id}/").status_code == 404

    def test_bad_input_is_said_and_nothing_typed_is_lost(self, published, clock):
        clock.set(f"{APPEALED:%Y-%m-%d %H:%M}")
        officer = browser(published.case.town, Role.INSTITUTION_OFFICER)
        page = sent(officer, f"{AT}appeal/", measure="amount", words="太短")
        assert "太短" in page
        assert not Appeal.objects.exists()

    def test_two_of_the_bank_answer_it_from_the_desk(self, published, clock):
        clock.set(f"{ANSWERED:%Y-%m-%d %H:%M}")
        appeal = published.appealed()
        pboc = browser(published.case.town, Role.PBOC)
        assert "2026年综合评价申诉:甲银行" in read(pboc, "/desk/")
        page = read(pboc, f"/evaluations/appeals/{appeal.pk}/")
        key = page.split('name="aside"')[1].split('value="')[1].split('"')[0]
        page = sent(pboc, f"/evaluations/appeals/{appeal.pk}/answer/", verdict="overruled",
                    reply="已核对,维持。", aside=[key])  # fmt: skip
        assert "维持原结果时不能有不计入的记录" in page
        page = sent(pboc, f"/evaluations/appeals/{appeal.pk}/answer/", verdict="upheld",
                    reply="已核对,更正。", aside=[key])  # fmt: skip
        assert "→" in page
        agreed(published, ANSWERED)
        assert YearVersion.objects.count() == 2
        officer = browser(published.case.town, Role.INSTITUTION_OFFICER)
        assert "已核对,更正。" in read(officer, f"/institution/evaluation/{YEAR}/")


class TestOne:
    def address(self, bank: Bank) -> str:
        return f"/overseer/evaluation/{YEAR}/{bank.loan.institution_id}/"

    def test_a_flag_is_closed_on_its_page(self, published, clock):
        clock.set(f"{ANSWERED:%Y-%m-%d %H:%M}")
        pboc = browser(published.case.town, Role.PBOC)
        assert "查明待查看的情况" in read(pboc, self.address(published))
        page = sent(pboc, f"{AT}of/{published.loan.institution_id}/flags/", code="split",
                    words="同一合同分次提款,属实。")  # fmt: skip
        assert "同一合同分次提款,属实。" in page
        assert ClosedFlag.objects.get().code == "split"

    def test_support_is_decided_and_shown_to_the_institution(self, frozen, clock):
        clock.set(f"{SUPPORTED:%Y-%m-%d %H:%M}")
        pboc = browser(frozen.case.town, Role.PBOC)
        supports = f"{AT}of/{frozen.loan.institution_id}/supports/"
        page = sent(pboc, supports, code="access", granted="yes", words="准予加入。")
        assert "要有等级 A" in page
        page = sent(pboc, supports, code="bonus", granted="yes", words="年度评价加 2 分。")
        agreed(frozen, SUPPORTED)
        frozen.decides("mpa", granted=False)
        officer = browser(frozen.case.town, Role.INSTITUTION_OFFICER)
        page = read(officer, f"/institution/evaluation/{YEAR}/")
        for said in ("年度评价加 2 分。", "不给予", "还没有决定"):
            assert said in page, said

    def test_each_point_opens_to_its_loans(self, published, clock):
        clock.set(f"{ANSWERED:%Y-%m-%d %H:%M}")
        pboc = browser(published.case.town, Role.PBOC)
        institution = published.loan.institution_id
        asked = f"?year={YEAR}&institution={institution}"
        page = read(pboc, f"/evaluations/facts/{asked}&measure=amount")
        assert "首次获贷" in page
        assert "/find/" in page
        none = read(pboc, f"/evaluations/facts/{asked}&measure=approvals")
        assert "没有。从一家机构的得分打开" in none
        officer = browser(published.case.town, Role.INSTITUTION_OFFICER)
        other = published.case.town.institution("乙银行").pk
        assert "1,600,000" in read(officer, f"/evaluations/facts/?year={YEAR}&institution={other}")

    def test_the_evidence_is_made_of_a_frozen_result_alone(self, published, clock):
        clock.set(f"{FROZEN:%Y-%m-%d %H:%M}")
        pboc = browser(published.case.town, Role.PBOC)
        pack = f"{AT}of/{published.loan.institution_id}/pack/"
        assert pboc.get(pack).status_code == 422
        published.looks()
        published.freezes()
        version = YearVersion.objects.get()
        for address in (pack, f"{AT}packs/B/"):
            answer = pboc.get(address)
            assert answer.status_code == 200
            with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
                assert found.read("评价结果.json").decode() == version.result
                assert version.sha256 in found.read("说明.txt").decode()
                assert {"甲银行 得分.xlsx", "甲银行 贷款和期限.xlsx"} <= set(found.namelist())
        assert pboc.get(f"{AT}packs/A/").status_code == 404
