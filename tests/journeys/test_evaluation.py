"""From a published year to an appeal, its answer, the frozen result and what it earns."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cairong.evaluation.models import Appeal, Support, Year, YearVersion
from cairong.evaluation.reads import facts_text
from cairong.kernel.actor import Role
from cairong.policy.recount import result_of
from evaluation.judged import YEAR, Bank, stand_bank
from support.journey_house import House
from support.journey_people import DESK, PHONE, Crowd, Person
from support.slips import PAPER
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
AT = f"/evaluations/{YEAR}/"


@pytest.fixture(scope="module")
def bank(house: House) -> Bank:
    """A city whose year 2026 is over, by a scheme that was published before it."""
    with house.resting():
        made = stand_bank()
        made.adopts()
        house.goes_to("2027-01-12 09:00")
    return made


@pytest.fixture
def people(bank: Bank, crowd: Crowd) -> dict[str, Person]:
    roles = {"one": Role.PBOC, "two": Role.PBOC, "officer": Role.INSTITUTION_OFFICER}
    seats = {name: account_in(bank.case.town, role) for name, role in roles.items()}
    return {name: Person(crowd, seat.username, WORD) for name, seat in seats.items()}


def test_evaluated_appealed_frozen_supported(
    bank: Bank, people, crowd: Crowd, house: House, tmp_path: Path
):
    one, two, officer = people["one"], people["two"], people["officer"]
    one.opens(AT)
    one.sees("还没有公布", "暂计")
    one.presses("提交复核")
    agreed(two, one, "公布年度暂定结果")

    officer.opens(f"/institution/evaluation/{YEAR}/")
    officer.sees("暂定,可申诉", "2027年1月26日")
    officer.follows("放款本金(万元)")
    officer.sees("首次获贷", "1,600,000.00")
    officer.opens(f"/institution/evaluation/{YEAR}/")
    officer.page.locator("main input[name=facts]").first.check()
    officer.types(measure="amount", words="这一笔是转贷,应计入他行。")
    paper = tmp_path / "凭证.pdf"
    paper.write_bytes(PAPER)
    officer.page.locator("main input[type=file]").set_input_files(paper)
    officer.presses("提出申诉")
    officer.sees("申诉已提出")
    appeal = Appeal.objects.get()

    house.goes_to("2027-01-13 09:00")
    one.opens("/desk/")
    one.sees("答复评价申诉", "2026年综合评价申诉:甲银行")
    one.opens(f"/evaluations/appeals/{appeal.pk}/")
    one.page.locator("main input[name=aside]").first.check()
    one.types(verdict="upheld", reply="转贷凭证属实,这一笔不计入。")
    one.presses("提交复核")
    one.sees("→")
    agreed(two, one, "答复评价申诉")
    officer.opens(f"/evaluations/appeals/{appeal.pk}/")
    officer.sees("已更正", "转贷凭证属实,这一笔不计入。")

    house.goes_to("2027-01-28 09:00")
    ours = f"/overseer/evaluation/{YEAR}/{bank.loan.institution_id}/"
    one.opens(ours)
    one.types(words="按供货进度分次提款,已看过合同。")
    one.presses("记下")
    one.sees("已记下查明的情况", "按供货进度分次提款")
    one.opens("/desk/")
    one.sees("冻结年度评价")
    one.opens(AT)
    one.presses("提交复核")
    agreed(two, one, "冻结年度评价")
    one.opens(AT)
    one.sees("已冻结", "写在日志第")
    version = Year.objects.get().versions.order_by("-number")[0]
    assert (version.number, YearVersion.objects.count()) == (2, 2)
    assert result_of(facts_text(version)) == version.result

    one.opens(ours)
    one.page.locator("form[action$='/supports/'] [name=words]").fill("年度综合评价加 2 分。")
    one.presses("提交复核")
    agreed(two, one, "决定政策支持")
    assert Support.objects.get().granted
    officer.opens(f"/institution/evaluation/{YEAR}/")
    officer.sees("年度综合评价加 2 分。", "还没有决定")

    for person, path in (
        (officer, f"/institution/evaluation/{YEAR}/"), (officer, "/evaluations/schemes/"),
        (one, ours), (one, AT), (one, f"/evaluations/appeals/{appeal.pk}/"),
    ):  # fmt: skip
        person.page.set_viewport_size({"width": PHONE, "height": 900})
        person.opens(path)
        person.page.set_viewport_size({"width": DESK, "height": 900})
    crowd.is_content()


def agreed(approver: Person, officer: Person, what: str) -> None:
    """The second person finds at the desk what waits, opens it and agrees."""
    approver.opens("/desk/")
    approver.sees(what)
    approver.opens(urlsplit(officer.page.url).path)
    approver.presses("同意")
