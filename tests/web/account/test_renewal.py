"""忘记密码 by its pages: asked for in one browser, seen by two, set there, then a rest."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from cairong.audit.models import Event
from cairong.doors.drain import drain
from cairong.kernel.actor import Role
from cairong.outreach.models import Dispatch, Message, Proof
from cairong.outreach.posting import posting_of
from cairong.parties.models import Account, Mandate, Person, Renewal
from support.browsing import follow, problems, read, send, text
from support.codes import switched_on
from support.joining import (
    ASK,
    NEW_WORD,
    SET,
    asked_at,
    code_on,
    enter,
    invited,
    renewed,
    word_place,
    worded,
)
from support.papers import beside, twice_the_same
from support.town import found_town
from support.visitors import WORD, account_in, browser, mandate_of, signed_in

WORDS, UNPROVEN = "/account/words/", "/account/unproven/"
PROVE = "/account/contact/sms/prove/"


def proof_of(code: str) -> dict[str, str]:
    return {"code": code, "password": WORD}


@pytest.fixture
def second(house) -> Client:
    return browser(house.town, Role.PURCHASER_OFFICER, username="second", administrator=True)


def word_page(client: Client, account: Account, code: str, status: int = 302) -> str:
    return send(client, word_place(account), {"code": code}, status)


class TestAsking:
    def test_the_sign_in_page_leads_there_and_the_browser_shows_a_code(self, house):
        fresh = Client()
        assert ASK in read(fresh, "/account/sign-in/")
        assert len(asked_at(fresh, "zhaomin")) == 8
        assert "待第一人核对" in read(fresh, ASK)

    def test_a_name_nobody_has_is_answered_alike(self, house):
        pages = []
        for name in ("zhaomin", "nobody"):
            fresh = Client()
            page = follow(fresh, ASK, {"username": name})
            page = re.sub(r'(value|datetime|content)="[^"]*"', "", page)
            pages.append(page.replace(code_on(page)[:4], "").replace(code_on(page)[4:], ""))
        assert pages[0] == pages[1]

    def test_the_same_is_written_for_both(self, house):
        counts = []
        for name in ("zhaomin", "nobody"):
            before = Event.objects.count()
            asked_at(Client(), name)
            counts.append((Event.objects.count() - before, Renewal.objects.count()))
        assert counts == [(1, 1), (1, 2)]
        said = Event.objects.filter(type="parties.renewal.asked")
        assert "zhaomin" not in str([one.after for one in said])

    def test_who_asks_too_often_is_slowed(self, house):
        fresh = Client()
        for _ in range(3):
            send(fresh, f"{ASK}?again", {"username": "zhaomin"})
        answer = fresh.post(f"{ASK}?again", {"username": "zhaomin"})
        assert answer.status_code == 429
        for _ in range(3):
            send(Client(), ASK, {"username": "nobody"})
        assert Client().post(ASK, {"username": "nobody"}).status_code == 429

    def test_the_cookie_is_out_of_reach_of_scripts_and_says_nothing(self, house):
        fresh = Client()
        asked_at(fresh, "zhaomin")
        kept = fresh.cookies["renewal"]
        assert (kept["httponly"], kept["path"], kept["samesite"]) == (True, "/account/", "Lax")
        assert "zhaomin" not in kept.value

    @pytest.mark.parametrize("cookie", ["", "x", "a:b:c"])
    def test_a_cookie_somebody_made_is_none(self, house, cookie):
        fresh = Client()
        fresh.cookies["renewal"] = cookie
        assert "提出申请" in read(fresh, ASK)
        assert fresh.post(SET, {"password": NEW_WORD}).status_code == 404


class TestTwoSeeThePerson:
    def test_two_administrators_and_the_browser_that_asked(self, house, second):
        fresh = Client()
        code = asked_at(fresh, "zhaomin")
        assert "找回登录" in read(house.boss, house.address(house.colleague))
        word_page(house.boss, house.colleague, f"{code[:4]} {code[4:]}")
        assert "待第二人核对" in read(fresh, ASK)
        word_page(second, house.colleague, code)
        assert "两人都核对过了" in read(fresh, ASK)
        assert send(fresh, SET, {"password": NEW_WORD}) == "/account/sign-in/"
        assert enter("zhaomin", NEW_WORD) == "/desk/"
        assert "用户名或密码不对" in enter("zhaomin", WORD, 422)

    def test_neither_administrator_ever_reads_a_link_or_the_code(self, house, second):
        code = asked_at(Client(), "zhaomin")
        for boss in (house.boss, second):
            assert code not in read(boss, house.address(house.colleague))
            word_page(boss, house.colleague, code)
            page = read(boss, house.address(house.colleague))
            assert "http://testserver" not in page
            assert code not in page

    def test_an_administrator_alone_gains_no_account(self, house):
        """攻击 2: asks in an own browser, gives a word, and another by each way there is."""
        mine = Client()
        code = asked_at(mine, "zhaomin")
        word_page(house.boss, house.colleague, code)
        page = word_page(house.boss, house.colleague, code, 403)
        assert "请另一位与他分开的管理员" in page
        assert mine.post(SET, {"password": NEW_WORD}).status_code == 409
        assert enter("zhaomin") == "/desk/"

    def test_nor_with_an_invented_colleague(self, house):
        """账户变更攻击 17: 王假人, invented by name and telephone, gives the second word."""
        link = invited(house, name="王假人", phone="13800000000", administrator="on")
        send(Client(), link, {"username": "fake", "password": WORD})
        fake = signed_in(Account.objects.get(username="fake"))
        mine = Client()
        code = asked_at(mine, "zhaomin")
        word_page(house.boss, house.colleague, code)
        assert "请另一位与他分开的管理员" in word_page(fake, house.colleague, code, 403)
        assert mine.post(SET, {"password": NEW_WORD}).status_code == 409

    def test_codes_are_not_guessed(self, house):
        asked_at(Client(), "zhaomin")
        for number in range(10):
            word_page(house.boss, house.colleague, f"{number:08}", 422)
        assert house.boss.post(word_place(house.colleague), {"code": "0"}).status_code == 429
        assert not Event.objects.filter(type="parties.renewal.worded").exists()

    def test_another_browser_is_not_the_one_that_asked(self, house):
        worded(house.town, house.colleague)
        other = Client()
        asked_at(other, "zhaomin")
        assert other.post(SET, {"password": NEW_WORD}).status_code == 409

    @pytest.mark.parametrize("password", ["", "short", "zhaomin", "1234567890123", "长" * 129])
    def test_a_weak_word_leaves_it_open(self, house, password):
        fresh = worded(house.town, house.colleague)
        page = send(fresh, SET, {"password": password}, 422)
        assert beside(page, "password")
        send(fresh, SET, {"password": NEW_WORD})

    def test_all_sessions_end_and_it_serves_once(self, house):
        theirs = signed_in(house.colleague)
        fresh = renewed(house.town, house.colleague)
        assert theirs.get("/desk/").status_code == 401
        assert fresh.post(SET, {"password": "a third good word"}).status_code == 404

    def test_who_signed_in_since_needs_it_no_more(self, house):
        fresh = worded(house.town, house.colleague)
        enter("zhaomin")
        assert fresh.post(SET, {"password": NEW_WORD}).status_code == 404

    def test_opened_where_somebody_else_is_signed_in_it_changes_only_its_own(self, house, second):
        code = asked_at(house.boss, "zhaomin")
        third = browser(house.town, Role.PURCHASER_OFFICER, administrator=True)
        for boss in (third, second):
            word_page(boss, house.colleague, code)
        send(house.boss, SET, {"password": NEW_WORD})
        assert house.boss.get("/desk/").status_code == 200
        house.account.refresh_from_db()
        assert house.account.check_password(WORD)

    def test_ones_own_is_not_seen_by_oneself(self, house):
        code = asked_at(Client(), "boss")
        page = word_page(house.boss, house.account, code, 409)
        assert "那里要核对现在的密码" in problems(page)[0]

    def test_who_left_or_works_elsewhere_is_not_taken_over(self, house):
        bank = house.another("institution-approver", "banker")
        send(signed_in(bank), invited(house, name="banker"))
        mine = Mandate.objects.get(person=bank.person, organisation__kind="purchaser")
        code = asked_at(Client(), "banker")
        page = send(house.boss, f"/account/people/{mine.pk}/word/", {"code": code}, 409)
        assert "还有您管不到的岗位" in problems(page)[0]
        place = word_place(house.colleague)
        send(house.boss, house.address(house.colleague, "suspend/"), {"reason": "调离"})
        page = send(house.boss, place, {"code": asked_at(Client(), "zhaomin")}, 409)
        assert "这项授权已经结束" in problems(page)[0]

    def test_the_person_is_told_and_so_are_head_and_bureau(self, house, second):
        code = asked_at(Client(), "zhaomin")
        word_page(house.boss, house.colleague, code)
        said = Event.objects.get(type="parties.renewal.worded")
        assert {one["role"] for one in said.after["tell"]} == {
            "purchaser-approver", "purchaser-officer", "procurement-approver",
        }  # fmt: skip
        assert not Message.objects.exists()  # they go by the worker


class TestTheOperatorAndTheBureau:
    """Where an administrator lost everything, papers are named to two authorities."""

    @pytest.fixture
    def operator(self, house) -> Client:
        return browser(house.town, Role.OPERATOR, username="operator", administrator=True)

    @pytest.fixture
    def desk(self, house) -> Client:
        return browser(house.town, Role.PROCUREMENT_OFFICER, username="desk")

    def place(self, account: Account) -> str:
        mandate = mandate_of(account)
        house = f"/account/organisations/{mandate.organisation_id}/"
        return f"{house}administrators/{mandate.pk}/word/"

    def first(self, operator: Client, account: Account, code: str, status=302, papers="公函3号"):
        return send(operator, self.place(account), {"code": code, "papers": papers}, status)

    def test_the_operator_first_the_bureau_second(self, house, operator, desk):
        fresh = Client()
        code = asked_at(fresh, "boss")
        self.first(operator, house.account, code)
        assert "boss" in read(desk, WORDS)
        place = f"{WORDS}{Renewal.objects.get().pk}/"
        assert "公函3号" in read(desk, place)
        send(desk, place, {"code": code, "papers": "来函 7 号"})
        send(fresh, SET, {"password": NEW_WORD})
        assert enter("boss", NEW_WORD) == "/desk/"
        assert house.boss.get("/desk/").status_code == 401

    def test_the_operator_alone_took_the_bureau_and_does_no_more(self, house, operator):
        """攻击 2, papers 「口头」."""
        chief = account_in(house.town, Role.PROCUREMENT_APPROVER, username="chief",
                           administrator=True)  # fmt: skip
        mine = Client()
        code = asked_at(mine, "chief")
        self.first(operator, chief, code, papers="口头")
        page = self.first(operator, chief, code, 409, papers="口头")
        assert "平台运维只能作第一人核对" in problems(page)[0]
        assert mine.post(SET, {"password": NEW_WORD}).status_code == 409

    @pytest.mark.parametrize(("papers", "words"), [("", "没有填写"), ("文" * 201, "200"),
                                                   ("公\u202e函", "U+202E")])  # fmt: skip
    def test_the_papers_are_asked(self, house, operator, papers, words):
        code = asked_at(Client(), "boss")
        page = self.first(operator, house.account, code, 422, papers)
        assert any(words in one for one in problems(page))

    def test_only_administrators_so_others_ask_theirs(self, house, operator):
        code = asked_at(Client(), "zhaomin")
        answer = operator.post(self.place(house.colleague), {"code": code, "papers": "公函"})
        assert answer.status_code == 404

    def test_nor_the_operators_own(self, house, operator):
        own = Account.objects.get(username="operator")
        code = asked_at(Client(), "operator")
        page = self.first(operator, own, code, 409)
        assert "那里要核对现在的密码" in problems(page)[0]

    def test_a_wrong_code_by_the_bureau(self, house, operator, desk):
        code = asked_at(Client(), "boss")
        self.first(operator, house.account, code)
        place = f"{WORDS}{Renewal.objects.get().pk}/"
        page = send(desk, place, {"code": "00000000", "papers": "来函"}, 422)
        assert "不是他现在屏幕上的代码" in problems(page)[0]

    @pytest.mark.parametrize("role", [Role.TREASURY_OFFICER, Role.PBOC, Role.SUPPLIER])
    def test_no_other_desk_does_it(self, house, operator, role):
        self.first(operator, house.account, asked_at(Client(), "boss"))
        other = browser(house.town, role, username="other", administrator=True)
        assert other.get(WORDS).status_code == 403
        answer = other.post(self.place(house.account), {"code": "1", "papers": "x"})
        assert answer.status_code == 403

    def test_a_double_click_gives_one_word(self, house, operator):
        typed = {"code": asked_at(Client(), "boss"), "papers": "公函3号"}
        one, two = twice_the_same(operator, self.place(house.account), typed)
        assert (one.status_code, two.status_code) == (302, 302)
        assert Event.objects.filter(type="parties.renewal.worded").count() == 1

    def test_the_page_lists_every_administrator_with_a_form_of_their_own(self, house, operator):
        other = house.another("purchaser-officer", "second", administrator=True)
        page = read(operator, f"/account/organisations/{other.mandate.organisation_id}/")
        for one in (house.account, other):
            assert self.place(one) in page
        assert self.place(house.colleague) not in page
        ids = re.findall(r'id="(papers_[^"]+_papers)"', page)
        assert len(ids) == len(set(ids)) == 2


class TestRest:
    @pytest.fixture
    def theirs(self, house) -> Client:
        renewed(house.town, house.colleague)
        client = Client()
        typed = {"username": "zhaomin", "password": NEW_WORD, "next": ""}
        send(client, "/account/sign-in/", typed)
        return client

    def test_pages_are_read_and_say_until_when(self, theirs):
        page = read(theirs, "/desk/")
        assert "刚重置过登录" in page
        assert "待办 0" in page
        read(theirs, "/account/")

    def test_an_act_is_refused_with_the_way_out(self, house, theirs):
        Mandate.objects.filter(pk=house.colleague.mandate_id).update(administrator=True)
        answer = theirs.post("/account/people/invite/", {
            "name": "王假人", "role": "purchaser-officer", "region": "410303", "phone": "",
        })  # fmt: skip
        assert answer.status_code == 403
        assert "以前只能查看" in text(answer)
        assert "请另一位管理员在「本单位人员」里确认" in text(answer)

    def test_a_third_administrator_and_the_person_end_it(self, house, theirs):
        place = house.address(house.colleague)
        assert "刚重置过登录" in read(house.boss, place)
        send(house.boss, f"{place}vouch/")
        assert "刚重置过登录" in read(theirs, "/desk/")
        send(theirs, "/account/own-word/", {"password": NEW_WORD})
        assert "刚重置过登录" not in read(theirs, "/desk/")

    def test_who_gave_a_word_does_not(self, house, second):
        code = asked_at(fresh := Client(), "zhaomin")
        for boss in (house.boss, second):
            word_page(boss, house.colleague, code)
        send(fresh, SET, {"password": NEW_WORD})
        answer = second.post(house.address(house.colleague, "vouch/"))
        assert answer.status_code == 403
        assert "不能由您确认" in text(answer)

    def test_after_a_day_it_is_over(self, house, theirs, clock):
        clock.set("2026-11-26 10:01")
        send(theirs := Client(), "/account/sign-in/", {
            "username": "zhaomin", "password": NEW_WORD, "next": "",
        })  # fmt: skip
        assert "刚重置过登录" not in read(theirs, "/desk/")


def test_the_second_factor_goes_only_where_two_have_seen_that_it_is_lost(house):
    switched_on(house.colleague)
    renewed(house.town, house.colleague)
    assert Authenticator.objects.exists()


class TestByALink:
    """Sent to the telephone that was proven a day before; alone it opens nothing."""

    @pytest.fixture
    def phone(self, house) -> None:
        person = house.colleague.person
        Person.objects.filter(pk=person.pk).update(phone="13900000000")
        moment = timezone.now() - timedelta(hours=25)
        Proof.objects.create(person=person, kind="sms", address="13900000000", proven_at=moment)

    def link(self, house) -> tuple[Client, str]:
        fresh = Client()
        asked_at(fresh, "zhaomin")
        drain(clock=timezone.now)
        said = posting_of(Dispatch.objects.latest("pk"), timezone.now()).text
        return fresh, re.search(r"/account/renewal/\S+/", said)[0]

    def test_in_the_browser_that_asked_it_sets_the_password(self, house, phone):
        fresh, path = self.link(house)
        assert fresh.get(path)["Referrer-Policy"] == "no-referrer"
        send(fresh, path, {"password": NEW_WORD})
        assert "刚重置过登录" in self.entered(NEW_WORD)
        assert fresh.get(path).status_code == 404

    def test_elsewhere_it_takes_the_second_factor(self, house, phone):
        _, spare = switched_on(house.colleague)
        _, path = self.link(house)
        other = Client()
        assert "不是提出申请的浏览器" in read(other, path)
        page = send(other, path, {"password": NEW_WORD, "code": "000000"}, 422)
        assert "动态码不对" in problems(page)[0]
        send(other, path, {"password": NEW_WORD, "code": spare[0]})
        house.colleague.refresh_from_db()
        assert house.colleague.check_password(NEW_WORD)

    def test_without_one_it_is_useless_there(self, house, phone):
        _, path = self.link(house)
        answer = Client().post(path, {"password": NEW_WORD, "code": "00000000"})
        assert answer.status_code == 403
        house.colleague.refresh_from_db()
        assert house.colleague.check_password(WORD)

    def test_an_administrator_cannot_lead_it_to_a_telephone_of_their_own(self, house, phone):
        """The number in the register is changed an hour before: nothing is sent at all."""
        Person.objects.filter(pk=house.colleague.person_id).update(phone="13811111111")
        asked_at(Client(), "zhaomin")
        drain(clock=timezone.now)
        assert not Dispatch.objects.exists()

    def entered(self, word: str) -> str:
        client = Client()
        typed = {"username": "zhaomin", "password": word, "next": ""}
        return follow(client, "/account/sign-in/", typed)


class TestOwnContact:
    def test_the_first_sign_in_leads_there_and_a_code_proves_it(self, house):
        link = invited(house, phone="13900000000")
        client = Client()
        after = send(client, link, {"username": "newcomer", "password": WORD})
        assert after == "/account/sign-in/?next=%2Faccount%2Fcontact%2F"
        typed = {"username": "newcomer", "password": WORD, "next": "/account/contact/"}
        assert "未核验" in follow(client, "/account/sign-in/", typed)
        assert "未证实" in read(client, "/account/")
        send(client, "/account/contact/sms/send/")
        code = re.search(r"\d{8}", posting_of(Dispatch.objects.get(), timezone.now()).text)[0]
        page = send(client, PROVE, proof_of("00000000"), 422)
        assert "核验码不对" in problems(page)[0]
        assert "已核验" in follow(client, PROVE, proof_of(code))

    def test_where_no_channel_is_on_the_page_says_so(self, db):
        account = account_in(found_town(demo=False), Role.PURCHASER_OFFICER, username="wangfang")
        assert "现在不能核验" in read(signed_in(account), "/account/contact/")

    def test_codes_that_came_are_not_guessed(self, house):
        Person.objects.filter(pk=house.colleague.person_id).update(phone="13900000000")
        mine = signed_in(house.colleague)
        send(mine, "/account/contact/sms/send/")
        for number in range(10):
            send(mine, PROVE, proof_of(f"{number:08}"), 422)
        assert mine.post(PROVE, proof_of("1")).status_code == 429


def test_no_page_offers_an_account_at_rest_what_it_cannot_do(house):
    """Forms drawn by the one tag say so; those written out lose their buttons by the class."""
    chief = account_in(house.town, Role.OPERATOR, username="chief", administrator=True)
    place = f"/account/organisations/{house.town.purchaser().pk}/"
    mine, channel = signed_in(chief), "/operator/channels/sms/"
    assert 'class="page"' in read(mine, channel)
    Account.objects.filter(pk=chief.pk).update(rests_until=timezone.now() + timedelta(hours=1))
    page = read(mine, channel)
    assert 'class="page rests"' in page
    assert "现在不能办理这一步" in page
    assert 'class="page"' in read(mine, place)
