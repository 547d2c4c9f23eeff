"""The pages of a performance record: the supplier's own, an institution's, the public formula."""

from django.test import Client

from lending.test_record import accept, another
from support.browsing import read
from support.visitors import browser

OWN_ARITHMETIC = "(2 + 3 × 70%) ÷ (2 + 3) = 82.00%"


def graded(phone) -> None:
    """Two contracts performed in time."""
    accept(phone.case)
    accept(another(phone.case))


def officer(case, bank: str) -> Client:
    facts = {"organisation": case.bank(bank), "username": bank}
    return browser(case.town, "institution-officer", **facts)


def test_a_supplier_reads_its_own_with_every_contract(phone):
    page = read(phone.client, "/supplier/record/")
    assert "未评级" in page
    assert "不足 2 份" in page
    assert "<dt>得分</dt><dd>—</dd>" in page
    graded(phone)
    page = read(phone.client, "/supplier/record/")
    for words in ("B 级", "82.00", "2 份中 2 份", OWN_ARITHMETIC, phone.case.contract.no):
        assert words in page
    assert "按您的评级的优惠" not in page
    phone.case.publish("乙银行", preferences=[{"grade": "B", "less_bp": 5}])
    phone.case.publish("丙银行", preferences=[{"grade": "A", "less_bp": 9}])
    page = read(phone.client, "/supplier/record/")
    assert "乙银行 · 乙贷" in page
    assert "履约评级 B:利率少 5 基点" in page
    assert "丙银行" not in page
    assert "/supplier/record/" in read(phone.client, "/desk/")
    assert "未评级" in read(phone.stranger(), "/supplier/record/")


def test_an_institution_reads_it_in_an_application_of_its_own(phone):
    graded(phone)
    case = phone.case
    application = case.application(case.intend())
    place = f"/institution/applications/{application.pk}/record/"
    own = officer(case, "甲银行")
    assert place in read(own, f"/institution/applications/{application.pk}/")
    page = read(own, place)
    assert "B 级" in page
    assert "履行期限至" not in page  # may be withheld (二(二)-5)
    read(officer(case, "乙银行"), place, 404)


def test_anybody_reads_the_formula_and_nobodys_record(phone):
    graded(phone)
    page = read(Client(), "/policy/record/")
    for words in ("(4 + 3 × 70%) ÷ (5 + 3)", "83.75", "B 级", "A 级的分数线"):
        assert words in page
    assert phone.case.contract.no not in page
