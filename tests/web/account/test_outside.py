"""Signing in as who one is at an outside identity provider, with one that answers here."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from joserfc.jwk import OctKey, RSAKey

from cairong.audit.models import Event
from cairong.doors import identity
from cairong.home.providers import Provider
from cairong.kernel.actor import Role
from cairong.parties.models import Account, LinkedIdentity, Mandate
from support import joining
from support.browsing import action_of, problems, read, send, text
from support.codes import code_of, switched_on
from support.papers import beside
from support.provider import KEY, STRANGE, FakeProvider, provider_up
from support.staging import staged
from support.town import Town
from support.visitors import WORD, account_in, signed_in

pytestmark = pytest.mark.django_db
LEAVE, BACK = "/account/outside/henan/", "/account/outside/henan/return/"
STRANGE_K2 = RSAKey.import_key(STRANGE.as_dict(private=True) | {"kid": "k2"})
STEP = "/account/second-factor/"
LINK, HOME, SIGN_IN = "/account/identity/", "/account/", "/account/sign-in/"


@pytest.fixture
def written(monkeypatch, town) -> Iterator[list[Provider]]:
    """What the operator has written down: none yet. No provider is known from another test."""
    found: list[Provider] = []
    monkeypatch.setattr(identity, "known", lambda: tuple(found))
    yield found
    identity._clients.clear()
    identity._resting.clear()


@pytest.fixture
def provider(written) -> Iterator[FakeProvider]:
    with provider_up() as up:
        written.append(up.facts)
        yield up


@staged
def account(town) -> Account:
    return account_in(town, Role.PURCHASER_OFFICER, username="wangfang")


def led_back(client: Client, provider: FakeProvider, wanted: str = "") -> str:
    """Leave for the provider and name the address it leads back to, in our own words."""
    answer = client.get(LEAVE, {"next": wanted})
    assert answer.status_code == 302, text(answer)
    return provider.visit(answer["Location"]).removeprefix("http://127.0.0.1:8000")


def gone_to_link(client: Client, provider: FakeProvider) -> None:
    """Ask to be linked, go there, and come back to the page that asks for the password."""
    page = send(client, "/account/identity/henan/begin/", status=200)
    assert f'href="{LEAVE}"' in page
    assert client.get(led_back(client, provider))["Location"] == LINK


def link(client: Client, provider: FakeProvider) -> None:
    gone_to_link(client, provider)
    assert send(client, LINK, {"password": WORD}) == HOME


def enter(provider: FakeProvider, wanted: str = "") -> tuple[Client, object]:
    """Come in by the provider at a new browser; return it and the answer."""
    guest = Client()
    return guest, guest.get(led_back(guest, provider, wanted))


def renewed(town: Town, account: Account, **more: str) -> None:
    """Two administrators let somebody in, who sets a new password."""
    joining.renewed(town, account, "another right horse", **more)


def events(kind: str) -> list[dict]:
    return [one.after for one in Event.objects.filter(type=kind).order_by("seq")]


class TestTheWay:
    def test_who_is_linked_comes_in_where_they_wanted_to_go(self, account, provider):
        mine = signed_in(account)
        assert "未绑定" in read(mine, HOME)
        link(mine, provider)
        assert "绑定" in read(mine, HOME)
        guest, answer = enter(provider, "/purchaser/")
        assert (answer.status_code, answer["Location"]) == (302, "/purchaser/")
        assert "wangfang" in read(guest, HOME)
        assert events("parties.identity.linked") == [
            {"username": "wangfang", "provider": "河南政务服务网", "moved": False}
        ]
        assert events("parties.account.signed_in") == [
            {"username": "wangfang", "second_factor": False, "provider": "河南政务服务网"}
        ]

    def test_no_subject_and_no_token_stands_in_an_event_or_on_a_page(self, account, provider):
        mine = signed_in(account)
        link(mine, provider)
        enter(provider)
        assert "citizen-7" not in read(mine, HOME)
        assert not [one for one in Event.objects.all() if "citizen-7" in str(one.after)]

    def test_a_stranger_is_told_how_to_be_linked_and_comes_not_in(self, account, provider):
        guest, answer = enter(provider, "/purchaser/")
        page = text(answer)
        assert answer.status_code == 403
        assert "还没有绑定本平台的账号" in page
        assert "请先用用户名和密码登录" in page
        assert 'value="/purchaser/"' in page
        assert guest.get(HOME).status_code == 302

    def test_the_second_factor_is_asked_for_all_the_same(self, account, provider):
        mine = signed_in(account)
        link(mine, provider)
        secret, _ = switched_on(account, mine)
        guest, answer = enter(provider, "/purchaser/")
        assert answer["Location"].startswith("/account/second-factor/?next=")
        assert guest.get(HOME).status_code == 302
        typed = {"code": code_of(secret, ahead=1), "next": "/purchaser/"}
        assert send(guest, answer["Location"], typed) == "/purchaser/"
        [said] = events("parties.account.signed_in")
        assert (said["second_factor"], said["provider"]) == (True, "河南政务服务网")

    def test_who_has_no_desk_any_more_comes_not_in(self, account, provider):
        link(signed_in(account), provider)
        Mandate.objects.update(
            valid_to=timezone.localdate() - timedelta(days=1), ended_reason="离职"
        )
        _, answer = enter(provider)
        assert answer.status_code == 403
        assert "没有有效的授权" in text(answer)

    def test_a_closed_account_is_as_unknown(self, account, provider):
        link(signed_in(account), provider)
        Account.objects.filter(pk=account.pk).update(is_active=False)
        _, answer = enter(provider)
        assert "还没有绑定" in text(answer)

    def test_no_address_of_another_house_is_where_one_ends(self, account, provider):
        link(signed_in(account), provider)
        for wanted in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
            _, answer = enter(provider, wanted)
            assert answer["Location"] == "/desk/"

    def test_an_address_too_long_to_keep_is_dropped_and_not_cut(self, account, provider):
        link(signed_in(account), provider)
        _, answer = enter(provider, "/purchaser/?q=" + "x" * 2000)
        assert answer["Location"] == "/desk/"

    def test_without_providers_no_page_speaks_of_them(self, account):
        assert "其他登录方式" not in read(Client(), SIGN_IN)
        assert "用其他身份登录" not in read(signed_in(account), HOME)

    def test_the_sign_in_page_offers_it_and_keeps_where_one_wanted_to_go(self, provider):
        page = read(Client(), f"{SIGN_IN}?next=/purchaser/")
        assert "用河南政务服务网登录" in page
        assert f'href="{LEAVE}?next=%2Fpurchaser%2F"' in page


class TestLinking:
    def test_a_wrong_password_links_nothing_and_the_page_stays(self, account, provider):
        mine = signed_in(account)
        gone_to_link(mine, provider)
        page = send(mine, LINK, {"password": "wrong"}, 422)
        assert any("密码不对" in one for one in beside(page, "password"))
        assert not LinkedIdentity.objects.exists()
        assert send(mine, LINK, {"password": WORD}) == HOME

    def test_nothing_is_linked_without_having_been_there(self, account, provider):
        mine = signed_in(account)
        assert send(mine, LINK, {"password": WORD}) == HOME
        assert not LinkedIdentity.objects.exists()

    def test_what_was_proved_is_good_for_five_minutes(self, account, provider, monkeypatch):
        mine = signed_in(account)
        gone_to_link(mine, provider)
        later = timezone.now() + timedelta(minutes=5, seconds=1)
        monkeypatch.setattr(identity, "moment_of", lambda _: later)
        assert mine.get(LINK)["Location"] == HOME

    def test_one_account_has_one_identity_of_a_provider(self, account, provider):
        mine = signed_in(account)
        link(mine, provider)
        provider.subject = "citizen-8"
        gone_to_link(mine, provider)
        page = send(mine, LINK, {"password": WORD}, 409)
        assert "已经绑定了河南政务服务网的身份" in problems(page)[0]
        assert LinkedIdentity.objects.get().subject == "citizen-7"

    def test_whoever_proves_to_be_it_takes_it_to_the_account_they_use_now(
        self, town, account, provider
    ):
        """The former one may be of a house they left, where nobody can end the link."""
        link(signed_in(account), provider)
        now_at = account_in(town, Role.PURCHASER_APPROVER, username="zhaomin")
        link(signed_in(now_at), provider)
        guest, _ = enter(provider)
        assert "zhaomin" in read(guest, HOME)
        assert [one["moved"] for one in events("parties.identity.linked")] == [False, True]

    def test_nobody_is_led_to_the_password_who_did_not_ask_to_be_linked(self, account, provider):
        mine = signed_in(account)
        assert mine.get(led_back(mine, provider, "/purchaser/"))["Location"] == "/purchaser/"
        assert mine.get(LINK)["Location"] == HOME

    def test_what_was_confirmed_once_is_not_confirmed_again(self, account, provider):
        mine = signed_in(account)
        link(mine, provider)
        assert mine.get(LINK)["Location"] == HOME

    def test_an_address_given_to_another_issuer_meanwhile_links_nobody(
        self, account, provider, written
    ):
        mine = signed_in(account)
        gone_to_link(mine, provider)
        written[:] = [replace(written[0], issuer="https://other.example.cn")]
        assert mine.get(LINK)["Location"] == HOME

    def test_what_was_asked_of_one_provider_is_not_proved_by_another(
        self, account, provider, written
    ):
        with provider_up() as other:
            written.append(replace(other.facts, key="bank", name="某银行"))
            mine = signed_in(account)
            send(mine, "/account/identity/henan/begin/", status=200)
            answer = mine.get("/account/outside/bank/")
            back = other.visit(answer["Location"]).removeprefix("http://127.0.0.1:8000")
            assert back.startswith("/account/outside/bank/return/")
            assert mine.get(back.replace("/bank/", "/henan/"))["Location"] == "/desk/"
            assert mine.get(back)["Location"] == "/desk/"
            assert mine.get(LINK)["Location"] == HOME

    def test_a_password_is_guessed_here_no_faster_than_elsewhere(self, account, provider):
        mine = signed_in(account)
        gone_to_link(mine, provider)
        for _ in range(5):
            send(mine, LINK, {"password": "wrong"}, 422)
        send(mine, LINK, {"password": WORD}, 401)
        assert not LinkedIdentity.objects.exists()

    def test_unlinked_it_opens_nothing_and_can_be_linked_again(self, account, provider):
        mine = signed_in(account)
        link(mine, provider)
        guest, _ = enter(provider)
        [linked] = LinkedIdentity.objects.all()
        assert send(mine, f"/account/identity/{linked.pk}/end/") == HOME
        assert guest.get(HOME).status_code == 401, "what came by it ends with it"
        assert "还没有绑定" in text(enter(provider)[1])
        assert events("parties.identity.unlinked")[0]["provider"] == "河南政务服务网"
        send(mine, f"/account/identity/{linked.pk}/end/", status=404)
        link(mine, provider)
        assert enter(provider)[1].status_code == 302

    def test_nobody_unlinks_anothers(self, town, account, provider):
        link(signed_in(account), provider)
        [linked] = LinkedIdentity.objects.all()
        other = signed_in(account_in(town, Role.PURCHASER_APPROVER, username="zhaomin"))
        send(other, f"/account/identity/{linked.pk}/end/", status=404)
        assert LinkedIdentity.objects.get().ended_at is None

    def test_a_changed_password_ends_every_link(self, account, provider):
        mine = signed_in(account)
        link(mine, provider)
        typed = {"old": WORD, "new": "another right horse"}
        assert "绑定的其他身份会全部解除" in read(mine, "/account/password/")
        assert send(mine, "/account/password/", typed) == HOME
        assert "还没有绑定" in text(enter(provider)[1])
        assert events("parties.password.changed")[0]["identities_ended"] == 1

    def test_a_renewed_password_ends_every_link(self, town, account, provider):
        link(signed_in(account), provider)
        renewed(town, account)
        assert "还没有绑定" in text(enter(provider)[1])
        assert events("parties.password.renewed")[0]["identities_ended"] == 1

    def test_a_second_factor_taken_away_ends_every_link(self, town, account, provider):
        """The phone that is lost may be the one that opens the other identity."""
        mine = signed_in(account)
        link(mine, provider)
        switched_on(account, mine)
        renewed(town, account, with_factor="on")
        assert events("parties.password.renewed")[0]["identities_ended"] == 1


class TestAtTheSecondFactor:
    """Who has shown half of what it takes is held to what stands when they show the rest."""

    def waiting(self, account: Account, provider: FakeProvider) -> tuple[Client, str]:
        mine = signed_in(account)
        link(mine, provider)
        secret, _ = switched_on(account, mine)
        guest, answer = enter(provider)
        assert answer["Location"].startswith(STEP)
        return guest, code_of(secret, ahead=1)

    def test_a_link_that_ended_meanwhile_lets_nobody_in(self, account, provider):
        guest, code = self.waiting(account, provider)
        [linked] = LinkedIdentity.objects.all()
        send(signed_in(account), f"/account/identity/{linked.pk}/end/")
        assert "绑定已经解除" in send(guest, STEP, {"code": code}, 403)
        assert guest.get(HOME).status_code == 302

    def test_a_password_renewed_meanwhile_begins_anew(self, town, account, provider):
        guest, code = self.waiting(account, provider)
        renewed(town, account)
        assert send(guest, STEP, {"code": code}) == SIGN_IN

    def test_so_does_one_renewed_while_the_old_one_was_shown(self, town, account):
        secret, _ = switched_on(account)
        guest = Client()
        guest.post(SIGN_IN, {"username": "wangfang", "password": WORD, "next": ""})
        renewed(town, account)
        assert send(guest, STEP, {"code": code_of(secret, ahead=1)}) == SIGN_IN


class TestWhatIsNotProved:
    @pytest.mark.parametrize(
        "claims",
        [
            {"nonce": "of another visit"},
            {"nonce": None},
            {"aud": "another platform"},
            {"aud": "another platform", "azp": "cairong"},
            {"iss": "https://elsewhere.example"},
            {"exp": 1},
            {"exp": None},
            {"sub": None},
            {"sub": ""},
            {"sub": 7},
            {"sub": "x" * 256},
            {"sub": "citizen-7\x00"},
        ],
        ids=str,
    )
    def test_a_token_of_something_else(self, account, provider, claims):
        link(signed_in(account), provider)
        provider.claims = claims
        guest, answer = enter(provider)
        assert answer.status_code == 403
        assert "没有给出可靠的身份证明" in text(answer)
        assert guest.get(HOME).status_code == 302

    def test_a_token_signed_by_another_key(self, account, provider):
        link(signed_in(account), provider)
        provider.key = STRANGE
        assert "没有给出可靠的身份证明" in text(enter(provider)[1])

    def test_a_token_nobody_signed(self, account, provider):
        link(signed_in(account), provider)

        def unsigned(body: bytes) -> bytes:
            head, _, rest = body.partition(b'"id_token": "')
            if not rest:
                return body
            _, payload, _ = rest.split(b".")
            return head + b'"id_token": "eyJhbGciOiJub25lIn0.' + payload + b'."}'

        provider.spoil = unsigned
        assert "没有给出可靠的身份证明" in text(enter(provider)[1])

    def test_a_token_sealed_with_the_secret_both_know(self, account, provider):
        link(signed_in(account), provider)
        provider.header = {"alg": "HS256", "kid": "shared"}
        provider.key = OctKey.import_key("between-us" * 4, {"kid": "shared"})
        provider.key_set = {"keys": [provider.key.as_dict(private=True)]}
        assert "没有给出可靠的身份证明" in text(enter(provider)[1])

    def test_a_visit_is_good_once_and_for_its_own_browser(self, account, provider):
        link(signed_in(account), provider)
        guest = Client()
        back = led_back(guest, provider)
        assert "请从登录页重新开始" in text(Client().get(back))
        assert guest.get(back).status_code == 302
        assert guest.get(back)["Location"] == "/desk/", "who is in by now goes on"
        guest.post("/account/sign-out/")
        assert "请从登录页重新开始" in text(guest.get(back))

    @pytest.mark.parametrize("query", ["", "?code=1", "?state=1", "?code=1&state=1"])
    def test_who_never_left_does_not_come_back(self, provider, query):
        answer = Client().get(BACK + query)
        assert (answer.status_code, "请从登录页重新开始" in text(answer)) == (403, True)

    def test_who_has_no_desk_any_more_reads_so_and_sees_no_page_of_the_account(
        self, account, provider
    ):
        mine = signed_in(account)
        link(mine, provider)
        Mandate.objects.update(
            valid_to=timezone.localdate() - timedelta(days=1), ended_reason="离职"
        )
        answer = mine.get(led_back(mine, provider))
        assert (answer.status_code, "没有有效的授权" in text(answer)) == (403, True)
        assert "登录中的设备" not in text(answer)

    def test_who_declined_there_reads_so(self, provider):
        provider.error = "access_denied"
        _, answer = enter(provider)
        assert "您在河南政务服务网取消了登录" in text(answer)

    @pytest.mark.parametrize(
        "said",
        [
            {"issuer": "https://elsewhere.example"},
            {"authorization_endpoint": "javascript:alert(1)"},
            {"token_endpoint": "ftp://127.0.0.1/"},
            {"jwks_uri": 7},
        ],
        ids=str,
    )
    def test_one_whose_account_of_itself_cannot_be_is_not_believed(self, provider, said):
        provider.metadata = said
        answer = Client().get(LEAVE)
        assert (answer.status_code, "可靠的身份证明" in text(answer)) == (403, True)

    def test_how_it_is_asked_is_not_its_to_say(self, provider):
        provider.metadata = {"scope": "profile", "code_challenge_method": None}
        asked = parse_qs(urlsplit(Client().get(LEAVE)["Location"]).query)
        assert (asked["scope"], asked["code_challenge_method"]) == (["openid"], ["S256"])

    @pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b"null"])
    def test_one_who_answers_nonsense_is_said_and_asked_again(self, provider, body):
        provider.spoil = lambda _: body
        answer = Client().get(LEAVE)
        assert answer.status_code in {403, 503}, body
        assert "河南政务服务网" in text(answer)
        provider.spoil = bytes
        identity._resting.clear()
        assert Client().get(LEAVE).status_code == 302

    def test_keys_that_were_renewed_are_fetched_anew(self, account, provider):
        link(signed_in(account), provider)
        provider.key, provider.header = STRANGE, {"alg": "RS256", "kid": "k2"}
        provider.published = [KEY, STRANGE_K2]
        assert enter(provider)[1].status_code == 302


class TestOneThatIsAway:
    def test_it_is_said_at_the_sign_in_page_and_at_the_account(self, account, written):
        with provider_up() as gone:
            written.append(gone.facts)
        answer = Client().get(LEAVE, {"next": "/purchaser/"})
        assert (answer.status_code, "暂时没有应答" in text(answer)) == (503, True)
        assert action_of(text(answer), "登录") == SIGN_IN
        assert "暂时没有应答" in read(signed_in(account), LEAVE, 503)

    def test_it_is_left_alone_for_a_while(self, provider, monkeypatch):
        provider.metadata = {"token_endpoint": f"{provider.address}/token"}
        provider.pause = 0.3
        monkeypatch.setattr(identity, "READ_SECONDS", 0.05)
        answers = [Client().get(LEAVE).status_code for _ in range(3)]
        assert (answers, provider.hits) == ([503] * 3, 1)
        identity._resting.update(dict.fromkeys(identity._resting, 0))
        provider.pause = 0
        assert Client().get(LEAVE).status_code == 302

    def test_two_at_most_wait_for_it_and_the_rest_of_the_house_goes_on(self, provider, monkeypatch):
        monkeypatch.setattr(identity, "TURN_SECONDS", 0)
        with ExitStack() as held:
            for _ in range(2):
                assert identity._outside.acquire(blocking=False)
                held.callback(identity._outside.release)
            assert Client().get(LEAVE).status_code == 503
        assert Client().get(LEAVE).status_code == 302

    def test_one_address_does_not_keep_a_provider_busy(self, provider, monkeypatch):
        monkeypatch.setattr(identity, "TRIES", 2)
        answers = [Client().get(LEAVE, {"next": "/purchaser/"}) for _ in range(3)]
        assert [one.status_code for one in answers] == [302, 302, 429]
        assert 'value="/purchaser/"' in text(answers[-1])

    def test_nobody_elses_click_makes_it_asked_again(self, account, provider):
        link(signed_in(account), provider)
        before = provider.hits
        Client().get(f"{BACK}?error=x&state=1")
        provider.error = "access_denied"
        enter(provider)
        assert provider.hits == before

    def test_many_clicks_leave_few_states_behind(self, provider):
        guest = Client()
        for _ in range(9):
            guest.get(LEAVE)
        kept = [key for key, _ in guest.session.items() if key.startswith(identity.STATE)]
        assert len(kept) == identity.MOST_STATES + 1
