"""我要融资: pick, how much, how long, from whom, one confirmation; every refusal in words."""

import re

import pytest
from django.utils.http import urlencode

from cairong.cases.holdings import asking_on
from cairong.contracts.actions.record_award import record_award
from cairong.contracts.models import ContractSupplier
from cairong.lending.actions.decline_offer import withdraw_intent
from cairong.lending.models import Intent
from cairong.outreach.models import Letter
from cairong.parties.models import Organisation
from cairong.products.models import Product
from lending.ground import sign, stand_award
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


def test_those_with_most_room_come_first_and_are_searched(phone):
    town = phone.case.town
    small = sign(town, stand_award(town, amount_fen=10_000_000))
    large = sign(town, stand_award(town, amount_fen=90_000_000))
    page = read(phone.client, NEW)
    places = [page.index(str(each.pk)) for each in (large, phone.case.contract, small)]
    assert places == sorted(places)
    page = read(phone.client, f"{NEW}?words={small.no}")
    assert str(small.pk) in page
    assert str(large.pk) not in page
    assert "没有叫「没有」的" in read(phone.client, f"{NEW}?words=没有")


def test_what_is_asked_for_already_goes_along(phone):
    bank = phone.case.bank("乙银行").pk
    given = f"?amount=300000&days=120&method=bullet&institutions={bank}&from=shelf"
    page = read(phone.client, f"{NEW}{given}")
    href = re.search(rf'href="({on(phone)}[^"]*)"', page)[1]
    assert "from=shelf" not in href
    page = read(phone.client, href)
    assert "确认后送出" in page
    assert re.search(rf'name="institutions" value="{bank}"[^>]* checked', page)


def test_the_amount_is_bounded_and_the_arithmetic_is_shown(phone):
    page = read(phone.client, on(phone))
    assert "想融资多少" in page
    assert "为什么?" in page
    for words in ("合同金额", "− 已支付", "融资比例上限 70%", "− 报价占用", "= 可融资额度"):
        assert words in page
    over = read(phone.client, f"{on(phone)}?amount=50万")
    assert "超过可融资额度 ¥479,640.00" in problems(over)[0]
    assert value_of(over, "amount") == "50万"


@pytest.mark.parametrize(("part", "fen"), [("all", 47_964_000), ("half", 23_982_000)])
def test_a_key_stands_for_an_amount(phone, part, fen):
    page = read(phone.client, f"{on(phone)}?days=120&method=bullet&part={part}&amount=")
    assert value_of(page, "amount") == f"{fen / 100:.2f}"
    assert value_of(page, "days") == "120"


def test_return_in_a_box_is_no_key(phone):
    """The first button of the form, which the return key presses, is «next»."""
    page = read(phone.client, on(phone))
    first = re.search(r'<form class="form" method="get".*?(<button.*?</button>)', page, re.DOTALL)
    assert "下一步" in first[1]
    assert "name=" not in first[1]


def test_the_amount_is_said_in_ten_thousands_and_in_words(phone):
    page = read(phone.client, f"{on(phone)}?amount=30万&days=180")
    assert "30.00 万元 · 人民币叁拾万元整" in page


def test_the_least_amount_is_said_and_less_is_refused_with_what_would_fit(phone):
    Product.objects.all().update(state="retired")
    phone.case.publish("甲银行", min_fen=10_000_000)
    phone.case.publish("乙银行", min_fen=5_000_000)
    page = read(phone.client, on(phone))
    assert "最少 ¥50,000.00,最多 ¥479,640.00" in page
    under = read(phone.client, f"{on(phone)}?amount=4万")
    assert "低于产品的最低金额,¥50,000.00 起" in problems(under)[0]
    assert value_of(under, "amount") == "4万"
    page = send(phone.client, on(phone), {"amount": "40000", "days": "180"}, 422)
    assert "最低的是乙银行" in problems(page)[0]


def test_a_contract_below_every_product_says_so_at_once(phone):
    Product.objects.all().update(state="retired")
    phone.case.publish("甲银行", min_fen=50_000_000)
    page = read(phone.client, on(phone))
    assert "额度不够产品的最低金额" in page
    assert 'name="part"' not in page


