"""A telephone or mail address is proven by a code; a link goes to what was proven a day before."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client

from cairong.doors.drain import drain
from cairong.kernel.actor import Role
from cairong.outreach.actions.choose_channels import choose_channels
from cairong.outreach.actions.prove import prove, send_code
from cairong.outreach.channels import Bounced
from cairong.outreach.models import Dispatch, Proof
from cairong.outreach.posting import posting_of
from cairong.outreach.steps.secrets import proven, settled
from cairong.parties.models import Account, Person, Renewal
from cairong.policy.outreach import MORNING, QUIET_FROM
from support.eyes import NOW, Village, refusal
from support.visitors import WORD

DAY = timedelta(hours=24)
PHONE = "13900000000"

pytestmark = pytest.mark.django_db


@pytest.fixture
def village(town) -> Village:
    return Village(town)


@pytest.fixture
def who(village, town):
    return village.founded(town.purchaser(), Role.PURCHASER_APPROVER, phone=PHONE)


def person(actor) -> Person:
    return Person.objects.select_related("city").get(pk=actor.person_id)


def code_sent(dispatch: Dispatch | None = None) -> str:
    sent = dispatch or Dispatch.objects.latest("pk")
    return re.search(r"\d{8}", posting_of(sent, sent.made_at).text)[0]


def give(who, code: str, *, kind="sms", now=NOW) -> Proof:
    account = Account.objects.get(person_id=who.person_id)
    if not account.check_password(WORD):
        account.set_password(WORD)
        account.save()
    facts = {"account_id": account.pk, "password": WORD}
    return prove(actor=who, now=now, kind=kind, code=code, **facts)


def proved(who, kind="sms", now=NOW) -> None:
    send_code(actor=who, now=now, kind=kind)
    give(who, code_sent(), kind=kind, now=now)


def mail_is(who, mail: str, now=NOW) -> None:
    choose_channels(
        actor=who, now=now, channels=["mail"], mail=mail, quiet_since=QUIET_FROM,
        quiet_until=MORNING, deadlines=False,
    )  # fmt: skip


class TestACode:
    def test_it_goes_to_the_telephone_and_proves_it(self, who):
        proved(who)
        assert proven(person(who)) == {"sms": NOW}
        assert posting_of(Dispatch.objects.get(), NOW).to == PHONE

    def test_a_wrong_or_an_old_one_proves_nothing(self, who):
        send_code(actor=who, now=NOW, kind="sms")
        right = code_sent()
        for code, now in (("0" * 8, NOW), ("", NOW), (right, NOW + timedelta(minutes=15))):
            tries = partial(give, who, code, now=now)
            assert refusal(tries) == "outreach.wrong_code"
        assert proven(person(who)) == {}

    def test_it_serves_once(self, who):
        proved(who)
        again = partial(give, who, code_sent())
        assert refusal(again) == "outreach.wrong_code"

    def test_of_another_person_it_proves_nothing(self, village, town, who):
        other = village.founded(town.purchaser(), Role.PURCHASER_OFFICER, phone="13800000000")
        send_code(actor=other, now=NOW, kind="sms")
        send_code(actor=who, now=NOW, kind="sms")
        mine = Dispatch.objects.get(person=who.person_id)
        theirs = partial(give, other, code_sent(mine))
        assert refusal(theirs) == "outreach.wrong_code"

    def test_where_nothing_reaches_them_it_says_so(self, village, town):
        bare = village.founded(town.purchaser(), Role.PURCHASER_OFFICER)
        assert (
            refusal(partial(send_code, actor=bare, now=NOW, kind="sms")) == "outreach.not_reached"
        )
        assert refusal(partial(send_code, actor=bare, now=NOW, kind="x")) == "outreach.not_reached"

    def test_another_address_is_not_proven_by_the_one_before(self, who):
        mail_is(who, "old@example.cn")
        proved(who, "mail")
        mail_is(who, "new@example.cn")
        assert "mail" not in proven(person(who))

    def test_the_code_stands_nowhere_in_the_clear(self, who, town):
        send_code(actor=who, now=NOW, kind="sms")
        sent = Dispatch.objects.get()
        assert code_sent(sent) not in sent.sealed
        assert code_sent(sent) not in Proof.objects.get().code_hash

    def test_too_late_it_is_not_sent(self, who):
        send_code(actor=who, now=NOW, kind="sms")
        with pytest.raises(Bounced):
            posting_of(Dispatch.objects.get(), NOW + timedelta(minutes=31))


class TestALink:
    def asked(self, village, who, after: timedelta, **more) -> Renewal:
        village.now = NOW + after
        asked = village.asked(who, **more)
        drain(clock=lambda: village.now)
        asked.refresh_from_db()
        return asked

    def test_it_goes_where_it_was_proven_a_day_ago(self, village, who):
        proved(who)
        asked = self.asked(village, who, DAY)
        assert asked.link_hash
        sent = Dispatch.objects.latest("pk")
        said = posting_of(sent, village.now)
        assert said.to == PHONE
        assert f"/account/renewal/{asked.pk}/" in said.text

    def test_not_where_it_was_proven_an_hour_ago(self, village, who):
        proved(who)
        assert not self.asked(village, who, timedelta(hours=1)).link_hash

    def test_nor_where_the_address_was_changed_since(self, village, who):
        mail_is(who, "old@example.cn")
        proved(who, "mail")
        mail_is(who, "thief@example.cn", NOW + DAY)
        proved(who, "mail", NOW + DAY)
        assert settled(person(who), NOW + DAY + timedelta(hours=1)) is None
        assert not self.asked(village, who, DAY + timedelta(hours=1)).link_hash

    def test_nor_where_nothing_was_ever_proven(self, village, who):
        assert not self.asked(village, who, 30 * DAY).link_hash

    def test_nor_for_a_lost_second_factor(self, village, who):
        proved(who)
        assert not self.asked(village, who, DAY, with_factor=True).link_hash

    def test_by_its_page_it_works_in_the_browser_that_asked_alone(self, village, who, clock):
        clock.set("2025-09-16 10:00")
        proved(who)
        asked = self.asked(village, who, DAY)
        text = posting_of(Dispatch.objects.latest("pk"), village.now).text
        path = re.search(r"/account/renewal/\S+/", text)[0]
        stranger = Client()
        assert "链接单独不能用" in stranger.get(path).content.decode()
        typed = {"password": "another good word", "code": "123456"}
        assert stranger.post(path, typed).status_code == 403
        assert Renewal.objects.get(pk=asked.pk).state == "asked"


def test_an_address_proven_before_two_let_the_person_in_counts_no_more(village, town):
    """Whoever had the password then may have proven an address of their own."""
    school = town.purchaser()
    bosses = [village.founded(school, Role.PURCHASER_OFFICER, boss=True) for _ in range(2)]
    whom = village.founded(school, Role.PURCHASER_APPROVER, phone=PHONE)
    kept = {"person": person(whom), "kind": "sms", "address": PHONE}
    Proof.objects.create(proven_at=NOW - 2 * DAY, **kept)
    assert "sms" in proven(person(whom))
    asked = village.asked(whom)
    for each in bosses:
        village.word(each, whom, asked)
    village.renewed(asked)
    assert proven(person(whom)) == {}


def test_the_code_alone_proves_nothing_at_a_session_left_open(town, who):
    send_code(actor=who, now=NOW, kind="sms")
    account = Account.objects.get(person_id=who.person_id)
    wrong = partial(
        prove, actor=who, now=NOW, account_id=account.pk, kind="sms", code=code_sent(),
        password="not it at all",
    )  # fmt: skip
    assert refusal(wrong) == "parties.old_password"
