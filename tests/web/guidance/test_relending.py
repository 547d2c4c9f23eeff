"""The pages of declared shortages: the list, a declaration, an answer. 三(二)-3"""

import pytest
from django.test import Client

from cairong.guidance.models import Shortage
from cairong.kernel.actor import Role
from cairong.parties.models import Proposal
from guidance.test_relending import LOCAL, Short
from support.staging import staged
from support.town import Town
from support.visitors import browser

pytestmark = pytest.mark.django_db
NEW = "/relending/declare/"


@staged
def ground(town: Town) -> Short:
    made = Short(town)
    _ = made.pair, made.people()
    return made


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def agreed(second: Client) -> str:
    proposal = Proposal.objects.get(state="waiting")
    shown = read(second, f"/proposals/{proposal.pk}/")
    done = second.post(f"/proposals/{proposal.pk}/decide/", {"decision": "approve"})
    assert done.status_code == 302, done.content.decode()[:3000]
    return shown


def local(ground: Short, role: Role) -> Client:
    held = ground.town.organisation("institution", LOCAL)
    return browser(ground.town, role, organisation=held)


def test_from_the_declaration_to_the_answer(ground):
    manager = local(ground, Role.INSTITUTION_MANAGER)
    typed = {"amount_fen": "2000万", "months": "12", "purpose": "政采贷投放较快,\r\n头寸不足"}
    for wrong, said in (
        ({"amount_fen": ""}, "希望得到的金额"), ({"months": "37"}, "期限"),
        ({"purpose": "短"}, "用途"), ({"amount_fen": "-5"}, "希望得到的金额"),
    ):  # fmt: skip
        answer = manager.post(NEW, typed | wrong)
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert manager.post(NEW, typed).status_code == 302
    agreed(local(ground, Role.INSTITUTION_APPROVER))
    found = Shortage.objects.get()
    assert found.amount_fen == 2_000_000_000
    pboc = browser(ground.town, Role.PBOC)
    page = read(pboc, "/overseer/relending/")
    for said in (LOCAL, "这个次序怎样算?", "365 天", "三(二)-3"):
        assert said in page
    assert pboc.get("/overseer/relending/export/").status_code == 200
    assert "答复资金困难申报" in read(pboc, "/desk/")
    place = f"/relending/{found.pk}/"
    answer = pboc.post(f"{place}grant/", {"instrument": "relending", "granted_fen": "3000万"})
    assert (answer.status_code, "3000万" in answer.content.decode()) == (422, True)
    assert "不超过申报的" in answer.content.decode()
    sent = pboc.post(f"{place}grant/", {"instrument": "rediscount", "granted_fen": "1500万"})
    assert sent.status_code == 302
    assert "已提交复核" in read(pboc, place)
    agreed(browser(ground.town, Role.PBOC, username="second-of-pboc"))
    page = read(manager, place)
    for said in ("已给予支持", "再贴现", "15,000,000.00"):
        assert said in page
    assert found.no in read(manager, "/relending/")


def test_whoever_is_not_local_reads_why_not(ground):
    other = ground.town.institution("甲银行")
    manager = browser(ground.town, Role.INSTITUTION_MANAGER, organisation=other)
    assert "本机构不是地方法人机构" in read(manager, NEW)
    typed = {"amount_fen": "100万", "months": "6", "purpose": "头寸不足需要支持"}
    answer = manager.post(NEW, typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "不是地方法人金融机构" in page
    assert "头寸不足需要支持" in page
