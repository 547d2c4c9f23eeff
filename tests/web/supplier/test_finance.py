"""我要融资: pick, how much, how long, from whom, one confirmation; every refusal in words."""

import re

import pytest

from cairong.contracts.actions.record_award import record_award
from cairong.contracts.models import ContractSupplier
from cairong.lending.models import Intent
from cairong.products.models import Product
from support.browsing import problems, read, send, value_of
from support.town import at

NEW = "/supplier/intents/new/"


def on(phone) -> str:
    return f"{NEW}contract/{phone.case.contract.pk}/"


def test_the_first_screen_says_what_can_be_financed(phone):
    phone.case.publish()
    page = read(phone.client, "/desk/")
    assert "可融资 · 1 份合同" in page
    assert "¥479,640.00" in page
    assert "我要融资" in page
    assert 'class="tabs"' in page


def test_one_picks_among_contracts_and_awards(phone):
    record_award(
        actor=phone.case.town.actor(phone.case.town.purchaser(), "purchaser-officer"),
        now=at("2025-10-01 09:00"), amount_fen=10_000_000, notice_on=at("2025-10-01 09:00").date(),
        title="新中标项目", supplier_id=phone.case.town.supplier().pk,
    )  # fmt: skip
    page = read(phone.client, NEW)
    assert on(phone) in page
    assert "新中标项目" in page
    assert "最多 " in page


def test_the_amount_is_bounded_and_the_arithmetic_is_shown(phone):
    page = read(phone.client, on(phone))
    assert "想融资多少" in page
    assert "为什么?" in page
    for words in ("合同金额", "− 已支付", "融资比例上限 70%", "− 报价占用", "= 可融资额度"):
        assert words in page
    over = read(phone.client, f"{on(phone)}?amount=50万")
    assert "超过可融资额度 ¥479,640.00" in problems(over)[0]
    assert value_of(over, "amount") == "50万"


def test_days_are_picked_or_typed(phone):
    page = read(phone.client, f"{on(phone)}?amount=30万")
    assert "用多久" in page
    assert "days=180" in page
    wrong = read(phone.client, f"{on(phone)}?amount=30万&days=abc")
    assert len(problems(wrong)) == 1


def test_institutions_are_all_or_some(phone):
    page = read(phone.client, f"{on(phone)}?amount=30万&days=180")
    assert "问全部 2 家" in page
    wrong = read(phone.client, f"{on(phone)}?amount=30万&days=180&to=some")
    assert "请至少选一家" in problems(wrong)[0]


@pytest.mark.parametrize("typed", ["", "?amount=30万&days=180", "?amount=30万&days=180&to=all"])
def test_where_none_could_offer_it_is_said_first_with_what_to_do(phone, typed):
    ContractSupplier.objects.update(size="large")
    page = read(phone.client, f"{on(phone)}{typed}")
    assert "现在没有机构可以报价" in page
    assert "面向合同所在区域(西工区)的大型企业" in page
    assert "/supermarket/" in page
    assert "想融资多少" in page
    assert 'name="amount"' not in page


def test_what_was_on_the_shelf_a_moment_ago_is_refused_in_words(phone):
    Product.objects.update(state="suspended")
    page = send(phone.client, on(phone), {"amount": "300000", "days": "180"}, 422)
    assert "意向没有送出" in problems(page)[0]
    assert not Intent.objects.exists()


def test_only_those_who_could_offer_are_there_to_choose(phone):
    phone.case.publish("丙银行", sizes=["medium"])
    page = read(phone.client, f"{on(phone)}?amount=30万&days=180")
    assert "问全部 2 家" in page
    assert "乙银行" in page
    assert "丙银行" not in page


def test_one_confirmation_sends_it_to_all(phone):
    page = read(phone.client, f"{on(phone)}?amount=30万&days=180&to=all")
    assert "乙银行、甲银行" in page
    typed = {"amount": value_of(page, "amount"), "days": "180", "purpose": "买板材"}
    place = send(phone.client, on(phone), typed)
    intent = Intent.objects.get()
    assert place == f"/supplier/intents/{intent.pk}/"
    assert (intent.amount_fen, intent.days, intent.broadcast) == (30_000_000, 180, True)
    page = read(phone.client, place)
    assert "意向已送到金融机构" in page
    assert page.count("看不到您的联系方式") == 2


def test_those_chosen_may_read_contact_data(phone):
    chosen = str(phone.case.bank("乙银行").pk)
    page = read(phone.client, f"{on(phone)}?amount=30万&days=180&to=some&institutions={chosen}")
    assert "选定的机构可以看" in page
    typed = {"amount": "300000", "days": "180", "institutions": [chosen]}
    send(phone.client, on(phone), typed)
    assert Intent.objects.get().consents.get().institution.name == "乙银行"


def test_a_double_click_registers_once(phone):
    page = read(phone.client, f"{on(phone)}?amount=30万&days=180&to=all")
    token = re.search(r'name="request[^"]*" value="([^"]+)"', page)
    assert token
    name = re.search(r'name="(request[^"]*)"', page)[1]
    typed = {"amount": "300000", "days": "180", name: token[1]}
    first = send(phone.client, on(phone), typed)
    assert send(phone.client, on(phone), typed) == first
    assert Intent.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"amount": "500000", "days": "180"}, "¥479,640.00"),
        ({"amount": "0", "days": "180"}, "金额"),
        ({"amount": "300000", "days": "0"}, "天"),
        ({"amount": "300000", "days": "9999"}, "天"),
    ],
)
def test_refusals_are_read_where_one_confirms(phone, typed, words):
    page = send(phone.client, on(phone), {**typed, "purpose": "买板材"}, 422)
    assert problems(page)
    assert value_of(page, "purpose") == "买板材"
    assert not Intent.objects.exists()


def test_another_suppliers_contract_is_not_there(phone):
    stranger = phone.stranger()
    assert stranger.get(on(phone)).status_code == 404
    intent = phone.case.intend()
    assert stranger.get(f"/supplier/intents/{intent.pk}/").status_code == 404


def test_an_award_can_be_wished_on_before_its_contract(phone):
    award = record_award(
        actor=phone.case.town.actor(phone.case.town.purchaser(), "purchaser-officer"),
        now=at("2025-10-01 09:00"), amount_fen=10_000_000, notice_on=at("2025-10-01 09:00").date(),
        title="新中标项目", supplier_id=phone.case.town.supplier().pk,
    )  # fmt: skip
    place = f"{NEW}award/{award.pk}/"
    assert "¥70,000.00" in read(phone.client, place)
    send(phone.client, place, {"amount": "50000", "days": "90"})
    assert Intent.objects.get().award_id == award.pk
