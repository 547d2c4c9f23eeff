"""The pages of a supplier's vault: kept, given to whom was ticked, opened, taken back. 二(四)-2."""

from datetime import timedelta

import pytest

from cairong.doors.clock import now
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.lending.models import GivenPaper
from cairong.papers.models import Paper
from lending.ground import Case, stand_case
from papers.ground import PLAIN, pdf, photograph
from support.papers import beside
from support.staging import staged
from support.town import Town
from support.visitors import browser
from web.papers.test_pages import file, read

pytestmark = pytest.mark.django_db
NEW, LIST = "/papers/new/", "/supplier/papers/"


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path) -> None:
    settings.FILES_ROOT = tmp_path


@staged
def case(town: Town) -> Case:
    return stand_case(town)


def test_kept_given_opened_and_taken_back(case):
    intent = case.intend()
    supplier = browser(case.town, Role.SUPPLIER)
    give = f"/supplier/intents/{intent.pk}/papers/"
    assert give in read(supplier, f"/supplier/intents/{intent.pk}/")
    assert "材料库里还没有可以提供的材料" in read(supplier, give)
    assert '<option value="licence" selected' in read(supplier, f"{NEW}?purpose=licence")
    supplier.post(NEW, {"purpose": "licence", "sent": file(photograph(), "执照.jpg")})
    paper = Paper.objects.get()
    place = f"/papers/{paper.pk}/"
    assert "看过了,可以提供" in read(supplier, place)
    assert "等您过目" in read(supplier, give)
    supplier.post(f"{place}hand-in/")
    institution = browser(case.town, Role.INSTITUTION_OFFICER)
    application = f"/institution/applications/{case.application(intent).pk}/"
    read(institution, place, 404)
    assert "供应商提供的材料" not in read(institution, application)
    nothing = supplier.post(give, {})
    assert nothing.status_code == 422
    ticked = {"paper_ids": [str(paper.pk)], "application_ids": [str(case.application(intent).pk)]}
    assert supplier.post(give, ticked).status_code == 302
    assert place in read(institution, application)
    assert "营业执照" in read(institution, place)
    assert "提供给谁" not in read(institution, place)
    assert place in read(institution, "/papers/")
    own = read(supplier, place)
    assert "甲银行" in own
    read(browser(case.town, Role.PURCHASER_OFFICER), place, 404)
    back = f"/supplier/given/{GivenPaper.objects.get().pk}/take-back/"
    assert back in read(supplier, give)
    assert supplier.post(back).status_code == 302
    read(institution, place, 404)
    assert supplier.post(back).status_code == 404
    assert "执照.jpg" in read(supplier, LIST)


def test_what_is_nearly_over_is_said_and_what_is_over_not_taken(case):
    intent, supplier = case.intend(), browser(case.town, Role.SUPPLIER)
    sent = {"purpose": "qualification", "sent": file(pdf(PLAIN * 3))}
    missing = supplier.post(NEW, sent)
    assert missing.status_code == 422
    assert "有效期" in " ".join(beside(missing.content.decode(), "valid_until"))
    sent = {"purpose": "qualification", "sent": file(pdf(PLAIN * 3)), "valid_until": "2020-01-01"}
    over = supplier.post(NEW, sent)
    assert "已经过期" in " ".join(beside(over.content.decode(), "valid_until"))
    soon = day_of(now()) + timedelta(days=9)
    sent = {"purpose": "qualification", "sent": file(pdf(PLAIN * 3)), "valid_until": f"{soon}"}
    assert supplier.post(NEW, sent).status_code == 302
    assert "快要过期" in read(supplier, f"/supplier/intents/{intent.pk}/papers/")
