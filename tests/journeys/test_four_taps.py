"""From the first screen to an intent sent, on a phone: four taps, one typed field, at most.

The browser counts: each press of a finger on the page, each box in which something was typed.
"""

import pytest

from cairong.kernel.actor import Role
from cairong.lending.models import Intent
from lending.ground import Case, stand_case
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.town import at, found_town
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
MOST_TAPS, MOST_TYPED = 4, 1
SEND = "确认,送给金融机构"
COUNTING = """
  (() => {
    const kept = () => JSON.parse(sessionStorage.getItem("counted") || '{"taps": 0, "typed": []}');
    const keep = (counted) => sessionStorage.setItem("counted", JSON.stringify(counted));
    addEventListener("pointerdown", (event) => {
      if (event.isTrusted) keep({ ...kept(), taps: kept().taps + 1 });
    }, true);
    addEventListener("input", (event) => {
      if (["checkbox", "radio"].includes(event.target.type)) return;
      keep({ ...kept(), typed: [...new Set([...kept().typed, event.target.name])] });
    }, true);
  })()
"""


class Thumb(Person):
    """A supplier at its phone whose taps and typed fields are counted from the first screen on."""

    def begins(self) -> None:
        self.page.add_init_script(COUNTING)
        self.opens("/desk/")
        self.page.evaluate("sessionStorage.clear()")
        self.opens("/desk/")

    def counted(self) -> tuple[int, int]:
        kept = self.page.evaluate('JSON.parse(sessionStorage.getItem("counted"))')
        return kept["taps"], len(kept["typed"])

    def ticks(self, words: str) -> None:
        self.page.locator("main label", has_text=words).first.click()


@pytest.fixture(scope="module")
def case(house: House) -> Case:
    with house.resting():
        stood = stand_case(found_town(at("2025-09-01 08:00")))
        stood.shelve("甲银行", "乙银行", "丙银行")
        house.goes_to("2025-10-09 09:30")
    return stood


@pytest.fixture
def supplier(case: Case, crowd: Crowd) -> Thumb:
    seat = account_in(case.town, Role.SUPPLIER)
    thumb = Thumb(crowd, seat.username, WORD, width=PHONE)
    thumb.begins()
    return thumb


def everything(supplier: Thumb) -> None:
    supplier.follows("用它融资")
    supplier.presses("全部 ¥479,640.00")
    supplier.presses(SEND)


def by_the_list(supplier: Thumb) -> None:
    supplier.follows("我要融资")
    supplier.follows("信息系统运维")
    supplier.presses("一半 ¥239,820.00")
    supplier.presses(SEND)


def own_sum_with_consent(supplier: Thumb) -> None:
    supplier.follows("用它融资")
    supplier.types(amount="12.5万")
    supplier.presses("下一步")
    supplier.sees("¥125,000.00", "12.50万元", "人民币壹拾贰万伍仟元整")
    supplier.ticks("上面各家都可以看")
    supplier.presses(SEND)


@pytest.mark.parametrize(
    ("way", "fen", "readers"),
    [(everything, 47_964_000, 0), (by_the_list, 23_982_000, 0),
     (own_sum_with_consent, 12_500_000, 3)],
)  # fmt: skip
def test_four_taps_and_one_typed_field(supplier: Thumb, crowd: Crowd, way, fen, readers):
    way(supplier)
    supplier.sees("意向已送到金融机构")
    taps, typed = supplier.counted()
    assert taps <= MOST_TAPS, taps
    assert typed <= MOST_TYPED, typed
    intent = Intent.objects.order_by("-registered_at").first()
    assert (intent.amount_fen, intent.broadcast) == (fen, True)
    assert (intent.applications.count(), intent.consents.count()) == (3, readers)
    crowd.is_content()


def test_back_keeps_what_was_typed(supplier: Thumb, crowd: Crowd):
    supplier.follows("用它融资")
    supplier.types(days="77", amount="9万")
    supplier.presses("下一步")
    supplier.page.go_back(wait_until="load")
    box = supplier.page.locator("main [name=amount]")
    assert (box.input_value(), supplier.page.locator("main [name=days]").input_value()) == (
        "9万", "77",
    )  # fmt: skip
    supplier.presses("下一步")
    supplier.follows("改金额或期限")
    assert box.input_value() == "90000.00"
    crowd.is_content()


def test_return_in_the_box_sends_the_typed_sum_and_no_key(supplier: Thumb, crowd: Crowd):
    supplier.follows("用它融资")
    supplier.types(amount="8万")
    with supplier.page.expect_navigation(wait_until="load"):
        supplier.page.locator("main [name=amount]").press("Enter")
    supplier.sees("确认后送出", "¥80,000.00")
    crowd.is_content()
