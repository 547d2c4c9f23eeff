"""Uploads of lists: a person's newest twenty are kept, and nobody else's go for them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairong.kernel.actor import Role
from cairong.web.readiness.sheets import MOST_KEPT
from support.town import found_town
from support.visitors import browser


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
