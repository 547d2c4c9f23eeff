"""Awards: recorded, shared out, claimed, cancelled; the lists of awards and contracts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairong.contracts.facts import Winner
from cairong.contracts.models import Award
from cairong.web.purchaser import awards
from support.browsing import follow, problems, read, send, value_of

NEW = "/purchaser/awards/new/"
TYPED = {"title": "办公系统运维", "notice_on": "2025-09-15", "amount": "685200",
         "supplier_0": "供应商", "method": "公开招标"}  # fmt: skip


class TestRecording:
    def test_one_winner_has_the_whole(self, office):
        office.town.supplier()
        page = follow(office.officer, NEW, TYPED)
        assert "已登记" in page
        share = Award.objects.get().shares.get()
        assert (share.share_fen, share.supplier.name) == (68_520_000, "供应商")

    def test_several_winners_have_shares(self, office):
        typed = {**TYPED, "supplier_1": "联合体成员", "share_0": "60万", "share_1": "8.52万"}
        send(office.officer, NEW, typed)
        shares = Award.objects.get().shares.order_by("position")
        assert [one.share_fen for one in shares] == [60_000_000, 8_520_000]

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"title": ""}, "没有填写「项目名称」"),
            ({"amount": "-1"}, "中标(成交)金额"),
            ({"notice_on": "2099-01-01"}, "还没有到"),
            ({"notice_on": "昨天"}, "昨天"),
            ({"supplier_0": ""}, "没有填写「中标(成交)供应商」"),
            ({"supplier_1": "乙", "share_0": "1", "share_1": "2"}, "份额合计"),
        ],
    )
    def test_refusals_lose_nothing(self, office, changed, words):
        page = send(office.officer, NEW, {**TYPED, "scope": "全年", **changed}, 422)
        assert any(words in one for one in problems(page)), problems(page)
        assert value_of(page, "scope") == "全年"
        assert not Award.objects.exists()


class TestAward:
    def test_it_says_until_when_to_sign(self, office):
        award = office.ground.award()
        page = read(office.officer, f"/purchaser/awards/{award.pk}/")
        assert "等我做" in page
        assert "填写合同" in page
        assert "依据 二(二)-1" in page
        assert "填写合同" not in read(office.approver, f"/purchaser/awards/{award.pk}/")

    def test_open_shares_are_entered(self, office):
        office.town.supplier()
        winners = [Winner(name="供应商"), Winner(name="未注册的")]
        award = office.ground.award(winners=winners)
        place = f"/purchaser/awards/{award.pk}/shares/"
        wrong = send(office.officer, place, {"share_0": "685200", "share_1": "2"}, 422)
        assert "份额合计 ¥685,202.00,超过中标(成交)金额" in problems(wrong)[0]
        send(office.officer, place, {"share_0": "600000", "share_1": "85200"})
        assert [one.share_fen for one in award.shares.order_by("position")] == [
            60_000_000, 8_520_000,
        ]  # fmt: skip

    def test_it_is_cancelled_with_a_reason(self, office):
        award = office.ground.award()
        place = f"/purchaser/awards/{award.pk}/cancel/"
        assert "没有填写「理由」" in problems(send(office.officer, place, {}, 422))[0]
        assert "已取消" in follow(office.officer, place, {"reason": "项目终止"})

    def test_published_awards_of_ones_name_are_claimed(self, office):
        award = office.ground.award()
        Award.objects.filter(pk=award.pk).update(purchaser=None)
        assert "有 1 条" in read(office.officer, "/purchaser/awards/")
        assert "办公系统运维" in read(office.officer, "/purchaser/awards/claim/")
        assert "已认领 1 条" in follow(office.officer, "/purchaser/awards/claim/")
        assert office.officer.post("/purchaser/awards/claim/").status_code == 404

    def test_more_than_are_listed_are_counted_and_claimed(self, office, monkeypatch):
        for _ in range(2):
            office.ground.award()
        Award.objects.update(purchaser=None)
        monkeypatch.setattr(awards, "MOST_CLAIMED", 1)
        assert "只列最近 1 条,共 2 条" in read(office.officer, "/purchaser/awards/claim/")
        assert "已认领 2 条" in follow(office.officer, "/purchaser/awards/claim/")


class TestLists:
    def test_awards_are_searched_by_state_and_words(self, office):
        office.ground.award()
        place = "/purchaser/awards/"
        assert "办公系统运维" in read(office.officer, place + "?words=供应商&state=noticed")
        assert "还没有中标(成交)记录" in read(office.officer, place + "?state=cancelled")
        assert office.officer.get(place + "export/").content[:2] == b"PK"
        assert "的值「strange」看不懂" in read(office.officer, place + "?state=strange")

    def test_contracts_are_listed_with_their_money(self, office):
        office.ground.decide(office.ground.sign())
        page = read(office.approver, "/purchaser/contracts/?words=运维&sort=-amount")
        assert "已备案" in page
        assert "¥685,200.00" in page
        assert office.officer.get("/purchaser/contracts/export/").content[:2] == b"PK"

    @pytest.mark.parametrize(
        ("address", "most"),
        [("/desk/", 30), ("/purchaser/awards/", 20), ("/purchaser/contracts/", 20)],
    )
    def test_statements_do_not_grow(self, office, address, most):
        office.ground.decide(office.ground.sign())
        office.ground.award()
        first = statements(office.officer, address)
        for _ in range(2):
            office.ground.decide(office.ground.sign())
            office.ground.award()
        assert statements(office.officer, address) == first
        assert first <= most


def statements(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
