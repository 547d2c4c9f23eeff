"""The pages of a disputed size class: asked, heard, decided, and what a bad form is answered.

802§29
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairong.kernel.actor import Role
from cairong.parties.models import Proposal
from cairong.sizing.models import Dispute
from sizing.ground import HERE, PAPER, WORDS, Sizing, stand_sizing
from support.staging import staged
from support.town import Town
from support.visitors import browser

pytestmark = pytest.mark.django_db
NEW = "/sizes/new/"


@staged
def ground(town: Town) -> Sizing:
    return stand_sizing(town)


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def file(content: bytes = PAPER, name: str = "名册.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_asked_heard_and_decided_by_pages(ground):
    purchaser = browser(ground.town, Role.PURCHASER_OFFICER)
    for typed, said in (
        ({}, "理由"), ({"uscc": HERE, "words": "太短"}, "理由"),
        ({"uscc": "91410300MA44K3P070", "words": WORDS}, "校验码"),
        ({"uscc": "91410303000000000D", "words": WORDS}, "没有找到"),
        ({"uscc": HERE, "words": WORDS, "file": file(b"MZ", "a.exe")}, "PDF"),
    ):  # fmt: skip
        answer = purchaser.post(NEW, typed)
        assert (answer.status_code, said in answer.content.decode()) == (422, True), typed
    sent = purchaser.post(NEW, {"uscc": HERE, "words": WORDS, "file": file()})
    found = Dispute.objects.get()
    place = f"/sizes/{found.pk}/"
    assert (sent.status_code, sent.headers["Location"]) == (302, place)
    assert "申报" in read(purchaser, place)
    firm = browser(ground.town, Role.SUPPLIER, organisation=ground.firm)
    assert WORDS in read(firm, place)
    assert firm.post(f"{place}hear/", {"words": "其中 340 人是劳务派遣"}).status_code == 302
    authority = browser(ground.town, Role.SME_AUTHORITY)
    assert "认定企业规模" in read(authority, "/desk/")
    assert "劳务派遣" in read(authority, place)
    bad = authority.post(f"{place}decide/", {"industry": "软件和信息技术服务业"})
    assert (bad.status_code, "依据" in bad.content.decode()) == (422, True)
    typed = {
        "industry": "软件和信息技术服务业", "employees": "380", "revenue_wan": "12000",
        "reason": "社保名册 380 人", "series": "洛工信函", "file": file(PAPER + b"x"),
    }  # fmt: skip
    assert authority.post(f"{place}decide/", typed).status_code == 302
    waiting = Proposal.objects.get(act="sizing.decide_size")
    second = browser(ground.town, Role.SME_AUTHORITY)
    assert "大型" in read(second, f"/proposals/{waiting.pk}/")
    assert (
        second.post(f"/proposals/{waiting.pk}/decide/", {"decision": "approve"}).status_code == 302
    )
    seen = read(purchaser, place)
    assert "认定为大型企业" in seen
    for hidden in ("380", "劳务派遣", "社保名册"):
        assert hidden not in seen.replace(WORDS, "")
    assert "380" in read(firm, place)
    assert purchaser.get(f"{place}pdf/").headers["Content-Type"] == "application/pdf"
    paper = found.sayings.get(kind="decided").paper_id
    assert purchaser.get(f"{place}papers/{paper}/").status_code == 404
    assert firm.get(f"{place}papers/{paper}/").status_code == 200
    assert "已认定" in read(firm, "/sizes/")
    stranger = browser(ground.town, Role.SUPPLIER, organisation=ground.foreign)
    read(stranger, place, 404)
