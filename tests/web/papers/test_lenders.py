"""The pages of an institution's papers on an application: kept, looked at, read. 二(四)-2."""

import pytest

from cairong.kernel.actor import Role
from cairong.papers.models import Paper
from lending.ground import Case, stand_case
from papers.ground import PLAIN, pdf, photograph
from support.papers import beside
from support.staging import staged
from support.town import Town
from support.visitors import browser
from web.papers.test_pages import file, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path) -> None:
    settings.FILES_ROOT = tmp_path


@staged
def case(town: Town) -> Case:
    return stand_case(town)


def test_a_photographed_form_is_looked_at_handed_in_and_read_by_the_supplier(case):
    intent = case.intend()
    officer = browser(case.town, Role.INSTITUTION_OFFICER)
    supplier = browser(case.town, Role.SUPPLIER)
    application = f"/institution/applications/{case.application(intent).pk}/"
    assert f"{application}papers/" in read(officer, application)
    empty = officer.post(f"{application}papers/", {"purpose": "agreement"})
    assert beside(empty.content.decode(), "sent")
    sent = {"purpose": "signed-form", "sent": file(photograph(), "表.jpg")}
    assert officer.post(f"{application}papers/", sent).status_code == 302
    paper = Paper.objects.get()
    place, own = f"/papers/{paper.pk}/", f"/supplier/intents/{intent.pk}/"
    assert "待过目" in read(officer, application)
    assert place not in read(supplier, own)
    read(supplier, place, 404)
    assert "供应商可以看到" in read(officer, place)
    assert officer.post(f"{place}hand-in/").status_code == 302
    assert place in read(supplier, own)
    assert "签字的纸质申请表" in read(supplier, place)
    assert "提供给谁" not in read(officer, place)
    refused = officer.post(f"{place}withdraw/")
    assert "已经打开过" in refused.content.decode()
    approver = browser(case.town, Role.INSTITUTION_APPROVER)
    page = read(approver, place)
    assert "撤下" not in page
    assert f"{application}papers/" not in read(approver, application)
    read(browser(case.town, Role.PURCHASER_OFFICER), place, 404)


def test_an_agreement_in_plain_text_is_there_at_once(case):
    intent = case.intend()
    officer = browser(case.town, Role.INSTITUTION_OFFICER)
    application = f"/institution/applications/{case.application(intent).pk}/"
    page = read(officer, f"{application}papers/?purpose=agreement")
    assert '<option value="agreement" selected' in page
    officer.post(f"{application}papers/", {"purpose": "agreement", "sent": file(pdf(PLAIN * 3))})
    assert Paper.objects.get().state == "handed"
    assert "借款合同" in read(browser(case.town, Role.SUPPLIER), f"/supplier/intents/{intent.pk}/")
