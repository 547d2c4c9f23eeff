"""From the agreement to the award through the pages of purchaser, agency and public. 附-1"""

import pytest
from django.test import Client

from agencies.ground import STRANGER, Agencies
from cairong.agencies.models import Engagement, ProcurementFile
from cairong.contracts.models import Award
from cairong.kernel.actor import Role
from cairong.parties.models import Proposal
from support.browsing import problems, read, send, value_of
from support.clock import Clock
from support.papers import beside
from support.visitors import browser

pytestmark = pytest.mark.django_db
FILE = {
    "project_no": "洛采2026-7", "title": "教学设备采购", "budget": "90万", "method": "公开招标",
    "issued_on": "2026-03-02", "obtained": f"{STRANGER} 洛阳新来科技有限公司",
}  # fmt: skip


@pytest.fixture(autouse=True)
def march(clock: Clock) -> Clock:
    clock.set("2026-03-02 10:00")
    return clock


@pytest.fixture
def second(ground) -> Client:
    return browser(ground.town, Role.PURCHASER_APPROVER)


@pytest.fixture
def officer(ground) -> Client:
    return browser(ground.town, Role.PURCHASER_OFFICER)


@pytest.fixture
def clerk(ground) -> Client:
    return browser(ground.town, Role.AGENCY_CLERK)


def agreed(second: Client) -> None:
    proposal = Proposal.objects.get(state="waiting")
    read(second, f"/proposals/{proposal.pk}/")
    send(second, f"/proposals/{proposal.pk}/decide/", {"decision": "approve", "reason": ""})


def test_an_agreement_is_recorded_accepted_and_ended(ground: Agencies, officer, second, clerk):
    typed = {
        "agency": str(ground.agency().pk), "no": "洛代2026-2", "paper": "原件存档",
        "project_no": "洛采2026-8", "valid_from": "2026-03-01", "valid_to": "2099-01-01",
    }  # fmt: skip
    page = send(officer, "/agencies/engagements/new/", typed, 422)
    assert any("超过 5 年" in each for each in beside(page, "valid_to"))
    send(officer, "/agencies/engagements/new/", typed | {"valid_to": "2029-03-01"})
    agreed(second)
    made = Engagement.objects.get(no="洛代2026-2")
    place = f"/agencies/engagements/{made.pk}/"
    assert "答复委托代理协议" in read(clerk, "/desk/")
    assert "接受委托" in read(clerk, place)
    send(clerk, f"{place}accept/", {})
    page = read(clerk, place)
    assert "现在可以办理" in page
    assert value_of(read(clerk, f"{place}file/?secrecy=no"), "project_no") == "洛采2026-8"
    send(officer, f"{place}end/", {"reason": "另行委托"})
    assert "等另一位同事复核" in read(officer, place)
    agreed(second)
    for client in (officer, clerk):
        page = read(client, place)
        assert "另行委托" in page
        assert "现在可以办理" not in page
    page = send(clerk, f"{place}file/?secrecy=no", FILE | {"project_no": "洛采2026-8"}, 422)
    assert "已经终止、退回或没有接受" in problems(page)[0]


def test_the_file_with_its_letter_read_by_link_then_the_award(ground: Agencies, officer, clerk):
    start = f"/agencies/engagements/{ground.engagement.pk}/file/"
    assert "涉及国家秘密吗" in read(clerk, start)
    page = send(clerk, f"{start}?secrecy=no", FILE | {"obtained": "91 坏代码"}, 422)
    assert any("第 1 行" in each for each in beside(page, "obtained"))
    send(clerk, f"{start}?secrecy=no", FILE)
    ground.follow()
    file = ProcurementFile.objects.get()
    place = f"/agencies/files/{file.pk}/"
    letter = ground.letter()
    assert "没有注册,待递交" in read(clerk, place)
    page = read(clerk, f"/letters/{letter.pk}/")
    assert letter.token in page
    assert clerk.get(f"/letters/{letter.pk}/code.svg")["Content-Type"] == "image/svg+xml"
    assert clerk.get(f"/letters/{letter.pk}/pdf/")["Content-Type"] == "application/pdf"
    served = {"served_how": "paper", "served_on": "2026-03-01"}
    page = send(clerk, f"/letters/{letter.pk}/serve/", served, 422)
    assert any("早于采购文件发出日期" in each for each in beside(page, "served_on"))
    send(clerk, f"/letters/{letter.pk}/serve/", served | {"served_on": "2026-03-02"})
    anybody = Client()
    page = read(anybody, f"/letter/{letter.token}/")
    assert "无需抵押、担保" in page
    assert "洛阳新来科技有限公司" in page
    assert "未读" in read(clerk, place)
    send(anybody, f"/letter/{letter.token}/", {})
    assert "已确认收到" in read(anybody, f"/letter/{letter.token}/")
    assert anybody.get("/letter/xyz/").status_code == 404
    assert "凭链接确认" in read(officer, place)
    award = {
        "title": file.title, "project_no": file.project_no, "amount": "80万",
        "notice_on": "2026-03-02", "supplier_0": "供应商",
    }  # fmt: skip
    assert value_of(read(clerk, f"{place}award/"), "project_no") == "洛采2026-7"
    page = send(clerk, f"{place}award/", award | {"project_no": "别的"}, 422)
    assert any("洛采2026-7" in each for each in beside(page, "project_no"))
    send(clerk, f"{place}award/", award)
    ground.follow()
    made = Award.objects.get()
    own = f"/agencies/awards/{made.pk}/"
    assert "等待签订合同" in read(clerk, own)
    assert "洛代2026-1" in read(officer, f"/purchaser/awards/{made.pk}/")
    assert clerk.get(f"/find/{made.pk}/").url == own
    found = read(clerk, "/find/?words=采购")
    assert "采购文件" in found
    assert made.no in found
    desk = read(clerk, "/desk/")
    for word in ("委托的采购人", "采购人", "教学设备采购", "1/2"):
        assert word in desk
    for listed in ("/agencies/engagements/", "/agencies/files/", "/agencies/awards/", "/letters/"):
        assert read(clerk, listed)


def test_what_is_the_purchasers_alone_is_refused_with_the_clause(ground: Agencies, clerk):
    ground.award(engagement_id=ground.engagement.pk)
    award = Award.objects.get()
    for place in (f"/purchaser/awards/{award.pk}/contract/", "/purchaser/contracts/"):
        answer = clerk.get(place)
        assert answer.status_code == 403
        assert "条例§16" in answer.content.decode()
    other = browser(
        ground.town, Role.AGENCY_CLERK, organisation=ground.agency("乙代理"), username="other"
    )
    for place in (
        f"/agencies/awards/{award.pk}/",
        f"/agencies/engagements/{ground.engagement.pk}/",
    ):
        assert other.get(place).status_code == 404


def test_a_form_sent_twice_or_after_going_back_is_done_once(ground: Agencies, clerk):
    start = f"/agencies/engagements/{ground.engagement.pk}/file/?secrecy=no"
    token = value_of(read(clerk, start), "request_id")
    for _ in range(2):
        send(clerk, start, FILE | {"request_id": token})
    assert ProcurementFile.objects.count() == 1
    page = send(clerk, start, FILE, 409)
    assert "已经登记过采购文件" in problems(page)[0]
