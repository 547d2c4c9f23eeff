"""The pages of complaints: made, answered, pressed, settled; bad forms. 三(一)-2"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairong.complaints.models import Complaint
from cairong.kernel.actor import Role
from complaints.ground import ANSWER, PAPER, WORDS, Ground, stand_complaints
from support.staging import staged
from support.town import Town
from support.visitors import browser

pytestmark = pytest.mark.django_db


@staged
def ground(town: Town) -> Ground:
    return stand_complaints(town)


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def file(content: bytes = PAPER, name: str = "截图.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_made_answered_pressed_and_settled_by_pages(ground):
    supplier = browser(ground.town, Role.SUPPLIER)
    new = f"/complaints/new/{ground.application.pk}/"
    assert new in read(supplier, f"/supplier/intents/{ground.application.intent_id}/")
    page = read(supplier, new)
    assert "投诉甲银行" in page
    assert "拖延付款" not in page
    for typed, said in (
        ({}, "投诉什么"), ({"kind": "unpaid", "words": WORDS}, "投诉什么"),
        ({"kind": "bundling", "words": "短"}, "发生了什么"),
        ({"kind": "bundling", "words": "啊" * 20}, "没有写清楚"),
        ({"kind": "bundling", "words": WORDS, "file": file(b"MZ", "a.exe")}, "PDF"),
    ):  # fmt: skip
        answer = supplier.post(new, typed)
        assert (answer.status_code, said in answer.content.decode()) == (422, True), typed
    assert not Complaint.objects.exists()
    sent = supplier.post(new, {"kind": "bundling", "words": WORDS, "file": file()})
    found = Complaint.objects.get()
    place = f"/complaints/{found.pk}/"
    assert (sent.status_code, sent.headers["Location"]) == (302, place)
    again = supplier.post(new, {"kind": "bundling", "words": WORDS})
    assert (again.status_code, found.no in again.content.decode()) == (422, True)
    manager = browser(ground.town, Role.INSTITUTION_MANAGER)
    assert "答复投诉" in read(manager, "/desk/")
    seen = read(manager, place)
    assert WORDS in seen
    assert "在谁手里" in seen
    officer = browser(ground.town, Role.INSTITUTION_OFFICER)
    assert f"{place}answer/" not in read(officer, place)
    bad = manager.post(f"{place}answer/", {"outcome": "", "words": ANSWER})
    assert (bad.status_code, "是不是属实" in bad.content.decode()) == (422, True)
    typed = {"outcome": "unfounded", "words": ANSWER}
    assert manager.post(f"{place}answer/", typed).status_code == 302
    assert manager.post(f"{place}answer/", typed).status_code == 409
    assert "不属实" in read(supplier, place)
    assert supplier.post(f"{place}press/", {"words": "没有说为什么不给报价"}).status_code == 302
    regulator = browser(ground.town, Role.REGULATOR)
    assert "处理投诉" in read(regulator, "/desk/")
    typed = {"outcome": "upheld", "words": "录音属实,责令整改并通报"}
    assert regulator.post(f"{place}settle/", typed).status_code == 302
    assert supplier.post(f"{place}rate/", {"rating": "9"}).status_code == 422
    assert supplier.post(f"{place}rate/", {"rating": "5"}).status_code == 302
    assert "很满意" in read(manager, place)
    paper = found.sayings.get(kind="made").paper_id
    assert regulator.get(f"{place}papers/{paper}/").status_code == 200
    pboc = browser(ground.town, Role.PBOC)
    read(pboc, place, 404)
    assert pboc.get(f"{place}papers/{paper}/").status_code == 404
    counts = read(pboc, "/overseer/complaints/?year=2025")
    assert "甲银行" in counts
    assert "供应商有限" not in counts


def test_a_late_payment_by_pages(ground):
    supplier = browser(ground.town, Role.SUPPLIER)
    contract = ground.case.contract.pk
    assert f"/complaints/new/{contract}/" in read(supplier, f"/cases/{contract}/")
    head = browser(ground.town, Role.PURCHASER_APPROVER)
    assert f"/complaints/new/{contract}/" not in read(head, f"/cases/{contract}/")
    words = "十月底已经验收,催了三次不付"
    early = supplier.post(f"/complaints/new/{contract}/", {"kind": "unpaid", "words": words})
    assert (early.status_code, "还没有登记" in early.content.decode()) == (422, True)
    ground.accept()
    assert supplier.post(
        f"/complaints/new/{contract}/", {"kind": "unpaid", "words": words}
    ).status_code == 302  # fmt: skip
    place = f"/complaints/{Complaint.objects.get().pk}/"
    pdf = supplier.get(f"{place}pdf/")
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert "答复投诉" in read(head, "/desk/")
    assert f"{place}pdf/" not in read(head, place)
    assert head.get(f"{place}pdf/").status_code == 403
    early = {"channel": "某某平台", "outside_no": "TX-1", "passed_on": "2020-01-01"}
    bad = supplier.post(f"{place}pass/", early)
    assert (bad.status_code, "应在" in bad.content.decode()) == (422, True)
    today = re.search(r"20\d\d-\d\d-\d\d", Complaint.objects.get().made_at.isoformat())[0]
    assert supplier.post(f"{place}pass/", {**early, "passed_on": today}).status_code == 302
    assert "TX-1" in read(browser(ground.town, Role.SME_AUTHORITY), place)
    assert "TX-1" not in read(head, place)


def test_the_page_of_nobody_and_of_another(ground):
    supplier = browser(ground.town, Role.SUPPLIER)
    stranger = ground.town.supplier("别家", "91410300MA44K3P079")
    other = browser(ground.town, Role.SUPPLIER, organisation=stranger)
    new = f"/complaints/new/{ground.application.pk}/"
    read(other, new, 404)
    assert other.post(new, {"kind": "bundling", "words": WORDS}).status_code == 404
    assert not Complaint.objects.exists()
    assert "没有投诉" in read(supplier, "/complaints/")
