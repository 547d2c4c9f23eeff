"""Figures of outside the platform: entered on a page by two, shown with their paper. 一(二)-3"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairong.kernel.actor import Role
from cairong.oversight.models import OutsideAmount, OutsidePaper
from cairong.parties.models import Proposal
from support.slips import PAPER_SENT
from support.staging import staged
from support.town import CITY, COUNTY, Town
from support.visitors import browser

pytestmark = pytest.mark.django_db
AT, ENTER = "/overseer/outside/", "/overseer/outside/enter/"


@staged
def officer(town: Town) -> Client:
    return browser(town, Role.PROCUREMENT_OFFICER)


def typed(**otherwise: object) -> dict[str, object]:
    file = SimpleUploadedFile("统计表.pdf", PAPER_SENT, "application/pdf")
    return {
        "file": file, "year": "2021", "region": CITY, "institution_id": "", "amount_fen": "300万",
        "loans": "12", "source": "2021年度政采贷统计表",
    } | otherwise  # fmt: skip


def agreed(town: Town, page: str) -> str:
    second = browser(town, Role.PROCUREMENT_APPROVER)
    proposal = Proposal.objects.get(state="waiting")
    shown = second.get(f"/proposals/{proposal.pk}/").content.decode()
    done = second.post(f"/proposals/{proposal.pk}/decide/", {"decision": "approve"})
    assert done.status_code == 302, done.content.decode()[:3000]
    return shown


def test_two_persons_enter_a_figure_and_everybody_who_watches_sees_it(town, officer):
    sent = officer.post(ENTER, typed())
    assert sent.status_code == 302, sent.content.decode()
    shown = agreed(town, AT)
    for word in ("¥3,000,000.00", "不分机构", "2021年度政采贷统计表", "统计表.pdf"):
        assert word in shown
    row = OutsideAmount.objects.get()
    assert (row.amount_fen, row.loans, row.region) == (300_000_000, 12, CITY)
    watcher = browser(town, Role.PBOC)
    page = watcher.get(AT).content.decode()
    for word in ("2021", "现行", "¥3,000,000.00", "统计表.pdf"):
        assert word in page
    assert "录入或更正" not in page
    board = watcher.get("/overseer/targets/?year=2022").content.decode()
    assert "上年其中" in board
    assert "平台外" in board
    paper = watcher.get(f"{AT}papers/{row.paper_id}/")
    assert (paper.status_code, paper.content) == (200, PAPER_SENT)
    assert paper["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("otherwise", "said"),
    [
        ({"year": "2099"}, "还没有过完"),
        ({"year": "去年"}, "去年"),
        ({"loans": "0"}, "有金额要有笔数"),
        ({"amount_fen": "好多"}, "金额"),
        ({"region": "1"}, "1"),
        ({"file": SimpleUploadedFile("表.xlsx", b"PK", "application/zip")}, "PDF、JPEG 或 PNG"),
        ({"source": ""}, "来源"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(officer, otherwise, said):
    answer = officer.post(ENTER, typed(**otherwise))
    page = answer.content.decode()
    assert answer.status_code in {400, 409, 422}, page[:2000]
    assert said in page
    for kept in {"2021年度政采贷统计表", "12"} - {typed()[name] for name in otherwise}:
        assert f'value="{kept}"' in page
    assert not Proposal.objects.exists()


def test_nobody_else_enters_one(town):
    answer = browser(town, Role.PBOC).post(ENTER, typed())
    assert answer.status_code == 403
    assert not OutsidePaper.objects.exists()


def test_a_county_sees_its_own_alone(town, officer):
    for region, source in ((CITY, "市本级的统计表"), (COUNTY, "西工区的统计表")):
        officer.post(ENTER, typed(region=region, source=source))
        agreed(town, AT)
    page = officer.get(f"{AT}?region={COUNTY}").content.decode()
    assert "西工区的统计表" in page
    assert "市本级的统计表" not in page
