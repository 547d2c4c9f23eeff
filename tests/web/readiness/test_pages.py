"""The page of the checklist: what is missing, and a link for whoever can do it."""

from cairong.kernel.actor import Role
from cairong.parties.models import Proposal
from cairong.readiness.models import Statement
from support.staging import staged
from support.town import COUNTY, Town, found_town
from support.visitors import account_in, browser, signed_in

STATE = "/readiness/state/"


@staged
def empty(db) -> Town:
    return found_town(demo=False)


def read(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:1500]
    return answer.content.decode()


def test_each_finds_the_way_to_what_is_theirs(empty):
    operator = read(browser(empty, Role.OPERATOR), "/readiness/")
    assert "依法开办还缺" in operator
    assert 'href="/operator/channels/"' in operator
    assert STATE not in operator
    officer = read(browser(empty, Role.PROCUREMENT_OFFICER), "/readiness/")
    assert f'href="{STATE}"' in officer
    assert f'href="/overseer/counties/{COUNTY}/"' in officer
    assert "「发送渠道」" in officer


def test_two_persons_state_what_only_they_know(empty):
    officer = browser(empty, Role.PROCUREMENT_OFFICER)
    approver = browser(empty, Role.PROCUREMENT_APPROVER)
    said = {"item": "backup", "evidence": "2026年11月30日试恢复记录,机房档案 3 号"}
    assert officer.post(STATE, said).status_code == 302
    laid = Proposal.objects.get()
    read(approver, f"/proposals/{laid.pk}/")
    approver.post(f"/proposals/{laid.pk}/decide/", {"decision": "approve", "reason": ""})
    assert Statement.objects.get().item == "backup"
    assert "试恢复记录" in read(officer, "/readiness/")


def test_a_county_reads_its_own_part(empty):
    bureau = empty.organisation("bureau", "西工区财政局", region=COUNTY)
    own = signed_in(account_in(empty, Role.PROCUREMENT_OFFICER, organisation=bureau))
    page = read(own, "/readiness/")
    assert "西工区:由谁审批" in page
    assert "发送渠道" not in page
    said = {"item": "backup", "evidence": "2026年11月30日试恢复记录"}
    assert own.post(STATE, said).status_code == 403
