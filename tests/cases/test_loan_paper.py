"""The statement of a loan as PDF, and its settlement letter once nothing is owed."""

from datetime import date

import pypdfium2
import pytest

from cairong.cases.loan_paper import loan_paper
from cairong.kernel.errors import NotFound
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.write_off_loan import write_off_loan
from cairong.lending.models import Loan
from lending.ground import Case, twice
from lending.late import LATER, late_case, overdue_of
from support.staging import staged
from support.town import Town, at, found_town


@staged
def town(db) -> Town:
    return found_town(at("2025-09-01 08:00"))


@staged
def case(town: Town) -> Case:
    return late_case(town)


def text_of(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)


def test_what_is_owed_and_since_when(case):
    loan = Loan.objects.get()
    for actor in (case.supplier, case.officer()):
        name, content = loan_paper(actor, loan.pk, now=LATER)
        assert name == f"贷款对账单 {loan.no}"
        said = text_of(content)
        for words in ("截至2026年4月23日(周四)还清需¥305,290.00", "逾期3天", "叁拾万元整", "放款"):
            assert words in said, words
    with pytest.raises(NotFound):
        loan_paper(case.officer("乙银行"), loan.pk, now=LATER)


def test_settled_it_says_so_with_the_write_off_and_the_days(case):
    loan, reason = Loan.objects.get(), "企业已经停业,法院终结本次执行"
    twice(write_off_loan, *case.pair(), LATER, overdue_id=overdue_of(case).pk, reason=reason)
    case.by_bank(
        record_repayment, "甲银行", at("2026-05-07 10:00"), loan_id=loan.pk,
        amount_fen=30_000_000 + 198 * 2_875, on=date(2026, 5, 7), means="供应商转账",
    )  # fmt: skip
    name, content = loan_paper(case.supplier, loan.pk, now=at("2026-09-01 10:00"))
    assert name == f"贷款结清证明 {loan.no}"
    said = text_of(content)
    for words in ("本息已于2026年5月7日(周四)全部还清", "逾期17天", "核销,欠款未免除", "¥5,692.50"):
        assert words in said, words
