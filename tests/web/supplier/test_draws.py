"""How much of an offer is wanted first, what more is asked for later, and the cooling-off."""

import re
from datetime import timedelta

import pytest

from cairong.kernel.calendar import day_of
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.models import Offer
from support.browsing import action_of, follow, problems, read, send, value_of


@pytest.fixture
def place(phone) -> str:
    return f"/supplier/offers/{phone.offered().pk}/"


def offer() -> Offer:
    return Offer.objects.get()


def met(phone, **facts) -> None:
    case = phone.case
    case.lock(offer())
    signed = {"signed_on": day_of(case.now), **facts}
    meet_conditions(actor=case.officer(), now=case.now, offer_id=offer().pk, **signed)


class TestAccepting:
    def test_nothing_said_is_the_whole(self, phone, place):
        page = read(phone.client, place)
        assert "不填就是全部" in page
        follow(phone.client, f"{place}accept/", {"draw": ""})
        assert offer().asked_fen is None
        page = read(phone.client, place)
        assert action_of(page, "提出提款") is None

    def test_a_part_first(self, phone, place):
        follow(phone.client, f"{place}accept/", {"draw": "10万"})
        assert offer().asked_fen == 10_000_000
        page = read(phone.client, place)
        assert "还没有提出" in page
        assert "先前提出的一起" in page

    @pytest.mark.parametrize("typed", ["0", "-1", "300000.01", "NaN", "很多"])
    def test_more_than_the_offer_or_nothing_is_refused_beside_the_field(self, phone, place, typed):
        page = send(phone.client, f"{place}accept/", {"draw": typed}, 422)
        assert problems(page)
        assert value_of(page, "draw") == typed
        assert offer().state == "offered"


class TestAskingLater:
    def test_a_further_draw_is_asked_and_its_days_are_shown(self, phone, place):
        send(phone.client, f"{place}accept/", {"draw": "100000"})
        met(phone)
        page = read(phone.client, place)
        assert action_of(page, "提出提款") is None
        assert "这一笔放足以后" in page
        phone.case.draw(offer(), 100_000)
        page = read(phone.client, place)
        assert "已放一部分" in page
        assert "7 个工作日的放款期限从今天起另计" in page
        assert "提出以后的提款" in read(phone.client, "/desk/")
        page = send(phone.client, f"{place}draw/", {"amount": "200000.01"}, 422)
        assert "超过报价里还没有提出的" in problems(page)[0]
        page = follow(phone.client, f"{place}draw/", {"amount": "50000"})
        assert "还剩7个工作日" in re.sub(r"<[^>]*>|\s", "", page)
        assert offer().state == "conditions_met"
        assert phone.client.post(f"{place}draw/", {"amount": "1"}).status_code == 409

    def test_the_rest_is_given_up(self, phone, place):
        send(phone.client, f"{place}accept/", {"draw": "100000"})
        met(phone)
        phone.case.draw(offer(), 100_000)
        assert "余下的不用了" in read(phone.client, place)
        send(phone.client, f"{place}decline/")
        assert offer().state == "drawn"
        assert phone.client.post(f"{place}draw/", {"amount": "1"}).status_code == 409

    def test_others_do_not_ask(self, phone, place):
        send(phone.client, f"{place}accept/", {"draw": "100000"})
        stranger = phone.stranger()
        assert stranger.post(f"{place}draw/", {"amount": "1"}).status_code == 404
        assert stranger.post(f"{place}cooling/").status_code == 404


class TestCoolingOff:
    def test_it_is_waived_by_one_tap_and_the_days_stay(self, phone, place):
        send(phone.client, f"{place}accept/")
        met(phone, cooling_until=day_of(phone.case.now) + timedelta(days=2))
        page = read(phone.client, place)
        for words in ("冷静期", "放款期限照算,不因冷静期延长", "不收费用"):
            assert words in page
        due = page.partition("个工作日")[2].partition("前")[0]
        page = follow(phone.client, f"{place}cooling/")
        assert "已放弃冷静期" in page
        assert due in page
        assert action_of(page, "放弃冷静期") is None
        assert phone.client.post(f"{place}cooling/").status_code == 409

    def test_without_one_there_is_nothing_to_waive(self, phone, place):
        send(phone.client, f"{place}accept/")
        met(phone)
        assert "冷静期" not in read(phone.client, place)
        assert phone.client.post(f"{place}cooling/").status_code == 409
