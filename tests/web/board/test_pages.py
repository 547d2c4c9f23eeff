"""Set a task by minutes and do it, list a document, agree to share data, by pages. 三(一)-1"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from board.ground import BUREAU, PBOC, SME, Board
from cairong.board.models import Agreement, Change, Document, Minutes, MinutesPaper, Task
from cairong.kernel.actor import Role
from support.clock import Clock
from support.slips import PAPER_SENT
from support.visitors import browser

pytestmark = pytest.mark.django_db
TASKS, MINUTES = "/overseer/board/tasks/", "/overseer/board/minutes/"
LIBRARY, SHARING = "/overseer/board/documents/", "/agreements/"
TYPED = {
    "title": "摸清未放款的备案合同", "words": "逐家核对,列出没有申请的原因。\r\n出一份列表。",
    "owner": "pboc", "partners": ["sme-authority"], "region": "410300", "due_on": "2025-11-14",
    "clause": "三(一)-1", "clause_2": "一(二)-2", "clause_3": "",
}  # fmt: skip
MET = {
    "title": "第四季度联席会议", "met_on": "2025-10-17", "place": "市财政局三楼会议室",
    "people_procurement_officer": "王科长", "people_pboc": "李科长",
}  # fmt: skip
DOCUMENT = {
    "no": "洛财购〔2025〕9号", "title": "关于做好合同融资工作的通知", "issuer": "洛阳市财政局",
    "issued_on": "2025-09-01", "effective_on": "2025-10-01", "until_on": "",
}  # fmt: skip
SHARED = {
    "title": "放款数据共享", "purpose": "人民银行据以评价机构。", "fields_": ["loans", "intents"],
    "ground": "洛财购〔2021〕4号", "way": "pages", "gives": ["procurement-officer"],
    "from_on": "2025-10-20", "until_on": "2025-11-10",
}  # fmt: skip


@pytest.fixture(autouse=True)
def october(clock: Clock) -> Clock:
    clock.set("2025-10-20 10:00")
    return clock


def at_desk(ground: Board, role: Role) -> Client:
    return browser(ground.town, role)


def page_of(answer) -> str:
    return answer.content.decode()


def done(answer) -> None:
    assert answer.status_code == 302, page_of(answer)[:3000]


def test_a_task_from_the_proposal_to_the_confirmation(ground):
    bureau, pboc, sme = (at_desk(ground, role) for role in (BUREAU, PBOC, SME))
    assert "还没有联席任务" in page_of(bureau.get(TASKS))
    assert '<option value="三(一)-1">三(一)-1 建立工作协调机制' in page_of(
        bureau.get(f"{TASKS}new/")
    )
    for otherwise, said in (
        ({"owner": ""}, "承办部门"),
        ({"due_on": "2025-11-15"}, "是休息日"),
        ({"due_on": "下周"}, "下周"),
        ({"clause": "三(一)-1", "clause_2": "三(一)-1"}, "不能重复"),
        ({"partners": ["pboc"]}, "协办里不用再选"),
    ):
        answer = bureau.post(f"{TASKS}new/", TYPED | otherwise)
        assert answer.status_code in {400, 422}
        assert said in page_of(answer)
        assert "出一份列表。" in page_of(answer)
    done(bureau.post(f"{TASKS}new/", TYPED))
    task = Task.objects.get()
    place = f"{TASKS}{task.pk}/"
    assert "答复联席事项" in page_of(pboc.get("/desk/"))
    assert "是否承担" not in page_of(bureau.get(place))
    assert bureau.post(f"{place}accept/").status_code == 403
    done(pboc.post(f"{place}accept/"))
    assert "2025年11月14日" in page_of(bureau.get(f"{TASKS}?how=running&desk=pboc"))
    assert "是否协办" in page_of(sme.get(place))
    done(sme.post(f"{place}accept/"))
    done(sme.post(f"{place}note/", {"words": "已走访十二家企业"}))
    sent = SimpleUploadedFile("列表.pdf", PAPER_SENT, "application/pdf")
    done(pboc.post(f"{place}papers/add/", {"name": "原因列表", "file": sent}))
    done(pboc.post(f"{place}change/", {"due_on": "2025-11-28", "reason": "企业较多走访不完"}))
    asked = Change.objects.get()
    changes = f"/overseer/board/changes/{asked.pk}/"
    assert pboc.post(f"{changes}agree/").status_code == 422
    done(bureau.post(f"{changes}agree/"))
    done(pboc.post(f"{place}finish/", {"evidence": "四十二家企业都已核对"}))
    answer = pboc.post(f"{place}confirm/")
    assert answer.status_code == 422
    assert "要由另一家部门确认" in page_of(answer)
    done(bureau.post(f"{place}confirm/"))
    page = page_of(sme.get(place))
    for word in ("已办结", "已走访十二家企业", "原因列表", "改到", "财政局采购科"):
        assert word in page
    assert "摸清" in page_of(bureau.get(f"{TASKS}?clause=一(二)-2&desk=sme-authority"))
    assert "摸清" not in page_of(bureau.get(f"{TASKS}?how=overdue"))
    assert bureau.get(f"{TASKS}export/").status_code == 200


def test_minutes_from_the_draft_to_the_paper(ground):
    bureau, pboc = at_desk(ground, BUREAU), at_desk(ground, PBOC)
    answer = bureau.post(f"{MINUTES}new/", MET | {"people_pboc": ""})
    assert answer.status_code == 422
    assert "不是联席会议" in page_of(answer)
    done(bureau.post(f"{MINUTES}new/", MET))
    found = Minutes.objects.get()
    place = f"{MINUTES}{found.pk}/"
    assert pboc.get(place).status_code == 404
    line = {"words": "通报三季度融资情况。", "owner": "", "region": "410300", "clause": ""}
    answer = bureau.post(f"{place}lines/add/", line | {"title": "没有承办部门"})
    assert "没有选承办部门" in page_of(answer)
    done(bureau.post(f"{place}lines/add/", line))
    done(bureau.post(f"{place}lines/add/", line | TYPED))
    sent = SimpleUploadedFile("签到.pdf", PAPER_SENT, "application/pdf")
    done(bureau.post(f"{place}papers/add/", {"name": "签到表", "file": sent}))
    done(bureau.post(f"{place}change/", MET | {"place": "市政务大厅二楼"}))
    done(bureau.post(f"{place}circulate/"))
    assert "市政务大厅二楼" in page_of(pboc.get(place))
    paper = MinutesPaper.objects.get()
    assert pboc.get(f"{MINUTES}papers/{paper.pk}/").content == PAPER_SENT
    done(pboc.post(f"{place}confirm/"))
    page = page_of(bureau.get(place))
    assert "联席纪要〔2025〕1号" in page
    assert bureau.get(f"{place}pdf/").content.startswith(b"%PDF")
    assert "办理联席任务" in page_of(pboc.get("/desk/"))


def test_a_document_is_looked_over_by_a_second_and_read_by_anybody(ground):
    bureau, second = at_desk(ground, BUREAU), at_desk(ground, Role.PROCUREMENT_APPROVER)
    answer = bureau.post(f"{LIBRARY}new/", DOCUMENT | {"effective_on": "2025-08-01"})
    assert answer.status_code == 422
    assert DOCUMENT["title"] in page_of(answer)
    sent = SimpleUploadedFile("正文.pdf", PAPER_SENT, "application/pdf")
    done(bureau.post(f"{LIBRARY}new/", DOCUMENT | {"file": sent}))
    found = Document.objects.get()
    assert Client().get(f"/documents/{found.pk}/").status_code == 404
    assert "核对无误" not in page_of(bureau.get(f"{LIBRARY}{found.pk}/"))
    done(second.post(f"{LIBRARY}{found.pk}/publish/"))
    assert DOCUMENT["no"] in page_of(Client().get("/documents/?on=2025-10-01"))
    assert DOCUMENT["no"] not in page_of(Client().get("/documents/?on=2025-09-30"))
    assert "有效" in page_of(Client().get(f"/documents/{found.pk}/"))
    assert Client().get(f"/documents/{found.pk}/file/").content == PAPER_SENT
    form = page_of(bureau.get(f"{LIBRARY}{found.pk}/correct/"))
    assert DOCUMENT["title"] in form
    done(bureau.post(f"{LIBRARY}{found.pk}/correct/", DOCUMENT | {"title": "改正了标题的通知"}))


def test_an_agreement_is_agreed_warned_of_and_renewed(ground):
    bureau, pboc = at_desk(ground, BUREAU), at_desk(ground, PBOC)
    bank = browser(ground.town, Role.INSTITUTION_OFFICER, organisation=ground.town.institution())
    house = str(ground.bank.organisation_id)
    answer = bureau.post(f"{SHARING}new/", SHARED)
    assert answer.status_code in {400, 422}
    assert "使用方" in page_of(answer)
    done(bureau.post(f"{SHARING}new/", SHARED | {"gets": ["pboc", house]}))
    found = Agreement.objects.get()
    place = f"{SHARING}{found.pk}/"
    done(pboc.post(f"{place}agree/"))
    assert "答复联席事项" in page_of(bank.get("/desk/"))
    done(bank.post(f"{place}agree/"))
    page = page_of(bank.get(place))
    for word in ("现在有效,还剩 21 天", "快要到期", "放款和还款", "不改变谁现在看得到什么"):
        assert word in page
    assert "2025-11-11" in page_of(bureau.get(f"{place}renew/"))
    done(bank.post(f"{place}end/", {"reason": "改由接口提供"}))
    assert "提前终止" in page_of(pboc.get(SHARING))
