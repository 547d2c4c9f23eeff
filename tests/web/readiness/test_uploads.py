"""Uploads of lists: a person's newest twenty are kept, and nobody else's go for them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairong.doors import uploads
from cairong.kernel.actor import Role
from cairong.parties.models import Invitation, Mandate, Proposal
from cairong.web.readiness.sheets import MOST_KEPT
from support.town import found_town
from support.visitors import account_in, browser, signed_in


def sent(client: Client, name: str) -> str:
    rows = f"单位名称\r\n{name}\r\n".encode()
    file = SimpleUploadedFile("名单.csv", rows)
    return str(client.post("/sheets/purchasers/", {"file": file}).headers["Location"])


def test_the_newest_of_each_are_kept(db):
    town = found_town(demo=False)
    other, mine = (browser(town, Role.OPERATOR) for _ in range(2))
    theirs, first = sent(other, "乙局"), sent(mine, "甲局")
    places = [sent(mine, f"第{each}局") for each in range(MOST_KEPT)]
    assert mine.get(first).status_code == 404
    assert {mine.get(each).status_code for each in places} == {200}
    assert other.get(theirs).status_code == 200


def test_a_list_is_none_of_the_files_of_awards(db):
    operator = browser(found_town(demo=False), Role.OPERATOR)
    place = sent(operator, "甲局")
    pages = "/imports/list/", place.replace("sheets/purchasers", "imports")
    assert [operator.get(each).status_code for each in pages] == [200, 404]
    operator.post(f"{place}send/", {})
    assert [operator.get(each).status_code for each in pages] == [200, 404]


def test_a_list_is_sent_once_though_pressed_twice_at_once(db):
    operator = browser(found_town(demo=False), Role.OPERATOR)
    place = sent(operator, "甲局")
    file = next(uploads._folder().glob(f"{place.rstrip('/').rpartition('/')[2]}.json"))
    assert uploads.take(uploads._read(file))
    assert operator.post(f"{place}send/", {}).status_code == 409
    assert not Proposal.objects.exists()


def test_a_list_is_sent_by_the_seat_that_looked_alone(db):
    town = found_town(demo=False)
    one, two = (town.organisation("purchaser", name) for name in ("甲局", "乙局"))
    account = account_in(town, Role.PURCHASER_APPROVER, organisation=one, administrator=True)
    other = Mandate.objects.create(
        person=account.person, organisation=two, role=account.mandate.role, region=two.region,
        valid_from=account.mandate.valid_from, administrator=True,
    )  # fmt: skip
    client = signed_in(account)
    file = SimpleUploadedFile("人员.csv", "姓名,岗位\r\n王五,采购人经办\r\n".encode())
    place = client.post("/sheets/people/", {"file": file}).headers["Location"]
    assert client.post("/account/switch/", {"mandate": str(other.pk)}).status_code == 302
    answer = client.post(f"{place}send/", {})
    assert (answer.status_code, Invitation.objects.count()) == (409, 0)
    assert "预览以后换了身份" in answer.content.decode()


def test_what_was_not_shown_as_good_is_not_sent(db):
    operator = browser(found_town(demo=False), Role.OPERATOR)
    operator.post(f"{sent(operator, '甲局')}send/", {})
    place = sent(operator, "甲局\r\n乙局")
    laid = Proposal.objects.get()
    operator.post(f"/proposals/{laid.pk}/recall/", {})
    operator.post(f"{place}send/", {})
    assert "预览时这一行不是" in operator.get(place).content.decode()
    assert [each.arguments["name"] for each in Proposal.objects.filter(state="waiting")] == ["乙局"]
