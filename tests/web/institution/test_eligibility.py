"""The criteria on the page of an application: what is known, what is judged, what is refused."""

from datetime import timedelta

import pytest

from cairong.kernel.calendar import day_of
from cairong.lending.models import EligibilityMark
from support.browsing import read, send
from support.staging import staged
from support.visitors import account_in, signed_in


def debt(bank, **typed) -> dict[str, str]:
    """What is typed of a credit report of a month ago."""
    day = str(day_of(bank.case.now) - timedelta(days=30))
    report = {"debt_result": "unmet", "debt_source": "2025年10月的征信报告", "debt_on": day}
    return {**report, **typed}


@staged
def asked(bank):
    return bank.case.application(bank.case.intend())


def place(application) -> str:
    return f"/institution/applications/{application.pk}/"


def test_each_criterion_stands_with_its_source(bank, asked):
    page = read(bank.officer, place(asked))
    for words in ("准入条件", "中小微企业", "平台判定", "负债适度", "没有判断"):
        assert words in page, words
    send(bank.officer, f"{place(asked)}eligibility/", debt(bank))
    page = read(bank.approver, place(asked))
    for words in ("2025年10月的征信报告", "机构判断", "怎样补救:企业降低负债或减少申请金额"):
        assert words in page, words
    assert EligibilityMark.objects.get().criterion == "debt"


@pytest.mark.parametrize(("typed", "said"), [
    ({"debt_result": ""}, "没有判断任何一条"),
    ({"debt_source": "看过"}, "没有写明依据"),
    ({"debt_on": ""}, "请填写查询日期"),
    ({"debt_on": "2099-01-01"}, "今天以后"),
])  # fmt: skip
def test_what_is_missing_is_said(bank, asked, typed, said):
    page = send(bank.officer, f"{place(asked)}eligibility/", debt(bank, **typed), 422)
    assert said in page
    assert not EligibilityMark.objects.exists()


def test_rejected_the_page_names_the_criterion(bank, asked):
    typed = {"code": "over-indebted", "words": "负债过高,请减少申请金额后再申请"}
    send(bank.officer, f"{place(asked)}eligibility/", debt(bank))
    bank.approve(send(bank.officer, f"{place(asked)}reject/", typed))
    assert "准入条件:负债适度" in read(bank.officer, place(asked))
    supplier = signed_in(account_in(bank.case.town, "supplier"))
    page = read(supplier, f"/supplier/intents/{asked.intent_id}/")
    for words in ("依据准入条件「负债适度」", "2025年10月的征信报告", "企业降低负债或减少申请金额"):
        assert words in page, words
