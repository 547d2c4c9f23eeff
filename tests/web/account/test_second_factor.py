"""The second factor by its pages: switched on, shown at the door, how often."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cairong.audit.models import Event, RefusalRecord
from cairong.kernel.actor import Role
from cairong.parties.models import Account, Tally
from support.browsing import problems, read, send, text
from support.codes import CODES, ON, STEP, code_of, pending, secret_on, spare_on, switched_on
from support.joining import renewed
from support.papers import beside, twice_the_same
from support.staging import staged
from support.visitors import WORD, account_in, browser, mandate_of, signed_in

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"


@staged
def account(town) -> Account:
    return account_in(town, Role.PURCHASER_OFFICER, username="wangfang")


def events(kind: str) -> list[dict]:
    return [one.after for one in Event.objects.filter(type=kind).order_by("seq")]


class TestSwitchingOn:
    def test_it_takes_password_and_code_and_leads_to_the_spare_codes(self, account):
        mine = signed_in(account)
        secret = secret_on(read(mine, ON))
        typed = {"password": WORD, "code": code_of(secret)}
        assert send(mine, ON, typed) == CODES
        assert len(set(spare_on(read(mine, CODES)))) == 10
        assert events("parties.second_factor.changed") == [{"username": "wangfang", "on": True}]

    @pytest.mark.parametrize(
        ("changed", "field", "words"),
        [
            ({"password": ""}, "password", "没有填写「现在的密码」"),
            ({"password": "wrong"}, "password", "密码不对"),
            ({"code": ""}, "code", "没有填写「动态码」"),
            ({"code": "abc"}, "code", "动态码不对"),
            ({"code": "1" * 41}, "code", "40"),
            ({"code": "12345678901234567890"}, "code", "动态码不对"),
        ],
    )
    def test_what_is_wrong_is_said_beside_its_box_and_nothing_is_on(
        self, account, changed, field, words
    ):
        mine = signed_in(account)
        secret = secret_on(read(mine, ON))
        page = send(mine, ON, {"password": WORD, "code": code_of(secret)} | changed, 422)
        assert any(words in one for one in beside(page, field)), problems(page)
        assert secret_on(page) == secret
        assert not Authenticator.objects.exists()
        assert not events("parties.second_factor.changed")

    @pytest.mark.parametrize("written", ["{0} {1}", "{0}-{1}", " {0}{1} ", "full"])
    def test_a_code_is_understood_as_people_write_it(self, account, written):
        mine = signed_in(account)
        code = code_of(secret_on(read(mine, ON)))
        typed = written.format(code[:3], code[3:])
        if written == "full":
            typed = code.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
        send(mine, ON, {"password": WORD, "code": typed})

    def test_the_secret_stays_while_the_page_is_opened_again_and_is_anothers_never(
        self, town, account
    ):
        mine = signed_in(account)
        first = secret_on(read(mine, ON))
        assert secret_on(read(mine, ON)) == first
        other = browser(town, Role.PURCHASER_APPROVER, username="zhaomin")
        assert secret_on(read(other, ON)) != first

    def test_nothing_kept_holds_the_secret_in_the_clear(self, account):
        mine = signed_in(account)
        secret = secret_on(read(mine, ON))
        assert secret not in str(mine.session.items())
        send(mine, ON, {"password": WORD, "code": code_of(secret)})
        codes = mine.session["spare_codes"]
        shown = spare_on(read(mine, CODES))
        kept = str([one.data for one in Authenticator.objects.all()]) + codes
        assert secret not in kept
        for one in shown:
            assert one not in kept
            assert one.replace("-", "") not in kept

    def test_other_devices_are_signed_out_and_this_one_gets_a_new_key(self, account):
        there, here = signed_in(account), signed_in(account)
        before = here.session.session_key
        switched_on(account, here)
        assert there.get("/account/").status_code == 401
        assert here.get("/account/").status_code == 200
        assert here.session.session_key != before
        assert not Session.objects.filter(session_key=before).exists()
        assert account.usersession_set.count() == 1

    def test_on_twice_is_refused_and_the_first_secret_holds(self, account):
        mine = signed_in(account)
        secret, _ = switched_on(account, mine)
        assert mine.get(ON)["Location"] == "/account/"
        page = send(mine, ON, {"password": WORD, "code": code_of(secret, ahead=1)}, 409)
        assert "已经是您要的状态" in problems(page)[0]
        send(pending(), STEP, {"code": code_of(secret, ahead=1)})

    def test_a_double_click_switches_on_once(self, account):
        mine = signed_in(account)
        secret = secret_on(read(mine, ON))
        typed = {"password": WORD, "code": code_of(secret)}
        first, second = twice_the_same(mine, ON, typed)
        assert (first.status_code, second["Location"]) == (302, CODES)
        assert len(events("parties.second_factor.changed")) == 1

    def test_the_account_page_says_so_with_the_codes_left(self, account):
        mine = signed_in(account)
        assert "未启用" in read(mine, "/account/")
        switched_on(account, mine)
        page = read(mine, "/account/")
        assert "已启用" in page
        assert "恢复码还有 10 个" in page


class TestAtTheDoor:
    def test_the_word_alone_no_longer_opens(self, account):
        secret, _ = switched_on(account)
        client = pending()
        assert client.get("/account/").status_code == 302
        assert client.post(STEP, {"code": "12"}).status_code == 422
        assert client.get("/account/").status_code == 302
        typed = {"code": code_of(secret, ahead=1), "next": "/account/password/"}
        assert client.post(STEP, typed)["Location"] == "/account/password/"
        assert client.get("/account/").status_code == 200
        assert events("parties.account.signed_in")[-1]["second_factor"] is True

    @pytest.mark.parametrize("again", ["{}", "{} ", "-{}-", "full"])
    def test_a_code_serves_once_however_it_is_written(self, account, again):
        secret, _ = switched_on(account)
        code = code_of(secret, ahead=1)
        first, second = pending(), pending()
        assert first.post(STEP, {"code": code}).status_code == 302
        typed = again.format(code)
        if again == "full":
            typed = code.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
        page = send(second, STEP, {"code": typed}, 422)
        assert "动态码不对或已用过" in problems(page)[0]

    def test_the_code_that_switched_it_on_does_not_open_the_door(self, account):
        secret, _ = switched_on(account)
        assert pending().post(STEP, {"code": code_of(secret)}).status_code == 422

    @pytest.mark.parametrize(("ahead", "status"), [(1, 302), (2, 422), (-2, 422)])
    def test_one_step_of_a_fast_clock_is_allowed(self, account, ahead, status):
        secret, _ = switched_on(account)
        typed = {"code": code_of(secret, ahead=ahead)}
        assert pending().post(STEP, typed).status_code == status

    def test_nobody_reaches_the_second_page_first(self, client, account):
        switched_on(account)
        assert client.get(STEP)["Location"] == reverse("account-sign-in")
        assert client.post(STEP, {"code": "123456"})["Location"] == reverse("account-sign-in")

    @pytest.mark.parametrize(("seconds", "status"), [(299, 200), (301, 302)])
    def test_the_password_is_good_for_five_minutes(self, account, seconds, status):
        switched_on(account)
        client = pending()
        session = client.session
        account_id, since, *rest = session["sign_in_pending"]
        session["sign_in_pending"] = [account_id, since - seconds, *rest]
        session.save()
        assert client.get(STEP).status_code == status

    def test_the_session_key_changes_at_each_step(self, account):
        secret, _ = switched_on(account)
        client = Client()
        keys = [client.get(SIGN_IN) and client.session.session_key]
        client.post(SIGN_IN, {"username": "wangfang", "password": WORD, "next": ""})
        keys.append(client.session.session_key)
        client.post(STEP, {"code": code_of(secret, ahead=1)})
        keys.append(client.session.session_key)
        assert len(set(keys)) == 3

    def test_whose_mandate_ended_reads_why_and_spends_no_code(self, account):
        _, spare = switched_on(account)
        client = pending()
        mandate_of(account)
        account.person.mandates.update(ended_reason="调离")
        answer = client.post(STEP, {"code": spare[0]})
        assert answer.status_code == 403
        account.person.mandates.update(ended_reason="")
        send(client, STEP, {"code": spare[0]})

    def test_an_account_closed_in_between_does_not_come_in(self, account):
        secret, _ = switched_on(account)
        client = pending()
        Account.objects.update(is_active=False)
        answer = client.post(STEP, {"code": code_of(secret, ahead=1)})
        assert answer["Location"] == reverse("account-sign-in")

    @pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/"])
    def test_it_leads_to_no_other_house(self, account, wanted):
        secret, _ = switched_on(account)
        typed = {"code": code_of(secret, ahead=1), "next": wanted}
        assert "evil" not in pending().post(STEP, typed)["Location"]


class TestGuessingCodes:
    def test_after_five_wrong_ones_it_begins_with_the_password_again(self, account):
        secret, _ = switched_on(account)
        client = pending()
        for n in range(5):
            assert client.post(STEP, {"code": f"{n:06}"}).status_code == 422
        answer = client.post(STEP, {"code": code_of(secret, ahead=1)})
        assert answer.status_code == 401
        assert "请从头登录" in text(answer)
        assert client.get(STEP)["Location"] == reverse("account-sign-in")
        send(pending(), STEP, {"code": code_of(secret, ahead=1)})

    def test_the_account_is_slowed_whatever_the_number_of_browsers(self, account):
        switched_on(account)
        answers = [
            client.post(STEP, {"code": f"{n:06}"}).status_code
            for client in (pending(), pending(), pending())
            for n in range(4)
        ]
        assert answers == [422] * 10 + [429] * 2

    def test_spare_codes_are_counted_with_them(self, account):
        switched_on(account)
        answers = [
            client.post(STEP, {"code": f"{n:020}"}).status_code
            for client in (pending(), pending(), pending())
            for n in range(4)
        ]
        assert answers[-2:] == [429, 429]

    def test_fifty_wrong_ones_a_day_are_the_most_and_say_what_helps(self, account):
        switched_on(account)
        self.wrong(50)
        answer = pending().post(STEP, {"code": "000000"})
        assert answer.status_code == 429
        assert (
            "请在 24 小时后再试;手机和恢复码都不在的,请点「忘记密码」" in problems(text(answer))[0]
        )

    def test_a_renewed_password_ends_the_stretch_of_a_day(self, town, account):
        _, spare = switched_on(account)
        self.wrong(51)
        renewed(town, account, WORD)
        send(pending(), STEP, {"code": spare[0]})

    def test_the_right_code_begins_the_count_anew(self, account):
        _, spare = switched_on(account)
        for one in spare[:3]:
            client = pending()
            for n in range(4):
                client.post(STEP, {"code": f"{n:06}"})
            send(client, STEP, {"code": one})

    def test_wrong_codes_are_kept_without_what_was_typed(self, account):
        switched_on(account)
        pending().post(STEP, {"code": "987654"})
        kept = RefusalRecord.objects.get(code="sign_in.code")
        assert kept.person_id == account.person_id
        assert "987654" not in str(kept.facts)

    def wrong(self, times: int) -> None:
        """Type so many wrong codes, each short stretch over before the next."""
        for n in range(times):
            if n % 4 == 0:
                client = pending()
            client.post(STEP, {"code": f"{n:06}"})
            soon = timezone.now() + timedelta(hours=1)
            Tally.objects.filter(until__lt=soon).update(until=timezone.now())
