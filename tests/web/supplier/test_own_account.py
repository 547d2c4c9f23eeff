"""The supplier says which accounts are its own: one tap, or beforehand (D38)."""

import pytest

from cairong.contracts.models import Contract
from cairong.treasury.models import DisownedAccount, OwnAccount
from lending.ground import sign, stand_award
from support.browsing import action_of, follow, problems, read, send, value_of
from support.staging import staged
from support.visitors import account_in, signed_in

NO, BUTTON = "6222020200055555555", "是本单位的账户,确认"
LIST = "/supplier/accounts/"
TYPED = {"payee": "供应商", "account_no": "6222020200088888888", "bank": "中国工商银行洛阳分行",
         "cnaps": "102493000011"}  # fmt: skip


@staged
def waiting(phone) -> Contract:
    """A contract whose account the supplier has not confirmed."""
    town = phone.case.town
    return sign(town, stand_award(town), now=phone.case.now, filed=False, silent_on=NO)


@staged
def place(waiting) -> str:
    return f"{LIST}{waiting.suppliers.get().pk}/"


class TestOneTap:
    def test_the_desk_the_case_and_the_record_lead_there(self, phone, waiting, place):
        for page in (read(phone.client, "/desk/"), read(phone.client, f"/cases/{waiting.pk}/")):
            assert "确认回款账户" in page
            assert f'href="{place}"' in page
        found = phone.client.get(f"/find/{waiting.suppliers.get().pk}/")
        assert found["Location"] == place

    def test_it_shows_the_account_and_what_to_do_if_it_is_another_s(self, phone, place, waiting):
        page = read(phone.client, place)
        for words in (NO, "甲银行洛阳支行", "313493000011", "不是本单位的账户", "二(三)-3",
                      waiting.purchaser_name, "¥685,200.00"):  # fmt: skip
            assert words in page
        assert action_of(page, BUTTON) is not None

    def test_a_tap_confirms_and_going_back_says_who_did(self, phone, place, waiting):
        seen = {"seen_revision": waiting.revision}
        page = follow(phone.client, place, seen)
        assert "已确认" in page
        assert OwnAccount.objects.filter(account_no=NO).count() == 1
        assert action_of(page, BUTTON) is None
        again = send(phone.client, place, seen, 409)
        assert any("不用再办" in one for one in problems(again))
        assert phone.client.get(f"/find/{waiting.suppliers.get().pk}/")["Location"] == (
            f"/cases/{waiting.pk}/"
        )

    def test_one_that_was_mended_since_is_shown_again(self, phone, place, waiting):
        answer = send(phone.client, place, {"seen_revision": waiting.revision + 1}, 409)
        assert problems(answer)
        assert not OwnAccount.objects.filter(account_no=NO).exists()

    @pytest.mark.parametrize("typed", [{"seen_revision": "x"}, {"account_no": "1"}])
    def test_what_the_page_does_not_ask_is_refused(self, phone, place, typed):
        assert phone.client.post(place, typed).status_code in {400, 422}
        assert not OwnAccount.objects.filter(account_no=NO).exists()

    def test_others_find_no_such_page(self, phone, place):
        read(phone.stranger(), place, 404)
        other = signed_in(account_in(phone.case.town, "purchaser-officer"))
        read(other, place, 403)


class TestNotItsOwn:
    BUTTON, WHY = "指出不是本单位的账户", "末四位写错了"

    def test_the_page_leads_there_and_back_again(self, phone, place, waiting):
        assert f'href="{place}disown/"' in read(phone.client, place)
        assert action_of(read(phone.client, f"{place}disown/"), self.BUTTON) is not None
        page = follow(
            phone.client, f"{place}disown/", {"seen_revision": waiting.revision, "note": self.WHY}
        )
        for words in ("已指出不是本单位的账户", self.WHY, "备案不会通过", "改为确认"):
            assert words in page
        assert "确认回款账户" not in read(phone.client, "/desk/")
        page = follow(phone.client, place, {"seen_revision": waiting.revision})
        assert "已确认" in page
        assert "已指出" not in page

    def test_said_twice_or_with_back_it_is_told_who_did(self, phone, place, waiting):
        typed = {"seen_revision": waiting.revision, "note": self.WHY}
        follow(phone.client, f"{place}disown/", typed)
        again = send(phone.client, f"{place}disown/", typed, 409)
        assert any("不用再办" in one for one in problems(again))
        assert DisownedAccount.objects.count() == 1

    def test_too_long_a_note_is_not_lost(self, phone, place):
        page = send(phone.client, f"{place}disown/", {"note": "错" * 501}, 422)
        assert any("哪里不对" in one for one in problems(page))
        assert value_of(page, "note") == "错" * 501

    def test_others_find_no_such_page(self, phone, place):
        read(phone.stranger(), f"{place}disown/", 404)


class TestBeforehand:
    def test_it_is_typed_once_and_listed(self, phone):
        page = follow(phone.client, LIST, TYPED)
        assert "已记下" in page
        assert TYPED["account_no"] in page
        again = send(phone.client, LIST, TYPED, 409)
        assert any("不用再办" in one for one in problems(again))
        assert value_of(again, "bank") == TYPED["bank"]
        assert TYPED["account_no"] not in read(phone.stranger(), LIST)

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"payee": "我的公司"}, "不一致"),
            ({"account_no": "一二三"}, "账号"),
            ({"account_no": ""}, "账号"),
            ({"cnaps": "999"}, "联行号"),
            ({"bank": "中国建设银行洛阳分行"}, "联行号"),
            ({"bank": ""}, "开户行"),
        ],
    )
    def test_each_refusal_keeps_what_was_typed(self, phone, changed, words):
        typed = TYPED | changed
        page = send(phone.client, LIST, typed, 422)
        assert any(words in one for one in problems(page))
        for name, value in typed.items():
            assert value_of(page, name) == value
        assert not OwnAccount.objects.filter(bank=TYPED["bank"]).exists()

    def test_own_facts_lead_there(self, phone):
        administrator = account_in(phone.case.town, "supplier", username="head", administrator=True)
        assert f'href="{LIST}"' in read(signed_in(administrator), "/account/organisation/")
