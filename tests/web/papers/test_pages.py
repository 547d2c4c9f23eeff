"""The pages of papers: sent, looked at, handed in, read by others, withdrawn.

二(四)-2
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairong.kernel.actor import Role
from cairong.papers import store
from cairong.papers.models import Paper
from lending.ground import Case, stand_case
from papers.ground import PLAIN, RESIDENT, pdf, photograph
from support.papers import beside
from support.staging import staged
from support.town import Town
from support.visitors import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path) -> None:
    settings.FILES_ROOT = tmp_path


@staged
def case(town: Town) -> Case:
    return stand_case(town)


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def file(content: bytes, name: str = "合同.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_sent_looked_at_handed_in_read_and_withdrawn(case):
    purchaser = browser(case.town, Role.PURCHASER_OFFICER)
    new = f"/papers/new/{case.contract.pk}/"
    assert new in read(purchaser, f"/cases/{case.contract.pk}/")
    sent = purchaser.post(
        new, {"purpose": "acceptance", "sent": [file(photograph()), file(photograph())]}
    )
    paper = Paper.objects.get()
    place = f"/papers/{paper.pk}/"
    assert (sent.status_code, sent.headers["Location"], paper.state) == (302, place, "kept")
    page = read(purchaser, place)
    assert "第 1、2 页是图片或扫描件" in page
    assert "待本单位过目" in page
    supplier = browser(case.town, Role.SUPPLIER)
    read(supplier, place, 404)
    assert purchaser.post(f"{place}hand-in/").status_code == 302
    assert "已提交" in read(supplier, f"/cases/{case.contract.pk}/")
    assert "谁看过" not in read(supplier, place)
    answer = supplier.get(f"{place}file/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert supplier.get(f"{place}pages/2/").headers["Content-Type"] == "image/jpeg"
    read(supplier, f"{place}pages/3/", 404)
    assert "供应商 · 2 次" in read(purchaser, place)
    assert supplier.post(f"{place}withdraw/").status_code == 404
    assert purchaser.post(f"{place}withdraw/").status_code == 302
    read(supplier, place, 404)
    read(supplier, f"{place}file/", 404)


def test_numbers_of_persons_are_shown_to_who_uploads_masked(case):
    supplier = browser(case.town, Role.SUPPLIER)
    new = f"/papers/new/{case.contract.pk}/"
    supplier.post(new, {"purpose": "delivery", "sent": file(pdf(f"{PLAIN} {RESIDENT}"))})
    page = read(supplier, f"/papers/{Paper.objects.get().pk}/")
    assert "居民身份证号 410*************8X" in page
    assert RESIDENT not in page


BAD = (
    ({}, "sent", "文件"),
    ({"sent": file(b"MZ" * 9, "a.pdf")}, "sent", "不是 PDF"),
    ({"sent": file(b"", "a.pdf")}, "sent", "空"),
    ({"sent": [file(pdf()), file(photograph())]}, "sent", "照片"),
    ({"sent": file(pdf()), "purpose": "contract"}, "purpose", "不在可用"),
    ({"sent": file(pdf()), "number": "1234"}, "number", "20 位"),
)


@pytest.mark.parametrize(("typed", "place", "said"), BAD, ids=[said for *_, said in BAD])
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(case, typed, place, said):
    supplier = browser(case.town, Role.SUPPLIER)
    facts = {"purpose": "invoice", "number": "26412000000012345678", **typed}
    answer = supplier.post(f"/papers/new/{case.contract.pk}/", facts)
    page = answer.content.decode()
    assert (answer.status_code, said in " ".join(beside(page, place))) == (422, True)
    assert f'value="{facts["number"]}"' in page


def test_a_paper_that_is_gone_is_said_to_be(case):
    purchaser = browser(case.town, Role.PURCHASER_OFFICER)
    purchaser.post(f"/papers/new/{case.contract.pk}/", {"purpose": "contract", "sent": file(pdf())})
    paper = Paper.objects.get()
    (store.place_of(paper.content.sha256) / store.WHOLE).unlink()
    assert "备份" in read(purchaser, f"/papers/{paper.pk}/file/", 409)


def test_an_institution_that_is_asked_finds_it_in_its_list(case):
    browser(case.town, Role.PURCHASER_OFFICER).post(
        f"/papers/new/{case.contract.pk}/", {"purpose": "contract", "sent": file(pdf())}
    )
    case.intend()
    institution = browser(case.town, Role.INSTITUTION_OFFICER)
    assert str(Paper.objects.get().pk) in read(institution, "/papers/")
    read(institution, f"/papers/new/{case.contract.pk}/", 403)
