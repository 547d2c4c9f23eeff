"""The roster's pages: the purchaser's list, the supplier's consent, the institution's answer.

三(二)-4
"""

import pytest
from django.test import Client

from cairong.contracts.models import Award
from cairong.guidance.models import RosterEntry, RosterPush
from cairong.kernel.actor import Role
from guidance.test_roster import LOSER, WORDS, Roster, ground  # noqa: F401 - the same stage
from support.visitors import browser

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def test_from_taking_part_to_what_came(ground: Roster):  # noqa: F811
    town = ground.town
    purchaser = browser(town, Role.PURCHASER_OFFICER, organisation=town.purchaser())
    award = Award.objects.get()
    place = f"/purchaser/awards/{award.pk}/participants/"
    assert place in read(purchaser, f"/purchaser/awards/{award.pk}/")
    answer = purchaser.post(f"{place}enter/", {"lines": "9141 落选供应商"})
    assert (answer.status_code, "9141 落选供应商" in answer.content.decode()) == (422, True)
    assert "第 1 行的统一社会信用代码" in answer.content.decode()
    firm = ground.firm()
    supplier = browser(
        town, Role.SUPPLIER, organisation=town.organisation("supplier", "落选供应商")
    )
    assert firm.organisation_name == "落选供应商"
    answer = supplier.post("/supplier/roster/consent/", {})
    assert answer.status_code == 422
    assert "没有「落选供应商」参与政府采购的记录" in answer.content.decode()
    assert purchaser.post(f"{place}enter/", {"lines": f"{LOSER} 落选供应商"}).status_code == 302
    assert LOSER in read(purchaser, place)
    assert "随时可以撤回" in read(supplier, "/supplier/roster/")
    assert supplier.post("/supplier/roster/consent/", {}).status_code == 302
    officer = browser(town, Role.INSTITUTION_OFFICER, organisation=town.institution())
    assert "落选供应商" in read(officer, "/institution/roster/")
    assert "对接名录库企业并答复" in read(officer, "/desk/")
    push = RosterPush.objects.get(institution=town.institution())
    at = f"/institution/roster/{push.pk}/"
    wrong = {"outcome": "visited", "on": "2020-01-01", "words": WORDS}
    answer = officer.post(f"{at}answer/", wrong)
    assert (answer.status_code, WORDS in answer.content.decode()) == (422, True)
    today = push.pushed_at.date().isoformat()
    assert officer.post(f"{at}answer/", wrong | {"on": today}).status_code == 302
    assert WORDS in read(officer, at)
    assert WORDS in read(supplier, "/supplier/roster/")
    pboc = browser(town, Role.PBOC)
    assert "甲银行" in read(pboc, "/overseer/roster/")
    assert "落选供应商" in read(pboc, "/overseer/roster/firms/")
    assert pboc.get("/overseer/roster/export/").status_code == 200
    assert supplier.post("/supplier/roster/withdraw/", {"reason": ""}).status_code == 422
    assert supplier.post("/supplier/roster/withdraw/", {"reason": "不用了"}).status_code == 302
    assert RosterEntry.objects.get().state == "withdrawn"
    assert officer.get(at).status_code == 404
    assert "落选供应商" not in read(officer, "/institution/roster/")
    assert "落选供应商" not in read(pboc, "/overseer/roster/firms/")
    assert "落选供应商" not in read(pboc, "/overseer/roster/")
