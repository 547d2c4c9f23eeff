"""What is typed into the forms of complaints, and what each bad way of it is answered. 三(一)-2"""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairong.complaints.models import Complaint, ComplaintPaper
from cairong.kernel.actor import Role
from complaints.ground import ANSWER, DUE, PAPER, WORDS, Ground, stand_complaints
from support.staging import staged
from support.town import Town
from support.visitors import browser

pytestmark = pytest.mark.django_db
GONE = "和经办说清楚了,不再投诉"


@staged
def ground(town: Town) -> Ground:
    return stand_complaints(town)


def sent(client: Client, found: Complaint, act: str, typed: dict[str, Any]) -> tuple[int, str]:
    answer = client.post(f"/complaints/{found.pk}/{act}/", typed)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({}, "是不是属实"),
        ({"outcome": "upheld"}, "答复"),
        ({"outcome": "guilty", "words": ANSWER}, "是不是属实"),
        ({"outcome": "upheld", "words": "知道了"}, "答复"),
        ({"outcome": "upheld", "words": "好" * 1001}, "答复"),
        ({"outcome": "upheld", "words": "嗯" * 40}, "没有写清楚"),
    ],
)
def test_a_bad_answer(ground, typed, word):
    found = ground.complain()
    status, page = sent(browser(ground.town, Role.INSTITUTION_MANAGER), found, "answer", typed)
    assert (status, word in page) == (422, True)
    found.refresh_from_db()
    assert found.state == "open"


@pytest.mark.parametrize("typed", [{}, {"outcome": "upheld"}, {"outcome": "x", "words": ANSWER}])
def test_a_bad_settlement(ground, typed):
    found = ground.complain()
    ground.moved(DUE)
    status, page = sent(browser(ground.town, Role.REGULATOR), found, "settle", typed)
    assert (status, "处理结论" in page) == (422, True)


@pytest.mark.parametrize(
    ("act", "typed", "status"),
    [
        ("press", {"words": GONE}, 409),
        ("rate", {"rating": "5"}, 409),
        ("withdraw", {"words": ""}, 422),
        ("withdraw", {"words": GONE}, 302),
    ],
)
def test_of_the_supplier_in_the_wrong_state(ground, act, typed, status):
    found = ground.complain()
    assert sent(browser(ground.town, Role.SUPPLIER), found, act, typed)[0] == status


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"channel": "某某平台", "outside_no": "T1"},
        {"channel": "某", "outside_no": "T1", "passed_on": "2025-10-13"},
        {"channel": "某某平台", "outside_no": "T1", "passed_on": "13/40/2025"},
        {"channel": "某某平台", "outside_no": "T1", "passed_on": "2099-01-01"},
    ],
)
def test_a_bad_number_of_the_channel(ground, typed):
    found = ground.of_contract()
    assert sent(browser(ground.town, Role.SUPPLIER), found, "pass", typed)[0] == 422


def test_words_are_shown_as_words(ground):
    found = ground.complain(words="第一行:<script>alert(1)</script>请看")
    page = browser(ground.town, Role.INSTITUTION_MANAGER).get(f"/complaints/{found.pk}/")
    assert "<script>alert(1)" not in page.content.decode()
    assert "&lt;script&gt;" in page.content.decode()


def test_back_pressed_after_it_was_answered(ground):
    """The old form, sent again, is told that the answer stands."""
    found = ground.complain()
    manager = browser(ground.town, Role.INSTITUTION_MANAGER)
    typed = {"outcome": "upheld", "words": ANSWER}
    assert sent(manager, found, "answer", typed)[0] == 302
    status, _ = sent(manager, found, "answer", {**typed, "outcome": "unfounded"})
    found.refresh_from_db()
    assert (status, found.outcome) == (409, "upheld")


def drafts(page: str) -> list[str]:
    return re.findall(r'data-draft="([^"]*)"', page)


