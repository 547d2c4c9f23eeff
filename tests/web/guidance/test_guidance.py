"""The pages of letters of credit guidance, at the People's Bank and at an institution. 三(一)-3"""

import pytest
from django.test import Client

from cairong.guidance.models import Guidance, GuidanceAnswer
from cairong.kernel.actor import Role
from cairong.parties.models import Proposal
from guidance.ground import SUBJECT, Guiding, stand_guiding
from support.staging import staged
from support.town import Town
from support.visitors import browser

pytestmark = pytest.mark.django_db
NEW = "/overseer/guidances/new/"


@staged
def ground(town: Town) -> Guiding:
    return stand_guiding(town)


@pytest.fixture
def pboc(ground) -> Client:
    return browser(ground.town, Role.PBOC)


@pytest.fixture
def officer(ground) -> Client:
    return browser(ground.town, Role.INSTITUTION_OFFICER, organisation=ground.town.institution())


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def typed(ground: Guiding, **otherwise) -> dict[str, object]:
    ids = [str(ground.town.institution(name).pk) for name in ("甲银行", "乙银行")]
    facts = {"institution_ids": ids, "series": "洛银导", "subject": SUBJECT}
    return facts | {"demand": "请说明措施。\r\n请写明数额。"} | otherwise


def agreed(second: Client) -> str:
    proposal = Proposal.objects.get(state="waiting")
    shown = read(second, f"/proposals/{proposal.pk}/")
    done = second.post(f"/proposals/{proposal.pk}/decide/", {"decision": "approve"})
    assert done.status_code == 302, done.content.decode()[:3000]
    return shown


def test_from_the_form_to_the_finding(ground, pboc, officer):
    second = browser(ground.town, Role.PBOC, username="second-of-pboc")
    sent = pboc.post(NEW, typed(ground))
    assert sent.status_code == 302, sent.content.decode()[:3000]
    shown = agreed(second)
    for word in (SUBJECT, "发给的机构", "所依据的数据", "甲银行:本年放款 ¥0.00,0 笔"):
        assert word in shown
    letter = Guidance.objects.get()
    guided = ground.at(letter)
    assert letter.no in read(pboc, "/overseer/guidances/")
    assert letter.no in read(officer, "/institution/guidances/")
    assert "答复信贷指导函" in read(officer, "/desk/")
    place = f"/guidances/{guided.pk}/"
    for word in ("签收", "请写明数额。", "发函时的数据", "全市同期放款", "三(一)-3"):
        assert word in read(officer, place)
    assert officer.get(f"{place}pdf/").content.startswith(b"%PDF")
    assert officer.post(f"{place}receive/").status_code == 302
    told = {"words": "已单列专项额度,审批下放到支行。", "promised_fen": "500万"}
    answer = officer.post(f"{place}answer/", told | {"by_on": "2020-01-01"})
    assert (answer.status_code, "审批下放到支行" in answer.content.decode()) == (422, True)
    assert "请改成能兑现的日子" in answer.content.decode()
    assert officer.post(f"{place}answer/", told | {"by_on": "2027-03-31"}).status_code == 302
    assert GuidanceAnswer.objects.get().promised_fen == 500_000_000
    assert "2 家,1 家已答复,0 家已办结" in read(pboc, "/overseer/guidances/")
    assert "已答复,待办结" in read(pboc, f"/overseer/guidances/{letter.pk}/")
    assert "办结信贷指导函" in read(pboc, "/desk/")
    finding = {"verdict": "met", "finding": "措施具体。"}
    assert pboc.post(f"{place}close/", finding).status_code == 302
    assert 'name="verdict"' not in read(pboc, place)
    agreed(second)
    assert "结论:已落实" in read(officer, place)


@pytest.mark.parametrize(
    ("otherwise", "said"),
    [
        ({"institution_ids": []}, "发给"),
        ({"institution_ids": ["x"]}, "发给"),
        ({"series": "LYD"}, "请写 2 到 12 个汉字"),
        ({"subject": "短"}, "事由"),
        ({"demand": ""}, "要求"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(ground, pboc, otherwise, said):
    answer = pboc.post(NEW, typed(ground, **otherwise))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    if "demand" not in otherwise:
        assert "请说明措施。" in page
    assert not Proposal.objects.exists()


def test_another_institution_s_letter_is_not_there(ground, officer):
    letter = ground.issue("乙银行")
    guided = ground.at(letter, "乙银行")
    for path in ("", "pdf/"):
        assert officer.get(f"/guidances/{guided.pk}/{path}").status_code == 404
    assert officer.post(f"/guidances/{guided.pk}/answer/", {}).status_code == 404
    assert letter.no not in read(officer, "/institution/guidances/")
