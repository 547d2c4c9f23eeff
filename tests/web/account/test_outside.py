"""Signing in as who one is at an outside identity provider, with one that answers here."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cairong.audit.models import Event
from cairong.doors import identity
from cairong.kernel.actor import Channel, Role
from cairong.parties.actions.accounts import issue_renewal, renew_password
from cairong.parties.models import Account, LinkedIdentity, Mandate
from cairong.parties.reads import actor_of
from support.browsing import action_of, problems, read, send, text
from support.codes import code_of, switched_on
from support.papers import beside
from support.provider import STRANGE, FakeProvider, provider_up
from support.visitors import WORD, account_in, mandate_of, signed_in

pytestmark = pytest.mark.django_db
LEAVE, BACK = "/account/outside/henan/", "/account/outside/henan/return/"
LINK, HOME, SIGN_IN = "/account/identity/", "/account/", "/account/sign-in/"


@pytest.fixture
def provider(settings) -> Iterator[FakeProvider]:
    with provider_up() as up:
        settings.PROVIDERS = (up.facts,)
        yield up
    identity._client.cache_clear()


@pytest.fixture
def account(town) -> Account:
    return account_in(town, Role.PURCHASER_OFFICER, username="wangfang")


def led_back(client: Client, provider: FakeProvider, wanted: str = "") -> str:
    """Leave for the provider and name the address it leads back to, in our own words."""
    answer = client.get(LEAVE, {"next": wanted})
    assert answer.status_code == 302, text(answer)
    return provider.visit(answer["Location"]).removeprefix("http://127.0.0.1:8000")


def link(client: Client, provider: FakeProvider) -> None:
    assert client.get(led_back(client, provider))["Location"] == LINK
    assert send(client, LINK, {"password": WORD}) == HOME


def enter(provider: FakeProvider, wanted: str = "") -> tuple[Client, object]:
    """Come in by the provider at a new browser; return it and the answer."""
    guest = Client()
    return guest, guest.get(led_back(guest, provider, wanted))


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
            {"username": "wangfang", "provider": "河南政务服务网"}
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
        mine.get(led_back(mine, provider))
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
        mine.get(led_back(mine, provider))
        later = timezone.now() + timedelta(minutes=5, seconds=1)
        monkeypatch.setattr(identity, "moment_of", lambda _: later)
        assert mine.get(LINK)["Location"] == HOME

    def test_one_identity_leads_to_one_account_and_one_account_has_one(
        self, town, account, provider
    ):
        mine = signed_in(account)
        link(mine, provider)
        mine.get(led_back(mine, provider))
        assert (
            "已经绑定了河南政务服务网的身份"
            in problems(send(mine, LINK, {"password": WORD}, 409))[0]
        )
        other = signed_in(account_in(town, Role.PURCHASER_APPROVER, username="zhaomin"))
        other.get(led_back(other, provider))
        page = send(other, LINK, {"password": WORD}, 409)
        assert "已经绑定了另一个账号" in problems(page)[0]
        assert LinkedIdentity.objects.count() == 1

    def test_unlinked_it_opens_nothing_and_can_be_linked_again(self, account, provider):
        mine = signed_in(account)
        link(mine, provider)
        [linked] = LinkedIdentity.objects.all()
        assert send(mine, f"/account/identity/{linked.pk}/end/") == HOME
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

    def test_a_renewed_password_ends_every_link(self, town, account, provider):
        link(signed_in(account), provider)
        boss = account_in(town, Role.PURCHASER_OFFICER, username="boss", administrator=True)
        actor = actor_of(mandate_of(boss), channel=Channel.WEB)
        made = issue_renewal(actor=actor, now=town.now, mandate_id=mandate_of(account).pk)
        renew_password(
            actor=town.system, now=town.now, account_id=account.pk, token=made.token,
            password="another right horse",
        )  # fmt: skip
        assert "还没有绑定" in text(enter(provider)[1])
        assert events("parties.password.renewed")[0]["identities_ended"] == 1


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

    def test_a_visit_is_good_once_and_for_its_own_browser(self, account, provider):
        link(signed_in(account), provider)
        guest = Client()
        back = led_back(guest, provider)
        assert Client().get(back).status_code == 403
        assert guest.get(back).status_code == 302
        guest.post("/account/sign-out/")
        assert guest.get(back).status_code == 403

    @pytest.mark.parametrize("query", ["", "?code=1", "?state=1", "?code=1&state=1", "?error=x"])
    def test_who_never_left_does_not_come_back(self, provider, query):
        assert Client().get(BACK + query).status_code == 403

    def test_who_declined_there_reads_so(self, provider):
        provider.error = "access_denied"
        _, answer = enter(provider)
        assert "您在河南政务服务网取消了登录" in text(answer)

    def test_one_who_answers_for_another_is_not_believed(self, provider):
        provider.metadata = {"issuer": "https://elsewhere.example"}
        assert "没有给出可靠的身份证明" in text(Client().get(LEAVE))

    @pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b"null"])
    def test_one_who_answers_nonsense_is_said_and_asked_again(self, provider, body):
        provider.spoil = lambda _: body
        answer = Client().get(LEAVE)
        assert answer.status_code in {403, 503}, body
        assert "河南政务服务网" in text(answer)
        provider.spoil = bytes
        assert Client().get(LEAVE).status_code == 302

    def test_one_who_is_away_is_said_at_the_sign_in_page_and_at_the_account(
        self, account, settings
    ):
        with provider_up() as gone:
            settings.PROVIDERS = (gone.facts,)
        answer = Client().get(LEAVE, {"next": "/purchaser/"})
        assert answer.status_code == 503
        assert "暂时没有应答" in text(answer)
        assert action_of(text(answer), "登录") == SIGN_IN
        assert "暂时没有应答" in read(signed_in(account), LEAVE, 503)

    def test_one_address_does_not_keep_a_provider_busy(self, provider):
        answers = {Client().get(LEAVE).status_code for _ in range(identity.TRIES + 1)}
        assert answers == {302, 429}