def test_days_and_the_way_of_repaying_are_there_already(phone):
    page = read(phone.client, on(phone))
    assert value_of(page, "days") == "180"
    assert 'value="bullet" selected' in page
    wrong = read(phone.client, f"{on(phone)}?amount=30万&days=abc")
    assert len(problems(wrong)) == 1
    assert value_of(wrong, "amount") == "30万"


def test_each_institution_is_priced_and_what_does_not_fit_says_why(phone):
    phone.case.publish("丙银行", max_days=90)
    page = read(phone.client, f"{on(phone)}?amount=30万&days=180&method=bullet")
    # 300,000 × (3.00 % + 0.45 %) × 180 ÷ 360
    assert page.count('利息约 <span class="money">¥5,175.00</span>') == 2
    assert "照产品公布的条件不合:期限最长 90 天" in page


def test_a_second_equal_intent_is_warned_of_before_it_is_sent(phone):
    again = f"{on(phone)}?amount=30万&days=180"
    assert "同样的意向" not in read(phone.client, again)
    first = phone.case.intend(300_000)
    page = read(phone.client, again)
    assert "同样的意向已经登记过" in page
    assert first.no in page
    assert "同样的意向" not in read(phone.client, f"{on(phone)}?amount=30万&days=181")
    withdraw_intent(actor=phone.case.supplier, now=phone.case.now, intent_id=first.pk)
    assert "同样的意向" not in read(phone.client, again)


def test_one_goes_back_with_what_was_typed(phone):
    bank = phone.case.bank("乙银行").pk
    page = read(phone.client, f"{on(phone)}?amount=123456.78&days=77&method=&institutions={bank}")
    back = re.search(r'href="(\?[^"]*again=1)"', page)[1]
    page = read(phone.client, f"{on(phone)}{back}")
    assert (value_of(page, "amount"), value_of(page, "days")) == ("123456.78", "77")
    assert value_of(page, "institutions") == str(bank)


@pytest.mark.parametrize("typed", ["", "?amount=30万&days=180", "?part=all&days=180"])
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
    assert "2 家能办" in page
    assert "乙银行" in page
    assert "丙银行" not in page


def test_one_confirmation_sends_it_to_all(phone):
    page = read(phone.client, f"{on(phone)}?amount=30万&days=180&method=bullet")
    assert "送给全部 2 家" in page
    typed = {"amount": value_of(page, "amount"), "days": "180", "purpose": "买板材"}
    place = send(phone.client, on(phone), {**typed, "method": "bullet"})
    intent = Intent.objects.get()
    assert place == f"/supplier/intents/{intent.pk}/"
    assert (intent.amount_fen, intent.days, intent.broadcast) == (30_000_000, 180, True)
    assert intent.method == "bullet"
    page = read(phone.client, place)
    assert "意向已送到金融机构" in page
    assert page.count("看不到您的联系方式") == 2


def ticks(page: str) -> dict[str, str]:
    """The values of who may read the contact data, by their words."""
    found = re.findall(
        r'<input type="checkbox" name="readers" value="([^"]+)"([^>]*)>\s*([^<]+)', page
    )
    assert not any("checked" in tick for _, tick, _ in found)
    return {words.strip(): value for value, _, words in found}


@pytest.mark.parametrize("named", [False, True])
def test_who_may_read_contact_data_is_ticked_and_nobody_beforehand(phone, named):
    """个人信息保护法§23: one tick for all of them, or one by one; naming alone ticks nothing."""
    bank = str(phone.case.bank("乙银行").pk)
    asked = {"institutions": [bank]} if named else {}
    page = read(phone.client, f"{on(phone)}?amount=30万&days=180&{urlencode(asked, doseq=True)}")
    offered = ticks(page)
    assert list(offered) == ["上面各家都可以看", "乙银行", "甲银行"]
    typed = {"amount": "300000", "days": "180", **asked}
    send(phone.client, on(phone), {**typed, "readers": [offered["上面各家都可以看"]]})
    send(phone.client, on(phone), {**typed, "days": "181", "readers": [offered["乙银行"]]})
    send(phone.client, on(phone), {**typed, "days": "182"})
    told = [
        sorted(consent.institution.name for consent in intent.consents.all())
        for intent in Intent.objects.order_by("days")
    ]
    assert told == [["乙银行"] if named else ["乙银行", "甲银行"], ["乙银行"], []]


