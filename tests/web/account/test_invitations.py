"""Invitations from first to last: to whom, for how long, used once, taken back."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from cairong.audit.models import Event
from cairong.parties.models import Account, Invitation, Mandate, Organisation
from support.browsing import follow, problems, read, send, value_of
from support.joining import INVITE, PEOPLE, TYPED, enter, invited
from support.papers import beside, twice_the_same
from support.visitors import WORD, browser, signed_in


class TestInviting:
    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("name", "", "没有填写「姓名」"),
            ("name", "名" * 61, "60"),
            ("name", "赵\u202e敏", "含有不允许的字符(U+202E)"),
            ("phone", "1" * 31, "30"),
            ("role", "", "没有填写「岗位」"),
            ("role", "treasury-approver", "treasury-approver"),
            ("role", "operator", "operator"),
            ("region", "410999", "410999"),
            ("region", "410327", "410327"),
        ],
    )
    def test_bad_values_are_refused_beside_their_box(self, house, field, value, words):
        page = send(house.boss, INVITE, TYPED | {field: value}, 422)
        assert any(words in one for one in beside(page, field)), problems(page)
        for kept in {"name", "phone"} - {field}:
            assert value_of(page, kept) == TYPED[kept]
        assert not Invitation.objects.exists()

    def test_only_desks_of_the_house_are_offered(self, house):
        page = read(house.boss, INVITE)
        offered = re.findall(r'<option value="([a-z-]+)"', page)
        assert sorted(offered) == ["purchaser-approver", "purchaser-officer"]

    def test_the_link_is_shown_once_and_kept_as_a_hash(self, house):
        link = invited(house)
        assert link not in read(house.boss, PEOPLE)
        token = link.split("/")[-2]
        kept = Invitation.objects.get()
        assert token not in (kept.token_hash, kept.name)
        assert len(kept.token_hash) == 64
        assert token not in str(Event.objects.get(type="parties.person.invited").after)

    def test_it_says_to_which_house_and_desk(self, house):
        page = read(Client(), invited(house, administrator="on"))
        for words in ("采购人", "赵敏", "采购人复核 · 管理员", "已有账号的,请先"):
            assert words in page

    @pytest.mark.parametrize(
        ("changed", "field", "words"),
        [
            ({"username": ""}, "username", "没有填写「用户名」"),
            ({"username": "zm"}, "username", "4 到 60 位小写字母"),
            ({"username": "赵敏"}, "username", "4 到 60 位小写字母"),
            ({"password": ""}, "password", "没有填写「密码」"),
            ({"password": "short"}, "password", "密码不合要求"),
            ({"password": "20252025202520"}, "password", "密码不合要求"),
            ({"password": "newcomer"}, "password", "密码不合要求"),
        ],
    )
    def test_a_refused_account_leaves_the_invitation_open(self, house, changed, field, words):
        link = invited(house)
        before = Account.objects.count()
        typed = {"username": "newcomer", "password": WORD} | changed
        page = send(Client(), link, typed, 422)
        assert any(words in one for one in beside(page, field)), problems(page)
        assert value_of(page, "username") == typed["username"]
        assert WORD not in page
        assert Account.objects.count() == before
        send(Client(), link, {"username": "newcomer", "password": WORD})

    def test_a_taken_user_name_is_refused(self, house):
        page = send(Client(), invited(house), {"username": "BOSS", "password": WORD}, 409)
        assert "用户名「boss」已有人使用" in problems(page)[0]

    def test_it_is_used_once(self, house):
        link = invited(house)
        first, second = twice_the_same(Client(), link, {"username": "newcomer", "password": WORD})
        assert (first.status_code, second.status_code) == (302, 302)
        again = Client().post(link, {"username": "newcomer2", "password": WORD})
        assert again.status_code == 404
        assert "已经用过、撤回或过期" in again.content.decode()
        assert Account.objects.filter(username__startswith="newcomer").count() == 1
        assert enter("newcomer") == "/desk/"

    @pytest.mark.parametrize(("days", "status"), [(13, 200), (14, 404), (30, 404)])
    def test_it_holds_fourteen_days(self, house, days, status):
        link = invited(house)
        passed = Invitation.objects.get().created_at - timedelta(days=days, seconds=1)
        Invitation.objects.update(created_at=passed, expires_at=passed + timedelta(days=14))
        assert Client().get(link).status_code == status

    def test_one_taken_back_serves_nobody_and_is_no_longer_listed(self, house):
        link = invited(house)
        assert "等待接受" in read(house.boss, PEOPLE)
        place = f"/account/invitations/{Invitation.objects.get().pk}/withdraw/"
        assert "没有接受的邀请" not in follow(house.boss, place)
        assert Client().get(link).status_code == 404
        answer = house.boss.post(place)
        assert answer.status_code == 409
        assert "已经被接受或撤回" in answer.content.decode()

    def test_an_accepted_one_is_not_taken_back(self, house):
        send(Client(), invited(house), {"username": "newcomer", "password": WORD})
        place = f"/account/invitations/{Invitation.objects.get().pk}/withdraw/"
        assert house.boss.post(place).status_code == 409
        assert Mandate.objects.filter(person__name="赵敏", ended_reason="").count() == 1

    def test_the_invitation_of_a_suspended_house_rests(self, house):
        link = invited(house)
        Organisation.objects.filter(kind="purchaser").update(active=False)
        assert Client().get(link).status_code == 404
        Organisation.objects.filter(kind="purchaser").update(active=True)
        assert Client().get(link).status_code == 200

    def test_another_house_cannot_take_it_back(self, house):
        invited(house)
        other = house.town.purchaser("别家")
        stranger = browser(
            house.town, "purchaser-officer", username="far", organisation=other, administrator=True
        )
        place = f"/account/invitations/{Invitation.objects.get().pk}/withdraw/"
        assert stranger.post(place).status_code == 404
        assert Invitation.objects.get().withdrawn_at is None

    def test_who_holds_the_desk_already_is_told(self, house):
        link = invited(house)
        page = send(signed_in(house.colleague), link, {}, 409)
        assert "您已经有「采购人复核」这项授权" in problems(page)[0]
        assert Invitation.objects.get().accepted_at is None

    @pytest.mark.parametrize("token", ["x", "a" * 43, "..%2f", "%00"])
    def test_a_token_that_is_none_reads_as_not_there(self, house, token):
        assert Client().get(f"/account/accept/{token}/").status_code == 404

    def test_trying_tokens_is_slowed(self, house):
        visitor = Client()
        answers = [visitor.get(f"/account/accept/{n}/").status_code for n in range(31)]
        assert answers[29:] == [404, 429]