def test_what_is_half_typed_stays_with_its_complaint(ground):
    supplier, manager = (
        browser(ground.town, role) for role in (Role.SUPPLIER, Role.INSTITUTION_MANAGER)
    )
    made = [ground.complain(), ground.complain(kind="fees")]
    keys = [drafts(manager.get(f"/complaints/{each.pk}/").content.decode()) for each in made]
    assert keys == [[f"complaint-answer-{each.pk}"] for each in made]
    sent(manager, made[0], "answer", {"outcome": "upheld", "words": ANSWER})
    page = supplier.get(f"/complaints/{made[0].pk}/").content.decode()
    assert drafts(page) == [f"complaint-press-{made[0].pk}"]
    ground.moved(DUE)
    regulator = browser(ground.town, Role.REGULATOR)
    page = regulator.get(f"/complaints/{made[1].pk}/").content.decode()
    assert drafts(page) == [f"complaint-settle-{made[1].pk}"]
    for case in (ground.application.pk, ground.case.contract.pk):
        page = supplier.get(f"/complaints/new/{case}/").content.decode()
        assert drafts(page) == [f"complaint-new-{case}"]


def paper(mark: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("截图.pdf", PAPER + mark)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"kind": "unpaid", "words": WORDS}, 422),
        ({"kind": "refusal", "words": WORDS}, 422),
        ({"kind": "bundling", "words": "嗯" * 40}, 422),
    ],
)
def test_a_refused_complaint_leaves_no_paper_behind(ground, typed, status):
    supplier = browser(ground.town, Role.SUPPLIER)
    new = f"/complaints/new/{ground.application.pk}/"
    answer = supplier.post(new, {**typed, "file": paper(b"a")})
    assert (answer.status_code, ComplaintPaper.objects.count()) == (status, 0)
    assert "没有找到" not in answer.content.decode()
    sent = supplier.post(new, {"kind": "bundling", "words": WORDS, "file": paper(b"a")})
    assert (sent.status_code, ComplaintPaper.objects.count()) == (302, 1)
    again = supplier.post(new, {"kind": "bundling", "words": WORDS, "file": paper(b"b")})
    assert (again.status_code, ComplaintPaper.objects.count()) == (422, 1)


def test_a_refused_step_leaves_no_paper_behind(ground):
    found = ground.complain()
    manager, regulator, supplier = (
        browser(ground.town, role)
        for role in (Role.INSTITUTION_MANAGER, Role.REGULATOR, Role.SUPPLIER)
    )
    typed = {"outcome": "upheld", "words": ANSWER}
    assert sent(manager, found, "answer", typed)[0] == 302
    assert sent(manager, found, "answer", typed | {"file": paper(b"a")})[0] == 409
    assert sent(regulator, found, "settle", typed | {"file": paper(b"a")})[0] == 409
    assert sent(supplier, found, "press", {"words": "嗯" * 40, "file": paper(b"a")})[0] == 422
    assert not ComplaintPaper.objects.exists()
    assert sent(supplier, found, "press", {"words": ANSWER, "file": paper(b"a")})[0] == 302
    assert sent(regulator, found, "settle", typed | {"file": paper(b"b")})[0] == 302
    assert ComplaintPaper.objects.count() == 2


def test_the_same_form_sent_twice_with_its_paper_is_one_complaint(ground):
    supplier = browser(ground.town, Role.SUPPLIER)
    new = f"/complaints/new/{ground.application.pk}/"
    token = re.search(r'name="request_id" value="([^"]+)"', supplier.get(new).content.decode())[1]
    typed = {"kind": "bundling", "words": WORDS, "request_id": token}
    places = [
        supplier.post(new, {**typed, "file": paper(b"a")}).headers["Location"] for _ in range(2)
    ]
    assert places == [f"/complaints/{Complaint.objects.get().pk}/"] * 2
    assert ComplaintPaper.objects.count() == 1
