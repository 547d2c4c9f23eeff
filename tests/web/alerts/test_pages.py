"""The regulator's pages of alerts; the mark of a browser at sign-in, told to whoever signs in."""

import pytest
from django.test import Client

from alerts.ground import WORDS, Watched, stand_watched
from alerts.test_alerts import telephones
from cairong.alerts.models import Alert
from cairong.kernel.actor import Role
from cairong.parties.models import Access
from support.staging import staged
from support.town import Town
from support.visitors import WORD, account_in, browser

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"


@staged
def ground(town: Town) -> Watched:
    made = stand_watched(town)
    telephones(made, "supplier", "purchaser")
    made.raised()
    return made


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_the_regulator_reads_each_fact_and_closes(ground):
    regulator = browser(ground.town, Role.REGULATOR)
    alert = Alert.objects.get()
    assert "待查看的监管预警" in read(regulator, "/desk/")
    listed = read(regulator, "/overseer/alerts/")
    for said in ("YJ2025-000001", "不同单位留同一电话", "供应商、采购人", "待查看"):
        assert said in listed
    place, case = f"/overseer/alerts/{alert.pk}/", f"/cases/{ground.case.contract.pk}/"
    page = read(regulator, place)
    for said in ("涉及 1 笔业务", "不是认定", "同一园区的总机", case, "三(一)-3"):
        assert said in page
    assert "6300" not in page
    assert "信息系统运维" in read(regulator, case)
    for typed, said in (
        ({"finding": "", "words": WORDS}, "结论"), ({"finding": "none", "words": "没有"}, "核对"),
        ({}, "结论"), ({"finding": "guilty", "words": WORDS}, "结论"),
    ):  # fmt: skip
        answer = regulator.post(f"{place}close/", typed)
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
        assert typed.get("words", "") in answer.content.decode()
    sent = {"finding": "passed", "words": "移送财政局采购科,\r\n请核对两家的联系人。"}
    assert regulator.post(f"{place}close/", sent).status_code == 302
    page = read(regulator, place)
    assert "移送有关部门" in page
    assert "请核对两家的联系人。" in page
    assert "确认办结" not in page
    again = regulator.post(f"{place}close/", sent)
    assert (again.status_code, "已办结" in again.content.decode()) == (409, True)
    assert place in regulator.get(f"/find/{alert.pk}/").headers["Location"]
    for role in (Role.PROCUREMENT_APPROVER, Role.SUPPLIER, Role.INSTITUTION_OFFICER, Role.PBOC):
        other = browser(ground.town, role)
        assert other.get(place).status_code == 403
        assert other.get("/overseer/alerts/").status_code == 403
        assert other.get(f"/find/{alert.pk}/").status_code == 404


def test_a_browser_is_known_by_its_mark_and_its_holder_is_told(town):
    names = [account_in(town, role).username for role in (Role.SUPPLIER, Role.PURCHASER_OFFICER)]
    own = Client()
    assert "放一个随机记号" in read(own, SIGN_IN)
    for client, name in ((own, names[0]), (own, names[1]), (Client(), names[0])):
        answer = client.post(SIGN_IN, {"username": name, "password": WORD})
        assert answer.status_code == 302
        assert answer.cookies["device"]["httponly"]
        client.post("/account/sign-out/")
    marks = list(Access.objects.filter(outcome="signed_in").order_by("pk").values_list(
        "device_digest", flat=True
    ))  # fmt: skip
    assert marks[0] == marks[1] != marks[2]
    assert len(marks[0]) == 32
    assert own.cookies["device"].value not in marks[0]
    assert not Access.objects.exclude(outcome="signed_in").exclude(device_digest="").exists()
    assert own.post(SIGN_IN, {"username": names[0], "password": WORD}).status_code == 302
    log = read(own, "/account/log/")
    assert marks[0][:8] in log
    assert marks[0] not in log
    assert "随记录删除" in log
