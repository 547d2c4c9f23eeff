"""A loan of before a contract came here, by the pages of those who have to do with it."""

from dataclasses import dataclass, field

import pytest
from django.test import Client

from cairong.lending.models import Loan, OutsideLoan
from cairong.treasury.models import Lock
from lending.elsewhere import Ran, ran_before
from support.browsing import action_of, follow, problems, read, send, value_of
from support.staging import staged
from support.visitors import account_in, signed_in
from web.shared.test_openings import agree

TYPED = {
    "agreement_no": "借字17号", "original": "15万", "drawn_on": "2025-09-27",
    "due_on": "2026-03-31", "outstanding": "10万", "counted_on": "2025-10-08", "rate": "4.35",
    "lpr": "3", "day_count": "360", "evidence": "借据 17",
}  # fmt: skip


@dataclass
class Sides:
    ran: Ran
    seats: dict[str, Client] = field(default_factory=dict)

    def at(self, role: str) -> Client:
        if role not in self.seats:
            self.seats[role] = signed_in(account_in(self.ran.case.town, role))
        return self.seats[role]

    @property
    def new(self) -> str:
        return f"/institution/outside/new/{self.ran.case.contract.pk}/"


@staged
def sides(db) -> Sides:
    return Sides(ran_before())


def test_from_the_form_to_the_lock(sides):
    officer, supplier = sides.at("institution-officer"), sides.at("supplier")
    case = f"/cases/{sides.ran.case.contract.pk}/"
    assert sides.new in read(officer, case)
    assert "供应商核对确认" in follow(officer, sides.new, TYPED)
    agree(sides.at("institution-approver"))
    outside = OutsideLoan.objects.get()
    assert (outside.original_fen, outside.rate_bp, outside.lpr_bp) == (15_000_000, 435, 300)
    assert "确认平台外贷款" in read(supplier, "/desk/")
    own = f"/supplier/outside/{outside.pk}/"
    page = read(supplier, own)
    for words in ("这笔贷款是这样吗?", "¥100,000.00", "4.35%", "LPR 3.00%", "借据 17", "不计入"):
        assert words in page
    assert "占用可融资额度" in follow(supplier, own)
    loan = Loan.objects.get()
    for role, side in (("purchaser-officer", "purchaser"), ("treasury-officer", "finance")):
        assert "看平台外贷款(已入账)" in read(sides.at(role), case)
        assert loan.no in read(sides.at(role), f"/{side}/outside/{outside.pk}/")
    assert "平台外" in read(supplier, f"/supplier/loans/{loan.pk}/")
    assert "平台外WD" in read(officer, "/institution/loans/")
    assert "看平台外贷款" in read(officer, f"/institution/loans/{loan.pk}/")
    assert "平台外WD" not in read(sides.at("procurement-officer"), "/overseer/loans/")
    assert "为平台外贷款申请锁定回款账户" in read(officer, "/desk/")
    follow(officer, f"/institution/outside/{outside.pk}/")
    agree(sides.at("institution-approver"))
    lock = Lock.objects.get()
    assert loan.no in read(supplier, f"/supplier/locks/{lock.pk}/")
    twice = send(officer, f"/institution/outside/{outside.pk}/", {}, 409)
    assert any("不必重复申请" in each for each in problems(twice))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"outstanding": "20万"}, "多于放款本金"),
        ({"original": "500万", "outstanding": "400万"}, "最多能承担的"),
        ({"outstanding": "十万吧"}, "不是金额"),
        ({"drawn_on": "2025-10-07"}, "以后的贷款在平台上放"),
        ({"counted_on": "2025-09-27"}, "较晚的一天"),
        ({"due_on": "2025-09-01"}, "不晚于放款日"),
        ({"rate": "435"}, "36"),
        ({"evidence": ""}, "依据"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(sides, changed, words):
    page = send(sides.at("institution-officer"), sides.new, {**TYPED, **changed}, 422)
    assert any(words in each for each in problems(page)), problems(page)
    for name in ("original", "outstanding", "drawn_on", "counted_on", "rate"):
        assert value_of(page, name) == {**TYPED, **changed}[name]


def test_a_no_is_said_with_words_and_ends_it(sides):
    outside = sides.ran.entered()
    place = f"/supplier/outside/{outside.pk}/"
    assert send(sides.at("supplier"), f"{place}decline/", {"reason": ""}, 422)
    follow(sides.at("supplier"), f"{place}decline/", {"reason": "十月已经还清"})
    page = read(sides.at("institution-officer"), f"/institution/outside/{outside.pk}/")
    assert "十月已经还清" in page
    assert action_of(page, "撤回") is None
    assert send(sides.at("supplier"), place, {}, 409)
    again = sides.ran.entered()
    back = f"/institution/outside/{again.pk}/withdraw/"
    assert "已撤回" in follow(sides.at("institution-officer"), back, {"reason": "余额填错"})