def test_a_tick_is_for_those_who_stood_on_the_page(phone):
    """Who came after the page was drawn is not named on it: the tick is asked for again."""
    all_of_them = ticks(read(phone.client, f"{on(phone)}?amount=30万&days=180"))
    phone.case.publish("丙银行")
    typed = {"amount": "300000", "days": "180", "purpose": "买板材"}
    one = all_of_them["上面各家都可以看"]
    page = send(phone.client, on(phone), {**typed, "readers": [one]}, 422)
    assert "请重新勾选" in problems(page)[0]
    assert value_of(page, "purpose") == "买板材"
    assert not Intent.objects.exists()


def outside(page: str) -> dict[str, str]:
    """The values of the outside data that may be read, by their words."""
    found = re.findall(
        r'<input type="checkbox" name="outside" value="([^"]+)"([^>]*)>\s*([^<]+)', page
    )
    assert not any("checked" in tick for _, tick, _ in found)
    return {words.strip().partition(":")[0]: value for value, _, words in found}


@pytest.mark.parametrize("named", [False, True])
def test_which_outside_data_may_be_read_is_ticked_and_none_beforehand(phone, named):
    bank = str(phone.case.bank("乙银行").pk)
    asked = {"institutions": [bank]} if named else {}
    page = read(phone.client, f"{on(phone)}?amount=30万&days=180&{urlencode(asked, doseq=True)}")
    offered = outside(page)
    assert list(offered) == ["信用中国", "税务", "电子发票", "营业执照登记"]
    typed = {"amount": "300000", "days": "180", **asked}
    send(phone.client, on(phone), {**typed, "outside": [offered["税务"], offered["信用中国"]]})
    send(phone.client, on(phone), {**typed, "days": "181"})
    told = [
        sorted((each.institution.name, each.source) for each in intent.data_consents.all())
        for intent in Intent.objects.order_by("days")
    ]
    banks = ["乙银行"] if named else ["乙银行", "甲银行"]
    assert told == [[(name, source) for name in banks for source in ("credit", "tax")], []]


def test_a_tick_for_outside_data_is_for_those_who_stood_on_the_page(phone):
    offered = outside(read(phone.client, f"{on(phone)}?amount=30万&days=180"))
    phone.case.publish("丙银行")
    typed = {"amount": "300000", "days": "180", "outside": [offered["税务"]]}
    page = send(phone.client, on(phone), typed, 422)
    assert "请重新勾选" in problems(page)[0]
    assert not Intent.objects.exists()


def test_it_says_what_goes_to_whom(phone):
    Organisation.objects.filter(kind="supplier").update(
        contact_name="王小明", contact_phone="13800000000"
    )
    page = read(phone.client, f"{on(phone)}?amount=30万&days=180")
    for words in ("统一社会信用代码", "王小明 13800000000", "180 天内有效", "随时可以撤回"):
        assert words in page


def test_before_the_first_lpr_nothing_is_priced_and_all_are_listed(phone):
    asking = asking_on(phone.case.supplier, phone.case.now, contract_id=phone.case.contract.pk)
    wanted = {"amount_fen": 30_000_000, "days": 180, "method": "bullet"}
    assert len(asking.ranking(phone.case.now, **wanted).listed) == 2
    assert asking.ranking(at("2013-01-01 09:00"), **wanted).listed == []


def test_from_a_letter_one_goes_to_its_project(phone):
    award = phone.case.contract.award
    letter = Letter.objects.create(
        city_id=award.city_id, award=award, supplier=phone.case.town.supplier(),
        occasion="award", project_title=award.title, sha256="0" * 64, sent_at=phone.case.now,
    )  # fmt: skip
    page = read(phone.client, f"/letters/{letter.pk}/")
    assert f'href="{NEW}award/{letter.award_id}/"' in page
    page = read(phone.client, f"{NEW}award/{letter.award_id}/")
    assert "¥479,640.00" in page, "signed meanwhile, so that it is the contract"


def test_a_double_click_registers_once(phone):
    page = read(phone.client, f"{on(phone)}?amount=30万&days=180")
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
        ({"amount": "300000", "days": "1000000000000", "method": "interest-monthly"}, "天"),
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
