"""Outside data on the page of an application: asked for by consent, shown with source and day."""

import pytest

from cairong.lending.actions.consent_data import give_data_consent
from cairong.lending.models import DataConsent, Lookup
from cairong.outreach.looking import look
from support.browsing import read, send
from support.staging import staged
from support.town import CITY
from support.visitors import account_in, signed_in


@staged
def asked(bank):
    found = bank.case.application(bank.case.intend())
    give_data_consent(
        actor=bank.case.supplier, now=bank.case.now, application_id=found.pk, source="credit"
    )
    return found


def place(application) -> str:
    return f"/institution/applications/{application.pk}/"


def answer(bank) -> None:
    look(city=CITY, clock=lambda: Lookup.objects.get().asked_at)


def test_an_officer_asks_and_both_sides_see_what_came(bank, asked):
    page = read(bank.officer, place(asked))
    assert "信用中国:企业同意到" in page
    assert "税务:企业没有同意" in page
    send(bank.officer, f"{place(asked)}lookup/", {"source": "credit"})
    assert "等待数据源答复" in read(bank.officer, place(asked))
    answer(bank)
    row = Lookup.objects.get()
    said = f"信用中国,{row.of_on.isoformat()} 查询:{row.value}"
    supplier = signed_in(account_in(bank.case.town, "supplier"))
    for page in (
        read(bank.officer, place(asked)),
        read(bank.approver, place(asked)),
        read(supplier, f"/supplier/intents/{asked.intent_id}/"),
    ):
        for words in (said, "来源:模拟数据源", "依法合规经营", row.reference):
            assert words in page, words


@pytest.mark.parametrize(("source", "code", "said"), [
    ("tax", 422, "企业没有同意本机构查询"), ("luck", 422, "可用的选项"), ("", 422, "查询哪里"),
])  # fmt: skip
def test_what_is_not_consented_is_refused_in_words(bank, asked, source, code, said):
    page = send(bank.officer, f"{place(asked)}lookup/", {"source": source}, code)
    assert said in page
    assert not Lookup.objects.exists()


def test_another_institution_finds_nothing(bank, asked):
    answer = bank.stranger().post(f"{place(asked)}lookup/", {"source": "credit"})
    assert answer.status_code == 404


def test_a_supplier_gives_and_takes_back_on_the_page_of_its_intent(bank, asked):
    supplier = signed_in(account_in(bank.case.town, "supplier"))
    page = read(supplier, f"/supplier/intents/{asked.intent_id}/")
    assert "税务(纳税信用级别、欠税):没有同意,不能查" in page
    mine = f"/supplier/applications/{asked.pk}/outside"
    send(supplier, f"{mine}/tax/give/", {})
    assert "可以查询了" in read(supplier, f"/supplier/intents/{asked.intent_id}/")
    send(supplier, f"{mine}/credit/withdraw/", {})
    standing = DataConsent.objects.filter(withdrawn_at=None)
    assert [each.source for each in standing] == ["tax"]
    assert "信用中国:企业没有同意" in read(bank.officer, place(asked))
    for wrong, code in (("luck/give/", 422), ("tax/give/", 409), ("credit/withdraw/", 404)):
        assert supplier.post(f"{mine}/{wrong}", {}).status_code == code, wrong


def test_without_a_source_the_page_says_so_and_offers_none(bank, asked, monkeypatch):
    monkeypatch.setattr("cairong.lending.steps.lookups.KINDS", {})
    page = read(bank.officer, place(asked))
    assert "没有接入外部数据源" in page
    assert 'name="source"' not in page
