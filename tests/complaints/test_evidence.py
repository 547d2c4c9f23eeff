"""What is put in evidence of each sort of case, and what never is: nothing of anybody else.

三(一)-2
"""

import re
from datetime import date

import pytest

from cairong.complaints.models import Complaint
from cairong.lending.actions.record_repayment import record_repayment
from complaints.ground import NOW, Ground, stand_complaints
from support.staging import staged
from support.town import Town, at

pytestmark = pytest.mark.django_db
WEEKDAY = re.compile(r"\(周.\)")
TOLD = "约定的事情到了期限没有办"


@staged
def ground(town: Town) -> Ground:
    return stand_complaints(town)


def lines(found: Complaint) -> dict[str, str]:
    return {word: WEEKDAY.sub("", value) for word, value in found.evidence["lines"]}


def clocks(found: Complaint) -> dict[str, dict[str, str]]:
    return {
        each["word"]: {key: WEEKDAY.sub("", value) for key, value in each.items()}
        for each in found.evidence["clocks"]
    }


class TestApplication:
    def test_that_waits_for_the_institution(self, ground):
        found = ground.complain(kind="slow")
        said = lines(found)
        assert said["融资意向"].endswith("180 天")
        assert said["送达机构"] == "2025年10月9日"
        assert said["材料齐全"] == "还没有确认"
        assert said["在谁手里"] == "金融机构经办:确认材料齐全"
        assert "作出决定" not in said
        assert found.evidence["on"] == "2025-10-13"

    def test_whose_first_contact_is_late(self, ground):
        found = ground.complain(at("2025-10-20 10:00"), kind="slow")
        clock = clocks(found)["首次联系供应商"]
        assert clock["clause"] == "二(一)-3"
        assert (clock["ended"], clock["verdict"]) == ("还没有办", "超期")

    def test_whose_clock_was_kept(self, ground):
        ground.case.complete(ground.application.intent)
        found = ground.complain(at("2025-10-13 10:00"), kind="slow")
        assert lines(found)["材料齐全"] == "2025年10月9日"
        clock = clocks(found)["完成融资审批"]
        assert (clock["start"], clock["verdict"]) == ("2025年10月9日", "没有到期")

    def test_that_was_rejected_with_the_words_of_the_institution(self, ground):
        ground.reject()
        found = ground.complain(kind="refusal")
        said = lines(found)
        assert said["状态"] == "未通过"
        assert "对不上" in said["拒绝的理由"]
        assert said["作出决定"] == "2025年10月9日"
        assert "在谁手里" not in said

    def test_that_was_offered_with_what_the_product_asks(self, ground):
        case, intent = ground.case, ground.application.intent
        case.offer(intent, case.publish(), 300_000)
        said = lines(ground.complain(kind="collateral"))
        assert "甲贷 第1版" in said["报价"]
        assert said["产品写明的担保"] == "不要求抵押、担保"

    def test_nothing_of_another_institution(self, ground):
        case = ground.case
        intent = case.intend(100_000, "甲银行", "乙银行", days=90)
        case.offer(intent, case.publish("乙银行", name="乙家的贷款"), 100_000, "乙银行", days=90)
        found = ground.complain(case_id=case.application(intent).pk, kind="slow")
        assert "乙" not in str(found.evidence)
        assert found.accused.name == "甲银行"


class TestContract:
    def test_that_was_filed_and_not_accepted(self, ground):
        found = ground.of_contract("unaccepted")
        said = lines(found)
        assert said["合同"].startswith(ground.case.contract.no)
        assert said["签订"] == "2025年9月26日"
        assert said["备案"] == "2025年9月30日"
        assert said["验收"] == "还没有登记验收"
        assert said["已支付"] == "¥0.00"

    def test_of_which_a_part_was_accepted_and_paid(self, ground):
        ground.case.paid(100_000, at("2025-10-13 09:00"))
        said = lines(ground.of_contract("unpaid"))
        assert said["验收(验收)"] == "2025年10月13日,¥100,000.00"
        assert said["已支付"] == "¥100,000.00"
        assert "验收" not in said

    def test_whose_payment_is_late(self, ground):
        case = ground.case
        with case.at(at("2025-10-13 09:00")):
            case.do(
                "record_acceptance",
                contract=case.contract,
                amount_fen=10_000_000,
                milestone="验收",
                on=date(2025, 10, 13),
            )
        found = ground.of_contract("unpaid", now=at("2025-12-15 10:00"), words=TOLD)
        clock = clocks(found)["支付合同款"]
        assert clock["ended"] == "还没有办"
        assert clock["verdict"].startswith("超期")

    def test_nothing_of_who_lends(self, ground):
        case = ground.case
        product = case.publish()
        case.now = at("2025-10-15 10:30")
        case.draw(case.ready(product, 100_000), 100_000)
        for kind in ("unpaid", "unlocked"):
            found = ground.of_contract(kind, now=at("2025-10-15 11:00"), words=TOLD)
            said = str(found.evidence)
            assert "甲银行" not in said
            assert "贷" not in said


class TestLoan:
    def test_with_its_terms_as_agreed(self, ground):
        case = ground.case
        product = case.publish(fee_fen=50_000)
        case.now = at("2025-10-15 10:30")
        loan = case.draw(case.ready(product, 100_000, fee_fen=50_000), 100_000)
        found = ground.complain(at("2025-10-16 10:00"), case_id=loan.pk, kind="fees", words=TOLD)
        said = lines(found)
        assert said["贷款"] == f"{loan.no},本金 ¥100,000.00"
        assert said["约定费用"] == "¥500.00"
        assert said["放款"] == "2025年10月15日"
        assert "结清" not in said
        assert found.accused.name == "甲银行"

    def test_that_was_settled(self, ground):
        case = ground.case
        product = case.publish()
        case.now = at("2025-10-15 10:30")
        loan = case.draw(case.ready(product, 100_000), 100_000)
        case.by_bank(
            record_repayment,
            "甲银行",
            at("2025-11-14 10:00"),
            loan_id=loan.pk,
            amount_fen=10_028_750,
            on=date(2025, 11, 14),
            means="自有资金",
        )
        found = ground.complain(at("2025-11-17 10:00"), case_id=loan.pk, kind="fees", words=TOLD)
        assert lines(found)["结清"] == "2025年11月14日"


def test_an_award_that_is_not_signed(ground):
    award = ground.case.contract.award
    found = ground.complain(case_id=award.pk, kind="unsigned", words=TOLD)
    said = lines(found)
    assert said["通知书发出"] == "2025年9月15日"
    assert clocks(found)["签订合同"]["clause"] == "二(二)-1"
    assert found.made_at == NOW
