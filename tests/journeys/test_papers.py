"""An acceptance photographed with a phone: looked at, handed in, read by who is asked for money.

二(四)-2
"""

from pathlib import Path

import pytest

from cairong.kernel.actor import Role
from cairong.papers.models import Paper
from lending.ground import Case, stand_case
from papers.ground import photograph
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.town import at, found_town
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


@pytest.fixture(scope="module")
def case(house: House) -> Case:
    """A contract on file, on which the first institution is asked for money."""
    house.goes_to("2025-10-09 09:30")
    made = stand_case(found_town(at("2025-09-01 08:00")))
    made.intend()
    return made


@pytest.fixture(scope="module")
def people(crowd: Crowd, case: Case) -> dict[str, Person]:
    """The purchaser and the supplier on phones, an officer of the institution."""
    roles = {
        "purchaser": Role.PURCHASER_OFFICER,
        "supplier": Role.SUPPLIER,
        "lender": Role.INSTITUTION_OFFICER,
    }
    found = {}
    for name, role in roles.items():
        seat = account_in(case.town, role, username=f"papers-{name}")
        found[name] = Person(crowd, seat.username, WORD)
    for name in ("purchaser", "supplier"):
        found[name].page.set_viewport_size({"width": PHONE, "height": 900})
    return found


def test_photographed_looked_at_handed_in_and_read(
    crowd: Crowd, house: House, case: Case, people, tmp_path: Path
):
    house.goes_to("2025-10-09 10:00")
    purchaser, supplier, lender = (people[name] for name in ("purchaser", "supplier", "lender"))
    purchaser.opens(f"/cases/{case.contract.pk}/")
    purchaser.follows("上传材料")
    purchaser.presses("上传")
    purchaser.sees("材料种类", "文件")
    purchaser.types(purpose="acceptance")
    pictures = [tmp_path / f"{number}.jpg" for number in range(2)]
    for number, picture in enumerate(pictures):
        picture.write_bytes(photograph((1200 + number, 1600)))
    purchaser.page.locator("main input[type=file]").set_input_files(pictures)
    purchaser.presses("上传")
    purchaser.sees("待本单位过目", "第 1、2 页是图片或扫描件")
    place = f"/papers/{Paper.objects.get().pk}/"
    purchaser.presses("看过了,提交")
    purchaser.sees("已提交", "还没有别的单位打开过")

    for reader in (supplier, lender):
        reader.opens(f"/cases/{case.contract.pk}/")
        reader.follows("验收材料 · 0.jpg")
        reader.sees("验收材料", "下载 PDF")
    purchaser.opens(place)
    purchaser.sees("供应商 · 1 次", "甲银行 · 1 次")
    purchaser.page.locator("summary", has_text="撤下材料").click()
    purchaser.presses("撤下")
    purchaser.sees("已撤下")
    crowd.is_content()
