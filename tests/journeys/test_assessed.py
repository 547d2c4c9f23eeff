"""From a sheet of the People's Bank's indicators to a frozen result that is worked out anew."""

import csv
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assessment.assessing import YEAR, Assessor, stand_assessor
from cairong.assessment.models import Scheme, Value, Version, Year
from cairong.assessment.reads import facts_text
from cairong.driving.samples import sample_indicators, sample_values
from cairong.kernel.actor import Role
from cairong.policy.assessment import decimal
from cairong.policy.reassess import any_result
from cairong.readiness.assessing import INDICATOR, NAMED, VALUES
from support.journey_house import House
from support.journey_people import DESK, PHONE, Crowd, Person
from support.visitors import WORD, account_in
from web.assessment.test_assessed_pages import cells

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
AT = f"/assessments/{YEAR}/"


@pytest.fixture(scope="module")
def ground(house: House) -> Assessor:
    with house.resting():
        made = stand_assessor()
        house.goes_to("2025-11-03 09:00")
    return made


def file_of(path: Path, words: Iterable[str], rows: Iterable[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(words), *rows])
    return path


def sent_by_sheet(first: Person, second: Person, key: str, path: Path) -> None:
    """The first uploads, looks and sends; the second agrees to all that waits."""
    first.opens(f"/sheets/{key}/")
    first.page.locator("main input[type=file]").set_input_files(path)
    first.presses("上传并预览")
    first.sees("可以办")
    first.page.locator("main form[action$='/send/'] button[type=submit]").first.click()
    first.sees("已送审")
    second.opens(f"/sheets/{key}/second/")
    second.page.locator("main form button[type=submit]").first.click()
    second.sees("已同意")


def agreed(second: Person, first: Person) -> None:
    second.opens(urlsplit(first.page.url).path)
    second.presses("同意")


def test_published_entered_frozen_recomputed(
    ground: Assessor, crowd: Crowd, house: House, tmp_path: Path
):
    seats = [account_in(ground.bank.case.town, Role.PBOC) for _ in range(2)]
    one, two = (Person(crowd, seat.username, WORD) for seat in seats)
    seat = account_in(ground.bank.case.town, Role.INSTITUTION_OFFICER)
    officer = Person(crowd, seat.username, WORD)
    named = ["洛银演示〔2025〕1号", str(YEAR)]
    scheme = file_of(
        tmp_path / "方案.csv", [each.word for each in (*NAMED, *INDICATOR)],
        [[*named, *cells(each)] for each in sample_indicators()],
    )  # fmt: skip
    sent_by_sheet(one, two, "assessment-scheme", scheme)
    found = Scheme.objects.get()

    house.goes_to("2027-01-12 09:00")
    values = file_of(
        tmp_path / "数值.csv", [each.word for each in VALUES.columns],
        [
            [name, str(YEAR), each.indicator, decimal(each.value), each.source]
            for place, name in enumerate(("甲银行", "乙银行"))
            for each in sample_values(YEAR, place)
        ],
    )  # fmt: skip
    sent_by_sheet(one, two, "assessment-values", values)
    assert Value.objects.count() == 46
    one.opens(AT)
    one.presses("提交复核")
    agreed(two, one)
    officer.opens(f"{AT}own/")
    officer.sees("暂定,可提异议", "2027年1月26日", "演示统计表 2026-1")

    house.goes_to("2027-01-28 09:00")
    one.opens("/desk/")
    one.sees("冻结导向效果评估")
    one.opens(AT)
    one.page.locator("form[action$='/freeze/'] button[type=submit]").click()
    agreed(two, one)
    one.opens(AT)
    one.sees("已冻结", "cairong evaluate")
    assert Year.objects.get().state == "frozen"
    version = Version.objects.get()
    assert any_result(facts_text(version)) == version.result

    for person, path in (
        (officer, f"{AT}own/"), (one, f"/assessments/schemes/{found.pk}/"), (one, "/assessments/"),
        (one, AT), (one, f"{AT}of/{ground.first}/"),
    ):  # fmt: skip
        person.page.set_viewport_size({"width": PHONE, "height": 900})
        person.opens(path)
        person.page.set_viewport_size({"width": DESK, "height": 900})
    crowd.is_content()
