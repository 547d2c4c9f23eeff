"""The second factor is shown anew before money, an account, a colleague; nothing is lost."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from cairong.audit.models import Event, RefusalRecord
from cairong.kernel.actor import Role
from cairong.parties.factors import second_factor, unseal
from cairong.parties.models import Account, Renewal
from support.browsing import read, send, text
from support.codes import STEP, code_of, spare_on, switched_on
from support.joining import asked_at, word_place
from support.papers import beside
from support.staging import staged
from support.visitors import WORD, account_in, signed_in

LATE = timedelta(minutes=10, seconds=1)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TYPED = {"code": "", "request_id": "01890000-0000-7000-8000-000000000001"}


@staged
def colleague(city) -> Account:
    return account_in(city, Role.PURCHASER_APPROVER, username="zhaomin")


@staged
def boss(city) -> Account:
    return account_in(city, Role.PURCHASER_OFFICER, username="boss", administrator=True)


@pytest.fixture
def desk(clock, boss, colleague) -> "Desk":
    return Desk(clock, boss, colleague)


class Desk:
    """An administrator who gives a word for a colleague, some time after signing in."""

    def __init__(self, clock, boss: Account, colleague: Account) -> None:
        self.clock, self.account, self.client = clock, boss, signed_in(boss)
        self.place = word_place(colleague)
        self.typed = TYPED | {"code": asked_at(Client(), "zhaomin")}

    def waits(self, time: timedelta = LATE) -> None:
        self.clock.goes_on_from(self.clock.now() + time)

    def code(self) -> str:
        secret = unseal(second_factor(self.account).data["secret"])
        return code_of(secret)

    def sends(self, status: int, **proof: str) -> str:
        given = {f"proof-{name}": value for name, value in proof.items()}
        return send(self.client, self.place, self.typed | given, status)

    @property
    def given(self) -> bool:
        return Renewal.objects.filter(first_by__isnull=False).exists()


def events(kind: str) -> list[dict]:
    return [one.after for one in Event.objects.filter(type=kind).order_by("seq")]


class TestAsked:
    def test_within_ten_minutes_of_signing_in_nothing_is_asked(self, desk):
        desk.waits(timedelta(minutes=9, seconds=50))
        desk.sends(302)
        assert desk.given

    def test_later_the_page_asks_and_keeps_what_was_typed(self, desk):
        desk.waits()
        page = desk.sends(403)
        assert "「核对找回登录的本人」要再核对一次您本人" in page
        assert dict(HIDDEN.findall(page)).items() >= desk.typed.items()
        assert not desk.given
        assert not RefusalRecord.objects.exists(), "nothing is refused for good"

    def test_with_the_code_the_form_goes_its_way_once(self, desk):
        desk.waits()
        desk.sends(403)
        code = desk.code()
        desk.sends(302, code=code)
        desk.sends(302, code=code)
        assert desk.given
        assert len(events("parties.renewal.worded")) == 1
        assert events("parties.shown_again") == [{"username": "boss", "second_factor": True}]

    def test_shown_once_it_holds_for_ten_minutes(self, desk):
        desk.waits()
        desk.sends(302, code=desk.code())
        desk.waits(timedelta(minutes=9, seconds=50))
        assert desk.client.post(desk.place, TYPED | {"request_id": ""}).status_code == 422
        desk.waits(timedelta(seconds=15))
        assert desk.client.post(desk.place, TYPED | {"code": "12345678"}).status_code == 403

    def test_the_same_in_a_demonstration_is_never_asked(self, clock, house):
        mine, code = house.boss, asked_at(Client(), "zhaomin")
        clock.goes_on_from(clock.now() + timedelta(minutes=50))
        send(mine, house.address(house.colleague, "word/"), {"code": code})

    def test_a_program_reads_why(self, desk):
        desk.waits()
        asked = {"accept": "application/json"}
        answer = desk.client.post(desk.place, desk.typed, headers=asked)
        assert answer.status_code == 403
        assert answer.json()["error"] == "NotShown"


class TestWhatIsShown:
    @pytest.mark.parametrize("code", ["000000", "", "abc", "12345678901234567890", "9" * 41])
    def test_a_wrong_code_is_said_and_everything_stays(self, desk, code):
        desk.waits()
        page = desk.sends(422, code=code)
        assert "不对或已用过" in beside(page, "proof")[0]
        assert dict(HIDDEN.findall(page)).items() >= desk.typed.items()
        assert "aria-invalid" in page
        assert not desk.given
        assert f"'{code}'" not in str(list(RefusalRecord.objects.values_list("facts")))

    def test_a_code_serves_once(self, desk):
        desk.waits()
        code = desk.code()
        desk.sends(302, code=code)
        desk.waits()
        factor = second_factor(desk.account)
        Authenticator.objects.filter(pk=factor.pk).update(
            data=factor.data | {"last": factor.data["last"] + 100}
        )
        desk.typed = TYPED | {"code": "12345678", "request_id": ""}
        assert "已用过" in beside(desk.sends(422, code=desk.code()), "proof")[0]

    def test_a_spare_code_does_too_and_is_counted(self, clock, boss, colleague):
        mine = signed_in(boss)
        Authenticator.objects.all().delete()
        _, spare = switched_on(boss, mine)
        desk = Desk(clock, boss, colleague)
        desk.waits()
        desk.sends(302, code=spare[0])
        assert events("parties.shown_again")[-1]["spare_codes_left"] == 9

    def test_five_wrong_ones_end_this_session_and_no_other(self, desk):
        other = signed_in(desk.account)
        desk.waits()
        for n in range(5):
            desk.sends(422, code=f"{n:06}")
        assert "已结束这次登录" in desk.sends(401, code=desk.code())
        assert desk.client.get("/account/").status_code == 401
        assert other.get("/account/").status_code == 200
        assert not desk.given

    def test_all_sessions_together_have_ten_in_five_minutes(self, desk):
        mine = [desk.client, signed_in(desk.account), signed_in(desk.account)]
        desk.waits()
        answers = []
        for client in mine:
            desk.client = client
            for n in range(4):
                given = desk.typed | {"proof-code": f"{n:06}"}
                answers.append(client.post(desk.place, given).status_code)
        assert answers == [422] * 10 + [429] * 2
        assert "请在" in beside(desk.sends(429, code=desk.code()), "proof")[0]

    def test_somebody_elses_code_is_none(self, desk, colleague):
        signed_in(colleague)
        desk.waits()
        other = code_of(unseal(second_factor(colleague).data["secret"]))
        desk.sends(422, code=other)

    def test_signed_out_it_opens_nothing(self, desk):
        code = desk.code()
        answer = Client().post(desk.place, desk.typed | {"proof-code": code})
        assert answer.status_code == 401
        assert not desk.given


class TestOwnPages:
    """One's own factor is touched by nobody who finds a session open."""

    @pytest.mark.parametrize("page", [f"{STEP}off/", f"{STEP}codes/"])
    def test_they_open_once_it_was_shown_and_keep_no_password(self, desk, page):
        desk.waits()
        assert "再核对一次您本人" in read(desk.client, page, 403)
        sent = send(desk.client, page, {"password": WORD}, 403)
        assert WORD not in sent
        assert send(desk.client, page, {"proof-only": "1", "proof-code": desk.code()}) == page
        assert "再核对一次" not in read(desk.client, page)

    def test_the_password_alone_takes_nothing_away(self, desk):
        desk.waits()
        send(desk.client, f"{STEP}off/", {"password": WORD}, 403)
        assert second_factor(desk.account)

    def test_new_spare_codes_are_shown_when_the_page_is_opened_late(self, desk):
        page = f"{STEP}codes/"
        send(desk.client, page, {"password": WORD})
        desk.waits()
        assert not spare_on(read(desk.client, page, 403))
        send(desk.client, page, {"proof-only": "1", "proof-code": desk.code()})
        assert len(spare_on(read(desk.client, page))) == 10


class TestWithoutFactor:
    """A supplier's clerk needs none: the password is asked anew instead."""

    @pytest.fixture
    def clerk(self, clock, city) -> Client:
        account_in(city, Role.SUPPLIER, username="clerk")
        client = Client()
        typed = {"username": "clerk", "password": WORD, "next": ""}
        send(client, "/account/sign-in/", typed)
        clock.goes_on_from(clock.now() + LATE)
        return client

    def test_the_password_opens(self, clerk):
        page = f"{STEP}off/"
        assert 'type="password"' in read(clerk, page, 403)
        wrong = send(clerk, page, {"proof-only": "1", "proof-password": "wrong"}, 422)
        assert "密码不对" in beside(wrong, "proof")[0]
        send(clerk, page, {"proof-only": "1", "proof-password": WORD})
        assert "停用动态码" in read(clerk, page)

    def test_five_wrong_ones_end_the_session(self, clerk):
        page = f"{STEP}off/"
        for _ in range(5):
            send(clerk, page, {"proof-only": "1", "proof-password": "wrong"}, 422)
        answer = clerk.post(page, {"proof-only": "1", "proof-password": WORD})
        assert "已结束这次登录" in text(answer)
